//! YAML and front matter.

#[path = "../../../crates/content/tests/yaml_oracle/same.rs"]
mod same;

use metod_content::syntax::{FileId, LineIndex, Node, Place, Yaml, front_matter, yaml};

use crate::{Target, none, text};

pub(crate) const TARGET: Target = Target {
    name: "yaml",
    run,
    seeds: none,
    words: &[
        "---\n", "...\n", ": ", "- ", "\n  ", "{", "}", "[", "]", ", ", "\"", "'", "|\n", ">-\n",
        "&a ", "*a", "!t ", "#", "? ", "<<", "~", "null", "\\u0041", "\t", "\r\n", "\u{feff}",
        "%YAML", "@", "`", "\u{85}",
    ],
    mutations: 1500,
};

/// Places lie in the text, those of parts in those of wholes; what reads without a finding reads as the library
/// reads it.
fn run(data: &[u8]) {
    let text = text(data);
    let (node, found) = yaml::parse(&text, FileId(0), 1);
    let index = LineIndex::new(&text);
    let end = index.pos(&text, text.len());
    let inside = |place: &Place| {
        assert!(
            place.start <= place.end && place.start.line >= 1 && place.start.column >= 1,
            "{place:?}"
        );
        assert!(place.end.line <= end.line + 1, "{place:?} of {end:?}");
    };
    found.iter().for_each(|found| inside(&found.place));
    if let Some(node) = &node {
        walk(node, &inside);
    }
    agree(&text);
    let matter = front_matter::split(&text, FileId(0));
    matter.diagnostics.iter().for_each(|found| inside(&found.place));
    assert_eq!(matter.body, front_matter::body(&text));
    assert!(text.ends_with(matter.body));
    let before = &text[..text.len() - matter.body.len()];
    let line = LineIndex::new(before).pos(before, before.len()).line;
    assert!(matter.body.is_empty() || matter.body_line == line, "{} {line}", matter.body_line);
}

/// Where YAML 1.1, which the library reads, is another: its line ends, the mark that it passes over anywhere, keys
/// within braces.
const OLD: [char; 5] = ['\u{85}', '\u{2028}', '\u{2029}', '\u{feff}', '?'];

/// The library reads the same lists and mappings, which all content is. Where a block of text ends with the file,
/// they differ about its last line end; where it is the whole file, about its indentation.
fn agree(text: &str) {
    if text.contains(OLD) {
        return;
    }
    let text = format!("{text}\n");
    let (node, found) = yaml::parse(&text, FileId(0), 1);
    if let (Some(node), true) = (node, found.is_empty())
        && !matches!(node.yaml, Yaml::Scalar(_))
        && let Ok(value) = serde_yaml::from_str(&text)
        && let Err(why) = same::same(&node, &value)
    {
        panic!("{why} of {text:?}");
    }
}

fn walk(node: &Node, inside: &dyn Fn(&Place)) {
    inside(&node.place);
    match &node.yaml {
        Yaml::Scalar(_) => {}
        Yaml::List(items) => items.iter().for_each(|item| walk(item, inside)),
        Yaml::Map(entries) => {
            let mut keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
            keys.sort_unstable();
            assert!(keys.windows(2).all(|two| two[0] != two[1]), "{keys:?}");
            for entry in entries {
                inside(&entry.key_place);
                walk(&entry.value, inside);
            }
        }
    }
}
