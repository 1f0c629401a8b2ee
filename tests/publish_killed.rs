//! A build may be killed at any instant: the served folder is one whole site, old or new.
//!
//! The test starts itself again as a child that publishes two sites in turn, kills it at instants chosen
//! by a seeded generator, and looks at the folder after each kill, and all the while from a second thread.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::os::fd::OwnedFd;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use metod::publish::{Manifest, Method, Options, Site, Stamp, manifest};
use rayon::prelude::*;
use rustix::fs::{CWD, Mode, OFlags, openat};

const KILLS: usize = 50;
const FILES: usize = 200;
/// Longest time from a child's first publication to its death.
const LONGEST: Duration = Duration::from_millis(60);

const OUT: &str = "METOD_TEST_PUBLISH_OUT";
const METHOD: &str = "METOD_TEST_PUBLISH_METHOD";

/// One of the two sites: a quarter of the files is common, a quarter is of one site only, the rest differs
/// in content.
fn site(name: &str) -> BTreeMap<String, String> {
    (0..FILES)
        .map(|i| match i % 4 {
            0 => (format!("common/{i}.html"), format!("common {i}")),
            1 => (format!("{name}/{i}.html"), format!("only {name} {i}")),
            _ => (format!("pages/{}/{i}.html", i % 10), format!("{name} {i}").repeat(i + 1)),
        })
        .collect()
}

fn publish(out: &Path, name: &str, method: Method) {
    let stamp =
        Stamp { version: "test".into(), as_of: "2026-01-02".into(), commit: Some(name.into()) };
    let options = Options { method, ..Options::default() };
    let building = Site::begin(out, stamp, options).unwrap();
    site(name).par_iter().for_each(|(path, text)| building.write(path, text.as_bytes()).unwrap());
    building.commit().unwrap();
}

/// Not a test: what the child process does. It says a line for each publication until it is killed.
#[test]
fn child_publishes_over_and_over() {
    let Some(out) = std::env::var_os(OUT) else {
        return;
    };
    let method = if std::env::var_os(METHOD).is_some_and(|name| name == "link") {
        Method::Link
    } else {
        Method::Best
    };
    let out = Path::new(&out);
    loop {
        let published = Manifest::read(out).unwrap().and_then(|site| site.stamp.commit);
        let next = if published.as_deref() == Some("old") { "new" } else { "old" };
        publish(out, next, method);
        println!("published");
        // Long enough for the reader to read a site whole now and then.
        thread::sleep(Duration::from_millis(3));
    }
}

/// Killed on drop, so that a failing test leaves no process behind.
struct Publisher(Child);

impl Publisher {
    /// Starts a child and waits for its first publication.
    fn start(out: &Path, method: &str) -> Self {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "child_publishes_over_and_over", "--nocapture"])
            .env(OUT, out)
            .env(METHOD, method)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let publisher = Publisher(child);
        while !lines.next().expect("the child ended by itself").unwrap().contains("published") {}
        // Read on, or the child would wait at a full pipe.
        thread::spawn(move || lines.for_each(drop));
        publisher
    }
}

impl Drop for Publisher {
    fn drop(&mut self) {
        // `Child::kill` sends SIGKILL.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Every file below the open folder `at`, read through it whatever its path has become; `None` if
/// something vanished meanwhile.
fn read_all(at: &OwnedFd, path: &str, found: &mut BTreeMap<String, Vec<u8>>) -> Option<()> {
    let mut names = Vec::new();
    for entry in rustix::fs::Dir::read_from(at).ok()? {
        let entry = entry.ok()?;
        let name = entry.file_name().to_str().unwrap().to_owned();
        if name != "." && name != ".." {
            names.push((name, entry.file_type()));
        }
    }
    for (name, kind) in names {
        let fd = openat(at, &name, OFlags::RDONLY | OFlags::CLOEXEC, Mode::empty()).ok()?;
        let below = if path.is_empty() { name } else { format!("{path}/{name}") };
        if kind == rustix::fs::FileType::Directory {
            read_all(&fd, &below, found)?;
        } else {
            let mut bytes = Vec::new();
            File::from(fd).read_to_end(&mut bytes).ok()?;
            found.insert(below, bytes);
        }
    }
    Some(())
}

/// Number of the folder to which `out` leads now.
fn identity(out: &Path) -> (u64, u64) {
    let data = std::fs::metadata(out).expect("the output is always there");
    (data.dev(), data.ino())
}

/// Opens the folder by its path and reads it whole. `None` if the folder was replaced while we read: its
/// old files may be gone then.
fn snapshot(out: &Path) -> Option<BTreeMap<String, Vec<u8>>> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
    let folder = openat(CWD, out, flags, Mode::empty()).expect("the output is always there");
    let data = rustix::fs::fstat(&folder).unwrap();
    let mut found = BTreeMap::new();
    let whole = read_all(&folder, "", &mut found).is_some();
    let replaced = identity(out) != (data.st_dev as u64, data.st_ino as u64);
    if replaced {
        return None;
    }
    assert!(whole, "a file vanished from the folder being served");
    Some(found)
}

/// Panics unless `found` is exactly one of the two sites with its manifest. Gives its name.
fn whole(mut found: BTreeMap<String, Vec<u8>>) -> &'static str {
    let json = found.remove(manifest::NAME).expect("a site has its manifest");
    let listed: Manifest = serde_json::from_slice(&json).unwrap();
    let name = match listed.stamp.commit.as_deref() {
        Some("old") => "old",
        Some("new") => "new",
        other => panic!("a site of nobody: {other:?}"),
    };
    let expected = site(name);
    let paths: BTreeSet<&String> = found.keys().collect();
    assert_eq!(paths, expected.keys().collect(), "site {name}");
    assert_eq!(paths, listed.files.keys().collect());
    for (path, bytes) in &found {
        assert_eq!(bytes, expected[path].as_bytes(), "{path} of site {name}");
        assert_eq!(listed.files[path].hash, blake3::hash(bytes).to_hex().as_str());
    }
    name
}

/// xorshift64*: the same instants at every run, as far as a scheduler allows.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) % limit
    }
}

fn kill_over_and_over(method: &str, kills: usize, seed: u64) {
    let root = tempfile::TempDir::new().unwrap();
    let out: PathBuf = root.path().join("public");
    let first = if method == "link" { Method::Link } else { Method::Best };
    publish(&out, "old", first);

    let ended = AtomicBool::new(false);
    let seen = [AtomicUsize::new(0), AtomicUsize::new(0)];
    let count = |name| seen[usize::from(name == "new")].fetch_add(1, Ordering::Relaxed);
    thread::scope(|scope| {
        let reader = scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                if let Some(found) = snapshot(&out) {
                    count(whole(found));
                }
                // Leaves the processor to the children for a moment.
                thread::sleep(Duration::from_millis(1));
            }
        });
        let killer = scope.spawn(|| {
            let mut random = Random(seed);
            for _ in 0..kills {
                let publisher = Publisher::start(&out, method);
                thread::sleep(Duration::from_micros(random.below(LONGEST.as_micros() as u64)));
                drop(publisher);
                count(whole(snapshot(&out).expect("nobody publishes now")));
            }
        });
        let killed = killer.join();
        ended.store(true, Ordering::Relaxed);
        let read = reader.join();
        killed.and(read).unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    });
    let [old, new] = seen.map(AtomicUsize::into_inner);
    assert!(old > 0 && new > 0, "{old} old and {new} new sites were seen");

    // The next build leaves nothing beside the output of all that was killed.
    publish(&out, "new", first);
    assert_eq!(whole(snapshot(&out).unwrap()), "new");
    let beside = std::fs::read_dir(root.path()).unwrap().count();
    assert_eq!(beside, if method == "link" { 2 } else { 1 });
}

// One after the other: side by side they would mostly wait for each other.
#[test]
fn a_killed_build_leaves_one_whole_site() {
    kill_over_and_over("best", KILLS, 0x6D65_746F_6431);
    kill_over_and_over("link", KILLS / 5, 0x6D65_746F_6432);
}
