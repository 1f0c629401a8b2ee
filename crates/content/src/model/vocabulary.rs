//! Vocabularies: ids with labels, abbreviations, synonyms and broader terms.

use std::collections::BTreeMap;

use super::label::Label;
use super::read::Reader;
use super::schema::Field;
use super::suggest::closest;
use crate::diagnostic::{Code, Diagnostic};
use crate::syntax::{Node, Place};

/// One entry of a vocabulary.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Id used in records.
    pub id: String,
    /// Name for people.
    pub label: Label,
    /// Abbreviations that teachers search by.
    pub abbr: Vec<String>,
    /// Other names that teachers search by.
    pub synonyms: Vec<String>,
    /// Id of the broader entry.
    pub broader: Option<String>,
    /// Where it is declared.
    pub place: Place,
}

/// A vocabulary in its own order.
#[derive(Clone, Debug, Default)]
pub struct Vocabulary {
    entries: Vec<Entry>,
    by_id: BTreeMap<String, usize>,
}

impl Vocabulary {
    /// The entry with this id.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.by_id.get(id).map(|&index| &self.entries[index])
    }

    /// Position of an id in the vocabulary's order.
    pub fn rank(&self, id: &str) -> Option<usize> {
        self.by_id.get(id).copied()
    }

    /// The id that was meant by `text`: a label, abbreviation or synonym of its entry, or nearly its
    /// id.
    pub fn meant(&self, text: &str) -> Option<&str> {
        let lower = text.to_lowercase();
        let same = |words: &str| words.to_lowercase() == lower;
        let named = self.entries.iter().find(|entry| {
            let mut words = entry.abbr.iter().chain(&entry.synonyms);
            entry.label.all().any(|(_, words)| same(words)) || words.any(|words| same(words))
        });
        named
            .map(|entry| entry.id.as_str())
            .or_else(|| closest(&lower, self.entries.iter().map(|entry| entry.id.as_str())))
    }

    /// All entries in the vocabulary's order.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Adds an entry; one with the same id is replaced in its place.
    pub fn put(&mut self, entry: Entry) {
        if let Some(&index) = self.by_id.get(&entry.id) {
            self.entries[index] = entry;
        } else {
            self.by_id.insert(entry.id.clone(), self.entries.len());
            self.entries.push(entry);
        }
    }
}

/// All vocabularies by name.
#[derive(Clone, Debug, Default)]
pub struct Vocabularies(BTreeMap<String, Vocabulary>);

impl Vocabularies {
    /// The vocabulary named `name`.
    pub fn get(&self, name: &str) -> Option<&Vocabulary> {
        self.0.get(name)
    }

    /// All, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Vocabulary)> {
        self.0.iter().map(|(name, vocabulary)| (name.as_str(), vocabulary))
    }

    /// Reads one vocabulary file into this set: a list of entries that extends what is there, or
    /// `{replace: true, entries: […]}` that replaces it. `fields` declare an entry.
    pub fn read(&mut self, name: &str, node: &Node, fields: &[Field], reader: &mut Reader<'_>) {
        let list = match node.as_list() {
            Some(list) => list,
            None => match node.get("entries").and_then(Node::as_list) {
                Some(list) => {
                    if node.get("replace").and_then(Node::as_str) == Some("true") {
                        self.0.remove(name);
                    }
                    list
                }
                None => {
                    reader.report(Diagnostic::new(Code::NotList, node.place));
                    return;
                }
            },
        };
        let vocabulary = self.0.entry(name.to_owned()).or_default();
        let mut seen = BTreeMap::new();
        for item in list {
            let Some(entry) = read_entry(item, fields, reader) else {
                continue;
            };
            if let Some(first) = seen.insert(entry.id.clone(), entry.place) {
                let other = format!("line {}", first.start.line);
                let diagnostic = Diagnostic::new(Code::DuplicateId, entry.place)
                    .with("id", &entry.id)
                    .with("other", other);
                reader.report(diagnostic);
                continue;
            }
            vocabulary.put(entry);
        }
    }
}

fn read_entry(item: &Node, fields: &[Field], reader: &mut Reader<'_>) -> Option<Entry> {
    let values = reader.fields(item, fields)?;
    let id = values.text("id")?.to_owned();
    Some(Entry {
        label: values.label("label").cloned().unwrap_or_else(|| Label::plain(&id)),
        abbr: values.texts("abbr"),
        synonyms: values.texts("synonyms"),
        broader: values.text("broader").map(str::to_owned),
        place: values.get("id").map_or(item.place, |id| id.place),
        id,
    })
}
