//! `cargo xtask bench search`: the search of a built portal in a real browser, beside Pagefind.
//!
//! 1. A release build of the program, the npm packages of `benches/search/` and of the browser tests.
//! 2. [`corpus`] makes a portal, the program builds it, Pagefind indexes the pages of its records.
//! 3. `benches/search/bench.mjs` asks both in Chromium over slow lines and prints tables.
//!
//! With `--quality` the portal is the sample with other pages mixed in, and `quality.mjs` asks the judged
//! queries of `tests/search/queries.yaml`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};

use super::measure::{Cost, Meter};
use super::{at, corpus, remove, table, target};
use crate::run::{self, Done, Failure, cargo};
use crate::tools;

pub(crate) const USAGE: &str = "\
cargo xtask bench search      measure the search in Chromium, beside Pagefind
    [--records N]             size of the portal, 10000 unless told
    [--queries N]             first questions that are counted, 30 unless told
    [--shaped N]              how many of them are asked over each slow line, 10 unless told
    [--generator FILE]        as above
    [--without-pagefind]      ours alone: from some 20000 records on Pagefind takes 5 GB and more
    [--http2]                 over one connection with TLS (needs openssl), instead of six without
    [--program FILE]          a program that was built before, instead of a release build
    [--quality]               the judged queries of tests/search instead";

/// Pages about other things for the judged queries, where they are at hand; packed as Python unpacks them.
const MIXED: &str = "../shared/corpus/pages.jsonl.xz";
const UNPACK: &str = "import lzma,sys; sys.stdout.buffer.write(lzma.open(sys.argv[1]).read())";
/// What stands on a record's page for other purposes than to be read there.
const NOT_TEXT: &str = ".no-print, .kicker";
/// The folder of the scripts.
const SCRIPTS: &str = "benches/search";

/// What was asked for.
struct Wanted {
    records: usize,
    queries: usize,
    shaped: usize,
    generator: Option<PathBuf>,
    program: Option<PathBuf>,
    pagefind: bool,
    http2: bool,
    quality: bool,
}

/// Where everything lies.
struct Places {
    portal: PathBuf,
    site: PathBuf,
    marked: PathBuf,
    pagefind: PathBuf,
    pages: PathBuf,
}

/// Measures, and prints tables.
pub(super) fn bench(args: &[&str]) -> ExitCode {
    let Some(wanted) = Wanted::read(args) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    match work(&wanted) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure(words)) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}

impl Wanted {
    fn read(args: &[&str]) -> Option<Self> {
        let mut wanted = Wanted {
            records: 10_000,
            queries: 30,
            shaped: 10,
            generator: None,
            program: None,
            pagefind: true,
            http2: false,
            quality: false,
        };
        let mut args = args.iter();
        while let Some(name) = args.next() {
            let mut number = || args.next()?.parse().ok().filter(|n| *n > 0);
            match *name {
                "--records" => wanted.records = number()?,
                "--queries" => wanted.queries = number()?,
                "--shaped" => wanted.shaped = number()?,
                "--generator" => wanted.generator = Some(PathBuf::from(args.next()?)),
                "--program" => wanted.program = Some(PathBuf::from(args.next()?)),
                "--http2" => wanted.http2 = true,
                "--without-pagefind" => wanted.pagefind = false,
                "--quality" => wanted.quality = true,
                _ => return None,
            }
        }
        // Alone there is nothing to compare: tests/search/quality.rs judges ours.
        (wanted.pagefind || !wanted.quality).then_some(wanted)
    }
}

impl Places {
    fn new() -> Self {
        let folder = target().join("bench/search");
        let place = |name: &str| folder.join(name);
        Places {
            portal: place("portal"),
            site: place("site"),
            marked: place("marked"),
            pagefind: place("pagefind"),
            pages: place("pages.jsonl"),
        }
    }
}

fn work(wanted: &Wanted) -> Done {
    let metod = program(wanted)?;
    for folder in [SCRIPTS, "tests/browser"] {
        tools::npm_packages(&run::root().join(folder))?;
    }
    let places = Places::new();
    for folder in [&places.portal, &places.site, &places.marked, &places.pagefind] {
        remove(folder)?;
    }
    at(&places.portal, fs::create_dir_all(&places.portal))?;
    match wanted.quality {
        true => mix(&places)?,
        false => corpus::make(&places.portal, wanted.records, wanted.generator.as_deref())?,
    }
    let meter = Meter::new(&target().join("bench/search"));
    let mut costs = vec![(
        "`metod build`: all pages, lists, formats, the index",
        build(&meter, &metod, &places)?,
    )];
    if wanted.pagefind {
        costs.push(("Pagefind: its index of the built pages", index(&meter, &places)?));
    }
    if wanted.quality {
        let queries = run::root().join("tests/search/queries.yaml");
        return script("quality.mjs", &[&places.site, &queries, &places.pagefind]);
    }
    let numbers = [wanted.queries, wanted.shaped].map(|number| PathBuf::from(number.to_string()));
    let protocol = Path::new(if wanted.http2 { "http2" } else { "http1" });
    let mut args = vec![&*places.site, &places.portal, &numbers[0], &numbers[1], protocol];
    args.extend(wanted.pagefind.then_some(&*places.pagefind));
    script("bench.mjs", &args)?;
    println!("\n{}", table::costs(wanted.records, &costs));
    Ok(())
}

/// The sample portal with other pages mixed in.
fn mix(places: &Places) -> Done {
    let root = run::root();
    let packed = root.join(MIXED);
    if !packed.is_file() {
        println!("no pages to mix in: the sample portal alone");
        return script("mix.mjs", &[&root, &places.portal]);
    }
    let out = at(&places.pages, fs::File::create(&places.pages))?;
    let mut python = run::program("python3");
    python.args(["-c", UNPACK]).arg(&packed).stdout(Stdio::from(out));
    run::run(&mut python, "Python 3 unpacks the pages.")?;
    script("mix.mjs", &[&root, &places.portal, &places.pages])
}

/// The program to be measured.
fn program(wanted: &Wanted) -> Result<PathBuf, Failure> {
    if let Some(named) = &wanted.program {
        return Ok(named.clone());
    }
    let advice = "The lines above say why.";
    run::run(&mut cargo(&["build", "--release", "-p", "metod"]), advice)?;
    Ok(target().join(format!("release/metod{}", std::env::consts::EXE_SUFFIX)))
}

fn build(meter: &Meter, metod: &Path, places: &Places) -> Result<Cost, Failure> {
    println!("$ metod build");
    let words = ["build", "-q", "--root"].map(Path::new);
    meter.run(metod, words.into_iter().chain([&*places.portal, Path::new("--out"), &places.site]))
}

/// Pages of records as Pagefind wants them, and its index. Both languages are one to it, as they are to ours.
fn index(meter: &Meter, places: &Places) -> Result<Cost, Failure> {
    script("mark.mjs", &[&places.site, &places.marked])?;
    let node = tools::find("node").ok_or_else(|| Failure("Node.js is not installed".into()))?;
    let program = run::root().join(SCRIPTS).join("node_modules/pagefind/lib/runner/bin.cjs");
    println!("$ pagefind");
    let options = ["--exclude-selectors", NOT_TEXT, "--force-language", "ru"].map(Path::new);
    let site = [&*program, Path::new("--site"), &places.marked];
    let out = [Path::new("--output-path"), &places.pagefind];
    meter.run(&node, site.into_iter().chain(options).chain(out))
}

fn script(name: &str, args: &[&Path]) -> Done {
    let browser = tools::browser().unwrap_or_default();
    run::run(
        run::program("node")
            .arg(run::root().join(SCRIPTS).join(name))
            .args(args)
            .env("CHROMIUM", browser),
        "The lines above say why.",
    )
}
