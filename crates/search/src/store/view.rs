//! What has been fetched, as an index.

use super::cache::{Cache, File};
use super::places;
use super::postings::by_document;
use super::root::Root;
use super::spelling::reversed;
use super::words::{SHARDS, Words};
use super::{Kind, address, grouped, packs, piece};
use crate::answer::{Catalogue, Column, Passage, Record};
use crate::map::Names;
use crate::prelude::*;
use crate::rank::{Expression, Field, Form, Group, Kin, NearKeys, Posting, Source};
use alloc::sync::Arc;
use core::cell::{Cell, RefCell};

/// One question's view of the files that are here.
pub(super) struct View<'a> {
    root: &'a Root,
    cache: &'a Cache,
    /// Files that cannot be had.
    lost: &'a Names,
    wanted: RefCell<Names>,
    missed: Cell<usize>,
    poorer: Cell<bool>,
}

impl<'a> View<'a> {
    pub(super) fn new(root: &'a Root, cache: &'a Cache, lost: &'a Names) -> Self {
        Self {
            root,
            cache,
            lost,
            wanted: RefCell::default(),
            missed: Cell::new(0),
            poorer: Cell::new(false),
        }
    }

    /// Addresses of the files that were missed; and whether lost ones were.
    pub(super) fn into_wanted(self) -> (Names, bool) {
        (self.wanted.into_inner(), self.poorer.get())
    }

    /// Asks for a file.
    pub(super) fn file(&self, address: String) -> Option<&'a File> {
        let found = self.cache.get(&address);
        if found.is_none() {
            if self.lost.get(&address).is_some() {
                self.poorer.set(true);
            } else {
                self.wanted.borrow_mut().insert(address, ());
                self.missed.set(self.missed.get() + 1);
            }
        }
        found
    }

    /// The shard in whose range a key lies.
    fn words(&self, key: &str) -> Option<&'a Words> {
        let (file, from, len) = self.root.shard(self.root.words.find(key))?;
        let file = grouped(Kind::Words, file, &self.root.word_groups)?;
        match self.file(piece(file, from, len))? {
            File::Words(words) => Some(words),
            _ => None,
        }
    }

    /// The postings that are here, in order of documents; and the file and greatest impact of the rest.
    fn list(&self, field: Field, term: &str) -> (Vec<Posting>, Option<(String, u8)>) {
        let Some((words, at)) = self.words(term).and_then(|w| Some((w, w.find(term)?))) else {
            return (Vec::new(), None);
        };
        let list = words.list(at, field);
        let mut postings = list.postings;
        let tail = if list.rest > 0 { self.tail(field, term) } else { None };
        let Some(address) = tail else {
            return (postings, None);
        };
        if let Some(File::Tail(rest)) = self.cache.get(&address) {
            postings.extend_from_slice(rest);
            by_document(&mut postings);
            return (postings, None);
        }
        (postings, Some((address, list.rest)))
    }

    /// The file with the rest of a term's postings, if it has one. The root knows, so that it can be
    /// fetched together with the shard.
    fn tail(&self, field: Field, term: &str) -> Option<String> {
        let at = field as usize;
        let number = self.root.tails[at].binary_search_by(|key| key.as_str().cmp(term)).ok()?;
        grouped(Kind::tail(field), number, &self.root.tail_groups[at])
    }

    fn entry(&self, doc: u32) -> Option<&'a packs::Entry> {
        let pack = (doc / packs::PACK) as usize;
        match self.file(grouped(Kind::Titles, pack, &self.root.title_groups)?)? {
            File::Titles(entries) => entries.get((doc % packs::PACK) as usize),
            _ => None,
        }
    }

    /// Positions in one block, or in a whole list.
    fn places(
        &self,
        bytes: &[u8],
        postings: &[Posting],
        docs: &[u32],
        visit: &mut dyn FnMut(u32, &[u32]),
    ) {
        if places::visit(bytes, postings, docs, visit).is_err() {
            self.poorer.set(true);
        }
    }
}

impl Source for View<'_> {
    fn documents(&self) -> u32 {
        self.root.documents
    }

    fn frequency(&self, field: Field, term: &str) -> u32 {
        let found = self.words(term).and_then(|words| Some(words.count(words.find(term)?, field)));
        // Damage may tell of more documents than there are.
        found.unwrap_or(0).min(self.root.documents)
    }

    fn postings(&self, field: Field, term: &str, visit: &mut dyn FnMut(Posting)) {
        let postings = self.list(field, term).0.into_iter();
        postings.take_while(|posting| posting.doc < self.root.documents).for_each(visit);
    }

    fn unseen(&self, field: Field, term: &str) -> u8 {
        match self.list(field, term).1 {
            Some((address, most)) if self.lost.get(&address).is_none() => most,
            _ => 0,
        }
    }

    fn demand(&self, field: Field, term: &str) {
        if let Some(address) = self.tail(field, term) {
            self.file(address);
        }
    }

    fn positions(
        &self,
        field: Field,
        term: &str,
        docs: &[u32],
        visit: &mut dyn FnMut(u32, &[u32]),
    ) {
        let Some((words, at)) = self.words(term).and_then(|w| Some((w, w.find(term)?))) else {
            return;
        };
        let (postings, rest) = self.list(field, term);
        if rest.is_some() {
            // Lost: positions follow the whole list and cannot be told apart.
            return self.poorer.set(true);
        }
        let blocks = if field == Field::Text { words.blocks(at) } else { None };
        let Some(blocks) = blocks else {
            let number = self.root.words.find(term) / SHARDS;
            let file = grouped(Kind::Places, number, &self.root.place_groups);
            let address = file.map(|file| piece(file, words.places.0, words.places.1));
            if let Some(File::Places(places)) = address.and_then(|address| self.file(address)) {
                self.places(places.of(at, field as usize), &postings, docs, visit);
            }
            return;
        };
        for (number, &(first, hash)) in blocks.iter().enumerate() {
            let end = blocks.get(number + 1).map_or(u32::MAX, |&(next, _)| next);
            let from = docs.partition_point(|&doc| doc < first);
            let to = docs.partition_point(|&doc| doc < end);
            if from >= to {
                continue;
            }
            if let Some(File::Block(bytes)) = self.file(address(Kind::Block, hash)) {
                let within = |doc: u32| postings.partition_point(|posting| posting.doc < doc);
                let own = postings.get(within(first)..within(end)).unwrap_or_default();
                self.places(bytes, own, &docs[from..to], visit);
            }
        }
    }

    fn phrase(&self, field: Field, terms: &[String], visit: &mut dyn FnMut(Posting)) -> bool {
        let key = terms.join(" ");
        // As long as its shard is missed, nobody knows; computing would miss more.
        let missed = self.missed.get();
        let kept = self.words(&key).is_some_and(|words| words.find(&key).is_some());
        if kept {
            self.postings(field, &key, visit);
        }
        kept || self.missed.get() > missed
    }

    fn occurs(&self, surface: &str) -> bool {
        let first = self.words(surface).and_then(|words| words.forms_with(surface).next());
        first.is_some_and(|form| form.surface == surface)
    }

    fn completions(&self, prefix: &str, visit: &mut dyn FnMut(Form)) {
        let Some(words) = self.words(prefix) else {
            return;
        };
        if self.root.words.split(prefix) {
            let best = words.completions(prefix).iter();
            best.for_each(|(surface, term)| visit(Form { surface, term }));
        } else {
            words.forms_with(prefix).for_each(visit);
        }
    }

    fn kin(&self, kin: Kin, key: &str, visit: &mut dyn FnMut(&str)) {
        let prefix = Kin::prefix(key);
        if self.root.words.split(prefix) {
            let terms = self.words(key).map_or(&[][..], |words| words.kin(kin, key));
            terms.iter().for_each(|term| visit(term));
        } else if let Some(words) = self.words(prefix) {
            words.terms_with(prefix).filter(|term| kin.key(term) == key).for_each(visit);
        }
    }

    fn forms_near(&self, keys: NearKeys, visit: &mut dyn FnMut(Form)) {
        let ends = reversed(keys.suffix);
        let (first, last) = self.root.forms.with(keys.prefix);
        let forms = (first..=last).map(|at| grouped(Kind::Forms, at, &self.root.form_groups));
        let (first, last) = self.root.endings.with(&ends);
        let endings = (first..=last).map(|at| grouped(Kind::Endings, at, &self.root.ending_groups));
        // All are asked for before any is looked at.
        let forms: Vec<_> = forms.flatten().map(|address| self.file(address)).collect();
        let endings: Vec<_> = endings.flatten().map(|address| self.file(address)).collect();
        for file in forms.into_iter().flatten() {
            if let File::Spelling(spelling) = file {
                spelling
                    .forms()
                    .filter(|f| f.surface.starts_with(keys.prefix))
                    .for_each(&mut *visit);
            }
        }
        for file in endings.into_iter().flatten() {
            if let File::Spelling(spelling) = file {
                spelling.forms().filter(|f| f.term.ends_with(keys.suffix)).for_each(&mut *visit);
            }
        }
    }

    fn synonyms(&self, key: &str, visit: &mut dyn FnMut(u32, &Group)) {
        let groups = self.words(key).map_or(&[][..], |words| &words.groups);
        for (number, group) in groups {
            if group.iter().flat_map(Expression::keys).any(|own| own == key) {
                visit(*number, group);
            }
        }
    }

    fn missed(&self) -> usize {
        self.missed.get()
    }
}

impl Catalogue for View<'_> {
    fn fields(&self) -> Vec<String> {
        self.root.fields.iter().map(|(field, _)| field.clone()).collect()
    }

    fn column(&self, field: &str) -> Option<Arc<Column>> {
        let (_, hash) = self.root.fields.iter().find(|(name, _)| name == field)?;
        match self.file(address(Kind::Columns, *hash))? {
            File::Columns(columns) => columns.get(field).cloned(),
            _ => None,
        }
    }

    fn dates(&self) -> Option<Arc<Vec<u32>>> {
        match self.file(address(Kind::Dates, self.root.dates))? {
            File::Dates(dates) => Some(dates.clone()),
            _ => None,
        }
    }

    fn record(&self, doc: u32) -> Option<Record> {
        Some(self.entry(doc)?.record.clone())
    }

    fn passages(&self, doc: u32) -> Option<Vec<Passage>> {
        let (from, len) = self.entry(doc)?.text;
        let pack = (doc / packs::PACK) as usize;
        let file = grouped(Kind::Texts, pack, &self.root.text_groups)?;
        match self.file(piece(file, from, len))? {
            File::Text(passages) => Some(passages.clone()),
            _ => None,
        }
    }
}
