//! Markdown files and tables become records, side by side on all cores.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use blake3::Hash;
use metod_content::check::body;
use metod_content::diagnostic::{Code, Diagnostic};
use metod_content::model::layout::TableFormat;
use metod_content::model::record::{self, Attachment, Context, RowsFile, Source};
use metod_content::model::suggest::closest;
use metod_content::model::{Config, Record, Schema, Schemas, Vocabularies};
use metod_content::syntax::{FileId, Node, Place, yaml};
use rayon::prelude::*;

use super::bodies::{self, Bodies, Texts};
use super::files::{Files, Role};
use super::memo::{self, Kept, Made, Memo, Numbers};
use super::{Declared, problems};
use crate::source::{Tree, tables};

type RecordKey<'f> = (&'f str, &'f str);

pub(super) fn read(
    tree: &dyn Tree,
    files: &Files,
    declared: &Declared,
    memo: &mut Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> (Vec<Arc<Record>>, Bodies) {
    let Declared { config, schemas, vocabularies, common } = declared;
    let shelf = Shelf::sort(files, config, schemas, diagnostics);
    shelf.orphans(files, diagnostics);
    let shelf = &shelf;
    let room = Room { tree, files, config, schemas, vocabularies, shelf, memo, common: *common };
    let read: Vec<(FileId, Read)> =
        shelf.sources.par_iter().map(|(file, role)| (*file, room.source(*file, role))).collect();
    let mut records = Vec::new();
    let mut kept = Vec::with_capacity(read.len());
    let mut bodies = Bodies::default();
    for (file, read) in read {
        match read {
            Ok(Some(found)) => {
                records.extend_from_slice(&found.records);
                diagnostics.extend_from_slice(&found.diagnostics);
                if let Some(text) = &found.put_down {
                    bodies.add(files.shared(file), text);
                }
                kept.push((files.shared(file), found));
            }
            Ok(None) => {}
            Err(wrong) => diagnostics.push(*wrong),
        }
    }
    memo.replace(kept.into_iter());
    (records, bodies)
}

/// What was made of a file; nothing of one that is not for records.
type Read = Result<Option<Arc<Kept>>, Box<Diagnostic>>;

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

    /// Files beside a record's text.
    fn attached(&self, files: &Files, key: RecordKey<'_>) -> Vec<Attachment> {
        let list = self.attachments.get(&key).into_iter().flatten();
        list.map(|(file, name)| Attachment {
            name: (*name).to_owned(),
            path: files.path(*file).to_owned(),
            size: files.size(*file),
        })
        .collect()
    }

    /// Files beside the rows of a collection's table.
    fn attached_to_rows(&self, files: &Files, collection: &str) -> BTreeMap<&str, Vec<Attachment>> {
        let keys = self.attachments.keys().filter(|(folder, _)| *folder == collection);
        keys.map(|&(folder, id)| (id, self.attached(files, (folder, id)))).collect()
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
    shelf: &'r Shelf<'r>,
    memo: &'r Memo,
    common: Hash,
}

/// The table beside a record.
type Beside = (FileId, TableFormat);

impl Room<'_> {
    fn source(&self, file: FileId, role: &Role) -> Read {
        match role {
            Role::Record { collection, id, lang } => {
                let Some(schema) = self.schemas.get(collection) else { return Ok(None) };
                let key = (collection.as_str(), id.as_str());
                let rows = self.shelf.rows.get(&key).copied();
                let attachments = self.shelf.attached(self.files, key);
                self.kept(file, rows, &attachments, |bytes, rows| {
                    let mut made = self.markdown(file, schema, id, lang.as_deref(), bytes, rows)?;
                    if let [record] = &mut made.records[..] {
                        record.attachments.clone_from(&attachments);
                    }
                    Ok(made)
                })
            }
            Role::Table { collection, format } => {
                let Some(schema) = self.schemas.get(collection) else { return Ok(None) };
                let attachments = self.shelf.attached_to_rows(self.files, collection);
                let all: Vec<Attachment> = attachments.values().flatten().cloned().collect();
                self.kept(file, None, &all, |bytes, _| {
                    let mut made = self.table(file, schema, *format, bytes)?;
                    for record in &mut made.records {
                        if let Some(list) = attachments.get(&*record.id) {
                            record.attachments.clone_from(list);
                        }
                    }
                    Ok(made)
                })
            }
            _ => Ok(None),
        }
    }

    /// What an earlier load has made of the same content, else what `make` makes of it.
    fn kept(
        &self,
        file: FileId,
        rows: Option<Beside>,
        attachments: &[Attachment],
        make: impl FnOnce(Vec<u8>, Option<(Beside, Vec<u8>)>) -> Result<Made, Box<Diagnostic>>,
    ) -> Read {
        let path = self.files.path(file);
        let rows_path = rows.map(|(rows, _)| self.files.path(rows));
        let numbers = Numbers { own: file, rows: rows.map(|(rows, _)| rows) };
        let known = self.memo.get(path);
        let key = |own: Hash, rows: Option<Hash>| {
            memo::key(self.common, (path, own), rows_path.zip(rows), attachments.iter())
        };
        let again = |key: Hash| known.and_then(|known| known.again(key, numbers));
        if let Some(own) = self.tree.digest(path)
            && let rows = rows_path.map(|path| self.tree.digest(path))
            && rows != Some(None)
            && let Some(kept) = again(key(own, rows.flatten()))
        {
            return Ok(Some(kept));
        }
        let bytes = problems::bytes(self.tree, self.files, file)?;
        let rows = match rows {
            Some(rows) => Some((rows, problems::bytes(self.tree, self.files, rows.0)?)),
            None => None,
        };
        // The hash is of the bytes that are read below, whatever a file holds by now.
        let key = key(blake3::hash(&bytes), rows.as_ref().map(|(_, bytes)| blake3::hash(bytes)));
        if let Some(kept) = again(key) {
            return Ok(Some(kept));
        }
        Ok(Some(Arc::new(Kept::new(key, numbers, make(bytes, rows)?))))
    }

    fn context<'c>(&'c self, schema: &'c Schema) -> Context<'c> {
        Context { schema, vocabularies: self.vocabularies, lang: self.config.lang() }
    }

    fn markdown(
        &self,
        file: FileId,
        schema: &Schema,
        id: &str,
        lang: Option<&str>,
        bytes: Vec<u8>,
        rows: Option<(Beside, Vec<u8>)>,
    ) -> Result<Made, Box<Diagnostic>> {
        let text = problems::decode_text(&bytes, file)?;
        let mut diagnostics = Vec::new();
        let rows = match rows {
            Some(((rows, format), bytes)) => {
                let (node, found) = self.rows(rows, format, schema, bytes)?;
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
        let source = Source { file, path, id, lang, text, rows };
        let (record, found) = record::from_markdown(self.context(schema), source);
        diagnostics.extend(found);
        let mut made =
            Made { records: record.into_iter().collect(), diagnostics, ..Made::default() };
        if let [record] = &mut made.records[..] {
            let mut held = body::read(Some(schema), record);
            if self.memo.texts() == Texts::PutDown {
                made.put_down = bodies::put_down(record, &mut held, text);
            }
            made.text = Some(held);
        }
        Ok(made)
    }

    fn table(
        &self,
        file: FileId,
        schema: &Schema,
        format: TableFormat,
        bytes: Vec<u8>,
    ) -> Result<Made, Box<Diagnostic>> {
        let (node, mut diagnostics) = self.rows(file, format, schema, bytes)?;
        let Some(node) = node else {
            return Ok(Made { diagnostics, ..Made::default() });
        };
        let path = self.files.path(file);
        let (records, found) = record::from_table(self.context(schema), path, &node, format);
        diagnostics.extend(found);
        Ok(Made { records, diagnostics, ..Made::default() })
    }

    fn rows(
        &self,
        file: FileId,
        format: TableFormat,
        schema: &Schema,
        bytes: Vec<u8>,
    ) -> Result<(Option<Node>, Vec<Diagnostic>), Box<Diagnostic>> {
        if format == TableFormat::Yaml {
            return Ok(yaml::parse(problems::decode_text(&bytes, file)?, file, 1));
        }
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
