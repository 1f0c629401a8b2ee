//! What the search needs where it cannot fetch or compute: two classic scripts that only hold data.
//!
//! `search/titles.js`: titles and summaries, for browsers without WebAssembly. `search/offline.js`: the whole
//! static index and its engine, for pages opened from a disk, where browsers forbid to fetch files.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::facts::{summary, title};
use super::{Job, Material};

/// The script of titles.
const TITLES: &str = "search/titles.js";
/// The script of the index.
pub const OFFLINE: &str = "search/offline.js";

/// Bytes of titles and summaries; summaries are left out first.
const MOST_TITLES: usize = 2 << 20;
/// Characters of a summary.
const SUMMARY: usize = 160;
/// Bytes of files in [`OFFLINE`]: they are all read before the first answer.
const MOST_FILES: usize = 24 << 20;
/// Letters of kinds of files that are left out, one after the other, when they are too many: texts, of which
/// snippets are cut; positions, for phrases.
const SPARED: [&str; 2] = ["d", "pb"];
/// Letter of the kind that is never wanted: what it spares others of columns is no gain where all is read at once.
const NEVER: char = 'v';

/// `search/titles.js`.
pub(super) fn jobs<'m>(material: Material<'m>) -> Vec<Job<'m>> {
    vec![Job::new(TITLES, move || Ok(titles(material)))]
}

/// `metodTitles([[title, address, collection, language, date, summary], …])`, by address.
fn titles(material: Material<'_>) -> Vec<u8> {
    let with = |summaries: bool| {
        let mut lines = Vec::new();
        for (ix, record) in material.portal.iter() {
            let Some(address) = material.plan.record_address(ix) else {
                continue;
            };
            let date = record.date().map(|date| date.to_string()).unwrap_or_default();
            let mut text = String::new();
            if summaries {
                text.extend(summary(record).unwrap_or_default().chars().take(SUMMARY));
            }
            let (title, collection, lang) = (title(record), &*record.collection, &*record.lang);
            lines.push(json!([title, address, collection, lang, date, text]).to_string());
        }
        call("metodTitles", &format!("[\n{}\n]", lines.join(",\n")))
    };
    let whole = with(true);
    if whole.len() <= MOST_TITLES { whole } else { with(false) }
}

/// Which files the script of the index holds. They may come in any order, from any thread.
#[derive(Debug, Default)]
pub struct Offline(Mutex<Chosen>);

#[derive(Debug, Default)]
struct Chosen {
    /// Files and their bytes.
    files: BTreeMap<String, usize>,
    bytes: usize,
    /// How much of [`SPARED`] is left out; more than all of it: everything is.
    spared: usize,
}

impl Offline {
    /// Takes a file of the index. What is spared depends on the sizes alone, not on the order.
    pub fn add(&self, address: &str, bytes: usize) {
        let mut chosen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !chosen.wants(address) {
            return;
        }
        chosen.files.insert(address.to_owned(), bytes);
        chosen.bytes += bytes;
        while chosen.bytes > MOST_FILES {
            chosen.spared += 1;
            let files = std::mem::take(&mut chosen.files).into_iter();
            chosen.files = files.filter(|(address, _)| chosen.wants(address)).collect();
            chosen.bytes = chosen.files.values().sum();
        }
    }

    /// Writes `metodOffline({"engine": …, "files": {…}})`, everything in base64; `{}` when even without what can be
    /// spared there is too much. Searching then goes by titles. `read` gives the files once more, one after the
    /// other: together they would take as much memory as the script.
    ///
    /// # Errors
    /// Those of `read` and of `out`.
    pub fn write(
        self,
        engine: &[u8],
        read: impl Fn(&str) -> io::Result<Vec<u8>>,
        out: &mut dyn io::Write,
    ) -> io::Result<()> {
        let chosen = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        if chosen.spared > SPARED.len() {
            return out.write_all(&call("metodOffline", "{}"));
        }
        write!(out, "metodOffline({{\"engine\": \"{}\",\n\"files\": {{", STANDARD.encode(engine))?;
        for (number, address) in chosen.files.keys().enumerate() {
            let comma = if number == 0 { "" } else { "," };
            write!(out, "{comma}\n\"{address}\": \"{}\"", STANDARD.encode(read(address)?))?;
        }
        out.write_all(b"\n}});\n")
    }
}

impl Chosen {
    fn wants(&self, address: &str) -> bool {
        let kind = address.rsplit('/').next().and_then(|name| name.chars().next());
        let spared = &SPARED[..self.spared.min(SPARED.len())];
        let is_spared = kind.is_some_and(|kind| spared.iter().any(|kinds| kinds.contains(kind)));
        self.spared <= SPARED.len() && !is_spared && kind != Some(NEVER)
    }
}

/// A script that hands JSON to a function. Two line ends of Unicode that JSON allows in texts were not
/// allowed in scripts before 2019.
fn call(function: &str, json: &str) -> Vec<u8> {
    let json = json.replace('\u{2028}', "\\u2028").replace('\u{2029}', "\\u2029");
    format!("{function}({json});\n").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn script(files: &[(&str, &[u8])]) -> String {
        let offline = Offline::default();
        files.iter().for_each(|(address, bytes)| offline.add(address, bytes.len()));
        let known: BTreeMap<&str, &[u8]> = files.iter().copied().collect();
        let mut out = Vec::new();
        offline.write(b"engine", |address| Ok(known[address].to_vec()), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn texts_are_spared_first_and_too_much_is_none() {
        let large = vec![0; MOST_FILES - 5];
        let names = |files: &[(&str, &[u8])]| {
            let text = script(files);
            ["search/root.bin", "search/d0.x.bin", "search/p0.x.bin"].map(|n| text.contains(n))
        };
        let root: (&str, &[u8]) = ("search/root.bin", b"root");
        let position: (&str, &[u8]) = ("search/p0.x.bin", b"place");
        assert_eq!(names(&[root, position, ("search/d0.x.bin", b"text")]), [true; 3]);
        assert_eq!(names(&[root, position, ("search/d0.x.bin", &large)]), [true, false, true]);
        assert_eq!(names(&[root, position, ("search/w0.x.bin", &large)]), [true, false, false]);
        assert_eq!(
            names(&[root, ("search/w0.x.bin", &large), ("search/f0.x.bin", &large)]),
            [false; 3]
        );
        let rows = script(&[root, ("search/v0.bin", b"rows"), ("search/c0.bin", b"columns")]);
        assert!(!rows.contains("search/v") && rows.contains("search/c"));
    }

    #[test]
    fn the_script_is_a_call_with_json() {
        for files in 0..3 {
            let names: Vec<String> = (0..files).map(|n| format!("search/w{n}.bin")).collect();
            let named: Vec<(&str, &[u8])> = names.iter().map(|n| (&**n, &b"words"[..])).collect();
            let text = script(&named);
            let json = text.strip_prefix("metodOffline(").and_then(|t| t.strip_suffix(");\n"));
            let value: serde_json::Value = serde_json::from_str(json.unwrap()).unwrap();
            assert_eq!(value["files"].as_object().unwrap().len(), files);
        }
    }
}
