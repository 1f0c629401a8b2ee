//! The static index: small files that a browser fetches as it needs them.
//!
//! [`write`] makes them at build time, [`Engine`] answers from them, natively and in browsers, by
//! the same ranking ([`crate::rank`]) and the same answers ([`crate::answer`]) as any other index. The
//! format is specified in docs/static-index.md; every part of it is encoded and decoded in one file:
//!
//! - [`frame`]: what every file begins with; [`bytes`]: numbers and texts; [`coder`]: numbers by their odds;
//! - [`root`]: the one file of fixed name, which names all others by the hash of their content;
//! - [`words`]: terms, postings and forms of a range of words; [`postings`]: lists of documents;
//!   [`places`]: positions, for phrases;
//! - [`spelling`]: forms without postings, for typing mistakes;
//! - [`packs`]: titles and texts of documents; [`columns`]: facets, dates, labels; [`rows`]: facets of the documents
//!   of some words.
//!
//! [`view`] shows what has been fetched as a [`crate::rank::Source`] and a
//! [`crate::answer::Catalogue`], and notes what is missing.

mod bytes;
mod cache;
mod coder;
mod columns;
mod engine;
mod frame;
mod inflate;
mod packs;
mod places;
mod postings;
mod root;
mod rows;
mod spelling;
mod view;
mod words;
#[cfg(any(test, feature = "write"))]
pub mod write;

pub use columns::Labels;
pub use engine::Engine;

use crate::prelude::*;
use crate::rank::Field;
use core::ops::Range;

/// Version of the format: an engine reads its own only.
pub const VERSION: u8 = 1;

/// Folder of all files, relative to the root of the site.
pub const FOLDER: &str = "search/";

/// The file to fetch first.
pub const ROOT: &str = "search/root.bin";

/// Why a file cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// It is cut off, changed, or of another kind.
    Damaged,
    /// It is of another version of the format.
    Version(u8),
    /// It was made with another analyser: terms would not match.
    Analyser,
    /// Its name is none that the engine asks for.
    Unknown,
}

impl core::fmt::Display for Error {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(match self {
            Self::Damaged => "file of the search index is damaged",
            Self::Version(_) => "search index is of another version",
            Self::Analyser => "search index was made with another analyser",
            Self::Unknown => "no file of the search index has this name",
        })
    }
}

impl core::error::Error for Error {}

/// Kinds of files; names begin with their letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub(crate) enum Kind {
    /// [`root`].
    Root = b'r',
    /// [`words`].
    Words = b'w',
    /// The rest of a long list of [`postings`], of the text.
    Tail = b't',
    /// The same, of the title.
    TitleTail = b'u',
    /// [`places`] of a range of words.
    Places = b'p',
    /// [`places`] of one word in a range of documents.
    Block = b'b',
    /// [`spelling`] in order of forms.
    Forms = b'f',
    /// [`spelling`] in order of terms read backwards.
    Endings = b'e',
    /// [`packs`] of titles.
    Titles = b'h',
    /// [`packs`] of texts.
    Texts = b'd',
    /// [`rows`].
    Rows = b'v',
    /// [`columns`] of facets.
    Columns = b'c',
    /// [`columns`]: dates.
    Dates = b'n',
    /// [`columns`]: labels.
    Labels = b'l',
}

impl Kind {
    const ALL: [Self; 13] = [
        Self::Words,
        Self::Tail,
        Self::TitleTail,
        Self::Places,
        Self::Block,
        Self::Forms,
        Self::Endings,
        Self::Titles,
        Self::Texts,
        Self::Rows,
        Self::Columns,
        Self::Dates,
        Self::Labels,
    ];

    /// Tails of a field.
    fn tail(field: Field) -> Self {
        match field {
            Field::Title => Self::TitleTail,
            Field::Text => Self::Tail,
        }
    }

    /// The kind of the file with that address.
    fn of(address: &str) -> Result<Self, Error> {
        let name = address.strip_prefix(FOLDER).ok_or(Error::Unknown)?;
        let letter = name.bytes().next().ok_or(Error::Unknown)?;
        Self::ALL.into_iter().find(|&kind| kind as u8 == letter).ok_or(Error::Unknown)
    }
}

/// A form: surface and term.
pub(crate) type Pair = (String, String);

/// Terms of one root, with their key.
type Kindred = (crate::rank::Kin, String, Vec<String>);

/// The beginning of a hash of a file's content, or of the contents of a group of files.
pub(crate) type Hash = [u8; 6];

/// Address of the file of that content.
fn address(kind: Kind, hash: Hash) -> String {
    let mut out = String::from(FOLDER);
    out.push(char::from(kind as u8));
    hex(hash, &mut out);
    out.push_str(".bin");
    out
}

/// Files of one group share a hash, so that the root need not hold one for each.
const GROUP: usize = 256;

/// Address of one file of a group.
fn grouped(kind: Kind, number: usize, groups: &[Hash]) -> Option<String> {
    let hash = groups.get(number / GROUP)?;
    let mut out = String::from(FOLDER);
    out.push(char::from(kind as u8));
    decimal(number, &mut out);
    out.push('.');
    hex(*hash, &mut out);
    out.push_str(".bin");
    Some(out)
}

/// Address of a piece of a file: after a number sign, its first and its last byte, as `Range` counts them.
/// Whoever knows nothing of pieces fetches the file, since such an ending is never sent.
fn piece(mut file: String, from: u32, len: u32) -> String {
    file.push('#');
    decimal(from as usize, &mut file);
    file.push('-');
    decimal((from as usize + len as usize).saturating_sub(1), &mut file);
    file
}

/// The file of an address, and which of its bytes are meant; `None`: all.
pub fn place(address: &str) -> (&str, Option<Range<usize>>) {
    let Some((file, piece)) = address.split_once('#') else {
        return (address, None);
    };
    let ends = piece.split_once('-').and_then(|(first, last)| {
        Some(first.parse().ok()?..last.parse::<usize>().ok()?.checked_add(1)?)
    });
    (file, ends)
}

fn hex(hash: Hash, out: &mut String) {
    let digit = |n: u8| char::from(if n < 10 { b'0' + n } else { b'a' + n - 10 });
    for byte in hash {
        out.push(digit(byte >> 4));
        out.push(digit(byte & 15));
    }
}

fn decimal(number: usize, out: &mut String) {
    if number >= 10 {
        decimal(number / 10, out);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_they_are_written() {
        let address = piece("search/d7.abc.bin".to_owned(), 4, 96);
        assert_eq!(address, "search/d7.abc.bin#4-99");
        assert_eq!(place(&address), ("search/d7.abc.bin", Some(4..100)));
        assert_eq!(place("search/root.bin"), ("search/root.bin", None));
        assert_eq!(place("search/root.bin#some-99999999999999999999"), ("search/root.bin", None));
    }
}
