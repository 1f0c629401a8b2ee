//! Typography, applied when text is rendered and never to the source.
//!
//! Russian: «кавычки» with „inner“ ones; тире with a no-break space before it; no line end after a
//! short preposition or conjunction, between a number and its unit, in «№ 5», «п. 5.3», «г. Вологда»,
//! «И. О. Фамилия». English: “curly” quotes, apostrophes, dashes. Other languages: nothing.
//!
//! Applying it twice changes nothing more: every rule looks only at what no rule changes, or treats
//! what it was and what it became alike (a space and a no-break space, a straight quote and a
//! curly one).

mod bind;

use std::borrow::Cow;
use std::ops::Range;

/// Stands for something in a line that is not text: code, an image, a blank.
pub(super) const OPAQUE: char = '\u{fffc}';

const NBSP: char = '\u{a0}';

#[derive(Clone, Copy, PartialEq, Eq)]
enum Language {
    Russian,
    English,
}

/// Text with the typography of its language; idempotent.
///
/// ```
/// let text = metod_content::body::typography("ru", "Школа \"Радуга\" - в г. Вологда");
/// assert_eq!(text, "Школа «Радуга»\u{a0}— в\u{a0}г.\u{a0}Вологда");
/// ```
pub fn typography<'a>(lang: &str, text: &'a str) -> Cow<'a, str> {
    apply(lang, &[text]).into_iter().next().unwrap_or(Cow::Borrowed(text))
}

/// Typography of a line that consists of several texts (before, inside and after emphasis, say).
/// Gives one text for each.
pub(super) fn apply<'a>(lang: &str, texts: &[&'a str]) -> Vec<Cow<'a, str>> {
    let language = match lang.split('-').next() {
        Some("ru") => Some(Language::Russian),
        Some("en") => Some(Language::English),
        _ => None,
    };
    let unchanged = || texts.iter().map(|text| Cow::Borrowed(*text)).collect();
    let Some(language) = language else {
        return unchanged();
    };
    let mut line = Line::new(texts);
    line.quotes(language);
    line.dashes(language);
    line.spaces(language);
    if line.changes.is_empty() {
        return unchanged();
    }
    line.write(texts)
}

struct Line {
    chars: Vec<char>,
    /// For each text, the index after its last character.
    ends: Vec<usize>,
    /// Spaces, line ends and the signs № and §: the places that [`Line::spaces`] asks about.
    joints: Vec<usize>,
    has_quotes: bool,
    has_dashes: bool,
    /// Words that are addresses, as ranges of characters; in them nothing changes.
    addresses: Vec<Range<usize>>,
    /// What characters become; sorted before writing.
    changes: Vec<(usize, &'static str)>,
}

impl Line {
    /// One pass over the characters notes where the rules have to look.
    fn new(texts: &[&str]) -> Self {
        let length = texts.iter().map(|text| text.len()).sum();
        let mut line = Line {
            chars: Vec::with_capacity(length),
            ends: Vec::with_capacity(texts.len()),
            // A word of some five letters.
            joints: Vec::with_capacity(length / 8),
            has_quotes: false,
            has_dashes: false,
            addresses: Vec::new(),
            changes: Vec::new(),
        };
        let mut may_hold_addresses = false;
        for text in texts {
            for character in text.chars() {
                match character {
                    ' ' | '\n' | '№' | '§' => line.joints.push(line.chars.len()),
                    '"' | '\'' => line.has_quotes = true,
                    '-' | '–' | '—' => line.has_dashes = true,
                    '@' | '/' | 'w' => may_hold_addresses = true,
                    _ => {}
                }
                line.chars.push(character);
            }
            line.ends.push(line.chars.len());
        }
        if may_hold_addresses {
            line.find_addresses();
        }
        line
    }

    fn find_addresses(&mut self) {
        let mut start = 0;
        while start < self.chars.len() {
            let length = self.chars[start..].iter().take_while(|c| !is_space(**c)).count();
            if is_address(&self.chars[start..start + length]) {
                self.addresses.push(start..start + length);
            }
            start += length + 1;
        }
    }

    fn is_protected(&self, index: usize) -> bool {
        let after = self.addresses.partition_point(|address| address.start <= index);
        after > 0 && self.addresses[after - 1].contains(&index)
    }

    fn change(&mut self, index: usize, becomes: &'static str) {
        self.changes.push((index, becomes));
    }

    fn at(&self, index: usize) -> Option<char> {
        self.chars.get(index).copied()
    }

    fn before(&self, index: usize) -> Option<char> {
        index.checked_sub(1).and_then(|index| self.at(index))
    }

    fn write<'a>(mut self, texts: &[&'a str]) -> Vec<Cow<'a, str>> {
        // A space before a dash can be bound for two reasons; both say the same.
        self.changes.sort_by_key(|change| change.0);
        let mut changes = self.changes.iter().peekable();
        let mut written = Vec::with_capacity(texts.len());
        let mut start = 0;
        for (text, &end) in texts.iter().zip(&self.ends) {
            let mut out = String::new();
            if changes.peek().is_some_and(|change| change.0 < end) {
                // Most changes make a character longer by a byte.
                out.reserve(text.len() + 16);
            }
            let (mut index, mut at, mut copied) = (start, 0, 0);
            while let Some(&(changed, becomes)) = changes.next_if(|change| change.0 < end) {
                at += self.chars[index..changed].iter().map(|c| c.len_utf8()).sum::<usize>();
                index = changed;
                if copied <= at {
                    out.push_str(&text[copied..at]);
                    out.push_str(becomes);
                    copied = at + self.chars[index].len_utf8();
                }
            }
            if copied == 0 {
                written.push(Cow::Borrowed(*text));
            } else {
                out.push_str(&text[copied..]);
                written.push(Cow::Owned(out));
            }
            start = end;
        }
        written
    }

    /// Straight quotes that have a partner. Which way a quote opens depends only on what stands
    /// around the whole run of quotes it belongs to.
    fn quotes(&mut self, language: Language) {
        if !self.has_quotes {
            return;
        }
        let mut open: Vec<usize> = Vec::new();
        let mut pairs: Vec<(usize, usize)> = Vec::new();
        let mut index = 0;
        while index < self.chars.len() {
            if !is_quote(self.chars[index]) {
                if self.chars[index] == '\'' && language == Language::English {
                    self.apostrophe(index);
                }
                index += 1;
                continue;
            }
            let length = self.chars[index..].iter().take_while(|c| is_quote(**c)).count();
            let side = side(self.before(index), self.at(index + length));
            for at in index..index + length {
                if self.chars[at] == '"' && !self.is_protected(at) {
                    match side {
                        Some(Side::Opens) => open.push(at),
                        Some(Side::Closes) => pairs.extend(open.pop().map(|start| (start, at))),
                        None => {}
                    }
                }
            }
            index += length;
        }
        self.curl(pairs, language);
    }

    fn curl(&mut self, pairs: Vec<(usize, usize)>, language: Language) {
        let mut sides: Vec<(usize, bool)> = Vec::with_capacity(pairs.len() * 2);
        sides.extend(pairs.iter().flat_map(|(start, end)| [(*start, true), (*end, false)]));
        sides.sort_unstable();
        let mut sides = sides.into_iter().peekable();
        let [outer, inner] = match language {
            Language::Russian => [["«", "»"], ["„", "“"]],
            Language::English => [["“", "”"], ["‘", "’"]],
        };
        // Quotes around, straight pairs or already curly ones.
        let mut depth = 0_usize;
        for index in 0..self.chars.len() {
            match self.chars[index] {
                '"' => match sides.next_if(|side| side.0 == index) {
                    Some((_, true)) => {
                        self.change(index, if depth > 0 { inner[0] } else { outer[0] });
                        depth += 1;
                    }
                    Some((_, false)) => {
                        depth = depth.saturating_sub(1);
                        self.change(index, if depth > 0 { inner[1] } else { outer[1] });
                    }
                    None => {}
                },
                '«' | '„' => depth += 1,
                '“' if language == Language::English => depth += 1,
                '»' | '“' | '”' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
    }

    fn apostrophe(&mut self, index: usize) {
        let letters = self.before(index).is_some_and(char::is_alphabetic)
            && self.at(index + 1).is_some_and(char::is_alphabetic);
        if letters && !self.is_protected(index) {
            self.change(index, "’");
        }
    }

    /// A hyphen or two between spaces, two or three between words.
    fn dashes(&mut self, language: Language) {
        if !self.has_dashes {
            return;
        }
        let mut index = 0;
        while index < self.chars.len() {
            if !is_dash(self.chars[index]) {
                index += 1;
                continue;
            }
            let length = self.chars[index..].iter().take_while(|c| is_dash(**c)).count();
            let end = index + length;
            let (left, right) = (self.before(index), self.at(end));
            let hyphens = self.chars[index..end].iter().all(|c| *c == '-');
            let spaced = left.is_some_and(is_space) && right.is_none_or(is_space);
            if spaced && index >= 2 {
                self.spaced_dash(index, end, hyphens, language);
            } else if hyphens && (2..=3).contains(&length) && !self.is_protected(index) {
                let digits = is_digit(left) && is_digit(right);
                let words = left.is_some_and(char::is_alphanumeric)
                    && right.is_some_and(char::is_alphanumeric);
                if digits {
                    self.dash(index, end, "–");
                } else if words {
                    self.dash(index, end, "\u{a0}— ");
                }
            }
            index = end;
        }
    }

    fn spaced_dash(&mut self, start: usize, end: usize, hyphens: bool, language: Language) {
        let (before, after) = (self.before(start - 1), self.at(end + 1));
        if before.is_none_or(|c| is_space(c) || is_dash(c)) {
            return;
        }
        let single = end - start == 1;
        // «5 - 7» is a range or a difference, «2022 – 2024» a range.
        let figures = is_digit(before) && is_digit(after) && single;
        let becomes = match (self.chars[start], language) {
            ('-', Language::English) if single => false,
            ('-', _) => hyphens && end - start <= 3 && !figures,
            ('–', Language::Russian) => single && !figures,
            ('—', _) => single,
            _ => false,
        };
        if becomes {
            if self.chars[start] != '—' {
                self.dash(start, end, "—");
            }
            self.change(start - 1, "\u{a0}");
        }
    }

    fn dash(&mut self, start: usize, end: usize, becomes: &'static str) {
        self.change(start, becomes);
        for index in start + 1..end {
            self.change(index, "");
        }
    }
}

enum Side {
    Opens,
    Closes,
}

/// Which way quotes between these two characters face.
fn side(left: Option<char>, right: Option<char>) -> Option<Side> {
    let free_left = left.is_none_or(|c| is_space(c) || is_dash(c) || "([{/".contains(c));
    let free_right = right.is_none_or(|c| is_space(c) || is_dash(c) || ")]}/.,:;!?…".contains(c));
    match (free_left, free_right) {
        (true, false) => Some(Side::Opens),
        (false, true) => Some(Side::Closes),
        _ => None,
    }
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | NBSP | '\n' | '\t' | '\r' | '\u{202f}')
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '–' | '—')
}

fn is_quote(character: char) -> bool {
    matches!(character, '"' | '«' | '»' | '„' | '“' | '”' | '‘' | '’')
}

fn is_digit(character: Option<char>) -> bool {
    character.is_some_and(|character| character.is_ascii_digit())
}

/// Whether a word is an address, in which nothing changes.
fn is_address(word: &[char]) -> bool {
    word.contains(&'@')
        || word.windows(3).any(|part| part == [':', '/', '/'])
        || word.windows(4).any(|part| part == ['w', 'w', 'w', '.'])
}

#[cfg(test)]
mod tests;
