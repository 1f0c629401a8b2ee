//! What every file begins with: `MS`, version, kind; then one piece, or several. A piece is a checksum, a length
//! deflate data, and perhaps what needs no packing. Of a file of several, each piece can be had alone: whoever names it knows where it lies.

use super::bytes::Input;
use super::inflate::inflate;
use super::{Error, Kind, VERSION};
use crate::prelude::*;

const MAGIC: [u8; 2] = *b"MS";

/// Bytes before the first piece.
pub(super) const HEADER: usize = 4;

/// Bytes of a piece before those that its checksum is made of.
const SUMMED: usize = 4;

/// Longest content of a file: what is longer is damage.
pub(super) const MAX_RAW: usize = 8 << 20;

/// The content of a file of that kind, which is one piece.
pub(super) fn open(bytes: &[u8], kind: Kind) -> Result<Vec<u8>, Error> {
    let (header, piece) = bytes.split_at_checked(HEADER).ok_or(Error::Damaged)?;
    if header[..2] != MAGIC {
        return Err(Error::Damaged);
    }
    if header[2] != VERSION {
        return Err(Error::Version(header[2]));
    }
    if header[3] == kind as u8 { open_piece(piece) } else { Err(Error::Damaged) }
}

/// The content of one piece.
pub(super) fn open_piece(bytes: &[u8]) -> Result<Vec<u8>, Error> {
    let (sum, body) = bytes.split_first_chunk::<SUMMED>().ok_or(Error::Damaged)?;
    if u32::from_le_bytes(*sum) != checksum(body) {
        return Err(Error::Damaged);
    }
    let mut input = Input::new(body);
    let len = input.number() as usize;
    let packed = input.count();
    if len > MAX_RAW {
        return Err(Error::Damaged);
    }
    let mut out = inflate(input.take(packed), len).ok_or(Error::Damaged)?;
    out.extend_from_slice(input.take(input.left()));
    input.whole(out)
}

/// How hard to compress. Above 9 libdeflate looks for the best of all ways, which made the index of 10,000 records
/// smaller by 0.7 % and the build longer by 7 to 12 %.
#[cfg(any(test, feature = "write"))]
const LEVEL: i32 = 9;

/// A file with that content, and what follows it, which is not packed.
#[cfg(any(test, feature = "write"))]
pub(super) fn seal_with(kind: Kind, raw: &[u8], rest: &[u8]) -> Vec<u8> {
    let mut out = begin(kind);
    seal_piece(raw, rest, 1, &mut out);
    out
}

/// The beginning of a file.
#[cfg(any(test, feature = "write"))]
pub(super) fn begin(kind: Kind) -> Vec<u8> {
    let [m, s] = MAGIC;
    vec![m, s, VERSION, kind as u8]
}

/// Adds a piece with that content; gives its length. Zeros at the end make it a multiple of `unit`.
#[cfg(any(test, feature = "write"))]
pub(super) fn seal_piece(raw: &[u8], rest: &[u8], unit: usize, out: &mut Vec<u8>) -> u32 {
    let mut body = super::bytes::Output::default();
    let packed = deflate(raw);
    body.count(raw.len());
    body.count(packed.len());
    body.bytes(&packed);
    body.bytes(rest);
    body.0.resize((SUMMED + body.0.len()).next_multiple_of(unit) - SUMMED, 0);
    out.extend_from_slice(&libdeflater::crc32(&body.0).to_le_bytes());
    out.extend_from_slice(&body.0);
    (SUMMED + body.0.len()) as u32
}

/// The data, packed. An index has ten thousands of small pieces, and the tables of one compressor take hundreds of KiB:
/// each thread keeps one.
#[cfg(any(test, feature = "write"))]
fn deflate(raw: &[u8]) -> Vec<u8> {
    use core::cell::RefCell;
    use libdeflater::{CompressionLvl, Compressor};
    std::thread_local! {
        static PACKER: RefCell<Compressor> =
            RefCell::new(Compressor::new(CompressionLvl::new(LEVEL).unwrap_or_default()));
    }
    PACKER.with_borrow_mut(|packer| {
        let mut out = vec![0; packer.deflate_compress_bound(raw.len())];
        // There is room for whatever becomes of it.
        let packed = packer.deflate_compress(raw, &mut out).unwrap_or_default();
        out.truncate(packed);
        out
    })
}

/// CRC-32 (of zip and PNG), four bits at a time: the table is small. Sealing asks libdeflate, for which browsers have no
/// room.
pub(super) fn checksum(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 16] = {
        let mut table = [0; 16];
        let mut at = 0;
        while at < 16 {
            let mut value = at as u32;
            let mut bit = 0;
            while bit < 4 {
                value = if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
                bit += 1;
            }
            table[at] = value;
            at += 1;
        }
        table
    };
    let step = |sum: u32, bits: u32| TABLE[((sum ^ bits) & 15) as usize] ^ (sum >> 4);
    !bytes.iter().fold(!0, |sum, &byte| step(step(sum, u32::from(byte)), u32::from(byte) >> 4))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_checksum_is_that_of_zip() {
        assert_eq!(checksum(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn another_version_is_named() {
        let mut file = seal_with(Kind::Words, b"text", &[]);
        file[2] = 9;
        assert_eq!(open(&file, Kind::Words), Err(Error::Version(9)));
    }

    proptest! {
        #[test]
        fn content_comes_back_and_damage_is_noticed(
            raw in prop::collection::vec(any::<u8>(), 0..300),
            at in any::<prop::sample::Index>(),
            bit in 0u8..8,
        ) {
            let file = seal_with(Kind::Words, &raw, &[]);
            prop_assert_eq!(open(&file, Kind::Words), Ok(raw));
            prop_assert_eq!(open(&file, Kind::Tail), Err(Error::Damaged));
            let mut damaged = file.clone();
            damaged[at.index(file.len())] ^= 1u8 << bit;
            prop_assert!(open(&damaged, Kind::Words).is_err());
            prop_assert!(open(&file[..at.index(file.len())], Kind::Words).is_err());
        }
    }
}
