//! The text of a record: nothing in it runs, every link and picture leads somewhere, headings and
//! clauses are in order.

use std::collections::BTreeSet;
use std::ops::Range;

use super::blanks;
use crate::body::url::Target as UrlKind;
use crate::body::{self, BlankView, CodeUse, Finding, FindingKind, Syntax};
use crate::diagnostic::{Code, Diagnostic};
use crate::model::record::{body_place, objects};
use crate::model::suggest::closest;
use crate::model::{Behaviour, Portal, Record, RecordIx, Schema, Target};
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

/// What a record's text holds, whatever else is in the portal: it follows from the record and its schema alone,
/// so that whoever keeps the record may keep this with it.
#[derive(Clone, Debug, Default)]
pub struct Text {
    /// What is wrong with the text by itself.
    findings: Vec<Diagnostic>,
    /// Links within the portal, with their places.
    links: Vec<(String, Place)>,
    /// Pictures of the portal, with their places.
    images: Vec<(String, Place)>,
    /// Places of headings and clauses that links may lead to.
    anchors: BTreeSet<String>,
    /// Places of rows that links may lead to.
    rows: Vec<String>,
    /// Code to be coloured.
    codes: Vec<CodeUse>,
}

/// What a text has shown within the portal.
#[derive(Debug, Default)]
pub struct Read {
    /// What is wrong with it.
    pub diagnostics: Vec<Diagnostic>,
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
    syntax_under(portal.schema(record), record)
}

fn syntax_under<'r>(schema: Option<&Schema>, record: &'r Record) -> Syntax<'r> {
    let document = schema.is_some_and(|schema| schema.has(Behaviour::Document));
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

/// Reads the text of one record of a schema by itself.
pub fn read(schema: Option<&Schema>, record: &Record) -> Text {
    let Some(source) = &record.body else {
        return Text::default();
    };
    let syntax = syntax_under(schema, record);
    let outline = body::outline(&source.text, &syntax);
    let index = LineIndex::new(&source.text);
    let place = |range: &Range<usize>| body_place(record, &index, range.clone());
    let of = |finding: &Finding| {
        let excerpt = source.text.get(finding.range.clone()).unwrap_or_default();
        of_finding(finding, place(&finding.range), excerpt)
    };
    let mut findings: Vec<Diagnostic> = outline.findings.iter().filter_map(of).collect();
    if syntax.blanks {
        let used = outline.blanks.iter().map(|blank| (blank.name.clone(), place(&blank.range)));
        let used: Vec<(String, Place)> = used.chain(title_blanks(record)).collect();
        blanks::check(record, &used, &mut findings);
    }
    let links = outline.links.iter().filter(|link| is_inner(&link.kind));
    let images = outline.images.iter().filter(|image| is_inner(&image.kind));
    Text {
        findings,
        links: links.map(|link| (link.target.clone(), place(&link.range))).collect(),
        images: images.map(|image| (image.target.clone(), place(&image.range))).collect(),
        anchors: outline.anchors,
        rows: row_anchors(record).collect(),
        codes: outline.codes,
    }
}

/// Looks up where the links and pictures of a text lead.
pub fn check(portal: &Portal, record: &Record, text: &Text) -> Read {
    let mut read = Read { diagnostics: text.findings.clone(), pending: Vec::new() };
    let mut check = BodyCheck { portal, record, text, read: &mut read };
    text.links.iter().for_each(|(target, place)| check.link(target, *place));
    text.images.iter().for_each(|(target, place)| check.image(target, *place));
    read
}

impl Text {
    /// Calls `visit` for every place in it.
    pub fn each_place(&mut self, visit: &mut impl FnMut(&mut Place)) {
        self.findings.iter_mut().for_each(|found| visit(&mut found.place));
        let targets = self.links.iter_mut().chain(&mut self.images);
        targets.for_each(|(_, place)| visit(place));
    }

    /// Takes the code blocks out of it: no check needs them.
    pub fn take_codes(&mut self) -> Vec<CodeUse> {
        std::mem::take(&mut self.codes)
    }

    /// Places that links may lead to.
    fn anchors(&self) -> impl Iterator<Item = &str> {
        self.anchors.iter().chain(&self.rows).map(String::as_str)
    }
}

/// Rows of tables can be linked to by their ids.
fn row_anchors(record: &Record) -> impl Iterator<Item = String> {
    let rows = objects(&record.fields, "rows");
    rows.filter_map(|(_, row)| Some(format!("row-{}", row.text("id")?)))
}

/// Looks up a link to a place on another page.
pub fn anchor(portal: &Portal, pending: &Pending, text: &Text) -> Option<Diagnostic> {
    let known = |name: &str| text.anchors().any(|anchor| anchor == name);
    let page = RESERVED.contains(&pending.anchor.as_str());
    (!page && !known(&pending.anchor)).then(|| {
        let suggestion = closest(&pending.anchor, text.anchors());
        Diagnostic::new(Code::BrokenAnchor, pending.place)
            .with("page", portal.record(pending.to).key())
            .with("anchor", &pending.anchor)
            .with("suggestion", suggestion.map(|name| format!("#{name}")).unwrap_or_default())
    })
}

struct BodyCheck<'c> {
    portal: &'c Portal,
    record: &'c Record,
    text: &'c Text,
    read: &'c mut Read,
}

impl BodyCheck<'_> {
    fn report(&mut self, diagnostic: Diagnostic) {
        self.read.diagnostics.push(diagnostic);
    }

    fn link(&mut self, target: &str, place: Place) {
        match self.portal.resolve(self.record, target) {
            Target::External | Target::Attachment(_) => {}
            Target::Anchor(anchor) => self.own_anchor(&anchor, place),
            Target::Record(to, anchor) => self.record_link(to, anchor, place, target),
            Target::Broken(meant) => self.report(
                Diagnostic::new(Code::BrokenLink, place)
                    .with("target", target)
                    .with("suggestion", meant.unwrap_or_default()),
            ),
        }
    }

    fn own_anchor(&mut self, anchor: &str, place: Place) {
        let known = self.text.anchors().any(|known| known == anchor) || RESERVED.contains(&anchor);
        if known || anchor.is_empty() {
            return;
        }
        let suggestion = closest(anchor, self.text.anchors.iter().map(String::as_str));
        let diagnostic = Diagnostic::new(Code::BrokenAnchor, place)
            .with("page", self.record.key())
            .with("anchor", anchor)
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

    fn image(&mut self, target: &str, place: Place) {
        let found = self.portal.resolve(self.record, target);
        if !matches!(found, Target::Attachment(_)) {
            let names = self.record.attachments.iter().map(|file| file.name.as_str());
            let meant = closest(target, names).unwrap_or_default();
            self.report(
                Diagnostic::new(Code::BrokenImage, place)
                    .with("target", target)
                    .with("suggestion", meant),
            );
        }
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
