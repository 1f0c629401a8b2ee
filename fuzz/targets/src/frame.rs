//! Takes files of the static index apart and puts them together again, with a sound checksum: so that a fuzzer
//! reaches what lies behind it. The first four bytes are those of the file that it was; the rest is as
//! docs/static-index.md has it, and the test of the seeds tells when it no longer is.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec;

/// Signature, version, kind.
const HEAD: usize = 4;

/// The content of a file; `None` if it is no file of an index.
pub fn content(file: &[u8]) -> Option<Vec<u8>> {
    let mut rest = file.get(HEAD + 4..)?;
    let mut len = 0;
    for shift in (0..32).step_by(7) {
        let (byte, after) = rest.split_first()?;
        rest = after;
        len |= usize::from(byte & 127) << shift;
        if byte & 128 == 0 {
            break;
        }
    }
    decompress_to_vec(rest).ok().filter(|raw| raw.len() == len)
}

/// A file like `file` with another content.
pub fn sealed(file: &[u8], raw: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut len = raw.len();
    while len > 127 {
        body.push(len as u8 | 128);
        len >>= 7;
    }
    body.push(len as u8);
    body.extend(compress_to_vec(raw, 1));
    let mut out = file.get(..HEAD).unwrap_or_default().to_vec();
    out.extend(checksum(&body).to_le_bytes());
    out.extend(body);
    out
}

/// CRC-32, bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| {
            (sum >> 1) ^ (0xEDB8_8320 & (sum & 1).wrapping_neg())
        })
    })
}
