//! The native search index.
//!
//! 1. [`encode`]: rayon's threads turn documents into terms, in order, some hundred at a time;
//! 2. [`build`]: one tantivy thread writes them as one segment; [`base`] keeps it for the next build, which then
//!    analyses only what changed;
//! 3. [`source`]: tantivy's inverted index becomes a [`metod_search::rank::Source`], so that terms,
//!    queries and ranking are the same as in the browser;
//! 4. [`answer`]: its documents become a [`metod_search::answer::Catalogue`], which answers requests;
//! 5. [`walk`]: the inverted index term by term; [`export`] makes the static index of it;
//! 6. [`library`]: the static index answers, from files of any place.

mod answer;
mod base;
mod build;
mod digests;
mod documents;
mod encode;
mod export;
mod forms;
mod irregular;
mod labels;
mod library;
mod part;
mod source;
mod walk;

pub use base::Base;
pub use build::{AT_A_TIME, Options, build, build_while};
pub use digests::{Shelf, Weights};
pub use documents::{document, document_of, documents, order, settings, text_of};
pub use export::{export, files};
pub use forms::Forms;
pub use labels::labels;
pub use library::{Library, Traffic};
pub use metod_search::answer::{Answer, FacetCount, Facets, Hit, Request, Sort};
use metod_search::store::write::Texts;
pub use metod_search::store::{Labels, write::File};
pub use walk::Occurrence;

use metod_search::answer::{Column, Record};
use metod_search::rank::Synonyms;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

/// How much the words of a field count: as if they stood so many times in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldWeight(u8);

impl FieldWeight {
    /// More repetition changes the ranking little and costs space.
    const MAX: u8 = 5;

    /// The nearest weight to a schema's `search:`; 0 (or anything below ½, or not a number) means the
    /// field is not searched.
    pub fn new(weight: f32) -> Self {
        // Casting saturates, and turns "not a number" into 0.
        Self((weight.round() as u8).min(Self::MAX))
    }

    pub(crate) fn repetitions(self) -> u8 {
        self.0
    }
}

/// A document as the index wants it: plain text, no markup.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IndexDoc {
    /// Collection, such as `practices`.
    pub collection: String,
    /// Id in the collection.
    pub id: String,
    /// Language code.
    pub lang: String,
    /// Title.
    pub title: String,
    /// Address, relative to the root of the site.
    pub url: String,
    /// Summary.
    pub summary: String,
    /// Other searched fields: labels of vocabulary values, names, tags.
    pub fields: Vec<(FieldWeight, String)>,
    /// The body in order: anchor (may be empty), heading (may be empty), text.
    pub sections: Vec<(String, String, String)>,
    /// Field and id of a value, for filters and counts. `collection` and `lang` are added by the index.
    pub facets: Vec<(String, String)>,
    /// ISO date.
    pub date: Option<String>,
}

/// What the portal's vocabularies tell about its words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Groups of expressions of one meaning: label, abbreviations, synonyms.
    pub synonyms: Vec<Vec<String>>,
    /// By facet, ids of its values in the order that the portal gives them.
    pub order: BTreeMap<String, Vec<String>>,
    /// The facet whose value lists of hits show.
    pub badge: Option<String>,
}

/// Why an index cannot be built or read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// tantivy's own failure: the disk, mostly.
    #[error("search index: {0}")]
    Tantivy(#[from] tantivy::TantivyError),
    /// A part of the index cannot be read.
    #[error("search index: {0}")]
    Io(#[from] std::io::Error),
    /// The text of a document cannot be stored or read.
    #[error("search index: {0}")]
    Stored(#[from] serde_json::Error),
}

/// What lists of hits need of a document; its text is in tantivy's store.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// See [`IndexDoc::collection`].
    pub collection: String,
    /// See [`IndexDoc::id`].
    pub id: String,
    /// See [`IndexDoc::lang`].
    pub lang: String,
    /// See [`IndexDoc::title`].
    pub title: String,
    /// See [`IndexDoc::url`].
    pub url: String,
    /// See [`IndexDoc::summary`].
    pub summary: String,
    /// See [`IndexDoc::date`].
    pub date: Option<String>,
    /// Its value of the facet [`Settings::badge`].
    pub badge: Option<String>,
}

impl Document {
    /// What a list shows of it.
    fn record(&self) -> Record {
        Record {
            collection: self.collection.clone(),
            id: self.id.clone(),
            lang: self.lang.clone(),
            title: self.title.clone(),
            url: self.url.clone(),
            date: self.date.clone(),
            badge: self.badge.clone(),
        }
    }
}

/// A searchable index. Documents are numbered from 0, in the order in which they were given.
pub struct Index {
    /// Nothing, one of all documents, or an older one and what is new.
    parts: Vec<part::Part>,
    fields: build::Fields,
    /// Mean lengths of fields, in the order of [`metod_search::rank::Field::ALL`].
    means: [f32; 2],
    documents: Vec<Document>,
    columns: BTreeMap<String, Arc<Column>>,
    dates: Arc<Vec<u32>>,
    forms: Forms,
    synonyms: Synonyms,
    /// Packs of digests, if they were asked for.
    texts: Arc<Vec<Texts>>,
    analysed: usize,
    /// For the next index: see [`Base`].
    uses: base::Uses,
    weights: Weights,
    /// See [`Options::dear`].
    dear: usize,
    directory: tantivy::directory::RamDirectory,
    managed: BTreeSet<PathBuf>,
}

impl Index {
    /// The documents, by number.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// The words of the documents as written, with their terms.
    pub fn forms(&self) -> &Forms {
        &self.forms
    }
}

#[cfg(test)]
mod tests;
