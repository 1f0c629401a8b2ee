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

/// Bytes being read. Every method fails at the end instead of reading on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Input<'a>(pub(super) &'a [u8]);

impl<'a> Input<'a> {
    pub(super) fn byte(&mut self) -> Result<u8, Error> {
        let (&first, rest) = self.0.split_first().ok_or(Error::Damaged)?;
        self.0 = rest;
        Ok(first)
    }

    pub(super) fn number(&mut self) -> Result<u32, Error> {
        let mut out: u32 = 0;
        for shift in [0, 7, 14, 21, 28] {
            let byte = self.byte()?;
            let bits = u32::from(byte & 0x7F);
            out |= bits << shift;
            if byte < 0x80 {
                // The fifth byte has four bits to give.
                return if shift == 28 && bits > 0xF { Err(Error::Damaged) } else { Ok(out) };
            }
        }
        Err(Error::Damaged)
    }

    /// A number of things that take at least one byte each: never more than there are bytes, so that
    /// damage cannot make anyone reserve much memory.
    pub(super) fn count(&mut self) -> Result<usize, Error> {
        let count = self.number()? as usize;
        if count > self.0.len() { Err(Error::Damaged) } else { Ok(count) }
    }

    pub(super) fn take(&mut self, len: usize) -> Result<&'a [u8], Error> {
        let (taken, rest) = self.0.split_at_checked(len).ok_or(Error::Damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    pub(super) fn hash(&mut self) -> Result<Hash, Error> {
        let (&hash, rest) = self.0.split_first_chunk().ok_or(Error::Damaged)?;
        self.0 = rest;
        Ok(hash)
    }

    /// Appends a text to `out`.
    pub(super) fn text_into(&mut self, out: &mut String) -> Result<(), Error> {
        let len = self.count()?;
        let mut bytes = Input(self.take(len)?);
        while let Ok(byte) = bytes.byte() {
            let letter =
                |base: char, from: u8| char::from_u32(base as u32 + u32::from(byte - from));
            let c = match byte {
                ESCAPE => char::from_u32(bytes.number()?),
                1..SMALL => Some(char::from(byte)),
                SMALL..CAPITAL => letter('а', SMALL),
                CAPITAL..SIGN => letter('А', CAPITAL),
                SIGN.. => SIGNS.get(usize::from(byte - SIGN)).copied(),
            };
            out.push(c.ok_or(Error::Damaged)?);
        }
        Ok(())
    }

    pub(super) fn text(&mut self) -> Result<String, Error> {
        let mut out = String::new();
        self.text_into(&mut out)?;
        Ok(out)
    }

    /// Makes the text before in a sorted list the next one.
    pub(super) fn next_text(&mut self, last: &mut String) -> Result<(), Error> {
        let shared = self.number()? as usize;
        let (kept, chars) = beginning(last, shared);
        if chars < shared {
            return Err(Error::Damaged);
        }
        last.truncate(kept);
        self.text_into(last)
    }

    /// A text that was written as a change of the end of `base`.
    pub(super) fn changed_text(&mut self, base: &str) -> Result<String, Error> {
        let code = self.number()?;
        let cut = (code >> 1) as usize;
        let (kept, chars) = beginning(base, base.chars().count().saturating_sub(cut));
        if chars + cut != base.chars().count() {
            return Err(Error::Damaged);
        }
        let mut out = base[..kept].to_owned();
        if code & 1 == 1 {
            self.text_into(&mut out)?;
        }
        Ok(out)
    }
}

/// The bytes of the first `chars` characters, and how many characters these are.
fn beginning(text: &str, chars: usize) -> (usize, usize) {
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
pub(super) use output::Output;

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
            for c in text.chars() {
                let sign = SIGNS.iter().position(|&sign| sign == c);
                match (c, sign) {
                    ('\u{1}'..='\u{7F}', _) => out.byte(c as u8),
                    ('а'..='я', _) => out.byte(SMALL + (c as u32 - 'а' as u32) as u8),
                    ('А'..='Я', _) => out.byte(CAPITAL + (c as u32 - 'А' as u32) as u8),
                    (_, Some(sign)) => out.byte(SIGN + sign as u8),
                    _ => {
                        out.byte(ESCAPE);
                        out.number(c as u32);
                    }
                }
            }
            self.count(out.0.len());
            self.bytes(&out.0);
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
            let cut = base.chars().count() - chars;
            let added = &text[bytes..];
            self.count(cut << 1 | usize::from(!added.is_empty()));
            if !added.is_empty() {
                self.text(added);
            }
        }
    }

    /// Characters and bytes that two texts have in common at their beginning.
    fn shared(a: &str, b: &str) -> (usize, usize) {
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
            let mut input = Input(&out.0);
            for n in numbers {
                prop_assert_eq!(input.number(), Ok(n));
            }
            for text in &texts {
                prop_assert_eq!(&input.text().unwrap(), text);
            }
            let mut last = String::new();
            for text in &texts {
                let before = last.clone();
                input.next_text(&mut last).unwrap();
                prop_assert_eq!(&last, text);
                prop_assert_eq!(&input.changed_text(&before).unwrap(), text);
            }
            prop_assert!(input.0.is_empty());
        }

        #[test]
        fn garbage_is_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let mut input = Input(&bytes);
            let mut last = String::new();
            while !input.0.is_empty() {
                let before = input.0.len();
                let _ = input.next_text(&mut last);
                let _ = input.changed_text(&last);
                prop_assert!(input.0.len() < before);
            }
        }
    }
}
