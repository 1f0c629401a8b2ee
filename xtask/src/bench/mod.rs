//! `cargo xtask bench`: the program against the floor, on the same machine within the same minutes.
//! [`search`] measures the search in a browser.
//!
//! 1. Release builds of the program and of `benches/floor/`.
//! 2. [`corpus`] makes a portal of as many records as asked for.
//! 3. [`measure`] runs everything in turns, so that what else the machine does hits all alike.
//! 4. [`serve`] waits for pages of the development server.
//! 5. [`table`] prints the medians.
#![allow(clippy::disallowed_methods)] // measures files, publishes nothing

mod corpus;
mod measure;
mod search;
mod serve;
mod table;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use crate::run::{self, Failure, cargo};
use measure::{Cost, Meter};
pub(crate) use search::USAGE as SEARCH_USAGE;

pub(crate) const USAGE: &str = "\
cargo xtask bench             measure builds against the floor
    [--records N,…]           sizes of the portal, 10000 unless told
    [--runs N]                runs of each, 5 unless told; medians are shown
    [--generator FILE]        a Python script, called as FILE FOLDER -n N, that writes the portal
                              instead of the sample portal's practices in new combinations";

/// What was asked for.
struct Wanted {
    records: Vec<usize>,
    runs: usize,
    generator: Option<PathBuf>,
}

/// Where results are written: the name of the column, and a folder.
struct Place {
    name: &'static str,
    folder: PathBuf,
    /// Results stay until all is measured: ext4 looks long for inodes that were not deleted in the last minutes, so
    /// whoever comes behind a removal pays for it.
    is_disk: bool,
}

/// Everything measured at one place.
#[derive(Default)]
struct Builds {
    floor: Vec<Cost>,
    first: Vec<Cost>,
    second: Vec<Cost>,
}

/// All results of a portal of one size.
struct Results {
    records: usize,
    places: Vec<(&'static str, Builds)>,
    check: Vec<Cost>,
    search: Vec<Cost>,
    files: usize,
    serve: serve::Waits,
}

/// Measures, and prints a table for each size.
pub(crate) fn bench(args: &[&str]) -> ExitCode {
    if let ["search", rest @ ..] = args {
        return search::bench(rest);
    }
    let Some(wanted) = Wanted::read(args) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match work(&wanted) {
        Ok(all) => {
            println!("{}", table::growth(&all));
            ExitCode::SUCCESS
        }
        Err(Failure(words)) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}

impl Wanted {
    fn read(args: &[&str]) -> Option<Self> {
        let mut wanted = Wanted { records: vec![10_000], runs: 5, generator: None };
        for pair in args.chunks(2) {
            let [name, value] = pair else { return None };
            match *name {
                "--records" => wanted.records = sizes(value)?,
                "--runs" => wanted.runs = value.parse().ok().filter(|n| *n > 0)?,
                "--generator" => wanted.generator = Some(PathBuf::from(value)),
                _ => return None,
            }
        }
        Some(wanted)
    }
}

/// Numbers greater than zero, with commas between them.
fn sizes(text: &str) -> Option<Vec<usize>> {
    text.split(',').map(|size| size.trim().parse().ok().filter(|n| *n > 0)).collect()
}

fn work(wanted: &Wanted) -> Result<Vec<Results>, Failure> {
    let advice = "The lines above say why.";
    // One by one: together, the features that only the floor needs would change the program.
    for package in ["metod", "metod-floor"] {
        run::run(&mut cargo(&["build", "--release", "-p", package]), advice)?;
    }
    let show = |records: &usize| {
        let results = measured(wanted, *records)?;
        println!("\n{}", table::print(wanted, &results));
        Ok(results)
    };
    wanted.records.iter().map(show).collect()
}

/// Measures with a portal of one size.
fn measured(wanted: &Wanted, records: usize) -> Result<Results, Failure> {
    let target = target();
    let folder = target.join("bench");
    let portal = folder.join("portal");
    corpus::make(&portal, records, wanted.generator.as_deref())?;
    let program =
        |name: &str| target.join(format!("release/{name}{}", std::env::consts::EXE_SUFFIX));
    let (metod, floor) = (program("metod"), program("metod-floor"));
    let meter = Meter::new(&folder);
    let places = places(&folder);
    for place in &places {
        remove(&place.folder)?;
    }
    let mut results = Results {
        records,
        places: places.iter().map(|place| (place.name, Builds::default())).collect(),
        check: Vec::new(),
        search: Vec::new(),
        files: 0,
        serve: serve::Waits::default(),
    };
    for number in 1..=wanted.runs {
        println!("{records} records, run {number} of {}", wanted.runs);
        for (place, (_, builds)) in places.iter().zip(&mut results.places) {
            results.files = round(&meter, &floor, &metod, &portal, place, builds)?;
        }
        let root: [&Path; 3] = [Path::new("-q"), Path::new("--root"), &portal];
        results.check.push(meter.run(&metod, [Path::new("check")].into_iter().chain(root))?);
        let query = ["search", "школа"].map(Path::new);
        results.search.push(meter.run(&metod, query.into_iter().chain(root))?);
    }
    results.serve = serve::measure(&metod, &portal, wanted.runs)?;
    for place in &places {
        remove(&place.folder)?;
    }
    Ok(results)
}

/// The floor, a first build, and a build after one edit. Gives the number of files of the first build.
fn round(
    meter: &Meter,
    floor: &Path,
    metod: &Path,
    portal: &Path,
    place: &Place,
    builds: &mut Builds,
) -> Result<usize, Failure> {
    let folder = place.folder.join(builds.floor.len().to_string());
    let (plain, site) = (folder.join("floor"), folder.join("site"));
    builds.floor.push(meter.run(floor, [portal, &plain])?);
    let words = ["build", "-q", "--root"].map(Path::new);
    let build = || words.into_iter().chain([portal, Path::new("--out"), &site]);
    builds.first.push(meter.run(metod, build())?);
    let files = count(&site)?;
    corpus::edit(portal, &format!("Правка {}.", builds.second.len()))?;
    builds.second.push(meter.run(metod, build())?);
    if !place.is_disk {
        remove(&folder)?;
    }
    Ok(files)
}

/// In memory where the system has such a folder, and on the disk of the target folder.
fn places(folder: &Path) -> Vec<Place> {
    let memory = Path::new("/dev/shm");
    let own = format!("metod-bench-{}", std::process::id());
    let memory =
        memory.is_dir().then(|| Place { name: "tmpfs", folder: memory.join(own), is_disk: false });
    let disk = Place { name: "disk", folder: folder.join("out"), is_disk: true };
    memory.into_iter().chain([disk]).collect()
}

fn target() -> PathBuf {
    let named = std::env::var_os("CARGO_TARGET_DIR").map(PathBuf::from);
    run::root().join(named.unwrap_or_else(|| "target".into()))
}

fn count(folder: &Path) -> Result<usize, Failure> {
    let mut files = 0;
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in at(&folder, fs::read_dir(&folder))? {
            let entry = at(&folder, entry)?;
            match at(&folder, entry.file_type())?.is_dir() {
                true => open.push(entry.path()),
                false => files += 1,
            }
        }
    }
    Ok(files)
}

fn remove(folder: &Path) -> Result<(), Failure> {
    if folder.exists() { at(folder, fs::remove_dir_all(folder)) } else { Ok(()) }
}

/// Says which path an error is about.
fn at<T>(path: &Path, result: std::io::Result<T>) -> Result<T, Failure> {
    result.map_err(|error| Failure(format!("{}: {error}", path.display())))
}
