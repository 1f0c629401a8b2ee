//! Every target over its seeds and over mutations of them, the same ones each time: a fuzzer of some seconds that
//! needs no tools. What it finds is printed in full; so is how long each target took.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Seeds are read here, no portal.
#![allow(clippy::disallowed_methods)]

mod mutate;

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use metod_fuzz_targets::{TARGETS, Target, frame, target};
use mutate::Mutator;

/// No input may take longer, unoptimised, on a busy machine: fuzzers have inputs of kilobytes.
const PATIENCE: Duration = Duration::from_secs(10);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Seeds of files, in order of their names, then those of code.
fn seeds(target: &Target) -> Vec<Vec<u8>> {
    let entries = fs::read_dir(folder().join("seeds").join(target.name)).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let files = paths.iter().map(|path| fs::read(path).unwrap());
    files.chain((target.seeds)()).collect()
}

/// `TIMES=100 cargo test -p metod-fuzz-targets` is a small fuzzer.
fn times() -> u32 {
    std::env::var("TIMES").ok().and_then(|times| times.parse().ok()).unwrap_or(1)
}

fn smoke(name: &str) {
    let target = target(name);
    let seeds = seeds(target);
    assert!(!seeds.is_empty(), "{name} has no seeds");
    let began = Instant::now();
    for seed in &seeds {
        attempt(target, seed);
    }
    let mut mutator = Mutator::new(target.words, &seeds);
    let mutations = target.mutations * times();
    for _ in 0..mutations {
        attempt(target, &mutator.next());
    }
    println!("{name}: {} seeds, {mutations} mutations, {:?}", seeds.len(), began.elapsed());
}

fn attempt(target: &Target, data: &[u8]) {
    let began = Instant::now();
    let done = catch_unwind(AssertUnwindSafe(|| (target.run)(data)));
    let (name, shown) = (target.name, data.escape_ascii());
    assert!(done.is_ok(), "{name} fails for {} bytes: {shown}", data.len());
    assert!(began.elapsed() < PATIENCE, "{name} takes forever for {shown}");
}

/// One test a target, so that they run side by side.
macro_rules! smoke {
    ($($name:ident),*) => {
        $(#[test] fn $name() { smoke(stringify!($name)); })*

        #[test]
        fn every_target_is_tried_and_has_a_fuzzer() {
            let tried = BTreeSet::from([$(stringify!($name)),*]);
            let listed: BTreeSet<&str> = TARGETS.iter().map(|target| target.name).collect();
            assert_eq!(tried, listed);
            let manifest = fs::read_to_string(folder().join("Cargo.toml")).unwrap();
            for name in &listed {
                let bin = format!("name = \"{name}\"\npath = \"fuzz_targets/{name}.rs\"\n");
                assert!(manifest.contains(&bin), "no {bin}");
                let fuzzer = fs::read_to_string(folder().join(format!("fuzz_targets/{name}.rs"))).unwrap();
                assert!(fuzzer.contains(&format!("run(\"{name}\", data)")), "{fuzzer}");
            }
            for entry in fs::read_dir(folder().join("seeds")).unwrap() {
                let name = entry.unwrap().file_name().into_string().unwrap();
                assert!(listed.contains(name.as_str()), "seeds of no target: {name}");
            }
        }
    };
}

smoke!(
    analyser, body, calendar, inflate, portal, query, request, slips, snippet, store, tables, term,
    yaml
);

/// What gets fuzzed behind a checksum is a piece that the engine takes.
#[test]
fn a_piece_taken_apart_and_put_together_is_the_same() {
    for (raw, rest) in [(b"some text".to_vec(), b"more".to_vec()), (vec![7; 70_000], Vec::new())] {
        assert_eq!(frame::content(&frame::sealed(&raw, &rest)), Some((raw, rest)));
    }
    assert_eq!(frame::content(b"MS"), None);
}

/// A test that cannot fail proves nothing.
#[test]
fn a_target_that_fails_is_noticed() {
    fn run(data: &[u8]) {
        assert!(!data.windows(2).any(|two| two == b"ab"));
    }
    let target = Target { name: "bad", run, seeds: Vec::new, words: &["b"], mutations: 3000 };
    let seeds = [b"aaaa".to_vec(), b"xxxx".to_vec()];
    let mut mutator = Mutator::new(target.words, &seeds);
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let failed = (0..target.mutations)
        .any(|_| catch_unwind(AssertUnwindSafe(|| attempt(&target, &mutator.next()))).is_err());
    std::panic::set_hook(hook);
    assert!(failed);
}
