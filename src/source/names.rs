//! File names that every system, server and browser can take.
//!
//! Sources: Windows "Naming Files, Paths, and Namespaces" (reserved characters and device names), RFC 3986
//! (what a path segment may mean), Unicode Annex 15 (canonical composition).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// Longest name of one file or folder, in bytes: the limit of ext4, NTFS counts more generously.
pub const LONGEST_NAME: usize = 255;

/// What is wrong with a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameFault {
    /// Not UTF-8.
    NotUtf8,
    /// Empty, `.` or `..`.
    Dots,
    /// A control character, or an invisible one that reorders or hides text.
    Control,
    /// One of `\ : * ? " < > |`, or `/`.
    Reserved(char),
    /// A device of Windows: CON, PRN, AUX, NUL, COM1 to COM9, LPT1 to LPT9, with any extension.
    Device,
    /// A dot or space at the end, or a space at the start: Windows drops them.
    Edge,
    /// Letters written in parts (as macOS writes «й»): links to the composed form would not find it.
    Decomposed,
    /// Longer than [`LONGEST_NAME`].
    Long,
}

/// Looks at one part of a path.
pub fn check(name: &str) -> Result<(), NameFault> {
    if matches!(name, "" | "." | "..") {
        return Err(NameFault::Dots);
    }
    if name.len() > LONGEST_NAME {
        return Err(NameFault::Long);
    }
    for c in name.chars() {
        match c {
            '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|' => {
                return Err(NameFault::Reserved(c));
            }
            c if c.is_control() || is_invisible(c) => return Err(NameFault::Control),
            _ => {}
        }
    }
    if name.ends_with(['.', ' ']) || name.starts_with(' ') {
        return Err(NameFault::Edge);
    }
    if is_device(name) {
        return Err(NameFault::Device);
    }
    if !name.is_ascii() && !is_nfc(name) {
        return Err(NameFault::Decomposed);
    }
    Ok(())
}

/// Looks at every part of a relative path.
pub fn check_path(path: &str) -> Result<(), NameFault> {
    path.split('/').try_for_each(check)
}

/// The form in which two names are one file on Windows or macOS.
pub fn fold(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfc().flat_map(char::to_lowercase).collect()
}

/// Notices paths that are one path where letter case does not count.
#[derive(Clone, Debug, Default)]
pub struct Clashes {
    /// Folded path of every file and folder so far, and the path as first written.
    seen: BTreeMap<String, String>,
    /// The last folder without a clash, and its folded path: most files lie where the one before them does.
    folder: (String, String),
}

impl Clashes {
    /// Takes in `path`; gives back the earlier path (or its folder) with which it clashes.
    pub fn insert(&mut self, path: &str) -> Option<String> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if folder != self.folder.0 {
            let mut folded = String::new();
            let mut from = 0;
            let ends = folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]);
            for end in ends {
                let separator = if from == 0 { "" } else { "/" };
                folded = format!("{folded}{separator}{}", fold(&folder[from..end]));
                from = end + 1;
                if let Some(other) = self.one(&folder[..end], folded.clone()) {
                    return Some(other);
                }
            }
            self.folder = (folder.to_owned(), folded);
        }
        let folded = match self.folder.1.as_str() {
            "" => fold(name),
            folder => format!("{folder}/{}", fold(name)),
        };
        self.one(path, folded)
    }

    fn one(&mut self, path: &str, folded: String) -> Option<String> {
        match self.seen.entry(folded) {
            Entry::Occupied(first) if first.get() != path => Some(first.get().clone()),
            Entry::Occupied(_) => None,
            Entry::Vacant(free) => {
                free.insert(path.to_owned());
                None
            }
        }
    }
}

/// Marks of direction, joiners of width zero and the like: they make one name look like another.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{180E}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{FFFD}')
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    let upper = stem.to_ascii_uppercase();
    if matches!(upper.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") {
        return true;
    }
    let number = upper.strip_prefix("COM").or(upper.strip_prefix("LPT"));
    number.is_some_and(|rest| {
        let mut chars = rest.chars();
        matches!(chars.next(), Some('1'..='9' | '¹' | '²' | '³')) && chars.next().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_names_pass() {
        for name in [
            "rows.csv",
            "Приказ № 12.docx",
            "a b.md",
            "конкурс.md",
            "com10",
            "console.md",
            "е\u{308}ж".nfc().collect::<String>().as_str(),
        ] {
            assert_eq!(check(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn bad_names_do_not() {
        let cases = [
            ("", NameFault::Dots),
            ("..", NameFault::Dots),
            ("a\\b", NameFault::Reserved('\\')),
            ("a:b", NameFault::Reserved(':')),
            ("a\nb", NameFault::Control),
            ("exe\u{202E}gpj.md", NameFault::Control),
            ("con", NameFault::Device),
            ("NUL.tar.gz", NameFault::Device),
            ("lpt1.md", NameFault::Device),
            ("COM²", NameFault::Device),
            ("a.", NameFault::Edge),
            ("a ", NameFault::Edge),
            (" a", NameFault::Edge),
            ("и\u{306}од.md", NameFault::Decomposed),
        ];
        for (name, fault) in cases {
            assert_eq!(check(name), Err(fault), "{name:?}");
        }
        assert_eq!(check(&"я".repeat(128)), Err(NameFault::Long));
        assert_eq!(check_path("a/../b"), Err(NameFault::Dots));
        assert_eq!(check_path("/a"), Err(NameFault::Dots));
    }

    #[test]
    fn clashes_are_found_in_folders_too() {
        let mut clashes = Clashes::default();
        assert_eq!(clashes.insert("content/pages/a.md"), None);
        assert_eq!(clashes.insert("content/pages/b.md"), None);
        assert_eq!(clashes.insert("content/Pages/c.md").as_deref(), Some("content/pages"));
        assert_eq!(clashes.insert("content/pages/Ё.md"), None);
        assert_eq!(clashes.insert("content/pages/ё.md").as_deref(), Some("content/pages/Ё.md"));
    }
}
