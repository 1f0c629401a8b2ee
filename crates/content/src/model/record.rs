//! Records: Markdown files and rows of tables under one shape.

use std::sync::Arc;

use super::layout::TableFormat;
use super::read::{Reader, bad_id, is_blank};
use super::schema::{BodyRule, Schema};
use super::value::{Fields, Placed};
use super::vocabulary::Vocabularies;
use crate::date::PartialDate;
use crate::diagnostic::{Code, Diagnostic};
use crate::slug;
use crate::syntax::{Entry, FileId, Node, Place, Pos, Yaml, front_matter};

/// One record in one language.
#[derive(Clone, Debug)]
pub struct Record {
    /// Its collection.
    pub collection: Arc<str>,
    /// Its id, unique in the collection.
    pub id: Arc<str>,
    /// Its language.
    pub lang: Arc<str>,
    /// Path of the file that holds it.
    pub path: Arc<str>,
    /// The whole record: 1:1 of its file, or its row.
    pub place: Place,
    /// Its values.
    pub fields: Fields,
    /// Its text.
    pub body: Option<Body>,
    /// Other files in its folder, sorted by name.
    pub attachments: Vec<Attachment>,
    /// Name of the field that names it.
    pub title_field: Arc<str>,
}

/// A record's text.
#[derive(Clone, Debug)]
pub struct Body {
    /// Markdown.
    pub text: String,
    /// Line of the file on which it starts.
    pub line: u32,
}

/// A file beside a record's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Attachment {
    /// Path within the record's folder.
    pub name: String,
    /// Path within the repository.
    pub path: String,
    /// Size in bytes.
    pub size: u64,
}

impl Record {
    /// What the record is called.
    pub fn title(&self) -> &str {
        self.fields.text(&self.title_field).unwrap_or(&self.id)
    }

    /// One or two sentences about it.
    pub fn summary(&self) -> Option<&str> {
        self.fields.text("summary")
    }

    /// Checked, but not published.
    pub fn is_draft(&self) -> bool {
        self.fields.flag("draft")
    }

    /// Date for sorting and showing.
    pub fn date(&self) -> Option<PartialDate> {
        self.fields.date("date").or_else(|| self.fields.date("adopted"))
    }

    /// `collection:id`.
    pub fn key(&self) -> String {
        format!("{}:{}", self.collection, self.id)
    }

    /// Calls `visit` for every place in it.
    pub fn each_place(&mut self, visit: &mut impl FnMut(&mut Place)) {
        visit(&mut self.place);
        self.fields.each_place(visit);
    }

    /// File of the record.
    pub fn file(&self) -> FileId {
        self.place.file
    }
}

/// What reading needs to know about the portal.
#[derive(Clone, Copy)]
pub struct Context<'c> {
    /// The record's collection.
    pub schema: &'c Schema,
    /// All vocabularies.
    pub vocabularies: &'c Vocabularies,
    /// Language of records that do not say theirs.
    pub lang: &'c str,
}

/// A table of rows that lies beside a record.
pub struct RowsFile {
    /// Its path, for messages.
    pub path: String,
    /// Its rows.
    pub rows: Node,
    /// How it is written.
    pub format: TableFormat,
}

/// A Markdown file to be read.
pub struct Source<'t> {
    /// Number of the file.
    pub file: FileId,
    /// Its path.
    pub path: &'t str,
    /// Id as the file name gives it.
    pub id: &'t str,
    /// Language as the file name gives it.
    pub lang: Option<&'t str>,
    /// Its text without a byte-order mark.
    pub text: &'t str,
    /// The table beside it.
    pub rows: Option<RowsFile>,
}

/// Reads a Markdown file. `None` when there is nothing to go on with.
pub fn from_markdown(
    context: Context<'_>,
    source: Source<'_>,
) -> (Option<Record>, Vec<Diagnostic>) {
    let matter = front_matter::split(source.text, source.file);
    let mut diagnostics = matter.diagnostics;
    let whole = Place::whole(source.file);
    if !slug::is_slug(source.id) {
        diagnostics.push(bad_id(source.id, whole));
        return (None, diagnostics);
    }
    let Some(node) = matter.node else {
        if diagnostics.is_empty() {
            diagnostics.push(Diagnostic::new(Code::NotMapping, whole));
        }
        return (None, diagnostics);
    };
    let mut reader = Reader::new(context.vocabularies);
    let Some(mut fields) = reader.fields(&node, &context.schema.fields) else {
        diagnostics.extend(reader.finish());
        return (None, diagnostics);
    };
    diagnostics.extend(reader.finish());
    if let Some(rows) = source.rows {
        add_rows(context, &node, rows, &mut fields, &mut diagnostics);
    }
    let start = Place { end: node.place.start, ..node.place };
    check_any(context.schema, &node, start, &mut diagnostics);
    let has_body = !matter.body.trim().is_empty();
    if !has_body && context.schema.body == BodyRule::Required {
        diagnostics.push(Diagnostic::new(Code::MissingBody, whole));
    }
    let lang = fields.text("lang").or(source.lang).unwrap_or(context.lang).into();
    let body = has_body.then(|| Body { text: matter.body.to_owned(), line: matter.body_line });
    let record = Record {
        collection: context.schema.id.clone(),
        id: source.id.into(),
        lang,
        path: source.path.into(),
        place: whole,
        fields,
        body,
        attachments: Vec::new(),
        title_field: context.schema.title.clone(),
    };
    (Some(record), diagnostics)
}

/// Reads the rows of a registry's table.
pub fn from_table(
    context: Context<'_>,
    path: &str,
    rows: &Node,
    format: TableFormat,
) -> (Vec<Record>, Vec<Diagnostic>) {
    let path: Arc<str> = path.into();
    let mut diagnostics = Vec::new();
    let mut records = Vec::new();
    let Some(items) = rows.as_list() else {
        diagnostics.push(Diagnostic::new(Code::NotList, rows.place));
        return (records, diagnostics);
    };
    for item in items {
        let mut reader = reader(context.vocabularies, format);
        let record = from_row(context, &path, item, &mut reader);
        diagnostics.extend(reader.finish());
        records.extend(record);
    }
    (records, diagnostics)
}

fn from_row(
    context: Context<'_>,
    path: &Arc<str>,
    row: &Node,
    reader: &mut Reader<'_>,
) -> Option<Record> {
    let Some(entries) = row.as_map() else {
        reader.report(Diagnostic::new(Code::NotMapping, row.place));
        return None;
    };
    let start = Place { end: row.place.start, ..row.place };
    let id = match entries.iter().find(|entry| entry.key == "id").map(|entry| &entry.value) {
        Some(node) => match node.as_str().map(str::trim) {
            Some(text) if slug::is_slug(text) => text.to_owned(),
            text => {
                reader.report(bad_id(text.unwrap_or_default(), node.place));
                return None;
            }
        },
        None => {
            let diagnostic = Diagnostic::new(Code::MissingField, start);
            reader.report(diagnostic.with("field", "id").called("Идентификатор", "Id"));
            return None;
        }
    };
    let node = unflatten(row);
    let fields = reader.fields(&node, &context.schema.fields)?;
    let mut found = Vec::new();
    check_any(context.schema, &node, start, &mut found);
    found.into_iter().for_each(|diagnostic| reader.report(diagnostic));
    Some(Record {
        collection: context.schema.id.clone(),
        lang: fields.text("lang").unwrap_or(context.lang).into(),
        id: id.as_str().into(),
        path: path.clone(),
        place: row.place,
        fields,
        body: None,
        attachments: Vec::new(),
        title_field: context.schema.title.clone(),
    })
}

fn reader(vocabularies: &Vocabularies, format: TableFormat) -> Reader<'_> {
    match format {
        TableFormat::Yaml => Reader::new(vocabularies),
        TableFormat::Csv | TableFormat::Xlsx => Reader::for_table(vocabularies),
    }
}

/// A table's columns `term.from` and `term.to` are the mapping `term: {from, to}`; empty cells and
/// the column `id` are left out.
fn unflatten(row: &Node) -> Node {
    let mut entries: Vec<Entry> = Vec::new();
    for entry in row.as_map().unwrap_or_default() {
        if entry.key == "id" || is_empty_text(&entry.value) {
            continue;
        }
        let Some((outer, inner)) = entry.key.split_once('.') else {
            entries.push(entry.clone());
            continue;
        };
        let inner = Entry { key: inner.to_owned(), ..entry.clone() };
        match entries.iter_mut().find(|known| known.key == outer).map(|known| &mut known.value.yaml)
        {
            Some(Yaml::Map(known)) => known.push(inner),
            Some(_) => entries.push(entry.clone()),
            None => entries.push(Entry {
                key: outer.to_owned(),
                key_place: entry.key_place,
                value: Node { place: entry.value.place, yaml: Yaml::Map(vec![inner]) },
            }),
        }
    }
    Node { place: row.place, yaml: Yaml::Map(entries) }
}

fn is_empty_text(node: &Node) -> bool {
    node.as_str().is_some_and(|text| text.trim().is_empty())
}

/// Adds the rows of a table beside the record to the field that holds rows.
fn add_rows(
    context: Context<'_>,
    node: &Node,
    rows: RowsFile,
    fields: &mut Fields,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let sections = context.schema.field("rows").is_none();
    let name = if sections { "sections" } else { "rows" };
    let Some(field) = context.schema.field(name) else {
        let place = Place::whole(rows.rows.place.file);
        diagnostics.push(
            Diagnostic::new(Code::UnknownField, place).with("field", "rows").with("suggestion", ""),
        );
        return;
    };
    if let Some(own) = node.as_map().and_then(|map| map.iter().find(|entry| entry.key == name)) {
        diagnostics.push(Diagnostic::new(Code::RowsTwice, own.key_place).with("other", &rows.path));
        return;
    }
    let table = match (rows.format, sections) {
        (TableFormat::Yaml, _) => rows.rows,
        (_, false) => flat_rows(&rows.rows),
        (_, true) => grouped_items(&rows.rows),
    };
    let mut reader = reader(context.vocabularies, rows.format);
    if let Some(value) = reader.field(&table, field) {
        fields.set(name, value);
    }
    diagnostics.extend(reader.finish());
}

/// Rows of a spreadsheet keep their id: it is a column like any other there. In columns that refer
/// to records, what cannot be an id is a name.
fn flat_rows(rows: &Node) -> Node {
    let items = rows.as_list().unwrap_or_default().iter().map(|row| {
        let mut node = unflatten(row);
        if let (Yaml::Map(entries), Some(id)) = (&mut node.yaml, id_entry(row)) {
            entries.insert(0, id);
        }
        node
    });
    Node { place: rows.place, yaml: Yaml::List(items.collect()) }
}

fn id_entry(row: &Node) -> Option<Entry> {
    row.as_map()?.iter().find(|entry| entry.key == "id").cloned()
}

/// Rows `section, id, text, points, difficulty` become the sections of an instrument.
fn grouped_items(rows: &Node) -> Node {
    let mut sections: Vec<(String, Place, Vec<Node>)> = Vec::new();
    for row in flat_rows(rows).as_list().unwrap_or_default() {
        let Yaml::Map(entries) = &row.yaml else {
            continue;
        };
        let mut entries = entries.clone();
        let index = entries.iter().position(|entry| entry.key == "section");
        let (title, place) = match index.map(|index| entries.remove(index)) {
            Some(entry) => (entry.value.as_str().unwrap_or_default().to_owned(), entry.value.place),
            None => (String::new(), row.place),
        };
        let item = Node { place: row.place, yaml: Yaml::Map(entries) };
        match sections.iter_mut().find(|(known, ..)| *known == title) {
            Some((_, _, items)) => items.push(item),
            None => sections.push((title, place, vec![item])),
        }
    }
    let entry =
        |key: &str, value: Node| Entry { key: key.to_owned(), key_place: value.place, value };
    let section = |(index, (title, place, items)): (usize, (String, Place, Vec<Node>))| Node {
        place,
        yaml: Yaml::Map(vec![
            entry("id", Node::text(place, format!("s-{}", index + 1))),
            entry("title", Node::text(place, title)),
            entry("items", Node { place, yaml: Yaml::List(items) }),
        ]),
    };
    let list = sections.into_iter().enumerate().map(section).collect();
    Node { place: rows.place, yaml: Yaml::List(list) }
}

fn check_any(schema: &Schema, node: &Node, place: Place, diagnostics: &mut Vec<Diagnostic>) {
    for group in &schema.any {
        let given = group.iter().any(|name| node.get(name).is_some_and(|value| !is_blank(value)));
        if !given {
            let names = group.join(", ");
            diagnostics.push(Diagnostic::new(Code::MissingOneOf, place).with("fields", names));
        }
    }
}

/// Position of a byte of a body in its file.
pub fn body_place(
    record: &Record,
    index: &crate::syntax::LineIndex,
    range: std::ops::Range<usize>,
) -> Place {
    let Some(body) = &record.body else {
        return record.place;
    };
    let shift = |pos: Pos| Pos::new(pos.line + body.line - 1, pos.column);
    let start = shift(index.pos(&body.text, range.start));
    let end = shift(index.pos(&body.text, range.end));
    Place::new(record.file(), start, end.max(start))
}

/// The items of a list of objects with their places.
pub fn objects<'r>(fields: &'r Fields, name: &str) -> impl Iterator<Item = (Place, &'r Fields)> {
    fields
        .list(name)
        .iter()
        .filter_map(|Placed { place, value }| Some((*place, value.as_fields()?)))
}
