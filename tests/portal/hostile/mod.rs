//! What a pull request may try. Each attempt meets a good portal that is published already: the attempt
//! is refused and the old site stands, or it is made harmless and published. Nothing hangs, nothing panics
//! ([`crate::run`] sees to both), and the time of every attempt is printed.
//!
//! - [`scripts`]: what would run in a reader's browser; [`pages`] looks for it in what is published;
//! - [`files`]: what lies where a record or a picture should;
//! - [`endless`]: what would take forever.

mod endless;
mod files;
mod pages;
mod scripts;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::run::{Said, metod};
use pages::nothing_runs;

const PRACTICE: &str = "---\ntitle: Опыт\nsummary: Коротко.\nkind: teaching\nstages: [ooo]\n\
    authors: [{name: Иванова А. А.}]\n---\nТекст.\n";

/// A portal on the disk, built once.
struct Portal {
    folder: TempDir,
    before: BTreeMap<PathBuf, Vec<u8>>,
}

impl Portal {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut portal = Portal { folder, before: BTreeMap::new() };
        portal.write("portal.yaml", "title: Портал\n");
        portal.write("content/practices/opyt.md", PRACTICE);
        let said = portal.build();
        assert_eq!(said.code, 0, "{}", said.all());
        portal.before = contents(&portal.site());
        portal
    }

    fn root(&self) -> &Path {
        self.folder.path()
    }

    fn site(&self) -> PathBuf {
        self.root().join("public")
    }

    fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    fn build(&self) -> Said {
        metod(self.root(), &["build", "--as-of", "2026-11-23"])
    }

    /// The attempt is refused with `code`, and the old site stands byte for byte.
    fn refused(&self, name: &str, code: &str) -> Said {
        let said = self.build();
        println!("{name}: {:.2} s", said.took.as_secs_f64());
        assert_eq!(said.code, 1, "{name}: {}", said.all());
        let shown = format!("[{code}]");
        assert!(said.stderr.contains(&shown), "{name}: {}", said.stderr);
        assert!(contents(&self.site()) == self.before, "{name}: the old site has changed");
        said
    }

    /// The attempt is published, but nothing of it runs.
    fn harmless(&self, name: &str) -> Said {
        let said = self.build();
        println!("{name}: {:.2} s", said.took.as_secs_f64());
        assert_eq!(said.code, 0, "{name}: {}", said.all());
        for (path, bytes) in contents(&self.site()) {
            if path.extension().is_some_and(|extension| extension == "html") {
                let html = String::from_utf8(bytes).unwrap();
                nothing_runs(&html, &format!("{name}: {}", path.display()));
            }
        }
        said
    }
}

/// Every file below a folder.
fn contents(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                out.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    out
}
