//! `manifest.json`: what a published site consists of.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use serde::Deserialize;

/// Name of the manifest in the site's root.
pub const NAME: &str = "manifest.json";
/// Version of the manifest's own format.
pub const FORMAT: u32 = 1;
const GENERATOR: &str = "metod";
/// A manifest of this many bytes lists over half a million files; a larger one is not ours.
const LARGEST: u64 = 128 * 1024 * 1024;

/// What the site was made from. Equal stamps and equal sources give equal bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Stamp {
    /// Version of this program.
    pub version: String,
    /// The date for which the site was built, `YYYY-MM-DD`.
    pub as_of: String,
    /// Commit of the sources, if they are a clean checkout of one.
    pub commit: Option<String>,
}

/// One file of a site.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Record {
    /// BLAKE3 of the bytes, 64 hexadecimal digits.
    pub hash: String,
    /// Length in bytes.
    pub size: u64,
    /// Hash of all that it was made of, 32 hexadecimal digits, where the next build may take it over by that.
    #[serde(default)]
    pub made_of: Option<String>,
    /// It belongs to the site before, and stays for readers who have a page of that one open.
    #[serde(default)]
    pub kept: bool,
}

impl Record {
    /// A file with these bytes.
    pub fn of(bytes: &[u8]) -> Self {
        let hash = blake3::hash(bytes).to_hex().to_string();
        Record { hash, size: bytes.len() as u64, made_of: None, kept: false }
    }
}

/// Everything in a site but the manifest itself.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Manifest {
    format: u32,
    generator: String,
    /// What the site was made from.
    #[serde(flatten)]
    pub stamp: Stamp,
    /// Files by path.
    pub files: BTreeMap<String, Record>,
}

impl Manifest {
    /// A manifest of this format.
    pub fn new(stamp: Stamp, files: BTreeMap<String, Record>) -> Self {
        Manifest { format: FORMAT, generator: GENERATOR.to_owned(), stamp, files }
    }

    /// The manifest of the site in `folder`, or `None` if there is none of ours.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn read(folder: &Path) -> io::Result<Option<Self>> {
        let file = match File::open(folder.join(NAME)) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(error),
        };
        if !file.metadata()?.is_file() {
            return Ok(None);
        }
        let mut text = Vec::new();
        file.take(LARGEST).read_to_end(&mut text)?;
        Ok(serde_json::from_slice(&text)
            .ok()
            .filter(|manifest: &Manifest| manifest.generator == GENERATOR))
    }

    /// JSON with one file a line, sorted by path: easy to compare.
    pub fn to_json(&self) -> String {
        let stamp = &self.stamp;
        let commit = stamp.commit.as_deref().map_or("null".to_owned(), quoted);
        let mut json = format!(
            "{{\n\"generator\": {},\n\"format\": {},\n\"version\": {},\n\"as_of\": {},\n\"commit\": {commit},\n\"files\": {{",
            quoted(&self.generator),
            self.format,
            quoted(&stamp.version),
            quoted(&stamp.as_of),
        );
        for (i, (path, record)) in self.files.iter().enumerate() {
            let comma = if i == 0 { "" } else { "," };
            let (path, hash, size) = (quoted(path), quoted(&record.hash), record.size);
            // Writing to a String cannot fail.
            let _ = write!(json, "{comma}\n{path}: {{\"hash\": {hash}, \"size\": {size}");
            if let Some(made_of) = &record.made_of {
                let _ = write!(json, ", \"made_of\": {}", quoted(made_of));
            }
            json.push_str(if record.kept { ", \"kept\": true}" } else { "}" });
        }
        json.push_str("\n}\n}\n");
        json
    }
}

/// What a file was made of, as a hash: equal ones give equal bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MadeOf(String);

impl MadeOf {
    /// By the first half of a hash of everything that has a part in the file.
    pub fn new(hash: blake3::Hash) -> Self {
        let mut digits = hash.to_hex().to_string();
        digits.truncate(32);
        MadeOf(digits)
    }
}

impl From<&MadeOf> for String {
    fn from(made_of: &MadeOf) -> Self {
        made_of.0.clone()
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_is_read_back() {
        let made_of = |hash: &str| (hash == "ff").then(|| "0a".to_owned());
        let record = |hash: &str| Record {
            hash: hash.into(),
            size: 3,
            made_of: made_of(hash),
            kept: hash == "ff",
        };
        let files = [("b".to_owned(), record("00")), ("а \"1\".html".to_owned(), record("ff"))];
        let stamp = Stamp { version: "0.1.0".into(), as_of: "2026-01-02".into(), commit: None };
        let manifest = Manifest::new(stamp, files.into());
        let json = manifest.to_json();
        assert_eq!(serde_json::from_str::<Manifest>(&json).unwrap(), manifest);
        assert!(json.contains("\n\"b\": {\"hash\": \"00\", \"size\": 3},\n"), "{json}");
        let empty = Manifest::new(Stamp::default(), BTreeMap::new());
        assert_eq!(serde_json::from_str::<Manifest>(&empty.to_json()).unwrap(), empty);
    }
}
