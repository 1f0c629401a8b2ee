//! What can go wrong while a site is written.

use std::io;
use std::path::{Path, PathBuf};

use crate::source::names::NameFault;

/// Why a site was not published. Whatever it is, the site published before is whole.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The output names no folder that could be replaced (`/`, a drive, a dangling link).
    #[error("{path}: cannot be an output folder; name a folder of its own")]
    BadOutput {
        /// The output as given.
        path: PathBuf,
    },
    /// Something that is not a folder stands at the output's path.
    #[error("{path}: not a folder; remove it or choose another output")]
    NotAFolder {
        /// The output.
        path: PathBuf,
    },
    /// The output folder holds something that no build of ours put there. It is left untouched.
    #[error(
        "{path}: holds {foreign}, which is not of a published site; choose an empty or new folder"
    )]
    NotOurs {
        /// The output.
        path: PathBuf,
        /// The first name in it, by bytes, that is not ours.
        foreign: String,
    },
    /// The output is a mount point (a container's volume, say) or a folder of an image's lower layer: it
    /// cannot be exchanged for another.
    #[error("{path}: a mount point cannot be replaced; publish to a folder inside it")]
    Immovable {
        /// The output.
        path: PathBuf,
    },
    /// Another build publishes to the same output.
    #[error("{path}: another build is publishing here (it holds {lock}); wait for it to end")]
    Busy {
        /// The output.
        path: PathBuf,
        /// The lock file.
        lock: PathBuf,
    },
    /// A file's path is not a clean relative one.
    #[error("{path}: not a path that every server can take")]
    BadPath {
        /// The path as asked for.
        path: String,
        /// What is wrong with it.
        fault: NameFault,
    },
    /// Two files want one path, or paths that differ by letter case only.
    #[error("{path}: two files at one address (the other: {other})")]
    Duplicate {
        /// The path asked for second.
        path: String,
        /// The path that is taken.
        other: String,
    },
    /// No room on the disk, or the quota is used up.
    #[error("{path}: no room on the disk; free some or publish elsewhere")]
    DiskFull {
        /// What was being written.
        path: PathBuf,
    },
    /// The disk refused.
    #[error("{path}: cannot {doing}: {source}")]
    Io {
        /// What it was about.
        path: PathBuf,
        /// What was tried.
        doing: Doing,
        /// The system's answer.
        source: io::Error,
    },
}

/// A step that the disk refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// Making the folder beside the output in which the site is built: its parent must be writable.
    Stage,
    /// Locking the output against other builds.
    Lock,
    /// Looking at what is published now.
    Inspect,
    /// Writing a file of the site.
    Write,
    /// Making sure that the disk has everything.
    Sync,
    /// Putting the site in the old one's place.
    Replace,
    /// Undoing what a killed build left.
    Recover,
}

impl std::fmt::Display for Doing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Doing::Stage => "make a folder beside the output",
            Doing::Lock => "lock the output",
            Doing::Inspect => "look at the published site",
            Doing::Write => "write",
            Doing::Sync => "flush to the disk",
            Doing::Replace => "put the new site in place",
            Doing::Recover => "undo what a killed build left",
        })
    }
}

impl PublishError {
    /// An I/O error at `path`; a full disk and an immovable folder are told apart.
    pub(super) fn io(path: &Path, doing: Doing, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                PublishError::DiskFull { path }
            }
            io::ErrorKind::CrossesDevices | io::ErrorKind::ResourceBusy
                if doing == Doing::Replace =>
            {
                PublishError::Immovable { path }
            }
            _ => PublishError::Io { path, doing, source },
        }
    }
}

/// Turns an I/O result into ours, with the path and the step.
pub(super) trait Context<T> {
    fn at(self, path: &Path, doing: Doing) -> Result<T, PublishError>;
}

impl<T> Context<T> for io::Result<T> {
    fn at(self, path: &Path, doing: Doing) -> Result<T, PublishError> {
        self.map_err(|error| PublishError::io(path, doing, error))
    }
}
