//! What is remembered while whole portals are analysed: every word, which is faster, and tells the forms of
//! all terms.

use super::stem;
use crate::prelude::*;
use alloc::collections::BTreeSet;

/// Words and their stems. Never iterated in its own order.
/// A stranger who could choose words to collide would slow down only the build of his own text.
#[allow(clippy::disallowed_types)]
type Words = std::collections::HashMap<Box<str>, Box<str>, rustc_hash::FxBuildHasher>;

/// Words with their stems, and abbreviations whose stem is another word.
#[derive(Default)]
pub(crate) struct Memory {
    words: Words,
    abbreviations: BTreeSet<Box<str>>,
}

impl Memory {
    /// Appends the stem of the word.
    pub(super) fn stem(&mut self, word: &str, out: &mut String) {
        if let Some(stem) = self.words.get(word) {
            return out.push_str(stem);
        }
        let from = out.len();
        stem::stem(word, out);
        self.words.insert(word.into(), out[from..].into());
    }

    pub(super) fn abbreviation(&mut self, word: &str) {
        if !self.abbreviations.contains(word) {
            self.abbreviations.insert(word.into());
        }
    }

    /// Every word with each of its terms, sorted.
    pub(super) fn into_forms(self) -> Vec<(Box<str>, Box<str>)> {
        let abbreviations = self.abbreviations.into_iter();
        let mut forms: Vec<_> = self.words.into_iter().collect();
        forms.extend(abbreviations.map(|word| (word.clone(), word)));
        forms.sort_unstable();
        forms
    }
}
