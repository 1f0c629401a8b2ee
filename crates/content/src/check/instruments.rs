//! Bands of a scored sheet follow each other without gap or overlap and end at the maximum that the
//! items give: otherwise a result has no level, or two.
//!
//! In whole points, the next band begins one above the end of the last; in shares and percents, whole
//! numbers count the same way (0–54, 55–79).

use std::collections::BTreeMap;

use crate::diagnostic::{Code, Diagnostic};
use crate::model::instrument::maximum;
use crate::model::record::objects;
use crate::model::{Fields, Placed, Record};
use crate::syntax::Place;

struct Band<'r> {
    from: f64,
    to: f64,
    label: &'r str,
    place: Place,
    end: Place,
}

pub(super) fn check(record: &Record, out: &mut Vec<Diagnostic>) {
    items(&record.fields, out);
    ids(&record.fields, out);
    let Some(bands) = record.fields.object("bands") else {
        return;
    };
    let mut list: Vec<Band<'_>> = objects(bands, "of").filter_map(band).collect();
    let reversed = list.iter().filter(|band| band.to < band.from);
    let before = out.len();
    out.extend(
        reversed.map(|band| Diagnostic::new(Code::BandOrder, band.end).with("name", band.label)),
    );
    if out.len() > before {
        return;
    }
    list.sort_by(|a, b| a.from.total_cmp(&b.from));
    for pair in list.windows(2) {
        let (low, high) = (&pair[0], &pair[1]);
        if high.from <= low.to {
            out.push(
                Diagnostic::new(Code::BandsOverlap, high.place)
                    .with("first", low.label)
                    .with("second", high.label),
            );
        } else if high.from > low.to + 1.0 {
            out.push(
                Diagnostic::new(Code::BandsGap, high.place)
                    .with("range", range(low.to + 1.0, high.from - 1.0)),
            );
        }
    }
    ends(record, bands, &list, out);
}

/// Bands start at nothing and end at the maximum: of the points, or of 100 %.
fn ends(record: &Record, bands: &Fields, list: &[Band<'_>], out: &mut Vec<Diagnostic>) {
    let (Some(first), Some(last)) = (list.first(), list.last()) else {
        return;
    };
    if first.from > 0.0 {
        out.push(
            Diagnostic::new(Code::BandsGap, first.place)
                .with("range", range(0.0, first.from - 1.0)),
        );
    }
    let percent = matches!(bands.text("unit"), Some("%" | "percent"));
    let expected = if percent { Some(100.0) } else { maximum(&record.fields) };
    if let Some(expected) = expected
        && (expected - last.to).abs() > f64::EPSILON
    {
        out.push(
            Diagnostic::new(Code::BandsMaximum, last.end)
                .with("found", last.to)
                .with("expected", expected),
        );
    }
}

fn band<'r>((place, fields): (Place, &'r Fields)) -> Option<Band<'r>> {
    let place_of = |name: &str| fields.get(name).map_or(place, |placed: &Placed| placed.place);
    Some(Band {
        from: fields.number("from")?,
        to: fields.number("to")?,
        label: fields.text("label").unwrap_or_default(),
        place: place_of("from"),
        end: place_of("to"),
    })
}

/// «4–5», or «4» alone.
fn range(from: f64, to: f64) -> String {
    if from < to { format!("{from}–{to}") } else { format!("{from}") }
}

/// Steps of the scale, sections and items have ids of their own: answers are kept by them.
fn ids(fields: &Fields, out: &mut Vec<Diagnostic>) {
    let unique = |list: Vec<&Fields>, out: &mut Vec<Diagnostic>| {
        let mut seen: BTreeMap<&str, Place> = BTreeMap::new();
        for (id, placed) in list.iter().filter_map(|one| one.text("id").zip(one.get("id"))) {
            if let Some(first) = seen.get(id) {
                let other = format!("line {}", first.start.line);
                let diagnostic = Diagnostic::new(Code::DuplicateId, placed.place);
                out.push(diagnostic.with("id", id).with("other", other));
            } else {
                seen.insert(id, placed.place);
            }
        }
    };
    let sections: Vec<&Fields> = objects(fields, "sections").map(|(_, section)| section).collect();
    let items = sections.iter().flat_map(|section| objects(section, "items"));
    let items = items.map(|(_, item)| item).collect();
    unique(objects(fields, "scale").map(|(_, step)| step).collect(), out);
    unique(items, out);
    unique(sections, out);
}

/// Every item can be answered: by the common scale or by points of its own.
fn items(fields: &Fields, out: &mut Vec<Diagnostic>) {
    if !fields.list("scale").is_empty() {
        return;
    }
    for (_, section) in objects(fields, "sections") {
        for (place, item) in objects(section, "items") {
            if item.list("points").is_empty() {
                let place = item.get("text").map_or(place, |text| text.place);
                out.push(Diagnostic::new(Code::ScaleMissing, place));
            }
        }
    }
}
