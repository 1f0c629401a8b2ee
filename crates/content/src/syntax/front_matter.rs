//! Front matter: YAML between two lines of `---` at the start of a Markdown file.

use super::node::Node;
use super::place::{FileId, Place, Pos};
use super::yaml;
use crate::diagnostic::{Code, Diagnostic};

/// A Markdown file taken apart.
#[derive(Debug)]
pub struct FrontMatter<'t> {
    /// The YAML, if it could be read.
    pub node: Option<Node>,
    /// The Markdown behind the closing `---`.
    pub body: &'t str,
    /// Line of the file on which `body` starts.
    pub body_line: u32,
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
}

/// Splits `text` (without a byte-order mark). A missing or unclosed front matter is an error.
pub fn split(text: &str, file: FileId) -> FrontMatter<'_> {
    match find(text) {
        Found::Missing => {
            let diagnostic = Diagnostic::new(Code::FrontMatterMissing, Place::whole(file));
            let diagnostics = vec![diagnostic];
            FrontMatter { node: None, body: text, body_line: 1, diagnostics }
        }
        Found::Unclosed => {
            let place = Place::new(file, Pos::START, Pos::new(1, 4));
            let diagnostic = Diagnostic::new(Code::FrontMatterUnclosed, place);
            FrontMatter { node: None, body: "", body_line: 1, diagnostics: vec![diagnostic] }
        }
        Found::Parts { yaml, body, body_line } => {
            let (node, diagnostics) = yaml::parse(yaml, file, 2);
            FrontMatter { node, body, body_line, diagnostics }
        }
    }
}

/// The Markdown behind the front matter, which is not read.
pub fn body(text: &str) -> &str {
    match find(text) {
        Found::Missing => text,
        Found::Unclosed => "",
        Found::Parts { body, .. } => body,
    }
}

/// What stands where in a Markdown file.
enum Found<'t> {
    /// It does not begin with `---`.
    Missing,
    /// No second `---` follows.
    Unclosed,
    /// Both parts, and the line on which the second begins.
    Parts { yaml: &'t str, body: &'t str, body_line: u32 },
}

fn find(text: &str) -> Found<'_> {
    let mut lines = Lines { rest: text, number: 0 };
    let first = lines.next();
    if first.is_none_or(|(line, _)| line.trim_end() != "---") {
        return Found::Missing;
    }
    let yaml_start = text.len() - lines.rest.len();
    let mut yaml_end = yaml_start;
    while let Some((line, _)) = lines.next() {
        if matches!(line.trim_end(), "---" | "...") {
            let yaml = &text[yaml_start..yaml_end];
            return Found::Parts { yaml, body: lines.rest, body_line: lines.number + 1 };
        }
        yaml_end = text.len() - lines.rest.len();
    }
    Found::Unclosed
}

struct Lines<'t> {
    rest: &'t str,
    number: u32,
}

impl<'t> Iterator for Lines<'t> {
    type Item = (&'t str, u32);

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.find(['\n', '\r']).unwrap_or(self.rest.len());
        let line = &self.rest[..end];
        let tail = &self.rest[end..];
        let width = if tail.starts_with("\r\n") { 2 } else { usize::from(!tail.is_empty()) };
        self.rest = &tail[width..];
        self.number += 1;
        Some((line, self.number))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splits_and_counts_lines() {
        let matter = split("---\r\ntitle: А\r\n---\r\n\r\nТекст\n", FileId(0));
        assert_eq!(matter.body, "\r\nТекст\n");
        assert_eq!(matter.body_line, 4);
        let node = matter.node.unwrap();
        assert_eq!(node.get("title").unwrap().place.start, Pos::new(2, 8));
    }

    #[test]
    fn reports_what_is_missing() {
        assert_eq!(split("Текст", FileId(0)).diagnostics[0].code, Code::FrontMatterMissing);
        assert_eq!(split("---\na: 1\n", FileId(0)).diagnostics[0].code, Code::FrontMatterUnclosed);
    }
}
