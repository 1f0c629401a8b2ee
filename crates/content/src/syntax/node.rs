//! YAML as written: every node knows its place, scalars keep their text.

use super::place::Place;

/// A node and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Place of the node's text (for a scalar without its quotes' effect: quotes included).
    pub place: Place,
    /// What it is.
    pub yaml: Yaml,
}

/// What a node holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Yaml {
    /// A scalar, kept as written.
    Scalar(Scalar),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping in the order of the file; keys are unique.
    Map(Vec<Entry>),
}

/// A scalar. Nothing is guessed from its look (`on` stays "on", `1.10` stays "1.10"); the schema
/// says what it means.
#[derive(Clone, Debug, PartialEq)]
pub struct Scalar {
    /// The text, escapes resolved.
    pub text: String,
    /// True for a plain (unquoted) scalar; only a plain `null`, `~` or nothing is "no value".
    pub plain: bool,
}

/// One key and its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key's text.
    pub key: String,
    /// Where the key stands.
    pub key_place: Place,
    /// The value.
    pub value: Node,
}

impl Node {
    /// A text scalar, as made from a table's cell.
    pub fn text(place: Place, text: impl Into<String>) -> Self {
        Node { place, yaml: Yaml::Scalar(Scalar { text: text.into(), plain: false }) }
    }

    /// The scalar's text, if this is one and not null.
    pub fn as_str(&self) -> Option<&str> {
        match &self.yaml {
            Yaml::Scalar(scalar) if !self.is_null() => Some(&scalar.text),
            _ => None,
        }
    }

    /// The list's items, if this is one.
    pub fn as_list(&self) -> Option<&[Node]> {
        match &self.yaml {
            Yaml::List(items) => Some(items),
            _ => None,
        }
    }

    /// The mapping's entries, if this is one.
    pub fn as_map(&self) -> Option<&[Entry]> {
        match &self.yaml {
            Yaml::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// True for a plain empty scalar, `null` or `~`.
    pub fn is_null(&self) -> bool {
        match &self.yaml {
            Yaml::Scalar(scalar) => {
                scalar.plain && matches!(scalar.text.as_str(), "" | "~" | "null" | "Null" | "NULL")
            }
            _ => false,
        }
    }

    /// The value of `key` in a mapping.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.as_map()?.iter().find(|entry| entry.key == key).map(|entry| &entry.value)
    }
}
