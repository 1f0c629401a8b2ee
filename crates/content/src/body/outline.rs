//! What checks need to know of a body.

use super::clause::{self, Clause, end_of};
use super::finding::{Finding, FindingKind};
use super::heading::{self, Heading};
use super::piece::{self, Address, Element, Node, Piece};
use super::read;
use super::url::Target;
use super::{BlankUse, Syntax};
use crate::slug::Slugs;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A link of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkUse {
    /// The target, entities decoded.
    pub target: String,
    /// What kind of target it is.
    pub kind: Target,
    /// The text between the brackets, without markup.
    pub text: String,
    /// Its title, often empty.
    pub title: String,
    /// The target in the body; of a reference link, the one in its definition.
    pub range: Range<usize>,
    /// The whole link in the body.
    pub whole: Range<usize>,
}

/// An image of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageUse {
    /// The address, entities decoded.
    pub target: String,
    /// What kind of address it is.
    pub kind: Target,
    /// Alternative text.
    pub alt: String,
    /// Its title, which becomes the caption of an image that stands alone.
    pub title: String,
    /// The address in the body.
    pub range: Range<usize>,
    /// The whole image in the body.
    pub whole: Range<usize>,
}

/// A code block of a body that names its language.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CodeUse {
    /// As [`super::Highlight`] is given it.
    pub lang: String,
    /// The code.
    pub code: String,
}

/// What checks need to know of a body: everything with its place, nothing rendered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// Headings in order.
    pub headings: Vec<Heading>,
    /// Every anchor that a link may point to: of headings and clauses.
    pub anchors: BTreeSet<String>,
    /// Links in order, except those removed with dangerous HTML.
    pub links: Vec<LinkUse>,
    /// Images in order.
    pub images: Vec<ImageUse>,
    /// Code blocks in order.
    pub codes: Vec<CodeUse>,
    /// Uses of blanks in order.
    pub blanks: Vec<BlankUse>,
    /// Numbered clauses in order.
    pub clauses: Vec<Clause>,
    /// What is wrong, by place.
    pub findings: Vec<Finding>,
}

/// A body read and put in order; all outputs start from here.
pub(super) struct Parsed<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    pub(super) headings: Vec<Heading>,
    pub(super) clauses: Vec<Clause>,
    pub(super) links: Vec<Address>,
    pub(super) images: Vec<Address>,
    pub(super) blanks: Vec<BlankUse>,
    pub(super) findings: Vec<Finding>,
    pub(super) slugs: Slugs,
}

/// Reads a body for every purpose: Markdown, clauses, headings, footnotes, in this order.
pub(super) fn parse<'a>(text: &'a str, syntax: &Syntax<'_>) -> Parsed<'a> {
    let mut reading = read::read(text, syntax);
    let mut clauses = match syntax.clauses {
        true => clause::mark(&mut reading, text),
        false => Vec::new(),
    };
    let (headings, slugs) = heading::gather(&mut reading, &mut clauses, syntax);
    unused_footnotes(&reading.pieces, &mut reading.findings);
    let mut findings = reading.findings;
    findings.sort_by(|one, other| {
        let key = |finding: &Finding| (finding.range.start, finding.range.end);
        key(one).cmp(&key(other)).then_with(|| one.kind.cmp(&other.kind))
    });
    findings.dedup();
    Parsed {
        pieces: reading.pieces,
        headings,
        clauses,
        links: reading.links,
        images: reading.images,
        blanks: reading.blanks,
        findings,
        slugs,
    }
}

/// Reads a body for checks: one pass, nothing rendered.
///
/// Every range counts bytes of `text`.
pub fn outline(text: &str, syntax: &Syntax<'_>) -> Outline {
    let parsed = parse(text, syntax);
    let codes = codes(&parsed.pieces);
    let mut anchors = BTreeSet::new();
    anchors.extend(parsed.headings.iter().map(|heading| heading.anchor.clone()));
    anchors.extend(parsed.clauses.iter().map(|clause| clause.anchor.clone()));
    Outline {
        anchors,
        headings: parsed.headings,
        links: parsed.links.into_iter().map(link).collect(),
        images: parsed.images.into_iter().map(image).collect(),
        codes,
        blanks: parsed.blanks,
        clauses: parsed.clauses,
        findings: parsed.findings,
    }
}

fn codes(pieces: &[Piece<'_>]) -> Vec<CodeUse> {
    let mut codes = Vec::new();
    for (at, piece) in pieces.iter().enumerate() {
        if let Node::Open(Element::CodeBlock(lang)) = &piece.node
            && !lang.is_empty()
        {
            let code = piece::code(&pieces[at + 1..end_of(pieces, at) - 1]);
            codes.push(CodeUse { lang: lang.clone(), code });
        }
    }
    codes
}

fn link(address: Address) -> LinkUse {
    let Address { target, kind, title, text, range, whole, .. } = address;
    LinkUse { target, kind, text, title, range, whole }
}

fn image(address: Address) -> ImageUse {
    let Address { target, kind, title, text, range, whole, .. } = address;
    ImageUse { target, kind, alt: text, title, range, whole }
}

fn unused_footnotes(pieces: &[Piece<'_>], findings: &mut Vec<Finding>) {
    let mut defined: BTreeMap<String, Range<usize>> = BTreeMap::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    for piece in pieces {
        match &piece.node {
            Node::Open(Element::Footnote(label)) => {
                defined.entry(label.to_lowercase()).or_insert_with(|| piece.range.clone());
            }
            Node::FootnoteReference(label) => {
                used.insert(label.to_lowercase());
            }
            _ => {}
        }
    }
    for (label, range) in defined {
        if !used.contains(&label) {
            findings.push(Finding { kind: FindingKind::FootnoteUnused { label }, range });
        }
    }
}
