//! What a site consists of, made from a prepared portal: the steps of [`super::build`] after the checks.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use metod_content::body::Section;
use metod_content::model::RecordIx;
use rayon::prelude::*;

use super::made_of::Ingredients;
use super::{BuildError, Prepared, search};
use crate::export;
use crate::index::{self, Index, IndexDoc, Labels};
use crate::plan::{Kind, Page, address};
use crate::publish::{MadeOf, PublishError, Scratch, Site};
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
    pub(super) scratch: &'r Arc<Scratch>,
}

impl index::Shelf for Scratch {
    fn put(&self, bytes: &[u8]) -> u64 {
        Scratch::put(self, bytes)
    }

    fn get(&self, at: u64, length: usize) -> Vec<u8> {
        Scratch::get(self, at, length)
    }
}

/// What the next build shall know of the index.
pub(super) struct Remembered {
    portal: String,
    made_of: Vec<String>,
}

impl Room<'_> {
    /// Pages, and the search index of what records say: made over the one of the build before, if only texts
    /// changed.
    pub(super) fn pages(&self) -> Result<(Index, Option<Remembered>), BuildError> {
        let portal = &self.prepared.loaded.portal;
        let mut pages = RecordPages::new(*self);
        let made_of: Vec<String> =
            pages.order.iter().map(|&ix| String::from(&self.made_of_record(ix))).collect();
        let all = self.made_of.page();
        let key = String::from(&all);
        let before = if self.site.knows(&all) { self.site.remembered() } else { None };
        let base = before
            .and_then(|(mut from, length)| index::Base::read(&mut from, length, &key, &made_of));
        let weights = match &base {
            Some(base) => base.weights().clone(),
            None => pages.weights()?,
        };
        if let Some(base) = &base {
            pages.kept = (0..made_of.len()).map(|at| base.keeps(at)).collect();
        }
        let remembered = base.is_none().then_some(Remembered { portal: key, made_of });
        let shelf: Arc<dyn index::Shelf> = self.scratch.clone();
        let options = index::Options {
            digests: Some(weights),
            shelf: Some(shelf),
            base,
            ..index::Options::default()
        };
        let settings = search::settings(portal);
        let built = index::build_while(&mut pages, &settings, options, || self.lists());
        pages.failure.map_or(Ok(()), Err)?;
        let (index, lists) = built?;
        lists?;
        Ok((index, remembered))
    }

    fn made_of_record(&self, ix: RecordIx) -> MadeOf {
        let loaded = &self.prepared.loaded;
        self.made_of.record(loaded.bodies.text(&loaded.portal.record(ix).path))
    }

    /// The page of a record, and the record for the index: without its text if it is `known` there.
    fn record(&self, ix: RecordIx, known: bool) -> Result<Option<IndexDoc>, BuildError> {
        let Some(page) = self.page_of(ix) else {
            return Ok(None);
        };
        let made_of = self.made_of_record(ix);
        let taken_over = self.site.take_over(&page.address, &made_of)?;
        let sections = if taken_over && known {
            Vec::new()
        } else if taken_over {
            self.text(ix)?
        } else {
            self.page(page, self.body(ix)?, &made_of)?.sections
        };
        Ok(self.document(ix, sections))
    }

    /// The page of a record, if it has one.
    fn page_of(&self, ix: RecordIx) -> Option<&Page> {
        let plan = &self.prepared.plan;
        let page = plan.record_address(ix).and_then(|address| plan.page(address));
        page.filter(|page| page.kind == Kind::Record(ix))
    }

    fn body(&self, ix: RecordIx) -> Result<Option<String>, BuildError> {
        let loaded = &self.prepared.loaded;
        let path = &loaded.portal.record(ix).path;
        let body = loaded.bodies.take_up(self.tree, &loaded.portal, ix);
        body.map_err(|problem| BuildError::Body { path: path.to_string(), problem })
    }

    /// The text of a record for the index, without its page being made.
    fn text(&self, ix: RecordIx) -> Result<Vec<Section>, BuildError> {
        let portal = &self.prepared.loaded.portal;
        let body = self.body(ix)?;
        Ok(body.map(|body| index::text_of(portal, ix, &body)).unwrap_or_default())
    }

    fn document(&self, ix: RecordIx, sections: Vec<Section>) -> Option<IndexDoc> {
        let Prepared { loaded, plan, .. } = self.prepared;
        let document = index::document(&loaded.portal, plan, ix, sections);
        document.map(|document| search::with_level(&loaded.portal, document))
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
    fn lists(&self) -> Result<(), BuildError> {
        let made_of = self.made_of.page();
        let others = self.prepared.plan.pages.iter();
        let others = others.filter(|page| !matches!(page.kind, Kind::Record(_)));
        // In small portions: no thread shall have many left when the others are done.
        others.collect::<Vec<_>>().par_iter().with_max_len(8).try_for_each(|other| {
            if !self.site.take_over(&other.address, &made_of)? {
                self.page(other, None, &made_of)?;
            }
            Ok(())
        })
    }

    /// The same records in other people's formats. None of them holds the text of a record.
    pub(super) fn exports(&self) -> Result<(), BuildError> {
        let made_of = self.made_of.page();
        self.prepared.exports().par_iter().with_max_len(1).try_for_each(|job| {
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
        variants.par_iter().with_max_len(1).try_for_each(|variant| {
            let bytes = images::shrink(tree, variant)
                .map_err(|reason| BuildError::Picture { path: variant.source.clone(), reason })?;
            Ok(site.write(&variant.address, &bytes)?)
        })
    }
}

/// The search index as browsers read it, and as the next build takes it up.
pub(super) fn index(
    (index, remembered): (Index, Option<Remembered>),
    labels: BTreeMap<String, Labels>,
    engine: &[u8],
    site: &Site,
    scratch: &Scratch,
) -> Result<(), BuildError> {
    let offline = export::Offline::default();
    let refused: Mutex<Option<PublishError>> = Mutex::default();
    let put = |file: index::File| {
        offline.add(&file.address, file.bytes.len());
        if let Err(error) = site.write(&file.address, &file.bytes) {
            refused.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
        }
    };
    let remember = || match &remembered {
        Some(Remembered { portal, made_of }) => {
            site.remember(|out| index.leave(portal, made_of, out))
        }
        None => Ok(()),
    };
    let (exported, left) = rayon::join(|| index::export(&index, labels, put), remember);
    exported?;
    left?;
    let refused = refused.into_inner().unwrap_or_else(PoisonError::into_inner);
    refused.map_or(Ok(()), Err)?;
    scratch.check()?;
    drop(index);
    let read = |address: &str| site.read(address);
    Ok(site.stream(export::OFFLINE, |out| offline.write(engine, read, out))?)
}

/// Records rendered some at a time, as the index asks for them: a body is read once for its page and for
/// the index, and its text is not kept.
struct RecordPages<'p> {
    room: Room<'p>,
    /// Records with a page.
    order: Vec<RecordIx>,
    /// Which of them the index knows already.
    kept: Vec<bool>,
    next: usize,
    ready: std::vec::IntoIter<IndexDoc>,
    /// Ends the documents; asked for at the end, since an iterator has no room for it.
    failure: Option<BuildError>,
}

impl<'p> RecordPages<'p> {
    fn new(room: Room<'p>) -> Self {
        let mut order = index::order(&room.prepared.loaded.portal);
        order.retain(|&ix| room.page_of(ix).is_some());
        let (kept, ready) = (vec![false; order.len()], Vec::new().into_iter());
        RecordPages { room, order, kept, next: 0, ready, failure: None }
    }

    /// What words tell, weighed by some of the records.
    fn weights(&self) -> Result<index::Weights, BuildError> {
        let sample: Vec<usize> = index::Weights::sample(self.order.len()).collect();
        let document = |&at: &usize| {
            let ix = self.order[at];
            Ok(self.room.document(ix, self.room.text(ix)?))
        };
        let documents: Vec<Option<IndexDoc>> =
            sample.par_iter().map(document).collect::<Result<_, BuildError>>()?;
        let documents: Vec<IndexDoc> = documents.into_iter().flatten().collect();
        Ok(index::Weights::of(&documents))
    }
}

impl Iterator for RecordPages<'_> {
    type Item = IndexDoc;

    fn next(&mut self) -> Option<IndexDoc> {
        loop {
            if let Some(ready) = self.ready.next() {
                return Some(ready);
            }
            let end = self.order.len().min(self.next + index::AT_A_TIME);
            let chunk = self.order[self.next..end].par_iter().zip(&self.kept[self.next..end]);
            if self.next == end || self.failure.is_some() {
                return None;
            }
            let documents = chunk
                .with_max_len(4)
                .filter_map(|(&ix, &known)| self.room.record(ix, known).transpose());
            match documents.collect::<Result<Vec<IndexDoc>, BuildError>>() {
                Ok(documents) => self.ready = documents.into_iter(),
                Err(error) => self.failure = Some(error),
            }
            self.next = end;
        }
    }
}
