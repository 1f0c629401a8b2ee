//! `metod new`: a record to begin with: every field that its schema asks for, its id made of its
//! title by the published rule.

use std::fs::OpenOptions;
use std::io::Write;
use std::path::Path;

use clap::Args;
use metod_content::model::{Field, Kind, Schema};
use metod_content::slug;
use serde_yaml::{Mapping, Value};

use super::{Common, Ended, Failure, Verdict, output};
use crate::load;
use crate::source::Tree;

#[derive(Debug, Args)]
pub(super) struct Typed {
    /// Collection: practices, documents, …
    collection: String,
    /// What the record is called
    #[arg(long)]
    title: Option<String>,
    /// Its id; made of the title otherwise
    #[arg(long)]
    id: Option<String>,
}

pub(super) fn run(common: &Common, typed: Typed) -> Ended {
    let tree = output::tree(common, None)?;
    let loaded = load::load(&tree as &dyn Tree)?;
    output::is_portal(common, &loaded.files)?;
    let portal = &loaded.portal;
    let Some(schema) = portal.schemas.get(&typed.collection) else {
        let known: Vec<&str> = portal.schemas.ids().collect();
        let known = known.join(", ");
        return Err(Failure(format!("no collection {}; there are {known}", typed.collection)));
    };
    if schema.source == metod_content::model::schema::Source::Table {
        let id = &schema.id;
        return Err(Failure(format!("{id} are rows of data/{id}.yaml: add one there")));
    }
    let title = typed.title.unwrap_or_else(|| schema.one.get(portal.config.lang()).to_owned());
    let id = typed.id.unwrap_or_else(|| slug::slug(&title));
    if id.is_empty() {
        return Err(Failure(format!("«{title}» gives no id: name one with --id")));
    }
    if !slug::is_slug(&id) {
        return Err(Failure(format!("{id}: an id is of small Latin letters, digits and hyphens")));
    }
    if portal.find(&schema.id, &id).is_some() {
        return Err(Failure(format!("{}:{id} is there already", schema.id)));
    }
    let path = format!("content/{}/{id}.md", schema.id);
    write_new(&common.root.join(&path), &record(schema, &title)?)?;
    output::print(&path)?;
    Ok(Verdict::Good)
}

/// Writes a file that is not there yet.
pub(super) fn write_new(path: &Path, text: &str) -> Result<(), Failure> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    Ok(file.write_all(text.as_bytes())?)
}

/// The text of a new record: required fields, and one field of each group of which one is needed.
fn record(schema: &Schema, title: &str) -> Result<String, Failure> {
    let mut map = Mapping::new();
    let wanted = |field: &&Field| {
        let grouped = schema.any.iter().any(|group| group.first() == Some(&field.id));
        field.required || grouped
    };
    for field in schema.fields.iter().filter(wanted) {
        let value = match (field.id == schema.title, field.list, &field.kind) {
            (true, ..) => Value::from(title),
            (_, true, _) => Value::Sequence(Vec::new()),
            (_, _, Kind::Boolean) => Value::from(false),
            _ => Value::from(""),
        };
        map.insert(Value::from(&*field.id), value);
    }
    map.insert(Value::from("draft"), Value::from(true));
    let front = serde_yaml::to_string(&map)?;
    Ok(format!("---\n{front}---\n\n"))
}
