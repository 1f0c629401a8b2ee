//! Headings: explicit anchors, generated ones, levels.

use super::Syntax;
use super::clause::{Clause, end_of};
use super::finding::{Finding, FindingKind};
use super::piece::{self, Element, Node, Piece};
use super::read::Reading;
use crate::slug::{Slugs, is_slug, slug};
use std::ops::Range;

/// A heading of a body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Level as written, 1 to 6.
    pub level: u8,
    /// Its text without markup, number of the clause included, blanks as `{{name}}`.
    pub text: String,
    /// Its anchor on the page.
    pub anchor: String,
    /// The heading in the body.
    pub range: Range<usize>,
    /// Level in the page: no level is skipped, and the title of the page is the only level 1.
    pub(super) shown: u8,
    /// Whether it stands at the top level, not in a list or quotation.
    pub(super) top: bool,
    /// The clause it is, by its index.
    pub(super) clause: Option<usize>,
}

/// Gathers headings, gives every heading and clause its anchor.
pub(super) fn gather(
    reading: &mut Reading<'_>,
    clauses: &mut [Clause],
    syntax: &Syntax<'_>,
) -> (Vec<Heading>, Slugs) {
    let mut slugs = Slugs::new();
    for id in syntax.reserved {
        slugs.reserve(id);
    }
    let mut headings: Vec<Heading> = Vec::new();
    let mut explicit: Vec<Option<String>> = Vec::new();
    let mut depth = 0_usize;
    let mut at = 0;
    while at < reading.pieces.len() {
        match reading.pieces[at].node {
            Node::Open(Element::Heading(index)) => {
                let end = end_of(&reading.pieces, at);
                let anchor = take_anchor(&mut reading.pieces[at..end]);
                let place = anchor.as_ref().map(|(_, place)| place.clone());
                let anchor =
                    anchor.map(|(anchor, place)| valid(anchor, place, &mut reading.findings));
                let taken = anchor.filter(|anchor| {
                    let free = slugs.reserve(anchor);
                    if !free {
                        let kind = FindingKind::AnchorDuplicate { anchor: anchor.clone() };
                        let range = place.unwrap_or_default();
                        reading.findings.push(Finding { kind, range });
                    }
                    free
                });
                explicit.push(taken);
                headings.push(heading(reading, at..end, reading.levels[index], depth == 0));
                at = end;
                continue;
            }
            Node::Open(_) => depth += 1,
            Node::Close => depth = depth.saturating_sub(1),
            _ => {}
        }
        at += 1;
    }
    levels(&mut headings, &mut reading.findings);
    anchors(&mut headings, clauses, explicit, &mut slugs);
    (headings, slugs)
}

fn heading(reading: &Reading<'_>, pieces: Range<usize>, level: u8, top: bool) -> Heading {
    let range = reading.pieces[pieces.start].range.clone();
    let mut text = String::new();
    piece::plain(&mut text, &reading.pieces[pieces], &reading.images, &mut |blank, out| {
        out.push_str("{{");
        out.push_str(&reading.blanks[blank].name);
        out.push_str("}}");
    });
    Heading {
        level,
        text: text.trim().to_owned(),
        anchor: String::new(),
        range,
        shown: level,
        top,
        clause: None,
    }
}

/// Takes `{#anchor}` off the end of a heading.
fn take_anchor(pieces: &mut [Piece<'_>]) -> Option<(String, Range<usize>)> {
    let last = pieces.iter_mut().rev().find(|piece| !matches!(piece.node, Node::Close))?;
    let Node::Text(text) = &last.node else {
        return None;
    };
    let trimmed = text.trim_end();
    let start = trimmed.strip_suffix('}')?.rfind("{#")?;
    let anchor = &trimmed[start + 2..trimmed.len() - 1];
    let blank = start > 0 && trimmed[..start].ends_with('{');
    if blank
        || anchor.is_empty()
        || anchor.contains(|c: char| c.is_whitespace() || "{}".contains(c))
    {
        return None;
    }
    let anchor = anchor.to_owned();
    let length = last.range.len();
    let place = if text.len() == length {
        last.range.start + start..last.range.start + trimmed.len()
    } else {
        last.range.clone()
    };
    let rest = trimmed[..start].trim_end().to_owned();
    last.range.end = (last.range.start + rest.len()).min(last.range.end);
    last.node = Node::Text(rest.into());
    Some((anchor, place))
}

fn valid(anchor: String, range: Range<usize>, findings: &mut Vec<Finding>) -> String {
    if is_slug(&anchor) {
        return anchor;
    }
    let became = or_section(slug(&anchor));
    let kind = FindingKind::AnchorInvalid { anchor, became: became.clone() };
    findings.push(Finding { kind, range });
    became
}

fn or_section(slug: String) -> String {
    if slug.is_empty() { "section".to_owned() } else { slug }
}

fn levels(headings: &mut [Heading], findings: &mut Vec<Finding>) {
    let mut previous = 1;
    let mut shown = 1;
    for heading in headings {
        let mut report = |kind| {
            let range = heading.range.clone();
            findings.push(Finding { kind, range });
        };
        if heading.level == 1 {
            report(FindingKind::HeadingOne);
        } else if heading.level > previous + 1 {
            report(FindingKind::HeadingSkipped { expected: previous + 1, found: heading.level });
        }
        if heading.text.is_empty() {
            report(FindingKind::HeadingEmpty);
        }
        previous = heading.level;
        shown = heading.level.clamp(2, shown + 1);
        heading.shown = shown;
    }
}

/// Explicit anchors win over those of clauses, those over generated ones.
fn anchors(
    headings: &mut [Heading],
    clauses: &mut [Clause],
    explicit: Vec<Option<String>>,
    slugs: &mut Slugs,
) {
    for (index, clause) in clauses.iter_mut().enumerate() {
        // `p-1-1-2` would be the anchor of another clause.
        let mut anchor = clause.anchor.clone();
        if !slugs.reserve(&anchor) {
            anchor = slugs.unique(&format!("{anchor}-n"));
        }
        clause.anchor = anchor;
        if let Some(heading) = clause.heading.and_then(|heading| headings.get_mut(heading)) {
            heading.clause = Some(index);
            clause.title = std::mem::take(&mut heading.text);
            heading.text = format!("{} {}", clause.written, clause.title).trim_end().to_owned();
        }
    }
    for (heading, explicit) in headings.iter_mut().zip(explicit) {
        heading.anchor = match (explicit, heading.clause) {
            (Some(anchor), _) => anchor,
            (None, Some(clause)) => clauses[clause].anchor.clone(),
            (None, None) => slugs.unique(&or_section(slug(&heading.text))),
        };
    }
}
