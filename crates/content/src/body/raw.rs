//! Raw HTML: reported and removed.
//!
//! A harmless tag goes and its text stays; `<br>` becomes a line break. A dangerous element goes
//! with everything up to its closing tag; if there is none, up to the end of its block.

use super::finding::FindingKind;
use super::piece::{Element, Joined, Node, Piece};
use super::read::Reader;
use super::tags::{self, Part};
use std::collections::BTreeMap;
use std::ops::Range;

/// What was removed so far.
#[derive(Debug, Default)]
pub(super) struct Removed {
    hiding: Option<Hiding>,
    /// Where something was last hidden.
    hidden_at: Option<usize>,
    /// Open harmless elements by name, so that a stray closing tag is noticed.
    open: BTreeMap<String, usize>,
    /// Where `</name` stands last in the body, by name.
    last_close: BTreeMap<String, Option<usize>>,
    block_end: usize,
}

#[derive(Debug)]
struct Hiding {
    name: String,
    nested: usize,
    until: usize,
}

impl Removed {
    /// The walk has come to this offset.
    pub(super) fn pass(&mut self, offset: usize) {
        if self.hiding.as_ref().is_some_and(|hiding| offset >= hiding.until) {
            self.hiding = None;
        }
        if self.hiding.is_some() {
            self.hidden_at = Some(offset);
        }
    }

    /// A block that ends at this offset begins.
    pub(super) fn enter(&mut self, end: usize) {
        self.block_end = end;
    }

    /// Whether contents are being dropped.
    pub(super) fn is_hiding(&self) -> bool {
        self.hiding.is_some()
    }

    /// Whether something was dropped inside this stretch.
    pub(super) fn since(&self, range: &Range<usize>) -> bool {
        self.hidden_at.is_some_and(|at| range.contains(&at))
    }

    fn hide(&mut self, name: String, source: &str, at: usize) {
        let last =
            *self.last_close.entry(name.clone()).or_insert_with(|| last_close(source, &name));
        let until = match last {
            Some(close) if close >= at => close + 1,
            _ => self.block_end.max(at + 1),
        };
        self.hidden_at = Some(at);
        self.hiding = Some(Hiding { name, nested: 0, until });
    }
}

fn last_close(source: &str, name: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    source.rmatch_indices("</").map(|(at, _)| at).find(|at| {
        let rest = &bytes[at + 2..];
        rest.len() >= name.len() && rest[..name.len()].eq_ignore_ascii_case(name.as_bytes())
    })
}

impl<'a> Reader<'a> {
    /// One tag in a line of text.
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        for part in tags::parts(html) {
            match part {
                Part::Text(_) => {}
                Part::Open { name, script, .. } => self.open_tag(name, script, range.clone()),
                Part::Close { name, .. } => self.close_tag(&name, range.clone()),
            }
        }
    }

    /// A block of HTML: what a reader would have seen of it becomes a paragraph.
    pub(super) fn html_block(&mut self, html: &Joined, range: &Range<usize>) {
        self.removed.enter(range.end);
        let start = self.reading.pieces.len();
        for part in tags::parts(&html.text) {
            match part {
                Part::Text(stretch) if !self.removed.is_hiding() => self.seen(html, stretch),
                Part::Text(_) => {}
                Part::Open { name, script, range } => {
                    self.open_tag(name, script, html.place(&range));
                }
                Part::Close { name, range } => self.close_tag(&name, html.place(&range)),
            }
        }
        self.flush();
        while self.reading.pieces.len() > start
            && matches!(
                self.reading.pieces.last().map(|piece| &piece.node),
                Some(Node::SoftBreak | Node::HardBreak)
            )
        {
            self.reading.pieces.pop();
        }
        if self.reading.pieces.len() > start {
            let open = Piece { node: Node::Open(Element::Paragraph), range: range.clone() };
            self.reading.pieces.insert(start, open);
            self.leaf(Node::Close, range.clone());
        }
    }

    /// Text between tags, without the white space around its lines.
    fn seen(&mut self, html: &Joined, stretch: Range<usize>) {
        let blank: &[char] = &['\n', '\r', ' ', '\t'];
        let mut from = stretch.start;
        for line in html.text[stretch].split_inclusive('\n') {
            let rest = line.trim_start_matches(blank);
            let start = from + line.len() - rest.len();
            let text = rest.trim_end_matches(blank);
            let place = html.place(&(start..start + text.len()));
            if start > from {
                self.gap(&place);
            }
            if !text.is_empty() {
                self.decoded(html, text, start);
                if text.len() < rest.len() {
                    self.gap(&(place.end..place.end));
                }
            }
            from += line.len();
        }
    }

    /// Text with its character references decoded, each with its own place.
    fn decoded(&mut self, html: &Joined, text: &str, start: usize) {
        let mut at = 0;
        for (seen, length) in tags::visible(text) {
            let place = html.place(&(start + at..start + at + length));
            self.text.push((seen.into_owned().into(), place));
            at += length;
        }
    }

    fn open_tag(&mut self, name: String, script: bool, range: Range<usize>) {
        if let Some(hiding) = &mut self.removed.hiding {
            if hiding.name == name {
                hiding.nested += 1;
            }
            return;
        }
        if tags::is_dangerous(&name) {
            self.finding(FindingKind::Script, range.clone());
            if tags::encloses(&name) {
                self.flush();
                self.removed.hide(name, self.source, range.start);
            }
            return;
        }
        let kind =
            if script { FindingKind::Script } else { FindingKind::RawHtml { tag: name.clone() } };
        self.finding(kind, range.clone());
        match name.as_str() {
            "br" if !self.is_in_image() => self.leaf(Node::HardBreak, range),
            "p" | "div" | "li" | "tr" | "td" | "th" | "dt" | "dd" | "hr" if !self.is_in_image() => {
                self.gap(&range);
            }
            _ => {}
        }
        *self.removed.open.entry(name).or_default() += 1;
    }

    fn close_tag(&mut self, name: &str, range: Range<usize>) {
        if let Some(hiding) = &mut self.removed.hiding {
            if hiding.name == name {
                if hiding.nested == 0 {
                    self.removed.hiding = None;
                } else {
                    hiding.nested -= 1;
                }
            }
            return;
        }
        match self.removed.open.get_mut(name) {
            Some(open) if *open > 0 => *open -= 1,
            _ => {
                let tag = format!("/{name}");
                self.finding(FindingKind::RawHtml { tag }, range);
            }
        }
    }
}
