//! Compiles the search of browsers, crates/web-search, to WebAssembly, so that it can be embedded, as it is and
//! packed: with a cargo of its own, which needs nothing but what this build has fetched already. And gives the
//! program a hash of its sources.
// Build scripts read and write their own folder only.
#![allow(clippy::disallowed_methods)]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};
use std::{env, fs};

use lzma_rust2::{LzmaOptions, LzmaWriter};

const TARGET: &str = "wasm32-unknown-unknown";

/// What the program is made of.
const SOURCES: [&str; 6] = ["build.rs", "Cargo.toml", "Cargo.lock", "crates", "src", "themes"];

fn main() {
    SOURCES.iter().for_each(|source| println!("cargo::rerun-if-changed={source}"));
    println!("cargo::rustc-env=METOD_SOURCES={:016x}", digest_of_sources());
    if let Err(words) = build() {
        eprintln!("\nerror: the search of browsers was not compiled: {words}");
        exit(1);
    }
}

/// FNV-1a of the names and contents of all sources: tells two programs of one version apart, the same on every
/// machine. (A build script cannot use what it builds.)
fn digest_of_sources() -> u64 {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut open: Vec<PathBuf> = SOURCES.iter().map(PathBuf::from).collect();
    while let Some(path) = open.pop() {
        match fs::read_dir(&path) {
            Ok(entries) => open.extend(entries.flatten().map(|entry| entry.path())),
            Err(_) => files.push(path),
        }
    }
    files.sort();
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    files.iter().fold(0xcbf2_9ce4_8422_2325, |hash, path| {
        let name = path.to_string_lossy().replace('\\', "/");
        let content = fs::read(path).unwrap_or_default();
        let length = (content.len() as u64).to_le_bytes();
        name.bytes().chain(length).chain(content).fold(hash, mix)
    })
}

fn build() -> Result<(), String> {
    let var = |name: &str| env::var_os(name).map(PathBuf::from).ok_or(format!("no {name}"));
    let (root, out) = (var("CARGO_MANIFEST_DIR")?, var("OUT_DIR")?);
    let (cargo, rustc) = (var("CARGO")?, var("RUSTC")?);
    want_target(&rustc)?;
    let folder = out.join("wasm");
    let mut command = Command::new(cargo);
    command
        .args(["build", "--quiet", "--locked", "--offline", "--profile", "wasm"])
        .args(["--package", "metod-web-search", "--target", TARGET, "--target-dir"])
        .arg(&folder)
        .current_dir(&root);
    clean(&mut command);
    command.env("CARGO_ENCODED_RUSTFLAGS", remapped(&root));
    run(&mut command)?;
    let module = folder.join(TARGET).join("wasm/metod_web_search.wasm");
    let pack = || fs::write(out.join("search.bin"), packed(&fs::read(&module)?)?);
    pack().map_err(|error: std::io::Error| format!("{}: {error}", module.display()))
}

/// As `themes/default/scripts/search-worker/1-unpack.js` unpacks it: length, FNV-1a of 32 bits, LZMA.
fn packed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut options = LzmaOptions::with_preset(9);
    // Instructions of WebAssembly lie at any byte: where they lie tells nothing.
    (options.lc, options.lp, options.pb) = (3, 0, 0);
    options.nice_len = LzmaOptions::NICE_LEN_MAX;
    let sum = bytes
        .iter()
        .fold(0x811c_9dc5_u32, |sum, &byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    let mut out = (bytes.len() as u32).to_le_bytes().to_vec();
    out.extend(sum.to_le_bytes());
    let mut writer = LzmaWriter::new_no_header(out, &options, false)?;
    writer.write_all(bytes)?;
    writer.finish()
}

/// Sees to it that the standard library for WebAssembly is there. rust-toolchain.toml names it, but not
/// every toolchain reads that.
fn want_target(rustc: &Path) -> Result<(), String> {
    let asked = Command::new(rustc).args(["--print", "target-libdir", "--target", TARGET]).output();
    let asked = asked.map_err(|error| format!("{}: {error}", rustc.display()))?;
    let folder = String::from_utf8_lossy(&asked.stdout);
    if Path::new(folder.trim()).is_dir() {
        return Ok(());
    }
    run(Command::new("rustup").args(["target", "add", TARGET])).map_err(|words| {
        format!(
            "{words}\nRust has no standard library for WebAssembly here. Type this, then build again:\n\n    \
             rustup target add {TARGET}\n\nWithout rustup, install the package of your system that \
             holds it (rust-std-static-{TARGET}, libstd-rust-dev-wasm32 or the like)."
        )
    })
}

/// Takes away what cargo and its user have set for this build and not for that one.
fn clean(command: &mut Command) {
    // Where things are fetched from holds for both.
    const KEPT: [&str; 6] = [
        "CARGO_HOME",
        "CARGO_HTTP_",
        "CARGO_NET_",
        "CARGO_REGISTR",
        "CARGO_SOURCE_",
        "CARGO_TERM_",
    ];
    const TAKEN: [&str; 4] = ["CARGO_", "RUSTC_", "RUSTFLAGS", "RUSTDOC"];
    for (name, _) in env::vars_os() {
        let text = name.to_string_lossy();
        let starts = |list: &[&str]| list.iter().any(|start| text.starts_with(start));
        if starts(&TAKEN) && !starts(&KEPT) {
            command.env_remove(&name);
        }
    }
}

/// Messages of panics name source files: not by the folders of this machine, for they are published.
fn remapped(root: &Path) -> String {
    let home = env::var_os("CARGO_HOME").map(PathBuf::from).or_else(|| {
        let user = env::var_os("HOME").or_else(|| env::var_os("USERPROFILE"))?;
        Some(PathBuf::from(user).join(".cargo"))
    });
    let to = |from: &Path, name: &str| format!("--remap-path-prefix={}={name}", from.display());
    let mut flags = vec![to(root, "metod")];
    flags.extend(home.iter().map(|home| to(home, "cargo")));
    flags.join("\u{1f}")
}

fn run(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => {
            let words: Vec<_> = command.get_args().map(|word| word.to_string_lossy()).collect();
            Err(format!("{:?} {}: {status}", command.get_program(), words.join(" ")))
        }
        Err(error) => Err(format!("{:?}: {error}", command.get_program())),
    }
}
