//! The working tree.

use std::fs::{self, File, FileType, Metadata, OpenOptions};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::listing::Collector;
use super::names::{self, NameFault};
use super::{Listing, ProblemKind, ReadProblem, Scope, SourceError, Tree};

/// A folder on the disk. No link below it is followed, nothing but regular files is opened.
#[derive(Clone, Debug)]
pub struct Disk {
    root: PathBuf,
    scope: Scope,
}

impl Disk {
    /// The tree under `root`. The root itself may be reached through links: whoever names it has chosen it.
    ///
    /// # Errors
    /// When `root` is not a folder.
    pub fn new(root: impl Into<PathBuf>, scope: Scope) -> Result<Self, SourceError> {
        let root = root.into();
        if !root.is_dir() {
            return Err(SourceError::NoFolder { path: root.display().to_string() });
        }
        Ok(Disk { root, scope })
    }

    /// The folder as given.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The scope as given.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// One thing met on the walk; true if the walk may go into it. Regular files are left for later.
    fn visit(
        &self,
        found: DirEntry,
        collector: &mut Collector<'_>,
        files: &mut Vec<(String, DirEntry)>,
    ) -> Result<bool, SourceError> {
        let Ok(relative) = found.path().strip_prefix(&self.root) else {
            return Ok(false);
        };
        let path = slashed(relative);
        if self.scope.leaves_out(&path) {
            return Ok(false);
        }
        let kind = found.file_type();
        if found.file_name().to_str().is_none() {
            collector.problem(path, ProblemKind::BadName(NameFault::NotUtf8));
        } else if kind.is_symlink() {
            collector.problem(path, ProblemKind::Link);
        } else if kind.is_dir() {
            return Ok(self.visit_folder(&found, path, collector));
        } else if !kind.is_file() {
            collector.problem(path, ProblemKind::Special);
        } else {
            let limit = self.scope.limits.files;
            if files.len() > limit {
                return Err(SourceError::TooMany { limit });
            }
            files.push((path, found));
        }
        Ok(false)
    }

    /// A folder with a bad name is reported once, not once a file.
    fn visit_folder(&self, found: &DirEntry, path: String, collector: &mut Collector<'_>) -> bool {
        let limit = self.scope.limits.depth;
        if let Err(fault) = names::check_path(&path) {
            collector.problem(path, ProblemKind::BadName(fault));
            false
        } else if found.depth() > limit {
            collector.problem(path, ProblemKind::TooDeep { limit });
            false
        } else {
            true
        }
    }
}

impl Tree for Disk {
    fn files(&self) -> Result<Listing, SourceError> {
        let mut collector = Collector::new(&self.scope);
        let mut files = Vec::new();
        let mut walk = WalkDir::new(&self.root)
            .follow_links(false)
            .follow_root_links(true)
            .min_depth(1)
            .sort_by_file_name()
            .into_iter();
        while let Some(step) = walk.next() {
            match step {
                Ok(found) => {
                    let is_folder = found.file_type().is_dir();
                    let goes_in = self.visit(found, &mut collector, &mut files)?;
                    if is_folder && !goes_in {
                        walk.skip_current_dir();
                    }
                }
                Err(error) => {
                    let path = error.path().and_then(|path| path.strip_prefix(&self.root).ok());
                    let path = path.map(slashed).unwrap_or_default();
                    let words = error.io_error().map_or(error.to_string(), ToString::to_string);
                    collector.problem(path, ProblemKind::Unreadable(words));
                }
            }
        }
        // Side by side: asking for sizes and times takes most of the time of a walk.
        let sized = files.into_par_iter().map(|(path, found)| {
            let data = found.metadata();
            (path, data.map(|data| (data.len(), data.modified().ok())))
        });
        for (path, data) in sized.collect::<Vec<_>>() {
            match data {
                Ok((size, modified)) => collector.file(&path, size, modified)?,
                Err(error) => collector.problem(path, ProblemKind::Unreadable(error.to_string())),
            }
        }
        Ok(collector.finish())
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadProblem> {
        names::check_path(path).map_err(|_| ReadProblem::BadPath)?;
        let full = self.refuse_links(path)?;
        let file = open(&full).map_err(problem)?;
        // What was opened decides, not what a look before saw.
        let data = file.metadata().map_err(problem)?;
        if !data.file_type().is_file() {
            return Err(ReadProblem::NotAFile);
        }
        read_limited(file, &data, self.scope.limits.of(path))
    }
}

impl Disk {
    /// The full path, if nothing on the way from the root to it is a link or a special file.
    fn refuse_links(&self, path: &str) -> Result<PathBuf, ReadProblem> {
        let mut full = self.root.clone();
        let mut kind: Option<FileType> = None;
        for part in path.split('/') {
            if kind.is_some_and(|kind| !kind.is_dir()) {
                return Err(ReadProblem::Missing);
            }
            full.push(part);
            let found = fs::symlink_metadata(&full).map_err(problem)?.file_type();
            if found.is_symlink() {
                return Err(ReadProblem::Link);
            }
            kind = Some(found);
        }
        match kind {
            Some(kind) if kind.is_file() => Ok(full),
            _ => Err(ReadProblem::NotAFile),
        }
    }
}

/// Opens without following a link and without waiting for the other end of a pipe, should one have taken
/// the file's place since it was looked at.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    options.open(path)
}

fn read_limited(file: File, data: &Metadata, limit: u64) -> Result<Vec<u8>, ReadProblem> {
    if data.len() > limit {
        return Err(ReadProblem::TooLarge { limit });
    }
    let mut bytes = Vec::with_capacity(usize::try_from(data.len()).unwrap_or(0));
    // A file may grow while it is read.
    file.take(limit + 1).read_to_end(&mut bytes).map_err(problem)?;
    if bytes.len() as u64 > limit {
        return Err(ReadProblem::TooLarge { limit });
    }
    Ok(bytes)
}

fn problem(error: io::Error) -> ReadProblem {
    #[cfg(unix)]
    if error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error()) {
        return ReadProblem::Link;
    }
    match error.kind() {
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory => ReadProblem::Missing,
        io::ErrorKind::IsADirectory => ReadProblem::NotAFile,
        _ => ReadProblem::Unreadable(error.to_string()),
    }
}

/// The path with `/` between its parts; what is not UTF-8 becomes U+FFFD.
fn slashed(path: &Path) -> String {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::symlink;
    use tempfile::TempDir;

    fn put(root: &TempDir, path: &str, bytes: &[u8]) {
        use std::io::Write;
        let full = root.path().join(path);
        fs::create_dir_all(full.parent().unwrap()).unwrap();
        File::create(full).unwrap().write_all(bytes).unwrap();
    }

    fn disk(root: &TempDir) -> Disk {
        Disk::new(root.path(), Scope::default().without("public")).unwrap()
    }

    fn paths(listing: &Listing) -> Vec<&str> {
        listing.files.iter().map(|file| &*file.path).collect()
    }

    #[test]
    fn lists_sorted_by_bytes_and_leaves_tools_out() {
        let root = TempDir::new().unwrap();
        for path in [
            "content/б.md",
            "content/a/index.md",
            "content/a.md",
            "content/a-b.md",
            ".git/config",
            "node_modules/x.js",
            "target/x",
            "public/index.html",
            "content/.hidden",
        ] {
            put(&root, path, b"x");
        }
        let listing = disk(&root).files().unwrap();
        assert_eq!(
            paths(&listing),
            ["content/a-b.md", "content/a.md", "content/a/index.md", "content/б.md"]
        );
        assert!(listing.problems.is_empty());
        assert!(listing.files[0].modified.is_some());
    }

    #[test]
    fn links_are_problems_and_never_followed() {
        let outside = TempDir::new().unwrap();
        put(&outside, "secret.md", b"secret");
        let root = TempDir::new().unwrap();
        put(&root, "content/a.md", b"a");
        symlink(outside.path(), root.path().join("content/out")).unwrap();
        symlink(outside.path().join("secret.md"), root.path().join("content/s.md")).unwrap();
        symlink("..", root.path().join("content/loop")).unwrap();
        symlink("nowhere", root.path().join("content/dangling.md")).unwrap();
        let disk = disk(&root);
        let listing = disk.files().unwrap();
        assert_eq!(paths(&listing), ["content/a.md"]);
        let links: Vec<&str> = listing
            .problems
            .iter()
            .filter(|problem| problem.kind == ProblemKind::Link)
            .map(|problem| problem.path.as_str())
            .collect();
        assert_eq!(links, ["content/dangling.md", "content/loop", "content/out", "content/s.md"]);
        assert_eq!(disk.read("content/s.md"), Err(ReadProblem::Link));
        assert_eq!(disk.read("content/out/secret.md"), Err(ReadProblem::Link));
        assert_eq!(disk.read("content/loop/content/a.md"), Err(ReadProblem::Link));
        assert_eq!(disk.read("content/../content/a.md"), Err(ReadProblem::BadPath));
        assert_eq!(disk.read("/etc/passwd"), Err(ReadProblem::BadPath));
        assert_eq!(disk.read("content/a.md/x"), Err(ReadProblem::Missing));
        assert_eq!(disk.read("content"), Err(ReadProblem::NotAFile));
    }

    #[test]
    fn special_files_do_not_block() {
        let root = TempDir::new().unwrap();
        put(&root, "content/a.md", b"a");
        let pipe = root.path().join("content/pipe.md");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            &pipe,
            rustix::fs::FileType::Fifo,
            rustix::fs::Mode::from_raw_mode(0o600),
            0,
        )
        .unwrap();
        let _socket = std::os::unix::net::UnixListener::bind(root.path().join("content/s.md"));
        let disk = disk(&root);
        let listing = disk.files().unwrap();
        assert_eq!(paths(&listing), ["content/a.md"]);
        assert!(listing.problems.iter().all(|problem| problem.kind == ProblemKind::Special));
        assert_eq!(listing.problems.len(), 2);
        assert_eq!(disk.read("content/pipe.md"), Err(ReadProblem::NotAFile));
        // Even if it took a file's place after the look: the open does not wait.
        assert!(!open(&pipe).unwrap().metadata().unwrap().is_file());
    }

    #[test]
    fn bad_names_and_sizes_are_problems() {
        let root = TempDir::new().unwrap();
        put(&root, "content/a.md", b"123456789");
        put(&root, "content/back\\slash.md", b"");
        put(&root, "content/Con.md", b"");
        put(&root, "content/end. /x.md", b"");
        put(&root, "content/A.md", b"");
        let raw = std::ffi::OsStr::from_bytes(b"bad\xff.md");
        File::create(root.path().join("content").join(raw)).unwrap();
        let mut scope = Scope::default();
        scope.limits.text = 8;
        let disk = Disk::new(root.path(), scope.clone()).unwrap();
        let listing = disk.files().unwrap();
        let found: Vec<(&str, &ProblemKind)> =
            listing.problems.iter().map(|problem| (problem.path.as_str(), &problem.kind)).collect();
        assert_eq!(
            found,
            [
                ("content/Con.md", &ProblemKind::BadName(NameFault::Device)),
                ("content/a.md", &ProblemKind::TooLarge { size: 9, limit: 8 }),
                ("content/back\\slash.md", &ProblemKind::BadName(NameFault::Reserved('\\'))),
                ("content/bad\u{FFFD}.md", &ProblemKind::BadName(NameFault::NotUtf8)),
                ("content/end. ", &ProblemKind::BadName(NameFault::Edge)),
            ]
        );
        assert_eq!(disk.read("content/a.md"), Err(ReadProblem::TooLarge { limit: 8 }));
        scope.limits.text = 9;
        let listing = Disk::new(root.path(), scope).unwrap().files().unwrap();
        assert_eq!(paths(&listing), ["content/A.md"]);
        let clash = ProblemKind::Clash { other: "content/A.md".into() };
        assert!(listing.problems.iter().any(|p| p.path == "content/a.md" && p.kind == clash));
    }

    #[test]
    fn a_missing_root_is_an_error() {
        let root = TempDir::new().unwrap();
        assert!(matches!(
            Disk::new(root.path().join("no"), Scope::default()),
            Err(SourceError::NoFolder { .. })
        ));
    }
}
