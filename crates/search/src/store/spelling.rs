//! Forms without postings: where typing mistakes are looked up.
//!
//! Two orders, each cut into ranges of about [`write::SHARD`] bytes: forms with their terms by their
//! first letters; and the shortest form of each term, in order of the terms read backwards.

use super::bytes::Input;
use super::{Error, Pair};
use crate::prelude::*;
use crate::rank::Form;

/// Forms of one range, in one of both orders.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spelling {
    /// Surface and term.
    forms: Vec<Pair>,
}

impl Spelling {
    /// In order of surfaces.
    pub(super) fn read_forms(raw: &[u8]) -> Result<Self, Error> {
        Self::read(raw, |input, surface| (surface.to_owned(), input.changed_text(surface)))
    }

    /// In order of terms read backwards.
    pub(super) fn read_endings(raw: &[u8]) -> Result<Self, Error> {
        Self::read(raw, |input, backwards| {
            let term = reversed(backwards);
            (input.changed_text(&term), term)
        })
    }

    fn read(raw: &[u8], form: fn(&mut Input, &str) -> Pair) -> Result<Self, Error> {
        let mut input = Input::new(raw);
        let count = input.count();
        let mut forms = Vec::with_capacity(count);
        let mut key = String::new();
        for _ in 0..count {
            input.next_text(&mut key);
            forms.push(form(&mut input, &key));
        }
        input.whole(Self { forms })
    }

    pub(super) fn forms(&self) -> impl Iterator<Item = Form<'_>> {
        self.forms.iter().map(|(surface, term)| Form { surface, term })
    }

    pub(super) fn bytes(&self) -> usize {
        self.forms.iter().map(|(surface, term)| surface.len() + term.len() + 48).sum()
    }
}

/// The letters from the last to the first.
pub(super) fn reversed(text: &str) -> String {
    text.chars().rev().collect()
}

#[cfg(any(test, feature = "write"))]
pub(super) mod write {
    use super::*;
    use crate::store::bytes::Output;

    /// Bytes of a shard before it is compressed, about.
    pub(in super::super) const SHARD: usize = 8 << 10;

    /// Writes what [`Spelling::read_forms`] reads.
    pub(in super::super) fn forms(forms: &[Pair]) -> Vec<u8> {
        let mut out = Output::default();
        out.count(forms.len());
        let mut last = "";
        for (surface, term) in forms {
            out.next_text(last, surface);
            out.changed_text(surface, term);
            last = surface;
        }
        out.0
    }

    /// Writes what [`Spelling::read_endings`] reads.
    pub(in super::super) fn endings(forms: &[Pair]) -> Vec<u8> {
        let mut out = Output::default();
        out.count(forms.len());
        let mut last = String::new();
        for (surface, term) in forms {
            let backwards = reversed(term);
            out.next_text(&last, &backwards);
            out.changed_text(term, surface);
            last = backwards;
        }
        out.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn forms_come_back(forms in prop::collection::vec(("[а-г]{1,5}", "[а-г]{1,5}"), 0..20)) {
            let expected = Ok(Spelling { forms: forms.clone() });
            prop_assert_eq!(&Spelling::read_forms(&write::forms(&forms)), &expected);
            prop_assert_eq!(&Spelling::read_endings(&write::endings(&forms)), &expected);
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let _ = (Spelling::read_forms(&bytes), Spelling::read_endings(&bytes));
        }
    }
}
