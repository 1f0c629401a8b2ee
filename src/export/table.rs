//! Tables of collections for office programs: CSV and XLSX.
//!
//! 1. [`columns`] makes columns of the fields that a schema declares: public ones, and of them those
//!    that hold anything.
//! 2. [`cell`] says a value in the portal's language: labels for ids, dates and numbers as such.
//! 3. [`sheet`] puts a list, a roadmap, a set of indicators or an instrument into rows.
//! 4. [`csv`] and [`xlsx`] write them.
//!
//! Contacts are on the pages of those who consented, and in no table: a table is taken away as a
//! whole, and consent to be found is not consent to be listed.

mod cell;
mod columns;
mod csv;
mod sheet;
mod xlsx;

use metod_content::model::{RecordIx, Schema};

use super::{Job, Material};
use crate::plan::downloads::{self, Format};
use crate::plan::lists::Collection;
use cell::Say;
use sheet::Sheet;

/// A file for each format of each registry, roadmap, set of indicators and instrument.
pub fn jobs(material: Material<'_>) -> Vec<Job<'_>> {
    let mut jobs = Vec::new();
    let Some(language) = material.plan.languages.first() else {
        return jobs;
    };
    let say = Say { portal: material.portal, tag: &language.tag };
    for collection in &language.collections {
        let Some(schema) = material.portal.schemas.get(&collection.id) else {
            continue;
        };
        for &format in downloads::of_list(schema) {
            let address = downloads::list_address(schema, format);
            jobs.push(Job::new(address, move || list(say, schema, collection, format)));
        }
        for &ix in &collection.records {
            records(material, say, schema, ix, &mut jobs);
        }
    }
    jobs
}

fn records<'m>(
    material: Material<'m>,
    say: Say<'m>,
    schema: &'m Schema,
    ix: RecordIx,
    jobs: &mut Vec<Job<'m>>,
) {
    let record = material.portal.record(ix);
    for format in downloads::of_record(schema, record) {
        if format == Format::Ics {
            continue;
        }
        let address = downloads::record_address(record, format);
        jobs.push(Job::new(address, move || {
            write(say, record.title(), &sheet::of_record(say, schema, record), format)
        }));
    }
}

type Bytes = Result<Vec<u8>, super::ExportError>;

fn list(say: Say<'_>, schema: &Schema, collection: &Collection, format: Format) -> Bytes {
    let title = schema.label.get(say.tag);
    write(say, title, &[sheet::of_list(say, schema, &collection.records)], format)
}

fn write(say: Say<'_>, title: &str, sheets: &[Sheet], format: Format) -> Bytes {
    match format {
        Format::Csv => Ok(sheets.first().map(|sheet| csv::write(sheet, say)).unwrap_or_default()),
        _ => xlsx::write(title, sheets, say),
    }
}
