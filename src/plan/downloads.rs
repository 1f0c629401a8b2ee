//! Which pages have files for office programs and calendars beside them. The pages link to the files,
//! and the exports write them: both ask here.

use metod_content::model::record::objects;
use metod_content::model::schema::Source;
use metod_content::model::{Behaviour, Portal, Record, RecordIx, Schema};

use super::{Plan, address, occasions};

/// A format that the build writes beside pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// A workbook (Office Open XML).
    Xlsx,
    /// A table of text.
    Csv,
    /// A calendar (RFC 5545).
    Ics,
}

impl Format {
    /// Extension of its files.
    pub fn extension(self) -> &'static str {
        match self {
            Format::Xlsx => "xlsx",
            Format::Csv => "csv",
            Format::Ics => "ics",
        }
    }
}

/// Formats of a collection's list: registries are tables, and come as tables.
pub fn of_list(schema: &Schema) -> &'static [Format] {
    match schema.source {
        Source::Table => &[Format::Xlsx, Format::Csv],
        Source::Content => &[],
    }
}

/// Formats of one record: what has rows comes as a table, what has dates comes as a calendar.
pub fn of_record(schema: &Schema, record: &Record) -> Vec<Format> {
    // A registry's own table takes its list's name, which a record could have too.
    if schema.source == Source::Table {
        return Vec::new();
    }
    let mut out = Vec::new();
    if behaviour(schema).is_some_and(|name| objects(&record.fields, name).next().is_some()) {
        out.extend([Format::Xlsx, Format::Csv]);
    }
    if schema.has(Behaviour::Roadmap) && dated(record) {
        out.push(Format::Ics);
    }
    out
}

/// The field that holds a record's rows.
fn behaviour(schema: &Schema) -> Option<&'static str> {
    if schema.has(Behaviour::Roadmap) || schema.has(Behaviour::Indicator) {
        Some("rows")
    } else if schema.has(Behaviour::Instrument) {
        Some("sections")
    } else {
        None
    }
}

fn dated(record: &Record) -> bool {
    let period = record.fields.period("period").unwrap_or_default();
    objects(&record.fields, "rows").any(|(_, row)| !occasions::of_row(row, period).is_empty())
}

/// The version of a record that its files are made of: the portal's own language if there is one.
pub fn shown(portal: &Portal, plan: &Plan, ix: RecordIx) -> Option<RecordIx> {
    let record = portal.record(ix);
    let variants = portal.variants(&record.collection, &record.id).iter().copied();
    variants.into_iter().find(|variant| plan.record_address(*variant).is_some())
}

/// Address of a collection's file.
pub fn list_address(schema: &Schema, format: Format) -> String {
    address::list_file(&schema.id, format.extension())
}

/// Address of a record's file.
pub fn record_address(record: &Record, format: Format) -> String {
    address::record_file(&record.collection, &record.id, format.extension())
}
