//! Raw HTML in Markdown, taken apart only to say what was removed and whether it was harmless.
//!
//! Nothing here decides what is published: no tag is ever passed through.

use super::url;
use std::borrow::Cow;
use std::ops::Range;

/// A part of a raw HTML text; ranges count bytes of that text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What a reader would have seen.
    Text(Range<usize>),
    /// `<name …>`; `script` if it has a handler or an address that runs code.
    Open { name: String, script: bool, range: Range<usize> },
    /// `</name>`.
    Close { name: String, range: Range<usize> },
}

/// Elements that run code, load documents or change the page around them. Their contents go too.
const DANGEROUS: [&str; 24] = [
    "script",
    "style",
    "iframe",
    "object",
    "embed",
    "form",
    "svg",
    "math",
    "base",
    "meta",
    "link",
    "frame",
    "frameset",
    "applet",
    "template",
    "noscript",
    "noembed",
    "noframes",
    "plaintext",
    "xmp",
    "portal",
    "fencedframe",
    "param",
    "isindex",
];

/// Those of them that have no contents.
const VOID: [&str; 8] = ["embed", "base", "meta", "link", "frame", "param", "portal", "isindex"];

/// Elements whose contents browsers do not read as markup.
const RAW_TEXT: [&str; 8] =
    ["script", "style", "iframe", "noscript", "noembed", "noframes", "xmp", "plaintext"];

/// Whether an element must never be there.
pub(super) fn is_dangerous(name: &str) -> bool {
    DANGEROUS.contains(&local(name))
}

/// Whether an element of this name encloses contents that go with it.
pub(super) fn encloses(name: &str) -> bool {
    is_dangerous(name) && !VOID.contains(&local(name))
}

/// The name without a namespace prefix (`svg:script`).
fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

/// Takes a text apart. Linear: every byte is looked at a fixed number of times.
pub(super) fn parts(html: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut at = 0;
    let mut text_from = 0;
    while let Some(found) = html[at..].find('<') {
        let start = at + found;
        let Some((part, end)) = markup(html, start) else {
            at = start + 1;
            continue;
        };
        if text_from < start {
            parts.push(Part::Text(text_from..start));
        }
        at = end;
        text_from = end;
        let raw = match &part {
            Some(Part::Open { name, .. }) if RAW_TEXT.contains(&local(name)) => Some(name.clone()),
            _ => None,
        };
        parts.extend(part);
        if let Some(name) = raw {
            at = close_of(html, end, &name);
        }
    }
    if text_from < html.len() {
        parts.push(Part::Text(text_from..html.len()));
    }
    parts
}

/// Where `</name` begins, or the end.
fn close_of(html: &str, from: usize, name: &str) -> usize {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(found) = html[at..].find("</") {
        let start = at + found;
        let after = &bytes[start + 2..];
        if after.len() >= name.len() && after[..name.len()].eq_ignore_ascii_case(name.as_bytes()) {
            return start;
        }
        at = start + 2;
    }
    html.len()
}

/// The markup at a `<`: its part (none for a comment) and its end; `None` if it is text.
fn markup(html: &str, start: usize) -> Option<(Option<Part>, usize)> {
    let rest = &html[start + 1..];
    if rest.starts_with("!--") {
        return Some((None, comment_end(html, start)));
    }
    if rest.starts_with("![CDATA[") {
        return Some((None, after(html, start, "]]>")));
    }
    if rest.starts_with(['!', '?']) {
        return Some((None, after(html, start, ">")));
    }
    let (closing, rest) = match rest.strip_prefix('/') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    if !rest.starts_with(|first: char| first.is_ascii_alphabetic()) {
        return None;
    }
    let name_start = html.len() - rest.len();
    let length = rest
        .find(|next: char| next.is_whitespace() || matches!(next, '/' | '>'))
        .unwrap_or(rest.len());
    let name = rest[..length].to_ascii_lowercase();
    let (script, end) = attributes(html, name_start + length);
    let range = start..end;
    let part =
        if closing { Part::Close { name, range } } else { Part::Open { name, script, range } };
    Some((Some(part), end))
}

fn after(html: &str, start: usize, mark: &str) -> usize {
    html[start..].find(mark).map_or(html.len(), |found| start + found + mark.len())
}

fn comment_end(html: &str, start: usize) -> usize {
    let inside = &html[start + 4..];
    for empty in [">", "->"] {
        if inside.starts_with(empty) {
            return start + 4 + empty.len();
        }
    }
    let plain = inside.find("-->").map_or(inside.len(), |found| found + 3);
    // Only up to there: searching on for every comment would be quadratic.
    let end = inside[..plain].find("--!>").map_or(plain, |found| found + 4);
    start + 4 + end
}

/// Text of raw HTML as a reader would have seen it, the usual character references decoded: parts
/// of it, each with the length of its source.
pub(super) fn visible(text: &str) -> Vec<(Cow<'_, str>, usize)> {
    let mut parts = Vec::new();
    let mut from = 0;
    for (at, _) in text.match_indices('&') {
        if at < from {
            continue;
        }
        if let Some((character, length)) = url::reference(&text[at..]) {
            if from < at {
                parts.push((Cow::Borrowed(&text[from..at]), at - from));
            }
            parts.push((Cow::Owned(character.to_string()), length));
            from = at + length;
        }
    }
    if from < text.len() {
        parts.push((Cow::Borrowed(&text[from..]), text.len() - from));
    }
    parts
}

/// Reads attributes up to `>`: whether one of them runs code, and where the tag ends.
fn attributes(html: &str, mut at: usize) -> (bool, usize) {
    let bytes = html.as_bytes();
    let mut script = false;
    loop {
        while at < bytes.len() && (bytes[at].is_ascii_whitespace() || bytes[at] == b'/') {
            at += 1;
        }
        if at >= bytes.len() {
            return (script, at);
        }
        if bytes[at] == b'>' {
            return (script, at + 1);
        }
        let name_start = at;
        at += 1;
        while at < bytes.len() && !bytes[at].is_ascii_whitespace() && !b"=>/".contains(&bytes[at]) {
            at += 1;
        }
        script |= is_handler(&bytes[name_start..at]);
        let mut equals = at;
        while equals < bytes.len() && bytes[equals].is_ascii_whitespace() {
            equals += 1;
        }
        if bytes.get(equals) == Some(&b'=') {
            let (value, end) = value(html, equals + 1);
            script |= url::is_script(value) || runs_in_style(value);
            at = end;
        }
    }
}

/// `onclick` and its kind; `srcdoc` holds a whole document.
fn is_handler(name: &[u8]) -> bool {
    let name: Vec<u8> = name.to_ascii_lowercase();
    (name.len() > 2 && name.starts_with(b"on")) || name == b"srcdoc"
}

fn runs_in_style(value: &str) -> bool {
    let value: String = value.to_ascii_lowercase().split_whitespace().collect();
    ["expression(", "javascript:", "vbscript:", "-moz-binding"]
        .iter()
        .any(|mark| value.contains(mark))
}

fn value(html: &str, mut at: usize) -> (&str, usize) {
    let bytes = html.as_bytes();
    while at < bytes.len() && bytes[at].is_ascii_whitespace() {
        at += 1;
    }
    match bytes.get(at) {
        Some(&quote) if quote == b'"' || quote == b'\'' => {
            let start = at + 1;
            let end =
                html[start..].find(char::from(quote)).map_or(html.len(), |found| start + found);
            (&html[start..end], (end + 1).min(html.len()))
        }
        _ => {
            let start = at;
            while at < bytes.len() && !bytes[at].is_ascii_whitespace() && bytes[at] != b'>' {
                at += 1;
            }
            (&html[start..at], at)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes(html: &str) -> Vec<String> {
        parts(html)
            .into_iter()
            .map(|part| match part {
                Part::Text(range) => html[range].to_owned(),
                Part::Open { name, script, .. } => {
                    format!("<{name}{}", if script { "!" } else { "" })
                }
                Part::Close { name, .. } => format!("/{name}"),
            })
            .collect()
    }

    #[test]
    fn takes_markup_apart() {
        assert_eq!(shapes("a <B x='>'>b</b> < c"), ["a ", "<b", "b", "/b", " < c"]);
        assert_eq!(shapes("<!-- a > b -->c<!-->d<?x?>e<!DOCTYPE x>"), ["c", "d", "e"]);
        assert_eq!(
            shapes("<script>if (a<b) '</b>'</SCRIPT>x"),
            ["<script", "if (a<b) '</b>'", "/script", "x"]
        );
        assert_eq!(shapes("<a href='java&#115;cript:x'>"), ["<a!"]);
        assert_eq!(shapes("<img/src='x'/onerror=alert(1)>"), ["<img!"]);
        assert_eq!(shapes("<img src=x onerror\n=\nalert(1)"), ["<img!"]);
        assert_eq!(shapes("<div style='width: expression (1)'>"), ["<div!"]);
        assert_eq!(shapes("<p on=1 class=online>"), ["<p"]);
        assert_eq!(shapes("1 < 2 <3 </ 4"), ["1 < 2 <3 </ 4"]);
    }

    #[test]
    fn knows_what_is_dangerous() {
        assert!(is_dangerous("svg:script") && encloses("svg"));
        assert!(is_dangerous("meta") && !encloses("meta"));
        assert!(!is_dangerous("details"));
    }
}
