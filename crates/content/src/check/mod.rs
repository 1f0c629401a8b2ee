//! Rules that look at the finished model. One rule, one file: its reason and its logic. Codes and
//! wording stand in [`crate::diagnostic::catalog`].
//!
//! 1. [`record`] runs every rule that needs one record and what it refers to.
//! 2. [`body`] reads a record's text: what may not be published, links, pictures, headings, blanks.
//! 3. [`anchors`] looks up the places on other pages that texts link to, once all texts are read.

mod blanks;
pub mod body;
pub mod files;
mod indicators;
mod instruments;
mod language;
mod load;
mod references;
pub mod reviews;
mod rows;
mod texts;

use crate::diagnostic::Diagnostic;
use crate::model::{Behaviour, Portal, Record};

/// Runs the rules on the fields of one record.
pub fn record(portal: &Portal, record: &Record) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    let Some(schema) = portal.schema(record) else {
        return out;
    };
    language::check(portal, record, &mut out);
    references::check(portal, schema, record, &mut out);
    texts::check(record, &mut out);
    if schema.has(Behaviour::Roadmap) || schema.has(Behaviour::Indicator) {
        rows::check(record, &mut out);
    }
    if schema.has(Behaviour::Indicator) {
        indicators::check(record, &mut out);
    }
    if schema.has(Behaviour::Instrument) {
        instruments::check(record, &mut out);
    }
    if schema.has(Behaviour::Registry) {
        load::check(portal, schema, record, &mut out);
    }
    out
}
