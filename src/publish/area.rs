//! The folders beside the output: where a site is built, and what a killed build leaves.
//!
//! For an output `public` they are, in the same parent folder (so that a rename is enough):
//! `.public.lock`, `.public.memory` (what a build remembers for the next one), and `.public.<number>.new/` with
//! - `metod-build`, the marker by which we know it as ours, written first and removed last;
//! - `site/`, the site being built, later the one replaced;
//! - `old/`, the site replaced, where directories cannot be exchanged;
//! - `memory`, the future `.public.memory`;
//! - `scratch`, what is wanted again only at the end of the build;
//! - `link`, the future output, where it is a link.
//!
//! Where the output is a link, it leads to `.public.<number>.live/site`.

use std::ffi::{OsStr, OsString};
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::error::{Context, Doing, PublishError};
use super::lock::Lock;

const MARKER: &str = "metod-build";
pub(super) const SITE: &str = "site";
pub(super) const OLD: &str = "old";
pub(super) const LINK: &str = "link";
pub(super) const MEMORY: &str = "memory";
pub(super) const SCRATCH: &str = "scratch";

/// The output and its surroundings.
#[derive(Clone, Debug)]
pub(super) struct Output {
    /// The output itself: a folder, a link made by us, or nothing yet.
    pub(super) path: PathBuf,
    parent: PathBuf,
    name: OsString,
}

impl Output {
    /// Finds out where to publish. A link that is not ours is followed: its target is replaced.
    pub(super) fn locate(out: &Path) -> Result<Self, PublishError> {
        let bad = || PublishError::BadOutput { path: out.to_owned() };
        let mut path = std::path::absolute(out).map_err(|_| bad())?;
        let output = Output::split(&path).ok_or_else(bad);
        let is_foreign_link = match &output {
            Ok(output) => path.is_symlink() && output.linked().is_none(),
            // `..` at the end: ask the disk what it means.
            Err(_) => true,
        };
        if is_foreign_link {
            path = fs::canonicalize(&path).map_err(|_| bad())?;
            return Output::split(&path).ok_or_else(bad);
        }
        output
    }

    fn split(path: &Path) -> Option<Self> {
        Some(Output {
            path: path.to_owned(),
            parent: path.parent()?.to_owned(),
            name: path.file_name()?.to_owned(),
        })
    }

    /// Locks the output, making its parent folder if need be.
    pub(super) fn lock(&self) -> Result<Lock, PublishError> {
        fs::create_dir_all(&self.parent).at(&self.parent, Doing::Stage)?;
        Lock::take(self.beside("lock"), &self.path)
    }

    /// What the build before remembered.
    pub(super) fn memory(&self) -> PathBuf {
        self.beside(MEMORY)
    }

    fn beside(&self, suffix: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(".");
        name.push(suffix);
        self.parent.join(name)
    }

    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// True if something stands at the output's path, be it a dangling link.
    pub(super) fn exists(&self) -> bool {
        self.path.symlink_metadata().is_ok()
    }

    /// The folder of ours to which the output leads, if it is such a link.
    pub(super) fn linked(&self) -> Option<PathBuf> {
        let target = fs::read_link(&self.path).ok()?;
        let mut parts = target.iter();
        let (container, site) = (parts.next()?, parts.next()?);
        let ours = site == SITE && parts.next().is_none() && self.number_of(container).is_some();
        ours.then(|| self.parent.join(container))
    }

    fn container_name(&self, number: u32, suffix: &str) -> OsString {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!(".{number}.{suffix}"));
        name
    }

    /// The number in the name of a container of this output.
    fn number_of(&self, name: &OsStr) -> Option<u32> {
        let rest = name.as_encoded_bytes().strip_prefix(b".")?;
        let rest = rest.strip_prefix(self.name.as_encoded_bytes())?.strip_prefix(b".")?;
        let number = rest.strip_suffix(b".new").or(rest.strip_suffix(b".live"))?;
        std::str::from_utf8(number).ok()?.parse().ok()
    }

    /// Containers of this output, by name.
    fn containers(&self) -> io::Result<Vec<PathBuf>> {
        let mut found = Vec::new();
        for entry in fs::read_dir(&self.parent)? {
            let entry = entry?;
            if self.number_of(&entry.file_name()).is_some() && entry.file_type()?.is_dir() {
                found.push(entry.path());
            }
        }
        found.sort();
        Ok(found)
    }

    /// Puts back an old site that a killed build had moved away, and removes what it left. Needs the lock.
    pub(super) fn recover(&self) -> Result<(), PublishError> {
        let linked = self.linked();
        for path in self.containers().at(&self.parent, Doing::Recover)? {
            let old = path.join(OLD);
            if !self.exists() && path.join(MARKER).exists() && old.exists() {
                fs::rename(&old, &self.path).at(&self.path, Doing::Recover)?;
            }
            if linked.as_ref() == Some(&path) {
                let _ = fs::remove_dir_all(&old);
            } else {
                // What cannot be removed now is tried again by the next build.
                let _ = remove_container(&path);
            }
        }
        Ok(())
    }

    /// A fresh container with its marker and an empty `site`.
    pub(super) fn stage(&self) -> Result<Container, PublishError> {
        let mut number = std::process::id();
        loop {
            let path = self.parent.join(self.container_name(number, "new"));
            let live_name = self.container_name(number, "live");
            if self.parent.join(&live_name).exists() {
                number = number.wrapping_add(1);
                continue;
            }
            match fs::create_dir(&path) {
                Ok(()) => {
                    let container = Container { path, live_name, keep: false };
                    container.fill().at(&container.path, Doing::Stage)?;
                    return Ok(container);
                }
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    number = number.wrapping_add(1);
                }
                Err(error) => return Err(PublishError::io(&path, Doing::Stage, error)),
            }
        }
    }
}

/// A folder of ours beside the output; removed when dropped unless kept.
#[derive(Debug)]
pub(super) struct Container {
    path: PathBuf,
    live_name: OsString,
    keep: bool,
}

impl Container {
    fn fill(&self) -> io::Result<()> {
        let marker = self.path.join(MARKER);
        OpenOptions::new().write(true).create_new(true).open(marker)?;
        fs::create_dir(self.join(SITE))
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn join(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// Renames the container to its lasting name, under which a link may lead into it. Gives that name.
    pub(super) fn settle(&mut self) -> io::Result<OsString> {
        let lasting = self.path.with_file_name(&self.live_name);
        fs::rename(&self.path, &lasting)?;
        self.path = lasting;
        Ok(self.live_name.clone())
    }

    /// Does not remove it when dropped: the output leads into it.
    pub(super) fn keep(&mut self) {
        self.keep = true;
    }

    /// Removes it now, unless it is kept.
    pub(super) fn discard(&mut self) {
        if !self.keep {
            // What cannot be removed now is removed by the next build.
            let _ = remove_container(&self.path);
            self.keep = true;
        }
    }
}

impl Drop for Container {
    fn drop(&mut self) {
        self.discard();
    }
}

/// Removes a container if it is ours (the marker is there) or empty (killed before the marker came or
/// after it went). The marker goes last, so that a removal cut short is taken up by the next build.
fn remove_container(path: &Path) -> io::Result<()> {
    let marker = path.join(MARKER);
    if marker.exists() {
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                fs::remove_dir_all(entry.path())?;
            } else if entry.file_name() != MARKER {
                fs::remove_file(entry.path())?;
            }
        }
        fs::remove_file(marker)?;
    }
    fs::remove_dir(path)
}
