//! What the tests need beside cargo: found, installed where that is possible, or named.

use std::path::{Path, PathBuf};

use crate::run::{self, Done, Failure};

/// Names under which Chromium is known; `CHROMIUM` names another.
const BROWSERS: [&str; 4] =
    ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];
/// Oldest Node.js that the packages of the browser tests accept.
const NODE: (u32, u32) = (20, 19);

/// Finds or installs everything, in the order in which it is used.
pub(crate) fn prepare() -> Done {
    wasm_target()?;
    node()?;
    system_packages()?;
    npm_packages(&run::root().join("tests/browser"))?;
    match find("cargo-deny") {
        Some(_) => println!("cargo-deny: found"),
        None => println!(
            "cargo-deny: not installed, licences will not be checked (cargo install cargo-deny --locked)"
        ),
    }
    Ok(())
}

fn wasm_target() -> Done {
    let target = "wasm32-unknown-unknown";
    if find("rustup").is_none() {
        // Some systems bring Rust without rustup, with the target in a package of theirs.
        println!("rustup: not installed; {target} is expected to be there");
        return Ok(());
    }
    run::run(
        run::program("rustup").args(["target", "add", target]),
        "Without a network, install the target beforehand.",
    )
}

fn node() -> Done {
    let advice = format!("Install Node.js {}.{} or newer: https://nodejs.org/", NODE.0, NODE.1);
    let Some(version) = run::output(run::program("node").arg("--version")) else {
        return Err(Failure(format!("Node.js is not installed.\n{advice}")));
    };
    let mut numbers = version.trim_start_matches('v').split('.').map(str::parse);
    let found = (
        numbers.next().and_then(Result::ok).unwrap_or(0),
        numbers.next().and_then(Result::ok).unwrap_or(0),
    );
    if found < NODE {
        return Err(Failure(format!("Node.js {version} is too old.\n{advice}")));
    }
    println!("Node.js: {version}");
    Ok(())
}

/// A program that a package of the system brings.
struct Package {
    name: &'static str,
    found: fn() -> Option<PathBuf>,
    /// Whether the tests make no sense without it.
    required: bool,
}

const PACKAGES: [Package; 4] = [
    Package { name: "chromium", found: browser, required: true },
    Package { name: "nginx-light", found: || find("nginx"), required: false },
    // 100 MB to load, 290 MB on the disk, half a minute.
    Package { name: "libreoffice-calc", found: || find("soffice"), required: false },
    Package { name: "poppler-utils", found: || find("pdftotext"), required: false },
];

fn system_packages() -> Done {
    let missing = || PACKAGES.iter().filter(|package| (package.found)().is_none());
    let names: Vec<&str> = missing().map(|package| package.name).collect();
    if !names.is_empty() && find("apt-get").is_some() && is_root() {
        let advice = format!("Install them by hand: {}.", names.join(", "));
        run::run(run::program("apt-get").args(["update", "-q"]), &advice)?;
        let install = ["install", "-y", "-q", "--no-install-recommends"];
        run::run(run::program("apt-get").args(install).args(&names), &advice)?;
    }
    // In CI nothing is left out silently.
    let strict = std::env::var_os("CI").is_some();
    for package in missing() {
        let typed = format!("sudo apt-get install {}", package.name);
        if package.required || strict {
            return Err(Failure(format!(
                "{} is missing.\nInstall it ({typed}), or name the browser in the variable CHROMIUM.",
                package.name
            )));
        }
        println!("{}: missing, its tests will be skipped ({typed})", package.name);
    }
    for path in PACKAGES.iter().filter_map(|package| (package.found)()) {
        println!("{}", path.display());
    }
    Ok(())
}

/// The browser of the tests.
pub(crate) fn browser() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Some(named.into());
    }
    let apple = Path::new("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome");
    let known = BROWSERS.iter().find_map(|name| find(name));
    known.or_else(|| apple.is_file().then(|| apple.to_owned()))
}

/// Installs what the lock file of a folder names.
pub(crate) fn npm_packages(folder: &Path) -> Done {
    if is_newer(&folder.join("node_modules/.package-lock.json"), &folder.join("package-lock.json"))
    {
        println!("npm packages: installed");
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run::run(
        run::program(npm).arg("ci").current_dir(folder),
        "Node.js brings npm; it needs the network here.",
    )
}

fn is_newer(one: &Path, other: &Path) -> bool {
    let time = |path: &Path| path.metadata().and_then(|m| m.modified()).ok();
    time(one).is_some_and(|one| time(other).is_some_and(|other| one > other))
}

/// Looks a program up as a shell does, and in the folders for administrators, where nginx lies.
pub(crate) fn find(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let file = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    std::env::split_paths(&path)
        .chain(["/usr/sbin".into(), "/usr/local/sbin".into()])
        .map(|folder| folder.join(&file))
        .find(|path| path.is_file())
}

fn is_root() -> bool {
    run::output(run::program("id").arg("-u")).as_deref() == Some("0")
}
