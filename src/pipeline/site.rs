//! What a site consists of, made from a prepared portal: the steps of [`super::build`] after the checks.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use metod_content::model::RecordIx;
use rayon::prelude::*;

use super::made_of::Ingredients;
use super::{BuildError, Prepared, search};
use crate::export;
use crate::index::{self, Index, IndexDoc, Labels};
use crate::plan::{Kind, Page, address};
use crate::publish::{MadeOf, PublishError, Site};
use crate::render::Rendered;
use crate::render::images;
use crate::source::Tree;

/// Where a site is made.
#[derive(Clone, Copy)]
pub(super) struct Room<'r> {
    pub(super) tree: &'r dyn Tree,
    pub(super) prepared: &'r Prepared,
    pub(super) made_of: &'r Ingredients,
    pub(super) site: &'r Site,
}

impl Room<'_> {
    /// Pages of records, and the search index of what they say.
    pub(super) fn records(&self) -> Result<Index, BuildError> {
        let portal = &self.prepared.loaded.portal;
        let mut pages = RecordPages::new(*self);
        let options = index::Options { digests: true, ..index::Options::default() };
        let index = index::build(&mut pages, &search::settings(portal), options);
        pages.failure.map_or(Ok(()), Err)?;
        Ok(index?)
    }

    /// The page of a record, and the record for the index.
    fn record(&self, ix: RecordIx) -> Result<Option<IndexDoc>, BuildError> {
        let Prepared { loaded, plan, .. } = self.prepared;
        let page = plan.record_address(ix).and_then(|address| plan.page(address));
        let Some(page) = page.filter(|page| page.kind == Kind::Record(ix)) else {
            return Ok(None);
        };
        let portal = &loaded.portal;
        let path = &portal.record(ix).path;
        let body = loaded
            .bodies
            .take_up(self.tree, portal, ix)
            .map_err(|problem| BuildError::Body { path: path.to_string(), problem })?;
        let made_of = self.made_of.record(loaded.bodies.text(path));
        let sections = if self.site.take_over(&page.address, &made_of)? {
            body.map(|body| index::text_of(portal, ix, &body)).unwrap_or_default()
        } else {
            self.page(page, body, &made_of)?.sections
        };
        let document = index::document(portal, plan, ix, sections);
        Ok(document.map(|document| search::with_level(portal, document)))
    }

    /// Renders a page and puts it into the site.
    fn page(
        &self,
        page: &Page,
        body: Option<String>,
        made_of: &MadeOf,
    ) -> Result<Rendered, BuildError> {
        let error = |error| BuildError::Page { address: page.address.clone(), error };
        let rendered = self.prepared.page_of(page, body).map_err(error)?;
        self.site.write_made_of(&page.address, &rendered.html, made_of)?;
        Ok(rendered)
    }

    /// Every page but those of records.
    pub(super) fn lists(&self) -> Result<(), BuildError> {
        let made_of = self.made_of.page();
        let others = self.prepared.plan.pages.par_iter();
        let others = others.filter(|page| !matches!(page.kind, Kind::Record(_)));
        others.try_for_each(|other| {
            if !self.site.take_over(&other.address, &made_of)? {
                self.page(other, None, &made_of)?;
            }
            Ok(())
        })
    }

    /// The same records in other people's formats. None of them holds the text of a record.
    pub(super) fn exports(&self) -> Result<(), BuildError> {
        let made_of = self.made_of.page();
        self.prepared.exports().par_iter().try_for_each(|job| {
            if self.site.take_over(&job.address, &made_of)? {
                return Ok(());
            }
            let error = |error| BuildError::Export { address: job.address.clone(), error };
            let file = job.file().map_err(error)?;
            Ok(self.site.write_made_of(&file.address, &file.bytes, &made_of)?)
        })
    }

    /// Styles, scripts, icons, the engine of the search.
    pub(super) fn assets(&self) -> Result<(), BuildError> {
        for (address, bytes) in &self.prepared.renderer.assets().files {
            self.site.write(address, bytes)?;
        }
        Ok(())
    }

    /// Files beside published records, and smaller versions of their pictures.
    pub(super) fn attachments(&self) -> Result<(), BuildError> {
        let Room { tree, prepared, site, .. } = *self;
        let portal = &prepared.loaded.portal;
        // Versions of one record in several languages share its folder.
        let mut last = None;
        for (ix, record) in portal.iter() {
            let key = (&record.collection, &record.id);
            if prepared.plan.record_address(ix).is_none() || last == Some(key) {
                continue;
            }
            last = Some(key);
            for file in &record.attachments {
                let picture =
                    |reason: String| BuildError::Picture { path: file.path.clone(), reason };
                let bytes =
                    tree.read(&file.path).map_err(|problem| picture(problem.to_string()))?;
                let address = address::attachment(&record.collection, &record.id, &file.name);
                site.write(&address, &bytes)?;
            }
        }
        let mut variants: Vec<&images::Variant> = prepared.pictures.variants().collect();
        variants.sort_by(|a, b| a.address.cmp(&b.address));
        variants.dedup_by(|a, b| a.address == b.address);
        variants.par_iter().try_for_each(|variant| {
            let bytes = images::shrink(tree, variant)
                .map_err(|reason| BuildError::Picture { path: variant.source.clone(), reason })?;
            Ok(site.write(&variant.address, &bytes)?)
        })
    }
}

/// The search index as browsers read it.
pub(super) fn index(
    index: Index,
    labels: BTreeMap<String, Labels>,
    engine: &[u8],
    site: &Site,
) -> Result<(), BuildError> {
    let offline = export::Offline::default();
    let refused: Mutex<Option<PublishError>> = Mutex::default();
    index::export(&index, labels, |file| {
        offline.add(&file.address, file.bytes.len());
        if let Err(error) = site.write(&file.address, &file.bytes) {
            refused.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    })?;
    let refused = refused.into_inner().unwrap_or_else(PoisonError::into_inner);
    refused.map_or(Ok(()), Err)?;
    drop(index);
    let read = |address: &str| site.read(address);
    Ok(site.stream(export::OFFLINE, |out| offline.write(engine, read, out))?)
}

/// Records rendered some at a time, as the index asks for them: a body is read once for its page and for
/// the index, and its text is not kept.
struct RecordPages<'p> {
    room: Room<'p>,
    order: Vec<RecordIx>,
    next: usize,
    ready: std::vec::IntoIter<IndexDoc>,
    /// Ends the documents; asked for at the end, since an iterator has no room for it.
    failure: Option<BuildError>,
}

impl<'p> RecordPages<'p> {
    /// Records that are rendered before the index takes their texts.
    const AHEAD: usize = 512;

    fn new(room: Room<'p>) -> Self {
        let order = index::order(&room.prepared.loaded.portal);
        RecordPages { room, order, next: 0, ready: Vec::new().into_iter(), failure: None }
    }
}

impl Iterator for RecordPages<'_> {
    type Item = IndexDoc;

    fn next(&mut self) -> Option<IndexDoc> {
        loop {
            if let Some(ready) = self.ready.next() {
                return Some(ready);
            }
            let end = self.order.len().min(self.next + Self::AHEAD);
            let chunk = &self.order[self.next..end];
            if chunk.is_empty() || self.failure.is_some() {
                return None;
            }
            let documents =
                chunk.par_iter().with_max_len(4).filter_map(|&ix| self.room.record(ix).transpose());
            match documents.collect::<Result<Vec<IndexDoc>, BuildError>>() {
                Ok(documents) => self.ready = documents.into_iter(),
                Err(error) => self.failure = Some(error),
            }
            self.next = end;
        }
    }
}
