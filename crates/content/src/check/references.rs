//! A reference names a record that exists. A misspelt id would otherwise become a page without its
//! author, and nobody would notice.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::portal::each_reference;
use crate::model::suggest::closest;
use crate::model::{Kind, Portal, Record, Schema};

pub(super) fn check(portal: &Portal, schema: &Schema, record: &Record, out: &mut Vec<Diagnostic>) {
    for (name, placed) in record.fields.iter() {
        let Some(field) = schema.field(name) else {
            continue;
        };
        each_reference(field, placed, &mut |collection, id, field, placed| {
            if portal.find_ix(collection, id).is_some() {
                return;
            }
            let free = matches!(field.kind, Kind::Reference { free: Some(_), .. });
            out.push(
                Diagnostic::new(Code::BrokenReference, placed.place)
                    .with("field", &field.id)
                    .with("collection", collection)
                    .with("value", id)
                    .with("otherwise", if free { "name" } else { "" })
                    .with("suggestion", meant(portal, collection, id).unwrap_or_default()),
            );
        });
    }
}

/// The record that was meant: by its name, or nearly by its id.
fn meant<'p>(portal: &'p Portal, collection: &'p str, text: &str) -> Option<&'p str> {
    let lower = text.to_lowercase();
    let named = portal
        .records
        .iter()
        .find(|record| *record.collection == *collection && record.title().to_lowercase() == lower);
    named.map(|record| &*record.id).or_else(|| closest(text, portal.ids(collection)))
}
