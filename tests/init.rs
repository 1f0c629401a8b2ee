//! `metod init` gives a portal that passes its own check and builds.
#![allow(clippy::unwrap_used)] // Helpers of tests count as tests.

use std::path::Path;
use std::process::{Command, Output};

fn metod(arguments: &[&str], folder: &Path) -> Output {
    let binary = env!("CARGO_BIN_EXE_metod");
    Command::new(binary).args(arguments).current_dir(folder).output().unwrap()
}

#[test]
fn a_new_portal_passes_its_check_and_builds() {
    let place = tempfile::tempdir().unwrap();
    let made = metod(&["init", "portal"], place.path());
    assert!(made.status.success(), "{made:?}");
    let root = place.path().join("portal");
    let checked = metod(&["check", "--deny", "warnings"], &root);
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    let built = metod(&["build"], &root);
    assert!(built.status.success(), "{built:?}");
    assert!(root.join("public/practices/pervaya-praktika.html").exists());
    // A portal that is there already is left alone.
    let again = metod(&["init", "portal"], place.path());
    assert_eq!(again.status.code(), Some(2));
}
