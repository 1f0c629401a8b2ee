//! Feeds of what is new (Atom, RFC 4287): one for the portal, one for each collection whose lists
//! begin with the newest record. Addresses in a feed are absolute, so there are none without a base.

use std::sync::Arc;

use metod_content::date::CivilDate;
use metod_content::model::{Kind, RecordIx, Schema};

use super::facts::{summary, title};
use super::xml::Xml;
use super::{Job, Material};
use crate::plan::{Language, address};

/// Entries of one feed: more than a month's news of a large portal.
const ENTRIES: usize = 50;
/// Media type (RFC 4287, 7).
pub const TYPE: &str = "application/atom+xml";

/// A feed as pages name it.
#[derive(Clone, Debug)]
pub struct FeedLink {
    /// Index of its language in the plan.
    pub language: usize,
    /// Its collection; `None` for the whole portal.
    pub collection: Option<Arc<str>>,
    /// Its title.
    pub title: String,
    /// Path within the site.
    pub address: String,
}

/// A feed that exists.
pub(super) struct Feed<'m> {
    /// Path within the site.
    pub(super) address: String,
    language: &'m Language,
    /// `None` for the whole portal.
    collection: Option<&'m Schema>,
    /// Newest first.
    entries: Vec<Entry>,
}

struct Entry {
    ix: RecordIx,
    created: CivilDate,
}

/// Every feed there is.
pub fn feeds(material: Material<'_>) -> Vec<FeedLink> {
    let languages = material.plan.languages.iter().enumerate();
    let some = languages.filter(|_| material.base_url.is_some());
    some.flat_map(|(number, language)| {
        of_language(material, language).into_iter().map(move |feed| FeedLink {
            language: number,
            collection: feed.collection.map(|schema| schema.id.clone()),
            title: feed.title(material),
            address: feed.address,
        })
    })
    .collect()
}

/// A file for each feed.
pub(super) fn jobs<'m>(material: Material<'m>) -> Vec<Job<'m>> {
    let Some(base) = material.base_url else {
        return Vec::new();
    };
    let feeds = material.plan.languages.iter().flat_map(|language| of_language(material, language));
    feeds
        .map(|feed| Job::new(feed.address.clone(), move || Ok(write(material, base, &feed))))
        .collect()
}

/// True when the lists of a collection begin with the newest record.
fn is_dated(schema: &Schema) -> bool {
    schema.sort.first().is_some_and(|key| &*key.field == "date" && key.descending)
}

fn of_language<'m>(material: Material<'m>, language: &'m Language) -> Vec<Feed<'m>> {
    let mut feeds = Vec::new();
    let mut whole = Vec::new();
    for collection in &language.collections {
        let schema = material.portal.schemas.get(&collection.id);
        let Some(schema) = schema.filter(|schema| is_dated(schema)) else {
            continue;
        };
        let own = |ix: &&RecordIx| *material.portal.record(**ix).lang == *language.tag;
        let entry = |ix: &RecordIx| {
            let created = material.created(material.portal.record(*ix))?;
            Some(Entry { ix: *ix, created })
        };
        let entries = newest(collection.records.iter().filter(own).filter_map(entry).collect());
        if entries.is_empty() {
            continue;
        }
        whole.extend(entries.iter().map(|entry| Entry { ..*entry }));
        let address = format!("{}{}/feed.xml", language.prefix, collection.id);
        feeds.push(Feed { address, language, collection: Some(schema), entries });
    }
    if !whole.is_empty() {
        let address = format!("{}feed.xml", language.prefix);
        feeds.push(Feed { address, language, collection: None, entries: newest(whole) });
    }
    feeds
}

fn newest(mut entries: Vec<Entry>) -> Vec<Entry> {
    entries.sort_by(|a, b| b.created.cmp(&a.created).then(a.ix.cmp(&b.ix)));
    entries.truncate(ENTRIES);
    entries
}

/// Dates of records have no hour: midnight in UTC stands for the day.
fn instant(day: CivilDate) -> String {
    format!("{day}T00:00:00Z")
}

impl Feed<'_> {
    fn title(&self, material: Material<'_>) -> String {
        let site = material.site_title(&self.language.tag);
        match self.collection {
            Some(schema) => format!("{} — {site}", schema.label.get(&self.language.tag)),
            None => site.to_owned(),
        }
    }

    fn page(&self) -> String {
        match self.collection {
            Some(schema) => address::list_page(&self.language.prefix, &schema.id, 1),
            None => address::home(&self.language.prefix),
        }
    }
}

fn write(material: Material<'_>, base: &str, feed: &Feed<'_>) -> Vec<u8> {
    let changed = |entry: &Entry| {
        let changed = material.updated(material.portal.record(entry.ix));
        changed.map_or(entry.created, |changed| changed.max(entry.created))
    };
    let newest = feed.entries.iter().map(changed).max().unwrap_or(material.as_of);
    let own = format!("{base}{}", feed.address);
    let page = format!("{base}{}", feed.page());
    let mut xml = Xml::new();
    let lang = feed.language.tag.as_str();
    xml.open("feed", &[("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", lang)]);
    xml.text("id", &own);
    xml.text("title", &feed.title(material));
    xml.text("updated", &instant(newest));
    xml.empty("link", &[("rel", "self"), ("type", TYPE), ("href", &own)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &page)]);
    xml.open("author", &[]);
    let operator = material.portal.config.operator.as_ref();
    let name = operator.map_or(material.site_title(lang), |operator| &operator.name);
    xml.text("name", name);
    xml.close("author");
    for entry in &feed.entries {
        write_entry(&mut xml, material, base, entry, &instant(changed(entry)));
    }
    xml.close("feed");
    xml.bytes()
}

fn write_entry(xml: &mut Xml, material: Material<'_>, base: &str, entry: &Entry, updated: &str) {
    let record = material.portal.record(entry.ix);
    let Some(address) = material.plan.record_address(entry.ix) else {
        return;
    };
    let url = format!("{base}{address}");
    xml.open("entry", &[]);
    // The page's address is permanent: an alias keeps the old one working, and ids do not change.
    xml.text("id", &url);
    xml.text("title", &title(record));
    xml.text("published", &instant(entry.created));
    xml.text("updated", updated);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &url)]);
    if let Some(text) = summary(record) {
        xml.text_with("summary", &[("type", "text")], &text);
    }
    let schema = material.portal.schema(record);
    for field in schema.iter().flat_map(|schema| schema.facets()) {
        let Kind::Vocabulary(name) = &field.kind else {
            continue;
        };
        for id in crate::plan::lists::values(record, field) {
            let label = material.portal.label(name, id, &record.lang);
            xml.empty("category", &[("term", id), ("label", &label)]);
        }
    }
    xml.close("entry");
}
