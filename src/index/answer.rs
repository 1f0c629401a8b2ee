//! The documents of the index as a catalogue for answers.

use super::source::Reading;
use super::{Error, Index, IndexDoc};
use metod_search::analyser::Analyser;
use metod_search::answer::{self, Answer, Catalogue, Column, Passage, Record, Request};
use std::sync::Arc;
use tantivy::TantivyDocument;
use tantivy::schema::Value;

impl Index {
    /// Answers a request.
    ///
    /// # Errors
    /// When the index cannot be read; never because of the request.
    pub fn search(&self, request: &Request) -> Result<Answer, Error> {
        let reading = Reading::new(self)?;
        let answer = answer::answer(request, &reading, &mut Analyser::new());
        reading.finish()?;
        Ok(answer)
    }

    /// The document as it was given to the index, if texts were kept.
    pub(super) fn stored(&self, doc: u32) -> Result<Option<IndexDoc>, Error> {
        let mut places = self.parts.iter().filter_map(|part| Some((part, part.place(doc)?)));
        let Some((part, place)) = places.next() else {
            return Ok(None);
        };
        let stored: TantivyDocument = part.segment.get_store_reader(1)?.get(place)?;
        let text = stored.get_first(self.fields.stored);
        match text.as_ref().and_then(|value| value.as_bytes()) {
            Some(json) => Ok(Some(serde_json::from_slice(json)?)),
            None => Ok(None),
        }
    }
}

impl Catalogue for Reading<'_> {
    fn fields(&self) -> Vec<String> {
        self.index.columns.keys().cloned().collect()
    }

    fn column(&self, field: &str) -> Option<Arc<Column>> {
        self.index.columns.get(field).cloned()
    }

    fn dates(&self) -> Option<Arc<Vec<u32>>> {
        Some(self.index.dates.clone())
    }

    fn record(&self, doc: u32) -> Option<Record> {
        self.index.documents.get(doc as usize).map(super::Document::record)
    }

    fn passages(&self, doc: u32) -> Option<Vec<Passage>> {
        let summary = self.index.documents.get(doc as usize)?.summary.clone();
        let mut out = vec![Passage { text: summary, ..Passage::default() }];
        if let Some(stored) = self.note(self.index.stored(doc))? {
            let sections = stored.sections.into_iter();
            out.extend(sections.map(|(anchor, heading, text)| Passage { anchor, heading, text }));
            let fields = stored.fields.into_iter();
            out.extend(fields.map(|(_, text)| Passage { text, ..Passage::default() }));
        }
        Some(out)
    }
}
