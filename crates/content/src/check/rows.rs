//! Rows have ids of their own, and belong to tracks that their roadmap declares. Calendars and links
//! name rows by id: one id twice would overwrite an entry in a reader's calendar.

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::Record;
use crate::model::record::objects;

pub(super) fn check(record: &Record, out: &mut Vec<Diagnostic>) {
    let tracks = record.fields.texts("tracks");
    let mut seen = BTreeMap::new();
    for (_, row) in objects(&record.fields, "rows") {
        if let (Some(id), Some(placed)) = (row.text("id"), row.get("id"))
            && let Some(first) = seen.insert(id, placed.place)
        {
            let other = format!("{}:{}", record.path, first.start.line);
            out.push(
                Diagnostic::new(Code::DuplicateId, placed.place)
                    .with("id", id)
                    .with("other", other),
            );
        }
        if let (Some(track), Some(placed)) = (row.text("track"), row.get("track"))
            && !tracks.iter().any(|known| known == track)
        {
            out.push(Diagnostic::new(Code::UnknownTrack, placed.place).with("track", track));
        }
    }
}
