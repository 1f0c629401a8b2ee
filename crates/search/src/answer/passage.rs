//! The passage of a document that shows why it was found.

use crate::analyser::{Analyser, lowered};
use crate::prelude::*;
use crate::snippet::{Snippet, snippet};
use crate::sort::sort_unique;

/// Characters of a snippet.
const SNIPPET: usize = 220;

/// A text of a document: its summary, or a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passage {
    /// Anchor of the section; may be empty.
    pub anchor: String,
    /// Heading of the section; may be empty.
    pub heading: String,
    /// Plain text.
    pub text: String,
}

/// The snippet with the most different found words, the first of equals, and the anchor of its section.
pub fn passage(
    passages: &[Passage],
    terms: &[String],
    analyser: &mut Analyser,
) -> (String, Snippet) {
    let mut best = (String::new(), Snippet::default());
    let mut most = 0;
    for passage in passages {
        let found = snippet(&passage.text, terms, SNIPPET, analyser);
        let mut words: Vec<String> =
            found.marks.iter().map(|mark| lowered(&found.text[mark.clone()])).collect();
        sort_unique(&mut words);
        let different = words.len();
        if different > most || best.1.text.is_empty() {
            most = different;
            best = (passage.anchor.clone(), found);
        }
    }
    best
}
