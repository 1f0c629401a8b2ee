//! Lists, roadmaps, sets of indicators and instruments as sheets of rows.

use metod_content::date::CivilDate;
use metod_content::model::record::objects;
use metod_content::model::{Behaviour, Field, Fields, Kind, Record, RecordIx, Schema};

use super::cell::{Cell, Say, text};
use super::columns::{Column, columns};

/// A table with one row of headings.
#[derive(Debug, PartialEq)]
pub(super) struct Sheet {
    pub(super) name: String,
    pub(super) headings: Vec<String>,
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A collection, one row a record.
pub(super) fn of_list(say: Say<'_>, schema: &Schema, records: &[RecordIx]) -> Sheet {
    let records: Vec<&Record> = records.iter().map(|ix| say.portal.record(*ix)).collect();
    let rows: Vec<&Fields> = records.iter().map(|record| &record.fields).collect();
    // The name first: common fields are declared before a collection's own.
    let mut fields: Vec<Field> = schema.fields.clone();
    fields.sort_by_key(|field| field.id != schema.title);
    let mut sheet = plain(say, schema.label.get(say.tag), &fields, &rows, None);
    let ids = records.iter().map(|record| Cell::Text(record.id.to_string()));
    sheet.prepend(say.word("Идентификатор", "Id"), ids);
    sheet
}

/// What a record's rows hold; the first sheet is the table itself, others are its keys.
pub(super) fn of_record(say: Say<'_>, schema: &Schema, record: &Record) -> Vec<Sheet> {
    if schema.has(Behaviour::Instrument) {
        return instrument(say, schema, record);
    }
    let (begins, _) = record.fields.period("period").unwrap_or_default();
    let rows: Vec<&Fields> = objects(&record.fields, "rows").map(|(_, row)| row).collect();
    let name = schema.one.get(say.tag);
    vec![plain(say, name, declared(&schema.fields, "rows"), &rows, begins)]
}

fn plain(
    say: Say<'_>,
    name: &str,
    fields: &[Field],
    rows: &[&Fields],
    begins: Option<CivilDate>,
) -> Sheet {
    let columns: Vec<Column<'_>> = columns(say, fields, rows);
    let row = |row: &&Fields| columns.iter().map(|column| column.cell(say, row, begins)).collect();
    Sheet {
        name: name.to_owned(),
        headings: columns.iter().map(|column| column.heading.clone()).collect(),
        rows: rows.iter().map(row).collect(),
    }
}

/// One row an item, one column an answer of the common scale with the points it gives.
fn instrument(say: Say<'_>, schema: &Schema, record: &Record) -> Vec<Sheet> {
    let sections = declared(&schema.fields, "sections");
    let mut items: Vec<&Fields> = Vec::new();
    let mut titles: Vec<Cell> = Vec::new();
    for (_, section) in objects(&record.fields, "sections") {
        for (_, item) in objects(section, "items") {
            titles.push(text(section.text("title").unwrap_or_default().to_owned()));
            items.push(item);
        }
    }
    let name = schema.one.get(say.tag);
    let mut sheet = plain(say, name, declared(sections, "items"), &items, None);
    sheet.prepend(say.word("Раздел", "Section"), titles.into_iter());
    for (_, answer) in objects(&record.fields, "scale") {
        let points = answer.number("points").map_or(Cell::Empty, Cell::Number);
        sheet.headings.push(answer.text("label").unwrap_or_default().to_owned());
        sheet.rows.iter_mut().for_each(|row| row.push(points.clone()));
    }
    let mut sheets = vec![sheet];
    if let Some(bands) = record.fields.object("bands") {
        let rows: Vec<&Fields> = objects(bands, "of").map(|(_, band)| band).collect();
        let fields = declared(declared(&schema.fields, "bands"), "of");
        let label = schema.field("bands").map_or("", |field| field.label.get(say.tag));
        sheets.push(plain(say, label, fields, &rows, None));
    }
    sheets
}

impl Sheet {
    fn prepend(&mut self, heading: &str, cells: impl Iterator<Item = Cell>) {
        self.headings.insert(0, heading.to_owned());
        for (row, cell) in self.rows.iter_mut().zip(cells) {
            row.insert(0, cell);
        }
    }
}

/// The fields of the objects in field `name`.
fn declared<'s>(fields: &'s [Field], name: &str) -> &'s [Field] {
    match fields.iter().find(|field| *field.id == *name).map(|field| &field.kind) {
        Some(Kind::Object(fields)) => fields,
        _ => &[],
    }
}
