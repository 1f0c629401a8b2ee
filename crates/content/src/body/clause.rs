//! Numbered clauses of documents.
//!
//! Markdown reads `1. Text` at the start of a line as an item of an ordered list, `1.1. Text` and
//! `1\. Text` as a paragraph. People mean a clause by all of them. So, in a document:
//!
//! 1. An ordered list that stands at the top level and is written with full stops (`1.`) is not a
//!    list: its items are clauses, with the numbers that are written, not the ones Markdown counts.
//!    What stands inside an item stays, one level up: further paragraphs, tables, nested lists.
//! 2. A list written with brackets (`1)`), with bullets, or indented below a clause stays a list
//!    with its own numbers.
//! 3. A paragraph or heading at the top level that begins with a number is a clause.
//! 4. A line inside such a paragraph that begins with exactly the number that has to follow begins
//!    a new clause, since people leave no empty lines between clauses.
//! 5. A heading «Приложение …» starts a new numbering; its anchors begin with `pril1-`, `pril2-` …

use super::finding::{Finding, FindingKind};
use super::number::{self, Number, Written};
use super::piece::{self, Address, Element, Node, Piece};
use super::read::Reading;
use std::collections::BTreeSet;
use std::ops::Range;

/// A numbered clause of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The number without its last full stop or bracket: `1.2`.
    pub number: String,
    /// The anchor: `p-1-2`, in the first appendix `pril1-p-1-2`.
    pub anchor: String,
    /// Where the number is written.
    pub range: Range<usize>,
    /// The heading, or the first words of the paragraph.
    pub title: String,
    /// How many parts the number has: 1 for a section.
    pub level: u8,
    /// The number as written: `1.2.` or `1.2)`.
    pub(super) written: String,
    /// The heading it is, by its index.
    pub(super) heading: Option<usize>,
}

/// Longest title taken from a paragraph, in characters.
const MAX_TITLE: usize = 80;

/// Turns top-level numbered paragraphs, headings and list items into clauses.
pub(super) fn mark(reading: &mut Reading<'_>, source: &str) -> Vec<Clause> {
    let pieces = std::mem::take(&mut reading.pieces);
    let mut marker = Marker {
        source,
        out: Vec::with_capacity(pieces.len() + 16),
        clauses: Vec::new(),
        findings: &mut reading.findings,
        images: &reading.images,
        previous: None,
        seen: BTreeSet::new(),
        appendix: 0,
    };
    let mut at = 0;
    while at < pieces.len() {
        let end = end_of(&pieces, at);
        marker.block(&pieces[at..end]);
        at = end;
    }
    let Marker { out, mut clauses, .. } = marker;
    reading.pieces = out;
    titles(&mut clauses, reading);
    clauses
}

/// Index after the piece that closes the one at `at`.
pub(super) fn end_of(pieces: &[Piece<'_>], at: usize) -> usize {
    let mut depth = 0_usize;
    for (index, piece) in pieces.iter().enumerate().skip(at) {
        match piece.node {
            Node::Open(_) => depth += 1,
            Node::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return index + 1;
        }
    }
    pieces.len()
}

struct Marker<'s, 'a, 'f> {
    source: &'s str,
    out: Vec<Piece<'a>>,
    clauses: Vec<Clause>,
    findings: &'f mut Vec<Finding>,
    images: &'f [Address],
    previous: Option<Number>,
    seen: BTreeSet<Number>,
    appendix: usize,
}

impl<'a> Marker<'_, 'a, '_> {
    /// A whole top-level block, or a leaf.
    fn block(&mut self, block: &[Piece<'a>]) {
        let first = &block[0];
        match &first.node {
            Node::Open(Element::Paragraph) => self.paragraph(block, None),
            Node::Open(Element::Heading(index)) => self.heading(block, *index),
            Node::Open(Element::List(Some(_))) if self.is_clauses(&first.range) => {
                self.list(&block[1..block.len().saturating_sub(1)]);
            }
            _ => self.out.extend_from_slice(block),
        }
    }

    /// Whether a list is written with full stops.
    fn is_clauses(&self, range: &Range<usize>) -> bool {
        marker(&self.source[range.clone()]).is_some_and(|(_, delimiter, _)| delimiter == '.')
    }

    fn list(&mut self, items: &[Piece<'a>]) {
        let mut at = 0;
        while at < items.len() {
            let end = end_of(items, at);
            let range = items[at].range.clone();
            self.item(&items[at + 1..end.saturating_sub(1).max(at + 1)], &range);
            at = end;
        }
    }

    /// An item: its first line is the clause, the rest stands at the top level. The lines of a
    /// tight item have no paragraph of their own.
    fn item(&mut self, children: &[Piece<'a>], range: &Range<usize>) {
        let marked = marker(&self.source[range.clone()]);
        let mut number = marked.map(|(number, _, written)| {
            let start = range.start + written.start;
            (vec![number], start..range.start + written.end)
        });
        if !matches!(children.first(), Some(child) if child.node.is_inline() || is_paragraph(child))
        {
            let number = number.take();
            let empty = [
                Piece { node: Node::Open(Element::Paragraph), range: range.clone() },
                Piece { node: Node::Close, range: range.clone() },
            ];
            self.paragraph(&empty, number);
        }
        let mut at = 0;
        while at < children.len() {
            if children[at].node.is_inline() {
                let end = inline_end(children, at);
                let range = children[at].range.start..children[end - 1].range.end;
                let mut wrapped = Vec::with_capacity(end - at + 2);
                wrapped.push(Piece { node: Node::Open(Element::Paragraph), range: range.clone() });
                wrapped.extend_from_slice(&children[at..end]);
                wrapped.push(Piece { node: Node::Close, range });
                self.paragraph(&wrapped, number.take());
                at = end;
            } else {
                let end = end_of(children, at);
                match &children[at].node {
                    Node::Open(Element::Paragraph) => {
                        self.paragraph(&children[at..end], number.take());
                    }
                    Node::Open(Element::Heading(index)) => {
                        self.heading(&children[at..end], *index);
                    }
                    _ => self.out.extend_from_slice(&children[at..end]),
                }
                at = end;
            }
        }
    }

    /// A paragraph, perhaps with the number that the list marker was; split where clauses begin.
    fn paragraph(&mut self, block: &[Piece<'a>], number: Option<(Number, Range<usize>)>) {
        let open = self.out.len();
        self.out.push(block[0].clone());
        let mut body = &block[1..block.len() - 1];
        match number {
            Some((number, range)) => {
                let index = self.clause(number, range, None);
                self.out[open].node = Node::Open(Element::Clause(index));
            }
            None => {
                if let Some(index) = self.numbered(&mut body, None, false) {
                    self.out[open].node = Node::Open(Element::Clause(index));
                }
            }
        }
        let mut depth = 0_usize;
        while let Some((piece, rest)) = body.split_first() {
            match piece.node {
                Node::Open(_) => depth += 1,
                Node::Close => depth = depth.saturating_sub(1),
                _ => {}
            }
            body = rest;
            if depth == 0 && matches!(piece.node, Node::SoftBreak | Node::HardBreak) {
                let close = Piece { node: Node::Close, range: piece.range.clone() };
                let start = self.out.len();
                self.out.push(close);
                self.out.push(Piece {
                    node: Node::Open(Element::Paragraph),
                    range: piece.range.end..block[0].range.end.max(piece.range.end),
                });
                match self.numbered(&mut body, None, true) {
                    Some(index) => self.out[start + 1].node = Node::Open(Element::Clause(index)),
                    None => {
                        self.out.truncate(start);
                        self.out.push(piece.clone());
                    }
                }
            } else {
                self.out.push(piece.clone());
            }
        }
        self.out.push(block[block.len() - 1].clone());
    }

    fn heading(&mut self, block: &[Piece<'a>], index: usize) {
        let mut text = String::new();
        piece::plain(&mut text, block, self.images, &mut |_, _| {});
        let lower = text.trim_start().to_lowercase();
        if ["приложени", "appendix", "annex"].iter().any(|word| lower.starts_with(word)) {
            self.appendix += 1;
            self.previous = None;
            self.seen.clear();
        }
        self.out.push(block[0].clone());
        let mut body = &block[1..];
        self.numbered(&mut body, Some(index), false);
        self.out.extend_from_slice(body);
    }

    /// Takes the number off the start of a line, if there is one (and, in the middle of a
    /// paragraph, if it is the one that has to follow). What was looked at goes to the output.
    fn numbered(
        &mut self,
        line: &mut &[Piece<'a>],
        heading: Option<usize>,
        must_follow: bool,
    ) -> Option<usize> {
        let inside = line
            .iter()
            .take_while(|piece| matches!(&piece.node, Node::Open(element) if element.is_inline()))
            .count();
        let Some(Piece { node: Node::Text(text), range }) = line.get(inside) else {
            return None;
        };
        let (number, written) = number::leading(text)?;
        let alone = text.len() == written.whole;
        if alone && heading.is_none() && !text[..written.number].ends_with(['.', ')']) {
            return None;
        }
        if alone && written.whole == written.number && line.len() > inside + 1 {
            // «1.» directly before something that is not text: a number, if white space or a
            // closing mark follows.
            let next = &line[inside + 1].node;
            if !matches!(next, Node::Close | Node::SoftBreak | Node::HardBreak) {
                return None;
            }
        }
        if must_follow && !number::follows(self.previous.as_deref(), &number) {
            return None;
        }
        let (place, rest) = split(self.source, text, range, written);
        let index = self.clause(number, place, heading);
        if let Some(clause) = self.clauses.get_mut(index) {
            clause.written = text[..written.number].to_owned();
        }
        let mut emptied = 0;
        if rest.range.is_empty() || alone {
            emptied = line[..inside].len().min(closings(&line[inside + 1..]));
        }
        self.out.extend_from_slice(&line[..inside - emptied]);
        if !alone {
            self.out.push(rest);
        }
        *line = &line[inside + 1 + emptied..];
        if emptied > 0 {
            self.trim_start(line);
        }
        Some(index)
    }

    /// After a number in bold the text begins with a space.
    fn trim_start(&mut self, line: &mut &[Piece<'a>]) {
        if let Some(Piece { node: Node::Text(text), range }) = line.first() {
            let trimmed = text.trim_start_matches([' ', '\t', '\u{a0}']);
            let cut = text.len() - trimmed.len();
            if cut > 0 {
                let node = Node::Text(trimmed.to_owned().into());
                self.out.push(Piece { node, range: (range.start + cut).min(range.end)..range.end });
                *line = &line[1..];
            }
        }
    }

    fn clause(&mut self, number: Number, range: Range<usize>, heading: Option<usize>) -> usize {
        let shown = number::show(&number);
        if !number::follows(self.previous.as_deref(), &number) {
            let expected = number::show(&number::expected(self.previous.as_deref(), number.len()));
            let found = shown.clone();
            let kind = if self.seen.contains(&number) {
                FindingKind::ClauseDuplicate { found, expected }
            } else {
                FindingKind::ClauseGap { found, expected }
            };
            self.findings.push(Finding { kind, range: range.clone() });
        }
        let anchor = match self.appendix {
            0 => number::anchor(&number),
            appendix => format!("pril{appendix}-{}", number::anchor(&number)),
        };
        self.clauses.push(Clause {
            anchor,
            written: format!("{shown}."),
            number: shown,
            range,
            title: String::new(),
            level: number.len() as u8,
            heading,
        });
        self.seen.insert(number.clone());
        self.previous = Some(number);
        self.clauses.len() - 1
    }
}

fn is_paragraph(piece: &Piece<'_>) -> bool {
    matches!(piece.node, Node::Open(Element::Paragraph))
}

/// Index after the inline pieces that begin at `at`.
pub(super) fn inline_end(pieces: &[Piece<'_>], at: usize) -> usize {
    let mut end = at;
    while end < pieces.len() && pieces[end].node.is_inline() {
        end = end_of(pieces, end);
    }
    end
}

fn closings(pieces: &[Piece<'_>]) -> usize {
    pieces.iter().take_while(|piece| matches!(piece.node, Node::Close)).count()
}

/// The number of a list item as written, its delimiter and where both stand.
fn marker(item: &str) -> Option<(u16, char, Range<usize>)> {
    let start = item.find(|character: char| !matches!(character, ' ' | '\t'))?;
    let digits = item[start..].bytes().take_while(u8::is_ascii_digit).count();
    let delimiter = item[start + digits..].chars().next()?;
    // A year is no number of a clause.
    if digits > 3 {
        return None;
    }
    let number = item[start..start + digits].parse().ok()?;
    Some((number, delimiter, start..start + digits + 1))
}

/// Splits a text after its number: where the number stands in the body, and the rest.
fn split<'a>(
    source: &str,
    text: &str,
    range: &Range<usize>,
    written: Written,
) -> (Range<usize>, Piece<'a>) {
    let exact = source.get(range.clone()) == Some(text);
    let at = |offset: usize| {
        if exact { range.start + offset } else { range.start }
    };
    let number = if exact { range.start..at(written.number) } else { range.clone() };
    let rest = text[written.whole..].to_owned();
    (number, Piece { node: Node::Text(rest.into()), range: at(written.whole)..range.end })
}

fn titles(clauses: &mut [Clause], reading: &Reading<'_>) {
    for (at, piece) in reading.pieces.iter().enumerate() {
        if let Node::Open(Element::Clause(clause)) = piece.node {
            let end = end_of(&reading.pieces, at);
            let mut text = String::new();
            let blanks = &reading.blanks;
            piece::plain(
                &mut text,
                &reading.pieces[at..end],
                &reading.images,
                &mut |blank, out| {
                    out.push_str(&blanks[blank].name);
                },
            );
            clauses[clause].title = shorten(&text);
        }
    }
}

/// The first words of a text.
fn shorten(text: &str) -> String {
    let text = text.trim();
    match text.char_indices().nth(MAX_TITLE) {
        None => text.to_owned(),
        Some((limit, _)) => {
            let cut = text[..limit].rfind(char::is_whitespace).unwrap_or(limit);
            format!("{}…", text[..cut].trim_end())
        }
    }
}
