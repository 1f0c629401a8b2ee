//! What a site consists of, made from a prepared portal: the steps of [`super::build`] after the checks.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use metod_content::model::RecordIx;
use rayon::prelude::*;

use super::{BuildError, Prepared, search};
use crate::export;
use crate::index::{self, Index, IndexDoc, Labels};
use crate::plan::{Kind, Page, address};
use crate::publish::{PublishError, Site};
use crate::render::Rendered;
use crate::render::images;
use crate::source::Tree;

/// Renders a page and puts it into the site.
fn page(
    prepared: &Prepared,
    site: &Site,
    page: &Page,
    body: Option<String>,
) -> Result<Rendered, BuildError> {
    let error = |error| BuildError::Page { address: page.address.clone(), error };
    let rendered = prepared.page_of(page, body).map_err(error)?;
    site.write(&page.address, &rendered.html)?;
    Ok(rendered)
}

/// Pages of records, and the search index of what they say.
pub(super) fn records(
    tree: &dyn Tree,
    prepared: &Prepared,
    site: &Site,
) -> Result<Index, BuildError> {
    let portal = &prepared.loaded.portal;
    let mut pages = RecordPages::new(tree, prepared, site);
    let options = index::Options { digests: true, ..index::Options::default() };
    let index = index::build(&mut pages, &search::settings(portal), options);
    pages.failure.map_or(Ok(()), Err)?;
    Ok(index?)
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
    tree: &'p dyn Tree,
    prepared: &'p Prepared,
    site: &'p Site,
    order: Vec<RecordIx>,
    next: usize,
    ready: std::vec::IntoIter<IndexDoc>,
    /// Ends the documents; asked for at the end, since an iterator has no room for it.
    failure: Option<BuildError>,
}

impl<'p> RecordPages<'p> {
    /// Records that are rendered before the index takes their texts.
    const AHEAD: usize = 256;

    fn new(tree: &'p dyn Tree, prepared: &'p Prepared, site: &'p Site) -> Self {
        let order = index::order(&prepared.loaded.portal);
        let ready = Vec::new().into_iter();
        RecordPages { tree, prepared, site, order, next: 0, ready, failure: None }
    }

    fn document(&self, ix: RecordIx) -> Result<Option<IndexDoc>, BuildError> {
        let Prepared { loaded, plan, .. } = self.prepared;
        let page = plan.record_address(ix).and_then(|address| plan.page(address));
        let Some(page) = page.filter(|page| page.kind == Kind::Record(ix)) else {
            return Ok(None);
        };
        let portal = &loaded.portal;
        let body = loaded.bodies.take_up(self.tree, portal, ix).map_err(|problem| {
            BuildError::Body { path: portal.record(ix).path.to_string(), problem }
        })?;
        let rendered = self::page(self.prepared, self.site, page, body)?;
        let document = index::document(portal, plan, ix, rendered.sections);
        Ok(document.map(|document| search::with_level(portal, document)))
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
            let documents = chunk.par_iter().filter_map(|&ix| self.document(ix).transpose());
            match documents.collect::<Result<Vec<IndexDoc>, BuildError>>() {
                Ok(documents) => self.ready = documents.into_iter(),
                Err(error) => self.failure = Some(error),
            }
            self.next = end;
        }
    }
}

/// Every page but those of records.
pub(super) fn lists(prepared: &Prepared, site: &Site) -> Result<(), BuildError> {
    let others = prepared.plan.pages.par_iter();
    let others = others.filter(|page| !matches!(page.kind, Kind::Record(_)));
    others.try_for_each(|other| page(prepared, site, other, None).map(|_| ()))
}

pub(super) fn exports(prepared: &Prepared, site: &Site) -> Result<(), BuildError> {
    prepared.exports().par_iter().try_for_each(|job| {
        let file = job
            .file()
            .map_err(|error| BuildError::Export { address: job.address.clone(), error })?;
        Ok(site.write(&file.address, &file.bytes)?)
    })
}

pub(super) fn assets(prepared: &Prepared, site: &Site) -> Result<(), BuildError> {
    for (address, bytes) in &prepared.renderer.assets().files {
        site.write(address, bytes)?;
    }
    Ok(())
}

/// Files beside published records, and smaller versions of their pictures.
pub(super) fn attachments(
    tree: &dyn Tree,
    prepared: &Prepared,
    site: &Site,
) -> Result<(), BuildError> {
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
            let picture = |reason: String| BuildError::Picture { path: file.path.clone(), reason };
            let bytes = tree.read(&file.path).map_err(|problem| picture(problem.to_string()))?;
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
