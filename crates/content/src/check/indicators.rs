//! An indicator's points are given in exactly one way. Two ways would let every municipality count
//! differently.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Record;
use crate::model::record::objects;

const WAYS: [&str; 5] = ["presence", "each", "steps", "sum", "target"];

pub(super) fn check(record: &Record, out: &mut Vec<Diagnostic>) {
    for (_, row) in objects(&record.fields, "rows") {
        let Some((placed, points)) = row.get("points").zip(row.object("points")) else {
            continue;
        };
        let given: Vec<&str> = WAYS.into_iter().filter(|way| points.get(way).is_some()).collect();
        if given.len() != 1 {
            let given = if given.is_empty() { "none".to_owned() } else { given.join(", ") };
            out.push(Diagnostic::new(Code::PointsKind, placed.place).with("given", given));
        }
    }
}
