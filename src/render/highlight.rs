//! Code in colour: syntect with the pure-Rust regular expressions, as classes for the style sheet.

use std::sync::LazyLock;

use metod_content::body::Highlight;
use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// Longest code that is coloured, in bytes: grammars take superlinear time on hostile lines.
const LONGEST: usize = 64 * 1024;
/// Longest line that is coloured.
const LONGEST_LINE: usize = 2000;

/// Syntaxes are unpacked when the first code is met: many portals have none.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Colours code.
#[derive(Clone, Copy, Debug, Default)]
pub struct Highlighter;

impl Highlighter {
    /// A highlighter; it costs nothing until it is used.
    pub fn new() -> Self {
        Highlighter
    }
}

impl Highlight for Highlighter {
    fn highlight(&self, lang: &str, code: &str) -> Option<String> {
        let too_long = code.len() > LONGEST || code.lines().any(|line| line.len() > LONGEST_LINE);
        if lang.is_empty() || too_long {
            return None;
        }
        let syntax = SYNTAXES.find_syntax_by_token(lang)?;
        let style = ClassStyle::SpacedPrefixed { prefix: "hl-" };
        let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, style);
        for line in LinesWithEndings::from(code) {
            generator.parse_html_for_line_which_includes_newline(line).ok()?;
        }
        Some(generator.finalize())
    }
}
