//! Titles and texts of documents, a few documents a file. Texts are pieces, one for each document; where they
//! lie stands with the titles of the same documents, in the file of the same number.

use super::bytes::Input;
use super::root::Root;
use super::{Error, frame};
use crate::answer::{Passage, Record};
use crate::prelude::*;

/// Documents of one pack.
pub(super) const PACK: u32 = 5;

/// What a list shows of a document, and where in its pack of texts its own text lies: the first byte and
/// the length.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) record: Record,
    pub(super) text: (u32, u32),
}

/// Reads a pack of titles of an index of that root, which has what their numbers stand for.
pub(super) fn read_titles(raw: &[u8], root: &Root) -> Result<Vec<Entry>, Error> {
    let mut input = Input::new(raw);
    let mut out = Vec::new();
    let mut end = frame::HEADER as u32;
    for _ in 0..input.count() {
        let mut name = |names: &[String]| names.get(input.number() as usize).cloned();
        let (collection, lang) = (name(&root.collections), name(&root.languages));
        let (Some(collection), Some(lang)) = (collection, lang) else {
            return Err(Error::Damaged);
        };
        let id = input.text();
        let title = input.text();
        let url = input.changed_text(&usual_address(&collection, &id));
        let date = input.text();
        let date = (!date.is_empty()).then_some(date);
        let badge = match input.number() {
            0 => None,
            number => match root.badges.get(number as usize - 1) {
                Some(badge) => Some(badge.clone()),
                None => return Err(Error::Damaged),
            },
        };
        let text = (end, input.number());
        end = input.sum(end, text.1);
        let record = Record { collection, id, lang, title, url, date, badge };
        out.push(Entry { record, text });
    }
    input.whole(out)
}

/// Reads the text of a document.
pub(super) fn read_text(raw: &[u8]) -> Result<Vec<Passage>, Error> {
    let mut input = Input::new(raw);
    let mut out = Vec::new();
    for _ in 0..input.count() {
        let (anchor, heading, text) = (input.text(), input.text(), input.text());
        out.push(Passage { anchor, heading, text });
    }
    input.whole(out)
}

/// Most addresses are made so; others are written as a change of this.
fn usual_address(collection: &str, id: &str) -> String {
    joined(&[collection, "/", id, ".html"], "")
}

#[cfg(any(test, feature = "write"))]
pub(super) mod write {
    use super::*;
    use crate::store::bytes::Output;

    /// Writes what [`read_titles`] reads: records, and the lengths of their texts.
    pub(in super::super) fn titles(records: &[Record], texts: &[u32], root: &Root) -> Vec<u8> {
        let mut out = Output::default();
        out.count(records.len());
        for (at, record) in records.iter().enumerate() {
            let number = |names: &[String], name: &String| names.iter().position(|n| n == name);
            out.count(number(&root.collections, &record.collection).unwrap_or(usize::MAX));
            out.count(number(&root.languages, &record.lang).unwrap_or(usize::MAX));
            out.text(&record.id);
            out.text(&record.title);
            out.changed_text(&usual_address(&record.collection, &record.id), &record.url);
            out.text(record.date.as_deref().unwrap_or_default());
            let badge = record.badge.as_ref().and_then(|badge| number(&root.badges, badge));
            out.count(badge.map_or(0, |at| at + 1));
            out.number(texts.get(at).copied().unwrap_or(0));
        }
        out.0
    }

    /// Writes what [`read_text`] reads.
    pub(in super::super) fn text(passages: &[Passage]) -> Vec<u8> {
        let mut out = Output::default();
        out.count(passages.len());
        for passage in passages {
            out.text(&passage.anchor);
            out.text(&passage.heading);
            out.text(&passage.text);
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
            let names = vec!["practices".to_owned(), "ru".to_owned()];
            let root = Root {
                collections: names.clone(),
                languages: names.clone(),
                badges: names.clone(),
                ..Root::default()
            };
            let text = |at: usize| texts[at % texts.len()].clone();
            let record = |n: usize| Record {
                collection: names[0].clone(),
                id: text(n),
                lang: names[1].clone(),
                title: text(n + 1),
                url: if n.is_multiple_of(2) { text(n + 2) } else { usual_address(&names[0], &text(n)) },
                date: Some(text(n + 3)).filter(|date| !date.is_empty()),
                badge: names.get(n).cloned(),
            };
            let records: Vec<Record> = (0..5).map(record).collect();
            let read = read_titles(&write::titles(&records, &[70, 0, 9], &root), &root);
            let places = [(4, 70), (74, 0), (74, 9), (83, 0), (83, 0)];
            let entries = records.into_iter().zip(places);
            let entries: Vec<_> = entries.map(|(record, text)| Entry { record, text }).collect();
            prop_assert_eq!(read, Ok(entries));
            let passage = |n: usize| Passage { anchor: text(n), heading: text(n + 1), text: text(n + 2) };
            for passages in [vec![passage(0), passage(1)], vec![], vec![passage(2)]] {
                prop_assert_eq!(read_text(&write::text(&passages)), Ok(passages));
            }
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
            let names = vec!["a".to_owned()];
            let (collections, languages) = (names.clone(), names.clone());
            let root = Root { collections, languages, badges: names, ..Root::default() };
            let _ = (read_titles(&bytes, &root), read_text(&bytes));
        }
    }
}
