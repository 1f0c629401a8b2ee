//! Smaller copies of text files (`.gz`, `.br`) for servers that send what lies ready: gzip_static and
//! brotli_static of nginx, `encode` with `precompressed` of Caddy.

use std::io::Write as _;

use flate2::{Compression, GzBuilder};

/// Files below this fit into a packet or two as they are.
const SMALLEST: usize = 1024;
/// Brotli's level: half of the best one's time is not worth the last percents.
const QUALITY: u32 = 7;
/// Logarithm of brotli's window; pages are smaller than its 4 MiB.
const WINDOW: u32 = 22;

/// Endings and bytes of the smaller copies of `bytes`; those that would not be smaller are left out.
/// The same bytes give the same copies: no time and no name is written into them.
pub(super) fn copies(path: &str, bytes: &[u8]) -> Vec<(&'static str, Vec<u8>)> {
    if bytes.len() < SMALLEST || !is_text(path) {
        return Vec::new();
    }
    let copies = [(".gz", gzip(bytes)), (".br", brotli(bytes))];
    let smaller = |copy: &Vec<u8>| copy.len() < bytes.len();
    copies.into_iter().filter_map(|(ending, copy)| Some((ending, copy.filter(smaller)?))).collect()
}

fn is_text(path: &str) -> bool {
    let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
    // `bin` is WebAssembly under a name that every server knows.
    let known = "html css js json svg xml txt csv ics ttl bin";
    known.split(' ').any(|known| known == ending)
}

/// RFC 1952; writing to memory does not fail.
fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut writer = GzBuilder::new().mtime(0).write(Vec::new(), Compression::best());
    writer.write_all(bytes).ok()?;
    writer.finish().ok()
}

/// RFC 7932.
fn brotli(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut writer = brotli::CompressorWriter::new(Vec::new(), 1 << 16, QUALITY, WINDOW);
    writer.write_all(bytes).ok()?;
    Some(writer.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn copies_read_back_and_do_not_change() {
        let text = "Методическая практика. ".repeat(200);
        let copies_of = || copies("a/b.html", text.as_bytes());
        let found = copies_of();
        assert_eq!(found, copies_of());
        assert_eq!(found.iter().map(|(ending, _)| *ending).collect::<Vec<_>>(), [".gz", ".br"]);
        let mut plain = String::new();
        flate2::read::GzDecoder::new(&*found[0].1).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, text);
        plain.clear();
        brotli::Decompressor::new(&*found[1].1, 4096).read_to_string(&mut plain).unwrap();
        assert_eq!(plain, text);
    }

    #[test]
    fn pictures_and_small_files_stay_alone() {
        assert!(copies("a.png", &[0; 5000]).is_empty());
        assert!(copies("a.html", b"<p>").is_empty());
    }
}
