//! What earlier loads have read, for a portal that is read again after each change.
//!
//! A file's records follow from its content, its path, the table and the files beside it, and the portal's
//! language, schemas and vocabularies: all of that is hashed, and what was made of it is taken again while the
//! hash is the same. Nothing is ever declared stale by hand. Numbers of files do not belong to the hash: they
//! shift with every file that is added, so places get the new number instead.

use std::collections::BTreeMap;
use std::sync::Arc;

use blake3::{Hash, Hasher};
use metod_content::check::body::Text;
use metod_content::diagnostic::Diagnostic;
use metod_content::model::Record;
use metod_content::model::record::Attachment;
use metod_content::syntax::{FileId, Place};

use super::bodies::{PutDown, Texts};

/// Files of the newest load with what was made of them.
#[derive(Debug, Default)]
pub struct Memo {
    files: BTreeMap<Arc<str>, Arc<Kept>>,
    texts: Texts,
}

impl Memo {
    /// For a portal that is read once: its texts are put down, and nothing is known afterwards.
    pub fn lean() -> Self {
        Memo { texts: Texts::PutDown, ..Memo::default() }
    }

    pub(super) fn texts(&self) -> Texts {
        self.texts
    }

    pub(super) fn get(&self, path: &str) -> Option<&Arc<Kept>> {
        self.files.get(path)
    }

    /// Takes the place of what is known: files that were not met again are forgotten.
    pub(super) fn replace(&mut self, files: impl Iterator<Item = (Arc<str>, Arc<Kept>)>) {
        self.files = files.collect();
    }

    /// Forgets what is of no use when the portal is loaded.
    pub(super) fn tidy(&mut self) {
        if self.texts == Texts::PutDown {
            self.files.clear();
        }
    }
}

/// What was made of one file.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    key: Hash,
    numbers: Numbers,
    pub(super) records: Vec<Arc<Record>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// What the text of a Markdown file's record holds for the checks.
    text: Option<Arc<Text>>,
    /// What is left of that text, if it was put down.
    pub(super) put_down: Option<PutDown>,
}

/// What is made of a file.
#[derive(Debug, Default)]
pub(super) struct Made {
    pub(super) records: Vec<Record>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// See [`Kept`].
    pub(super) text: Option<Text>,
    /// See [`Kept`].
    pub(super) put_down: Option<PutDown>,
}

/// Numbers of a file and of the table beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Numbers {
    pub(super) own: FileId,
    pub(super) rows: Option<FileId>,
}

impl Kept {
    pub(super) fn new(key: Hash, numbers: Numbers, made: Made) -> Self {
        let Made { records, diagnostics, text, put_down } = made;
        let records = records.into_iter().map(Arc::new).collect();
        Kept { key, numbers, records, diagnostics, text: text.map(Arc::new), put_down }
    }

    /// The same under the numbers of a new load, if it was made of the same things.
    pub(super) fn again(self: &Arc<Self>, key: Hash, numbers: Numbers) -> Option<Arc<Self>> {
        if self.key != key || self.numbers.rows.is_some() != numbers.rows.is_some() {
            return None;
        }
        if self.numbers == numbers {
            return Some(self.clone());
        }
        let old = self.numbers;
        let renumber = |place: &mut Place| {
            if place.file == old.own {
                place.file = numbers.own;
            } else if let Some(rows) = numbers.rows
                && Some(place.file) == old.rows
            {
                place.file = rows;
            }
        };
        let mut kept = Kept { numbers, ..Kept::clone(self) };
        for record in &mut kept.records {
            Arc::make_mut(record).each_place(&mut &renumber);
        }
        kept.diagnostics.iter_mut().for_each(|found| renumber(&mut found.place));
        if let Some(text) = &mut kept.text {
            Arc::make_mut(text).each_place(&mut &renumber);
        }
        Some(Arc::new(kept))
    }

    /// The text of `record`, if it is this file's.
    pub(super) fn text(&self, record: &Arc<Record>) -> Option<Arc<Text>> {
        // The very record: another under the same path would be one of a table.
        let [own] = self.records.as_slice() else { return None };
        self.text.as_ref().filter(|_| Arc::ptr_eq(own, record)).cloned()
    }
}

/// Everything that the records of all files depend on: the portal's files of schemas and vocabularies as they
/// were read (what is built in does not change while the program runs) and its language. Not what was made of
/// those files: it holds their numbers, so that a file added before them would let every record be read anew.
#[derive(Default)]
pub(super) struct Common(Hasher);

impl Common {
    /// Takes in a file. They come in the order of their paths.
    pub(super) fn add(&mut self, path: &str, text: &str) {
        part(&mut self.0, path.as_bytes());
        part(&mut self.0, text.as_bytes());
    }

    /// The hash for a portal in the language `lang`.
    pub(super) fn of(mut self, lang: &str) -> Hash {
        part(&mut self.0, lang.as_bytes());
        self.0.finalize()
    }
}

/// With its length, so that no two lists of parts look alike.
fn part(hasher: &mut Hasher, bytes: &[u8]) {
    hasher.update(&(bytes.len() as u64).to_le_bytes());
    hasher.update(bytes);
}

/// Hash of everything that one file's records depend on.
pub(super) fn key<'a>(
    common: Hash,
    file: (&str, Hash),
    rows: Option<(&str, Hash)>,
    attachments: impl Iterator<Item = &'a Attachment>,
) -> Hash {
    let mut hasher = Hasher::new();
    hasher.update(common.as_bytes());
    let mut part = |bytes: &[u8]| part(&mut hasher, bytes);
    for (path, content) in std::iter::once(file).chain(rows) {
        part(path.as_bytes());
        part(content.as_bytes());
    }
    for Attachment { name, path, size } in attachments {
        part(name.as_bytes());
        part(path.as_bytes());
        part(&size.to_le_bytes());
    }
    hasher.finalize()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::Memo;
    use crate::source::Memory;

    #[test]
    fn a_file_that_is_added_lets_no_other_be_read_anew() {
        let record = "---\ntitle: Первая\n---\nТекст.\n";
        let tree = Memory::default()
            .with("portal.yaml", "title: Портал\n")
            .with("content/practices/b.md", record)
            .with("data/schemas/news.yaml", "label: Вести\n")
            .with("data/vocabularies/directions.yaml", "- {id: new, label: Новое}\n");
        let mut memo = Memo::default();
        let record = |memo: &mut Memo, tree: &Memory| {
            super::super::again(tree, memo).unwrap();
            memo.get("content/practices/b.md").unwrap().records[0].clone()
        };
        let first = record(&mut memo, &tree);
        // Behind it in the order of files, but before schemas and vocabularies.
        let tree = tree.with("content/practices/c.md", "---\ntitle: Вторая\n---\n");
        assert!(Arc::ptr_eq(&first, &record(&mut memo, &tree)));
        for (path, text) in [
            ("data/vocabularies/directions.yaml", "- {id: new, label: Иное}\n"),
            ("data/schemas/news.yaml", "label: Новости\n"),
            ("portal.yaml", "title: Портал\nlanguages: [en]\n"),
        ] {
            let (before, tree) = (record(&mut memo, &tree), tree.clone().with(path, text));
            assert!(!Arc::ptr_eq(&before, &record(&mut memo, &tree)), "{path}");
        }
    }
}
