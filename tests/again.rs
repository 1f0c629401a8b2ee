//! A portal that is prepared again after a change equals one that is prepared from nothing: random edits of
//! everything a portal is made of, and after each one every page, every file for other programs and every
//! finding compared.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use metod::pipeline::{self, Prepared};
use metod::render::Facts;
use metod::source::{
    Digests, Disk, History, Listing, Memory, ReadProblem, Scope, SourceError, Tree, Watched,
};
use metod_content::date::CivilDate;
use metod_content::diagnostic::Lang;

fn facts() -> Facts {
    Facts { as_of: CivilDate::new(2026, 11, 23).unwrap(), base_url: None }
}

/// All that readers and authors can see of a portal.
fn shown(prepared: &Prepared) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for page in &prepared.plan.pages {
        let html = prepared.html(page).unwrap_or_else(|error| format!("{error:?}"));
        out.insert(page.address.clone(), html);
    }
    for job in prepared.exports() {
        let made = job.file().map(|file| blake3::hash(&file.bytes).to_hex().to_string());
        out.insert(format!("export {}", job.address), format!("{:?}", made.map_err(|e| e.0)));
    }
    for (address, bytes) in &prepared.renderer.assets().files {
        out.insert(address.clone(), blake3::hash(bytes).to_hex().to_string());
    }
    let mut findings = String::new();
    let loaded = &prepared.loaded;
    for found in &loaded.diagnostics {
        let (path, place) = (loaded.files.path(found.place.file), found.place);
        let words = (found.message(Lang::Ru), found.help(Lang::En));
        writeln!(findings, "{path} {place:?} {:?} {words:?}", found.severity).unwrap();
    }
    out.insert("findings".to_owned(), findings);
    out
}

fn compare(again: &Prepared, fresh: &Prepared, what: &str) {
    let (again, fresh) = (shown(again), shown(fresh));
    let names = |side: &BTreeMap<String, String>| side.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&again), names(&fresh), "{what}");
    for (name, text) in &fresh {
        assert_eq!(&again[name], text, "{name} after {what}");
    }
}

/// A tree that knows the hashes of its files, so that unchanged ones are not even read.
struct Knowing<'m>(&'m Memory);

impl Tree for Knowing<'_> {
    fn files(&self) -> Result<Listing, SourceError> {
        self.0.files()
    }

    fn read(&self, path: &str) -> Result<Vec<u8>, ReadProblem> {
        self.0.read(path)
    }

    fn digest(&self, path: &str) -> Option<blake3::Hash> {
        self.0.read(path).ok().map(|bytes| blake3::hash(&bytes))
    }
}

/// Numbers that look like chance and are the same each time (xorshift64*, Marsaglia).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    fn of<'a>(&mut self, list: &[&'a str]) -> &'a str {
        list[self.below(list.len())]
    }
}

/// What is edited: a few records of every kind of the sample portal.
const SAMPLE: &[&str] = &[
    "portal.yaml",
    "content/practices/dnevnik-nablyudeniy-matematika.md",
    "content/practices/dnevnik-nablyudeniy-matematika.en.md",
    "content/practices/progulka-za-chislami.md",
    "content/practices/python-pogoda/index.md",
    "content/practices/python-pogoda/pogoda.csv",
    "content/roadmaps/vologda-dorozhnaya-karta/index.md",
    "content/roadmaps/vologda-dorozhnaya-karta/rows.yaml",
    "content/roadmaps/federal-perechen.md",
    "content/pages/about.md",
    "content/pages/about.en.md",
    "data/vocabularies/directions.yaml",
    "data/vocabularies/difficulties.yaml",
    "data/vocabularies/districts.yaml",
    "data/vocabularies/systems.yaml",
    "data/private-demo/contacts.yaml",
    "data/private-demo/consents.yaml",
    "data/reviews/python-pogoda",
];

fn sample() -> Memory {
    let root = Disk::new(env!("CARGO_MANIFEST_DIR"), Scope::portal()).unwrap();
    let mut out = Memory::new();
    for entry in root.files().unwrap().files {
        let wanted = SAMPLE.iter().any(|start| entry.path.starts_with(start));
        if wanted {
            out.insert(&*entry.path, root.read(&entry.path).unwrap());
        }
    }
    out.with("data/organizations.yaml", ORGANIZATIONS).with("content/documents/order.md", DOCUMENT)
}

const ORGANIZATIONS: &str = "\
- id: one
  title: Школа № 1
- id: two
  title: Школа № 2
";
const DOCUMENT: &str = "\
---
title: Положение {{school}}
kind: order
blanks: [{id: school, label: Школа}]
---

## Общее

1. Школа {{school}} делает так. См. [карту](../roadmaps/federal-perechen.md#p-1).
";
const LINKS: &[&str] = &[
    "[а](practices:extra)",
    "[а](practices:progulka-za-chislami#zametki)",
    "[а](extra.md#zametki)",
    "[а](../pages/about.md)",
    "[а](#zametki)",
    "[а](organizations:one)",
    "![рисунок](plan.svg)",
    "![снимок](shot.png)",
    "{{school}}",
    "<script>x</script>",
];
const TAGS: &[&str] = &["погода", "числа", "прогулки", "село"];

/// A PNG of one pixel in each of two sizes, written by hand: signature, header, nothing else is read.
fn png(width: u8) -> Vec<u8> {
    let mut out = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0".to_vec();
    out.extend([width, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0, 0, 0, 0]);
    out
}

fn record(chance: &mut Chance) -> String {
    let mut out = String::from("---\n");
    let count = chance.below(1000);
    writeln!(out, "title: Практика {count} {}", chance.of(TAGS)).unwrap();
    writeln!(out, "summary: Слова о том, что здесь {}.", chance.of(TAGS)).unwrap();
    writeln!(out, "tags: [{}, {}]", chance.of(TAGS), chance.of(TAGS)).unwrap();
    for line in ["draft: true", "lang: en", "organization: one", "organization: three", "odd: 1"] {
        if chance.below(5) == 0 {
            writeln!(out, "{line}").unwrap();
        }
    }
    out.push_str("---\n\n## Заметки\n\n");
    for _ in 0..chance.below(4) {
        writeln!(out, "Слово {} {}.\n", chance.of(LINKS), chance.of(TAGS)).unwrap();
    }
    if chance.below(3) == 0 { out.replace("## Заметки", "## Иное") } else { out }
}

/// Changes something, and says what.
fn change(tree: &mut Memory, chance: &mut Chance) -> String {
    const PRACTICES: &[&str] =
        &["extra", "zebra", "aaa", "progulka-za-chislami", "extra.en", "extra/index"];
    let practice = format!("content/practices/{}.md", chance.of(PRACTICES));
    let folder = format!("content/practices/{}", chance.of(&["extra", "python-pogoda"]));
    let mut put = |path: &str, bytes: &[u8]| {
        tree.insert(path, bytes);
        format!("writing {path}: {}", String::from_utf8_lossy(bytes))
    };
    match chance.below(17) {
        0..=4 => put(&practice, record(chance).as_bytes()),
        5 => {
            let Ok(bytes) = tree.read(&practice) else { return "nothing".to_owned() };
            let to = practice.replace("practices/", chance.of(&["practices/moved-", "news/"]));
            tree.remove(&practice);
            tree.insert(to.clone(), bytes);
            format!("moving {practice} to {to}")
        }
        6 => {
            tree.remove(&practice);
            format!("removing {practice}")
        }
        7 => {
            let drawing = chance.of(&["<svg/>", "<script/>"]);
            put(&format!("{folder}/plan.svg"), drawing.as_bytes())
        }
        8 if chance.below(2) == 0 => {
            let leaf = vec![b'x'; 1000 * (1 + chance.below(3))];
            put(&format!("{folder}/leaf.pdf"), &leaf)
        }
        8 => put(&format!("{folder}/shot.png"), &png([0, 1, 2][chance.below(3)])),
        9 => {
            tree.remove(&format!("{folder}/shot.png"));
            tree.remove(&format!("{folder}/leaf.pdf"));
            tree.remove(&format!("{folder}/plan.svg"));
            format!("removing pictures of {folder}")
        }
        10 => {
            let limit = ["", "page_size: 2\n", "severities: {broken-link: warning}\n"];
            let languages = chance.of(&["[ru, en]", "[ru]", "[en, ru]"]);
            let limit = limit[chance.below(3)];
            put("portal.yaml", format!("title: Банк\nlanguages: {languages}\n{limit}").as_bytes())
        }
        11 => {
            let text = format!("- {{id: one, title: Школа {}}}\n", chance.below(3));
            put("data/organizations.yaml", text.as_bytes())
        }
        12 => {
            let field = chance.of(&["", "  - {id: odd, type: text, label: Иное}\n"]);
            let text = format!("label: Новости\nfields:\n  - {{id: title, type: text}}\n{field}");
            put("data/schemas/news.yaml", text.as_bytes())
        }
        13 => {
            let text = format!("- {{id: new, label: Новое {}}}\n", chance.below(3));
            put("data/vocabularies/directions.yaml", text.as_bytes())
        }
        14 => {
            let path = "content/roadmaps/vologda-dorozhnaya-karta/rows.yaml";
            let text = format!("- {{id: r-{}, text: Дело, term: до 1 мая}}\n", chance.below(3));
            put(path, text.as_bytes())
        }
        15 => {
            let path = chance.of(&["content/odd~", "content/practices/0000.txt", "content/nul.md"]);
            put(path, b"odd")
        }
        _ => {
            let text = DOCUMENT.replace("Общее", chance.of(TAGS));
            put("content/documents/order.md", text.as_bytes())
        }
    }
}

#[test]
fn what_is_prepared_again_equals_what_is_prepared_anew() {
    let mut tree = sample();
    let mut chance = Chance(20_261_125);
    let mut memory = pipeline::Memory::default();
    let facts = facts();
    let mut what = "the start".to_owned();
    for number in 0..rounds() {
        let again: &dyn Tree = if chance.below(2) == 0 { &tree } else { &Knowing(&tree) };
        let history = History::default;
        let drafts = chance.below(4) == 0;
        let again =
            pipeline::prepare_again(again, None, history(), &facts, drafts, &mut memory).unwrap();
        let fresh = pipeline::prepare_with(&tree, None, history(), &facts, drafts).unwrap();
        compare(&again, &fresh, &format!("round {number}, {what}"));
        // Several at once, now and then.
        what.clear();
        for _ in 0..=chance.below(3) {
            what.push_str(&change(&mut tree, &mut chance));
        }
    }
}

/// More on a machine with time.
fn rounds() -> usize {
    std::env::var("ROUNDS").ok().and_then(|text| text.parse().ok()).unwrap_or(60)
}

#[test]
fn a_folder_looked_at_again_equals_one_looked_at_anew() {
    let folder = tempfile::tempdir().unwrap();
    let mut tree = sample();
    let mut chance = Chance(7);
    let disk = Disk::new(folder.path(), Scope::portal()).unwrap();
    let (digests, mut memory, facts) = (Digests::default(), pipeline::Memory::default(), facts());
    for number in 0..rounds() / 4 {
        copy(&tree, folder.path(), number);
        let listing = disk.files().unwrap();
        let seen = Watched::new(&disk, &listing, &digests);
        let history = History::default;
        let again =
            pipeline::prepare_again(&seen, None, history(), &facts, false, &mut memory).unwrap();
        let fresh = pipeline::prepare_with(&disk, None, history(), &facts, false).unwrap();
        compare(&again, &fresh, &format!("round {number}"));
        change(&mut tree, &mut chance);
    }
}

/// Makes the folder hold what the tree holds. Files are old, so that their times are trusted.
fn copy(tree: &Memory, folder: &Path, round: usize) {
    let disk = Disk::new(folder, Scope::portal()).unwrap();
    let wanted = tree.files().unwrap().files;
    for entry in disk.files().unwrap().files {
        if !wanted.iter().any(|one| one.path == entry.path) {
            std::fs::remove_file(folder.join(&*entry.path)).unwrap();
        }
    }
    for entry in wanted {
        let (path, bytes) = (folder.join(&*entry.path), tree.read(&entry.path).unwrap());
        if disk.read(&entry.path).ok() != Some(bytes.clone()) {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            let mut file = std::fs::File::create(path).unwrap();
            std::io::Write::write_all(&mut file, &bytes).unwrap();
            let time = std::time::Duration::from_secs(1_000_000_000 + round as u64 * 10);
            file.set_modified(std::time::SystemTime::UNIX_EPOCH + time).unwrap();
        }
    }
}

#[test]
fn a_file_that_comes_to_a_record_is_on_its_page() {
    let (mut tree, mut memory, facts) = (sample(), pipeline::Memory::default(), facts());
    for size in [0, 1000, 5000] {
        if size > 0 {
            tree.insert("content/practices/python-pogoda/leaf.pdf", vec![b'x'; size]);
        }
        let history = History::default;
        let again =
            pipeline::prepare_again(&tree, None, history(), &facts, false, &mut memory).unwrap();
        let page = again.plan.page("practices/python-pogoda.html").unwrap();
        assert_eq!(again.html(page).unwrap().contains("leaf.pdf"), size > 0, "{size}");
        let fresh = pipeline::prepare_with(&tree, None, history(), &facts, false).unwrap();
        compare(&again, &fresh, &format!("{size} bytes"));
    }
}
