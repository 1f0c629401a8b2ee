//! What an unknown word may have been meant as.

use super::expand::{Candidate, completions, corrections, split};
use super::plan::{
    Alternative, COMPLETION, CORRECTION, Correction, Planner, Reason, Word, weighted,
};
use super::{Source, score};
use crate::analyser::other_script;
use crate::keyboard;

/// Unknown words from this length on are taken for unfinished ones.
const MIN_GUESSED: usize = 3;

impl<S: Source> Planner<'_, S> {
    /// What an unknown word may have been meant as; the first idea that the index confirms.
    pub(super) fn guess(&mut self, word: &Word, typed: &str, unfinished: bool) -> Vec<Alternative> {
        // An idea that could not be looked up may be the right one: no further one is tried before it.
        let missed = self.source.missed();
        if let Some(found) = self.other_layout(typed) {
            return found;
        }
        if let Some(other) = other_script(&word.surface) {
            let found = self.known_as(&other);
            if !found.is_empty() {
                self.correct(typed, &other, Reason::Script);
                return found;
            }
        }
        if self.source.missed() > missed {
            return Vec::new();
        }
        let flipped = self.flipped(typed);
        let readings = flipped.iter().map(|(reading, _)| (reading.clone(), Reason::Layout));
        let readings: Vec<_> =
            std::iter::once((word.surface.clone(), Reason::Typo)).chain(readings).collect();
        for (reading, reason) in &readings {
            if reading.chars().count() >= MIN_GUESSED {
                let found = completions(self.source, reading, false);
                if !found.is_empty() {
                    if *reason == Reason::Layout {
                        self.correct(typed, reading, Reason::Layout);
                    }
                    return weighted(found, COMPLETION);
                }
            }
        }
        let split = self.split(word, typed);
        if self.source.missed() > missed {
            return split.unwrap_or_default();
        }
        split.or_else(|| self.misspelt(&readings, typed, unfinished)).unwrap_or_default()
    }

    /// Whether a document has this very form.
    pub(super) fn occurs(&self, surface: &str) -> bool {
        self.source.occurs(surface)
    }

    pub(super) fn correct(&mut self, typed: &str, read: &str, reason: Reason) {
        let (typed, read) = (typed.to_owned(), read.to_owned());
        self.plan.corrections.push(Correction { typed, read, reason });
    }

    /// What is known of the word in the other keyboard layout.
    pub(super) fn other_layout(&mut self, typed: &str) -> Option<Vec<Alternative>> {
        let flipped = self.flipped(typed).into_iter();
        let (reading, found) = flipped.into_iter().find(|(_, found)| !found.is_empty())?;
        self.correct(typed, &reading, Reason::Layout);
        Some(found)
    }

    /// Readings in the other keyboard layout that are one word, with what is known of them.
    fn flipped(&mut self, typed: &str) -> Vec<(String, Vec<Alternative>)> {
        let mut out = Vec::new();
        for reading in keyboard::readings(typed) {
            let (words, joined) = self.words(&reading);
            let word = match &words[..] {
                [word] => word.clone(),
                _ => match joined {
                    Some(joined) => joined,
                    None => continue,
                },
            };
            let found = self.exact(&word);
            out.push((word.surface, found));
        }
        out
    }

    pub(super) fn known_as(&mut self, surface: &str) -> Vec<Alternative> {
        let term = self.analyser.stem(surface).to_owned();
        self.exact(&Word { surface: surface.to_owned(), term, abbreviation: false })
    }

    /// Two words without the space between them.
    fn split(&mut self, word: &Word, typed: &str) -> Option<Vec<Alternative>> {
        let pair = split(&word.surface, |part| {
            // A stem alone proves little; the part must be a form that occurs.
            if !self.source.occurs(part) {
                return None;
            }
            let term = self.analyser.stem(part).to_owned();
            let documents = self.source.known(&term);
            (documents > 0).then(|| Candidate { term, surface: part.to_owned(), documents })
        })?;
        let [left, right] = pair;
        let terms = vec![left.term, right.term];
        if !score::phrase_exists(self.source, &terms) {
            return None;
        }
        self.correct(typed, &format!("{} {}", left.surface, right.surface), Reason::Space);
        Some(vec![Alternative { terms, weight: CORRECTION }])
    }

    fn misspelt(
        &mut self,
        readings: &[(String, Reason)],
        typed: &str,
        unfinished: bool,
    ) -> Option<Vec<Alternative>> {
        for (reading, reason) in readings {
            let term = self.analyser.stem(reading).to_owned();
            let found = corrections(self.source, reading, &term, unfinished);
            if let Some(best) = found.first() {
                self.correct(typed, &best.surface.clone(), *reason);
                return Some(weighted(found, CORRECTION));
            }
        }
        None
    }
}
