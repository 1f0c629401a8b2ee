//! A methodist has no more teachers than the portal's limit (250 by Vologda's regulation, 5.3).

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Portal, Record, Schema};

pub(super) fn check(portal: &Portal, schema: &Schema, record: &Record, out: &mut Vec<Diagnostic>) {
    // Municipalities count their teachers under the same name: only people have a term of office.
    if schema.field("term").is_none() {
        return;
    }
    let limit = portal.config.teachers_limit;
    if let (Some(count), Some(placed)) =
        (record.fields.number("teachers"), record.fields.get("teachers"))
        && count > limit as f64
    {
        out.push(
            Diagnostic::new(Code::LoadLimit, placed.place).with("found", count).with("max", limit),
        );
    }
}
