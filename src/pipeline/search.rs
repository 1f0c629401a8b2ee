//! Records as the index wants them and the index as browsers want it.

use std::collections::BTreeMap;
use std::io;

use metod_content::model::{Portal, RecordIx};

use super::Prepared;
use crate::export;
use crate::index::{self, Index, IndexDoc, Labels};

/// Content by address.
pub type SearchFiles = BTreeMap<String, Vec<u8>>;

/// What an index in memory is made for: each needs texts of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// [`Index::search`].
    Search,
    /// [`search_files`].
    Files,
}

/// The search index of a portal, in memory.
///
/// # Errors
/// Only what the memory causes.
pub fn index(prepared: &Prepared, purpose: Purpose) -> Result<Index, index::Error> {
    let portal = &prepared.loaded.portal;
    let mut order = index::order(portal);
    order.retain(|&ix| prepared.plan.record_address(ix).is_some());
    let document = |ix: &RecordIx| {
        let document = index::document_of(portal, &prepared.plan, *ix);
        document.map(|document| with_level(portal, document))
    };
    let weights = || {
        let sample = index::Weights::sample(order.len()).filter_map(|at| document(&order[at]));
        index::Weights::of(&sample.collect::<Vec<_>>())
    };
    let options = index::Options {
        keep_text: purpose == Purpose::Search,
        digests: (purpose == Purpose::Files).then(weights),
        ..index::Options::default()
    };
    index::build(order.iter().filter_map(document), &settings(portal), options)
}

/// What browsers search, by address: the static index.
///
/// # Errors
/// When the index cannot be read.
pub fn search_files(prepared: &Prepared, index: &Index) -> Result<SearchFiles, index::Error> {
    let files = index::files(index, index_labels(prepared, index))?;
    Ok(files.into_iter().map(|file| (file.address, file.bytes)).collect())
}

/// All of it as a script for pages opened from a disk: larger than the files together, so it is made for who
/// asks.
///
/// # Errors
/// Only what the memory causes.
pub fn offline(prepared: &Prepared, files: &SearchFiles) -> io::Result<Vec<u8>> {
    let offline = export::Offline::default();
    files.iter().for_each(|(address, bytes)| offline.add(address, bytes.len()));
    let read = |address: &str| files.get(address).cloned().ok_or(io::ErrorKind::NotFound.into());
    let mut bytes = Vec::new();
    offline.write(prepared.renderer.assets().engine(), read, &mut bytes)?;
    Ok(bytes)
}

/// The facet of the index that no schema declares: a practice's level is computed.
const LEVEL: (&str, &str) = ("level", "levels");

/// A record as the index wants it, with its level.
pub(super) fn with_level(portal: &Portal, mut document: IndexDoc) -> IndexDoc {
    if document.collection == "practices"
        && let Some(found) = portal.assessment(&document.id)
    {
        document.facets.push((LEVEL.0.to_owned(), found.level));
    }
    document
}

/// The settings of the index, levels in their order.
pub(super) fn settings(portal: &Portal) -> index::Settings {
    let mut settings = index::settings(portal);
    let levels = portal.vocabularies.get(LEVEL.1).into_iter().flat_map(|words| words.entries());
    let mut order: Vec<String> = levels.map(|level| level.id.to_string()).collect();
    // The vocabulary begins with the highest level, an order of values with the lowest.
    order.reverse();
    settings.order.insert(LEVEL.0.to_owned(), order);
    settings.badge = Some(LEVEL.0.to_owned());
    settings
}

/// Words for facets and their values.
pub fn index_labels(prepared: &Prepared, index: &Index) -> BTreeMap<String, Labels> {
    let Prepared { loaded, plan, renderer, .. } = prepared;
    let mut labels = index::labels(&loaded.portal, index);
    for (number, language) in plan.languages.iter().enumerate() {
        let Some(labels) = labels.get_mut(&language.tag) else {
            continue;
        };
        let levels = loaded.portal.vocabularies.get(LEVEL.1);
        let levels = levels.into_iter().flat_map(|words| words.entries());
        let label = |level: &metod_content::model::vocabulary::Entry| {
            (level.id.to_string(), level.label.get(&language.tag).to_owned())
        };
        let name = renderer.locale(number).text("support");
        labels.fields.insert(LEVEL.0.to_owned(), (name, levels.map(label).collect()));
        let tags = plan.languages.iter().map(|other| &other.tag);
        let own_names = tags.map(|tag| (tag.clone(), crate::render::locale::own_name(tag)));
        let name = renderer.locale(number).text("find-language");
        labels.fields.insert("lang".to_owned(), (name, own_names.collect()));
        if let Some((name, _)) = labels.fields.get_mut("collection") {
            *name = renderer.locale(number).text("find-collection");
        }
    }
    labels
}
