//! Titles and texts of documents, a few documents a file.

use super::Error;
use super::bytes::Input;
use crate::answer::{Passage, Record};
use crate::prelude::*;

/// Documents of one pack of titles.
pub(super) const TITLES: u32 = 10;

/// Documents of one pack of texts.
pub(super) const TEXTS: u32 = 3;

/// Reads a pack of titles; ids of collections and languages are numbers of these lists.
pub(super) fn read_titles(
    raw: &[u8],
    collections: &[String],
    languages: &[String],
) -> Result<Vec<Record>, Error> {
    let mut input = Input::new(raw);
    let mut out = Vec::new();
    for _ in 0..input.count() {
        let mut name = |names: &[String]| {
            let at = input.number() as usize;
            names.get(at).cloned().ok_or(Error::Damaged)
        };
        let (collection, lang) = (name(collections)?, name(languages)?);
        let id = input.text();
        let title = input.text();
        let url = input.changed_text(&usual_address(&collection, &id));
        let date = input.text();
        let date = (!date.is_empty()).then_some(date);
        out.push(Record { collection, id, lang, title, url, date });
    }
    input.whole(out)
}

/// Reads a pack of texts.
pub(super) fn read_texts(raw: &[u8]) -> Result<Vec<Vec<Passage>>, Error> {
    let mut input = Input::new(raw);
    let mut out = Vec::new();
    for _ in 0..input.count() {
        let mut passages = Vec::new();
        for _ in 0..input.count() {
            let (anchor, heading, text) = (input.text(), input.text(), input.text());
            passages.push(Passage { anchor, heading, text });
        }
        out.push(passages);
    }
    input.whole(out)
}

/// Most addresses are made so; others are written as a change of this.
fn usual_address(collection: &str, id: &str) -> String {
    [collection, "/", id, ".html"].concat()
}

#[cfg(any(test, feature = "write"))]
pub(super) mod write {
    use super::*;
    use crate::store::bytes::Output;

    /// Writes what [`read_titles`] reads.
    pub(in super::super) fn titles(
        records: &[Record],
        collections: &[String],
        languages: &[String],
    ) -> Vec<u8> {
        let mut out = Output::default();
        out.count(records.len());
        for record in records {
            for (names, name) in [(collections, &record.collection), (languages, &record.lang)] {
                out.count(names.iter().position(|n| n == name).unwrap_or(usize::MAX));
            }
            out.text(&record.id);
            out.text(&record.title);
            out.changed_text(&usual_address(&record.collection, &record.id), &record.url);
            out.text(record.date.as_deref().unwrap_or_default());
        }
        out.0
    }

    /// Writes what [`read_texts`] reads.
    pub(in super::super) fn texts(documents: &[Vec<Passage>]) -> Vec<u8> {
        let mut out = Output::default();
        out.count(documents.len());
        for passages in documents {
            out.count(passages.len());
            for passage in passages {
                out.text(&passage.anchor);
                out.text(&passage.heading);
                out.text(&passage.text);
            }
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
        fn packs_come_back(texts in prop::collection::vec("\\PC{0,9}", 1..9)) {
            let names = ["practices".to_owned(), "ru".to_owned()];
            let text = |at: usize| texts[at % texts.len()].clone();
            let record = |n: usize| Record {
                collection: names[0].clone(),
                id: text(n),
                lang: names[1].clone(),
                title: text(n + 1),
                url: if n.is_multiple_of(2) { text(n + 2) } else { usual_address(&names[0], &text(n)) },
                date: Some(text(n + 3)).filter(|date| !date.is_empty()),
            };
            let records: Vec<Record> = (0..5).map(record).collect();
            let read = read_titles(&write::titles(&records, &names, &names), &names, &names);
            prop_assert_eq!(read, Ok(records));
            let passage = |n: usize| Passage { anchor: text(n), heading: text(n + 1), text: text(n + 2) };
            let documents = vec![vec![passage(0), passage(1)], vec![], vec![passage(2)]];
            prop_assert_eq!(read_texts(&write::texts(&documents)), Ok(documents));
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let names = ["a".to_owned()];
            let _ = (read_titles(&bytes, &names, &names), read_texts(&bytes));
        }
    }
}
