//! Words in several languages.

use crate::syntax::{Node, Yaml};

/// A word or sentence by language tag.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Label(Vec<(String, String)>);

impl Label {
    /// A label that is the same in every language.
    pub fn plain(text: impl Into<String>) -> Self {
        Label(vec![(String::new(), text.into())])
    }

    /// Reads `{ru: …, en: …}` or plain text. `None` when the node is neither.
    pub fn read(node: &Node) -> Option<Self> {
        if let Some(text) = node.as_str() {
            return Some(Label::plain(text));
        }
        let Yaml::Map(entries) = &node.yaml else {
            return None;
        };
        let mut pairs = Vec::with_capacity(entries.len());
        for entry in entries {
            pairs.push((entry.key.clone(), entry.value.as_str()?.to_owned()));
        }
        (!pairs.is_empty()).then_some(Label(pairs))
    }

    /// The words in `lang`, or in the first language there is.
    pub fn get(&self, lang: &str) -> &str {
        let own = self.0.iter().find(|(tag, _)| tag == lang);
        own.or_else(|| self.0.first()).map_or("", |(_, text)| text)
    }

    /// True when no language has words.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|(_, text)| text.is_empty())
    }

    /// All wordings.
    pub fn all(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(tag, text)| (tag.as_str(), text.as_str()))
    }
}
