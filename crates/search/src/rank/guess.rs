//! What an unknown word may have been meant as.

use super::expand::{Candidate, completions, corrections, split};
use super::plan::{
    Alternative, COMPLETION, CORRECTION, Correction, Planner, Reason, Word, weighted,
};
use super::{Source, score};
use crate::analyser::other_script;
use crate::keyboard;
use crate::prelude::*;

/// Unknown words from this length on are taken for unfinished ones.
const MIN_GUESSED: usize = 3;

impl<S: Source> Planner<'_, S> {
    /// What an unknown word may have been meant as; the first idea that the index confirms.
    pub(super) fn guess(&mut self, word: &Word, typed: &str, unfinished: bool) -> Vec<Alternative> {
        // All ideas are looked up before any is taken: one that misses its part of the index may be the
        // right one, and what they miss should be fetched at once.
        let missed = self.source.missed();
        let corrections = self.plan.corrections.len();
        let flipped = self.flipped(typed);
        let other = other_script(&word.surface).map(|other| (self.known_as(&other), other));
        let layouts = flipped.iter().map(|(reading, _)| (reading.clone(), Reason::Layout));
        let readings: Vec<_> =
            core::iter::once((word.surface.clone(), Reason::Typo)).chain(layouts).collect();
        let begun = readings.iter().filter(|(reading, _)| chars_in(reading) >= MIN_GUESSED);
        let begun: Vec<_> = begun
            .map(|(reading, reason)| (completions(self.source, reading, false), reading, *reason))
            .collect();
        let split = self.split(word);
        // Latin letters are likelier another layout than a mistake: their spelling can wait.
        if self.source.missed() > missed {
            if !word.surface.starts_with(|c: char| c.is_ascii()) {
                self.misspelt(&readings[..1], typed, unfinished);
                self.plan.corrections.truncate(corrections);
            }
            return Vec::new();
        }

        if let Some((reading, found)) = flipped.into_iter().find(|(_, found)| !found.is_empty()) {
            self.correct(typed, &reading, Reason::Layout);
            return found;
        }
        if let Some((found, other)) = other
            && !found.is_empty()
        {
            self.correct(typed, &other, Reason::Script);
            return found;
        }
        if let Some((found, reading, reason)) =
            begun.into_iter().find(|(found, ..)| !found.is_empty())
        {
            if reason == Reason::Layout {
                self.correct(typed, reading, Reason::Layout);
            }
            return weighted(found, COMPLETION);
        }
        if let Some((terms, read)) = split {
            self.correct(typed, &read, Reason::Space);
            return vec![Alternative { terms, weight: CORRECTION }];
        }
        self.misspelt(&readings, typed, unfinished).unwrap_or_default()
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

    /// Two words without the space between them: their terms, and how to read them.
    fn split(&mut self, word: &Word) -> Option<(Vec<String>, String)> {
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
        let exists = score::phrase_exists(self.source, &terms);
        exists.then(|| (terms, joined(&[left.surface, right.surface], " ")))
    }

    fn misspelt(
        &mut self,
        readings: &[(String, Reason)],
        typed: &str,
        unfinished: bool,
    ) -> Option<Vec<Alternative>> {
        for (reading, reason) in readings {
            let term = self.analyser.stem(reading).to_owned();
            let (found, believed) = corrections(self.source, reading, &term, unfinished);
            if let Some(best) = found.first() {
                self.doubtful = !believed;
                self.correct(typed, &best.surface.clone(), *reason);
                return Some(weighted(found, CORRECTION));
            }
        }
        None
    }
}
