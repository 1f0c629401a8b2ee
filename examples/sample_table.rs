//! Prints what the sample portal holds, by collection and system, as a table of Markdown.
//!
//! `cargo xtask sample-table` shows it, `cargo xtask sample-table --write` puts it into README.md, and
//! `tests/sample/` proves that it stands there as it is.

use std::error::Error;
use std::path::Path;

use metod::load;
use metod::source::{Disk, Scope};
use metod_content::model::record::objects;
use metod_content::model::{Portal, Record, Schema};

/// The portal of this repository.
fn main() -> Result<(), Box<dyn Error>> {
    let portal = portal(Path::new(env!("CARGO_MANIFEST_DIR")))?;
    print!("{}", table(&portal));
    Ok(())
}

/// Reads a portal as the program does.
pub(crate) fn portal(root: &Path) -> Result<Portal, Box<dyn Error>> {
    let tree = Disk::new(root, Scope::portal().without("public"))?;
    Ok(load::load(&tree)?.portal)
}

/// One row a collection, in the order of the navigation; one column a system, and what has none.
pub(crate) fn table(portal: &Portal) -> String {
    let systems = portal.vocabularies.get("systems").map_or(&[][..], |words| words.entries());
    let ids: Vec<Option<&str>> =
        systems.iter().map(|system| Some(system.id.as_str())).chain([None]).collect();
    let labels = systems.iter().map(|system| system.label.get("en")).chain(["common", "all"]);
    let head: Vec<&str> = [""].into_iter().chain(labels).collect();
    let mut lines = vec![line(&head), line(&vec!["---"; head.len()])];
    let mut schemas: Vec<&Schema> = portal.schemas.iter().collect();
    schemas.sort_by_key(|schema| (schema.nav.is_none(), schema.nav, schema.id.clone()));
    for schema in schemas {
        let records: Vec<&Record> = records(portal, schema).collect();
        let of = |system: &Option<&str>| {
            records.iter().copied().filter(|r| r.fields.text("system") == *system).collect()
        };
        let counts = ids.iter().map(|system| cell(of(system))).chain([cell(records.clone())]);
        let cells: Vec<String> =
            [schema.label.get("en").to_owned()].into_iter().chain(counts).collect();
        lines.push(line(&cells));
    }
    lines.join("\n") + "\n"
}

/// Each record once, in whatever languages it exists.
fn records<'p>(portal: &'p Portal, schema: &'p Schema) -> impl Iterator<Item = &'p Record> {
    let own = portal.config.lang();
    portal
        .iter()
        .map(|(_, record)| record)
        .filter(move |r| r.collection == schema.id && *r.lang == *own)
}

/// How many records, and how many rows or questions they have.
fn cell(records: Vec<&Record>) -> String {
    let rows: usize = records.iter().map(|record| rows(record)).sum();
    match (records.len(), rows) {
        (0, _) => String::new(),
        (count, 0) => count.to_string(),
        (count, rows) => format!("{count} ({rows} rows)"),
    }
}

fn rows(record: &Record) -> usize {
    let items = |(_, section)| objects(section, "items").count();
    objects(&record.fields, "rows").count()
        + objects(&record.fields, "sections").map(items).sum::<usize>()
}

fn line(cells: &[impl AsRef<str>]) -> String {
    let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
    format!("| {} |", cells.join(" | "))
}
