//! The one seam to the outside world.
//!
//! The compiler never opens a file by itself: it asks a [`Tree`]. A working copy ([`Disk`]), a commit
//! ([`GitRevision`]) and a tree in memory ([`Memory`]) look alike to it, so comparing two revisions is
//! "load twice" and tests need no disk.
//!
//! 1. [`Tree::files`] lists what may be read, sorted by path, and what may not be ([`Problem`]): links,
//!    special files, bad names, oversized files. Nothing is opened for that.
//! 2. [`Tree::read`] gives the bytes of one listed file, never more than its limit.
//! 3. [`text`] turns bytes into text, [`tables`] into rows; both keep places.
//! 4. [`Watched`] is a folder that is read again and again, its unchanged files only once.
//! 5. [`Noted`] keeps the hashes of all that was read.
//! 6. [`history`] tells when files came and changed, in one walk over the commits.

mod disk;
pub mod git;
pub mod history;
mod listing;
mod memory;
pub mod names;
mod noted;
mod scope;
pub mod tables;
pub mod text;
mod watched;

pub use disk::Disk;
pub use git::{BlobId, CommitId, GitRevision, Repository};
pub use history::History;
pub use memory::Memory;
pub use noted::Noted;
pub use scope::{Limits, Scope};
pub use watched::{Digests, Watched};

use std::sync::Arc;
use std::time::SystemTime;

/// A set of files that can be listed and read. Calls may come from many threads at once.
pub trait Tree: Sync {
    /// Everything within the tree's [`Scope`], sorted by path bytes. The same tree gives the same listing.
    ///
    /// # Errors
    /// Only when the tree as a whole cannot be read (no such folder, no such revision). What is wrong with
    /// single files stands in [`Listing::problems`].
    fn files(&self) -> Result<Listing, SourceError>;

    /// The bytes of the file at `path` (relative, `/` between its parts).
    ///
    /// # Errors
    /// When there is no such regular file, when a link stands anywhere on the way to it, when it exceeds its
    /// limit, or when the disk fails.
    fn read(&self, path: &str) -> Result<Vec<u8>, ReadProblem>;

    /// The hash of what [`read`](Self::read) would give, if the tree knows it without reading.
    fn digest(&self, _path: &str) -> Option<blake3::Hash> {
        None
    }
}

/// What a [`Tree`] holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Files that may be read, sorted by path bytes.
    pub files: Vec<Entry>,
    /// What is not listed, and why; sorted by path.
    pub problems: Vec<Problem>,
}

/// One file that may be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path from the tree's root, `/` between its parts.
    pub path: Arc<str>,
    /// Length in bytes.
    pub size: u64,
    /// Time of the last change as the disk tells it; `None` in git and in memory. Good for noticing a
    /// change while serving, never for output: it differs from clone to clone.
    pub modified: Option<SystemTime>,
}

impl Entry {
    /// What the file is, by its name.
    pub fn kind(&self) -> FileKind {
        FileKind::of(&self.path)
    }
}

/// What a file is, by its extension; the kind decides its size limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileKind {
    /// Markdown, YAML, templates, styles, scripts, locales.
    Text,
    /// CSV or a spreadsheet.
    Table,
    /// Anything else: pictures, PDF, Word files.
    Attachment,
}

impl FileKind {
    /// The kind of the file at `path`. Letter case of the extension does not matter.
    pub fn of(path: &str) -> Self {
        const TEXT: [&str; 14] = [
            "md",
            "yaml",
            "yml",
            "json",
            "toml",
            "txt",
            "html",
            "css",
            "js",
            "ftl",
            "tera",
            "xml",
            "svg",
            "webmanifest",
        ];
        const TABLE: [&str; 5] = ["csv", "tsv", "xlsx", "xlsm", "xls"];
        let name = path.rsplit('/').next().unwrap_or(path);
        let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is = |list: &[&str]| list.iter().any(|known| extension.eq_ignore_ascii_case(known));
        if is(&TEXT) {
            FileKind::Text
        } else if is(&TABLE) {
            FileKind::Table
        } else {
            FileKind::Attachment
        }
    }
}

/// Something in the tree that is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where; bytes that are not UTF-8 are shown as U+FFFD.
    pub path: String,
    /// What is wrong.
    pub kind: ProblemKind,
}

/// Why something is not read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProblemKind {
    /// A symbolic link or a junction: it could lead out of the portal.
    Link,
    /// A submodule: its files live in another repository.
    Submodule,
    /// A pipe, socket or device.
    Special,
    /// A name that some system, server or browser cannot take.
    BadName(names::NameFault),
    /// Names that differ only by letter case or by the composition of their letters: one file on Windows
    /// and macOS, two elsewhere. `other` is the one that is listed.
    Clash {
        /// The path kept in the listing.
        other: String,
    },
    /// More bytes than its kind may have.
    TooLarge {
        /// Length in bytes.
        size: u64,
        /// Allowed length in bytes.
        limit: u64,
    },
    /// Folders nested deeper than this many.
    TooDeep {
        /// Allowed depth.
        limit: usize,
    },
    /// The disk or the repository refused; its own words.
    Unreadable(String),
}

/// The tree as a whole cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// The root does not exist or is not a folder.
    #[error("{path}: no such folder")]
    NoFolder {
        /// The root as given.
        path: String,
    },
    /// There is no git repository at or above the folder.
    #[error("{path}: not in a git repository")]
    NoRepository {
        /// The folder as given.
        path: String,
    },
    /// The revision is unknown to the repository.
    #[error("{revision}: no such revision")]
    NoRevision {
        /// The revision as given.
        revision: String,
    },
    /// More files than a portal may have.
    #[error("more than {limit} files")]
    TooMany {
        /// Allowed number of files.
        limit: usize,
    },
    /// The repository is damaged or incomplete; git's own words.
    #[error("git: {0}")]
    Git(String),
}

/// One file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadProblem {
    /// No such file.
    #[error("no such file")]
    Missing,
    /// The path is not a clean relative path.
    #[error("not a path within the portal")]
    BadPath,
    /// The file, or a folder on the way to it, is a link.
    #[error("a link, which is not followed")]
    Link,
    /// A folder, pipe, socket, device or submodule.
    #[error("not a regular file")]
    NotAFile,
    /// More bytes than its kind may have.
    #[error("larger than {limit} bytes")]
    TooLarge {
        /// Allowed length in bytes.
        limit: u64,
    },
    /// The disk or the repository refused; its own words.
    #[error("{0}")]
    Unreadable(String),
}
