//! The inverted index, term by term.

use super::source::Inverted;
use super::{Error, Index};
use metod_search::rank::{Field, Posting};
use std::collections::BTreeMap;
use std::ops::Bound;
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
    /// Visits the terms of a field in order of their bytes, each with its occurrences in order of
    /// documents.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn walk(
        &self,
        field: Field,
        mut visit: impl FnMut(&str, &[Occurrence]),
    ) -> Result<(), Error> {
        let newer = self.newer(field)?;
        self.walk_part(field, (0, 1), &newer, &mut visit)
    }

    /// What the newer parts have, by term.
    pub(super) fn newer(&self, field: Field) -> Result<BTreeMap<String, Vec<Occurrence>>, Error> {
        let mut newer: BTreeMap<String, Vec<Occurrence>> = BTreeMap::new();
        for part in self.parts.iter().skip(1) {
            let inverted = Inverted::open(self, part, field)?;
            inverted.walk((Bound::Unbounded, Bound::Unbounded), |term, found| {
                newer.entry(term.to_owned()).or_default().extend_from_slice(found);
            })?;
        }
        Ok(newer)
    }

    /// The same for part `number` (from 0) of `of` parts with about as many terms. `newer` are the occurrences in
    /// newer parts of the index ([`Index::newer`]).
    pub(super) fn walk_part(
        &self,
        field: Field,
        (number, of): (u64, u64),
        newer: &BTreeMap<String, Vec<Occurrence>>,
        mut visit: impl FnMut(&str, &[Occurrence]),
    ) -> Result<(), Error> {
        let Some(part) = self.parts.first() else {
            return Ok(());
        };
        let inverted = Inverted::open(self, part, field)?;
        let bounds = inverted.bounds(number, of)?;
        let mut newer = newer.range(bounds.clone()).peekable();
        let mut both = Vec::new();
        inverted.walk(bounds, |term, found| {
            while let Some((other, found)) = newer.next_if(|(other, _)| &***other < term) {
                visit(other, found);
            }
            match newer.next_if(|(other, _)| *other == term) {
                None if found.is_empty() => {}
                None => visit(term, found),
                Some((_, more)) => {
                    both.clear();
                    both.extend(found.iter().chain(more).cloned());
                    both.sort_by_key(|occurrence: &Occurrence| occurrence.doc);
                    visit(term, &both);
                }
            }
        })?;
        newer.for_each(|(term, found)| visit(term, found));
        Ok(())
    }
}

/// From one term on, up to before another one.
type Terms = (Bound<String>, Bound<String>);

impl Inverted<'_> {
    /// The terms of part `number` (from 0) of `of`.
    fn bounds(&self, number: u64, of: u64) -> Result<Terms, Error> {
        let known = self.index.terms();
        let count = known.num_terms() as u64;
        if count == 0 && number > 0 {
            return Ok((Bound::Included(String::new()), Bound::Excluded(String::new())));
        }
        let term = |at: u64| -> Result<Option<String>, Error> {
            let mut key = Vec::new();
            let found = at < count && known.ord_to_term(at, &mut key)?;
            Ok(found.then(|| String::from_utf8_lossy(&key).into_owned()))
        };
        let from = if number == 0 { None } else { term(count * number / of)? };
        let to = if number + 1 == of { None } else { term(count * (number + 1) / of)? };
        let from = from.map_or(Bound::Unbounded, Bound::Included);
        Ok((from, to.map_or(Bound::Unbounded, Bound::Excluded)))
    }

    /// Visits these terms with those of their occurrences that are in documents of the index, perhaps none.
    fn walk(
        &self,
        (from, to): Terms,
        mut visit: impl FnMut(&str, &[Occurrence]),
    ) -> Result<(), Error> {
        let mut occurrences: Vec<Occurrence> = Vec::new();
        let mut range = self.index.terms().range();
        if let Bound::Included(from) = from {
            range = range.ge(from);
        }
        if let Bound::Excluded(to) = to {
            range = range.lt(to);
        }
        let mut terms = range.into_stream()?;
        while terms.advance() {
            let option = IndexRecordOption::WithFreqsAndPositions;
            let postings = self.index.read_postings_from_terminfo(terms.value(), option)?;
            let mut count = 0;
            self.visit(postings, |Posting { doc, impact }, postings| {
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
