//! What the product says about mistakes: a closed list of codes, a place, and words in the language
//! of the portal. Every room makes [`Diagnostic`]s; only this one knows their wording.
//!
//! 1. [`catalog`] lists each code with its severity and its texts in Russian and English.
//! 2. [`Diagnostic`] is one finding: code, place, the words that fill its text's blanks.
//! 3. [`Diagnostic::message`] and [`Diagnostic::help`] make the sentences.

pub mod catalog;
mod catalog_text;

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

use crate::syntax::Place;
pub use catalog::Code;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Something cannot be read, resolved or published safely: nothing is published.
    Error,
    /// An editor should look at it; the portal is published.
    Warning,
}

impl Severity {
    /// Reads `error` or `warning`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "error" => Some(Severity::Error),
            "warning" => Some(Severity::Warning),
            _ => None,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
        })
    }
}

/// Language of messages and labels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lang {
    /// Russian.
    #[default]
    Ru,
    /// English.
    En,
}

impl Lang {
    /// Russian for `ru`, English for every other tag: the two languages that messages exist in.
    pub fn from_tag(tag: &str) -> Self {
        if tag == "ru" || tag.starts_with("ru-") { Lang::Ru } else { Lang::En }
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which rule it breaks.
    pub code: Code,
    /// The rule's severity, or what the portal's configuration made of it.
    pub severity: Severity,
    /// Where: the value when a value is wrong, the key when a field is unknown or misplaced, the
    /// target of a link; 1:1 for a whole file.
    pub place: Place,
    /// Words for the blanks of the message, by name.
    pub args: BTreeMap<&'static str, String>,
}

impl Diagnostic {
    /// A finding with its code's own severity.
    pub fn new(code: Code, place: Place) -> Self {
        Diagnostic { code, severity: code.severity(), place, args: BTreeMap::new() }
    }

    /// Fills the blank `{name}` of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Self {
        self.args.insert(name, clip(&value.to_string()));
        self
    }

    /// Fills the blank `{called}`: what people call the field that the message names.
    #[must_use]
    pub fn called(self, russian: &str, english: &str) -> Self {
        self.with("called", russian).with("called-en", english)
    }

    /// The sentence that says what is wrong.
    pub fn message(&self, lang: Lang) -> String {
        fill(self.code.texts(lang).message, &self.args, lang)
    }

    /// The sentence that says what to do.
    pub fn help(&self, lang: Lang) -> String {
        fill(self.code.texts(lang).help, &self.args, lang)
    }
}

/// Values come from files and may be long or hold control characters: neither may spoil a terminal
/// or a report.
fn clip(text: &str) -> String {
    const MAX: usize = 120;
    let mut out = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == MAX {
            out.push('…');
            break;
        }
        out.push(if c.is_control() || is_bidi_control(c) { '\u{FFFD}' } else { c });
    }
    out
}

/// Characters that turn the direction of the text around them (Unicode TR 9, "Trojan Source").
pub fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn fill(template: &str, args: &BTreeMap<&'static str, String>, lang: Lang) -> String {
    let mut out = String::with_capacity(template.len() + 32);
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        out.push_str(&rest[..open]);
        rest = &rest[open + 1..];
        // Braces around anything but a name are text: `{name: …}` is how YAML looks.
        let name = rest.find('}').map(|close| &rest[..close]).filter(|name| is_blank(name));
        let Some(name) = name else {
            out.push('{');
            continue;
        };
        if name == "hint" {
            let expected = args.get("expected").map_or("", String::as_str);
            out.push_str(catalog_text::hint(expected, lang));
        } else if let Some(value) = argument(args, name, lang) {
            out.push_str(&catalog_text::translate(name, value, lang));
        }
        rest = &rest[name.len() + 1..];
    }
    out.push_str(rest);
    // An optional blank at the end ("…{suggestion}") may leave a space behind.
    out.trim_end().to_owned()
}

/// The words for a blank; a label has its own in English.
fn argument<'a>(
    args: &'a BTreeMap<&'static str, String>,
    name: &str,
    lang: Lang,
) -> Option<&'a String> {
    let english = (lang == Lang::En && name == "called").then(|| args.get("called-en"));
    english.flatten().or_else(|| args.get(name))
}

fn is_blank(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Sorts findings by file and position and drops repetitions.
pub fn tidy(diagnostics: &mut Vec<Diagnostic>) {
    diagnostics
        .sort_by(|a, b| (a.place, a.code.id(), &a.args).cmp(&(b.place, b.code.id(), &b.args)));
    diagnostics.dedup();
}

/// Most findings of one file that are told.
pub const MOST: usize = 1_000;

/// Keeps the first [`MOST`] findings of each file of a tidy list and says how many more there are: a
/// file that is wrong from end to end must not bury the others.
pub fn limit(diagnostics: &mut Vec<Diagnostic>) {
    let mut out: Vec<Diagnostic> = Vec::with_capacity(diagnostics.len().min(MOST));
    for of_file in diagnostics.chunk_by(|a, b| a.place.file == b.place.file) {
        let (shown, rest) = of_file.split_at(of_file.len().min(MOST));
        out.extend_from_slice(shown);
        if let Some(first) = rest.first() {
            let mut more = Diagnostic::new(Code::MoreFindings, first.place);
            let worst = rest.iter().map(|found| found.severity).min();
            more.severity = worst.unwrap_or(more.severity);
            out.push(more.with("count", rest.len()));
        }
    }
    *diagnostics = out;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::{FileId, Place};

    #[test]
    fn every_code_has_texts_and_a_unique_name() {
        let mut names = std::collections::BTreeSet::new();
        for code in Code::ALL {
            assert!(names.insert(code.id()), "{} twice", code.id());
            for lang in [Lang::Ru, Lang::En] {
                let texts = code.texts(lang);
                assert!(!texts.message.is_empty() && !texts.help.is_empty(), "{}", code.id());
                assert!(texts.help.ends_with(['.', '}', '…']), "{}: {}", code.id(), texts.help);
            }
            assert_eq!(Code::parse(code.id()), Some(*code));
        }
    }

    #[test]
    fn blanks_are_filled_and_hostile_values_tamed() {
        let diagnostic = Diagnostic::new(Code::UnknownField, Place::whole(FileId(0)))
            .with("field", "ti\u{1b}[31mtle\u{202e}")
            .with("suggestion", "");
        let unused = Diagnostic::new(Code::UnusedBlank, Place::whole(FileId(0))).with("name", "x");
        assert_eq!(unused.help(Lang::En), "Put {{x}} into the text or remove the declaration.");
        assert_eq!(diagnostic.message(Lang::En), "unknown field “ti\u{FFFD}[31mtle\u{FFFD}”");
    }
}
