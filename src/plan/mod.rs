//! Which pages exist, at which addresses, and what they list. Nothing is rendered here.
//!
//! 1. [`address`] turns records, lists and files into addresses and one address into a link from
//!    another.
//! 2. [`lists`] sorts each collection once per language and counts its facets.
//! 3. [`related`] finds the records nearest to each record.
//! 4. [`downloads`] says which pages have files of other formats beside them, [`occasions`] which days
//!    of a deadline a calendar shows.
//! 5. [`Plan::new`] lays all pages out and reports two at one address.

pub mod address;
pub mod collate;
pub mod downloads;
pub mod lists;
pub mod occasions;
pub mod related;

use std::collections::BTreeMap;

use metod_content::diagnostic::{Code, Diagnostic};
use metod_content::model::{Portal, RecordIx};

use address::{facet_page, home, list_page, record_page, search};
use lists::Collection;
use related::Related;

/// What a page shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The home page.
    Home,
    /// One page of a collection's list, or of one facet value of it.
    List {
        /// Index in [`Language::collections`].
        collection: usize,
        /// Indices of the facet and of its value.
        facet: Option<(usize, usize)>,
        /// Page number, from 1.
        number: usize,
    },
    /// A record.
    Record(RecordIx),
    /// The search.
    Search,
    /// The page for addresses that do not exist.
    NotFound,
}

/// One page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Path within the site.
    pub address: String,
    /// Index in [`Plan::languages`].
    pub language: usize,
    /// What it shows.
    pub kind: Kind,
}

/// The site in one language.
#[derive(Debug)]
pub struct Language {
    /// Language tag.
    pub tag: String,
    /// `""` for the portal's own language, `"en/"` for another.
    pub prefix: String,
    /// Collections in the order of the navigation, those without records left out.
    pub collections: Vec<Collection>,
    /// For each record, the version of it that pages in this language link to: asked for at every link.
    versions: Vec<RecordIx>,
}

impl Language {
    /// The version of a record in this language if it has a page, else the record itself.
    pub fn version(&self, ix: RecordIx) -> RecordIx {
        self.versions.get(ix.0 as usize).copied().unwrap_or(ix)
    }
}

/// See [`Language::version`].
fn versions(portal: &Portal, tag: &str, published: &impl Fn(RecordIx) -> bool) -> Vec<RecordIx> {
    let own = |ix: &RecordIx| *portal.record(*ix).lang == *tag && published(*ix);
    let mut out: Vec<RecordIx> = portal.iter().map(|(ix, _)| ix).collect();
    // Versions of one record stand side by side.
    let same = |a: &RecordIx, b: &RecordIx| {
        let (a, b) = (portal.record(*a), portal.record(*b));
        a.id == b.id && a.collection == b.collection
    };
    for group in out.chunk_by_mut(same) {
        if let Some(own) = group.iter().copied().find(own) {
            group.fill(own);
        }
    }
    out
}

/// All pages of a site.
#[derive(Debug)]
pub struct Plan {
    /// The portal's languages, its own first.
    pub languages: Vec<Language>,
    /// Every page, in the order in which readers would meet them.
    pub pages: Vec<Page>,
    /// Address of each record's page; `None` for drafts and records without pages.
    records: Vec<Option<String>>,
    related: Related,
    by_address: BTreeMap<String, usize>,
}

/// How a plan is made.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Publish drafts too.
    pub drafts: bool,
}

impl Plan {
    /// Lays out all pages of `portal`. Records related to another are found when they are asked for, or all
    /// together by [`find_related`](Self::find_related).
    pub fn new(portal: &Portal, options: Options) -> (Self, Vec<Diagnostic>) {
        Plan::again(portal, options, &related::Known::default())
    }

    /// The same for a portal that was planned before.
    pub fn again(
        portal: &Portal,
        options: Options,
        known: &related::Known,
    ) -> (Self, Vec<Diagnostic>) {
        let records = record_addresses(portal, options);
        let published = |ix: RecordIx| records.get(ix.0 as usize).is_some_and(Option::is_some);
        let languages: Vec<Language> = portal
            .config
            .languages
            .iter()
            .enumerate()
            .map(|(number, tag)| Language {
                tag: tag.clone(),
                prefix: if number == 0 { String::new() } else { format!("{tag}/") },
                collections: lists::collections(portal, tag, &published),
                versions: versions(portal, tag, &published),
            })
            .collect();
        let related = Related::new(portal.records.len(), known.clone());
        let mut plan =
            Plan { languages, pages: Vec::new(), records, related, by_address: BTreeMap::new() };
        let diagnostics = plan.lay_out(portal);
        (plan, diagnostics)
    }

    fn lay_out(&mut self, portal: &Portal) -> Vec<Diagnostic> {
        let size = portal.config.page_size;
        let mut pages = Vec::new();
        for (language, plan) in self.languages.iter().enumerate() {
            let mut add = |address: String, kind: Kind| {
                pages.push(Page { address, language, kind });
            };
            add(home(&plan.prefix), Kind::Home);
            for (number, collection) in plan.collections.iter().enumerate() {
                collection_pages(plan, number, collection, size, &mut add);
            }
            for (ix, record) in portal.iter() {
                if let Some(address) = self.record_address(ix)
                    && *record.lang == *plan.tag
                {
                    add(address.to_owned(), Kind::Record(ix));
                }
            }
            add(search(&plan.prefix), Kind::Search);
            if language == 0 {
                add("404.html".to_owned(), Kind::NotFound);
            }
        }
        self.take(portal, pages)
    }

    fn take(&mut self, portal: &Portal, pages: Vec<Page>) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        for page in pages {
            if let Some(&first) = self.by_address.get(&page.address) {
                if let Kind::Record(ix) = page.kind {
                    let other = match self.pages[first].kind {
                        Kind::Record(ix) => portal.record(ix).path.to_string(),
                        Kind::List { .. } => "the list of the collection".to_owned(),
                        _ => "the home page".to_owned(),
                    };
                    let place = portal.record(ix).place;
                    diagnostics.push(
                        Diagnostic::new(Code::DuplicateAddress, place)
                            .with("address", &page.address)
                            .with("other", other),
                    );
                }
                continue;
            }
            self.by_address.insert(page.address.clone(), self.pages.len());
            self.pages.push(page);
        }
        diagnostics
    }

    /// Address of a record's page; `None` when it has none.
    pub fn record_address(&self, ix: RecordIx) -> Option<&str> {
        self.records.get(ix.0 as usize)?.as_deref()
    }

    /// The page at `address`.
    pub fn page(&self, address: &str) -> Option<&Page> {
        self.by_address.get(address).map(|&number| &self.pages[number])
    }

    /// Finds the records related to each record, side by side: who asks for all of them does this first.
    pub fn find_related(&mut self, portal: &Portal) {
        let Plan { related, records, .. } = self;
        let published = |ix: RecordIx| records.get(ix.0 as usize).is_some_and(Option::is_some);
        related.find_all(portal, &published);
    }

    /// Does beforehand what the first question for related records would wait for.
    pub fn get_ready(&self, portal: &Portal) {
        self.related.get_ready(portal, &|ix| self.record_address(ix).is_some());
    }

    /// The records nearest to `ix` of the portal that this plan is of, best first.
    pub fn related(&self, portal: &Portal, ix: RecordIx) -> &[RecordIx] {
        self.related.of(portal, &|ix| self.record_address(ix).is_some(), ix)
    }
}

/// Address of every record that is published on a page of its own: with drafts or without, in a
/// language of the portal, in a collection with pages.
fn record_addresses(portal: &Portal, options: Options) -> Vec<Option<String>> {
    let languages = &portal.config.languages;
    portal
        .records
        .iter()
        .map(|record| {
            let schema = portal.schema(record)?;
            let number = languages.iter().position(|tag| **tag == *record.lang)?;
            let prefix = if number == 0 { String::new() } else { format!("{}/", record.lang) };
            let shown = schema.pages && (options.drafts || !record.is_draft());
            shown.then(|| record_page(&prefix, &record.collection, &record.id))
        })
        .collect()
}

fn collection_pages(
    plan: &Language,
    number: usize,
    collection: &Collection,
    size: usize,
    add: &mut impl FnMut(String, Kind),
) {
    for page in 1..=pages_of(collection.records.len(), size) {
        let kind = Kind::List { collection: number, facet: None, number: page };
        add(list_page(&plan.prefix, &collection.id, page), kind);
    }
    for (facet_number, facet) in collection.facets.iter().enumerate() {
        for (value_number, value) in facet.values.iter().enumerate() {
            for page in 1..=pages_of(value.records.len(), size) {
                let kind = Kind::List {
                    collection: number,
                    facet: Some((facet_number, value_number)),
                    number: page,
                };
                let address =
                    facet_page(&plan.prefix, &collection.id, &facet.field, &value.id, page);
                add(address, kind);
            }
        }
    }
}

/// How many pages a list of `count` records has: at least one.
pub fn pages_of(count: usize, size: usize) -> usize {
    count.div_ceil(size).max(1)
}
