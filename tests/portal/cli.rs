//! The command line as transcripts: a portal, commands, what they print, how they end.
//!
//! ```text
//! === $ metod check --deny warnings
//! a line of standard output
//! ! a line of standard error
//! ? 1
//! === > content/practices/opyt.md
//! what a file holds afterwards
//! ```
//!
//! The last line of a command is its exit code. Numbers that grow with the theme are shown as `N`.

use std::fmt::Write as _;
use std::path::Path;

use crate::archive::{self, Archive, Section};
use crate::run::{Said, metod};

#[test]
fn commands_say_and_do_what_their_transcripts_show() {
    let mut wrong = String::new();
    for mut case in archive::all(&archive::folder().join("transcripts")) {
        let name = case.name().to_owned();
        let root = tempfile::tempdir().unwrap();
        case.unpack(root.path());
        let mut changed = false;
        for section in &mut case.sections {
            let Some(found) = section_of(section, root.path()) else { continue };
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

/// What a section should hold, if it is one of results.
fn section_of(section: &Section, root: &Path) -> Option<String> {
    if let Some(line) = section.name.strip_prefix("$ ") {
        let words = words(line);
        let arguments: Vec<&str> = words.iter().skip(1).map(String::as_str).collect();
        return Some(transcript(&metod(root, &arguments), root));
    }
    let path = section.name.strip_prefix("> ")?;
    let text = std::fs::read_to_string(root.join(path));
    Some(text.unwrap_or_else(|_| "(absent)\n".to_owned()))
}

fn transcript(said: &Said, root: &Path) -> String {
    let mut out = String::new();
    for line in said.stdout.lines() {
        let _ = writeln!(out, "{}", steady(line, root));
    }
    for line in said.stderr.lines() {
        let line = steady(line, root);
        let _ = writeln!(out, "{}", format!("! {line}").trim_end());
    }
    let _ = writeln!(out, "? {}", said.code);
    out
}

/// Without what changes from day to day: temporary folders, counts of the theme's files, scores.
fn steady(line: &str, root: &Path) -> String {
    let mut line = line.replace(root.to_str().unwrap(), "ROOT");
    for marker in ["файлов: ", "без изменений: ", "files: ", "unchanged: ", "\"score\": "]
    {
        if let Some(at) = line.find(marker) {
            let start = at + marker.len();
            let digits = |c: char| !c.is_ascii_digit() && c != '.';
            let number = line[start..].find(digits).map_or(line.len(), |end| start + end);
            let point = usize::from(line[start..number].ends_with('.'));
            line.replace_range(start..number - point, "N");
        }
    }
    line
}

/// Words of a command line; double quotes hold words together.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            c => words.last_mut().unwrap().push(c),
        }
    }
    words
}

#[test]
fn json_has_its_documented_shape() {
    let case = Archive::read(&archive::folder().join("transcripts/search.txt"));
    let root = tempfile::tempdir().unwrap();
    case.unpack(root.path());
    let said = metod(root.path(), &["search", "дневник", "--json"]);
    let found: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    assert_eq!(found["total"], found["hits"].as_array().unwrap().len());
    let hit = found["hits"][0].as_object().unwrap();
    for key in ["id", "collection", "title", "url", "score", "snippet"] {
        assert!(hit.contains_key(key), "{key} in {hit:?}");
    }
    assert!(found["facets"].is_object());

    std::fs::write(root.path().join("content/practices/new.md"), "нет паспорта").unwrap();
    let said = metod(root.path(), &["check", "--format", "json"]);
    assert_eq!(said.code, 1);
    let found: serde_json::Value = serde_json::from_str(&said.stdout).unwrap();
    let finding = found[0].as_object().unwrap();
    let keys: Vec<&str> = finding.keys().map(String::as_str).collect();
    let mut expected =
        ["code", "severity", "file", "line", "column", "end_line", "end_column", "message", "help"];
    let mut keys = keys;
    keys.sort_unstable();
    expected.sort_unstable();
    assert_eq!(keys, expected);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let case = Archive::read(&archive::folder().join("transcripts/search.txt"));
    let root = tempfile::tempdir().unwrap();
    case.unpack(root.path());
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_metod"))
        .args(["search", "дневник", "--json"])
        .current_dir(root.path())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(!words.contains("panicked"), "{words}");
    assert!(output.status.success(), "{words}");
}
