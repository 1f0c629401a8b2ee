//! The sample portal is what README.md says it is: big enough, written once each, with sources, without
//! anybody's contacts, and spelled well.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Only this repository's own files are read here.
#![allow(clippy::disallowed_methods)]

mod contacts;
mod overlaps;
mod spelling;
#[path = "../../examples/sample_table.rs"]
#[allow(dead_code)] // its `main`
mod table;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use metod_content::model::{Portal, Record};

static PORTAL: LazyLock<Portal> = LazyLock::new(|| table::portal(root()).unwrap());

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Records of a collection in the portal's own language.
fn records(collection: &str) -> impl Iterator<Item = &'static Record> {
    PORTAL
        .iter()
        .map(|(_, record)| record)
        .filter(move |r| &*r.collection == collection && &*r.lang == "ru")
}

/// Every value of a field in a collection, each once.
fn values(collection: &str, field: &str) -> BTreeSet<String> {
    records(collection).flat_map(|record| record.fields.texts(field)).collect()
}

fn entries(vocabulary: &str) -> BTreeSet<String> {
    let words = PORTAL.vocabularies.get(vocabulary).unwrap();
    words.entries().iter().map(|entry| entry.id.clone()).collect()
}

/// Files of the portal that readers see, or that anybody can read in the repository.
fn texts() -> Vec<(PathBuf, String)> {
    let kinds = ["md", "yaml", "csv"];
    let own = ["portal.yaml", "README.md"].map(|name| root().join(name));
    let mut out = Vec::new();
    for folder in ["content", "data", "docs"].map(|name| root().join(name)).iter().chain(&own) {
        for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
            let path = entry.unwrap().into_path();
            let kind = path.extension().and_then(|kind| kind.to_str()).unwrap_or_default();
            if kinds.contains(&kind) {
                let text = fs::read_to_string(&path).unwrap();
                out.push((path.strip_prefix(root()).unwrap().to_owned(), text));
            }
        }
    }
    out
}

#[test]
fn the_readme_says_what_the_sample_portal_holds() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let shown = readme.split("<!-- sample-table -->\n").nth(1).expect("the marker in README.md");
    let shown = shown.split("<!-- /sample-table -->").next().unwrap();
    assert_eq!(shown.trim(), table::table(&PORTAL).trim(), "cargo xtask sample-table --write");
}

#[test]
fn the_sample_portal_is_big_enough_to_try_everything() {
    assert!(records("practices").count() >= 40);
    assert!(records("methodists").count() >= 60);
    assert!(records("organizations").count() >= 40);
    assert!(records("municipalities").count() >= 20);
    assert!(values("practices", "subjects").len() >= 12);
    assert_eq!(values("practices", "kind"), entries("practice-kinds"));
    assert_eq!(values("practices", "stages"), entries("stages"));
    assert_eq!(values("municipalities", "district").len(), 4);
    let systems: BTreeSet<String> =
        PORTAL.records.iter().filter_map(|r| r.fields.text("system")).map(str::to_owned).collect();
    assert_eq!(systems, entries("systems"));
}

#[test]
fn facts_about_real_systems_name_their_sources() {
    let real = |record: &&Record| !matches!(record.fields.text("system"), None | Some("demo"));
    let bare: Vec<String> = PORTAL
        .iter()
        .map(|(_, record)| record)
        .filter(real)
        .filter(|record| record.fields.list("sources").is_empty())
        .map(Record::key)
        .collect();
    assert!(bare.is_empty(), "without `sources`: {bare:?}");
}
