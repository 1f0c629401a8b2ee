//! Reviews are by people of the registry who have no stake in what they review: not the author, not
//! somebody of the author's organization or of its parent body. Scores are of known criteria and
//! within the scale.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::review::Sheet;
use crate::model::suggest::closest;
use crate::model::{Portal, Record, Value};

/// Looks at all sheets.
pub fn check(portal: &Portal) -> Vec<Diagnostic> {
    let mut out = Vec::new();
    for sheet in &portal.reviews {
        one(portal, sheet, &mut out);
    }
    few(portal, &mut out);
    out
}

fn one(portal: &Portal, sheet: &Sheet, out: &mut Vec<Diagnostic>) {
    let broken = |field: &str, collection: &str, value: &str| {
        let suggestion = closest(value, portal.ids(collection)).unwrap_or_default();
        Diagnostic::new(Code::BrokenReference, sheet.place)
            .with("field", field)
            .with("collection", collection)
            .with("value", value)
            .with("suggestion", suggestion)
    };
    let Some(record) = portal.find("practices", &sheet.record) else {
        out.push(broken("data/reviews", "practices", &sheet.record));
        return;
    };
    let Some(expert) = portal.find("methodists", &sheet.expert) else {
        out.push(broken("expert", "methodists", &sheet.expert));
        return;
    };
    if has_stake(portal, record, expert) {
        let diagnostic = Diagnostic::new(Code::ReviewConflict, sheet.place);
        out.push(diagnostic.with("expert", expert.title()).with("practice", record.title()));
    }
    let criteria = portal.vocabularies.get("criteria").map_or(&[][..], |words| words.entries());
    for ((name, score), (text, place)) in sheet.scores.iter().zip(&sheet.written) {
        let known = criteria.iter().any(|entry| entry.id == *name);
        if !known {
            let names = criteria.iter().map(|entry| entry.id.as_str());
            out.push(
                Diagnostic::new(Code::UnknownValue, *place)
                    .with("field", "criteria")
                    .with("value", name)
                    .with("vocabulary", "criteria")
                    .with("suggestion", closest(name, names).unwrap_or_default()),
            );
        }
        let scale = portal.config.review.scale;
        if !(1.0..=scale).contains(score) {
            out.push(
                Diagnostic::new(Code::ReviewScore, *place)
                    .with("criterion", name)
                    .with("value", text)
                    .with("max", scale),
            );
        }
    }
}

/// Same person, same organization, or its parent body.
fn has_stake(portal: &Portal, record: &Record, expert: &Record) -> bool {
    let mut bodies: Vec<&str> = record.fields.text("organization").into_iter().collect();
    for author in record.fields.list("authors") {
        match &author.value {
            Value::Reference(id) if **id == *expert.id => return true,
            Value::Reference(id) => {
                let person = portal.find("methodists", id);
                bodies.extend(person.and_then(|person| person.fields.text("organization")));
            }
            Value::Free(free) => bodies.extend(free.text("organization")),
            _ => {}
        }
    }
    let Some(own) = expert.fields.text("organization") else { return false };
    let parent = |id: &str| portal.find("organizations", id)?.fields.text("parent");
    bodies.iter().any(|body| *body == own || parent(body) == Some(own))
}

/// A practice that somebody has reviewed, but fewer than the rules ask for, has no level yet.
fn few(portal: &Portal, out: &mut Vec<Diagnostic>) {
    let wanted = portal.config.review.experts;
    let mut rest = portal.reviews.as_slice();
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|sheet| sheet.record == first.record).count();
        if count < wanted {
            out.push(
                Diagnostic::new(Code::ReviewsFew, first.place)
                    .with("practice", &first.record)
                    .with("found", count)
                    .with("wanted", wanted),
            );
        }
        rest = &rest[count..];
    }
}
