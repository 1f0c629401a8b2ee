//! A record is in a language of the portal. One that is not would silently stay away from the site.

use crate::diagnostic::{Code, Diagnostic};
use crate::model::{Portal, Record};

pub(super) fn check(portal: &Portal, record: &Record, out: &mut Vec<Diagnostic>) {
    if portal.config.languages.iter().any(|tag| **tag == *record.lang) {
        return;
    }
    let place = record.fields.get("lang").map_or(record.place, |lang| lang.place);
    out.push(Diagnostic::new(Code::UnknownLanguage, place).with("lang", &record.lang));
}
