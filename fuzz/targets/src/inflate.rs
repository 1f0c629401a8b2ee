//! The search's own reader of deflate data, beside the library that everybody uses.

use miniz_oxide::deflate::compress_to_vec;
use miniz_oxide::inflate::decompress_to_vec_with_limit;

use crate::{Target, choice};

#[path = "../../../crates/search/src/store/inflate.rs"]
mod own;

pub(crate) const TARGET: Target =
    Target { name: "inflate", run, seeds, words: &[], mutations: 2500 };

/// Longest text that is unpacked.
const MOST: usize = 1 << 16;

/// What was packed comes back and nothing else does; what the library can read is read alike.
fn run(data: &[u8]) {
    let (how, data) = choice(data);
    if how & 1 == 0 {
        let packed = compress_to_vec(data, how / 2 % 11);
        assert_eq!(own::inflate(&packed, data.len()).as_deref(), Some(data));
        assert_eq!(own::inflate(&packed, data.len() + 1), None);
        assert_eq!(data.len().checked_sub(1).and_then(|len| own::inflate(&packed, len)), None);
        assert_eq!(own::inflate(&packed[..packed.len() - 1], data.len()), None);
        return;
    }
    match decompress_to_vec_with_limit(data, MOST) {
        Ok(theirs) => assert_eq!(own::inflate(data, theirs.len()), Some(theirs)),
        Err(error) => {
            let ours = own::inflate(data, error.output.len());
            assert!(ours.is_none_or(|ours| ours.len() <= MOST));
        }
    }
}

/// Streams of every kind of block.
fn seeds() -> Vec<Vec<u8>> {
    let text = "Ученики ведут дневник, методист ведёт ученика. ".repeat(9);
    let packed = |level| [vec![1], compress_to_vec(text.as_bytes(), level)].concat();
    let plain = |level: u8| [&[level * 2][..], &text.as_bytes()[..200]].concat();
    let short = [vec![1], compress_to_vec(b"abc", 6)].concat();
    [0, 1, 6, 10]
        .into_iter()
        .flat_map(|level| [packed(level), plain(level)])
        .chain([short])
        .collect()
}
