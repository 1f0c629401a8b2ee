//! The rules of the house, which no compiler checks: who may import whom, that documents name what
//! exists, that every chosen library is at work, that the repository stays small and portable.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Only this repository's own files are read here.
#![allow(clippy::disallowed_methods)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Rooms that stand side by side.
struct Floor {
    rooms: &'static [&'static str],
    /// Whether they may import each other.
    together: bool,
    why: &'static str,
}

const fn floor(rooms: &'static [&'static str], why: &'static str) -> Floor {
    Floor { rooms, together: false, why }
}

/// A room imports only what stands above it.
const MAIN: &[Floor] = &[
    floor(&["source"], "what is on disk knows nothing of its use"),
    floor(&["load"], "reads sources into the model"),
    floor(&["plan"], "decides pages and addresses from the model alone"),
    floor(
        &["publish"],
        "writes named bytes and knows no pages; pages ask it for the hashed names of assets",
    ),
    floor(
        &["render", "index", "export"],
        "three views of one plan, made side by side: none may need another",
    ),
    floor(&["report"], "shows what loading found, in the formats of others"),
    floor(&["pipeline"], "the only composer of all above"),
    floor(&["serve"], "answers with what the pipeline prepares"),
    floor(&["cli"], "arguments in, exit code out"),
];

/// The same for the content model.
const CONTENT: &[Floor] = &[
    floor(&["date", "slug"], "small values without neighbours"),
    Floor {
        rooms: &["syntax", "diagnostic"],
        together: true,
        why: "a mistake has a place in the text, and reading text makes mistakes",
    },
    floor(&["term"], "reads deadlines as dates"),
    floor(&["body"], "reads Markdown and addresses, whatever record it stands in"),
    floor(&["model"], "records under schemas, made of all above"),
    floor(&["check"], "looks at the finished model and its bodies"),
];

#[test]
fn rooms_import_only_what_stands_above_them() {
    let mut wrong = layering("src", MAIN);
    wrong.extend(layering("crates/content/src", CONTENT));
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn layering(folder: &str, floors: &[Floor]) -> Vec<String> {
    let mut wrong = Vec::new();
    for file in rust_files(&root().join(folder)) {
        let path = file.strip_prefix(root().join(folder)).unwrap();
        let Some(room) = room(path) else { continue };
        let Some(here) = level(floors, &room) else {
            wrong.push(format!("{folder}/{room}: no floor is named for this room"));
            continue;
        };
        for import in imports(&fs::read_to_string(&file).unwrap()) {
            let Some(other) = level(floors, &import) else {
                continue;
            };
            let beside = other == here && (import == room || floors[here].together);
            if other >= here && !beside {
                wrong.push(format!(
                    "{folder}/{} imports `{import}`; `{room}` stands above or beside it: {}",
                    path.display(),
                    floors[here].why
                ));
            }
        }
    }
    wrong
}

/// `load/files.rs` and `load.rs` are the room `load`; roots and test files of roots have none.
fn room(path: &Path) -> Option<String> {
    let first = path.components().next()?.as_os_str().to_str()?;
    let name = first.trim_end_matches(".rs").trim_end_matches("_tests");
    (!matches!(name, "lib" | "main")).then(|| name.to_owned())
}

fn level(floors: &[Floor], room: &str) -> Option<usize> {
    floors.iter().position(|floor| floor.rooms.contains(&room))
}

/// First names after `crate::`, also in groups; comments do not count.
fn imports(source: &str) -> BTreeSet<String> {
    let code: String = source
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default())
        .collect::<Vec<_>>()
        .join("\n");
    code.split("crate::")
        .skip(1)
        .flat_map(|after| match after.strip_prefix('{') {
            Some(group) => group_names(group),
            None => vec![name(after)],
        })
        .collect()
}

/// Names at the first level of a group: `a::{b, c}, d}` gives a and d.
fn group_names(group: &str) -> Vec<String> {
    let mut depth = 0;
    let mut parts = vec![String::new()];
    for letter in group.chars() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => parts.push(String::new()),
            _ if depth == 0 => parts.last_mut().unwrap().push(letter),
            _ => {}
        }
    }
    parts.iter().map(|part| name(part.trim())).collect()
}

fn name(text: &str) -> String {
    text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()
}

#[test]
fn imports_are_found_in_groups_and_not_in_comments() {
    let source =
        "use crate::{load::{self, Files}, plan}; // crate::cli\nlet a = crate::render::b();";
    let expected = ["load", "plan", "render"].map(str::to_owned);
    assert_eq!(imports(source), BTreeSet::from(expected));
}

#[test]
fn every_path_that_the_architecture_names_exists() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md");
    let tracked = tracked();
    let names: BTreeSet<&str> = tracked.iter().filter_map(|path| path.rsplit('/').next()).collect();
    let missing: Vec<&str> = code_spans(&text)
        .into_iter()
        .filter(|span| looks_like_a_path(span))
        .filter(|span| match span.contains('/') {
            true => !root().join(span).exists() && !is_made(span),
            false => !names.contains(span),
        })
        .collect();
    assert!(missing.is_empty(), "ARCHITECTURE.md names what does not exist: {missing:?}");
}

/// Text between single backticks, outside fenced blocks.
fn code_spans(text: &str) -> Vec<&str> {
    text.split("```").step_by(2).flat_map(|part| part.split('`').skip(1).step_by(2)).collect()
}

/// `src/load/`, `themes/default/templates/base.html`, `pipeline.rs`; not `a/b`, `/portal/`, `<id>.md`.
fn looks_like_a_path(span: &str) -> bool {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/');
    if span.starts_with('/') || !span.chars().all(plain) {
        return false;
    }
    let last = span.rsplit('/').next().unwrap_or_default();
    let known = [".rs", ".md", ".toml", ".html", ".css", ".js", ".mjs", ".ftl", ".yaml"];
    let file = known.iter().any(|end| last.len() > end.len() && last.ends_with(end));
    file || span.ends_with('/')
        || span.split_once('/').is_some_and(|(first, _)| root().join(first).is_dir())
}

/// Folders that tools make, which git ignores.
fn is_made(path: &str) -> bool {
    let ignored = fs::read_to_string(root().join(".gitignore")).unwrap_or_default();
    ignored
        .lines()
        .map(|line| line.trim_start_matches('/'))
        .any(|line| line.ends_with('/') && path.starts_with(line))
}

/// Libraries that the user named, and where each must be at work.
const NAMED: [&str; 7] =
    ["pulldown-cmark", "tera", "serde_yaml", "walkdir", "syntect", "tantivy", "rayon"];

#[test]
fn every_named_library_is_a_dependency_and_at_work() {
    let mut idle: BTreeMap<&str, &str> = BTreeMap::new();
    let packages = [".", "crates/content", "crates/search"];
    for library in NAMED {
        let depending: Vec<&&str> =
            packages.iter().filter(|package| dependencies(package).contains(library)).collect();
        if depending.is_empty() {
            idle.insert(library, "no package depends on it");
            continue;
        }
        let used = depending.iter().any(|package| {
            rust_files(&root().join(package).join("src"))
                .iter()
                .any(|file| uses(file, &library.replace('-', "_")))
        });
        if !used {
            idle.insert(library, "no code outside tests uses it");
        }
    }
    assert!(idle.is_empty(), "{idle:?}");
}

/// Names under `[dependencies]` of a package's manifest.
fn dependencies(package: &str) -> BTreeSet<String> {
    let manifest = fs::read_to_string(root().join(package).join("Cargo.toml")).unwrap();
    let mut section = "";
    let mut names = BTreeSet::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            section = line;
        } else if section == "[dependencies]"
            && let Some((name, _)) = line.split_once(['=', '.'])
        {
            names.insert(name.trim().to_owned());
        }
    }
    names
}

/// Whether a file names a crate in code that is not a test.
fn uses(file: &Path, library: &str) -> bool {
    let is_test = file
        .components()
        .filter_map(|part| part.as_os_str().to_str())
        .any(|part| part.trim_end_matches(".rs").ends_with("tests"));
    let text = fs::read_to_string(file).unwrap();
    let code = text.split("#[cfg(test)]").next().unwrap_or_default();
    !is_test
        && code.lines().map(|line| line.split("//").next().unwrap_or_default()).any(|line| {
            line.match_indices(library).any(|(at, _)| {
                let free = !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_');
                free && line[at + library.len()..].starts_with("::")
            })
        })
}

#[test]
fn tracked_files_are_small_and_name_no_folder_of_one_machine() {
    // Written in two parts, so that this file passes its own test.
    let homes = ["work", "root", "home/user"].map(|name| format!("/{name}{}", '/'));
    let mut wrong = Vec::new();
    for path in tracked() {
        let Ok(bytes) = fs::read(root().join(&path)) else {
            continue; // deleted, and not yet committed
        };
        if bytes.len() > 1 << 20 {
            wrong.push(format!("{path}: {} bytes", bytes.len()));
        }
        for home in &homes {
            if bytes.windows(home.len()).any(|part| part == home.as_bytes()) {
                wrong.push(format!("{path} names {home}"));
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn the_readme_sets_up_with_two_commands() {
    let text = fs::read_to_string(root().join("README.md")).expect("README.md");
    let block = text.split("```").nth(1).expect("a fenced block");
    let commands: Vec<&str> = block
        .lines()
        .skip(1)
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    assert_eq!(commands.len(), 2, "the first block of README.md is the set-up: {commands:?}");
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Paths that git knows.
fn tracked() -> Vec<String> {
    let output =
        Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output().expect("git");
    assert!(output.status.success(), "not a repository of git");
    String::from_utf8(output.stdout).unwrap().split_terminator('\0').map(str::to_owned).collect()
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(|entry| entry.unwrap().into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect()
}

/// docs/diagnostics.md says of every code what the program says.
#[test]
fn every_diagnostic_is_documented_word_for_word() {
    use metod_content::diagnostic::{Code, Lang};
    let text = fs::read_to_string(root().join("docs/diagnostics.md")).unwrap();
    for code in Code::ALL {
        assert!(text.contains(&format!("### `{}`", code.id())), "{} is not there", code.id());
        for lang in [Lang::Ru, Lang::En] {
            let words = code.texts(lang);
            let both = format!("{}\n→ {}\n", words.message, words.help);
            assert!(text.contains(&both), "{}: the words differ\n{both}", code.id());
        }
    }
}
