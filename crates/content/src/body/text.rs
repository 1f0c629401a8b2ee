//! Stretches of text: joined, then split at blanks and at addresses that people paste as they are.

use super::BlankUse;
use super::address;
use super::escape;
use super::finding::{Finding, FindingKind};
use super::piece::{Element, Joined, Node, Piece};
use super::read::Reading;
use pulldown_cmark::{CowStr, LinkType};
use std::ops::Range;

/// Longest name of a blank, in bytes: what is longer is text in braces.
const MAX_NAME: usize = 128;

/// What counts in a stretch of text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    /// It is code: nothing counts.
    pub(super) code: bool,
    /// `{{name}}` is a blank.
    pub(super) blanks: bool,
    /// An address becomes a link.
    pub(super) links: bool,
}

/// Moves neighbouring texts into the pieces as one, with what counts in them split off.
pub(super) fn join<'a>(
    reading: &mut Reading<'a>,
    source: &str,
    texts: &mut Vec<(CowStr<'a>, Range<usize>)>,
    context: Context,
) {
    for (text, range) in texts.iter() {
        // An entity can spell what the scan of the source cannot see.
        if source.get(range.clone()) != Some(text) {
            for (_, character) in escape::bidi_controls(text) {
                let kind = FindingKind::BidiControl { character };
                reading.findings.push(Finding { kind, range: range.clone() });
            }
        }
    }
    let special = |text: &str| text.bytes().any(|byte| matches!(byte, b'{' | b'^' | b'/'));
    let special = !context.code && texts.iter().any(|(text, _)| special(text));
    if texts.len() == 1 && !special {
        if let Some((text, range)) = texts.pop() {
            reading.pieces.push(Piece { node: Node::Text(text), range });
        }
        return;
    }
    let mut joined = Joined::default();
    for (text, range) in texts.drain(..) {
        joined.push(&text, range);
    }
    if !context.code {
        missing_footnotes(reading, source, &joined);
    }
    let mut from = 0;
    if context.blanks {
        let mut at = 0;
        while let Some((range, name)) = next_blank(&joined.text, at) {
            at = range.end;
            let place = joined.place(&range);
            let written = source.get(place.clone()).unwrap_or_default();
            if !written.starts_with("{{") || !written.ends_with("}}") {
                // Braces that were escaped, or spelt as entities: who does so wants to see them.
                continue;
            }
            push(reading, &joined, from..range.start, context);
            from = range.end;
            let index = reading.blanks.len();
            reading.blanks.push(BlankUse { name, range: place.clone() });
            reading.pieces.push(Piece { node: Node::Blank(index), range: place });
        }
    }
    push(reading, &joined, from..joined.text.len(), context);
}

fn push(reading: &mut Reading<'_>, joined: &Joined, range: Range<usize>, context: Context) {
    let mut from = range.start;
    if context.links && !context.code {
        while let Some(found) = next_address(&joined.text[..range.end], from) {
            push_text(reading, joined, from..found.start);
            from = found.end;
            let target = &joined.text[found.clone()];
            let place = joined.place(&found);
            let mut link = address::open(LinkType::Autolink, target, "", place.clone());
            link.text = target.to_owned();
            let index = reading.links.len();
            reading.links.push(link);
            address::check_link(reading, index);
            let node = Node::Open(Element::Link(index));
            reading.pieces.push(Piece { node, range: place.clone() });
            push_text(reading, joined, found);
            reading.pieces.push(Piece { node: Node::Close, range: place });
        }
    }
    push_text(reading, joined, from..range.end);
}

/// The next `http://…` or `https://…` from an offset on, without the punctuation of its sentence.
fn next_address(text: &str, from: usize) -> Option<Range<usize>> {
    let mut at = from;
    loop {
        let colon = at + text[at..].find("://")?;
        let scheme = ["https", "http"].iter().find(|name| text[at..colon].ends_with(**name));
        at = colon + 3;
        let Some(scheme) = scheme else {
            continue;
        };
        let start = colon - scheme.len();
        let before = text[..start].chars().next_back();
        if before.is_some_and(char::is_alphanumeric) {
            continue;
        }
        let length = text[at..]
            .find(|c: char| c.is_whitespace() || c.is_control() || "<>\"«»„“”{}|`^".contains(c))
            .unwrap_or(text.len() - at);
        let end = at + without_punctuation(&text[at..at + length]);
        if end > at {
            return Some(start..end);
        }
    }
}

/// Length of an address without what belongs to the sentence after it; a bracket belongs to the
/// address if it was opened there.
fn without_punctuation(address: &str) -> usize {
    let mut rest = address;
    let mut open = rest.matches('(').count();
    let mut close = rest.matches(')').count();
    while let Some(last) = rest.chars().next_back() {
        match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_' | '~' | '…' | ']' => {}
            ')' if close > open => close -= 1,
            '(' => open -= 1,
            _ => break,
        }
        rest = &rest[..rest.len() - last.len_utf8()];
    }
    rest.len()
}

fn push_text(reading: &mut Reading<'_>, joined: &Joined, range: Range<usize>) {
    if !range.is_empty() {
        let text = joined.text[range.clone()].to_owned();
        reading.pieces.push(Piece { node: Node::Text(text.into()), range: joined.place(&range) });
    }
}

/// The next `{{name}}` from an offset on; white space around the name does not count.
fn next_blank(text: &str, from: usize) -> Option<(Range<usize>, String)> {
    let mut at = from;
    loop {
        let start = at + text[at..].find("{{")?;
        let inside = &text[start + 2..];
        let length = inside.find(['{', '}', '\n'])?;
        let name = inside[..length].trim();
        if inside[length..].starts_with("}}") && !name.is_empty() && name.len() <= MAX_NAME {
            return Some((start..start + 2 + length + 2, name.to_owned()));
        }
        at = start + 1;
    }
}

/// `[^label]` that stayed text has no definition.
fn missing_footnotes(reading: &mut Reading<'_>, source: &str, joined: &Joined) {
    for (start, _) in joined.text.match_indices("[^") {
        let window =
            &joined.text.as_bytes()[start + 2..joined.text.len().min(start + 2 + MAX_NAME)];
        let Some(length) = window.iter().position(|byte| matches!(byte, b']' | b'[' | b'\n'))
        else {
            continue;
        };
        if length == 0 || window[length] != b']' {
            continue;
        }
        let place = joined.place(&(start..start + 2 + length + 1));
        let written = source.get(place.clone()).is_some_and(|text| text.starts_with("[^"));
        if written && !source[..place.start].ends_with('\\') {
            let label = joined.text[start + 2..start + 2 + length].to_owned();
            reading
                .findings
                .push(Finding { kind: FindingKind::FootnoteMissing { label }, range: place });
        }
    }
}

/// Every character of the source that turns the direction of text.
pub(super) fn bidi_controls(findings: &mut Vec<Finding>, source: &str) {
    for (at, character) in escape::bidi_controls(source) {
        let range = at..at + character.len_utf8();
        findings.push(Finding { kind: FindingKind::BidiControl { character }, range });
    }
}
