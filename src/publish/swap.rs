//! Putting a finished site in the old one's place.
//!
//! | where | how | what a reader may see |
//! |---|---|---|
//! | Linux 3.15 and later, macOS 10.12 and later | the two folders are exchanged in one step (`RENAME_EXCHANGE`, `RENAME_SWAP`) | old, then new |
//! | nothing published yet | one rename | nothing, then new |
//! | Unix file systems that cannot exchange (NFS, some FUSE) | the output is a link to the site; a new link is renamed over it | old, then new |
//! | the same, the first time over a plain folder; Windows always | the old folder is moved away, the new one moved in | old, for some microseconds nothing, then new; a build killed in between is undone by the next |
//! | a mount point; a folder of a container image's lower layer | refused: [`PublishError::Immovable`] | old |

use std::fs;
use std::io;
use std::path::Path;

use super::area::{Container, LINK, OLD, Output, SITE};
use super::error::{Context, Doing, PublishError};

/// Which way to take.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Method {
    /// The best that the system offers.
    #[default]
    Best,
    /// The output is a link to the site.
    Link,
    /// Two renames, with a gap between them.
    Renames,
}

/// Which way was taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// Nothing was there; one rename.
    First,
    /// Old and new exchanged in one step.
    Exchanged,
    /// A link was put, or replaced in one step.
    Linked,
    /// Moved away, moved in.
    Renamed,
}

/// Replaces the output by the container's site. Afterwards the container holds the old site, or (linked)
/// must be kept.
pub(super) fn replace(
    output: &Output,
    container: &mut Container,
    method: Method,
) -> Result<How, PublishError> {
    let linked = output.linked();
    if linked.is_some() || method == Method::Link {
        return link(output, container);
    }
    if method == Method::Renames {
        return renames(output, container);
    }
    if !output.exists() {
        // Better a link from the start than a gap at the next build.
        return if cfg!(unix) && !can_exchange(container) {
            link(output, container)
        } else {
            move_in(output, container).map(|()| How::First)
        };
    }
    match exchange(&container.join(SITE), &output.path) {
        Ok(()) => Ok(How::Exchanged),
        Err(error) if is_unsupported(&error) && cfg!(unix) => link(output, container),
        Err(error) if is_unsupported(&error) => renames(output, container),
        Err(error) => Err(PublishError::io(&output.path, Doing::Replace, error)),
    }
}

fn move_in(output: &Output, container: &Container) -> Result<(), PublishError> {
    fs::rename(container.join(SITE), &output.path).at(&output.path, Doing::Replace)
}

fn renames(output: &Output, container: &Container) -> Result<How, PublishError> {
    if !output.exists() {
        return move_in(output, container).map(|()| How::First);
    }
    let old = container.join(OLD);
    fs::rename(&output.path, &old).at(&output.path, Doing::Replace)?;
    if let Err(error) = move_in(output, container) {
        fs::rename(&old, &output.path).at(&output.path, Doing::Recover)?;
        return Err(error);
    }
    Ok(How::Renamed)
}

fn link(output: &Output, container: &mut Container) -> Result<How, PublishError> {
    let at = |error| PublishError::io(&output.path, Doing::Replace, error);
    let before = output.linked();
    let name = container.settle().map_err(at)?;
    let link = container.join(LINK);
    symlink(&Path::new(&name).join(SITE), &link).map_err(at)?;
    let old = container.join(OLD);
    let plain = before.is_none() && output.exists();
    if plain {
        fs::rename(&output.path, &old).map_err(at)?;
    }
    if let Err(error) = fs::rename(&link, &output.path) {
        if plain {
            fs::rename(&old, &output.path).at(&output.path, Doing::Recover)?;
        }
        return Err(at(error));
    }
    container.keep();
    Ok(How::Linked)
}

/// Tries an exchange on two empty folders of the same file system.
fn can_exchange(container: &Container) -> bool {
    let (one, two) = (container.join("one"), container.join("two"));
    let answer = fs::create_dir(&one)
        .and_then(|()| fs::create_dir(&two))
        .and_then(|()| exchange(&one, &two));
    let _ = fs::remove_dir(&one);
    let _ = fs::remove_dir(&two);
    answer.is_ok()
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, two: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, two, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// True for the answers of kernels and file systems that know no exchange.
fn is_unsupported(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::Unsupported | io::ErrorKind::InvalidInput)
}

#[cfg(unix)]
fn symlink(target: &Path, link: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, link)
}

#[cfg(not(unix))]
fn symlink(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// True if `path` is where another file system begins, as far as the system tells.
#[cfg(target_os = "linux")]
pub(super) fn is_mount_point(path: &Path) -> bool {
    use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
    statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::empty()).is_ok_and(|found| {
        let root = StatxAttributes::MOUNT_ROOT;
        found.stx_attributes_mask.contains(root) && found.stx_attributes.contains(root)
    })
}

/// True if `path` is where another file system begins, as far as the system tells.
#[cfg(not(target_os = "linux"))]
pub(super) fn is_mount_point(_: &Path) -> bool {
    false
}
