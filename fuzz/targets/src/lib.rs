//! What the fuzzers of `metod` call: a function for everything that reads other people's bytes. Each takes any
//! bytes and panics when a promise is broken. `fuzz_targets/` beside this package gives them to libFuzzer;
//! `tests/smoke.rs` gives them the committed seeds and some thousands of mutations of these on every test run.
//!
//! A target is a file here, a line in [`TARGETS`], a file in `fuzz_targets/`, a `[[bin]]` in `fuzz/Cargo.toml`
//! and perhaps files in `seeds/<target>/`; a test holds these together.
// Targets fail by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

extern crate alloc;

mod analyser;
mod body;
mod calendar;
pub mod frame;
mod index;
mod inflate;
mod portal;
mod prelude;
mod query;
mod request;
mod slips;
mod snippet;
mod store;
mod tables;
mod term;
mod yaml;

/// Something that reads bytes, and what to try it with.
pub struct Target {
    /// Also the name of its fuzzer and of its folder of seeds.
    pub name: &'static str,
    /// Panics when a promise is broken.
    pub run: fn(&[u8]),
    /// Seeds that code makes, beside those in files: what they hold changes with the code.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Words that mean something to it.
    pub words: &'static [&'static str],
    /// Mutations tried by the test that runs without a fuzzer: some tenths of a second of them.
    pub mutations: u32,
}

/// All of them.
pub const TARGETS: &[Target] = &[
    analyser::TARGET,
    body::TARGET,
    calendar::TARGET,
    inflate::TARGET,
    portal::TARGET,
    query::TARGET,
    request::TARGET,
    slips::TARGET,
    snippet::TARGET,
    store::TARGET,
    tables::TARGET,
    term::TARGET,
    yaml::TARGET,
];

/// The target of that name.
pub fn target(name: &str) -> &'static Target {
    TARGETS.iter().find(|target| target.name == name).expect("a target of this name")
}

/// A fuzzer calls this.
pub fn run(name: &str, data: &[u8]) {
    (target(name).run)(data);
}

/// No seeds but those in files.
const fn none() -> Vec<Vec<u8>> {
    Vec::new()
}

/// Text of any bytes.
fn text(data: &[u8]) -> alloc::borrow::Cow<'_, str> {
    String::from_utf8_lossy(data)
}

/// The first byte, which chooses, and the rest.
fn choice(data: &[u8]) -> (u8, &[u8]) {
    data.split_first().map_or((0, data), |(first, rest)| (*first, rest))
}
