//! Writes what libFuzzer starts from: seeds that code makes, and a dictionary. `cargo xtask fuzz` calls it with the
//! name of a target.
#![allow(clippy::unwrap_used)]
// Neither a portal nor a site is read or written here.
#![allow(clippy::disallowed_methods)]

use std::fs;
use std::path::Path;

fn main() {
    let name = std::env::args().nth(1).unwrap_or_default();
    let target = metod_fuzz_targets::target(&name);
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus");
    let corpus = fuzz.join(target.name);
    fs::create_dir_all(&corpus).unwrap();
    for (number, seed) in (target.seeds)().iter().enumerate() {
        fs::write(corpus.join(format!("made-{number}")), seed).unwrap();
    }
    let quoted = |word: &&str| {
        let bytes: String = word.bytes().map(|byte| format!("\\x{byte:02X}")).collect();
        format!("\"{bytes}\"\n")
    };
    let words: String = target.words.iter().map(quoted).collect();
    // An empty dictionary is refused.
    fs::write(fuzz.join(format!("{}.dict", target.name)), format!("# Words\n{words}")).unwrap();
}
