//! Whole sites replaced at once: a reader sees the old site or the new one, never a mixture, and a build
//! that is killed leaves the old one.
//!
//! 1. [`Site::begin`] locks the output, undoes what a killed build left, refuses to replace a folder that
//!    is not ours, and makes a folder beside the output (`area`).
//! 2. [`Site::write`] puts files there, from any number of threads. A file that is the same in the
//!    published site is linked instead of written and so keeps its time stamp, by which servers answer
//!    "not modified" and copying programs leave it out.
//! 3. [`Site::commit`] writes the [`manifest`], flushes to the disk if asked to, and lets the new folder and the old
//!    one change places (`swap`). The old one is then removed.
//!
//! Published files are never edited in place, so a hard link never lets a change shine through.

mod area;
mod compress;
mod error;
mod hashed;
mod lock;
pub mod manifest;
mod memory;
mod swap;
mod sync;

pub use error::{Doing, PublishError};
pub use hashed::hashed_name;
pub use manifest::{MadeOf, Manifest, Record, Stamp};
pub use memory::Scratch;
pub use swap::{How, Method};

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use crate::source::names::{self, Clashes};
use area::{Container, Output, SITE};
use error::Context;
use lock::Lock;

/// How to publish.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Flush to the disk before and after the exchange, so that even a power failure leaves one whole
    /// site. Off unless asked for: it waits for everything that anybody wrote to that disk, and a site can
    /// be built again. A killed build needs no flush.
    pub durable: bool,
    /// Which way to replace the output.
    pub method: Method,
    /// Put smaller copies (`.gz`, `.br`) beside text files, for servers that send what lies ready.
    pub precompress: bool,
    /// Beginnings of paths whose files stay for one more deployment, so that a page opened before still finds
    /// what it loads later. Such files must be named by their content.
    pub linger: &'static [&'static str],
}

/// What was published.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Number of files, the manifest not counted.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// How many of them are as in the site before, with their time stamps.
    pub kept: usize,
    /// How many of those were not even made.
    pub taken_over: usize,
    /// How the output was replaced.
    pub how: How,
}

/// A site being built. Dropped without [`commit`](Self::commit), it leaves no trace.
#[derive(Debug)]
pub struct Site {
    stamp: Stamp,
    options: Options,
    state: Mutex<State>,
    folders: Mutex<BTreeSet<PathBuf>>,
    before: Option<Before>,
    // Dropped in this order: the folder is removed while the lock is still held.
    container: Container,
    output: Output,
    _lock: Lock,
}

/// The site published now.
#[derive(Debug)]
struct Before {
    manifest: Manifest,
    /// When its manifest was written: after every other file of it.
    written: SystemTime,
}

#[derive(Debug, Default)]
struct State {
    files: BTreeMap<String, Record>,
    clashes: Clashes,
    kept: usize,
    taken_over: usize,
}

impl Site {
    /// Starts a site that is to be published as the folder `out`, which may be missing, empty, or a site
    /// published before.
    ///
    /// # Errors
    /// When another build publishes there, when the folder holds something else, when it cannot be
    /// replaced, or when its parent cannot be written to.
    pub fn begin(out: &Path, stamp: Stamp, options: Options) -> Result<Self, PublishError> {
        let output = Output::locate(out)?;
        let lock = output.lock()?;
        output.recover()?;
        let before = inspect(&output)?;
        let container = output.stage()?;
        inherit_permissions(&output.path, &container.join(SITE));
        Ok(Site {
            stamp,
            options,
            state: Mutex::default(),
            folders: Mutex::default(),
            before,
            container,
            output,
            _lock: lock,
        })
    }

    /// Adds the file at `path` (relative, `/` between its parts).
    ///
    /// # Errors
    /// When the path is not a clean relative one, when it is taken (letter case does not make a
    /// difference), or when the disk refuses.
    pub fn write(&self, path: &str, bytes: &[u8]) -> Result<(), PublishError> {
        self.write_as(path, bytes, None)
    }

    /// The same for a file that a later build may [take over](Self::take_over).
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn write_made_of(
        &self,
        path: &str,
        bytes: &[u8],
        made_of: &MadeOf,
    ) -> Result<(), PublishError> {
        self.write_as(path, bytes, Some(made_of))
    }

    /// Adds the file at `path` as the published site has it, if that was made of the same things. Whether it could.
    /// Where smaller copies are wanted, it never can: they would have to be there, too.
    ///
    /// # Errors
    /// As [`write`](Self::write).
    pub fn take_over(&self, path: &str, made_of: &MadeOf) -> Result<bool, PublishError> {
        let before = self.before.as_ref().filter(|_| !self.options.precompress);
        let record = before.and_then(|before| before.manifest.files.get(path));
        let made_of: String = made_of.into();
        let same = record.filter(|record| record.made_of.as_ref() == Some(&made_of));
        let Some((record, old, modified)) = same.and_then(|record| {
            let (old, modified) = self.unchanged(path, record)?;
            Some((record, old, modified))
        }) else {
            return Ok(false);
        };
        self.claim(path, record)?;
        let full = self.container.join(SITE).join(path);
        self.make_folder_of(&full)?;
        let kept = keep(&old, modified, &full).at(&full, Doing::Write)?;
        let mut state = lock(&self.state);
        state.kept += usize::from(kept);
        state.taken_over += 1;
        Ok(true)
    }

    /// Whether the published site has files that were made of these things.
    pub fn knows(&self, made_of: &MadeOf) -> bool {
        let made_of: String = made_of.into();
        let files = self.before.iter().flat_map(|before| before.manifest.files.values());
        files.filter_map(|record| record.made_of.as_ref()).any(|known| *known == made_of)
    }

    fn write_as(
        &self,
        path: &str,
        bytes: &[u8],
        made_of: Option<&MadeOf>,
    ) -> Result<(), PublishError> {
        self.put(path, bytes, made_of)?;
        if self.options.precompress {
            for (ending, copy) in compress::copies(path, bytes) {
                self.put(&format!("{path}{ending}"), &copy, None)?;
            }
        }
        Ok(())
    }

    fn put(&self, path: &str, bytes: &[u8], made_of: Option<&MadeOf>) -> Result<(), PublishError> {
        let record = Record { made_of: made_of.map(String::from), ..Record::of(bytes) };
        self.claim(path, &record)?;
        let full = self.container.join(SITE).join(path);
        self.make_folder_of(&full)?;
        let kept = match self.unchanged(path, &record) {
            Some((old, modified)) => keep(&old, modified, &full),
            None => create(&full, bytes),
        };
        if kept.at(&full, Doing::Write)? {
            lock(&self.state).kept += 1;
        }
        Ok(())
    }

    /// Adds a file that is made piece by piece, so that it is never in memory as a whole.
    ///
    /// # Errors
    /// As [`write`](Self::write), and those of `fill`.
    pub fn stream(
        &self,
        path: &str,
        fill: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
    ) -> Result<(), PublishError> {
        let full = self.container.join(SITE).join(path);
        if self.options.precompress {
            let mut bytes = Vec::new();
            fill(&mut bytes).at(&full, Doing::Write)?;
            return self.write(path, &bytes);
        }
        self.claim(path, &Record::of(b""))?;
        self.make_folder_of(&full)?;
        let record = pour(&full, fill).at(&full, Doing::Write)?;
        if let Some((old, modified)) = self.unchanged(path, &record) {
            let kept = fs::remove_file(&full).and_then(|()| keep(&old, modified, &full));
            lock(&self.state).kept += usize::from(kept.at(&full, Doing::Write)?);
        }
        lock(&self.state).files.insert(path.to_owned(), record);
        Ok(())
    }

    /// Reads a file that was added.
    ///
    /// # Errors
    /// When it was not, or the disk refuses.
    #[allow(clippy::disallowed_methods)] // our own file, not a source
    pub fn read(&self, path: &str) -> io::Result<Vec<u8>> {
        fs::read(self.container.join(SITE).join(path))
    }

    /// Publishes. Readers see the whole new site from one moment on.
    ///
    /// # Errors
    /// When the disk refuses; the old site stays then.
    pub fn commit(mut self) -> Result<Published, PublishError> {
        let mut state =
            std::mem::take(self.state.get_mut().unwrap_or_else(PoisonError::into_inner));
        let mut published = Published {
            files: state.files.len(),
            bytes: state.files.values().map(|record| record.size).sum(),
            kept: state.kept,
            taken_over: state.taken_over,
            how: How::First,
        };
        self.keep_lingering(&mut state)?;
        let manifest = Manifest::new(self.stamp.clone(), state.files);
        let path = self.container.join(SITE).join(manifest::NAME);
        create(&path, manifest.to_json().as_bytes()).at(&path, Doing::Write)?;
        if self.options.durable {
            sync::files(self.container.path()).at(self.container.path(), Doing::Sync)?;
        }
        published.how = swap::replace(&self.output, &mut self.container, self.options.method)?;
        if self.options.durable {
            let parent = self.output.parent();
            sync::folder(self.container.path())
                .and_then(|()| sync::folder(parent))
                .at(parent, Doing::Sync)?;
        }
        self.settle_memory();
        self.container.discard();
        // A link leaves the folder it led to before. The site is published: what cannot be removed now is
        // removed by the next build.
        let _ = self.output.recover();
        Ok(published)
    }

    /// Takes over what the site before had of [`Options::linger`] and this one has not; what that one had
    /// taken over itself goes.
    fn keep_lingering(&self, state: &mut State) -> Result<(), PublishError> {
        let Some(before) = &self.before else {
            return Ok(());
        };
        for (path, record) in &before.manifest.files {
            let lingers = self.options.linger.iter().any(|start| path.starts_with(start));
            if !lingers || record.kept || state.files.contains_key(path) {
                continue;
            }
            let old = self.output.path.join(path);
            let there = fs::symlink_metadata(&old).is_ok_and(|data| data.is_file());
            if !there || names::check_path(path).is_err() || state.clashes.insert(path).is_some() {
                continue;
            }
            let full = self.container.join(SITE).join(path);
            self.make_folder_of(&full)?;
            if fs::hard_link(&old, &full).is_err() {
                fs::copy(&old, &full).at(&full, Doing::Write)?;
            }
            state.files.insert(path.clone(), Record { kept: true, ..record.clone() });
        }
        Ok(())
    }

    /// Reserves `path`.
    fn claim(&self, path: &str, record: &Record) -> Result<(), PublishError> {
        names::check_path(path)
            .map_err(|fault| PublishError::BadPath { path: path.to_owned(), fault })?;
        let mut state = lock(&self.state);
        let taken = state.files.contains_key(path) || path == manifest::NAME;
        let other = if taken { Some(path.to_owned()) } else { state.clashes.insert(path) };
        if let Some(other) = other {
            return Err(PublishError::Duplicate { path: path.to_owned(), other });
        }
        state.files.insert(path.to_owned(), record.clone());
        Ok(())
    }

    fn make_folder_of(&self, full: &Path) -> Result<(), PublishError> {
        let Some(folder) = full.parent() else {
            return Ok(());
        };
        if lock(&self.folders).contains(folder) {
            return Ok(());
        }
        fs::create_dir_all(folder).at(folder, Doing::Write)?;
        lock(&self.folders).insert(folder.to_owned());
        Ok(())
    }

    /// The published file at `path` and its time, if it has these very bytes: its manifest says so and the
    /// file was not touched since.
    fn unchanged(&self, path: &str, record: &Record) -> Option<(PathBuf, SystemTime)> {
        let before = self.before.as_ref()?;
        let known = before.manifest.files.get(path)?;
        if (&known.hash, known.size) != (&record.hash, record.size) {
            return None;
        }
        let old = self.output.path.join(path);
        let data = fs::symlink_metadata(&old).ok()?;
        let modified = data.modified().ok()?;
        let untouched = data.is_file() && data.len() == record.size && modified <= before.written;
        untouched.then_some((old, modified))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes a new file. Gives false: nothing was kept.
fn create(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    Ok(false)
}

/// Writes a new file piece by piece.
fn pour(
    path: &Path,
    fill: impl FnOnce(&mut dyn io::Write) -> io::Result<()>,
) -> io::Result<Record> {
    let file = OpenOptions::new().write(true).create_new(true).open(path)?;
    let mut out = Hashed { to: io::BufWriter::new(file), hasher: blake3::Hasher::new() };
    fill(&mut out)?;
    out.flush()?;
    let size = out.hasher.count();
    let hash = out.hasher.finalize().to_hex().to_string();
    Ok(Record { hash, size, made_of: None, kept: false })
}

/// Passes bytes on and sums them up.
struct Hashed<W> {
    to: W,
    hasher: blake3::Hasher,
}

impl<W: io::Write> io::Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Links `old` as `new`; where links are not to be had, copies it with its time.
fn keep(old: &Path, modified: SystemTime, new: &Path) -> io::Result<bool> {
    if fs::hard_link(old, new).is_ok() {
        return Ok(true);
    }
    copy(old, modified, new)
}

/// Copies `old` as `new` with its time. Whether the time could be kept.
fn copy(old: &Path, modified: SystemTime, new: &Path) -> io::Result<bool> {
    fs::copy(old, new)?;
    let file = OpenOptions::new().write(true).open(new)?;
    Ok(file.set_modified(modified).is_ok())
}

/// Looks at what is published; refuses anything but a site of ours, an empty folder or nothing.
fn inspect(output: &Output) -> Result<Option<Before>, PublishError> {
    let path = &output.path;
    if !output.exists() {
        return Ok(None);
    }
    if !path.is_dir() {
        return Err(PublishError::NotAFolder { path: path.clone() });
    }
    if swap::is_mount_point(path) {
        return Err(PublishError::Immovable { path: path.clone() });
    }
    let manifest = Manifest::read(path).at(path, Doing::Inspect)?;
    if let Some(foreign) = foreign(path, manifest.as_ref()).at(path, Doing::Inspect)? {
        return Err(PublishError::NotOurs { path: path.clone(), foreign });
    }
    let Some(manifest) = manifest else {
        return Ok(None);
    };
    let data = fs::symlink_metadata(path.join(manifest::NAME)).at(path, Doing::Inspect)?;
    let written = data.modified().at(path, Doing::Inspect)?;
    Ok(Some(Before { manifest, written }))
}

/// The first name at the top of `folder` that no build put there: a `.git`, a CNAME, someone's papers.
/// They would be lost with the old site. What lies deeper counts as the site's.
fn foreign(folder: &Path, manifest: Option<&Manifest>) -> io::Result<Option<String>> {
    const LITTER: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];
    let mut ours: BTreeSet<&str> = LITTER.into();
    if let Some(manifest) = manifest {
        ours.insert(manifest::NAME);
        ours.extend(manifest.files.keys().filter_map(|path| path.split('/').next()));
    }
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder)? {
        names.insert(entry?.file_name());
    }
    Ok(names
        .into_iter()
        .map(|name| name.to_string_lossy().into_owned())
        .find(|name| !ours.contains(name.as_str())))
}

/// Gives the new folder the mode of the old one (a group that shares it, say), as far as that works.
fn inherit_permissions(from: &Path, to: &Path) {
    if cfg!(unix)
        && let Ok(data) = fs::metadata(from)
    {
        let _ = fs::set_permissions(to, data.permissions());
    }
}

#[cfg(test)]
mod tests;
