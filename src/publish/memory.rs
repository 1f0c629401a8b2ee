//! What a build remembers for the next one, in a file beside the output: no reader of the site ever needs it, and
//! without it the next build only takes longer.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Seek as _, Write};
use std::path::Path;

use super::area::MEMORY;
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
