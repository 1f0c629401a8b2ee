//! Every blank in a document's text is declared, and every declared one is used: a school that fills
//! the form in must neither meet an unknown blank nor answer a question that leads nowhere.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Record;
use crate::model::record::objects;
use crate::model::suggest::closest;
use crate::syntax::Place;

/// `used` are the blanks of the record's text and title with their places.
pub(super) fn check(record: &Record, used: &[(String, Place)], out: &mut Vec<Diagnostic>) {
    let mut declared: BTreeMap<&str, Place> = BTreeMap::new();
    let mut places = Vec::new();
    for (_, blank) in objects(&record.fields, "blanks") {
        let (Some(id), Some(placed)) = (blank.text("id"), blank.get("id")) else {
            continue;
        };
        if let Some(first) = declared.insert(id, placed.place) {
            out.push(
                Diagnostic::new(Code::DuplicateId, placed.place)
                    .with("id", id)
                    .with("other", format!("line {}", first.start.line)),
            );
        }
        places.push((id, placed.place));
    }
    for (name, place) in used {
        if !declared.contains_key(name.as_str()) {
            let suggestion = closest(name, declared.keys().copied()).unwrap_or_default();
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
