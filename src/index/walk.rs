//! The inverted index, term by term.

use super::source::Inverted;
use super::{Error, Index};
use metod_search::rank::{Field, Posting};
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;

/// A term in a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Occurrence {
    /// Number of the document.
    pub doc: u32,
    /// See [`Posting::impact`].
    pub impact: u8,
    /// Ascending, each once.
    pub positions: Vec<u32>,
}

impl Index {
    /// Words in the field in all documents, weights included.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn total_length(&self, field: Field) -> Result<u64, Error> {
        Ok(Inverted::open(self, field)?.map_or(0, |inverted| inverted.index.total_num_tokens()))
    }

    /// Visits the terms of a field in order of their bytes, each with its occurrences in order of
    /// documents.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn walk(&self, field: Field, visit: impl FnMut(&str, &[Occurrence])) -> Result<(), Error> {
        self.walk_part(field, (0, 1), visit)
    }

    /// The same for part `number` (from 0) of `of` parts with about as many terms.
    pub(super) fn walk_part(
        &self,
        field: Field,
        (number, of): (u64, u64),
        mut visit: impl FnMut(&str, &[Occurrence]),
    ) -> Result<(), Error> {
        let Some(inverted) = Inverted::open(self, field)? else {
            return Ok(());
        };
        let mut occurrences: Vec<Occurrence> = Vec::new();
        let known = inverted.index.terms();
        let count = known.num_terms() as u64;
        let mut range = known.range();
        let mut key = Vec::new();
        if known.ord_to_term(count * number / of, &mut key)? {
            range = range.ge(&key);
        }
        if number + 1 < of && known.ord_to_term(count * (number + 1) / of, &mut key)? {
            range = range.lt(&key);
        }
        let mut terms = range.into_stream()?;
        while terms.advance() {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let postings = inverted.index.read_postings_from_terminfo(terms.value(), option)?;
            let mut count = 0;
            inverted.visit(postings, |Posting { doc, impact }, postings| {
                if occurrences.len() == count {
                    occurrences.push(Occurrence::default());
                }
                let place = &mut occurrences[count];
                (place.doc, place.impact) = (doc, impact);
                postings.positions(&mut place.positions);
                place.positions.dedup();
                count += 1;
            });
            let term = std::str::from_utf8(terms.key()).unwrap_or_default();
            visit(term, &occurrences[..count]);
        }
        Ok(())
    }
}
