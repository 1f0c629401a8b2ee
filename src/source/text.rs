//! Bytes to text.

use std::borrow::Cow;

use metod_content::syntax::Pos;

/// Why bytes are not text, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BadText {
    /// Line and column of the first byte that is wrong. The column counts characters before it.
    pub pos: Pos,
    /// Offset of that byte from the start of the file, byte-order mark included.
    pub offset: usize,
    /// What it looks like.
    pub guess: Guess,
}

/// What undecodable bytes look like; decides the advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guess {
    /// Russian text in windows-1251: save as UTF-8.
    Windows1251,
    /// UTF-16: save as UTF-8.
    Utf16,
    /// Not text at all, or damaged.
    Unknown,
}

/// How a table's text was encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without byte-order mark.
    Utf8,
    /// UTF-16 with a byte-order mark, as Excel's "Unicode text" has it.
    Utf16,
    /// windows-1251, as Russian Excel writes CSV.
    Windows1251,
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// UTF-8 text without its byte-order mark.
///
/// # Errors
/// [`BadText`] with the exact place of the first invalid byte.
pub fn utf8(bytes: &[u8]) -> Result<&str, BadText> {
    let rest = bytes.strip_prefix(BOM).unwrap_or(bytes);
    // Cyrillic is no case that the standard library has made fast; what is wrong, and where, it says.
    simdutf8::basic::from_utf8(rest).or_else(|_| {
        std::str::from_utf8(rest).map_err(|error| {
            let mut bad = bad_text(rest, error.valid_up_to());
            bad.offset += bytes.len() - rest.len();
            bad
        })
    })
}

/// Text of a delimited table, whose encoding is told by this rule:
///
/// 1. a byte-order mark of UTF-8 or UTF-16 decides;
/// 2. bytes that are valid UTF-8 are UTF-8;
/// 3. bytes without a control character other than tab and line ends, without 0x98 (which windows-1251
///    does not define), of which at least three in four above 0x7F are Russian letters of windows-1251,
///    are windows-1251;
/// 4. anything else is an error at the first byte that is not UTF-8.
///
/// Russian text in windows-1251 is never valid UTF-8 beyond a few accidental pairs ("Рђ" and the like:
/// a capital Р or С followed by a sign that Russian words do not hold), so step 2 cannot mistake it.
///
/// # Errors
/// [`BadText`] as in step 4, or at the first broken unit after a byte-order mark.
pub fn table(bytes: &[u8]) -> Result<(Cow<'_, str>, Encoding), BadText> {
    if bytes.starts_with(BOM) {
        return utf8(bytes).map(|text| (Cow::Borrowed(text), Encoding::Utf8));
    }
    if let Some(encoding) = utf16(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[2..]);
        return if broken {
            Err(bad_text(bytes, 0))
        } else {
            Ok((Cow::Owned(text.into_owned()), Encoding::Utf16))
        };
    }
    match utf8(bytes) {
        Ok(text) => Ok((Cow::Borrowed(text), Encoding::Utf8)),
        Err(_) if looks_like_windows_1251(bytes) => {
            let (text, _) = encoding_rs::WINDOWS_1251.decode_without_bom_handling(bytes);
            Ok((Cow::Owned(text.into_owned()), Encoding::Windows1251))
        }
        Err(bad) => Err(bad),
    }
}

fn bad_text(bytes: &[u8], offset: usize) -> BadText {
    let guess = if utf16(bytes).is_some() {
        Guess::Utf16
    } else if looks_like_windows_1251(bytes) {
        Guess::Windows1251
    } else {
        Guess::Unknown
    };
    BadText { pos: pos_behind(&bytes[..offset]), offset, guess }
}

/// Position behind `valid`, which is UTF-8.
fn pos_behind(valid: &[u8]) -> Pos {
    let text = String::from_utf8_lossy(valid);
    metod_content::syntax::LineIndex::new(&text).pos(&text, text.len())
}

fn utf16(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    match bytes {
        [0xFF, 0xFE, ..] => Some(encoding_rs::UTF_16LE),
        [0xFE, 0xFF, ..] => Some(encoding_rs::UTF_16BE),
        _ => None,
    }
}

fn looks_like_windows_1251(bytes: &[u8]) -> bool {
    let mut high = 0usize;
    let mut letters = 0usize;
    for &byte in bytes {
        match byte {
            b'\t' | b'\n' | b'\r' => {}
            0..=0x1F | 0x7F | 0x98 => return false,
            0xC0..=0xFF | 0xA8 | 0xB8 => {
                high += 1;
                letters += 1;
            }
            0x80..=0xBF => high += 1,
            _ => {}
        }
    }
    high > 0 && letters * 4 >= high * 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn utf8_loses_its_mark_and_keeps_the_rest() {
        assert_eq!(utf8(b"\xEF\xBB\xBF# \xD0\x90").unwrap(), "# А");
        assert_eq!(utf8(b"").unwrap(), "");
    }

    #[test]
    fn the_first_bad_byte_is_placed() {
        let text: Vec<u8> = "строка\r\nещё ".bytes().chain([0xFF, b'x']).collect();
        let bad = utf8(&text).unwrap_err();
        assert_eq!((bad.pos, bad.offset), (Pos::new(2, 5), 21));
        let marked = utf8(b"\xEF\xBB\xBFab\x80").unwrap_err();
        assert_eq!((marked.pos, marked.offset), (Pos::new(1, 3), 5));
        let russian = encoding_rs::WINDOWS_1251.encode("Привет, мир").0.into_owned();
        assert_eq!(utf8(&russian).unwrap_err().guess, Guess::Windows1251);
        assert_eq!(utf8(b"\xFF\xFEa\0").unwrap_err().guess, Guess::Utf16);
    }

    #[test]
    fn tables_come_in_three_encodings() {
        let text = "Фамилия;Должность;№\r\nЁжиков;«методист» — ЦНППМ;12\r\n";
        let cp1251 = encoding_rs::WINDOWS_1251.encode(text).0.into_owned();
        assert_eq!(table(&cp1251).unwrap(), (Cow::Borrowed(text), Encoding::Windows1251));
        assert_eq!(table(text.as_bytes()).unwrap(), (Cow::Borrowed(text), Encoding::Utf8));
        let mut utf16 = vec![0xFF, 0xFE];
        utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(table(&utf16).unwrap(), (Cow::Borrowed(text), Encoding::Utf16));
    }

    #[test]
    fn noise_is_not_taken_for_russian() {
        assert!(table(b"a;b\n\x00\xE0\xE1").is_err());
        assert!(table(b"caf\xE9 \x80\x81\x82\x83\x84").is_err());
        let mut damaged = "имя;класс\nИван;5".as_bytes().to_vec();
        damaged.push(0xD0);
        let bad = table(&damaged).unwrap_err();
        assert_eq!(bad.pos, Pos::new(2, 7));
    }
}
