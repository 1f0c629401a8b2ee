//! A tree in memory, for tests and for submissions that were never on the disk.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::listing::Collector;
use super::{Listing, ReadProblem, Scope, SourceError, Tree};

/// Files by path.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    files: BTreeMap<String, Arc<[u8]>>,
    scope: Scope,
}

impl Memory {
    /// An empty tree with the default scope: all names count.
    pub fn new() -> Self {
        Memory::default()
    }

    /// The same files seen through another scope.
    pub fn with_scope(mut self, scope: Scope) -> Self {
        self.scope = scope;
        self
    }

    /// Adds or replaces a file; handy in chains.
    pub fn with(mut self, path: impl Into<String>, bytes: impl AsRef<[u8]>) -> Self {
        self.insert(path, bytes);
        self
    }

    /// Adds or replaces a file.
    pub fn insert(&mut self, path: impl Into<String>, bytes: impl AsRef<[u8]>) {
        self.files.insert(path.into(), Arc::from(bytes.as_ref()));
    }

    /// Takes a file away.
    pub fn remove(&mut self, path: &str) {
        self.files.remove(path);
    }
}

impl Tree for Memory {
    fn files(&self) -> Result<Listing, SourceError> {
        let mut collector = Collector::new(&self.scope);
        for (path, bytes) in &self.files {
            if !self.scope.leaves_out_below(path) {
                collector.file(path, bytes.len() as u64, None)?;
            }
        }
        Ok(collector.finish())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadProblem> {
        let bytes = self.files.get(path).ok_or(ReadProblem::Missing)?;
        let limit = self.scope.limits.of(path);
        if bytes.len() as u64 > limit {
            return Err(ReadProblem::TooLarge { limit });
        }
        Ok(bytes.to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::ProblemKind;

    #[test]
    fn lists_sorted_and_refuses_what_a_disk_would() {
        let tree = Memory::new()
            .with("content/b.md", "b")
            .with("content/B.md", "B")
            .with("content/a.md", "a")
            .with("content/nul.md", "")
            .with(".git/config", "");
        let listing = tree.files().unwrap();
        let paths: Vec<&str> = listing.files.iter().map(|file| &*file.path).collect();
        assert_eq!(paths, ["content/B.md", "content/a.md"]);
        assert_eq!(listing.problems.len(), 2);
        assert!(matches!(listing.problems[0].kind, ProblemKind::Clash { .. }));
        assert_eq!(tree.read("content/a.md").unwrap(), b"a");
        assert_eq!(tree.read("content/c.md"), Err(ReadProblem::Missing));
    }
}
