//! Texts put down once they are read for the checks, and taken up again one by one when their pages are made:
//! the texts of a large portal are more than half of what it takes in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use metod_content::body::CodeUse;
use metod_content::check::body::Text;
use metod_content::model::{Portal, Record, RecordIx};
use metod_content::syntax::front_matter;

use crate::source::{ReadProblem, Tree, text};

/// What becomes of the texts of records that are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Texts {
    /// They stay in their records.
    #[default]
    Kept,
    /// They are put down: records keep that they have one, and an empty text.
    PutDown,
}

/// Texts that were put down.
#[derive(Debug, Default)]
pub struct Bodies {
    /// Hashes of what stands before each and of the text itself, by the paths of their files.
    hashes: BTreeMap<Arc<str>, [blake3::Hash; 2]>,
    codes: BTreeSet<CodeUse>,
}

/// What is left of a text that was put down.
#[derive(Clone, Debug)]
pub(super) struct PutDown {
    /// Of what stands before it in its file, and of itself.
    hashes: [blake3::Hash; 2],
    codes: Vec<CodeUse>,
}

/// Why a text cannot be taken up.
#[derive(Debug, thiserror::Error)]
pub enum BodyProblem {
    /// Its file cannot be read any more.
    #[error(transparent)]
    Read(#[from] ReadProblem),
    /// It is another text than the one that was checked.
    #[error("the file was changed while the portal was being built")]
    Changed,
}

impl Bodies {
    pub(super) fn add(&mut self, path: Arc<str>, text: &PutDown) {
        self.hashes.insert(path, text.hashes);
        self.codes.extend(text.codes.iter().cloned());
    }

    /// Hash of what stands before the text in its file, if it has one.
    pub fn head(&self, path: &str) -> Option<blake3::Hash> {
        self.hashes.get(path).map(|[head, _]| *head)
    }

    /// Hash of the text in a file, if it has one.
    pub fn text(&self, path: &str) -> Option<blake3::Hash> {
        self.hashes.get(path).map(|[_, text]| *text)
    }

    /// Takes the code blocks of the texts, each once: colouring them needs grammars that take much memory, so it is
    /// done before the texts are taken up.
    pub fn take_codes(&mut self) -> Vec<CodeUse> {
        std::mem::take(&mut self.codes).into_iter().collect()
    }

    /// Takes a text up again; `None` for a record without one, or whose text was not put down.
    ///
    /// # Errors
    /// When it cannot be read, or is not what was checked.
    pub fn take_up(
        &self,
        tree: &dyn Tree,
        portal: &Portal,
        ix: RecordIx,
    ) -> Result<Option<String>, BodyProblem> {
        let record = portal.record(ix);
        let known = record.body.as_ref().and_then(|_| self.text(&record.path));
        let Some(expected) = known else {
            return Ok(None);
        };
        let bytes = tree.read(&record.path)?;
        let whole = text::utf8(&bytes).map_err(|_| BodyProblem::Changed)?;
        let body = front_matter::body(whole);
        if blake3::hash(body.as_bytes()) != expected {
            return Err(BodyProblem::Changed);
        }
        Ok(Some(body.to_owned()))
    }
}

/// Puts the text of a record down, whose file holds `whole`.
pub(super) fn put_down(record: &mut Record, text: &mut Text, whole: &str) -> Option<PutDown> {
    let body = std::mem::take(&mut record.body.as_mut()?.text);
    let head = whole.strip_suffix(&*body).unwrap_or(whole);
    let hashes = [head, &*body].map(|part| blake3::hash(part.as_bytes()));
    Some(PutDown { hashes, codes: text.take_codes() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Memory;

    #[test]
    fn a_text_comes_back_unless_it_was_changed() {
        let file = "content/pages/o-nas.md";
        let tree = Memory::default()
            .with("portal.yaml", "title: Портал\n")
            .with(file, "---\ntitle: О нас\n---\nПервая строка.\r\n\r\nВторая.\n");
        let portal = super::super::load(&tree).unwrap().portal;
        let ix = portal.find_ix("pages", "o-nas").unwrap();
        let before = portal.record(ix).body.as_ref().unwrap().text.clone();
        let loaded = super::super::again(&tree, &mut super::super::Memo::lean()).unwrap();
        let (portal, bodies) = (loaded.portal, loaded.bodies);
        assert!(portal.record(ix).body.as_ref().unwrap().text.is_empty());
        assert_eq!(bodies.take_up(&tree, &portal, ix).unwrap(), Some(before));
        let tree = tree.with(file, "---\ntitle: О нас\n---\nДругая строка.\n");
        assert!(matches!(bodies.take_up(&tree, &portal, ix), Err(BodyProblem::Changed)));
    }
}
