//! Code in colour: syntect with the pure-Rust regular expressions, as classes for the style sheet.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use metod_content::body::Highlight;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// Longest code that is coloured, in bytes: grammars take superlinear time on hostile lines.
const LONGEST: usize = 64 * 1024;
/// Longest line that is coloured.
const LONGEST_LINE: usize = 2000;

/// Colours code.
#[derive(Debug, Default)]
pub struct Highlighter {
    /// Unpacked when the first code is met: many portals have none.
    grammars: Mutex<Option<Arc<SyntaxSet>>>,
}

impl Highlighter {
    /// A highlighter; it costs nothing until it is used.
    pub fn new() -> Self {
        Highlighter::default()
    }

    /// Puts down the grammars and their regular expressions, which may take 80 MB. Asked again, it takes them up
    /// again.
    pub fn put_down(&self) {
        self.held().take();
    }

    fn grammars(&self) -> Arc<SyntaxSet> {
        let load = || Arc::new(SyntaxSet::load_defaults_newlines());
        self.held().get_or_insert_with(load).clone()
    }

    fn held(&self) -> MutexGuard<'_, Option<Arc<SyntaxSet>>> {
        self.grammars.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Highlight for Highlighter {
    fn highlight(&self, lang: &str, code: &str) -> Option<String> {
        let too_long = code.len() > LONGEST || code.lines().any(|line| line.len() > LONGEST_LINE);
        if lang.is_empty() || too_long {
            return None;
        }
        let grammars = self.grammars();
        let syntax = grammars.find_syntax_by_token(lang)?;
        let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
        let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &grammars, style);
        for line in LinesWithEndings::from(code) {
            generator.parse_html_for_line_which_includes_newline(line).ok()?;
        }
        Some(generator.finalize())
    }
}
