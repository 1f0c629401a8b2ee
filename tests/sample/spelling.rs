//! Russian words are spelled as hunspell's dictionary has them, or as `words.txt` does. Skipped where
//! hunspell or its Russian dictionary is missing (apt-get install hunspell hunspell-ru).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{root, texts};

#[test]
fn russian_words_are_spelled_well() {
    if check(BTreeSet::from(["слово".to_owned()])).is_none() {
        println!("skipped: apt-get install hunspell hunspell-ru");
        return;
    }
    let known = fs::read_to_string(root().join("tests/sample/words.txt")).unwrap();
    let known: BTreeSet<&str> =
        known.lines().map(str::trim).filter(|w| !w.is_empty() && !w.starts_with('#')).collect();
    let words = words();
    let wrong = check(words.keys().cloned().collect()).unwrap();
    let list: Vec<String> = wrong
        .iter()
        .filter(|word| !known.contains(word.as_str()))
        .map(|word| format!("{word} ({})", words.get(word).map_or("", String::as_str)))
        .collect();
    assert!(
        list.is_empty(),
        "not in the dictionary; mend them, or add them to tests/sample/words.txt:\n{}",
        list.join("\n")
    );
}

/// Words of the portal in Cyrillic letters, parts of compounds apart, each with a file where it stands.
/// Abbreviations are not spelled.
fn words() -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let portal = |path: &Path| path.starts_with("content") || path.starts_with("data");
    for (path, text) in texts().into_iter().filter(|(path, _)| portal(path)) {
        let letter = |c: char| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё');
        for word in text.replace('\u{301}', "").split(|c| !letter(c)) {
            if word.chars().skip(1).any(char::is_lowercase) {
                out.entry(word.to_owned()).or_insert_with(|| path.display().to_string());
            }
        }
    }
    out
}

/// The words that hunspell does not know; `None` when it cannot be asked.
fn check(words: BTreeSet<String>) -> Option<BTreeSet<String>> {
    let mut hunspell = Command::new("hunspell")
        .args(["-d", "ru_RU", "-i", "utf-8", "-l"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let mut input = hunspell.stdin.take()?;
    let text: String = words.iter().map(|word| format!("{word}\n")).collect();
    let writing = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = hunspell.wait_with_output().ok()?;
    writing.join().ok()?.ok()?;
    if !output.status.success() {
        return None;
    }
    Some(String::from_utf8(output.stdout).ok()?.lines().map(str::to_owned).collect())
}
