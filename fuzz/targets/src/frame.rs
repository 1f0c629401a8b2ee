//! Takes pieces of files of the static index apart and puts them together again, with a sound checksum: so that a
//! fuzzer reaches what lies behind it. As docs/static-index.md has it; the test of the seeds tells when it no longer is.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec;

/// Signature, version, kind: what a file begins with, before its first piece.
pub const HEADER: usize = 4;

/// The content of a piece: what is packed, and what follows it. `None` if it is no piece of an index.
pub fn content(piece: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut rest = piece.get(4..)?;
    let len = number(&mut rest)?;
    let packed = number(&mut rest)?;
    let (packed, rest) = rest.split_at_checked(packed)?;
    let raw = decompress_to_vec(packed).ok().filter(|raw| raw.len() == len)?;
    Some((raw, rest.to_vec()))
}

/// A piece with this content.
pub fn sealed(raw: &[u8], rest: &[u8]) -> Vec<u8> {
    let packed = compress_to_vec(raw, 1);
    let mut body = Vec::new();
    for mut number in [raw.len(), packed.len()] {
        while number > 127 {
            body.push(number as u8 | 128);
            number >>= 7;
        }
        body.push(number as u8);
    }
    body.extend(packed);
    body.extend(rest);
    [&checksum(&body).to_le_bytes(), &body[..]].concat()
}

fn number(rest: &mut &[u8]) -> Option<usize> {
    let mut number = 0;
    for shift in (0..32).step_by(7) {
        let (byte, after) = rest.split_first()?;
        *rest = after;
        number |= usize::from(byte & 127) << shift;
        if byte & 128 == 0 {
            break;
        }
    }
    Some(number)
}

/// CRC-32, bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    })
}
