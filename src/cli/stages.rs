//! What `--verbose` tells: how long each stage of a command took.

use std::time::{Duration, Instant};

use metod_content::diagnostic::Lang;

use super::Common;

/// A part of a command's work that the command itself can tell apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// Times of changes from the repository.
    History,
    /// Everything up to a finished plan, theme and templates.
    Prepare,
    /// All of that, and the site.
    Build,
    /// The search index.
    Index,
    /// One query.
    Query,
}

/// A stopwatch. It notes the stages as they end and tells them when the portal's language is known.
#[derive(Debug)]
pub(super) struct Stages {
    wanted: bool,
    since: Instant,
    ended: Vec<(Stage, Duration)>,
}

impl Stages {
    /// Begins the first stage.
    pub(super) fn begin(common: &Common) -> Self {
        let wanted = common.verbose && !common.quiet;
        Stages { wanted, since: Instant::now(), ended: Vec::new() }
    }

    /// Notes that a stage has ended; the next one begins.
    pub(super) fn end(&mut self, stage: Stage) {
        let now = Instant::now();
        self.ended.push((stage, now - self.since));
        self.since = now;
    }

    /// A line a stage, to standard error.
    pub(super) fn tell(&self, lang: Lang) {
        if self.wanted {
            for (stage, took) in &self.ended {
                eprintln!("{}", line(*stage, *took, lang));
            }
        }
    }
}

fn line(stage: Stage, took: Duration, lang: Lang) -> String {
    let words = match (stage, lang) {
        (Stage::History, Lang::Ru) => "история изменений",
        (Stage::History, Lang::En) => "history of changes",
        (Stage::Prepare, Lang::Ru) => "чтение, проверка и план страниц",
        (Stage::Prepare, Lang::En) => "reading, checking, planning of pages",
        (Stage::Build, Lang::Ru) => "чтение, проверка, сборка и публикация",
        (Stage::Build, Lang::En) => "reading, checking, building, publishing",
        (Stage::Index, Lang::Ru) => "поисковый индекс",
        (Stage::Index, Lang::En) => "search index",
        (Stage::Query, Lang::Ru) => "поиск",
        (Stage::Query, Lang::En) => "search",
    };
    let seconds = format!("{:.2}", took.as_secs_f64());
    match lang {
        Lang::Ru => format!("{} с: {words}", seconds.replace('.', ",")),
        Lang::En => format!("{seconds} s: {words}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_the_time_in_the_language_of_the_portal() {
        let took = Duration::from_millis(1234);
        assert_eq!(line(Stage::Index, took, Lang::Ru), "1,23 с: поисковый индекс");
        assert_eq!(line(Stage::History, took, Lang::En), "1.23 s: history of changes");
    }
}
