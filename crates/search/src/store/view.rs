//! What has been fetched, as an index.

use super::cache::{Cache, File};
use super::places;
use super::postings::by_document;
use super::root::{Dear, Root};
use super::rows::{self, documents};
use super::spelling::reversed;
use super::words::{SHARDS, Words};
use super::{Kind, address, grouped, packs, piece};
use crate::answer::{Catalogue, Column, Passage, Record};
use crate::map::Names;
use crate::prelude::*;
use crate::rank::{Alternative, Field, Form, Group, Kin, NearKeys, Posting, Slot, Source};
use alloc::sync::Arc;
use core::cell::{Cell, RefCell};

/// One question's view of the files that are here.
pub(super) struct View<'a> {
    root: &'a Root,
    cache: &'a Cache,
    /// Files that cannot be had.
    lost: &'a Names,
    /// Bytes of rows fetched so far.
    spent: usize,
    /// Columns made of rows, in the order of [`Root::dear`].
    rows: RefCell<Vec<Arc<Column>>>,
    wanted: RefCell<Names>,
    missed: Cell<usize>,
    poorer: Cell<bool>,
}

impl<'a> View<'a> {
    pub(super) fn new(root: &'a Root, cache: &'a Cache, lost: &'a Names, spent: usize) -> Self {
        Self {
            root,
            cache,
            lost,
            spent,
            rows: RefCell::default(),
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

    /// The shard that has a term, and its number there.
    fn word(&self, term: &str) -> Option<(&'a Words, usize)> {
        let words = self.words(term)?;
        Some((words, words.find(term)?))
    }

    /// The postings that are here, in order of documents; and the file and greatest impact of the rest.
    fn list(&self, field: Field, term: &str) -> (Vec<Posting>, Option<(String, u8)>) {
        let Some((words, at)) = self.word(term) else {
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

/// Takes a term with rows: its key, its number in its shard, the file with them and bytes of it.
type VisitRows<'v> = dyn FnMut(&str, usize, String, u32) -> Option<()> + 'v;

impl View<'_> {
    /// Visits the terms of the slots that any document has. `None` as soon as one has no rows, or `visit` says so.
    fn terms_with_rows(&self, slots: &[Slot], visit: &mut VisitRows) -> Option<()> {
        for slot in slots {
            for Alternative { terms, .. } in &slot.alternatives {
                let mut key = joined(terms, " ");
                // Of terms side by side any one will do, if they are not kept together.
                if terms.len() > 1 && self.word(&key).is_none() {
                    key.clone_from(&terms[0]);
                }
                if let Some((words, at)) = self.word(&key) {
                    let (hash, bytes) = words.rows?;
                    visit(&key, at, address(Kind::Rows, hash), bytes)?;
                }
            }
        }
        Some(())
    }

    /// Bytes of rows that are missing for the documents of some slots; `None` where there are none, or they are lost.
    fn cost_of_rows(&self, slots: &[Slot]) -> Option<usize> {
        let mut cost = 0;
        let mut files = Names::default();
        self.terms_with_rows(slots, &mut |_, _, file, bytes| {
            if self.lost.get(&file).is_some() {
                return None;
            }
            if self.cache.get(&file).is_none() && files.insert(file, ()).is_none() {
                cost += bytes as usize;
            }
            Some(())
        })?;
        Some(cost)
    }

    /// Puts into columns what the rows of some slots have. `None` if they are damaged, or a list is lost.
    fn read_rows(&self, slots: &[Slot], columns: &mut [Column]) -> Option<()> {
        self.terms_with_rows(slots, &mut |key, at, file, _| {
            let (title, rest) = self.list(Field::Title, key);
            let (text, others) = self.list(Field::Text, key);
            match self.file(file)? {
                // Rows follow the whole list.
                File::Rows(raw) if rest.is_none() && others.is_none() => {
                    rows::read(raw, at, &documents(&title, &text), columns)
                }
                _ => None,
            }
        })
    }
}

impl Source for View<'_> {
    fn documents(&self) -> u32 {
        self.root.documents
    }

    fn frequency(&self, field: Field, term: &str) -> u32 {
        let found = self.word(term).map(|(words, at)| words.count(at, field));
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
        let Some((words, at)) = self.word(term) else {
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
        let key = joined(terms, " ");
        // As long as its shard is missed, nobody knows; computing would miss more.
        let missed = self.missed.get();
        let kept = self.word(&key).is_some();
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
        let root = self.root;
        let lists = [
            (Kind::Forms, &root.forms, keys.prefix, &root.form_groups),
            (Kind::Endings, &root.endings, &*ends, &root.ending_groups),
        ];
        let mut files = Vec::new();
        // All are asked for before any is looked at.
        for (kind, ranges, prefix, groups) in lists {
            let (first, last) = ranges.with(prefix);
            for at in first..last + 1 {
                let file = grouped(kind, at, groups).and_then(|address| self.file(address));
                files.push((kind, file));
            }
        }
        for (kind, file) in files {
            let Some(File::Spelling(spelling)) = file else { continue };
            for form in spelling.forms() {
                let is_near = match kind {
                    Kind::Forms => form.surface.starts_with(keys.prefix),
                    _ => form.term.ends_with(keys.suffix),
                };
                if is_near {
                    visit(form);
                }
            }
        }
    }

    fn synonyms(&self, key: &str, visit: &mut dyn FnMut(u32, &Group)) {
        let groups = self.words(key).map_or(&[][..], |words| &words.groups);
        for (number, group) in groups {
            if group.iter().any(|expression| expression.keys().any(|own| own == key)) {
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
        let at = self.root.fields.iter().position(|(name, _)| name == field)?;
        for (dear, column) in self.root.dear.iter().zip(&*self.rows.borrow()) {
            if dear.field as usize == at {
                return Some(column.clone());
            }
        }
        let (_, hash) = self.root.fields.get(at)?;
        match self.file(address(Kind::Columns, *hash))? {
            File::Columns(columns) => columns.get(field).cloned(),
            _ => None,
        }
    }

    fn prepare(&self, fields: &[String], slots: &[Slot], all: bool) {
        let mut bytes = 0;
        for dear in &self.root.dear {
            if let Some((name, hash)) = self.root.fields.get(dear.field as usize) {
                let here = || self.cache.get(&address(Kind::Columns, *hash)).is_some();
                if fields.contains(name) && !here() {
                    bytes += dear.bytes as usize;
                }
            }
        }
        // Who has all words is in the lists of any of them.
        let mut best = (bytes, &slots[..0]);
        for cover in slots.chunks(if all { 1 } else { slots.len().max(1) }) {
            match self.cost_of_rows(cover) {
                Some(cost) if cost < best.0 => best = (cost, cover),
                _ => {}
            }
        }
        let (cost, slots) = best;
        // Who has fetched rows of as many bytes as the columns have had better fetch these.
        if slots.is_empty() || (cost > 0 && self.spent + cost > bytes) {
            return;
        }
        let asked = self.terms_with_rows(slots, &mut |_, _, file, _| {
            self.file(file);
            Some(())
        });
        let empty = |dear: &Dear| Column::empty(dear.ids.clone(), self.root.documents);
        let mut columns: Vec<Column> = self.root.dear.iter().map(empty).collect();
        // Before all is here, empty columns count nothing.
        if self.missed.get() > 0
            || asked.and_then(|()| self.read_rows(slots, &mut columns)).is_some()
        {
            *self.rows.borrow_mut() = columns.into_iter().map(Arc::new).collect();
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
