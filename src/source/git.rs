//! Commits of the repository in which a portal lives, read through `gix`: no process is started, no hook
//! or configured program runs, nothing outside the repository's own folder is consulted.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use gix::ObjectId;
use gix::objs::tree::EntryKind;

use super::listing::Collector;
use super::names::{self, NameFault};
use super::{Listing, ProblemKind, ReadProblem, Scope, SourceError, Tree};

/// A commit's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CommitId(pub(super) ObjectId);

impl fmt::Display for CommitId {
    /// All hexadecimal digits; `{:.7}` gives the first seven.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0.to_string())
    }
}

/// The id of a file's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BlobId(pub(super) ObjectId);

/// The repository of a portal.
#[derive(Clone)]
pub struct Repository {
    pub(super) inner: gix::ThreadSafeRepository,
    /// Folders from the repository's root to the portal's.
    pub(super) prefix: Vec<String>,
}

impl fmt::Debug for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repository").field("prefix", &self.prefix).finish_non_exhaustive()
    }
}

impl Repository {
    /// The repository at or above the portal's folder. The environment (`GIT_DIR` and the like) and the
    /// user's own configuration do not count.
    ///
    /// # Errors
    /// When there is none, or when it cannot be read.
    pub fn discover(root: &Path) -> Result<Self, SourceError> {
        let none = || SourceError::NoRepository { path: root.display().to_string() };
        let root = root.canonicalize().map_err(|_| none())?;
        let isolated = gix::sec::trust::Mapping {
            full: gix::open::Options::isolated(),
            reduced: gix::open::Options::isolated(),
        };
        let inner = gix::ThreadSafeRepository::discover_opts(&root, Default::default(), isolated)
            .map_err(|_| none())?;
        let work = inner.work_dir().and_then(|folder| folder.canonicalize().ok());
        let inside = work.as_deref().and_then(|work| root.strip_prefix(work).ok());
        let prefix = inside.unwrap_or(Path::new("")).iter();
        Ok(Repository {
            prefix: prefix.map(|part| part.to_string_lossy().into_owned()).collect(),
            inner,
        })
    }

    /// The commit checked out, or `None` before the first one.
    pub fn head(&self) -> Option<CommitId> {
        let local = self.inner.to_thread_local();
        let id = local.head_id().ok()?;
        Some(CommitId(id.detach()))
    }

    /// The commit that `revision` names: a branch, a tag, an abbreviated id, `HEAD~2`.
    ///
    /// # Errors
    /// When it names none.
    pub fn resolve(&self, revision: &str) -> Result<CommitId, SourceError> {
        let none = || SourceError::NoRevision { revision: revision.to_owned() };
        let local = self.inner.to_thread_local();
        let id = local.rev_parse_single(revision).map_err(|_| none())?;
        let object = id.object().map_err(git)?;
        let commit = object.peel_to_kind(gix::object::Kind::Commit).map_err(|_| none())?;
        Ok(CommitId(commit.id))
    }

    /// The last commit that both have among their ancestors, if they share one: what a branch started from.
    pub fn merge_base(&self, one: CommitId, other: CommitId) -> Option<CommitId> {
        let local = self.inner.to_thread_local();
        let base = local.merge_base(one.0, other.0).ok()??;
        Some(CommitId(base.detach()))
    }

    /// The portal as it was at `commit`.
    ///
    /// # Errors
    /// When the repository is damaged or incomplete (a partial clone).
    pub fn at(&self, commit: CommitId, scope: Scope) -> Result<GitRevision, SourceError> {
        let local = self.inner.to_thread_local();
        let mut reader = TreeReader {
            repository: &local,
            collector: Collector::new(&scope),
            blobs: BTreeMap::new(),
            folders: 0,
            scope: &scope,
        };
        if let Some(tree) = self.portal_tree(&local, commit.0)? {
            reader.folder(tree, "", 0)?;
        }
        let listing = reader.collector.finish();
        let blobs = reader.blobs;
        Ok(GitRevision { repository: self.clone(), commit, listing, blobs, scope })
    }

    /// The content with this id, as [`FileHistory`](super::history::FileHistory) names it.
    ///
    /// # Errors
    /// When the repository has no such content, or it is larger than `limit` bytes.
    pub fn blob(&self, id: BlobId, limit: u64) -> Result<Vec<u8>, ReadProblem> {
        let unreadable = |error: gix::Error| ReadProblem::Unreadable(error.to_string());
        let local = self.inner.to_thread_local();
        if local.find_header(id.0).map_err(unreadable)?.size() > limit {
            return Err(ReadProblem::TooLarge { limit });
        }
        Ok(local.find_blob(id.0).map_err(unreadable)?.take_data())
    }

    /// The id of the portal's folder at `commit`; `None` if there was no such folder yet.
    pub(super) fn portal_tree(
        &self,
        local: &gix::Repository,
        commit: ObjectId,
    ) -> Result<Option<ObjectId>, SourceError> {
        let commit = local.find_commit(commit).map_err(git)?;
        let mut id = commit.tree_id().map_err(git)?.detach();
        for part in &self.prefix {
            let tree = local.find_tree(id).map_err(git)?;
            let tree = tree.decode().map_err(git)?;
            let found = tree
                .entries
                .iter()
                .find(|entry| entry.filename == part.as_str() && entry.mode.is_tree());
            match found {
                Some(entry) => id = entry.oid.to_owned(),
                None => return Ok(None),
            }
        }
        Ok(Some(id))
    }
}

pub(super) fn git(error: gix::Error) -> SourceError {
    SourceError::Git(error.to_string())
}

/// Lists a commit's files.
struct TreeReader<'a> {
    repository: &'a gix::Repository,
    collector: Collector<'a>,
    blobs: BTreeMap<String, ObjectId>,
    folders: usize,
    scope: &'a Scope,
}

impl TreeReader<'_> {
    fn folder(&mut self, id: ObjectId, path: &str, depth: usize) -> Result<(), SourceError> {
        // A few trees that contain each other many times over can stand for billions of folders.
        let limit = self.scope.limits.files;
        self.folders += 1;
        if self.folders > limit {
            return Err(SourceError::TooMany { limit });
        }
        let tree = self.repository.find_tree(id).map_err(git)?;
        for entry in tree.decode().map_err(git)?.entries {
            let name = String::from_utf8_lossy(entry.filename);
            let below = join(path, &name);
            if self.scope.leaves_out(&below) {
                continue;
            }
            if std::str::from_utf8(entry.filename).is_err() {
                let kind = ProblemKind::BadName(NameFault::NotUtf8);
                self.collector.problem(below, kind);
                continue;
            }
            self.entry(entry.mode.kind(), entry.oid.to_owned(), &name, below, depth)?;
        }
        Ok(())
    }

    fn entry(
        &mut self,
        kind: EntryKind,
        id: ObjectId,
        name: &str,
        path: String,
        depth: usize,
    ) -> Result<(), SourceError> {
        let limit = self.scope.limits.depth;
        match kind {
            EntryKind::Link => self.collector.problem(path, ProblemKind::Link),
            EntryKind::Commit => self.collector.problem(path, ProblemKind::Submodule),
            EntryKind::Blob | EntryKind::BlobExecutable => {
                let size = self.repository.find_header(id).map_err(git)?.size();
                self.collector.file(&path, size, None)?;
                self.blobs.insert(path, id);
            }
            EntryKind::Tree => {
                if let Err(fault) = names::check(name) {
                    self.collector.problem(path, ProblemKind::BadName(fault));
                } else if depth >= limit {
                    self.collector.problem(path, ProblemKind::TooDeep { limit });
                } else {
                    self.folder(id, &path, depth + 1)?;
                }
            }
        }
        Ok(())
    }
}

pub(super) fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") }
}

/// A portal as a commit has it. Contents are read when asked for.
#[derive(Clone, Debug)]
pub struct GitRevision {
    repository: Repository,
    commit: CommitId,
    listing: Listing,
    blobs: BTreeMap<String, ObjectId>,
    scope: Scope,
}

impl GitRevision {
    /// The commit.
    pub fn commit(&self) -> CommitId {
        self.commit
    }

    /// True if the commit has these very bytes at `path`; tells whether a working copy is clean.
    pub fn holds(&self, path: &str, bytes: &[u8]) -> bool {
        let Some(&id) = self.blobs.get(path) else {
            return false;
        };
        let hash = gix::objs::compute_hash(id.kind(), gix::object::Kind::Blob, bytes);
        hash.is_ok_and(|hash| hash == id)
    }
}

impl GitRevision {
    pub(super) fn into_paths(self) -> Vec<String> {
        self.blobs.into_keys().collect()
    }
}

impl Tree for GitRevision {
    fn files(&self) -> Result<Listing, SourceError> {
        Ok(self.listing.clone())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadProblem> {
        if let Some(&id) = self.blobs.get(path) {
            return self.repository.blob(BlobId(id), self.scope.limits.of(path));
        }
        let found = self.listing.problems.iter().find(|problem| problem.path == path);
        Err(match found.map(|problem| &problem.kind) {
            Some(ProblemKind::Link) => ReadProblem::Link,
            Some(ProblemKind::Submodule) => ReadProblem::NotAFile,
            Some(ProblemKind::BadName(_)) => ReadProblem::BadPath,
            _ => ReadProblem::Missing,
        })
    }
}

#[cfg(test)]
#[path = "git_tests.rs"]
pub(super) mod tests;
