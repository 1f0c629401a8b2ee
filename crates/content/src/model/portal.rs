//! The finished model: every record in its place, references resolved both ways.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::config::Config;
use super::consent::Contacts;
use super::record::Record;
use super::review::{self, Assessment, Sheet};
use super::schema::{Field, Kind, Schema, Schemas};
use super::value::{Fields, Placed, Value};
use super::vocabulary::Vocabularies;
use crate::body::url;
use crate::diagnostic::{Code, Diagnostic};

/// Index of a record in [`Portal::records`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordIx(pub u32);

/// A reference that another record makes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Backref {
    /// Collection of the record that refers.
    pub collection: Arc<str>,
    /// Field in which it refers (the outermost one).
    pub field: Arc<str>,
    /// The record that refers.
    pub from: RecordIx,
}

/// Everything that a portal holds.
#[derive(Debug, Default)]
pub struct Portal {
    /// portal.yaml.
    pub config: Config,
    /// Collections.
    pub schemas: Schemas,
    /// Vocabularies.
    pub vocabularies: Vocabularies,
    /// Contacts of people, as far as consents cover them. Others are never here.
    pub contacts: Contacts,
    /// Review sheets by practice and expert.
    pub reviews: Vec<Sheet>,
    /// Records by collection, id and language, the portal's own language first. One that did not change is
    /// shared by the portals before and after the change.
    pub records: Vec<Arc<Record>>,
    /// By collection and id: looked up for every reference, so without making keys.
    by_id: BTreeMap<Arc<str>, BTreeMap<Arc<str>, Vec<RecordIx>>>,
    by_path: BTreeMap<Arc<str>, RecordIx>,
    backrefs: Vec<Vec<Backref>>,
}

/// Where a link of a record's text leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// Another site, a mail address, a telephone.
    External,
    /// A place of the same page.
    Anchor(String),
    /// Another record, perhaps a place of its page.
    Record(RecordIx, Option<String>),
    /// A file in the record's own folder: its path within the repository.
    Attachment(String),
    /// Nothing; perhaps a name that was meant.
    Broken(Option<String>),
}

impl Portal {
    /// Brings records into order and resolves their references. Two records under one id are
    /// reported, and the first by path is kept.
    pub fn assemble(
        config: Config,
        schemas: Schemas,
        vocabularies: Vocabularies,
        mut records: Vec<Arc<Record>>,
        paths: impl Fn(crate::syntax::FileId) -> String,
    ) -> (Self, Vec<Diagnostic>) {
        let own = config.lang().to_owned();
        records.sort_by(|a, b| sort_key(a, &own).cmp(&sort_key(b, &own)));
        let mut diagnostics = Vec::new();
        records.dedup_by(|next, kept| {
            let same =
                next.collection == kept.collection && next.id == kept.id && next.lang == kept.lang;
            if same {
                let other = format!("{}:{}", paths(kept.file()), kept.place.start.line);
                diagnostics.push(
                    Diagnostic::new(Code::DuplicateId, next.place)
                        .with("id", &next.id)
                        .with("other", other),
                );
            }
            same
        });
        let mut portal = Portal { config, schemas, vocabularies, records, ..Portal::default() };
        portal.index();
        portal.collect_backrefs();
        (portal, diagnostics)
    }

    fn index(&mut self) {
        for (number, record) in self.records.iter().enumerate() {
            let ix = RecordIx(number as u32);
            let ids = self.by_id.entry(record.collection.clone()).or_default();
            ids.entry(record.id.clone()).or_default().push(ix);
            self.by_path.entry(record.path.clone()).or_insert(ix);
        }
    }

    fn collect_backrefs(&mut self) {
        let mut backrefs = vec![Vec::new(); self.records.len()];
        for (number, record) in self.records.iter().enumerate() {
            let Some(schema) = self.schema(record) else {
                continue;
            };
            for (name, placed) in record.fields.iter() {
                let Some(field) = schema.field(name) else {
                    continue;
                };
                each_reference(field, placed, &mut |collection, id, _, _| {
                    let Some(to) = self.find_ix(collection, id) else {
                        return;
                    };
                    backrefs[to.0 as usize].push(Backref {
                        collection: record.collection.clone(),
                        field: field.id.clone(),
                        from: RecordIx(number as u32),
                    });
                });
            }
        }
        for list in &mut backrefs {
            list.sort();
            list.dedup();
            list.shrink_to_fit();
        }
        self.backrefs = backrefs;
    }

    /// The record at `ix`.
    pub fn record(&self, ix: RecordIx) -> &Record {
        &self.records[ix.0 as usize]
    }

    /// Every record with its index.
    pub fn iter(&self) -> impl Iterator<Item = (RecordIx, &Record)> {
        self.records.iter().enumerate().map(|(number, record)| (RecordIx(number as u32), &**record))
    }

    /// The schema of a record.
    pub fn schema(&self, record: &Record) -> Option<&Schema> {
        self.schemas.get(&record.collection)
    }

    /// Index of the record `collection:id` in the portal's own language, or in the first there is.
    pub fn find_ix(&self, collection: &str, id: &str) -> Option<RecordIx> {
        self.variants(collection, id).first().copied()
    }

    /// The record `collection:id`.
    pub fn find(&self, collection: &str, id: &str) -> Option<&Record> {
        self.find_ix(collection, id).map(|ix| self.record(ix))
    }

    /// A record in all its languages, the portal's own first.
    pub fn variants(&self, collection: &str, id: &str) -> &[RecordIx] {
        let ids = self.by_id.get(collection);
        ids.and_then(|ids| ids.get(id)).map_or(&[], Vec::as_slice)
    }

    /// Who refers to a record.
    pub fn backrefs(&self, ix: RecordIx) -> &[Backref] {
        self.backrefs.get(ix.0 as usize).map_or(&[], Vec::as_slice)
    }

    /// Ids of a collection, for suggestions.
    pub fn ids(&self, collection: &str) -> impl Iterator<Item = &str> {
        self.by_id.get(collection).into_iter().flat_map(|ids| ids.keys()).map(|id| &**id)
    }

    /// Says where `target`, a link in the text of `record`, leads.
    pub fn resolve(&self, record: &Record, target: &str) -> Target {
        let (path, anchor) = match target.split_once('#') {
            Some((path, anchor)) => (path, Some(percent_decode(anchor))),
            None => (target, None),
        };
        if path.is_empty() {
            return anchor.map_or(Target::Broken(None), Target::Anchor);
        }
        if let Some((scheme, rest)) = path.split_once(':') {
            if self.schemas.get(scheme).is_none() {
                return self.foreign(target, scheme, rest);
            }
            return match self.find_ix(scheme, rest) {
                Some(ix) => Target::Record(ix, anchor),
                None => Target::Broken(self.meant(scheme, rest)),
            };
        }
        if path.starts_with("//") {
            return Target::External;
        }
        let Some(full) = join(&record.path, &percent_decode(path)) else {
            return Target::Broken(None);
        };
        self.resolve_path(record, &full, anchor)
    }

    fn resolve_path(&self, record: &Record, full: &str, anchor: Option<String>) -> Target {
        if let Some(ix) = self.by_path.get(full) {
            return Target::Record(*ix, anchor);
        }
        if let Some(attachment) = record.attachments.iter().find(|file| file.path == full) {
            return Target::Attachment(attachment.path.clone());
        }
        // `x.md` for `x/index.md`: the address does not tell which of the two an author chose.
        let mut parts = full.trim_end_matches(".md").rsplitn(3, '/');
        let (id, collection) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        match self.find_ix(collection, id) {
            Some(ix) if full.ends_with(".md") => Target::Record(ix, anchor),
            _ => Target::Broken(self.meant(collection, id)),
        }
    }

    /// A target with a scheme that is no collection: an address, or a misspelt `collection:id`.
    fn foreign(&self, target: &str, scheme: &str, id: &str) -> Target {
        if url::classify(target) != url::Target::Reference {
            return Target::External;
        }
        let meant = super::suggest::closest(scheme, self.schemas.ids());
        Target::Broken(meant.map(|collection| format!("{collection}:{id}")))
    }

    fn meant(&self, collection: &str, id: &str) -> Option<String> {
        let found = super::suggest::closest(id, self.ids(collection))?;
        Some(format!("{collection}:{found}"))
    }

    /// Sheets about a practice.
    pub fn sheets(&self, id: &str) -> Vec<&Sheet> {
        let from = self.reviews.partition_point(|sheet| *sheet.record < *id);
        self.reviews[from..].iter().take_while(|sheet| sheet.record == id).collect()
    }

    /// What the reviews of a practice together say.
    pub fn assessment(&self, id: &str) -> Option<Assessment> {
        review::assess(&self.config, &self.vocabularies, &self.sheets(id))
    }

    /// Label of an entry of a vocabulary.
    pub fn label(&self, vocabulary: &str, id: &str, lang: &str) -> String {
        let entry = self.vocabularies.get(vocabulary).and_then(|words| words.get(id));
        entry.map_or_else(|| id.to_owned(), |entry| entry.label.get(lang).to_owned())
    }
}

fn sort_key<'r>(record: &'r Record, own: &str) -> (&'r str, &'r str, bool, &'r str, &'r str, u32) {
    let foreign = &*record.lang != own;
    let line = record.place.start.line;
    (&record.collection, &record.id, foreign, &record.lang, &record.path, line)
}

/// Calls `visit(collection, id, field, placed)` for every reference in a value.
pub fn each_reference<'v>(
    field: &'v Field,
    placed: &'v Placed,
    visit: &mut impl FnMut(&'v str, &'v str, &'v Field, &'v Placed),
) {
    match (&placed.value, &field.kind) {
        (Value::List(items), _) => {
            items.iter().for_each(|item| each_reference(field, item, visit));
        }
        (Value::Reference(id), Kind::Reference { collection, .. }) => {
            visit(collection, id, field, placed);
        }
        (Value::Free(fields), Kind::Reference { free: Some(declared), .. }) => {
            each_in(declared, fields, visit);
        }
        (Value::Object(fields), Kind::Object(declared)) => each_in(declared, fields, visit),
        _ => {}
    }
}

fn each_in<'v>(
    declared: &'v [Field],
    fields: &'v Fields,
    visit: &mut impl FnMut(&'v str, &'v str, &'v Field, &'v Placed),
) {
    for (name, placed) in fields.iter() {
        if let Some(field) = declared.iter().find(|field| &*field.id == name) {
            each_reference(field, placed, visit);
        }
    }
}

/// Resolves `relative` against the folder of `path`; `None` when it leaves the repository.
pub fn join(path: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    if let Some(rooted) = relative.strip_prefix('/') {
        parts = vec!["content"];
        return push_all(parts, rooted);
    }
    push_all(parts, relative)
}

fn push_all<'p>(mut parts: Vec<&'p str>, relative: &'p str) -> Option<String> {
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// Decodes `%XX`; what is not UTF-8 afterwards stays as it was.
pub fn percent_decode(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = (bytes[at] == b'%').then(|| bytes.get(at + 1..at + 3)).flatten();
        let byte = hex
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(byte.unwrap_or(bytes[at]));
        at += if byte.is_some() { 3 } else { 1 };
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_within_the_repository() {
        let from = "content/practices/a.md";
        assert_eq!(join(from, "../documents/b.md").as_deref(), Some("content/documents/b.md"));
        assert_eq!(join(from, "/documents/b.md").as_deref(), Some("content/documents/b.md"));
        assert_eq!(join(from, "../../../../etc/passwd"), None);
        assert_eq!(percent_decode("%D1%84.png"), "ф.png");
        assert_eq!(percent_decode("100%"), "100%");
    }
}
