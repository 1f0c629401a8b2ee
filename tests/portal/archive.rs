//! Cases as readable files: a few words about the case, then sections.
//!
//! ```text
//! What the case shows.
//! === content/practices/opyt.md [crlf bom]
//! ---
//! title: Опыт
//! ---
//! === ru
//! content/practices/opyt.md:2:1: ошибка[…]: …
//! ```
//!
//! A section named like a path is a file of the portal; words in brackets change its bytes:
//!
//! - `crlf`, `cr`: line ends; `bom`: a byte-order mark; `cp1251`: windows-1251 instead of UTF-8;
//! - `escapes`: `\xNN` is a byte, `\u{N}` a character; in the name of a file it always is;
//! - `fill N`: the text is repeated up to N bytes; `cut`: without the last line end;
//! - `xlsx`: lines of cells between `;` become a workbook; `macros` adds a macro to it;
//! - `png W H`: a picture of that size instead of the text.

use std::fs;
use std::path::{Path, PathBuf};

use metod::source::{Memory, Scope};

use crate::workbook;

/// Folder of these tests.
pub(crate) fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/portal")
}

/// True when expectations are to be rewritten.
pub(crate) fn blessing() -> bool {
    std::env::var_os("BLESS").is_some_and(|value| value == "1")
}

#[derive(Clone, Debug)]
pub(crate) struct Section {
    /// The line behind `=== `.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// One case file.
#[derive(Clone, Debug)]
pub(crate) struct Archive {
    pub(crate) path: PathBuf,
    /// Words before the first section.
    pub(crate) about: String,
    pub(crate) sections: Vec<Section>,
}

impl Archive {
    pub(crate) fn read(path: &Path) -> Self {
        let text = fs::read_to_string(path).unwrap();
        let mut about = String::new();
        let mut sections: Vec<Section> = Vec::new();
        for line in text.split_inclusive('\n') {
            if let Some(name) = line.strip_prefix("=== ") {
                sections.push(Section { name: name.trim_end().to_owned(), text: String::new() });
            } else {
                match sections.last_mut() {
                    Some(section) => section.text.push_str(line),
                    None => about.push_str(line),
                }
            }
        }
        Archive { path: path.to_owned(), about, sections }
    }

    /// Name of the case: the file's without its extension.
    pub(crate) fn name(&self) -> &str {
        self.path.file_stem().unwrap().to_str().unwrap()
    }

    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        let section = self.sections.iter().find(|section| section.name == name)?;
        Some(&section.text)
    }

    pub(crate) fn set(&mut self, name: &str, text: String) {
        match self.sections.iter_mut().find(|section| section.name == name) {
            Some(section) => section.text = text,
            None => self.sections.push(Section { name: name.to_owned(), text }),
        }
    }

    pub(crate) fn write(&self) {
        let mut out = self.about.clone();
        for section in &self.sections {
            out.push_str(&format!("=== {}\n{}", section.name, section.text));
            if !out.ends_with('\n') {
                out.push('\n');
            }
        }
        fs::write(&self.path, out).unwrap();
    }

    /// The files of the portal: path and bytes. A case that says nothing of portal.yaml gets one.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = Vec::new();
        let mut config = false;
        for section in &self.sections {
            let (path, words) = match section.name.split_once(" [") {
                Some((path, words)) => (path, words.trim_end_matches(']')),
                None => (section.name.as_str(), ""),
            };
            if path == "portal.yaml" {
                config = true;
            }
            let is_command = path.starts_with(['$', '>', '<']);
            if (path.contains('/') || path.contains('.')) && !is_command && words != "absent" {
                let path = String::from_utf8(unescape(path)).unwrap();
                files.push((path, bytes(&section.text, words)));
            }
        }
        if !config {
            files.push(("portal.yaml".to_owned(), "title: Проверка\n".into()));
        }
        files
    }

    /// The portal as the command line sees it.
    pub(crate) fn tree(&self) -> Memory {
        let mut tree = Memory::new().with_scope(Scope::portal());
        for (path, bytes) in self.files() {
            tree.insert(path, bytes);
        }
        tree
    }

    /// The portal on the disk.
    pub(crate) fn unpack(&self, root: &Path) {
        for (path, bytes) in self.files() {
            let path = root.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}

fn bytes(text: &str, words: &str) -> Vec<u8> {
    let words: Vec<&str> = words.split(' ').collect();
    let has = |word: &str| words.contains(&word);
    let number = |word: &str, behind: usize| -> usize {
        let at = words.iter().position(|known| *known == word).unwrap();
        words[at + behind].parse().unwrap()
    };
    if has("xlsx") {
        return workbook::from_text(text, has("macros"));
    }
    if has("png") {
        return png(number("png", 1) as u32, number("png", 2) as u32);
    }
    let mut text = text.to_owned();
    if has("cut") {
        text = text.trim_end_matches('\n').to_owned();
    }
    if has("crlf") {
        text = text.replace('\n', "\r\n");
    }
    if has("cr") {
        text = text.replace('\n', "\r");
    }
    let mut out = if has("cp1251") {
        encoding_rs::WINDOWS_1251.encode(&text).0.into_owned()
    } else if has("escapes") {
        unescape(&text)
    } else {
        text.into_bytes()
    };
    if has("bom") {
        out.splice(0..0, *b"\xEF\xBB\xBF");
    }
    if has("fill") {
        let length = number("fill", 1);
        out = out.iter().copied().cycle().take(length).collect();
    }
    out
}

/// A grey picture with a gradient, so that its versions differ.
pub(crate) fn png(width: u32, height: u32) -> Vec<u8> {
    let picture = image::GrayImage::from_fn(width, height, |x, y| {
        image::Luma([((x * 7 + y * 3) % 256) as u8])
    });
    let mut out = std::io::Cursor::new(Vec::new());
    picture.write_to(&mut out, image::ImageFormat::Png).unwrap();
    out.into_inner()
}

/// `\xNN` and `\u{N}` become what they mean.
fn unescape(text: &str) -> Vec<u8> {
    let mut out = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(&rest.as_bytes()[..at]);
        let tail = &rest[at + 1..];
        if let Some(digits) = tail.strip_prefix('x').and_then(|tail| tail.get(..2)) {
            out.push(u8::from_str_radix(digits, 16).unwrap());
            rest = &tail[3..];
        } else if let Some((digits, after)) =
            tail.strip_prefix("u{").and_then(|tail| tail.split_once('}'))
        {
            let c = char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap();
            out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            rest = after;
        } else {
            out.push(b'\\');
            rest = tail;
        }
    }
    out.extend_from_slice(rest.as_bytes());
    out
}

/// All archives of a folder, by name.
pub(crate) fn all(folder: &Path) -> Vec<Archive> {
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    paths.sort();
    paths.iter().map(|path| Archive::read(path)).collect()
}
