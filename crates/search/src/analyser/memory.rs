//! What is remembered while whole portals are analysed: every word, which is faster, and tells the forms of
//! all terms.

use super::stem;
use crate::prelude::*;
use alloc::collections::BTreeMap;

/// Words and their stems. Never iterated in its own order.
/// A stranger who could choose words to collide would slow down only the build of his own text.
#[allow(clippy::disallowed_types)]
type Words = std::collections::HashMap<Box<str>, Word, rustc_hash::FxBuildHasher>;

/// A word that was seen.
struct Word {
    seen: Seen,
    stem: Stem,
}

/// Most stems are beginnings of their words: those take no room, and no look at another place of the memory.
enum Stem {
    /// So many bytes of the word.
    Beginning(u32),
    Other(Box<str>),
}

impl Stem {
    fn of(word: &str, stem: &str) -> Self {
        match u32::try_from(stem.len()) {
            Ok(length) if word.starts_with(stem) => Self::Beginning(length),
            _ => Self::Other(stem.into()),
        }
    }

    fn of_word<'s>(&'s self, word: &'s str) -> &'s str {
        match self {
            Self::Beginning(length) => word.get(..*length as usize).unwrap_or(word),
            Self::Other(stem) => stem,
        }
    }
}

/// Words with their stems, and abbreviations whose stem is another word.
#[derive(Default)]
pub(crate) struct Memory {
    words: Words,
    abbreviations: BTreeMap<Box<str>, Seen>,
    log: Log,
}

/// Which form it is, in the order in which they came, and the document it was last seen in.
#[derive(Clone, Copy)]
struct Seen {
    form: u32,
    document: u32,
}

/// The forms of the document that is being analysed, each once.
#[derive(Default)]
struct Log {
    forms: u32,
    document: u32,
    used: Vec<u32>,
}

impl Log {
    fn again(&mut self, seen: &mut Seen) {
        if seen.document != self.document {
            seen.document = self.document;
            self.used.push(seen.form);
        }
    }

    fn first(&mut self) -> Seen {
        let form = self.forms;
        self.forms += 1;
        self.used.push(form);
        Seen { form, document: self.document }
    }
}

impl Memory {
    /// Appends the stem of the word.
    pub(super) fn stem(&mut self, word: &str, out: &mut String) {
        if let Some(Word { stem, seen }) = self.words.get_mut(word) {
            self.log.again(seen);
            return out.push_str(stem.of_word(word));
        }
        let from = out.len();
        stem::stem(word, out);
        let stem = Stem::of(word, &out[from..]);
        self.words.insert(word.into(), Word { seen: self.log.first(), stem });
    }

    pub(super) fn abbreviation(&mut self, word: &str) {
        match self.abbreviations.get_mut(word) {
            Some(seen) => self.log.again(seen),
            None => {
                let seen = self.log.first();
                self.abbreviations.insert(word.into(), seen);
            }
        }
    }

    /// Numbers of the forms that came since it was asked before, each once.
    pub(super) fn take_used(&mut self) -> Vec<u32> {
        self.log.document += 1;
        core::mem::take(&mut self.log.used)
    }

    /// Every word with each of its terms, by number.
    pub(super) fn into_forms(self) -> Vec<(Box<str>, Box<str>)> {
        let mut forms = vec![Default::default(); self.log.forms as usize];
        for (word, Word { stem, seen }) in self.words {
            let stem = stem.of_word(&word).into();
            forms[seen.form as usize] = (word, stem);
        }
        for (word, seen) in self.abbreviations {
            forms[seen.form as usize] = (word.clone(), word);
        }
        forms
    }
}
