//! `metod init`: a portal to begin with, which passes `metod check` as it is.

use std::path::{Path, PathBuf};

use clap::Args;

use super::new::write_new;
use super::{Common, Ended, Failure, Verdict, output};

#[derive(Debug, Args)]
pub(super) struct Typed {
    /// Folder of the new portal; made if it is missing
    dir: PathBuf,
}

/// Path and text of each file.
const STARTER: &[(&str, &str)] = &[
    ("portal.yaml", include_str!("starter/portal.yaml")),
    ("content/practices/pervaya-praktika.md", include_str!("starter/practice.md")),
    ("content/pages/about.md", include_str!("starter/about.md")),
    (".gitignore", "/public/\n/.public.memory\n"),
];

pub(super) fn run(common: &Common, typed: Typed) -> Ended {
    let dir = typed.dir;
    if let Some((taken, _)) = STARTER.iter().find(|(path, _)| dir.join(path).exists()) {
        let dir = dir.display();
        return Err(Failure(format!("{dir}: there is a {taken} already; choose a new folder")));
    }
    for (path, text) in STARTER {
        write_new(&dir.join(path), text)?;
        if !common.quiet {
            output::print(&shown(&dir, path))?;
        }
    }
    Ok(Verdict::Good)
}

fn shown(dir: &Path, path: &str) -> String {
    dir.join(path).display().to_string()
}
