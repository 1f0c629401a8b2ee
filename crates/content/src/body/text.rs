//! Stretches of text: joined, then split at blanks.

use super::BlankUse;
use super::escape::is_bidi_control;
use super::finding::{Finding, FindingKind};
use super::piece::{Joined, Node, Piece};
use super::read::Reading;
use pulldown_cmark::CowStr;
use std::ops::Range;

/// Longest name of a blank, in bytes: what is longer is text in braces.
const MAX_NAME: usize = 128;

/// Moves neighbouring texts into the pieces as one, with blanks split off if they count here.
pub(super) fn join<'a>(
    reading: &mut Reading<'a>,
    source: &str,
    texts: &mut Vec<(CowStr<'a>, Range<usize>)>,
    blanks: bool,
    in_code: bool,
) {
    for (text, range) in texts.iter() {
        // An entity can spell what the scan of the source cannot see.
        if source.get(range.clone()) != Some(text) {
            for character in text.chars().filter(|character| is_bidi_control(*character)) {
                let kind = FindingKind::BidiControl { character };
                reading.findings.push(Finding {
                    kind,
                    range: range.clone(),
                });
            }
        }
    }
    let special = !in_code && texts.iter().any(|(text, _)| text.contains(['{', '^']));
    if texts.len() == 1 && !special {
        if let Some((text, range)) = texts.pop() {
            reading.pieces.push(Piece {
                node: Node::Text(text),
                range,
            });
        }
        return;
    }
    let mut joined = Joined::default();
    for (text, range) in texts.drain(..) {
        joined.push(&text, range);
    }
    if !in_code {
        missing_footnotes(reading, source, &joined);
    }
    let mut from = 0;
    if blanks {
        while let Some((range, name)) = next_blank(&joined.text, from) {
            push(reading, &joined, from..range.start);
            from = range.end;
            let place = joined.place(&range);
            let index = reading.blanks.len();
            reading.blanks.push(BlankUse {
                name,
                range: place.clone(),
            });
            reading.pieces.push(Piece {
                node: Node::Blank(index),
                range: place,
            });
        }
    }
    push(reading, &joined, from..joined.text.len());
}

fn push(reading: &mut Reading<'_>, joined: &Joined, range: Range<usize>) {
    if !range.is_empty() {
        let text = joined.text[range.clone()].to_owned();
        reading.pieces.push(Piece {
            node: Node::Text(text.into()),
            range: joined.place(&range),
        });
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
        let Some(length) = window
            .iter()
            .position(|byte| matches!(byte, b']' | b'[' | b'\n'))
        else {
            continue;
        };
        if length == 0 || window[length] != b']' {
            continue;
        }
        let place = joined.place(&(start..start + 2 + length + 1));
        let written = source
            .get(place.clone())
            .is_some_and(|text| text.starts_with("[^"));
        if written && !source[..place.start].ends_with('\\') {
            let label = joined.text[start + 2..start + 2 + length].to_owned();
            reading.findings.push(Finding {
                kind: FindingKind::FootnoteMissing { label },
                range: place,
            });
        }
    }
}

/// Every character of the source that turns the direction of text.
pub(super) fn bidi_controls(findings: &mut Vec<Finding>, source: &str) {
    // All of them are three bytes long and begin with E2.
    if !source.as_bytes().contains(&0xe2) {
        return;
    }
    for (at, character) in source
        .char_indices()
        .filter(|(_, character)| is_bidi_control(*character))
    {
        let range = at..at + character.len_utf8();
        findings.push(Finding {
            kind: FindingKind::BidiControl { character },
            range,
        });
    }
}
