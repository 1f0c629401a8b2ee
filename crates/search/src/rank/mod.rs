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

mod expand;
mod guess;
mod kin;
mod plan;
mod score;
mod synonyms;

pub use plan::{Alternative, Correction, Plan, Reason, Slot, plan};
pub use score::{Match, matched_terms, score, select};
pub use synonyms::Synonyms;

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

/// A term in a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Posting {
    /// Number of the document, from 0.
    pub doc: u32,
    /// Occurrences in the field, weights included.
    pub frequency: u32,
    /// Words in the field, weights included; may be rounded, equally for all.
    pub length: u32,
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
/// with what it has, note what it missed, and be asked again.
pub trait Source {
    /// Number of documents.
    fn documents(&self) -> u32;

    /// Mean of [`Posting::length`] over all documents; 0 if there are none.
    fn mean_length(&self, field: Field) -> f32;

    /// Documents that have the term in the field.
    fn frequency(&self, field: Field, term: &str) -> u32;

    /// Visits the postings of a term, in order of documents.
    fn postings(&self, field: Field, term: &str, visit: &mut dyn FnMut(Posting));

    /// The same with positions (ascending; weights repeat them).
    fn positions(&self, field: Field, term: &str, visit: &mut dyn FnMut(Posting, &[u32]));

    /// Visits the forms that begin with `prefix`, in order of surfaces.
    fn forms_with_prefix(&self, prefix: &str, visit: &mut dyn FnMut(Form));

    /// Visits forms among which are all (of those it can find) within `limit` mistakes of `surface`,
    /// or whose term is within `limit` of `term`.
    fn forms_near(&self, surface: &str, term: &str, limit: u8, visit: &mut dyn FnMut(Form));

    /// Documents that have the term in either field, or a good estimate: the larger number.
    fn known(&self, term: &str) -> u32 {
        self.frequency(Field::Title, term).max(self.frequency(Field::Text, term))
    }
}

#[cfg(test)]
mod tests;
