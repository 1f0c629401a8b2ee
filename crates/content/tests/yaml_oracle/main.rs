//! serde_yaml as the oracle of our YAML reader: on every YAML text of the sample portal, and on
//! generated ones, both see the same structure. Scalars differ by design: ours stay as written, so
//! serde_yaml's numbers, booleans and nulls are compared with the text they came from.

mod same;

use std::path::{Path, PathBuf};

use metod_content::syntax::{FileId, front_matter, yaml};
use proptest::prelude::*;
use same::same;
use serde_yaml::Value;

fn compare(text: &str, name: &str) -> Result<(), String> {
    let (node, found) = yaml::parse(text, FileId(0), 1);
    let value: Result<Value, _> = serde_yaml::from_str(text);
    match (node, value) {
        (Some(node), Ok(value)) if found.is_empty() => {
            same(&node, &value).map_err(|why| format!("{name}: {why}"))
        }
        (Some(_), Ok(_)) => Ok(()),
        (None, Ok(Value::Null)) | (None, Err(_)) => Ok(()),
        (ours, theirs) => Err(format!("{name}: ours {ours:?} {found:?}, theirs {theirs:?}")),
    }
}

fn files(folder: &Path, out: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, out);
        } else {
            out.push(path);
        }
    }
}

#[test]
#[allow(clippy::disallowed_methods)] // A test of files reads files.
fn the_sample_portal_reads_alike() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all = Vec::new();
    for folder in ["builtin", "../../data", "../../content"] {
        files(&root.join(folder), &mut all);
    }
    let mut compared = 0;
    for path in all {
        let extension = path.extension().and_then(|extension| extension.to_str());
        let bytes = std::fs::read(&path).unwrap();
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let name = path.display().to_string();
        match extension {
            Some("yaml") => compare(&text, &name).unwrap(),
            Some("md") => {
                let matter = front_matter::split(&text, FileId(0));
                let head = &text[..text.len() - matter.body.len()];
                let yaml = head.trim_start_matches("---").trim_end().trim_end_matches("---");
                compare(yaml, &name).unwrap();
            }
            _ => continue,
        }
        compared += 1;
    }
    assert!(compared > 200, "only {compared} files compared");
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[а-яёa-z]{1,8}",
        "[А-Яа-я «»:,.#—-]{0,20}",
        Just("1.10".to_owned()),
        Just("on".to_owned()),
        Just("да".to_owned()),
        Just(String::new()),
        "[ -~]{0,12}",
    ]
}

fn value() -> impl Strategy<Value = Value> {
    text().prop_map(Value::String).prop_recursive(4, 32, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::Sequence),
            proptest::collection::btree_map("[a-z]{1,6}", inner, 0..5).prop_map(|map| {
                Value::Mapping(map.into_iter().map(|(k, v)| (Value::String(k), v)).collect())
            }),
        ]
    })
}

proptest! {
    /// What serde_yaml writes, our reader reads back.
    #[test]
    fn what_is_written_is_read(value in value()) {
        let text = serde_yaml::to_string(&value).unwrap();
        let (node, found) = yaml::parse(&text, FileId(0), 1);
        prop_assert!(found.is_empty(), "{text}: {found:?}");
        let node = node.unwrap();
        prop_assert!(same(&node, &value).is_ok(), "{text}: {:?}", same(&node, &value));
    }
}
