//! When files came and changed: one walk over all commits, no process a file.
//!
//! 1. All commits that HEAD can reach are listed, newest first, by commit time.
//! 2. Each is compared with its parents ([`diff`]), many at a time. A commit touches a file if it leaves it
//!    with a content that **no** parent has: so a merge that only joins two lines of work touches nothing,
//!    and one that resolves a conflict touches what it wrote anew. A change of mode is no change.
//! 3. A file that vanishes while another with the same bytes appears was moved; its history goes on under
//!    the new path, and the move itself is no revision.
//!
//! Dates are days at UTC of the commit time (not the author time, which survives rebasing and may be years
//! off; not the committer's zone, which would make one history give different dates). Names and e-mails of
//! authors are never read.

mod diff;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use gix::ObjectId;
use gix::odb::pack::cache::lru::MemoryCappedHashmap;
use gix::revision::walk::Sorting;
use metod_content::date::CivilDate;
use rayon::prelude::*;

use super::git::{BlobId, CommitId, Repository, git};
use super::{Scope, SourceError};
use diff::Change;

/// When every file of HEAD came and changed.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// By path from the portal's root.
    pub files: BTreeMap<String, FileHistory>,
    /// The commit at which it was read.
    pub head: Option<CommitId>,
    /// Why there is nothing, if there is nothing.
    pub note: Option<Note>,
}

/// Why a history is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Note {
    /// The portal is in no git repository.
    NoRepository,
    /// Nothing was committed yet.
    NoCommits,
    /// The clone is shallow: its oldest commit would pass for the birth of every file. Fetch all of it
    /// (`git fetch --unshallow`; `fetch-depth: 0` in a forge's workflow).
    Shallow,
    /// The repository is damaged or incomplete; git's own words.
    Unreadable(String),
}

/// One file's history.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileHistory {
    /// Day of the first commit that has the file.
    pub created: CivilDate,
    /// Day of the last commit that changed its content.
    pub changed: CivilDate,
    /// Number of contents it had, one a commit.
    pub revisions: usize,
    /// The last of them, newest first, no more than asked for.
    pub recent: Vec<Revision>,
}

/// One content of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revision {
    /// The commit that brought it.
    pub commit: CommitId,
    /// The day of that commit.
    pub date: CivilDate,
    /// Where the file stood then.
    pub path: Arc<str>,
    /// The content, for [`Repository::blob`].
    pub content: BlobId,
}

impl History {
    /// The history of every file within `scope` at HEAD, with up to `recent` revisions each. An empty one
    /// says why in its [`note`](Self::note).
    pub fn read(repository: Option<&Repository>, scope: &Scope, recent: usize) -> Self {
        let empty = |head, note| History { files: BTreeMap::new(), head, note: Some(note) };
        let Some(repository) = repository else {
            return empty(None, Note::NoRepository);
        };
        let Some(head) = repository.head() else {
            return empty(None, Note::NoCommits);
        };
        if repository.inner.to_thread_local().is_shallow().unwrap_or(false) {
            return empty(Some(head), Note::Shallow);
        }
        match walk(repository, head, scope, recent) {
            Ok(files) => History { files, head: Some(head), note: None },
            Err(error) => empty(Some(head), Note::Unreadable(error.to_string())),
        }
    }
}

/// A commit on the walk.
struct Commit {
    id: ObjectId,
    parents: Vec<ObjectId>,
    /// Seconds since 1970 at UTC.
    time: i64,
}

fn walk(
    repository: &Repository,
    head: CommitId,
    scope: &Scope,
    recent: usize,
) -> Result<BTreeMap<String, FileHistory>, SourceError> {
    let commits = commits(repository, head)?;
    let changes: Result<Vec<Vec<Change>>, SourceError> = commits
        .par_iter()
        .map_init(
            || local(repository),
            |local, commit| diff::changes(repository, local, &commit.id, &commit.parents, scope),
        )
        .collect();
    let events = Events::new(changes?);
    let files = repository.at(head, scope.clone())?.into_paths();
    let present: BTreeSet<&str> = files.iter().map(String::as_str).collect();
    let history = |path: &String| {
        let found = events.of(path, &present);
        summary(&found, &commits, recent).map(|history| (path.clone(), history))
    };
    Ok(files.iter().filter_map(history).collect())
}

/// A handle for one thread, with caches: neighbouring commits share most of their trees, and a tree is
/// stored as a chain of differences.
fn local(repository: &Repository) -> gix::Repository {
    const OBJECTS: usize = 32 * 1024 * 1024;
    const DELTAS: usize = 64 * 1024 * 1024;
    let mut local = repository.inner.to_thread_local();
    local.object_cache_size_if_unset(OBJECTS);
    local.objects.set_pack_cache(|| Box::new(MemoryCappedHashmap::new(DELTAS)));
    local
}

fn commits(repository: &Repository, head: CommitId) -> Result<Vec<Commit>, SourceError> {
    let local = local(repository);
    let order = Sorting::ByCommitTime(Default::default());
    let walk = local.rev_walk([head.0]).sorting(order).all().map_err(git)?;
    walk.map(|step| {
        let step = step.map_err(git)?;
        Ok(Commit {
            id: step.id,
            parents: step.parent_ids.iter().copied().collect(),
            time: step.commit_time.unwrap_or_default(),
        })
    })
    .collect()
}

/// A content that a commit brought: number of the commit (0 is the newest), path then, content.
type Event = (usize, Arc<str>, ObjectId);

/// What happened to each path.
#[derive(Default)]
struct Events {
    contents: BTreeMap<Arc<str>, Vec<Event>>,
    /// New path to the moves that ended there: number of the commit, old path.
    moves: BTreeMap<Arc<str>, Vec<(usize, Arc<str>)>>,
}

impl Events {
    fn new(changes: Vec<Vec<Change>>) -> Self {
        let mut events = Events::default();
        for (number, changes) in changes.into_iter().enumerate() {
            for change in changes {
                match change {
                    Change::Content { path, id } => {
                        let path: Arc<str> = path.into();
                        let list = events.contents.entry(path.clone()).or_default();
                        list.push((number, path, id));
                    }
                    Change::Moved { from, to } => {
                        let list = events.moves.entry(to.into()).or_default();
                        list.push((number, from.into()));
                    }
                }
            }
        }
        events
    }

    /// Everything that happened to the file now at `path`, under its earlier paths too. An earlier path at
    /// which another file stands today lends only what is older than the move.
    fn of(&self, path: &str, present: &BTreeSet<&str>) -> Vec<&Event> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::from([path]);
        let mut open = vec![(path, 0)];
        while let Some((path, from)) = open.pop() {
            let contents = self.contents.get(path).into_iter().flatten();
            found.extend(contents.filter(|event| event.0 >= from));
            for (number, old) in self.moves.get(path).into_iter().flatten() {
                if *number >= from && seen.insert(old) {
                    let from = if present.contains(&**old) { number + 1 } else { 0 };
                    open.push((old, from));
                }
            }
        }
        found.sort_by_key(|event| event.0);
        found
    }
}

fn summary(events: &[&Event], commits: &[Commit], recent: usize) -> Option<FileHistory> {
    let date = |event: &&Event| {
        let seconds = commits[event.0].time;
        CivilDate::from_epoch_days(seconds.div_euclid(86_400))
    };
    // Clocks differ: the first commit on the walk is not always the one with the latest time.
    let changed = events.iter().map(date).max()?;
    let created = events.iter().map(date).min()?;
    let revision = |event: &&Event| Revision {
        commit: CommitId(commits[event.0].id),
        date: date(event),
        path: event.1.clone(),
        content: BlobId(event.2),
    };
    Some(FileHistory {
        created,
        changed,
        revisions: events.len(),
        recent: events.iter().take(recent).map(revision).collect(),
    })
}

#[cfg(test)]
mod tests;
