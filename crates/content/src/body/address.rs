//! Links and images while reading: where their targets stand in the source, and what is wrong with
//! them.

use super::finding::{Finding, FindingKind};
use super::piece::Address;
use super::read::{Pending, Reading};
use super::url::{self, Target};
use pulldown_cmark::{LinkType, RefDefs};
use std::ops::Range;

/// The address of a link or image that begins.
pub(super) fn open(kind: LinkType, target: &str, title: &str, range: Range<usize>) -> Address {
    let target = match kind {
        LinkType::Email => format!("mailto:{target}"),
        _ => target.to_owned(),
    };
    Address {
        kind: url::classify(&target),
        target,
        title: title.to_owned(),
        text: String::new(),
        range: range.clone(),
        whole: range,
        automatic: matches!(kind, LinkType::Autolink | LinkType::Email),
    }
}

/// Finds where its target stands, once the link or image has ended. `inside_end` is where the last
/// thing inside its brackets ended.
pub(super) fn close(
    address: &mut Address,
    pending: &Pending,
    source: &str,
    inside_end: usize,
    definitions: &RefDefs<'_>,
) {
    let whole = address.whole.clone();
    let found = match pending.kind {
        LinkType::Autolink | LinkType::Email if whole.len() > 2 => {
            Some(whole.start + 1..whole.end - 1)
        }
        LinkType::Inline => {
            let from = inside_end.clamp(whole.start, whole.end);
            after(source, from..whole.end, "](")
        }
        _ => definitions
            .get(&pending.id)
            .and_then(|definition| after(source, definition.span.clone(), "]:")),
    };
    if let Some(found) = found {
        address.range = found;
    }
}

/// The target that follows a mark: `<…>` without its brackets, or what reaches up to white space or
/// the closing bracket.
fn after(source: &str, range: Range<usize>, mark: &str) -> Option<Range<usize>> {
    let text = source.get(range.clone())?;
    let from = text.find(mark)? + mark.len();
    let rest = text[from..].trim_start();
    let start = range.end - rest.len();
    if let Some(rest) = rest.strip_prefix('<') {
        let length = rest.find('>')?;
        return Some(start + 1..start + 1 + length);
    }
    let mut open = 0_usize;
    let mut escaped = false;
    for (at, character) in rest.char_indices() {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '(' => open += 1,
            ')' if open == 0 && mark == "](" => return non_empty(start..start + at),
            ')' => open = open.saturating_sub(1),
            _ if character.is_whitespace() => return non_empty(start..start + at),
            _ => {}
        }
    }
    non_empty(start..range.end)
}

fn non_empty(range: Range<usize>) -> Option<Range<usize>> {
    (!range.is_empty()).then_some(range)
}

/// Reports a target that must not be published, if it is one.
pub(super) fn refuse(findings: &mut Vec<Finding>, target: &str, range: Range<usize>) {
    let kind = match url::classify(target) {
        Target::Script => FindingKind::Script,
        Target::Unsafe(scheme) => FindingKind::UnsafeScheme { scheme },
        _ => return,
    };
    findings.push(Finding { kind, range });
}

/// What is wrong with a link.
pub(super) fn check_link(reading: &mut Reading<'_>, index: usize) {
    let link = &reading.links[index];
    let findings = &mut reading.findings;
    match link.kind {
        Target::Empty => {
            findings.push(Finding { kind: FindingKind::LinkTargetEmpty, range: link.whole.clone() })
        }
        _ => refuse(findings, &link.target, link.range.clone()),
    }
    let text = link.text.trim();
    if text.is_empty() {
        let range = link.whole.clone();
        findings.push(Finding { kind: FindingKind::LinkTextEmpty, range });
    } else if is_vague(text) {
        let kind = FindingKind::LinkTextVague { text: text.to_owned() };
        findings.push(Finding { kind, range: link.whole.clone() });
    }
}

/// What is wrong with an image.
pub(super) fn check_image(reading: &mut Reading<'_>, index: usize) {
    let image = &reading.images[index];
    let findings = &mut reading.findings;
    match image.kind {
        Target::Empty => findings
            .push(Finding { kind: FindingKind::LinkTargetEmpty, range: image.whole.clone() }),
        Target::External => {
            findings.push(Finding { kind: FindingKind::ImageRemote, range: image.range.clone() })
        }
        _ => refuse(findings, &image.target, image.range.clone()),
    }
    if image.text.trim().is_empty() {
        let range = image.whole.clone();
        findings.push(Finding { kind: FindingKind::ImageAltMissing, range });
    }
}

/// Unsafe definitions count even if nothing refers to them.
pub(super) fn definitions(reading: &mut Reading<'_>, source: &str, definitions: &RefDefs<'_>) {
    for (_, definition) in definitions.iter() {
        let range = after(source, definition.span.clone(), "]:");
        let range = range.unwrap_or_else(|| definition.span.clone());
        refuse(&mut reading.findings, &definition.dest, range);
    }
}

/// Texts that say nothing when a screen reader lists the links of a page.
fn is_vague(text: &str) -> bool {
    let text = text.to_lowercase();
    let text = text.trim_matches(|character: char| !character.is_alphanumeric());
    matches!(
        text,
        "здесь"
            | "тут"
            | "ссылка"
            | "ссылке"
            | "по ссылке"
            | "сюда"
            | "там"
            | "подробнее"
            | "далее"
            | "читать далее"
            | "смотреть"
            | "перейти"
            | "нажмите здесь"
            | "по этой ссылке"
            | "link"
            | "here"
            | "click here"
            | "this"
            | "more"
            | "read more"
    )
}
