//! From a query to ranked documents, over any index.
//!
//! 1. [`plan`]: each word of the query becomes a slot of alternatives that the index knows: the word
//!    itself, its kin ([`kin`]), synonyms ([`Synonyms`]), completions ([`expand`]), or what the visitor
//!    probably meant ([`guess`]);
//! 2. [`score`]: every slot is scored in every document by BM25 over two fields, and the slots are
//!    added up;
//! 3. [`select`]: documents with all words are the hits; if they are few, those with most words too; if
//!    there are none, those with any.
//!
//! An index is a [`Source`]. The native one (tantivy) and the static one implement it, so both give
//! the same ranking. Scores are sums in a fixed order: the same index and query give the same bits.

use crate::prelude::*;
mod expand;
mod guess;
mod kin;
mod plan;
mod score;
mod synonyms;

pub use expand::{MAX_COMPLETIONS, NearKeys, best_completions, shorter};
pub use plan::{Alternative, Correction, Plan, Reason, Slot, plan};
pub use score::{
    Match, demand, impact, matched_terms, phrase_postings, score, select, settled, unseen_score,
};
pub use synonyms::{Expression, Group, Synonyms};

/// A field of the index. Titles are kept apart from the rest, since adding their words to the text,
/// however often, loses pages whose title is what was typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    /// The title.
    Title,
    /// Summary, labels, headings, body; weights are repetitions of their words.
    Text,
}

impl Field {
    /// Both fields.
    pub const ALL: [Self; 2] = [Self::Title, Self::Text];

    /// Names of the fields in a query (`title:план`), as [`crate::query::Options::fields`] wants them.
    pub const NAMES: [&'static str; 4] = ["title", "text", "заголовок", "текст"];

    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "title" | "заголовок" => Some(Self::Title),
            "text" | "текст" => Some(Self::Text),
            _ => None,
        }
    }
}

/// Steps of [`Posting::impact`].
pub const LEVELS: u8 = 31;

/// A term in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Number of the document, from 0.
    pub doc: u32,
    /// What the term counts for there: see [`impact`]. From 1 to [`LEVELS`].
    pub impact: u8,
}

/// What groups words of one root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kin {
    /// Forms of one and the same word with and without a fleeting vowel.
    Inflected,
    /// Noun, verb and participle.
    Root,
}

impl Kin {
    /// The key under which a stem is grouped.
    pub fn key(self, stem: &str) -> String {
        match self {
            Self::Inflected => kin::inflected(stem),
            Self::Root => kin::root(stem),
        }
    }

    /// The beginning that all stems (and all their forms) under this key have.
    pub fn prefix(key: &str) -> &str {
        kin::common_prefix(key)
    }
}

/// A word as it occurs in the documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form<'a> {
    /// Folded, not stemmed.
    pub surface: &'a str,
    /// What it is indexed as.
    pub term: &'a str,
}

/// An index. Methods are asked in a deterministic order; a source whose parts arrive later may answer
/// with what it has, count what it [`missed`](Source::missed), and be asked again.
pub trait Source {
    /// Number of documents.
    fn documents(&self) -> u32;

    /// Documents that have the term in the field.
    fn frequency(&self, field: Field, term: &str) -> u32;

    /// Visits the postings of a term, in order of documents: all of them, or those with the greatest
    /// impact while the rest is not here (see [`unseen`](Source::unseen)).
    fn postings(&self, field: Field, term: &str, visit: &mut dyn FnMut(Posting));

    /// The greatest impact of a posting that [`postings`](Source::postings) left out; 0: none did.
    fn unseen(&self, _field: Field, _term: &str) -> u8 {
        0
    }

    /// Asks for the postings left out: counts them as missed.
    fn demand(&self, _field: Field, _term: &str) {}

    /// Visits the positions of a term (ascending, each once) in those of `docs` (ascending) that have
    /// it, in order.
    fn positions(&self, field: Field, term: &str, docs: &[u32], visit: &mut dyn FnMut(u32, &[u32]));

    /// Visits the documents that have the terms side by side, if they are kept ready, in order; returns
    /// false if they have to be computed from positions. Synonyms may be kept ready.
    fn phrase(&self, _field: Field, _terms: &[String], _visit: &mut dyn FnMut(Posting)) -> bool {
        false
    }

    /// Whether a document has a word of this very form.
    fn occurs(&self, surface: &str) -> bool;

    /// Visits forms that begin with `prefix`, among them the shortest ones of the
    /// [`MAX_COMPLETIONS`] most frequent terms that have such forms.
    fn completions(&self, prefix: &str, visit: &mut dyn FnMut(Form));

    /// Visits the terms whose [`Kin::key`] is `key`.
    fn kin(&self, kin: Kin, key: &str, visit: &mut dyn FnMut(&str));

    /// Visits the forms that begin with `keys.prefix`, and of the terms that end with `keys.suffix`
    /// the shortest form each.
    fn forms_near(&self, keys: NearKeys, visit: &mut dyn FnMut(Form));

    /// Visits the groups of synonyms, with their numbers, among whose [`Expression::keys`] this one is.
    fn synonyms(&self, key: &str, visit: &mut dyn FnMut(u32, &Group));

    /// Documents that have the term in either field, or a good estimate: the larger number.
    fn known(&self, term: &str) -> u32 {
        self.frequency(Field::Title, term).max(self.frequency(Field::Text, term))
    }

    /// How often a method found a part of the index missing. Answers are then too small, and no guess
    /// should be built on them.
    fn missed(&self) -> usize {
        0
    }
}

#[cfg(test)]
mod tests;
