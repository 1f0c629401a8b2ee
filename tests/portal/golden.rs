//! Whole portals: what goes in, what comes out.
//!
//! A case of `golden/` is a portal and what is built of it: `=== < files` lists the site, `=== < PATH`
//! shows the main part of a page, one tag a line, without hashes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use metod::index;
use metod::pipeline::{self, Outcome, Purpose, Request};
use metod::render::Facts;
use metod::source::{History, Memory};
use metod_content::diagnostic::{Code, Lang};

use crate::archive::{self, Archive};
use crate::run::metod_with;

/// A published site.
struct Site {
    files: BTreeMap<PathBuf, Vec<u8>>,
}

impl Site {
    fn page(&self, path: &str) -> &str {
        let bytes = self.files.get(Path::new(path)).unwrap_or_else(|| panic!("no page {path}"));
        std::str::from_utf8(bytes).unwrap()
    }

    /// Pages only: assets and indexes have tests of their own.
    fn pages(&self) -> BTreeMap<&Path, &[u8]> {
        let is_page = |path: &Path| path.extension().is_some_and(|extension| extension == "html");
        let files = self.files.iter().filter(|(path, _)| is_page(path));
        files.map(|(path, bytes)| (path.as_path(), bytes.as_slice())).collect()
    }
}

fn build(tree: &Memory) -> (Site, Outcome) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("site");
    let request = Request {
        out: out.clone(),
        as_of: "2026-11-23".parse().unwrap(),
        base_url: None,
        drafts: false,
        commit: None,
        private: None,
    };
    let outcome = pipeline::build(tree, History::default(), &request).unwrap();
    let words: Vec<String> =
        outcome.diagnostics.iter().map(|found| found.message(Lang::En)).collect();
    assert!(outcome.published.is_some(), "{words:?}");
    (Site { files: files(&out) }, outcome)
}

/// Every file below a folder.
pub(crate) fn files(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(next) = open.pop() {
        for entry in fs::read_dir(&next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else {
                out.insert(path.strip_prefix(folder).unwrap().to_owned(), fs::read(&path).unwrap());
            }
        }
    }
    out
}

/// The main part of a page, one tag a line.
fn main_part(html: &str) -> String {
    let start = html.find("<main").expect("a page has a main part");
    let end = html.find("</main>").expect("it ends");
    let mut out = String::new();
    let mut html = html[start..end].to_owned();
    // Icons say nothing of the content.
    while let Some((before, rest)) = html.split_once("<svg") {
        let (_, after) = rest.split_once("</svg>").expect("an icon ends");
        html = format!("{before}{after}");
    }
    for line in html.replace("><", ">\n<").lines().map(str::trim) {
        if !line.is_empty() {
            let _ = writeln!(out, "{}", without_hashes(line));
        }
    }
    out
}

/// Twelve or more hexadecimal digits are a hash.
fn without_hashes(line: &str) -> String {
    let mut out = String::new();
    let mut digits = String::new();
    let end = |digits: &mut String, out: &mut String| {
        let hash = digits.len() >= 12 && digits.bytes().any(|byte| byte.is_ascii_digit());
        out.push_str(if hash { "HASH" } else { digits });
        digits.clear();
    };
    for c in line.chars() {
        if matches!(c, '0'..='9' | 'a'..='f') {
            digits.push(c);
        } else {
            end(&mut digits, &mut out);
            out.push(c);
        }
    }
    end(&mut digits, &mut out);
    out
}

#[test]
fn pages_are_as_expected() {
    let mut wrong = String::new();
    for mut case in archive::all(&archive::folder().join("golden")) {
        let name = case.name().to_owned();
        let (site, _) = build(&case.tree());
        let mut changed = false;
        for section in &mut case.sections {
            let found = match section.name.strip_prefix("< ") {
                Some("files") => list(&site),
                Some(path) => main_part(site.page(path)),
                None => continue,
            };
            if found != section.text {
                let _ = writeln!(
                    wrong,
                    "{name}: {}\nexpected:\n{}\nfound:\n{found}",
                    section.name, section.text
                );
                section.text = found;
                changed = true;
            }
        }
        if changed && archive::blessing() {
            case.write();
        }
    }
    assert!(wrong.is_empty() || archive::blessing(), "{wrong}");
}

fn list(site: &Site) -> String {
    let mut names: Vec<String> =
        site.files.keys().map(|path| without_name_hash(path.to_str().unwrap())).collect();
    names.sort();
    names.into_iter().map(|name| format!("{name}\n")).collect()
}

/// `assets/site.d229070e.css` changes with every rule of the theme; that there is one file does not.
fn without_name_hash(path: &str) -> String {
    let is_hash = |part: &str| part.len() == 8 && part.bytes().all(|b| b.is_ascii_hexdigit());
    let parts: Vec<&str> =
        path.split('.').map(|part| if is_hash(part) { "HASH" } else { part }).collect();
    without_hashes(&parts.join("."))
}

fn golden(name: &str) -> Archive {
    Archive::read(&archive::folder().join("golden").join(format!("{name}.txt")))
}

fn prepared(tree: &Memory) -> pipeline::Prepared {
    let facts = Facts { as_of: "2026-11-23".parse().unwrap(), base_url: None };
    pipeline::prepare(tree, History::default(), &facts, false).unwrap()
}

/// One YAML file makes a collection: validation, search and facets know it without any Rust.
#[test]
fn a_collection_of_its_own_is_searched_and_checked() {
    let case = golden("own-collection");
    let prepared = prepared(&case.tree());
    let index = pipeline::index(&prepared, Purpose::Search).unwrap();
    let find = |query: &str, filters: &[(&str, &str)]| -> Vec<String> {
        let filters = filters.iter().map(|(field, id)| ((*field).into(), (*id).into()));
        let request = index::Request {
            query: query.into(),
            filters: filters.collect(),
            limit: 10,
            ..index::Request::default()
        };
        let response = index.search(&request).unwrap();
        response.hits.into_iter().map(|hit| format!("{}:{}", hit.collection, hit.id)).collect()
    };
    assert_eq!(find("олимпиада по физике", &[])[0], "olympiads:fizika-2026");
    assert_eq!(find("Смирнова", &[]), ["olympiads:matematika-2026"]);
    assert_eq!(find("", &[("tier", "region")]), ["olympiads:matematika-2026"]);

    let broken = "---\ntitle: Олимпиада\ntier: region\nwinnner: Иванов\n---\n";
    let tree = case.tree().with("content/olympiads/fizika-2026.md", broken);
    let found = self::prepared(&tree).loaded.diagnostics;
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].code, Code::UnknownField);
    assert_eq!(found[0].help(Lang::En).split("Did you mean").nth(1), Some(" “winner”?"));
}

/// A registry is the same whether it is kept in YAML, in Russian Excel's CSV or in a workbook.
#[test]
fn tables_give_the_same_pages_as_yaml() {
    let case = golden("registry");
    let (expected, _) = build(&case.tree());
    for name in ["registry-csv", "registry-xlsx"] {
        let other = Archive::read(&archive::folder().join("tables").join(format!("{name}.txt")));
        let (found, _) = build(&other.tree());
        let (expected, found) = (expected.pages(), found.pages());
        assert_eq!(expected.keys().collect::<Vec<_>>(), found.keys().collect::<Vec<_>>());
        for (path, bytes) in expected {
            let show = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            assert_eq!(show(bytes), show(found[path]), "{name}: {}", path.display());
        }
    }
}

#[test]
fn languages_know_each_other() {
    let (site, _) = build(&golden("two-languages").tree());
    let own = site.page("pages/about.html");
    let other = site.page("en/pages/about.html");
    assert!(own.contains("lang=\"ru\"") && other.contains("lang=\"en\""));
    assert!(own.contains("../en/pages/about.html"), "{own}");
    assert!(other.contains("../../pages/about.html"));
    // What has no translation is linked in the language that it has.
    assert!(site.page("en/pages/index.html").contains("../../pages/pravila.html"));
    assert!(!site.files.contains_key(Path::new("en/pages/pravila.html")));
}

/// A portal that asks for every stage: pictures, code, tables, several languages, a collection of its own.
fn rich(root: &Path) {
    for name in ["rich", "own-collection", "registry"] {
        golden(name).unpack(root);
    }
    fs::write(root.join("portal.yaml"), "title: Портал\nlanguages: [ru, en]\n").unwrap();
    let pages = root.join("content/pages");
    for number in 0..60 {
        let text =
            format!("---\ntitle: Страница {number}\ntags: [t-{}]\n---\nТекст.\n", number % 7);
        fs::write(pages.join(format!("p-{number}.md")), text).unwrap();
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let root = tempfile::tempdir().unwrap();
    rich(root.path());
    let build = |out: &str, variables: &[(&str, &str)]| {
        let arguments = ["build", "--as-of", "2026-11-23", "--out", out];
        let said = metod_with(root.path(), &arguments, variables);
        assert_eq!(said.code, 0, "{}", said.all());
        files(&root.path().join(out))
    };
    let expected = build("a", &[("RAYON_NUM_THREADS", "1"), ("TZ", "UTC"), ("LC_ALL", "C")]);
    for (out, variables) in [
        ("b", [("RAYON_NUM_THREADS", "4"), ("TZ", "UTC"), ("LC_ALL", "C")]),
        (
            "c",
            [("RAYON_NUM_THREADS", "4"), ("TZ", "Pacific/Kiritimati"), ("LC_ALL", "tr_TR.UTF-8")],
        ),
        ("d", [("RAYON_NUM_THREADS", "3"), ("TZ", "America/Adak"), ("LANG", "ru_RU.KOI8-R")]),
    ] {
        let found = build(out, &variables);
        let names = |files: &BTreeMap<PathBuf, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&expected), names(&found));
        for (path, bytes) in &expected {
            assert!(found[path] == *bytes, "{} differs: {variables:?}", path.display());
        }
    }
}

#[test]
fn what_has_not_changed_keeps_its_time() {
    let root = tempfile::tempdir().unwrap();
    rich(root.path());
    let build = || {
        let said = metod_with(root.path(), &["build", "--as-of", "2026-11-23"], &[]);
        assert_eq!(said.code, 0, "{}", said.all());
    };
    let times = || -> BTreeMap<PathBuf, SystemTime> {
        let site = root.path().join("public");
        let time = |path: &PathBuf| fs::metadata(site.join(path)).unwrap().modified().unwrap();
        files(&site).keys().map(|path| (path.clone(), time(path))).collect()
    };
    let changed = |before: &BTreeMap<PathBuf, SystemTime>| -> Vec<PathBuf> {
        let newer = times().into_iter().filter(|(path, time)| before.get(path) != Some(time));
        newer.map(|(path, _)| path).collect()
    };
    build();
    let before = times();
    std::thread::sleep(std::time::Duration::from_millis(20));
    build();
    assert_eq!(changed(&before), [PathBuf::from("manifest.json")]);

    let page = root.path().join("content/pages/p-7.md");
    let text = fs::read_to_string(&page).unwrap().replace("Текст.", "Другой текст.");
    fs::write(page, text).unwrap();
    build();
    let changed = changed(&before);
    assert!(changed.contains(&PathBuf::from("pages/p-7.html")));
    assert!(!changed.contains(&PathBuf::from("practices/index.html")), "{changed:?}");
    assert!(!changed.contains(&PathBuf::from("pages/p-8.html")), "{changed:?}");
}
