//! What is needed so that a power failure, too, leaves one whole site: the files must be on the disk
//! before the exchange is, and the exchange before the old files go.
//!
//! Linux flushes the whole file system in one call (`syncfs`): thousands of `fsync` would cost minutes. It
//! also tells of writes that failed late (quota on a network disk). Elsewhere every file is flushed.

use std::fs::File;
use std::io;
use std::path::Path;

/// Flushes everything under `folder`.
#[cfg(target_os = "linux")]
pub(super) fn files(folder: &Path) -> io::Result<()> {
    Ok(rustix::fs::syncfs(File::open(folder)?)?)
}

/// Flushes everything under `folder`.
#[cfg(not(target_os = "linux"))]
pub(super) fn files(folder: &Path) -> io::Result<()> {
    use rayon::iter::{ParallelBridge, ParallelIterator};
    walkdir::WalkDir::new(folder).into_iter().par_bridge().try_for_each(|entry| {
        let entry = entry?;
        if entry.file_type().is_dir() {
            return self::folder(entry.path());
        }
        // Windows flushes only through a handle that may write.
        let file = File::options().write(true).open(entry.path())?;
        file.sync_all()
    })
}

/// Flushes the names in `folder`. Windows has no such thing and needs none.
pub(super) fn folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}
