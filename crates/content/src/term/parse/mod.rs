//! Reading: tokens, then statements one by one, then what neighbours say about each other.
//!
//! 1. [`token`] splits the text and repairs what extraction broke; [`lexicon`] knows the words.
//! 2. [`statement`] takes one statement after another: [`moment`] and [`span`] read the
//!    calendar, [`repeat`] what repeats itself, [`condition`] what depends on something else. What none of them
//!    knows is free text.
//! 3. [`weave`] hands years from neighbour to neighbour and dates to recurrences.
//!
//! Every reader takes a position and gives what it found with the position behind it. None looks
//! further ahead than a fixed number of tokens before it has found something, and what is found is
//! never read a third time: time grows with the length of the text.

mod condition;
mod lexicon;
mod moment;
mod repeat;
mod span;
mod statement;
mod token;
mod weave;

use std::cell::Cell;

use super::model::Term;
use lexicon::Lex;
use token::{Kind, Token};

/// What was read and the position behind it.
type Found<T> = Option<(T, usize)>;

/// Reads a deadline. Never fails: what is not understood is kept as [`super::Part::Free`].
#[must_use]
pub fn parse(text: &str) -> Term {
    counted(text).0
}

/// The deadline, and the work it took: bytes and tokens looked at.
pub(super) fn counted(text: &str) -> (Term, usize) {
    let parser = Parser::new(text, false);
    let term = parser.term();
    (term, parser.steps.get())
}

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    /// Position of the last closing bracket: an opening one behind it is never closed.
    last_close: Option<usize>,
    /// Reads the inside of brackets; brackets inside are not looked into.
    nested: bool,
    steps: Cell<usize>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str, nested: bool) -> Self {
        let (tokens, work) = token::tokens(text);
        let last_close = tokens.iter().rposition(|token| token.kind == Kind::Close);
        Self { text, tokens, last_close, nested, steps: Cell::new(work) }
    }

    fn at(&self, pos: usize) -> Token {
        self.steps.set(self.steps.get() + 1);
        self.tokens.get(pos).copied().unwrap_or(Token::END)
    }

    fn kind(&self, pos: usize) -> Kind {
        self.at(pos).kind
    }

    fn lex(&self, pos: usize) -> Option<Lex> {
        match self.kind(pos) {
            Kind::Word(lex) => Some(lex),
            _ => None,
        }
    }

    /// The position behind the word, if it stands here.
    fn eat(&self, pos: usize, word: Lex) -> Option<usize> {
        (self.lex(pos) == Some(word)).then_some(pos + 1)
    }

    /// The position behind those words, if they stand here.
    fn eat_all(&self, pos: usize, words: &[Lex]) -> Option<usize> {
        words.iter().try_fold(pos, |pos, word| self.eat(pos, *word))
    }

    /// A number, in digits or as a word.
    fn count(&self, pos: usize) -> Found<u16> {
        match self.kind(pos) {
            Kind::Number(number, 1..=3) => Some((u16::try_from(number).ok()?, pos + 1)),
            Kind::Word(Lex::Numeral(number)) => Some((u16::from(number), pos + 1)),
            _ => None,
        }
    }

    /// The text from one token to another, with quotes around it, spaces collapsed.
    fn text(&self, start: usize, end: usize) -> String {
        let (Some(first), Some(last)) = (self.tokens.get(start), self.tokens.get(end.max(1) - 1))
        else {
            return String::new();
        };
        if last.end < first.start {
            return String::new();
        }
        self.steps.set(self.steps.get() + last.end - first.start);
        let before = &self.text[..first.start];
        let after = &self.text[last.end..];
        let opened = before.trim_end_matches(token::is_quote).len();
        let closed = after.len() - after.trim_start_matches(token::is_quote).len();
        collapse(&self.text[opened..last.end + closed])
    }
}

/// One space for any run of spaces and line ends.
fn collapse(text: &str) -> String {
    let mut collapsed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !collapsed.is_empty() {
            collapsed.push(' ');
        }
        collapsed.push_str(word);
    }
    collapsed
}
