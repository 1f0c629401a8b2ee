//! The static index answers what tantivy answers: the same documents in the same order, from few files.
//!
//! `cargo test --test search -- --nocapture` prints how many queries were compared and what they took;
//! `PORTAL=/some/portal cargo test --release --test search -- --ignored --nocapture` does so with a
//! portal of your choice.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Only test data is read here.
#![allow(clippy::disallowed_methods)]

mod quality;
mod queries;

use metod::index::{
    self, Answer, File, Index, IndexDoc, Library, Options, Request, Settings, Sort, Weights,
};
use metod::pipeline;
use metod::render::Facts;
use metod::source::{Disk, History, Scope};
use metod_content::model::Portal as Model;
use metod_search::store::Engine;
use queries::Queries;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::time::Instant;

const QUERIES: usize = 500;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Texts of a portal's documents, for queries.
struct Portal {
    docs: Vec<IndexDoc>,
    index: Index,
    model: Model,
}

fn portal(root: &Path) -> Portal {
    let tree = Disk::new(root, Scope::portal().without("public")).unwrap();
    let facts = Facts { as_of: "2026-11-23".parse().unwrap(), base_url: None };
    let prepared = pipeline::prepare(&tree, History::default(), &facts, false).unwrap();
    let portal = &prepared.loaded.portal;
    let docs: Vec<IndexDoc> = index::documents(portal, &prepared.plan).collect();
    let built = built(docs, &index::settings(portal), None);
    Portal { model: prepared.loaded.portal, ..built }
}

/// What words tell, weighed as a build does.
fn weights(docs: &[IndexDoc]) -> Weights {
    let sample = Weights::sample(docs.len()).map(|at| docs[at].clone());
    Weights::of(&sample.collect::<Vec<_>>())
}

fn built(docs: Vec<IndexDoc>, settings: &Settings, dear: Option<usize>) -> Portal {
    let digests = Some(weights(&docs));
    let options = Options { keep_text: true, digests, dear, ..Options::default() };
    let index = index::build(docs.clone(), settings, options).unwrap();
    Portal { docs, index, model: Model::default() }
}

#[test]
fn the_sample_portal() {
    compare("sample portal", &portal(root()));
}

#[test]
#[ignore = "needs PORTAL"]
fn a_portal_of_choice() {
    let path = std::env::var("PORTAL").expect("PORTAL names a folder");
    compare(&path, &portal(Path::new(&path)));
}

/// Whole pages with natural words, where they are at hand.
#[test]
fn two_thousand_pages() {
    let mut docs = pages(2000);
    if docs.is_empty() {
        return println!("skipped: no pages.jsonl.xz, or no python3 to unpack it");
    }
    docs.sort_by(|a, b| a.id.cmp(&b.id));
    let settings = Settings {
        synonyms: vec![
            vec!["СКВ".into(), "система контроля версий".into()],
            vec!["ИСР".into(), "интегрированная среда разработки".into(), "среда".into()],
        ],
        badge: Some("kind".into()),
        ..Settings::default()
    };
    // As on a portal so large that its columns are dear.
    let rows = compare("2,000 pages", &built(docs, &settings, Some(0)));
    assert!(rows > QUERIES / 8, "{rows} questions took rows");
}

/// The first pages of the corpus for benchmarks; none where it is not at hand.
fn pages(count: usize) -> Vec<IndexDoc> {
    let path = root().join("../shared/corpus/pages.jsonl.xz");
    let unpack = "import lzma,sys; sys.stdout.buffer.write(lzma.open(sys.argv[1]).read())";
    let unpacked = Command::new("python3").args(["-c", unpack]).arg(&path).output();
    match unpacked {
        Ok(output) if output.status.success() => {
            String::from_utf8(output.stdout).unwrap().lines().take(count).map(page).collect()
        }
        _ => Vec::new(),
    }
}

fn page(line: &str) -> IndexDoc {
    let page: serde_json::Value = serde_json::from_str(line).unwrap();
    let text = |name: &str| page[name].as_str().unwrap_or_default().to_owned();
    let number = text("id").bytes().fold(7u32, |sum, byte| sum.wrapping_mul(31) + u32::from(byte));
    let section = |text: &str| ("part".to_owned(), String::new(), text.to_owned());
    IndexDoc {
        collection: "practices".into(),
        lang: "ru".into(),
        url: format!("practices/{}.html", text("id")),
        id: text("id"),
        title: text("title"),
        summary: text("summary"),
        sections: text("body").split("\n\n\n").map(section).collect(),
        facets: vec![
            ("subjects".into(), format!("s{}", number % 7)),
            ("subjects".into(), format!("s{}", number % 5)),
            ("kind".into(), format!("k{}", number % 3)),
            ("municipality".into(), format!("m{}", number % 53)),
        ],
        date: Some(text("date")).filter(|date| !date.is_empty()),
        ..IndexDoc::default()
    }
}

/// Compares answers with tantivy's; how many of them fetched values beside words ([`Options::dear`]).
fn compare(name: &str, portal: &Portal) -> usize {
    let start = Instant::now();
    let files = index::files(&portal.index, BTreeMap::new()).unwrap();
    println!("{name}: {} documents, exported in {:?}", portal.docs.len(), start.elapsed());
    sizes(&files);
    let root = files.last().unwrap().bytes.len();
    let files: BTreeMap<&str, &[u8]> =
        files.iter().map(|file| (file.address.as_str(), &file.bytes[..])).collect();
    let read = |address: &str| files.get(address).map(|bytes| bytes.to_vec());
    let mut warm = Library::open(read).unwrap();
    let mut measured = Vec::new();
    let mut different = Vec::new();
    let mut hits = 0;
    for request in Queries::new(&portal.docs, &portal.index).take(QUERIES) {
        let expected = portal.index.search(&request).unwrap();
        let mut cold = Library::open(read).unwrap();
        let answer = cold.search(&request);
        measured.push((cold.traffic().clone(), request.query.clone()));
        let all = Request { limit: 9999, snippets: false, ..request.clone() };
        let [expected_all, all] = [portal.index.search(&all).unwrap(), warm.search(&all)].map(ids);
        hits += all.len();
        let same = all == expected_all
            && answer.total == expected.total
            && answer.facets == expected.facets
            && answer.suggestion == expected.suggestion
            && ids(answer.clone()) == ids(expected.clone())
            && answer
                .hits
                .iter()
                .map(|hit| &hit.badge)
                .eq(expected.hits.iter().map(|hit| &hit.badge))
            && !answer.lost;
        if !same {
            different.push(format!(
                "{request:?}\n  {:?} {:?} {:?}\n  {:?} {:?} {:?}",
                expected.total,
                expected.suggestion,
                ids(expected.clone()),
                answer.total,
                answer.suggestion,
                ids(answer.clone())
            ));
        }
    }
    println!("{QUERIES} queries, {hits} hits compared, {} differ", different.len());
    print_traffic(root, &measured);
    assert!(
        different.is_empty(),
        "{}\n{}",
        different.len(),
        different[..different.len().min(5)].join("\n")
    );
    let has_rows = |(traffic, _): &&(index::Traffic, String)| {
        let mut files = traffic.rounds.iter().flatten();
        files.any(|(address, _)| address.starts_with("search/v"))
    };
    measured.iter().filter(has_rows).count()
}

fn ids(answer: Answer) -> Vec<String> {
    answer.hits.into_iter().map(|hit| format!("{}:{}", hit.collection, hit.id)).collect()
}

/// Number and bytes of the files of each kind.
fn sizes(files: &[File]) {
    let mut kinds: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for file in files {
        let kind = if file.address == "search/root.bin" { "root" } else { &file.address[7..8] };
        kinds.entry(kind.to_owned()).or_default().push(file.bytes.len());
    }
    for (kind, mut sizes) in kinds {
        sizes.sort_unstable();
        let middle = sizes[sizes.len() / 2];
        let (all, most) = (sizes.iter().sum::<usize>(), sizes[sizes.len() - 1]);
        println!(
            "  {kind:>4}: {:>5} files, {all:>9} bytes, median {middle}, longest {most}",
            sizes.len()
        );
    }
}

fn print_traffic(root: usize, measured: &[(index::Traffic, String)]) {
    let show = |what: &str, of: &dyn Fn(&index::Traffic) -> usize| {
        let mut all: Vec<(usize, &str)> =
            measured.iter().map(|(traffic, query)| (of(traffic), query.as_str())).collect();
        all.sort_unstable();
        let at = |share: usize| all[(all.len() - 1) * share / 100].0;
        let (most, query) = all[all.len() - 1];
        println!("  {what:<26} median {:>6}, p95 {:>6}, most {most:>6} ({query})", at(50), at(95));
    };
    show("bytes until titles", &|t| root + t.bytes(t.until_titles));
    show("bytes until whole", &|t| root + t.bytes(t.rounds.len()));
    show("rounds until titles", &|t| t.until_titles);
    show("rounds until whole", &|t| t.rounds.len());
    show("files until titles", &|t| t.rounds.iter().take(t.until_titles).map(Vec::len).sum());
    show("files until whole", &|t| t.rounds.iter().map(Vec::len).sum());
    // By kind of file: in each round, bytes by query and how many queries in a hundred need any.
    let mut kinds: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (traffic, _) in measured {
        for (round, files) in traffic.rounds.iter().enumerate() {
            let mut seen = BTreeSet::new();
            for (address, bytes) in files {
                let rounds = kinds.entry(&address[7..8]).or_default();
                rounds.resize(rounds.len().max(round + 1), (0, 0));
                rounds[round].0 += bytes;
                rounds[round].1 += usize::from(seen.insert(&address[7..8]));
            }
        }
    }
    for (kind, rounds) in kinds {
        let share = |(bytes, queries): &(usize, usize)| {
            format!("{:>6} ({:>2} %)", bytes / measured.len(), queries * 100 / measured.len())
        };
        println!("  {kind} by round: {}", rounds.iter().map(share).collect::<Vec<_>>().join(", "));
    }
}

#[test]
fn a_folder_answers_and_damage_is_told() {
    let portal = portal(root());
    let files = index::files(&portal.index, index::labels(&portal.model, &portal.index)).unwrap();
    let site = tempfile::tempdir().unwrap();
    std::fs::create_dir(site.path().join("search")).unwrap();
    for file in &files {
        std::fs::write(site.path().join(&file.address), &file.bytes).unwrap();
    }
    let request = Request { query: "наставник".into(), ..Request::default() };
    let expected = portal.index.search(&request).unwrap();
    let said = |args: &[&str]| {
        let program = Command::new(env!("CARGO_BIN_EXE_metod"))
            .args(["search", "наставник", "--from"])
            .arg(site.path())
            .args(args)
            .output()
            .unwrap();
        (program.status.code(), String::from_utf8(program.stdout).unwrap())
    };
    let (code, text) = said(&[]);
    assert_eq!(code, Some(0));
    assert!(text.ends_with(&format!("{} / {}\n", expected.hits.len(), expected.total)), "{text}");
    for file in files.iter().filter(|file| file.address.starts_with("search/w")) {
        std::fs::write(site.path().join(&file.address), &file.bytes[..file.bytes.len() / 2])
            .unwrap();
    }
    assert_eq!(said(&[]), (Some(2), String::new()));
    std::fs::write(site.path().join("search/root.bin"), "MS").unwrap();
    assert_eq!(said(&["--json"]), (Some(2), String::new()));
}

#[test]
fn labels_are_in_the_index_by_language() {
    let portal = portal(root());
    let files = index::files(&portal.index, index::labels(&portal.model, &portal.index)).unwrap();
    let mut engine = Engine::open(&files.last().unwrap().bytes).unwrap();
    let address = engine.labels_address("ru").unwrap();
    let file = files.iter().find(|file| file.address == address).unwrap();
    engine.give(&address, &file.bytes).unwrap();
    let labels = engine.labels("ru").unwrap();
    assert_eq!(labels.value("subjects", "matematika"), Some("Математика"));
    assert_eq!(labels.field("stages"), Some("Уровень образования"));
    assert!(engine.labels_address("tt").is_none());
    assert_eq!(engine.facets().take(3).collect::<Vec<_>>(), ["collection", "lang", "cost"]);
}

#[test]
fn other_orders_are_the_same_too() {
    let portal = portal(root());
    let files = index::files(&portal.index, BTreeMap::new()).unwrap();
    let mut library = Library::of(files).unwrap();
    for sort in [Sort::Date, Sort::Facet("stages".into()), Sort::Facet("none".into())] {
        for query in ["", "практика", "наставник урок"] {
            let request = Request { query: query.into(), sort: sort.clone(), ..Request::default() };
            let expected = portal.index.search(&request).unwrap();
            assert_eq!(ids(library.search(&request)), ids(expected), "{sort:?} {query}");
        }
    }
}

#[test]
fn the_same_bytes_for_any_number_of_threads() {
    let portal = portal(root());
    let export = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| index::files(&portal.index, BTreeMap::new()).unwrap())
    };
    assert!(export(1) == export(3));
}
