//! Text into tokens: numbers, known words, marks. Repairs what extraction from Word and PDF breaks.

use super::lexicon::{self, Lex};

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A number and how many digits it is written with.
    Number(u32, u8),
    Word(Lex),
    Comma,
    Semicolon,
    Dot,
    Colon,
    Dash,
    Slash,
    Open,
    Close,
    /// Any other mark: part of free text.
    Other,
    /// After the last token.
    End,
}

/// A token and its place in the text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub(super) kind: Kind,
    /// Byte offsets in the text.
    pub(super) start: usize,
    pub(super) end: usize,
    /// No space before it.
    pub(super) glued: bool,
    /// Its value as a Roman number.
    pub(super) roman: Option<u8>,
    /// Begins with a capital letter.
    pub(super) capital: bool,
}

impl Token {
    /// Stands after the last token.
    pub(super) const END: Self =
        Self { kind: Kind::End, start: 0, end: 0, glued: false, roman: None, capital: false };
}

/// Numbers of more digits are text.
const LONGEST_NUMBER: usize = 8;

/// Splits a text into tokens, in one pass; also tells how many bytes were looked at.
pub(super) fn tokens(text: &str) -> (Vec<Token>, usize) {
    let mut reader = Reader { text, at: 0, tokens: Vec::new(), words: Vec::new(), work: 0 };
    while reader.step() {}
    (reader.tokens, reader.work)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token>,
    /// The plain form of each token that is a word, for joining broken ones; else empty.
    words: Vec<String>,
    work: usize,
}

impl Reader<'_> {
    fn step(&mut self) -> bool {
        let before = self.at;
        self.skip(|letter| is_space(letter) || is_quote(letter));
        let glued = self.at == before;
        let start = self.at;
        let Some(first) = self.text[start..].chars().next() else {
            return false;
        };
        if first.is_alphanumeric() || first == '|' {
            self.run(start, glued);
        } else {
            self.at += first.len_utf8();
            self.push(mark(first), start, glued, None);
        }
        true
    }

    fn skip(&mut self, matches: impl Fn(char) -> bool) {
        let rest = &self.text[self.at..];
        let length = rest.find(|letter| !matches(letter)).unwrap_or(rest.len());
        self.at += length;
        self.work += length + 1;
    }

    /// A number, a word, or the first of the two where they touch: «2022г», «г2022».
    fn run(&mut self, start: usize, glued: bool) {
        let is_letter = |letter: char| letter.is_alphanumeric() || letter == '|';
        // No number worth reading is longer; looking further at each would cost the square of it.
        let window = self.text[start..].chars().take(LONGEST_NUMBER + 1);
        let length =
            window.take_while(|letter| is_letter(*letter)).map(char::len_utf8).sum::<usize>();
        if let Some(number) = number(&self.text[start..start + length]) {
            self.at = start + length;
            self.push(number, start, glued, None);
            self.drop_ordinal_ending();
            return;
        }
        self.skip(|letter| letter.is_ascii_digit());
        if self.at > start {
            let number = number(&self.text[start..self.at]).unwrap_or(Kind::Other);
            self.push(number, start, glued, None);
            return;
        }
        self.skip(|letter| !letter.is_ascii_digit() && (is_letter(letter) || is_soft(letter)));
        self.word(start, glued);
    }

    fn word(&mut self, start: usize, glued: bool) {
        let written = &self.text[start..self.at];
        let plain = plain(written);
        let lex = lexicon::exact(&plain);
        if self.join_broken(&plain, lex) {
            return;
        }
        let lex = if lex == Lex::Other { lexicon::forgiving(&plain) } else { lex };
        if matches!(lex, Lex::Month(_)) {
            self.repair_day();
        }
        self.push(Kind::Word(lex), start, glued, Some(plain));
    }

    /// «Необходимо-сти», «отдельном у»: two halves of one known word.
    fn join_broken(&mut self, plain: &str, lex: Lex) -> bool {
        let count = self.tokens.len();
        let hyphen =
            count >= 2 && self.tokens[count - 1].kind == Kind::Dash && self.tokens[count - 1].glued;
        let half = if hyphen { count.checked_sub(2) } else { count.checked_sub(1) };
        let Some(half) = half else { return false };
        let Kind::Word(first) = self.tokens[half].kind else {
            return false;
        };
        let (one, other) = (&self.words[half], plain);
        self.work += other.len();
        if one.is_empty() || one.len() + other.len() > 40 {
            return false;
        }
        // Short words («к в», «с р») meet by chance.
        let long_enough = one.chars().count() + other.chars().count() >= 5;
        let joined = lexicon::exact(&format!("{one}{other}"));
        let broken = first == Lex::Other || lex == Lex::Other;
        if joined == Lex::Other || !broken || !long_enough {
            return false;
        }
        self.tokens.truncate(half + 1);
        self.words.truncate(half + 1);
        self.tokens[half].kind = Kind::Word(joined);
        self.tokens[half].end = self.at;
        self.tokens[half].roman = None;
        self.words[half].push_str(other);
        if matches!(joined, Lex::Month(_)) {
            let month = self.tokens.pop().zip(self.words.pop());
            self.repair_day();
            if let Some((token, word)) = month {
                self.tokens.push(token);
                self.words.push(word);
            }
        }
        true
    }

    /// «З декабря»: the letter before a month is the digit it resembles.
    fn repair_day(&mut self) {
        if let (Some(token), Some(word)) = (self.tokens.last_mut(), self.words.last_mut())
            && word == "з"
        {
            token.kind = Kind::Number(3, 1);
            word.clear();
        }
    }

    /// «1-го», «2-й»: the ending says nothing.
    fn drop_ordinal_ending(&mut self) {
        let rest = &self.text[self.at..];
        let mut letters = rest.chars();
        if !letters.next().is_some_and(is_dash) {
            return;
        }
        let ending: String = letters.take_while(|letter| letter.is_alphabetic()).take(4).collect();
        if matches!(
            ending.as_str(),
            "й" | "го"
                | "ого"
                | "е"
                | "ое"
                | "ый"
                | "х"
                | "м"
                | "ом"
                | "я"
                | "ая"
                | "ю"
                | "ую"
                | "му"
                | "ти"
        ) {
            let dash = rest.chars().next().map_or(0, char::len_utf8);
            self.at += dash + ending.len();
            if let Some(number) = self.tokens.last_mut() {
                number.end = self.at;
            }
        }
    }

    fn push(&mut self, kind: Kind, start: usize, glued: bool, word: Option<String>) {
        let written = &self.text[start..self.at];
        self.tokens.push(Token {
            kind,
            start,
            end: self.at,
            glued: glued && start > 0,
            roman: word.as_ref().and_then(|_| lexicon::roman(written)),
            capital: written.chars().next().is_some_and(char::is_uppercase),
        });
        self.words.push(word.unwrap_or_default());
    }
}

fn is_soft(letter: char) -> bool {
    // Soft hyphen, zero-width space and joiners, word joiner, byte-order mark, combining accent.
    matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' | '\u{301}')
}

fn is_space(letter: char) -> bool {
    letter.is_whitespace() || is_soft(letter)
}

pub(super) fn is_quote(letter: char) -> bool {
    matches!(letter, '«' | '»' | '"' | '“' | '”' | '„')
}

fn is_dash(letter: char) -> bool {
    matches!(
        letter,
        '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}'
    )
}

fn mark(letter: char) -> Kind {
    match letter {
        ',' => Kind::Comma,
        ';' => Kind::Semicolon,
        '.' | '…' => Kind::Dot,
        ':' => Kind::Colon,
        '/' | '\\' => Kind::Slash,
        '(' | '[' => Kind::Open,
        ')' | ']' => Kind::Close,
        _ if is_dash(letter) => Kind::Dash,
        _ => Kind::Other,
    }
}

/// A number, also one in which recognition took a digit for the letter that resembles it.
fn number(run: &str) -> Option<Kind> {
    let has_digit = run.bytes().any(|byte| byte.is_ascii_digit());
    if !has_digit || run.chars().count() > LONGEST_NUMBER {
        return None;
    }
    let mut digits = String::new();
    for letter in run.chars() {
        digits.push(match letter {
            '0'..='9' => letter,
            'O' | 'o' | 'О' | 'о' => '0',
            'З' | 'з' => '3',
            'l' | 'I' | '|' => '1',
            _ => return None,
        });
    }
    let length = u8::try_from(digits.len()).ok()?;
    let value = digits.parse().unwrap_or(u32::MAX);
    Some(Kind::Number(value, length))
}

/// Small letters, «е» for «ё», no soft hyphens; in a Cyrillic word Latin look-alikes become Cyrillic.
fn plain(word: &str) -> String {
    let cyrillic = word.chars().any(|letter| matches!(letter, 'Ѐ'..='ӿ'));
    let small = word.chars().filter(|letter| !is_soft(*letter)).flat_map(char::to_lowercase);
    small.map(|letter| if cyrillic { unmixed(letter) } else { letter }).collect()
}

fn unmixed(letter: char) -> char {
    match letter {
        'ё' => 'е',
        'a' => 'а',
        'b' => 'ь',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        _ => letter,
    }
}
