//! What all trees do alike while they list: names, clashes, sizes, order.

use std::sync::Arc;
use std::time::SystemTime;

use super::names::{self, Clashes};
use super::{Entry, Listing, Problem, ProblemKind, Scope, SourceError};

/// Collects files and problems in any order; [`finish`](Self::finish) makes the order the same everywhere.
pub(super) struct Collector<'a> {
    scope: &'a Scope,
    listing: Listing,
}

impl<'a> Collector<'a> {
    pub(super) fn new(scope: &'a Scope) -> Self {
        Collector { scope, listing: Listing::default() }
    }

    /// A regular file that is within the scope.
    pub(super) fn file(
        &mut self,
        path: &str,
        size: u64,
        modified: Option<SystemTime>,
    ) -> Result<(), SourceError> {
        let limits = &self.scope.limits;
        let limit = limits.of(path);
        if let Err(fault) = names::check_path(path) {
            self.problem(path, ProblemKind::BadName(fault));
        } else if size > limit {
            self.problem(path, ProblemKind::TooLarge { size, limit });
        } else if self.listing.files.len() >= limits.files {
            return Err(SourceError::TooMany { limit: limits.files });
        } else {
            self.listing.files.push(Entry { path: Arc::from(path), size, modified });
        }
        Ok(())
    }

    pub(super) fn problem(&mut self, path: impl Into<String>, kind: ProblemKind) {
        self.listing.problems.push(Problem { path: path.into(), kind });
    }

    pub(super) fn finish(self) -> Listing {
        let Listing { mut files, mut problems } = self.listing;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut clashes = Clashes::default();
        files.retain(|file| match clashes.insert(&file.path) {
            None => true,
            Some(other) => {
                problems.push(Problem {
                    path: file.path.to_string(),
                    kind: ProblemKind::Clash { other },
                });
                false
            }
        });
        problems.sort_by(|a, b| a.path.cmp(&b.path));
        Listing { files, problems }
    }
}
