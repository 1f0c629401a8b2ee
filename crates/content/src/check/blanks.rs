//! Every blank in a document's text is declared, and every declared one is used: a school that fills
//! the form in must neither meet an unknown blank nor answer a question that leads nowhere.

use std::collections::BTreeSet;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Record;
use crate::model::record::objects;
use crate::model::suggest::closest;
use crate::syntax::Place;

/// `used` are the blanks of the record's text and title with their places.
pub(super) fn check(record: &Record, used: &[(String, Place)], out: &mut Vec<Diagnostic>) {
    let mut declared = BTreeSet::new();
    let mut places = Vec::new();
    for (_, blank) in objects(&record.fields, "blanks") {
        let (Some(id), Some(placed)) = (blank.text("id"), blank.get("id")) else {
            continue;
        };
        if !declared.insert(id) {
            out.push(
                Diagnostic::new(Code::DuplicateId, placed.place)
                    .with("id", id)
                    .with("other", "blanks"),
            );
        }
        places.push((id, placed.place));
    }
    for (name, place) in used {
        if !declared.contains(name.as_str()) {
            let suggestion = closest(name, declared.iter().copied()).unwrap_or_default();
            out.push(
                Diagnostic::new(Code::UndeclaredBlank, *place)
                    .with("name", name)
                    .with("suggestion", suggestion),
            );
        }
    }
    for (id, place) in places {
        if !used.iter().any(|(name, _)| name == id) {
            out.push(Diagnostic::new(Code::UnusedBlank, place).with("name", id));
        }
    }
}
