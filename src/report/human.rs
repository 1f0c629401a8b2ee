//! Findings for a terminal: `file:line:column`, the line itself with the place marked, what to do.

use std::fmt::Write as _;

use metod_content::diagnostic::{Diagnostic, Lang, Severity, is_bidi_control};
use metod_content::syntax::{LineIndex, Place};

use super::Count;
use crate::load::Files;
use crate::source::{Tree, text};

/// Widest part of a line that is shown, in characters.
const WIDTH: usize = 100;

/// How findings are written.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    /// Language.
    pub lang: Lang,
    /// With the escape sequences of terminals.
    pub color: bool,
}

/// Writes all findings, each followed by an empty line, and how many there are.
pub fn list(diagnostics: &[Diagnostic], files: &Files, tree: &dyn Tree, style: Style) -> String {
    let mut out = String::new();
    let mut source = Sources { tree, files, last: None, line: None };
    for found in diagnostics {
        one(&mut out, found, files, &mut source, style);
        out.push('\n');
    }
    out.push_str(&summary(super::count(diagnostics), style.lang));
    out.push('\n');
    out
}

fn one(
    out: &mut String,
    found: &Diagnostic,
    files: &Files,
    source: &mut Sources<'_>,
    style: Style,
) {
    let Place { file, start, .. } = found.place;
    let (word, paint) = match (found.severity, style.lang) {
        (Severity::Error, Lang::Ru) => ("ошибка", "\u{1b}[1;31m"),
        (Severity::Error, Lang::En) => ("error", "\u{1b}[1;31m"),
        (Severity::Warning, Lang::Ru) => ("предупреждение", "\u{1b}[1;33m"),
        (Severity::Warning, Lang::En) => ("warning", "\u{1b}[1;33m"),
    };
    let (paint, plain) = if style.color { (paint, "\u{1b}[0m") } else { ("", "") };
    let path: String = files.path(file).chars().map(tame).collect();
    let code = found.code.id();
    let message = found.message(style.lang);
    // Writing to a string cannot fail.
    let _ = writeln!(
        out,
        "{path}:{}:{}: {paint}{word}[{code}]{plain}: {message}",
        start.line, start.column
    );
    if let Some(line) = source.line(found.place) {
        excerpt(out, line, found.place);
    }
    let _ = writeln!(out, "  → {}", found.help(style.lang));
}

/// Control characters and marks of direction would play with the terminal.
fn tame(c: char) -> char {
    if c.is_control() || is_bidi_control(c) { '\u{FFFD}' } else { c }
}

fn excerpt(out: &mut String, all: &[char], place: Place) {
    let column = (place.start.column as usize - 1).min(all.len());
    let from = if column > WIDTH - 20 { column - 20 } else { 0 };
    let shown: String = all[from..].iter().take(WIDTH).collect();
    let end = match place.end.line == place.start.line {
        true => (place.end.column as usize - 1).min(all.len()),
        false => all.len(),
    };
    let width = end.saturating_sub(column).clamp(1, WIDTH.saturating_sub(column - from).max(1));
    let number = place.start.line.to_string();
    let gutter = " ".repeat(number.len());
    let cut = if from > 0 { "…" } else { "" };
    let line = format!("  {number} | {cut}{shown}");
    let _ = writeln!(out, "{}", line.trim_end());
    let indent = " ".repeat(column - from + cut.chars().count());
    let _ = writeln!(out, "  {gutter} | {indent}{}", "^".repeat(width));
}

/// Lines of source files, read again only for findings.
struct Sources<'s> {
    tree: &'s dyn Tree,
    files: &'s Files,
    last: Option<(u32, Option<(String, LineIndex)>)>,
    /// The last line that was shown: a line of a megabyte may have many findings.
    line: Option<((u32, u32), Vec<char>)>,
}

impl Sources<'_> {
    /// The characters of the line on which a place begins, as they may be shown.
    fn line(&mut self, place: Place) -> Option<&[char]> {
        let key = (place.file.0, place.start.line);
        if self.line.as_ref().is_none_or(|(last, _)| *last != key) {
            let text = self.text(place)?;
            // A tab is one column: shown as one space, so that the mark stands under its place.
            let tab = |c: char| if c == '\t' { ' ' } else { tame(c) };
            let chars = text.chars().map(tab).collect();
            self.line = Some((key, chars));
        }
        self.line.as_ref().map(|(_, chars)| chars.as_slice())
    }

    fn text(&mut self, place: Place) -> Option<&str> {
        let path = self.files.path(place.file).to_owned();
        let readable = ["md", "yaml", "yml", "csv", "svg", "html", "ftl", "css", "js"];
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        if !readable.contains(&extension) {
            return None;
        }
        if self.last.as_ref().is_none_or(|(file, _)| *file != place.file.0) {
            let text = self.tree.read(&path).ok().and_then(|bytes| {
                let (text, _) = text::table(&bytes).ok()?;
                let text = text.into_owned();
                let index = LineIndex::new(&text);
                Some((text, index))
            });
            self.last = Some((place.file.0, text));
        }
        let (text, index) = self.last.as_ref()?.1.as_ref()?;
        index.line(text, place.start.line)
    }
}

/// «3 ошибки, 1 предупреждение».
pub fn summary(count: Count, lang: Lang) -> String {
    let Count { errors, warnings } = count;
    match (lang, errors + warnings) {
        (Lang::Ru, 0) => "Замечаний нет.".to_owned(),
        (Lang::En, 0) => "No findings.".to_owned(),
        (Lang::Ru, _) => {
            let errors = russian(errors, ["ошибка", "ошибки", "ошибок"]);
            let warnings =
                russian(warnings, ["предупреждение", "предупреждения", "предупреждений"]);
            format!("{errors}, {warnings}.")
        }
        (Lang::En, _) => {
            let plural = |count: usize| if count == 1 { "" } else { "s" };
            format!("{errors} error{}, {warnings} warning{}.", plural(errors), plural(warnings))
        }
    }
}

/// A number with the form of the noun that Russian grammar asks for: 1 ошибка, 2 ошибки, 5 ошибок.
pub fn russian(count: usize, forms: [&str; 3]) -> String {
    let form = match (count % 10, count % 100) {
        (_, 11..=14) => forms[2],
        (1, _) => forms[0],
        (2..=4, _) => forms[1],
        _ => forms[2],
    };
    format!("{count} {form}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_grammatical() {
        let say = |errors, warnings| summary(Count { errors, warnings }, Lang::Ru);
        assert_eq!(say(1, 0), "1 ошибка, 0 предупреждений.");
        assert_eq!(say(3, 22), "3 ошибки, 22 предупреждения.");
        assert_eq!(say(11, 1), "11 ошибок, 1 предупреждение.");
        assert_eq!(say(0, 0), "Замечаний нет.");
    }
}
