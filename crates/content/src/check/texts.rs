//! No text of a record turns the direction of what stands beside it: with such marks a reviewer sees
//! something other than what is published ("Trojan Source", Unicode TR 36).

use crate::diagnostic::{Code, Diagnostic, is_bidi_control};
use crate::model::{Fields, Placed, Record, Value};

pub(super) fn check(record: &Record, out: &mut Vec<Diagnostic>) {
    fields(&record.fields, out);
}

fn fields(fields: &Fields, out: &mut Vec<Diagnostic>) {
    fields.iter().for_each(|(_, placed)| value(placed, out));
}

fn value(placed: &Placed, out: &mut Vec<Diagnostic>) {
    match &placed.value {
        Value::List(items) => items.iter().for_each(|item| value(item, out)),
        Value::Object(inner) | Value::Free(inner) => fields(inner, out),
        other => {
            let found = other.as_text().and_then(|text| text.chars().find(|c| is_bidi_control(*c)));
            if let Some(c) = found {
                let name = format!("U+{:04X}", u32::from(c));
                out.push(Diagnostic::new(Code::BidiControl, placed.place).with("value", name));
            }
        }
    }
}
