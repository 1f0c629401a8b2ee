//! The text of a record: nothing in it runs, every link and picture leads somewhere, headings and
//! clauses are in order.

use std::ops::Range;

use super::blanks;
use crate::body::url::Target as UrlKind;
use crate::body::{self, BlankView, Finding, FindingKind, Outline, Syntax};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::record::{body_place, objects};
use crate::model::suggest::closest;
use crate::model::{Behaviour, Portal, Record, RecordIx, Target};
use crate::syntax::{LineIndex, Place, Pos};

/// Ids that a record's page uses itself. The theme's README promises them.
pub const RESERVED: &[&str] = &[
    "main",
    "title",
    "passport",
    "results",
    "review",
    "attachments",
    "revisions",
    "sources",
    "related",
    "contacts",
    "functions",
    "children",
    "people",
    "organizations",
    "blanks",
    "sheet-total",
    "a11y-panel",
    "q",
];

/// What reading a text has shown.
#[derive(Debug, Default)]
pub struct Read {
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
    /// Places that links may lead to.
    pub anchors: Vec<String>,
    /// Links to places on other pages, to be looked up when all texts are read.
    pub pending: Vec<Pending>,
}

/// A link to a place on another page.
#[derive(Debug)]
pub struct Pending {
    /// The page.
    pub to: RecordIx,
    /// The place.
    pub anchor: String,
    /// Where the link stands.
    pub place: Place,
}

/// How the body of a record is read: clauses and blanks belong to documents.
pub fn syntax<'r>(portal: &Portal, record: &'r Record) -> Syntax<'r> {
    let document = portal.schema(record).is_some_and(|schema| schema.has(Behaviour::Document));
    Syntax { lang: &record.lang, clauses: document, blanks: document, reserved: RESERVED }
}

/// Label of a blank that `record` declares.
pub fn blank_label<'r>(record: &'r Record, name: &str) -> Option<&'r str> {
    let mut blanks = objects(&record.fields, "blanks");
    let (_, blank) = blanks.find(|(_, blank)| blank.text("id") == Some(name))?;
    blank.text("label")
}

/// How a blank looks while it is empty, on pages and in search alike.
pub fn blank(record: &Record, name: &str) -> Option<BlankView> {
    let label = blank_label(record, name)?;
    Some(BlankView { label: format!("[{label}]") })
}

/// Reads the text of one record.
pub fn check(portal: &Portal, record: &Record) -> Read {
    let mut read = Read::default();
    let Some(source) = &record.body else {
        return read;
    };
    let syntax = syntax(portal, record);
    let outline = body::outline(&source.text, &syntax);
    let index = LineIndex::new(&source.text);
    let mut check = BodyCheck { portal, record, index: &index, read: &mut read };
    check.findings(&outline);
    check.links(&outline);
    check.images(&outline);
    if syntax.blanks {
        check.blanks(&outline);
    }
    read.anchors = outline.anchors.into_iter().collect();
    read.anchors.extend(row_anchors(record));
    read
}

/// Rows of tables can be linked to by their ids.
fn row_anchors(record: &Record) -> impl Iterator<Item = String> {
    let rows = objects(&record.fields, "rows");
    rows.filter_map(|(_, row)| Some(format!("row-{}", row.text("id")?)))
}

/// Looks up a link to a place on another page.
pub fn anchor(portal: &Portal, pending: &Pending, anchors: &[String]) -> Option<Diagnostic> {
    let known = |name: &str| anchors.iter().any(|anchor| anchor == name);
    let page = RESERVED.contains(&pending.anchor.as_str());
    (!page && !known(&pending.anchor)).then(|| {
        let suggestion = closest(&pending.anchor, anchors.iter().map(String::as_str));
        Diagnostic::new(Code::BrokenAnchor, pending.place)
            .with("page", portal.record(pending.to).key())
            .with("anchor", &pending.anchor)
            .with("suggestion", suggestion.map(|name| format!("#{name}")).unwrap_or_default())
    })
}

struct BodyCheck<'c> {
    portal: &'c Portal,
    record: &'c Record,
    index: &'c LineIndex,
    read: &'c mut Read,
}

impl BodyCheck<'_> {
    fn place(&self, range: &Range<usize>) -> Place {
        body_place(self.record, self.index, range.clone())
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.read.diagnostics.push(diagnostic);
    }

    fn findings(&mut self, outline: &Outline) {
        let text = self.record.body.as_ref().map_or("", |body| body.text.as_str());
        for finding in &outline.findings {
            let place = self.place(&finding.range);
            let excerpt = text.get(finding.range.clone()).unwrap_or_default();
            if let Some(diagnostic) = of_finding(finding, place, excerpt) {
                self.report(diagnostic);
            }
        }
    }

    fn links(&mut self, outline: &Outline) {
        for link in outline.links.iter().filter(|link| is_inner(&link.kind)) {
            let place = self.place(&link.range);
            match self.portal.resolve(self.record, &link.target) {
                Target::External | Target::Attachment(_) => {}
                Target::Anchor(anchor) => self.own_anchor(outline, anchor, place),
                Target::Record(to, anchor) => self.record_link(to, anchor, place, &link.target),
                Target::Broken(meant) => self.report(
                    Diagnostic::new(Code::BrokenLink, place)
                        .with("target", &link.target)
                        .with("suggestion", meant.unwrap_or_default()),
                ),
            }
        }
    }

    fn own_anchor(&mut self, outline: &Outline, anchor: String, place: Place) {
        let known = outline.anchors.contains(&anchor)
            || RESERVED.contains(&anchor.as_str())
            || row_anchors(self.record).any(|row| row == anchor);
        if known || anchor.is_empty() {
            return;
        }
        let suggestion = closest(&anchor, outline.anchors.iter().map(String::as_str));
        let diagnostic = Diagnostic::new(Code::BrokenAnchor, place)
            .with("page", self.record.key())
            .with("anchor", &anchor)
            .with("suggestion", suggestion.map(|name| format!("#{name}")).unwrap_or_default());
        self.report(diagnostic);
    }

    fn record_link(&mut self, to: RecordIx, anchor: Option<String>, place: Place, target: &str) {
        let draft = self.portal.record(to).is_draft();
        if draft && !self.record.is_draft() {
            self.report(Diagnostic::new(Code::DraftLink, place).with("target", target));
        }
        if let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) {
            self.read.pending.push(Pending { to, anchor, place });
        }
    }

    fn images(&mut self, outline: &Outline) {
        for image in outline.images.iter().filter(|image| is_inner(&image.kind)) {
            let target = self.portal.resolve(self.record, &image.target);
            if !matches!(target, Target::Attachment(_)) {
                let place = self.place(&image.range);
                let names = self.record.attachments.iter().map(|file| file.name.as_str());
                let meant = closest(&image.target, names).unwrap_or_default();
                self.report(
                    Diagnostic::new(Code::BrokenImage, place)
                        .with("target", &image.target)
                        .with("suggestion", meant),
                );
            }
        }
    }

    fn blanks(&mut self, outline: &Outline) {
        let mut used: Vec<(String, Place)> = outline
            .blanks
            .iter()
            .map(|blank| (blank.name.clone(), self.place(&blank.range)))
            .collect();
        used.extend(title_blanks(self.record));
        blanks::check(self.record, &used, &mut self.read.diagnostics);
    }
}

/// Blanks in the title: `Положение {{school}}`.
fn title_blanks(record: &Record) -> Vec<(String, Place)> {
    let Some(placed) = record.fields.get(&record.title_field) else {
        return Vec::new();
    };
    let title = record.title();
    let mut rest = title;
    let mut out = Vec::new();
    while let Some((_, tail)) = rest.split_once("{{") {
        let Some((name, after)) = tail.split_once("}}") else {
            break;
        };
        let start = title.len() - tail.len() - 2;
        let place = within(placed.place, title, start..title.len() - after.len());
        out.push((name.trim().to_owned(), place));
        rest = after;
    }
    out
}

/// Place of a part of a value, where the value stands in its file as it was read, perhaps between
/// quotes; else the place of the whole value.
fn within(place: Place, value: &str, part: Range<usize>) -> Place {
    let Place { file, start, end } = place;
    let count = |text: &str| text.chars().count() as u32;
    let before = match end.column.saturating_sub(start.column).checked_sub(count(value)) {
        Some(0) if start.line == end.line => 0,
        Some(2) if start.line == end.line => 1,
        _ => return place,
    };
    let column = |offset: usize| start.column + before + count(&value[..offset]);
    let pos = |offset: usize| Pos::new(start.line, column(offset));
    Place::new(file, pos(part.start), pos(part.end))
}

/// A link within the portal: a path, a place, `collection:id`.
fn is_inner(kind: &UrlKind) -> bool {
    matches!(kind, UrlKind::Local | UrlKind::Anchor | UrlKind::Reference)
}

fn of_finding(finding: &Finding, place: Place, excerpt: &str) -> Option<Diagnostic> {
    let new = |code| Diagnostic::new(code, place);
    Some(match &finding.kind {
        FindingKind::Script => new(Code::Script).with("value", excerpt),
        FindingKind::UnsafeScheme { .. } => new(Code::UnsafeUrl).with("value", excerpt),
        FindingKind::BidiControl { character } => {
            new(Code::BidiControl).with("value", format!("U+{:04X}", u32::from(*character)))
        }
        FindingKind::RawHtml { tag } => new(Code::RawHtml).with("value", format!("<{tag}>")),
        FindingKind::TooDeep => new(Code::TooDeep),
        FindingKind::HeadingOne => {
            new(Code::HeadingLevel).with("expected", "##").with("found", "#")
        }
        FindingKind::HeadingSkipped { expected, found } => new(Code::HeadingLevel)
            .with("expected", "#".repeat(usize::from(*expected)))
            .with("found", "#".repeat(usize::from(*found))),
        FindingKind::HeadingEmpty => new(Code::HeadingEmpty),
        FindingKind::AnchorDuplicate { anchor } => new(Code::AnchorTwice).with("anchor", anchor),
        FindingKind::AnchorInvalid { anchor, became } => {
            new(Code::BadId).with("id", anchor).with("example", became)
        }
        FindingKind::LinkTextEmpty => new(Code::LinkEmpty),
        FindingKind::LinkTextVague { text } => new(Code::LinkText).with("value", text),
        FindingKind::LinkTargetEmpty => new(Code::BrokenLink).with("target", ""),
        FindingKind::ImageAltMissing => new(Code::ImageAlt),
        FindingKind::ImageRemote => new(Code::RemoteImage).with("target", excerpt),
        FindingKind::FootnoteMissing { label } => new(Code::BrokenFootnote).with("label", label),
        FindingKind::FootnoteUnused { label } => new(Code::UnusedFootnote).with("label", label),
        FindingKind::ClauseDuplicate { found, expected }
        | FindingKind::ClauseGap { found, expected } => {
            new(Code::ClauseNumbering).with("found", found).with("expected", expected)
        }
    })
}
