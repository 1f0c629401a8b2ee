//! A reference names a record that exists. A misspelt id would otherwise become a page without its
//! author, and nobody would notice.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::portal::each_reference;
use crate::model::suggest::closest;
use crate::model::{Portal, Record, Schema};

pub(super) fn check(portal: &Portal, schema: &Schema, record: &Record, out: &mut Vec<Diagnostic>) {
    for (name, placed) in record.fields.iter() {
        let Some(field) = schema.field(name) else {
            continue;
        };
        each_reference(field, placed, &mut |collection, id, field, placed| {
            if portal.find_ix(collection, id).is_some() {
                return;
            }
            let suggestion = closest(id, portal.ids(collection)).unwrap_or_default();
            out.push(
                Diagnostic::new(Code::BrokenReference, placed.place)
                    .with("field", &field.id)
                    .with("collection", collection)
                    .with("value", id)
                    .with("suggestion", suggestion),
            );
        });
    }
}
