//! tantivy's inverted index as a source for the ranking.

use super::part::Part;
use super::{Error, Index};
use metod_search::rank::{Field, Form, Group, Kin, NearKeys, Posting, Source, impact};
use std::cell::RefCell;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

/// One search's view of an index.
pub(super) struct Reading<'a> {
    pub(super) index: &'a Index,
    /// By part, the fields in the order of [`Field::ALL`].
    parts: Vec<[Inverted<'a>; 2]>,
    /// What went wrong; asked for at the end, since [`Source`] has no room for it.
    failure: RefCell<Option<Error>>,
}

/// One field of a segment.
pub(super) struct Inverted<'a> {
    pub(super) field: tantivy::schema::Field,
    pub(super) index: Arc<InvertedIndexReader>,
    part: &'a Part,
    lengths: FieldNormReader,
    /// The field for the ranking, and its mean length.
    name: Field,
    mean: f32,
}

impl<'a> Inverted<'a> {
    pub(super) fn open(index: &Index, part: &'a Part, name: Field) -> Result<Self, Error> {
        let field = index.fields.of(name);
        let lengths = part.segment.get_fieldnorms_reader(field)?;
        let inverted = part.segment.inverted_index(field)?;
        Ok(Self { field, index: inverted, part, lengths, name, mean: index.means[name as usize] })
    }

    fn postings(
        &self,
        term: &str,
        option: IndexRecordOption,
    ) -> Result<Option<SegmentPostings>, Error> {
        Ok(self.index.read_postings(&Term::from_field_text(self.field, term), option)?)
    }

    /// Visits postings of the index's documents from the first to the last.
    pub(super) fn visit(
        &self,
        mut postings: SegmentPostings,
        mut visit: impl FnMut(Posting, &mut SegmentPostings),
    ) {
        let mut place = postings.doc();
        while place != TERMINATED {
            if let Some(doc) = self.part.number(place) {
                let length = self.lengths.fieldnorm(place);
                let impact = impact(self.name, postings.term_freq(), length, self.mean);
                visit(Posting { doc, impact }, &mut postings);
            }
            place = postings.advance();
        }
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(index: &'a Index) -> Result<Self, Error> {
        let open = |part: &'a Part| -> Result<[Inverted<'a>; 2], Error> {
            let [title, text] = Field::ALL;
            Ok([Inverted::open(index, part, title)?, Inverted::open(index, part, text)?])
        };
        let parts = index.parts.iter().map(open).collect::<Result<_, Error>>()?;
        Ok(Self { index, parts, failure: RefCell::new(None) })
    }

    /// The first failure since the beginning.
    pub(super) fn finish(self) -> Result<(), Error> {
        self.failure.into_inner().map_or(Ok(()), Err)
    }

    pub(super) fn note<T>(&self, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.failure.borrow_mut().get_or_insert(error).to_string()).ok()
    }

    /// Postings of a term in each part that has it.
    fn read(
        &self,
        field: Field,
        term: &str,
        option: IndexRecordOption,
    ) -> impl Iterator<Item = (&Inverted<'a>, SegmentPostings)> {
        self.parts.iter().filter_map(move |fields| {
            let inverted = &fields[field as usize];
            Some((inverted, self.note(inverted.postings(term, option))??))
        })
    }
}

impl Source for Reading<'_> {
    fn documents(&self) -> u32 {
        self.index.documents.len() as u32
    }

    fn frequency(&self, field: Field, term: &str) -> u32 {
        let mut count = 0;
        for fields in &self.parts {
            let inverted = &fields[field as usize];
            if inverted.part.is_whole() {
                let term = Term::from_field_text(inverted.field, term);
                let found = inverted.index.doc_freq(&term).map_err(Error::from);
                count += self.note(found).unwrap_or(0);
            } else {
                let found = self.note(inverted.postings(term, IndexRecordOption::Basic)).flatten();
                found.into_iter().for_each(|found| inverted.visit(found, |_, _| count += 1));
            }
        }
        count
    }

    fn postings(&self, field: Field, term: &str, visit: &mut dyn FnMut(Posting)) {
        let option = IndexRecordOption::WithFreqs;
        if let [_] = &self.parts[..] {
            for (inverted, postings) in self.read(field, term, option) {
                inverted.visit(postings, |posting, _| visit(posting));
            }
            return;
        }
        let mut all = Vec::new();
        for (inverted, postings) in self.read(field, term, option) {
            inverted.visit(postings, |posting, _| all.push(posting));
        }
        all.sort_unstable_by_key(|posting| posting.doc);
        all.into_iter().for_each(visit);
    }

    fn positions(
        &self,
        field: Field,
        term: &str,
        docs: &[u32],
        visit: &mut dyn FnMut(u32, &[u32]),
    ) {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let mut parts: Vec<_> = self.read(field, term, option).collect();
        let mut at = Vec::new();
        for &doc in docs {
            for (inverted, postings) in &mut parts {
                let Some(place) = inverted.part.place(doc) else {
                    continue;
                };
                if postings.doc() < place {
                    postings.seek(place);
                }
                if postings.doc() == place {
                    postings.positions(&mut at);
                    at.dedup();
                    visit(doc, &at);
                }
            }
        }
    }

    fn occurs(&self, surface: &str) -> bool {
        self.index.forms.with_prefix(surface).next().is_some_and(|form| form.surface == surface)
    }

    fn completions(&self, prefix: &str, visit: &mut dyn FnMut(Form)) {
        self.index.forms.with_prefix(prefix).for_each(visit);
    }

    fn kin(&self, kin: Kin, key: &str, visit: &mut dyn FnMut(&str)) {
        let forms = self.index.forms.with_prefix(Kin::prefix(key));
        forms.filter(|form| kin.key(form.term) == key).for_each(|form| visit(form.term));
    }

    fn synonyms(&self, key: &str, visit: &mut dyn FnMut(u32, &Group)) {
        self.index.synonyms.starting(key, visit);
    }

    fn forms_near(&self, keys: NearKeys, visit: &mut dyn FnMut(Form)) {
        self.index.forms.near(keys).for_each(visit);
    }
}
