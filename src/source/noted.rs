//! A tree that notes what was read of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Listing, ReadProblem, SourceError, Tree};

/// Another tree, whose files are noted with the hashes of what they held when they were first read: all that
/// came in from outside, whoever asked for it.
pub struct Noted<'t> {
    tree: &'t dyn Tree,
    read: Mutex<BTreeMap<String, blake3::Hash>>,
}

impl<'t> Noted<'t> {
    /// Nothing was read yet.
    pub fn new(tree: &'t dyn Tree) -> Self {
        Noted { tree, read: Mutex::default() }
    }

    /// Files that were read up to now, by path.
    pub fn read_so_far(&self) -> BTreeMap<String, blake3::Hash> {
        self.lock().clone()
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, blake3::Hash>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Tree for Noted<'_> {
    fn files(&self) -> Result<Listing, SourceError> {
        self.tree.files()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadProblem> {
        let bytes = self.tree.read(path)?;
        let is_known = self.lock().contains_key(path);
        if !is_known {
            let hash = blake3::hash(&bytes);
            self.lock().entry(path.to_owned()).or_insert(hash);
        }
        Ok(bytes)
    }
}
