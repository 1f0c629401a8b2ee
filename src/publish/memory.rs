//! Files of a build that are no part of the site: what it remembers for the next one, without which that only takes
//! longer, and what would take room in the memory until the end.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek as _, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::area::{MEMORY, SCRATCH};
use super::error::{Context, Doing, PublishError};
use super::{Hashed, Site};

/// Bytes of the hash (BLAKE3) at the end: nothing is flushed to the disk, so a power failure may leave half a file.
const HASH: u64 = blake3::OUT_LEN as u64;

impl Site {
    /// Writes what the next build shall remember, when this one is published.
    ///
    /// # Errors
    /// When the disk refuses, and those of `fill`.
    pub fn remember(
        &self,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), PublishError> {
        let path = self.container.join(MEMORY);
        let write = || -> io::Result<()> {
            let file = File::options().write(true).create_new(true).open(&path)?;
            let mut out = Hashed { to: BufWriter::new(file), hasher: blake3::Hasher::new() };
            fill(&mut out)?;
            out.to.write_all(out.hasher.finalize().as_bytes())?;
            out.to.flush()
        };
        write().at(&path, Doing::Write)
    }

    /// What an earlier build remembered, whole and unharmed, and its length in bytes.
    pub fn remembered(&self) -> Option<(impl Read + use<>, u64)> {
        open(&self.output.memory()).ok().flatten()
    }

    /// Lets what was remembered replace what an earlier build did. The site is published already: if this fails,
    /// the next build takes longer, no more.
    pub(super) fn settle_memory(&self) {
        let new = self.container.join(MEMORY);
        if new.exists() {
            let _ = fs::rename(new, self.output.memory());
        }
    }
}

/// Bytes put away while a site is built. It goes with the build.
#[derive(Debug)]
pub struct Scratch {
    path: PathBuf,
    inner: Mutex<Inner>,
}

#[derive(Debug)]
struct Inner {
    file: File,
    end: u64,
    failure: Option<io::Error>,
}

impl Site {
    /// A place to put bytes away.
    ///
    /// # Errors
    /// When the disk refuses, or there is one already.
    pub fn scratch(&self) -> Result<Scratch, PublishError> {
        let path = self.container.join(SCRATCH);
        let file = File::options().read(true).write(true).create_new(true).open(&path);
        let file = file.at(&path, Doing::Write)?;
        Ok(Scratch { path, inner: Mutex::new(Inner { file, end: 0, failure: None }) })
    }
}

impl Scratch {
    fn inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Puts bytes away; gives where they lie. Whether that went well, [`Scratch::check`] tells.
    pub fn put(&self, bytes: &[u8]) -> u64 {
        let mut inner = self.inner();
        let at = inner.end;
        inner.end += bytes.len() as u64;
        let written =
            inner.file.seek(SeekFrom::Start(at)).and_then(|_| inner.file.write_all(bytes));
        if let Err(error) = written {
            inner.failure.get_or_insert(error);
        }
        at
    }

    /// Gets bytes again. Whether that went well, [`Scratch::check`] tells.
    pub fn get(&self, at: u64, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        let mut inner = self.inner();
        let read =
            inner.file.seek(SeekFrom::Start(at)).and_then(|_| inner.file.read_exact(&mut bytes));
        if let Err(error) = read {
            inner.failure.get_or_insert(error);
        }
        bytes
    }

    /// Whether all that was put away came back.
    ///
    /// # Errors
    /// The first failure since this was asked before.
    pub fn check(&self) -> Result<(), PublishError> {
        let failure = self.inner().failure.take();
        failure.map_or(Ok(()), Err).at(&self.path, Doing::Write)
    }
}

fn open(path: &Path) -> io::Result<Option<(io::Take<BufReader<File>>, u64)>> {
    let mut file = File::open(path)?;
    let Some(length) = file.metadata()?.len().checked_sub(HASH) else {
        return Ok(None);
    };
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(Read::by_ref(&mut file).take(length))?;
    let mut hash = [0; blake3::OUT_LEN];
    file.read_exact(&mut hash)?;
    if hasher.finalize() != hash {
        return Ok(None);
    }
    file.rewind()?;
    Ok(Some((BufReader::with_capacity(1 << 16, file).take(length), length)))
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)] // the tests' own files
mod tests {
    use super::super::{Options, Stamp};
    use super::*;

    fn begin(out: &Path) -> Site {
        Site::begin(out, Stamp::default(), Options::default()).expect("writable")
    }

    fn remembered(out: &Path) -> Option<String> {
        let (mut from, length) = begin(out).remembered()?;
        let mut text = String::new();
        from.read_to_string(&mut text).expect("readable");
        assert_eq!(text.len() as u64, length);
        Some(text)
    }

    fn remember(out: &Path, text: &str) -> Site {
        let site = begin(out);
        site.remember(|to| to.write_all(text.as_bytes())).expect("writable");
        site
    }

    #[test]
    fn it_is_there_for_the_next_build_once_the_site_is_published() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let out = folder.path().join("public");
        drop(remember(&out, "never published"));
        assert_eq!(remembered(&out), None);
        remember(&out, "один").commit().expect("published");
        assert_eq!(remembered(&out).as_deref(), Some("один"));
        begin(&out).commit().expect("published");
        assert_eq!(remembered(&out).as_deref(), Some("один"));
        remember(&out, "").commit().expect("published");
        assert_eq!(remembered(&out).as_deref(), Some(""));
    }

    #[test]
    fn what_was_put_away_comes_back_and_is_not_published() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let out = folder.path().join("public");
        let site = begin(&out);
        let scratch = site.scratch().expect("writable");
        let places = ["один", "", "два"].map(|text| (scratch.put(text.as_bytes()), text));
        for (at, text) in places {
            assert_eq!(scratch.get(at, text.len()), text.as_bytes());
        }
        scratch.check().expect("all came back");
        scratch.get(1000, 1);
        assert!(scratch.check().is_err());
        scratch.check().expect("nothing new");
        drop(scratch);
        site.commit().expect("published");
        let names =
            fs::read_dir(folder.path()).expect("there").map(|e| e.expect("there").file_name());
        let mut names: Vec<_> = names.collect();
        names.sort();
        assert!(names.iter().all(|name| name == "public" || name == ".public.lock"), "{names:?}");
        assert!(!out.join(SCRATCH).exists());
    }

    #[test]
    fn what_was_harmed_is_forgotten() {
        let folder = tempfile::tempdir().expect("temporary folder");
        let out = folder.path().join("public");
        remember(&out, "много слов").commit().expect("published");
        let path = folder.path().join(".public.memory");
        let whole = fs::read(&path).expect("written");
        for harmed in [&whole[1..], &whole[..whole.len() - 1], &whole[..20], b""] {
            fs::write(&path, harmed).expect("writable");
            assert_eq!(remembered(&out), None);
        }
        fs::write(&path, &whole).expect("writable");
        assert!(remembered(&out).is_some());
    }
}
