//! Code in colour: syntect with the pure-Rust regular expressions, as classes for the style sheet.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use metod_content::body::{CodeUse, Highlight};
use rayon::prelude::*;
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
    /// What was coloured before pages ask for it.
    ahead: OnceLock<BTreeMap<Key, Option<String>>>,
}

/// Hash of a language and a code.
type Key = [u8; 32];

impl Highlighter {
    /// A highlighter; it costs nothing until it is used.
    pub fn new() -> Self {
        Highlighter::default()
    }

    /// Colours code before pages ask for it, side by side, and puts the grammars down: their regular expressions
    /// take up to 80 MB, which a build of a large portal needs for its index later.
    pub fn colour_ahead(&self, codes: Vec<CodeUse>) {
        let colour = |code: CodeUse| (key(&code.lang, &code.code), self.colour(&code));
        let coloured: Vec<(Key, Option<String>)> =
            codes.into_par_iter().with_max_len(4).map(colour).collect();
        let _ = self.ahead.set(coloured.into_iter().collect());
        self.held().take();
    }

    fn colour(&self, CodeUse { lang, code }: &CodeUse) -> Option<String> {
        let too_long = code.len() > LONGEST || code.lines().any(|line| line.len() > LONGEST_LINE);
        if too_long {
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

    fn grammars(&self) -> Arc<SyntaxSet> {
        let load = || Arc::new(SyntaxSet::load_defaults_newlines());
        self.held().get_or_insert_with(load).clone()
    }

    fn held(&self) -> MutexGuard<'_, Option<Arc<SyntaxSet>>> {
        self.grammars.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn key(lang: &str, code: &str) -> Key {
    let mut hasher = blake3::Hasher::new();
    hasher.update(lang.as_bytes()).update(b"\0").update(code.as_bytes());
    *hasher.finalize().as_bytes()
}

impl Highlight for Highlighter {
    fn highlight(&self, lang: &str, code: &str) -> Option<String> {
        match self.ahead.get().and_then(|known| known.get(&key(lang, code))) {
            Some(known) => known.clone(),
            None => self.colour(&CodeUse { lang: lang.to_owned(), code: code.to_owned() }),
        }
    }
}
