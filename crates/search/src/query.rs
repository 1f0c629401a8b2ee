//! What a visitor types, read without ever failing.
//!
//! | typed | means |
//! |---|---|
//! | `план урока` | both words; any of them if no document has both |
//! | `"план урока"`, `«план урока»` | the words side by side, in this order |
//! | `-физика`, `-"план урока"` | documents without it |
//! | `практ*` | words that begin so |
//! | `title:план`, `title:"план урока"` | in that field only; an unknown field is ordinary text |
//!
//! Anything else is text: unbalanced quotes end with the query, lone signs are ignored.

use crate::prelude::*;
use core::ops::Range;

/// Clauses beyond this number are ignored ([`Query::truncated`]).
pub const MAX_CLAUSES: usize = 64;

/// Characters beyond this number are ignored ([`Query::truncated`]).
pub const MAX_CHARS: usize = 2048;

/// How to read a query.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'a> {
    /// Names that `field:term` may use.
    pub fields: &'a [&'a str],
    /// The visitor is still typing: a plain last word may be unfinished.
    pub typing: bool,
}

/// A query as read. Every text gives one; the empty query has no clauses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// In the order typed.
    pub clauses: Vec<Clause>,
    /// Something beyond [`MAX_CLAUSES`] or [`MAX_CHARS`] was ignored.
    pub truncated: bool,
}

/// One condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// Documents that match are left out.
    pub excluded: bool,
    /// One of [`Options::fields`].
    pub field: Option<String>,
    /// The form of the condition.
    pub kind: Kind,
    /// As typed, without the signs of the syntax; to be analysed. Never empty, no quotes.
    pub text: String,
    /// Bytes of the query that the clause was read from.
    pub range: Range<usize>,
}

/// The form of a [`Clause`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word (or several joined by signs, such as a compound or a date).
    Word,
    /// The last word, perhaps unfinished ([`Options::typing`]).
    Unfinished,
    /// A beginning of words, marked with an asterisk.
    Prefix,
    /// Words side by side.
    Phrase,
}

/// Reads `text`. Total and linear in the length of the text.
pub fn parse(text: &str, options: Options) -> Query {
    let end = text.char_indices().nth(MAX_CHARS).map_or(text.len(), |(at, _)| at);
    let mut reader = Reader { text: &text[..end], at: 0, options };
    let mut query = Query { truncated: end < text.len(), ..Query::default() };
    while let Some(clause) = reader.clause() {
        if query.clauses.len() == MAX_CLAUSES {
            query.truncated = true;
            break;
        }
        query.clauses.push(clause);
    }
    let open_end = text.chars().next_back().is_some_and(|c| c.is_alphanumeric());
    if let Some(last) = query.clauses.last_mut()
        && options.typing
        && open_end
        && !query.truncated
        && !last.excluded
        && last.kind == Kind::Word
        && last.range.end == text.len()
    {
        last.kind = Kind::Unfinished;
    }
    query
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    options: Options<'a>,
}

impl Reader<'_> {
    /// The next clause with any text in it.
    fn clause(&mut self) -> Option<Clause> {
        loop {
            // Closing quotes that nothing opened are skipped too.
            self.skip(|c| c.is_whitespace() || (is_quote(c) && closing(c).is_none()));
            let start = self.at;
            self.peek()?;
            let excluded = self.sign('-');
            if !excluded {
                self.sign('+');
            }
            let field = self.field();
            let (kind, text) = match self.quoted() {
                Some(phrase) => (Kind::Phrase, phrase),
                None => self.word(),
            };
            if text.chars().any(char::is_alphanumeric) {
                return Some(Clause { excluded, field, kind, text, range: start..self.at });
            }
        }
    }

    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn skip(&mut self, what: impl Fn(char) -> bool) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c| !what(c)).unwrap_or(rest.len());
    }

    /// A sign directly before a word or a quote.
    fn sign(&mut self, sign: char) -> bool {
        let mut rest = self.text[self.at..].chars();
        let found = rest.next() == Some(sign)
            && rest.next().is_some_and(|c| c.is_alphanumeric() || closing(c).is_some());
        if found {
            self.at += sign.len_utf8();
        }
        found
    }

    /// `name:` of a known field, directly before something.
    fn field(&mut self) -> Option<String> {
        let rest = &self.text[self.at..];
        let name = self.options.fields.iter().find(|name| {
            let after = rest.strip_prefix(**name).and_then(|after| after.strip_prefix(':'));
            !name.is_empty()
                && after
                    .and_then(|after| after.chars().next())
                    .is_some_and(|c| c.is_alphanumeric() || closing(c).is_some())
        })?;
        self.at += name.len() + 1;
        Some((*name).to_owned())
    }

    /// A phrase in any pair of quotes; an open one ends with the query.
    fn quoted(&mut self) -> Option<String> {
        let open = self.peek()?;
        let closing = closing(open)?;
        let from = self.at + open.len_utf8();
        let rest = &self.text[from..];
        let (inside, next) = match rest.find(|c| closing.contains(&c)) {
            Some(to) => {
                let close = rest[to..].chars().next().map_or(0, char::len_utf8);
                (&rest[..to], from + to + close)
            }
            None => (rest, self.text.len()),
        };
        self.at = next;
        let clean: String = inside.chars().map(|c| if is_quote(c) { ' ' } else { c }).collect();
        Some(clean.trim().to_owned())
    }

    /// Everything up to a space or a quote.
    fn word(&mut self) -> (Kind, String) {
        let rest = &self.text[self.at..];
        let len = rest.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(rest.len());
        let word = &rest[..len];
        self.at += len;
        let mut stripped = word;
        while let Some(rest) = stripped.strip_suffix('*') {
            stripped = rest;
        }
        let marked = stripped.len() < word.len() && stripped.ends_with(char::is_alphanumeric);
        let kind = if marked { Kind::Prefix } else { Kind::Word };
        (kind, stripped.to_owned())
    }
}

/// The characters that may close a phrase opened by `open`.
fn closing(open: char) -> Option<&'static [char]> {
    match open {
        '"' => Some(&['"']),
        '«' => Some(&['»']),
        '“' | '„' => Some(&['“', '”']),
        _ => None,
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '«' | '»' | '“' | '”' | '„')
}

impl Query {
    /// The query in its plainest spelling. Reading it with the same options gives the same clauses,
    /// but for their ranges and for what was ignored.
    pub fn written(&self) -> String {
        let clauses: Vec<String> = self.clauses.iter().map(Clause::written).collect();
        clauses.join(" ")
    }
}

impl Clause {
    /// The clause in its plainest spelling.
    pub fn written(&self) -> String {
        let (excluded, field) = (if self.excluded { "-" } else { "" }, self.field.as_deref());
        let (before, after) = match self.kind {
            Kind::Word | Kind::Unfinished => ("", ""),
            Kind::Prefix => ("", "*"),
            Kind::Phrase => ("\"", "\""),
        };
        let colon = if field.is_some() { ":" } else { "" };
        joined(&[excluded, field.unwrap_or_default(), colon, before, &self.text, after], "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const OPTIONS: Options = Options { fields: &["title", "автор"], typing: false };

    fn read(text: &str) -> Vec<(bool, Option<String>, Kind, String)> {
        let query = parse(text, OPTIONS);
        query.clauses.into_iter().map(|c| (c.excluded, c.field, c.kind, c.text)).collect()
    }

    fn plain(kind: Kind, text: &str) -> (bool, Option<String>, Kind, String) {
        (false, None, kind, text.to_owned())
    }

    #[test]
    fn words_phrases_prefixes() {
        assert_eq!(
            read("  план «рабочая программа» практ* "),
            [
                plain(Kind::Word, "план"),
                plain(Kind::Phrase, "рабочая программа"),
                plain(Kind::Prefix, "практ"),
            ]
        );
    }

    #[test]
    fn exclusion_needs_a_word_right_after_the_sign() {
        assert_eq!(read("-физика")[0], (true, None, Kind::Word, "физика".into()));
        assert_eq!(read("-\"план урока\"")[0], (true, None, Kind::Phrase, "план урока".into()));
        assert_eq!(read("план - урок"), [plain(Kind::Word, "план"), plain(Kind::Word, "урок")]);
        assert_eq!(read("онлайн-урок"), [plain(Kind::Word, "онлайн-урок")]);
    }

    #[test]
    fn fields_are_known_or_text() {
        assert_eq!(read("title:план")[0], (false, Some("title".into()), Kind::Word, "план".into()));
        assert_eq!(
            read("-автор:\"Иванова М.\"")[0],
            (true, Some("автор".into()), Kind::Phrase, "Иванова М.".into())
        );
        assert_eq!(read("цель:план"), [plain(Kind::Word, "цель:план")]);
        assert_eq!(read("title: план").len(), 2);
    }

    #[test]
    fn broken_syntax_is_text() {
        assert_eq!(read("\"план урока"), [plain(Kind::Phrase, "план урока")]);
        assert_eq!(read("план\"урока"), [plain(Kind::Word, "план"), plain(Kind::Phrase, "урока")]);
        assert_eq!(read("* - \"\" ** : +"), []);
        assert_eq!(read(""), []);
    }

    #[test]
    fn the_last_word_is_unfinished_only_while_typing() {
        let typing = Options { typing: true, ..OPTIONS };
        let kind = |text| parse(text, typing).clauses.last().map(|c| c.kind);
        assert_eq!(kind("план уро"), Some(Kind::Unfinished));
        assert_eq!(kind("план уро "), Some(Kind::Word));
        assert_eq!(kind("план -уро"), Some(Kind::Word));
        assert_eq!(kind("\"план уро"), Some(Kind::Phrase));
        assert_eq!(parse("план уро", OPTIONS).clauses[1].kind, Kind::Word);
    }

    #[test]
    fn limits_hold() {
        let many = parse(&"слово ".repeat(100), OPTIONS);
        assert_eq!((many.clauses.len(), many.truncated), (MAX_CLAUSES, true));
        let long = parse(&"ы".repeat(MAX_CHARS + 1), OPTIONS);
        assert_eq!((long.clauses[0].text.chars().count(), long.truncated), (MAX_CHARS, true));
    }

    proptest! {
        #[test]
        fn every_text_is_read_and_printing_is_stable(text in "([а-яa-z0-9]{0,4}|[-+*:\"«»„“ ]|title:|\\PC){0,30}") {
            let query = parse(&text, OPTIONS);
            for clause in &query.clauses {
                prop_assert!(text.get(clause.range.clone()).is_some());
                prop_assert!(!clause.text.is_empty());
            }
            let printed = query.written();
            let again = parse(&printed, OPTIONS);
            prop_assert_eq!(printed, again.written());
            prop_assert_eq!(query.clauses.len(), again.clauses.len());
        }
    }
}
