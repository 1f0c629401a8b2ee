//! tantivy's inverted index as a source for the ranking.

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
    title: Option<Inverted>,
    text: Option<Inverted>,
    /// What went wrong; asked for at the end, since [`Source`] has no room for it.
    failure: RefCell<Option<Error>>,
}

/// One field of the segment.
pub(super) struct Inverted {
    pub(super) field: tantivy::schema::Field,
    pub(super) index: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    /// The field for the ranking, and its mean length.
    name: Field,
    mean: f32,
}

impl Inverted {
    /// The field, if the index has any documents.
    pub(super) fn open(index: &Index, field: Field) -> Result<Option<Self>, Error> {
        let Some(segment) = &index.segment else {
            return Ok(None);
        };
        let name = field;
        let field = match name {
            Field::Title => index.fields.title,
            Field::Text => index.fields.text,
        };
        let lengths = segment.get_fieldnorms_reader(field)?;
        let inverted = segment.inverted_index(field)?;
        let mean = inverted.total_num_tokens() as f32 / index.documents.len().max(1) as f32;
        Ok(Some(Self { field, index: inverted, lengths, name, mean }))
    }

    fn postings(
        &self,
        term: &str,
        option: IndexRecordOption,
    ) -> Result<Option<SegmentPostings>, Error> {
        Ok(self.index.read_postings(&Term::from_field_text(self.field, term), option)?)
    }

    /// Visits postings from the first to the last.
    pub(super) fn visit(
        &self,
        mut postings: SegmentPostings,
        mut visit: impl FnMut(Posting, &mut SegmentPostings),
    ) {
        let mut doc = postings.doc();
        while doc != TERMINATED {
            visit(self.posting(doc, &postings), &mut postings);
            doc = postings.advance();
        }
    }

    fn posting(&self, doc: u32, postings: &SegmentPostings) -> Posting {
        let length = self.lengths.fieldnorm(doc);
        Posting { doc, impact: impact(self.name, postings.term_freq(), length, self.mean) }
    }
}

impl<'a> Reading<'a> {
    pub(super) fn new(index: &'a Index) -> Result<Self, Error> {
        Ok(Self {
            index,
            title: Inverted::open(index, Field::Title)?,
            text: Inverted::open(index, Field::Text)?,
            failure: RefCell::new(None),
        })
    }

    /// The first failure since the beginning.
    pub(super) fn finish(self) -> Result<(), Error> {
        self.failure.into_inner().map_or(Ok(()), Err)
    }

    fn field(&self, field: Field) -> Option<&Inverted> {
        match field {
            Field::Title => self.title.as_ref(),
            Field::Text => self.text.as_ref(),
        }
    }

    pub(super) fn note<T>(&self, result: Result<T, Error>) -> Option<T> {
        result.map_err(|error| self.failure.borrow_mut().get_or_insert(error).to_string()).ok()
    }

    fn read(
        &self,
        field: Field,
        term: &str,
        option: IndexRecordOption,
    ) -> Option<(&Inverted, SegmentPostings)> {
        let inverted = self.field(field)?;
        let postings = self.note(inverted.postings(term, option))??;
        Some((inverted, postings))
    }
}

impl Source for Reading<'_> {
    fn documents(&self) -> u32 {
        self.index.documents.len() as u32
    }

    fn frequency(&self, field: Field, term: &str) -> u32 {
        let Some(inverted) = self.field(field) else {
            return 0;
        };
        let term = Term::from_field_text(inverted.field, term);
        self.note(inverted.index.doc_freq(&term).map_err(Error::from)).unwrap_or(0)
    }

    fn postings(&self, field: Field, term: &str, visit: &mut dyn FnMut(Posting)) {
        let option = IndexRecordOption::WithFreqs;
        if let Some((inverted, postings)) = self.read(field, term, option) {
            inverted.visit(postings, |posting, _| visit(posting));
        }
    }

    fn positions(
        &self,
        field: Field,
        term: &str,
        docs: &[u32],
        visit: &mut dyn FnMut(u32, &[u32]),
    ) {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let Some((_, mut postings)) = self.read(field, term, option) else {
            return;
        };
        let mut at = Vec::new();
        for &doc in docs {
            if postings.doc() < doc && postings.seek(doc) == TERMINATED {
                return;
            }
            if postings.doc() == doc {
                postings.positions(&mut at);
                at.dedup();
                visit(doc, &at);
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
