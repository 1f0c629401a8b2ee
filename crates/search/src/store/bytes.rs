//! Numbers and texts as bytes.
//!
//! Numbers are LEB128: seven bits a byte, the lowest first. Texts take one byte for each letter that
//! Russian pages are made of; lists of sorted texts repeat nothing of what neighbours share.

use super::{Error, Hash};
use crate::prelude::*;

/// Signs beside ASCII and the letters а–я, А–Я that have a byte of their own, from [`SIGN`] on. Signs
/// may be added at the end only.
const SIGNS: [char; 19] = [
    'ё', 'Ё', '«', '»', '–', '—', '№', '\u{A0}', '…', '“', '”', '„', '’', '°', '×', '→', '•', '§',
    '\u{2011}',
];
const SMALL: u8 = 0x80;
const CAPITAL: u8 = 0xA0;
const SIGN: u8 = 0xC0;

/// Before the number of a character that has no byte.
const ESCAPE: u8 = 0;

/// Bytes being read. Where they end or make no sense, nothing is left, and all that is read from then on is
/// zero or empty: so readers need not look after each step. They must come to an end on nothing, and ask
/// [`Input::whole`] before anyone uses what they made.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a> {
    rest: &'a [u8],
    sound: bool,
}

impl<'a> Input<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, sound: true }
    }

    /// Notes that something makes no sense.
    pub(super) fn damage(&mut self) {
        *self = Self { rest: &[], sound: false };
    }

    /// How many bytes are left.
    pub(super) fn left(&self) -> usize {
        self.rest.len()
    }

    /// Whether everything made sense so far.
    pub(super) fn sound(&self) -> bool {
        self.sound
    }

    /// What was made of the bytes, if everything made sense and nothing is left.
    pub(super) fn whole<T>(&self, made: T) -> Result<T, Error> {
        if self.sound && self.rest.is_empty() { Ok(made) } else { Err(Error::Damaged) }
    }

    pub(super) fn byte(&mut self) -> u8 {
        self.take(1).first().copied().unwrap_or_default()
    }

    pub(super) fn number(&mut self) -> u32 {
        let mut out: u32 = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte();
            let bits = u32::from(byte & 0x7F);
            out |= bits << shift;
            // The fifth byte has four bits to give.
            if byte < 0x80 && (shift < 28 || bits <= 0xF) {
                return out;
            }
        }
        self.damage();
        0
    }

    /// A number that was written as its distance from `base`.
    pub(super) fn after(&mut self, base: u32) -> u32 {
        let distance = self.number();
        self.sum(base, distance)
    }

    /// The sum of two numbers, which must be one itself.
    pub(super) fn sum(&mut self, a: u32, b: u32) -> u32 {
        a.checked_add(b).unwrap_or_else(|| {
            self.damage();
            0
        })
    }

    /// A number of things that take at least one byte each: never more than there are bytes, so that
    /// damage cannot make anyone reserve much memory.
    pub(super) fn count(&mut self) -> usize {
        let count = self.number() as usize;
        if count <= self.rest.len() {
            return count;
        }
        self.damage();
        0
    }

    pub(super) fn take(&mut self, len: usize) -> &'a [u8] {
        match self.rest.split_at_checked(len) {
            Some((taken, rest)) => {
                self.rest = rest;
                taken
            }
            None => {
                self.damage();
                &[]
            }
        }
    }

    pub(super) fn hash(&mut self) -> Hash {
        self.take(size_of::<Hash>()).try_into().unwrap_or_default()
    }

    /// Appends a text to `out`.
    pub(super) fn text_into(&mut self, out: &mut String) {
        let len = self.count();
        if !Self::new(self.take(len)).letters_into(out) {
            self.damage();
        }
    }

    /// Appends to `out` what is left, letters all; tells whether it is.
    pub(super) fn letters_into(mut self, out: &mut String) -> bool {
        while self.left() > 0 {
            let byte = self.byte();
            let letter =
                |base: char, from: u8| char::from_u32(base as u32 + u32::from(byte - from));
            let c = match byte {
                ESCAPE => char::from_u32(self.number()),
                1..SMALL => Some(char::from(byte)),
                SMALL..CAPITAL => letter('а', SMALL),
                CAPITAL..SIGN => letter('А', CAPITAL),
                SIGN.. => SIGNS.get(usize::from(byte - SIGN)).copied(),
            };
            match c {
                Some(c) if self.sound => out.push(c),
                _ => return false,
            }
        }
        self.sound
    }

    pub(super) fn text(&mut self) -> String {
        let mut out = String::new();
        self.text_into(&mut out);
        out
    }

    /// Makes the text before in a sorted list the next one.
    pub(super) fn next_text(&mut self, last: &mut String) {
        let shared = self.number() as usize;
        let (kept, chars) = beginning(last, shared);
        if chars < shared {
            self.damage();
        }
        last.truncate(kept);
        self.text_into(last);
    }

    /// A text that was written as a change of the end of `base`.
    pub(super) fn changed_text(&mut self, base: &str) -> String {
        let code = self.number();
        let cut = (code >> 1) as usize;
        let (kept, chars) = beginning(base, chars_in(base).saturating_sub(cut));
        if chars + cut != chars_in(base) {
            self.damage();
        }
        let mut out = base[..kept].to_owned();
        if code & 1 == 1 {
            self.text_into(&mut out);
        }
        out
    }
}

/// The bytes of the first `chars` characters, and how many characters these are.
pub(super) fn beginning(text: &str, chars: usize) -> (usize, usize) {
    let mut seen = 0;
    for (at, _) in text.char_indices() {
        if seen == chars {
            return (at, seen);
        }
        seen += 1;
    }
    (text.len(), seen)
}

#[cfg(any(test, feature = "write"))]
pub(super) use output::{Output, shared};

#[cfg(any(test, feature = "write"))]
mod output {
    use super::*;

    /// Bytes being written.
    #[derive(Clone, Debug, Default)]
    pub(in super::super) struct Output(pub(in super::super) Vec<u8>);

    impl Output {
        pub(in super::super) fn byte(&mut self, byte: u8) {
            self.0.push(byte);
        }

        pub(in super::super) fn number(&mut self, number: u32) {
            let mut rest = number;
            while rest >= 0x80 {
                self.0.push(rest as u8 | 0x80);
                rest >>= 7;
            }
            self.0.push(rest as u8);
        }

        pub(in super::super) fn count(&mut self, count: usize) {
            self.number(u32::try_from(count).unwrap_or(u32::MAX));
        }

        pub(in super::super) fn bytes(&mut self, bytes: &[u8]) {
            self.0.extend_from_slice(bytes);
        }

        pub(in super::super) fn text(&mut self, text: &str) {
            let mut out = Output::default();
            out.letters(text);
            self.count(out.0.len());
            self.bytes(&out.0);
        }

        /// Writes letters; how many is known from elsewhere.
        pub(in super::super) fn letters(&mut self, text: &str) {
            for c in text.chars() {
                let sign = SIGNS.iter().position(|&sign| sign == c);
                match (c, sign) {
                    ('\u{1}'..='\u{7F}', _) => self.byte(c as u8),
                    ('а'..='я', _) => self.byte(SMALL + (c as u32 - 'а' as u32) as u8),
                    ('А'..='Я', _) => self.byte(CAPITAL + (c as u32 - 'А' as u32) as u8),
                    (_, Some(sign)) => self.byte(SIGN + sign as u8),
                    _ => {
                        self.byte(ESCAPE);
                        self.number(c as u32);
                    }
                }
            }
        }

        /// Writes `text` after `last` of a sorted list.
        pub(in super::super) fn next_text(&mut self, last: &str, text: &str) {
            let (chars, bytes) = shared(last, text);
            self.count(chars);
            self.text(&text[bytes..]);
        }

        /// Writes `text` as a change of the end of `base`.
        pub(in super::super) fn changed_text(&mut self, base: &str, text: &str) {
            let (chars, bytes) = shared(base, text);
            let cut = chars_in(base) - chars;
            let added = &text[bytes..];
            self.count(cut << 1 | usize::from(!added.is_empty()));
            if !added.is_empty() {
                self.text(added);
            }
        }
    }

    /// Characters and bytes that two texts have in common at their beginning.
    pub(in super::super) fn shared(a: &str, b: &str) -> (usize, usize) {
        let both = a.chars().zip(b.chars()).take_while(|(a, b)| a == b);
        both.fold((0, 0), |(chars, bytes), (c, _)| (chars + 1, bytes + c.len_utf8()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn numbers_and_texts_come_back(
            numbers in prop::collection::vec(any::<u32>(), 0..20),
            texts in prop::collection::vec("([а-яА-Я]{0,4}|[a-z« №ё]|\\PC|\u{0}){0,4}", 0..10),
        ) {
            let mut out = Output::default();
            numbers.iter().for_each(|&n| out.number(n));
            texts.iter().for_each(|text| out.text(text));
            let mut last = "";
            for text in &texts {
                out.next_text(last, text);
                out.changed_text(last, text);
                last = text;
            }
            let mut input = Input::new(&out.0);
            for n in numbers {
                prop_assert_eq!(input.number(), n);
            }
            for text in &texts {
                prop_assert_eq!(&input.text(), text);
            }
            let mut last = String::new();
            for text in &texts {
                let before = last.clone();
                input.next_text(&mut last);
                prop_assert_eq!(&last, text);
                prop_assert_eq!(&input.changed_text(&before), text);
            }
            prop_assert!(input.whole(()).is_ok());
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut input = Input::new(&bytes);
            let mut last = String::new();
            while input.left() > 0 {
                let before = input.left();
                input.next_text(&mut last);
                let _ = input.changed_text(&last);
                prop_assert!(input.left() < before);
            }
        }
    }
}
