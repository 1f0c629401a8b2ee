//! What programs of other people make of the sample portal's files: validators, parsers, an office. None
//! of the code that judges here is ours, but where a standard asks for more than its reader checks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Files are written for other programs and looked at beside ours.
#![allow(clippy::disallowed_methods)]

mod calendars;
mod feeds;
mod linked;
mod schemas;
mod workbooks;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use metod::pipeline::{self, Prepared};
use metod::render::Facts;
use metod::source::{Disk, History, Memory, Scope, Tree};

const BASE: &str = "https://metod.example.org/portal/";

fn prepare(tree: &dyn Tree) -> Prepared {
    let as_of = "2026-11-23".parse().unwrap();
    let facts = Facts { as_of, base_url: Some(BASE.to_owned()) };
    let prepared = pipeline::prepare(tree, History::default(), &facts, false).unwrap();
    assert!(!prepared.loaded.has_errors(), "{:?}", prepared.loaded.diagnostics);
    prepared
}

static SAMPLE: LazyLock<Prepared> =
    LazyLock::new(|| prepare(&Disk::new(env!("CARGO_MANIFEST_DIR"), Scope::portal()).unwrap()));

/// Every exported file of a portal by its address.
fn files(prepared: &Prepared) -> BTreeMap<String, Vec<u8>> {
    let jobs = prepared.exports();
    jobs.iter().map(|job| job.file().unwrap()).map(|file| (file.address, file.bytes)).collect()
}

static FILES: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| files(&SAMPLE));

/// A portal of one roadmap.
fn roadmap(text: &str) -> Prepared {
    let mut tree = Memory::new().with_scope(Scope::portal());
    tree.insert("portal.yaml", "title: Портал\n");
    tree.insert("content/roadmaps/karta.md", text);
    prepare(&tree)
}

/// Addresses of the sample portal with that ending, each with its file.
fn ending(end: &str) -> impl Iterator<Item = (&'static str, &'static [u8])> {
    let all = FILES.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()));
    all.filter(move |(name, _)| name.ends_with(end))
}
