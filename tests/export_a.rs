//! Files for programs, made of the sample portal and of small hostile ones: every one is read by a reader
//! of its format that is not ours.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use metod::pipeline::{self, Prepared};
use metod::render::Facts;
use metod::source::{Disk, History, Memory, Scope, Tree};
use metod_content::date::CivilDate;
use metod_content::diagnostic::Code;
use oxttl::TurtleParser;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

fn facts() -> Facts {
    let base_url = Some("https://metod.example.org/portal/".to_owned());
    Facts { as_of: CivilDate::new(2026, 11, 23).unwrap(), base_url }
}

fn prepare(tree: &dyn Tree) -> Prepared {
    pipeline::prepare(tree, History::default(), &facts(), false).unwrap()
}

static SAMPLE: LazyLock<Prepared> =
    LazyLock::new(|| prepare(&Disk::new(env!("CARGO_MANIFEST_DIR"), Scope::portal()).unwrap()));

fn files(prepared: &Prepared) -> BTreeMap<String, Vec<u8>> {
    let jobs = prepared.exports();
    let count = jobs.len();
    let files: BTreeMap<String, Vec<u8>> =
        jobs.iter().map(|job| job.file().unwrap()).map(|file| (file.address, file.bytes)).collect();
    assert_eq!(files.len(), count, "two files at one address");
    files
}

static FILES: LazyLock<BTreeMap<String, Vec<u8>>> = LazyLock::new(|| files(&SAMPLE));

fn text(files: &BTreeMap<String, Vec<u8>>, address: &str) -> String {
    String::from_utf8(files[address].clone()).unwrap()
}

fn json(address: &str) -> Value {
    serde_json::from_slice(&FILES[address]).unwrap()
}

/// What is between the tags named `name`.
fn texts_of(xml: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut open, mut out): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                open.push(tag.name().as_ref().to_owned());
                if tag.name().as_ref() == name {
                    out.push(String::new());
                }
                assert!(tag.attributes().all(|attribute| attribute.is_ok()));
            }
            Event::End(_) => {
                open.pop().unwrap();
            }
            Event::Text(part) if open.last().is_some_and(|tag| tag == name) => {
                out.last_mut().unwrap().push_str(&part);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?} are not closed");
    out
}

#[test]
fn every_xml_file_is_well_formed() {
    let is_xml = |name: &&String| name.ends_with(".xml") || name.ends_with(".config");
    let names: Vec<&String> = FILES.keys().filter(is_xml).collect();
    assert!(names.len() >= 4, "{names:?}");
    for name in names {
        texts_of(&text(&FILES, name), "-");
    }
}

#[test]
fn every_address_of_the_sitemap_is_a_page() {
    let places = texts_of(&text(&FILES, "sitemap.xml"), "loc");
    assert!(places.len() > SAMPLE.loaded.portal.records.len() / 2);
    for place in &places {
        let address = place.strip_prefix("https://metod.example.org/portal/").unwrap();
        assert!(SAMPLE.plan.page(address).is_some(), "{address}");
    }
    assert_eq!(places.iter().collect::<BTreeSet<_>>().len(), places.len());
    assert!(text(&FILES, "robots.txt").contains("/portal/sitemap.xml"));
}

#[test]
fn feeds_hold_what_atom_asks_for() {
    for name in ["feed.xml", "practices/feed.xml", "news/feed.xml"] {
        let feed = text(&FILES, name);
        let ids = texts_of(&feed, "id");
        assert!(ids.len() > 1 && ids.len() <= 51, "{name}: {}", ids.len());
        for element in ["title", "updated"] {
            assert_eq!(texts_of(&feed, element).len(), ids.len(), "{name}: {element}");
        }
        let published = texts_of(&feed, "published");
        assert!(published.is_sorted_by(|a, b| a >= b), "{name}: newest first");
        for id in &ids[1..] {
            let address = id.strip_prefix("https://metod.example.org/portal/").unwrap();
            assert!(SAMPLE.plan.page(address).is_some(), "{address}");
        }
    }
    for feed in &SAMPLE.feeds {
        assert!(FILES.contains_key(&feed.address), "{}", feed.address);
    }
}

#[test]
fn the_index_names_every_collection_with_its_count() {
    let index = json("data/index.json");
    for listed in index["collections"].as_array().unwrap() {
        let file = json(listed["url"].as_str().unwrap());
        let records = file["records"].as_array().unwrap();
        assert_eq!(listed["count"], records.len());
        assert_eq!(file["count"], records.len());
        assert!(FILES.contains_key(listed["schema"].as_str().unwrap()));
        for record in records {
            let url = record["url"].as_str().unwrap();
            assert!(SAMPLE.plan.page(url).is_some(), "{url}");
        }
    }
    let vocabularies = &index["vocabularies"];
    for key in ["url", "schema", "skos"] {
        assert!(FILES.contains_key(vocabularies[key].as_str().unwrap()), "{key}");
    }
}

#[test]
fn vocabularies_are_concept_schemes() {
    let turtle = text(&FILES, "data/vocabularies.ttl");
    let base = "https://metod.example.org/portal/data/vocabularies.ttl";
    let parser = TurtleParser::new().with_base_iri(base).unwrap();
    let triples: Vec<(String, String, String)> = parser
        .for_slice(turtle.as_bytes())
        .map(|triple| triple.unwrap())
        .map(|t| (t.subject.to_string(), t.predicate.to_string(), t.object.to_string()))
        .collect();
    let skos = |name: &str| format!("<http://www.w3.org/2004/02/skos/core#{name}>");
    let of = |name: &str| {
        let predicate = skos(name);
        triples.iter().filter(move |(_, found, _)| *found == predicate)
    };
    let schemes: BTreeSet<&String> = of("inScheme").map(|(_, _, scheme)| scheme).collect();
    assert_eq!(schemes.len(), SAMPLE.loaded.portal.vocabularies.iter().count());
    let concepts: BTreeSet<&String> = of("inScheme").map(|(concept, _, _)| concept).collect();
    assert!(concepts.contains(&format!("<{base}#stages/ooo>")));
    assert!(of("broader").all(|(_, _, broader)| concepts.contains(broader)));
    // SKOS S14: one preferred label a language.
    let mut labels = BTreeSet::new();
    for (concept, _, label) in of("prefLabel") {
        let lang = label.rsplit_once('@').expect("a label has a language").1;
        assert!(labels.insert((concept, lang)), "{concept} has two labels in {lang}");
    }
}

#[test]
fn every_page_says_what_it_is() {
    let mut kinds = BTreeSet::new();
    let step = SAMPLE.plan.pages.len() / 60 + 1;
    let mut pages: Vec<&str> =
        SAMPLE.plan.pages.iter().step_by(step).map(|page| page.address.as_str()).collect();
    pages.extend(["index.html", "practices/index.html"]);
    for address in pages {
        let html = SAMPLE.html(SAMPLE.plan.page(address).unwrap()).unwrap();
        let (_, rest) = html.split_once("<script type=\"application/ld+json\">").expect(address);
        let block: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
        for thing in block["@graph"].as_array().unwrap() {
            kinds.insert(thing["@type"].as_str().unwrap().to_owned());
            if thing["@type"] == "Person" {
                let keys: Vec<&String> = thing.as_object().unwrap().keys().collect();
                let allowed = ["@type", "name", "jobTitle", "worksFor"];
                assert!(keys.iter().all(|key| allowed.contains(&key.as_str())), "{keys:?}");
            }
            for item in thing["itemListElement"].as_array().into_iter().flatten() {
                let url = item["item"].as_str().unwrap();
                let page = url.strip_prefix("https://metod.example.org/portal/").unwrap();
                assert!(SAMPLE.plan.page(page).is_some(), "{address}: {page}");
            }
        }
    }
    for kind in ["LearningResource", "Person", "BreadcrumbList", "WebSite"] {
        assert!(kinds.contains(kind), "{kind}: {kinds:?}");
    }
    let missing = SAMPLE.html(SAMPLE.plan.page("404.html").unwrap()).unwrap();
    assert!(!missing.contains("ld+json"));
}

const HOSTILE: &str = "---
title: '</script><script>alert(1)</script> & ]]> <b>'
summary: \"</summary><entry/> {{ 7 }}\"
kind: teaching
stages: [ooo]
authors: [{name: '<!-- \"x\" -->'}]
date: 2026-01-02
aliases: [old, archive/2019/old.html]
---
Текст.
";

fn hostile(extra: &[(&str, &str)]) -> Prepared {
    let mut tree = Memory::new().with_scope(Scope::portal());
    tree.insert("portal.yaml", "title: '<Портал> & \"]]>'\nbase_url: https://example.org\n");
    tree.insert("content/practices/new.md", HOSTILE);
    for (path, text) in extra {
        tree.insert(*path, text);
    }
    prepare(&tree)
}

#[test]
fn hostile_words_stay_words() {
    let prepared = hostile(&[]);
    assert!(!prepared.loaded.has_errors(), "{:?}", prepared.loaded.diagnostics);
    let files = files(&prepared);
    let feed = text(&files, "practices/feed.xml");
    assert_eq!(texts_of(&feed, "entry").len(), 1);
    let html = prepared.html(prepared.plan.page("practices/new.html").unwrap()).unwrap();
    assert!(!html.contains("<script>alert"), "a script is let in");
    let (_, rest) = html.split_once("<script type=\"application/ld+json\">").unwrap();
    let block: Value = serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap();
    assert!(block["@graph"][0]["name"].as_str().unwrap().contains("</script>"));
}

#[test]
fn former_addresses_lead_on() {
    let prepared = hostile(&[]);
    let files = files(&prepared);
    let page = text(&files, "practices/old.html");
    assert!(page.contains("url=../practices/new.html\""), "{page}");
    assert!(page.contains(
        "rel=\"canonical\" href=\"https://metod.example.org/portal/practices/new.html\""
    ));
    assert!(!page.contains("<script"), "{page}");
    assert!(text(&files, "archive/2019/old.html").contains("href=\"../../practices/new.html\""));
}

#[test]
fn a_former_address_that_is_taken_is_an_error() {
    let other = HOSTILE.replace("[old, archive/2019/old.html]", "[old, new, '../x.html', by.php]");
    let prepared = hostile(&[("content/practices/second.md", &other)]);
    let codes: Vec<Code> = prepared
        .loaded
        .diagnostics
        .iter()
        .map(|found| found.code)
        .filter(|code| matches!(code, Code::DuplicateAddress | Code::BadId))
        .collect();
    let expected = [Code::DuplicateAddress, Code::DuplicateAddress, Code::BadId, Code::BadId];
    assert_eq!(codes, expected);
}

#[test]
fn without_an_address_there_is_nothing_that_needs_one() {
    let mut tree = Memory::new().with_scope(Scope::portal());
    tree.insert("portal.yaml", "title: Портал\n");
    tree.insert("content/practices/new.md", HOSTILE);
    let facts = Facts { base_url: None, ..facts() };
    let prepared = pipeline::prepare(&tree, History::default(), &facts, false).unwrap();
    let files = files(&prepared);
    for name in ["feed.xml", "sitemap.xml", "robots.txt"] {
        assert!(!files.contains_key(name), "{name}");
    }
    for name in ["web.config", ".nojekyll", "data/practices.json", "practices/old.html"] {
        assert!(files.contains_key(name), "{name}");
    }
}

#[test]
fn drafts_and_private_fields_stay_at_home() {
    let schema = "id: people\nlabel: People\none: Person\nsource: table\nbody: optional\ntitle: name\n\
                  fields:\n  - {id: name, label: Name, required: true}\n  - {id: phone, label: Phone, \
                  visible: never}\n  - {id: photo, label: Photo, visible: consent}\n";
    let draft = HOSTILE.replace("kind:", "draft: true\nkind:").replace("aliases", "tags");
    let prepared = hostile(&[
        ("data/schemas/people.yaml", schema),
        ("data/people.yaml", "- {id: a, name: A, phone: '+7 900', photo: secret.jpg}\n"),
        ("content/practices/hidden.md", &draft),
    ]);
    assert!(!prepared.loaded.has_errors(), "{:?}", prepared.loaded.diagnostics);
    for (name, bytes) in files(&prepared) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for secret in ["+7 900", "secret.jpg", "hidden"] {
            assert!(!text.contains(secret), "{name}: {secret}");
        }
    }
}
