//! One commit compared with all its parents at once, folder by folder. A folder that some parent has with
//! the same id is not looked into.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use gix::ObjectId;
use gix::objs::tree::{EntryKind, EntryRef};

use super::super::git::{Repository, git, join};
use super::super::{Scope, SourceError};

/// What a commit did to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Left it with a content that no parent has at this path.
    Content {
        /// Path from the portal's root.
        path: String,
        /// The content.
        id: ObjectId,
    },
    /// Moved it as it is.
    Moved {
        /// The earlier path.
        from: String,
        /// The later path.
        to: String,
    },
}

/// What the commit did to the portal's files, by path.
pub(super) fn changes(
    repository: &Repository,
    local: &gix::Repository,
    commit: &ObjectId,
    parents: &[ObjectId],
    scope: &Scope,
) -> Result<Vec<Change>, SourceError> {
    let tree = repository.portal_tree(local, *commit)?;
    let mut before = Vec::new();
    for parent in parents {
        before.push(repository.portal_tree(local, *parent)?);
    }
    let mut diff = Diff {
        local,
        scope,
        added: BTreeMap::new(),
        changed: BTreeMap::new(),
        removed: BTreeMap::new(),
    };
    diff.folder(tree, &before, "", 0)?;
    Ok(diff.finish())
}

struct Diff<'a> {
    local: &'a gix::Repository,
    scope: &'a Scope,
    /// New here; only the files of commits with one parent can have been moved.
    added: BTreeMap<String, ObjectId>,
    changed: BTreeMap<String, ObjectId>,
    removed: BTreeMap<String, ObjectId>,
}

impl<'a> Diff<'a> {
    /// `before` has one folder a parent, `None` where the parent has none at this path.
    fn folder(
        &mut self,
        tree: Option<ObjectId>,
        before: &[Option<ObjectId>],
        path: &str,
        depth: usize,
    ) -> Result<(), SourceError> {
        // Equal to some parent's, or gone from a merge: nothing new in here.
        if before.contains(&tree) || depth > self.scope.limits.depth {
            return Ok(());
        }
        let now = self.tree(tree)?;
        let now = decode(now.as_ref())?;
        let mut trees = Vec::with_capacity(before.len());
        for old in before {
            trees.push(self.tree(*old)?);
        }
        let mut olds = Vec::with_capacity(before.len());
        for tree in &trees {
            olds.push(decode(tree.as_ref())?.into_iter().peekable());
        }
        // All are sorted alike, so one pass finds what belongs together. Most entries are as before: for
        // these nothing is allocated.
        let mut matches = Vec::with_capacity(olds.len());
        for entry in &now {
            matches.clear();
            for old in &mut olds {
                while let Some(gone) = old.next_if(|old| old < entry) {
                    self.vanished(before.len(), &gone, path, depth)?;
                }
                matches.push(old.next_if(|old| old.cmp(entry) == Ordering::Equal));
            }
            let same =
                |old: &Option<EntryRef<'_>>| old.as_ref().is_some_and(|old| old.oid == entry.oid);
            if !matches.iter().any(same) {
                self.entry(entry, &matches, path, depth)?;
            }
        }
        for gone in olds.into_iter().flatten() {
            self.vanished(before.len(), &gone, path, depth)?;
        }
        Ok(())
    }

    /// An entry that no parent has with this content. Links and submodules are nothing to us.
    fn entry(
        &mut self,
        entry: &EntryRef<'_>,
        before: &[Option<EntryRef<'_>>],
        path: &str,
        depth: usize,
    ) -> Result<(), SourceError> {
        let Some(path) = self.path_of(entry, path) else {
            return Ok(());
        };
        let id = entry.oid.to_owned();
        if entry.mode.is_tree() {
            let before: Vec<Option<ObjectId>> =
                before.iter().map(|old| old.as_ref().map(|old| old.oid.to_owned())).collect();
            return self.folder(Some(id), &before, &path, depth + 1);
        }
        if is_file(entry) {
            let only_new = matches!(before, [old] if !old.as_ref().is_some_and(is_file));
            let list = if only_new { &mut self.added } else { &mut self.changed };
            list.insert(path, id);
        }
        Ok(())
    }

    /// What a parent has and the commit has not; counts if it is the only parent.
    fn vanished(
        &mut self,
        parents: usize,
        entry: &EntryRef<'_>,
        path: &str,
        depth: usize,
    ) -> Result<(), SourceError> {
        if parents != 1 {
            return Ok(());
        }
        let Some(path) = self.path_of(entry, path) else {
            return Ok(());
        };
        let id = entry.oid.to_owned();
        if entry.mode.is_tree() {
            self.folder(None, &[Some(id)], &path, depth + 1)?;
        } else if is_file(entry) {
            self.removed.insert(path, id);
        }
        Ok(())
    }

    /// The path of an entry that is within the scope.
    fn path_of(&self, entry: &EntryRef<'_>, folder: &str) -> Option<String> {
        let path = join(folder, std::str::from_utf8(entry.filename).ok()?);
        (!self.scope.leaves_out(&path)).then_some(path)
    }

    fn tree(&self, id: Option<ObjectId>) -> Result<Option<gix::Tree<'a>>, SourceError> {
        let local = self.local;
        id.map(|id| local.find_tree(id).map_err(git)).transpose()
    }

    /// Pairs what came with what went: same bytes, and either the same file name or no other candidate.
    fn finish(mut self) -> Vec<Change> {
        let empty = ObjectId::empty_blob(self.local.object_hash());
        let mut gone: BTreeMap<ObjectId, Vec<String>> = BTreeMap::new();
        for (path, id) in self.removed {
            if id != empty {
                gone.entry(id).or_default().push(path);
            }
        }
        let mut changes = Vec::new();
        for (to, id) in self.added {
            let candidates = gone.entry(id).or_default();
            let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
            let same_name = candidates.iter().position(|from| name(from) == name(&to));
            let only = (candidates.len() == 1).then_some(0);
            match same_name.or(only) {
                Some(found) => {
                    let from = candidates.remove(found);
                    changes.push(Change::Moved { from, to });
                }
                None => {
                    self.changed.insert(to, id);
                }
            }
        }
        let content = |(path, id)| Change::Content { path, id };
        changes.extend(self.changed.into_iter().map(content));
        changes
    }
}

fn decode<'t>(tree: Option<&'t gix::Tree<'_>>) -> Result<Vec<EntryRef<'t>>, SourceError> {
    let decoded = tree.map(|tree| tree.decode().map_err(git)).transpose()?;
    Ok(decoded.map_or_else(Vec::new, |tree| tree.entries))
}

fn is_file(entry: &EntryRef<'_>) -> bool {
    matches!(entry.mode.kind(), EntryKind::Blob | EntryKind::BlobExecutable)
}
