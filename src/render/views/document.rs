//! Documents: what they are, what they rest on, and their blanks.

use metod_content::check::body::blank_label;
use metod_content::model::record::objects;
use metod_content::model::{Fields, Record, RecordIx};
use serde::Serialize;

use super::{Link, Views};

/// `record.document` of the theme's contract.
#[derive(Debug, Serialize)]
pub(super) struct DocumentView {
    issuer: Vec<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    adopted: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    in_force: Option<InForce>,
    supersedes: Vec<Link>,
    superseded_by: Vec<Link>,
    basis: Vec<Basis>,
    blanks: Vec<Blank>,
}

#[derive(Debug, Serialize)]
struct InForce {
    text: String,
    kind: &'static str,
}

#[derive(Debug, Serialize)]
struct Basis {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    external: bool,
}

#[derive(Debug, Serialize)]
struct Blank {
    id: String,
    label: String,
    #[serde(rename = "type")]
    kind: String,
    required: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    example: Option<String>,
    options: Vec<String>,
}

/// A title with its blanks shown as their labels.
pub(super) fn fill_title(record: &Record, title: &str) -> String {
    let mut out = String::new();
    let mut rest = title;
    while let Some((before, tail)) = rest.split_once("{{") {
        let Some((name, after)) = tail.split_once("}}") else {
            break;
        };
        let Some(label) = blank_label(record, name.trim()) else {
            break;
        };
        out.push_str(before);
        out.push_str(&format!("[{label}]"));
        rest = after;
    }
    out.push_str(rest);
    out
}

impl Views<'_> {
    pub(super) fn document(&self, ix: RecordIx) -> DocumentView {
        let record = self.portal.record(ix);
        let fields = &record.fields;
        DocumentView {
            issuer: self.links_of(record, "issuer"),
            number: fields.text("number").map(|text| self.text(record, text)),
            adopted: fields.date("adopted").map(|date| self.locale.date(date)),
            in_force: self.in_force(fields),
            supersedes: self.links_of(record, "supersedes"),
            superseded_by: self.superseded_by(ix),
            basis: objects(fields, "basis").map(|(_, row)| self.basis(record, row)).collect(),
            blanks: objects(fields, "blanks").map(|(_, row)| blank_view(row)).collect(),
        }
    }

    /// Values of a field as links.
    pub(super) fn links_of(&self, record: &Record, name: &str) -> Vec<Link> {
        let field = self.portal.schema(record).and_then(|schema| schema.field(name));
        field.map(|field| self.field_links(record, field)).unwrap_or_default()
    }

    fn in_force(&self, fields: &Fields) -> Option<InForce> {
        let (from, to) = fields.period("in_force")?;
        let today = self.facts.as_of;
        let (key, kind, day) = match (from, to) {
            (_, Some(to)) if to < today => ("doc-lapsed", "bad", to),
            (Some(from), _) if from > today => ("doc-from", "warn", from),
            (_, Some(to)) => ("doc-until", "good", to),
            (Some(from), None) => ("doc-since", "good", from),
            (None, None) => return None,
        };
        Some(InForce { text: self.locale.with(key, "date", &self.locale.day(day)), kind })
    }

    fn superseded_by(&self, ix: RecordIx) -> Vec<Link> {
        let later = self.portal.backrefs(ix).iter().filter(|b| &*b.field == "supersedes");
        later.map(|backref| self.record_link(backref.from)).collect()
    }

    fn basis(&self, record: &Record, row: &Fields) -> Basis {
        let title = self.text(record, row.text("title").unwrap_or_default());
        let inner = row.text("document").and_then(|id| self.reference("documents", id).url);
        let external = inner.is_none();
        Basis { title, url: inner.or_else(|| row.text("url").map(str::to_owned)), external }
    }
}

fn blank_view(row: &Fields) -> Blank {
    let text = |name: &str| row.text(name).unwrap_or_default().to_owned();
    let known = |kind: &&str| matches!(*kind, "multiline" | "date" | "number" | "choice");
    let kind = row.text("type").filter(known).unwrap_or("text");
    Blank {
        id: text("id"),
        label: text("label"),
        kind: kind.to_owned(),
        required: row.flag("required"),
        example: row.text("example").map(str::to_owned),
        options: row.texts("options"),
    }
}
