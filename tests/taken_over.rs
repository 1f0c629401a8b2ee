//! A site that is built over another equals one that is built from nothing, whatever was edited in between, and what
//! was not touched is taken over without being made again.
#![allow(clippy::unwrap_used, clippy::panic, clippy::disallowed_methods)]

use std::collections::BTreeMap;
use std::path::Path;

use metod::pipeline::{self, Request};
use metod::publish::{Manifest, Published, Record};
use metod::source::{Disk, History, Memory, Scope, Tree};
use metod_content::date::CivilDate;

/// The sample portal, in memory.
fn sample() -> Memory {
    let root = Disk::new(env!("CARGO_MANIFEST_DIR"), Scope::portal()).unwrap();
    let mut out = Memory::new();
    for entry in root.files().unwrap().files {
        out.insert(&*entry.path, root.read(&entry.path).unwrap());
    }
    out
}

/// What a build publishes for good: address, hash and origin of every file. Nothing of a portal with errors.
/// With it, how many records were analysed for the search.
fn build_and_count(
    tree: &Memory,
    out: &Path,
    drafts: bool,
) -> Option<(BTreeMap<String, Record>, Published, usize)> {
    let as_of = CivilDate::new(2026, 11, 23).unwrap();
    let out = out.to_owned();
    let request = Request { out, as_of, base_url: None, drafts, private: None, commit: None };
    let outcome = pipeline::build(tree, History::default(), &request).unwrap();
    let published = outcome.published?;
    let mut files = Manifest::read(&request.out).unwrap().unwrap().files;
    files.retain(|_, file| !file.kept);
    Some((files, published, outcome.analysed))
}

fn build(tree: &Memory, out: &Path, drafts: bool) -> Option<(BTreeMap<String, Record>, Published)> {
    build_and_count(tree, out, drafts).map(|(files, published, _)| (files, published))
}

const PRACTICE: &str = "content/practices/progulka-za-chislami.md";

fn edit(tree: &mut Memory, path: &str, from: &str, to: &str) {
    let text = String::from_utf8(tree.read(path).unwrap()).unwrap();
    assert!(text.contains(from), "{path} has no {from}");
    tree.insert(path, text.replacen(from, to, 1));
}

fn append(tree: &mut Memory, path: &str, more: &str) {
    let mut bytes = tree.read(path).unwrap();
    bytes.extend_from_slice(more.as_bytes());
    tree.insert(path, bytes);
}

#[test]
fn after_an_edit_of_a_text_only_its_page_is_made() {
    let (mut tree, folder) = (sample(), tempfile::tempdir().unwrap());
    let out = folder.path().join("public");
    let (first, published) = build(&tree, &out, false).unwrap();
    assert_eq!(published.taken_over, 0);
    let made = first.values().filter(|file| file.made_of.is_some()).count();
    append(&mut tree, PRACTICE, "\nПравка.\n");
    let (second, published) = build(&tree, &out, false).unwrap();
    assert_eq!(published.taken_over, made - 1);
    let changed = second.iter().filter(|(address, file)| {
        first.get(*address) != Some(*file) && !address.starts_with("search/")
    });
    let changed: Vec<&str> = changed.map(|(address, _)| &**address).collect();
    assert_eq!(changed, ["practices/progulka-za-chislami.html"]);
    // Somebody edits a published page: it is made again.
    let page = out.join(changed[0]);
    let written = std::fs::metadata(out.join("manifest.json")).unwrap().modified().unwrap();
    let later = written + std::time::Duration::from_secs(5);
    std::fs::write(&page, "changed").unwrap();
    std::fs::File::options().write(true).open(&page).unwrap().set_modified(later).unwrap();
    let (third, published) = build(&tree, &out, false).unwrap();
    assert_eq!((third, published.taken_over), (second, made - 1));
}

#[test]
fn the_search_index_is_made_over_the_one_before() {
    let (mut tree, folder) = (sample(), tempfile::tempdir().unwrap());
    let out = folder.path().join("public");
    let (first, _, all) = build_and_count(&tree, &out, false).unwrap();
    let (same, _, none) = build_and_count(&tree, &out, false).unwrap();
    assert_eq!((same, none), (first, 0));
    // Texts with new words, without old ones, and several before the next whole index.
    let practices: Vec<String> = tree
        .files()
        .unwrap()
        .files
        .iter()
        .map(|file| file.path.to_string())
        .filter(|path| path.starts_with("content/practices/") && path.ends_with(".md"))
        .collect();
    let mut most_kept = 0;
    for (number, path) in practices.iter().take(6).enumerate() {
        append(
            &mut tree,
            path,
            &format!(
                "
Неслыханное слово: прежденебывалое{number}.
"
            ),
        );
        if number % 2 == 1 {
            let text = String::from_utf8(tree.read(path).unwrap()).unwrap();
            let (head, _) = text.split_at(
                text.find(
                    "
---
",
                )
                .unwrap()
                    + 5,
            );
            tree.insert(
                path.as_str(),
                format!(
                    "{head}
Коротко.
"
                ),
            );
        }
        let (over, _, analysed) = build_and_count(&tree, &out, false).unwrap();
        most_kept = most_kept.max(all - analysed);
        let anew = folder.path().join(format!("anew-{number}"));
        let (fresh, _, whole) = build_and_count(&tree, &anew, false).unwrap();
        assert_eq!((whole, over.len()), (all, fresh.len()), "after {path}");
        for (address, file) in &fresh {
            assert_eq!(over.get(address), Some(file), "{address} after {path}");
        }
    }
    assert!(most_kept > all / 2, "{most_kept} of {all}");
    // What the build before remembered is harmed, or was never there.
    std::fs::write(folder.path().join(".public.memory"), "нет").unwrap();
    let (over, _, analysed) = build_and_count(&tree, &out, false).unwrap();
    let (again, _, none) = build_and_count(&tree, &out, false).unwrap();
    assert_eq!((analysed, none, over), (all, 0, again));
}

/// One edit of each kind of thing a portal is made of.
const EDITS: &[fn(&mut Memory)] = &[
    |tree| append(tree, PRACTICE, "\nПравка с [ссылкой](bank-razborov-zadaniy.md).\n"),
    |tree| edit(tree, PRACTICE, "title: ", "title: Новая "),
    |tree| tree.insert("content/practices/progulka-za-chislami/plan.txt", "Схема"),
    |tree| edit(tree, "portal.yaml", "ru: ", "ru: Новый "),
    |tree| append(tree, "data/vocabularies/directions.yaml", "- {id: novoe, label: Новое}\n"),
    |tree| edit(tree, "data/private-demo/contacts.yaml", "example.org", "example.com"),
    |tree| append(tree, "themes/default/templates/base.html", "<!-- end -->"),
    |tree| append(tree, "content/pages/about.md", "\n```html\n<p>Правка</p>\n```\n"),
];

#[test]
fn whatever_is_edited_a_site_built_over_another_equals_one_built_anew() {
    let (mut tree, folder) = (sample(), tempfile::tempdir().unwrap());
    let over = folder.path().join("over");
    build(&tree, &over, false).unwrap();
    build(&tree, &over, false).unwrap();
    for (number, edit) in EDITS.iter().enumerate() {
        edit(&mut tree);
        let drafts = number == 5;
        let (again, _) =
            build(&tree, &over, drafts).unwrap_or_else(|| panic!("errors after edit {number}"));
        let anew = folder.path().join(format!("anew-{number}"));
        let (fresh, made) = build(&tree, &anew, drafts).unwrap();
        assert_eq!(made.taken_over, 0);
        for (address, file) in &fresh {
            assert_eq!(again.get(address), Some(file), "{address} after edit {number}");
        }
        assert_eq!(again.len(), fresh.len(), "after edit {number}");
    }
}
