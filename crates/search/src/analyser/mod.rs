//! How text becomes terms.
//!
//! One analyser serves documents and queries, natively and in the browser:
//! 1. words are runs of letters and digits ([`fold`]: classes of characters); invisible characters
//!    inside them vanish, an apostrophe between letters too;
//! 2. letters are folded: lower case, ё as е, no stress marks, no accents on Latin letters;
//! 3. look-alike letters of the other script are mapped to the script of the word;
//! 4. parts of a hyphenated compound become words of their own, side by side, and their joined form
//!    stands at the position of the first part;
//! 5. words are stemmed ([`stem`]), abbreviations in capitals are not.
//!
//! The surface form (after step 3) is given beside the stem, for completion, correction and exact
//! matches. Analysing a surface form again gives that same surface form; stems have no such property.

mod english;
mod fold;
mod lower;
#[cfg(any(test, feature = "write"))]
mod memory;
mod russian;
mod stem;

use crate::prelude::*;
use core::iter::Peekable;
use core::ops::Range;
use core::str::CharIndices;
use fold::{Class, class};
pub(crate) use lower::{lower, lowered};
use stem::Stems;

/// Changes whenever the same text may give other terms than before: an index built with another
/// version must not be searched.
pub const ANALYSER_VERSION: u32 = 1;

/// Longer words (in characters) are noise such as encoded data: they take a position and give no term.
pub const MAX_TOKEN_CHARS: usize = 64;

/// A compound of more parts (an identifier, a serial number) has no joined form.
const MAX_JOINED_PARTS: usize = 4;

/// Letters of an abbreviation: fewer is an initial, more is a heading set in capitals.
const ABBREVIATION: core::ops::RangeInclusive<u32> = 2..=6;

/// From this length on, capitals may also be an ordinary word of a heading (`ПЛАНЫ ШКОЛЫ`), and the
/// stem is given as well.
const MAYBE_HEADING: u32 = 4;

/// What kind of term a token carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A word or a part of a compound; the term is its stem.
    Word,
    /// A word of 2–6 capitals; the term is the word itself.
    Abbreviation,
    /// The parts of a compound written together, at the position of the first part.
    Joined,
}

/// One term of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token<'a> {
    /// What is indexed.
    pub term: &'a str,
    /// The folded word as written, not stemmed.
    pub surface: &'a str,
    /// Position in words, from the start given to [`Analyser::analyse`]. Several tokens may share one.
    pub position: u32,
    /// Bytes of the text that the word occupies; always on character boundaries, never empty.
    pub range: Range<usize>,
    /// Kind of term.
    pub kind: Kind,
}

/// Turns text into tokens. Keeps its buffers between calls: make one for each thread.
pub struct Analyser {
    stems: Stems,
    /// Folded surfaces of the parts of the compound being read, one after another.
    surfaces: String,
    parts: Vec<Part>,
    word: String,
    scratch: String,
    term: String,
}

/// A part of a compound; a simple word is a compound of one part.
struct Part {
    /// In [`Analyser::surfaces`].
    surface: Range<usize>,
    /// In the text.
    range: Range<usize>,
    /// Letters, when all of them are capitals; otherwise 0.
    capitals: u32,
    too_long: bool,
}

type Chars<'a> = Peekable<CharIndices<'a>>;

impl Default for Analyser {
    fn default() -> Self {
        Self::new()
    }
}

impl Analyser {
    /// An analyser for queries and single documents.
    pub fn new() -> Self {
        Self::with(Stems::default())
    }

    /// An analyser for whole portals: remembers every word, which is faster and gives
    /// [`Analyser::into_forms`].
    #[cfg(any(test, feature = "write"))]
    pub fn bulk() -> Self {
        Self::with(Stems { memory: Some(memory::Memory::default()) })
    }

    /// Every surface form seen by a [`Analyser::bulk`] analyser with the term it was given, in the order in which
    /// they came. A form that was seen as an abbreviation and as a word may have both terms.
    #[cfg(any(test, feature = "write"))]
    pub fn into_forms(self) -> Vec<(Box<str>, Box<str>)> {
        self.stems.memory.map(memory::Memory::into_forms).unwrap_or_default()
    }

    /// Which of [`Analyser::into_forms`] a [`Analyser::bulk`] analyser has seen since this was asked before, each
    /// once, in no order.
    #[cfg(any(test, feature = "write"))]
    pub fn take_used(&mut self) -> Vec<u32> {
        self.stems.memory.as_mut().map(memory::Memory::take_used).unwrap_or_default()
    }

    fn with(stems: Stems) -> Self {
        Self {
            stems,
            surfaces: String::new(),
            parts: Vec::new(),
            word: String::new(),
            scratch: String::new(),
            term: String::new(),
        }
    }

    /// Gives the tokens of `text` to `sink`, in order of position, the first word standing at
    /// `position`. Returns the position after the last word.
    pub fn analyse(&mut self, text: &str, position: u32, mut sink: impl FnMut(&Token)) -> u32 {
        self.give(text, position, &mut sink)
    }

    fn give(&mut self, text: &str, from: u32, sink: &mut dyn FnMut(&Token)) -> u32 {
        let mut position = from;
        let mut chars = text.char_indices().peekable();
        while let Some(&(_, c)) = chars.peek() {
            match class(c) {
                Class::Word | Class::Ideograph => {
                    self.read_compound(&mut chars);
                    position = self.emit(position, sink);
                }
                _ => {
                    chars.next();
                }
            }
        }
        position
    }

    /// The tokens of a short text, owned: for queries and tests.
    pub fn tokens(&mut self, text: &str) -> Vec<OwnedToken> {
        let mut out = Vec::new();
        self.analyse(text, 0, |token| out.push(OwnedToken::from(token)));
        out
    }

    /// The stem of a word that is already folded (a [`Token::surface`]).
    pub fn stem(&mut self, surface: &str) -> &str {
        self.stems.stem(surface, &mut self.term);
        &self.term
    }

    /// Reads a word with everything hyphenated to it into `self.parts`.
    fn read_compound(&mut self, chars: &mut Chars) {
        self.surfaces.clear();
        self.parts.clear();
        let ideograph = chars.peek().is_some_and(|&(_, c)| class(c) == Class::Ideograph);
        self.read_part(chars);
        while !ideograph && next_after(chars, Class::Hyphen) == Some(Class::Word) {
            while chars.next_if(|&(_, c)| class(c) != Class::Word).is_some() {}
            self.read_part(chars);
        }
    }

    fn read_part(&mut self, chars: &mut Chars) {
        let Some((start, first)) = chars.next() else {
            return;
        };
        let ideograph = class(first) == Class::Ideograph;
        let mut end = start + first.len_utf8();
        let mut count = Count::default();
        self.word.clear();
        count.add(first);
        fold::push(first, &mut self.word);
        while let Some(&(at, c)) = chars.peek() {
            match class(c) {
                Class::Word if ideograph => break,
                Class::Word if count.chars < MAX_TOKEN_CHARS => {
                    count.add(c);
                    fold::push(c, &mut self.word);
                }
                Class::Word => count.add(c),
                Class::Mark => fold::apply_mark(c, &mut self.word),
                Class::Invisible => {
                    chars.next();
                    continue;
                }
                Class::Apostrophe if next_after(chars, Class::Apostrophe) == Some(Class::Word) => {}
                _ => break,
            }
            end = at + c.len_utf8();
            chars.next();
        }
        if count.latin && count.other {
            fold::unify_scripts(&mut self.word, &mut self.scratch);
        }
        end = self.read_language_sign(chars).unwrap_or(end);
        let from = self.surfaces.len();
        self.surfaces.push_str(&self.word);
        self.parts.push(Part {
            surface: from..self.surfaces.len(),
            range: start..end,
            capitals: count.all_capitals(),
            too_long: count.chars > MAX_TOKEN_CHARS,
        });
    }

    /// `C++`, `C#`, `F#`: the only words whose signs teachers of informatics search for.
    fn read_language_sign(&mut self, chars: &mut Chars) -> Option<usize> {
        let letter = match self.word.as_str() {
            "c" | "с" => "c",
            "f" => "f",
            _ => return None,
        };
        let mut ahead = chars.clone();
        let sign = match (ahead.next()?, ahead.next(), letter) {
            ((_, '#'), ..) => "#",
            ((_, '+'), Some((_, '+')), "c") => "++",
            _ => return None,
        };
        self.word.clear();
        self.word.push_str(letter);
        self.word.push_str(sign);
        let mut end = None;
        for _ in 0..sign.len() {
            end = chars.next().map(|(at, c)| at + c.len_utf8());
        }
        end
    }

    /// Gives out the tokens of the compound that was read; returns the position after it.
    fn emit(&mut self, position: u32, sink: &mut dyn FnMut(&Token)) -> u32 {
        for at in 0..self.parts.len() {
            let here = position.saturating_add(at as u32);
            self.emit_part(at, here, sink);
            if at == 0 {
                self.emit_joined(position, sink);
            }
        }
        position.saturating_add(self.parts.len() as u32)
    }

    fn emit_part(&mut self, at: usize, position: u32, sink: &mut dyn FnMut(&Token)) {
        let part = &self.parts[at];
        let surface = &self.surfaces[part.surface.clone()];
        if part.too_long || surface.is_empty() {
            return;
        }
        self.stems.stem(surface, &mut self.term);
        let token = |term, kind| Token { term, surface, position, range: part.range.clone(), kind };
        if !ABBREVIATION.contains(&part.capitals) {
            return sink(&token(&self.term, Kind::Word));
        }
        if self.term != surface {
            self.stems.abbreviation(surface);
        }
        sink(&token(surface, Kind::Abbreviation));
        if part.capitals >= MAYBE_HEADING && self.term != surface {
            sink(&token(&self.term, Kind::Word));
        }
    }

    fn emit_joined(&mut self, position: u32, sink: &mut dyn FnMut(&Token)) {
        let (Some(first), Some(last)) = (self.parts.first(), self.parts.last()) else {
            return;
        };
        if !(2..=MAX_JOINED_PARTS).contains(&self.parts.len())
            || self.parts.iter().any(|part| part.too_long)
            || chars_in(&self.surfaces) > MAX_TOKEN_CHARS
            || !self.surfaces.chars().all(char::is_alphanumeric)
            || !self.surfaces.chars().any(char::is_alphabetic)
        {
            return;
        }
        self.word.clear();
        self.word.push_str(&self.surfaces);
        fold::unify_scripts(&mut self.word, &mut self.scratch);
        self.stems.stem(&self.word, &mut self.term);
        sink(&Token {
            term: &self.term,
            surface: &self.word,
            position,
            range: first.range.start..last.range.end,
            kind: Kind::Joined,
        });
    }
}

/// If the next character is of class `joint`: the class of the first visible character after it.
fn next_after(chars: &Chars, joint: Class) -> Option<Class> {
    let mut ahead = chars.clone();
    ahead.next_if(|&(_, c)| class(c) == joint)?;
    ahead.map(|(_, c)| class(c)).find(|&c| c != Class::Invisible)
}

/// The same letters typed with the other script's look-alikes throughout (`PMA` for `РМА`), if every
/// letter of the folded `word` has one. For words that are unknown as typed.
pub fn other_script(word: &str) -> Option<String> {
    let map = match word.chars().find(|c| c.is_alphabetic())? {
        'a'..='z' => fold::to_cyrillic,
        _ => fold::to_latin,
    };
    word.chars().map(|c| if c.is_ascii_digit() { Some(c) } else { map(c) }).collect()
}

/// What is known of a word after reading it once.
#[derive(Default)]
struct Count {
    chars: usize,
    letters: u32,
    capitals: u32,
    latin: bool,
    /// Cyrillic or digits: beside Latin letters, a reason to look for look-alikes.
    other: bool,
}

impl Count {
    /// Counts `c`; the arms before the last are the hot ones.
    #[inline]
    fn add(&mut self, c: char) {
        self.chars += 1;
        let (letter, capital) = match c {
            'а'..='я' => (true, false),
            'А'..='Я' => (true, true),
            'a'..='z' => (true, false),
            'A'..='Z' => (true, true),
            '0'..='9' => (false, false),
            _ => (c.is_alphabetic(), c.is_uppercase()),
        };
        self.letters += u32::from(letter);
        self.capitals += u32::from(capital);
        let latin = c.is_ascii_alphabetic() || (letter && ('\u{AA}'..'\u{370}').contains(&c));
        self.latin |= latin;
        self.other |= !latin;
    }

    fn all_capitals(&self) -> u32 {
        let all = self.capitals == self.letters && self.letters as usize == self.chars;
        if all { self.letters } else { 0 }
    }
}

/// A [`Token`] that owns its strings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedToken {
    /// See [`Token::term`].
    pub term: String,
    /// See [`Token::surface`].
    pub surface: String,
    /// See [`Token::position`].
    pub position: u32,
    /// See [`Token::range`].
    pub range: Range<usize>,
    /// See [`Token::kind`].
    pub kind: Kind,
}

impl From<&Token<'_>> for OwnedToken {
    fn from(token: &Token) -> Self {
        Self {
            term: token.term.to_owned(),
            surface: token.surface.to_owned(),
            position: token.position,
            range: token.range.clone(),
            kind: token.kind,
        }
    }
}

#[cfg(test)]
mod tests;
