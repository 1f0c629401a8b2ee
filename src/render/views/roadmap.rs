//! Roadmaps: rows by section and group, deadlines weighed against the date of the build.

use metod_content::model::record::objects;
use metod_content::model::{Field, Fields, Kind, Placed, Record, Schema, Value};
use metod_content::term::{Part, Term};
use serde::Serialize;

use super::record::TocItem;
use super::{Link, Views};

/// `record.roadmap` of the theme's contract.
#[derive(Debug, Serialize)]
pub(super) struct RoadmapView {
    tracks: Vec<Track>,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<String>,
    counts: Vec<Count>,
    columns: Columns,
    sections: Vec<Section>,
}

#[derive(Debug, Serialize)]
struct Track {
    id: String,
    label: String,
}

#[derive(Debug, Serialize)]
struct Count {
    label: String,
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
}

#[derive(Debug, Serialize)]
struct Columns {
    no: bool,
    responsible: bool,
    result: bool,
}

#[derive(Debug, Serialize)]
struct Section {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    anchor: Option<String>,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    rows: Vec<Row>,
    /// Rows that answer each other, where rows run side by side.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pairs: Vec<Pair>,
}

/// One line of a table with a column a track: indices of rows.
#[derive(Debug, PartialEq, Serialize)]
struct Pair {
    #[serde(skip_serializing_if = "Option::is_none")]
    no: Option<String>,
    tracks: Vec<Vec<usize>>,
}

#[derive(Debug, Serialize)]
struct Row {
    id: String,
    anchor: String,
    activity: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    no: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    track: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<String>,
    responsible: Vec<Link>,
    executors: Vec<Link>,
    term: TermView,
    #[serde(skip_serializing_if = "Option::is_none")]
    result: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<Status>,
}

#[derive(Debug, Default, Serialize)]
struct TermView {
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    late: bool,
}

#[derive(Debug, Serialize)]
struct Status {
    id: String,
    label: String,
}

impl Views<'_> {
    pub(super) fn roadmap(
        &self,
        record: &Record,
        schema: &Schema,
        toc: &mut Vec<TocItem>,
    ) -> RoadmapView {
        let declared = row_fields(schema);
        let rows: Vec<&Fields> = objects(&record.fields, "rows").map(|(_, row)| row).collect();
        let has = |name: &str| rows.iter().any(|row| row.get(name).is_some());
        let tracks = record.fields.texts("tracks").into_iter();
        let mut view = RoadmapView {
            tracks: tracks
                .map(|id| Track { label: self.portal.label("tiers", &id, &self.language.tag), id })
                .collect(),
            period: None,
            counts: Vec::new(),
            columns: Columns {
                no: has("no"),
                responsible: has("responsible") || has("executors"),
                result: has("result"),
            },
            sections: Vec::new(),
        };
        for fields in &rows {
            let row = self.row(record, declared, fields);
            let title = |name: &str| fields.text(name).map(|text| self.text(record, text));
            place(&mut view.sections, title("section"), title("group"), row);
        }
        let tracks: Vec<&str> = view.tracks.iter().map(|track| track.id.as_str()).collect();
        if !tracks.is_empty() {
            for group in view.sections.iter_mut().flat_map(|section| &mut section.groups) {
                group.pairs = pairs(&group.rows, &tracks);
            }
        }
        for section in &view.sections {
            if let (Some(title), Some(anchor)) = (&section.title, &section.anchor) {
                toc.push(TocItem { level: 2, text: title.clone(), anchor: anchor.clone() });
            }
        }
        view.counts = self.counts(&view.sections);
        view
    }

    fn row(&self, record: &Record, declared: &[Field], fields: &Fields) -> Row {
        let text = |name: &str| fields.text(name).map(|text| self.text(record, text));
        let id = fields.text("id").unwrap_or_default().to_owned();
        let status = fields.text("status").map(|id| Status {
            id: id.to_owned(),
            label: self.portal.label("statuses", id, &self.language.tag),
        });
        Row {
            anchor: format!("row-{id}"),
            id,
            activity: text("activity").unwrap_or_default(),
            no: text("no"),
            track: fields.text("track").map(str::to_owned),
            format: text("format"),
            responsible: self.bodies(record, declared, fields, "responsible"),
            executors: self.bodies(record, declared, fields, "executors"),
            term: self.term(record, fields, status.as_ref()),
            result: text("result"),
            note: text("note"),
            status,
        }
    }

    fn bodies(
        &self,
        record: &Record,
        declared: &[Field],
        fields: &Fields,
        name: &str,
    ) -> Vec<Link> {
        let Some(field) = declared.iter().find(|field| *field.id == *name) else {
            return Vec::new();
        };
        let one = |placed: &Placed| match (&placed.value, &field.kind) {
            (Value::Reference(id), Kind::Reference { collection, .. }) => {
                Some(self.short_reference(collection, id))
            }
            (Value::Free(free), _) => Some(Link::text(self.text(record, free.text("name")?))),
            _ => None,
        };
        fields.list(name).iter().filter_map(one).collect()
    }

    /// A body by its short name where it has one: a table's column is narrow, and the same bodies
    /// stand in every row. The link leads to the full name.
    fn short_reference(&self, collection: &str, id: &str) -> Link {
        let link = self.reference(collection, id);
        let body = self.portal.find(collection, id);
        match body.and_then(|body| Some((body, body.fields.text("short")?))) {
            Some((body, short)) => Link { text: self.text(body, short), ..link },
            None => link,
        }
    }

    fn term(&self, record: &Record, fields: &Fields, status: Option<&Status>) -> TermView {
        let Some(Value::Deadline(deadline)) = fields.get("term").map(|placed| &placed.value) else {
            return TermView::default();
        };
        // A roadmap that tells of no row what became of it is a plan on paper: nothing is late there.
        let late = match status.map(|status| status.id.as_str()) {
            Some("done") | None => false,
            Some("planned") => deadline.term.is_start_overdue(self.facts.as_of),
            Some(_) => deadline.term.is_overdue(self.facts.as_of),
        };
        TermView { text: self.text(record, &deadline.text), kind: kind_of(&deadline.term), late }
    }

    fn counts(&self, sections: &[Section]) -> Vec<Count> {
        let rows = || sections.iter().flat_map(|s| &s.groups).flat_map(|group| &group.rows);
        let done = rows().filter(|row| row.status.as_ref().is_some_and(|s| s.id == "done")).count();
        let late = rows().filter(|row| row.term.late).count();
        let count = |key: &str, count: usize, kind: Option<&'static str>| Count {
            label: self.locale.text(key),
            count,
            kind,
        };
        let mut out = vec![count("rows-all", rows().count(), None)];
        if done > 0 {
            out.push(count("rows-done", done, Some("good")));
        }
        if late > 0 {
            out.push(count("rows-late", late, Some("bad")));
        }
        out
    }
}

fn row_fields(schema: &Schema) -> &[Field] {
    match schema.field("rows").map(|field| &field.kind) {
        Some(Kind::Object(fields)) => fields,
        _ => &[],
    }
}

/// Puts a row under its section and group, which are made where they first occur in a row.
fn place(sections: &mut Vec<Section>, section: Option<String>, group: Option<String>, row: Row) {
    let number = sections.len() + 1;
    let index = match sections.iter().position(|known| known.title == section) {
        Some(index) => index,
        None => {
            let anchor = section.as_ref().map(|_| format!("part--{number}"));
            sections.push(Section { title: section, anchor, groups: Vec::new() });
            sections.len() - 1
        }
    };
    let groups = &mut sections[index].groups;
    match groups.iter_mut().find(|known| known.title == group) {
        Some(known) => known.rows.push(row),
        None => groups.push(Group { title: group, rows: vec![row], pairs: Vec::new() }),
    }
}

/// Rows with one number answer each other; where a row has none, the first row of each track does, then
/// the second. A row of no declared track stands in the first: none may be lost.
fn pairs(rows: &[Row], tracks: &[&str]) -> Vec<Pair> {
    let is_numbered = rows.iter().all(|row| row.no.is_some());
    let mut pairs: Vec<Pair> = Vec::new();
    for (index, row) in rows.iter().enumerate() {
        let own = row.track.as_deref().and_then(|id| tracks.iter().position(|known| *known == id));
        let track = own.unwrap_or(0);
        let place = match is_numbered {
            true => pairs.iter().position(|pair| pair.no == row.no),
            false => pairs.iter().position(|pair| pair.tracks[track].is_empty()),
        };
        let place = place.unwrap_or_else(|| {
            let no = row.no.clone().filter(|_| is_numbered);
            pairs.push(Pair { no, tracks: vec![Vec::new(); tracks.len()] });
            pairs.len() - 1
        });
        pairs[place].tracks[track].push(index);
    }
    pairs
}

/// The class of a deadline, by its first statement.
fn kind_of(term: &Term) -> Option<&'static str> {
    Some(match &term.items().next()?.part {
        Part::Every(..) => "recurrence",
        Part::Continuous(..) => "continuous",
        Part::Condition(..) => "condition",
        Part::Free(..) => "free",
        _ => "date",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(no: Option<&str>, track: &str) -> Row {
        Row {
            id: String::new(),
            anchor: String::new(),
            activity: String::new(),
            no: no.map(str::to_owned),
            track: Some(track.to_owned()),
            format: None,
            responsible: Vec::new(),
            executors: Vec::new(),
            term: TermView::default(),
            result: None,
            note: None,
            status: None,
        }
    }

    fn told(rows: &[Row]) -> Vec<(Option<String>, Vec<Vec<usize>>)> {
        let pairs = pairs(rows, &["federal", "region"]);
        pairs.into_iter().map(|pair| (pair.no, pair.tracks)).collect()
    }

    #[test]
    fn rows_pair_by_number_in_whatever_order_they_are_written() {
        let rows = [
            row(Some("1"), "federal"),
            row(Some("2"), "federal"),
            row(Some("2"), "region"),
            row(Some("2"), "region"),
            row(Some("3"), "region"),
        ];
        let no = |text: &str| Some(text.to_owned());
        assert_eq!(
            told(&rows),
            [
                (no("1"), vec![vec![0], vec![]]),
                (no("2"), vec![vec![1], vec![2, 3]]),
                (no("3"), vec![vec![], vec![4]]),
            ]
        );
    }

    #[test]
    fn rows_without_numbers_pair_by_order_and_none_is_lost() {
        let rows =
            [row(None, "region"), row(None, "federal"), row(Some("7"), "federal"), row(None, "?")];
        assert_eq!(
            told(&rows),
            [
                (None, vec![vec![1], vec![0]]),
                (None, vec![vec![2], vec![]]),
                (None, vec![vec![3], vec![]]),
            ]
        );
    }
}
