//! Texts put down once they are checked, and taken up again one by one when their pages are made: the texts
//! of a large portal are more than half of what it takes in memory.

use std::sync::Arc;

use metod_content::model::{Portal, Record, RecordIx};
use metod_content::syntax::front_matter;

use crate::source::{ReadProblem, Tree, text};

/// Texts that were put down.
#[derive(Debug)]
pub struct Bodies {
    /// By record: the hash of its text, if it has one.
    hashes: Vec<Option<blake3::Hash>>,
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
    /// Puts all texts down, but those of records that somebody else holds too. Their records keep that they
    /// have one, and an empty text.
    pub fn put_down(portal: &mut Portal) -> Self {
        let put = |record: &mut Arc<Record>| {
            let body = Arc::get_mut(record)?.body.as_mut()?;
            Some(blake3::hash(std::mem::take(&mut body.text).as_bytes()))
        };
        Bodies { hashes: portal.records.iter_mut().map(put).collect() }
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
        let Some(expected) = self.hashes.get(ix.0 as usize).copied().flatten() else {
            return Ok(None);
        };
        let bytes = tree.read(&portal.record(ix).path)?;
        let whole = text::utf8(bytes).map_err(|_| BodyProblem::Changed)?;
        let body = front_matter::body(&whole);
        if blake3::hash(body.as_bytes()) != expected {
            return Err(BodyProblem::Changed);
        }
        Ok(Some(body.to_owned()))
    }
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
        let mut portal = super::super::load(&tree).unwrap().portal;
        let ix = portal.find_ix("pages", "o-nas").unwrap();
        let before = portal.record(ix).body.as_ref().unwrap().text.clone();
        let bodies = Bodies::put_down(&mut portal);
        assert!(portal.record(ix).body.as_ref().unwrap().text.is_empty());
        assert_eq!(bodies.take_up(&tree, &portal, ix).unwrap(), Some(before));
        let tree = tree.with(file, "---\ntitle: О нас\n---\nДругая строка.\n");
        assert!(matches!(bodies.take_up(&tree, &portal, ix), Err(BodyProblem::Changed)));
    }
}
