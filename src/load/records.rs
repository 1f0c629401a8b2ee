//! Markdown files and tables become records, side by side on all cores.

use std::collections::{BTreeMap, BTreeSet};

use metod_content::diagnostic::{Code, Diagnostic};
use metod_content::model::layout::TableFormat;
use metod_content::model::record::{self, Attachment, Context, RowsFile, Source};
use metod_content::model::suggest::closest;
use metod_content::model::{Config, Record, Schema, Schemas, Vocabularies};
use metod_content::syntax::{FileId, Node, Place};
use rayon::prelude::*;

use super::files::{Files, Role};
use super::{problems, read_yaml};
use crate::source::{Tree, tables};

type RecordKey<'f> = (&'f str, &'f str);

pub(super) fn read(
    tree: &dyn Tree,
    files: &Files,
    config: &Config,
    schemas: &Schemas,
    vocabularies: &Vocabularies,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Record> {
    let mut shelf = Shelf::sort(files, config, schemas, diagnostics);
    shelf.orphans(files, diagnostics);
    let room = Room { tree, files, config, schemas, vocabularies };
    let rows = std::mem::take(&mut shelf.rows);
    let read: Vec<(Vec<Record>, Vec<Diagnostic>)> =
        shelf.sources.par_iter().map(|(file, role)| room.source(*file, role, &rows)).collect();
    let mut records = Vec::new();
    for (found, wrong) in read {
        records.extend(found);
        diagnostics.extend(wrong);
    }
    shelf.attach(files, &mut records);
    records
}

/// Files by what is to be done with them.
#[derive(Default)]
struct Shelf<'f> {
    sources: Vec<(FileId, &'f Role)>,
    rows: BTreeMap<RecordKey<'f>, (FileId, TableFormat)>,
    attachments: BTreeMap<RecordKey<'f>, Vec<(FileId, &'f str)>>,
}

impl<'f> Shelf<'f> {
    fn sort(
        files: &'f Files,
        config: &Config,
        schemas: &Schemas,
        diagnostics: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut shelf = Shelf::default();
        let mut unknown = BTreeMap::new();
        let mut tables: BTreeMap<&str, FileId> = BTreeMap::new();
        for (file, role) in files.iter() {
            if let Some(folder) = collection_of(role)
                && schemas.get(folder).is_none()
            {
                unknown.entry(folder).or_insert(file);
                continue;
            }
            match role {
                Role::Record { .. } => shelf.sources.push((file, role)),
                Role::Table { collection, .. } => match tables.insert(collection, file) {
                    Some(first) => diagnostics.push(twice(files, first, file)),
                    None => shelf.sources.push((file, role)),
                },
                Role::Rows { collection, id, format } => {
                    let key = (collection.as_str(), id.as_str());
                    if let Some((first, _)) = shelf.rows.insert(key, (file, *format)) {
                        diagnostics.push(twice(files, first, file));
                    }
                }
                Role::Attachment { collection, id, name } => {
                    let key = (collection.as_str(), id.as_str());
                    shelf.attachments.entry(key).or_default().push((file, name));
                }
                Role::Stray if !is_private(files, config, file) => {
                    diagnostics.push(stray(files, file));
                }
                _ => {}
            }
        }
        for (folder, file) in unknown {
            let suggestion = closest(folder, schemas.ids()).unwrap_or_default();
            diagnostics.push(
                Diagnostic::new(Code::UnknownFolder, Place::whole(file))
                    .with("name", folder)
                    .with("suggestion", suggestion),
            );
        }
        shelf
    }

    /// Files in folders where no record stands.
    fn orphans(&self, files: &Files, diagnostics: &mut Vec<Diagnostic>) {
        let known: BTreeSet<RecordKey<'_>> = self
            .sources
            .iter()
            .filter_map(|(_, role)| match role {
                Role::Record { collection, id, .. } => Some((collection.as_str(), id.as_str())),
                _ => None,
            })
            .collect();
        let rows = self.rows.iter().map(|(key, (file, _))| (key, *file));
        let attachments = self.attachments.iter();
        let attachments =
            attachments.flat_map(|(key, list)| list.iter().map(move |(file, _)| (key, *file)));
        // Rows of a registry may have photos: their records stand in a table.
        let tables: BTreeSet<&str> = self
            .sources
            .iter()
            .filter_map(|(_, role)| match role {
                Role::Table { collection, .. } => Some(collection.as_str()),
                _ => None,
            })
            .collect();
        let lost = rows.chain(attachments);
        let lost = lost.filter(|(key, _)| !known.contains(*key) && !tables.contains(key.0));
        diagnostics.extend(lost.map(|(_, file)| stray(files, file)));
    }

    fn attach(&mut self, files: &Files, records: &mut [Record]) {
        for record in records {
            let key = (&*record.collection, &*record.id);
            let Some(list) = self.attachments.get(&key) else {
                continue;
            };
            record.attachments = list
                .iter()
                .map(|(file, name)| Attachment {
                    name: (*name).to_owned(),
                    path: files.path(*file).to_owned(),
                    size: files.size(*file),
                })
                .collect();
        }
    }
}

fn collection_of(role: &Role) -> Option<&str> {
    match role {
        Role::Record { collection, .. }
        | Role::Rows { collection, .. }
        | Role::Attachment { collection, .. }
        | Role::Table { collection, .. } => Some(collection),
        _ => None,
    }
}

/// Contacts and consents may lie inside the repository, in a demonstration or under a forge's own
/// protection: never published, and not read here.
fn is_private(files: &Files, config: &Config, file: FileId) -> bool {
    let folder = config.private.as_deref();
    folder.is_some_and(|folder| {
        files.path(file).strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
    })
}

fn twice(files: &Files, first: FileId, second: FileId) -> Diagnostic {
    Diagnostic::new(Code::TableTwice, Place::whole(second))
        .with("first", files.path(first))
        .with("second", files.path(second))
}

fn stray(files: &Files, file: FileId) -> Diagnostic {
    let path = files.path(file);
    let name = path.rsplit('/').next().unwrap_or(path);
    Diagnostic::new(Code::StrayFile, Place::whole(file)).with("name", name)
}

struct Room<'r> {
    tree: &'r dyn Tree,
    files: &'r Files,
    config: &'r Config,
    schemas: &'r Schemas,
    vocabularies: &'r Vocabularies,
}

impl Room<'_> {
    fn source(
        &self,
        file: FileId,
        role: &Role,
        rows: &BTreeMap<RecordKey<'_>, (FileId, TableFormat)>,
    ) -> (Vec<Record>, Vec<Diagnostic>) {
        let read = match role {
            Role::Record { collection, id, lang } => {
                let rows = rows.get(&(collection.as_str(), id.as_str())).copied();
                self.markdown(file, collection, id, lang.as_deref(), rows)
            }
            Role::Table { collection, format } => self.table(file, collection, *format),
            _ => return (Vec::new(), Vec::new()),
        };
        read.unwrap_or_else(|found| (Vec::new(), vec![*found]))
    }

    fn context<'c>(&'c self, schema: &'c Schema) -> Context<'c> {
        Context { schema, vocabularies: self.vocabularies, lang: self.config.lang() }
    }

    fn markdown(
        &self,
        file: FileId,
        collection: &str,
        id: &str,
        lang: Option<&str>,
        rows: Option<(FileId, TableFormat)>,
    ) -> Result<(Vec<Record>, Vec<Diagnostic>), Box<Diagnostic>> {
        let Some(schema) = self.schemas.get(collection) else {
            return Ok(Default::default());
        };
        let text = problems::text(self.tree, self.files, file)?;
        let mut diagnostics = Vec::new();
        let rows = match rows {
            Some((rows, format)) => {
                let (node, found) = self.rows(rows, format, schema)?;
                diagnostics.extend(found);
                node.map(|rows_node| RowsFile {
                    path: self.files.path(rows).to_owned(),
                    rows: rows_node,
                    format,
                })
            }
            None => None,
        };
        let path = self.files.path(file);
        let source = Source { file, path, id, lang, text: &text, rows };
        let (record, found) = record::from_markdown(self.context(schema), source);
        diagnostics.extend(found);
        Ok((record.into_iter().collect(), diagnostics))
    }

    fn table(
        &self,
        file: FileId,
        collection: &str,
        format: TableFormat,
    ) -> Result<(Vec<Record>, Vec<Diagnostic>), Box<Diagnostic>> {
        let Some(schema) = self.schemas.get(collection) else {
            return Ok(Default::default());
        };
        let (node, mut diagnostics) = self.rows(file, format, schema)?;
        let Some(node) = node else {
            return Ok((Vec::new(), diagnostics));
        };
        let path = self.files.path(file);
        let (records, found) = record::from_table(self.context(schema), path, &node, format);
        diagnostics.extend(found);
        Ok((records, diagnostics))
    }

    fn rows(
        &self,
        file: FileId,
        format: TableFormat,
        schema: &Schema,
    ) -> Result<(Option<Node>, Vec<Diagnostic>), Box<Diagnostic>> {
        if format == TableFormat::Yaml {
            return read_yaml(self.tree, self.files, file);
        }
        let bytes = problems::bytes(self.tree, self.files, file)?;
        let header = |label: &str| field_name(schema, label);
        let table = tables::read(self.files.path(file), &bytes, file, &header);
        let found = table.problems.iter().map(problems::of_table).collect();
        Ok((Some(table.rows), found))
    }
}

/// The field that a column's heading means: its id, or its label in any language.
fn field_name(schema: &Schema, label: &str) -> Option<String> {
    let wanted = label.trim().to_lowercase();
    let rows = schema.field("rows").or_else(|| schema.field("sections"));
    let inner = match rows.map(|field| &field.kind) {
        Some(metod_content::model::Kind::Object(fields)) => fields.as_slice(),
        _ => &[],
    };
    schema
        .fields
        .iter()
        .chain(inner)
        .find(|field| field.label.all().any(|(_, text)| text.to_lowercase() == wanted))
        .map(|field| field.id.to_string())
}
