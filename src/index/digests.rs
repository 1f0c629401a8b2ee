//! Digests of documents, made while they come: their texts need not stay in memory until all are known.

use super::IndexDoc;
use super::encode::encode;
use metod_search::analyser::Analyser;
use metod_search::answer::Passage;
use metod_search::store::write::{Gathered, PACK, Texts, seal_texts};
use rayon::prelude::*;
use std::sync::Arc;

/// Documents that have a term, by its number. Looked up only: their order tells nothing.
#[allow(clippy::disallowed_types)]
type Frequencies = std::collections::HashMap<u64, u32, rustc_hash::FxBuildHasher>;

/// What each word tells, weighed by some documents of a portal: so an edit of another document changes no digest
/// but its own.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights {
    frequencies: Frequencies,
    documents: u32,
    words: u64,
}

/// Documents by which words are weighed: about so many, but never more often than every so manieth.
const SAMPLE: usize = 256;
const STEP: usize = 4;

impl Weights {
    /// Of so many documents, which ones must be given to [`Weights::of`].
    pub fn sample(documents: usize) -> impl Iterator<Item = usize> {
        (0..documents).step_by((documents / SAMPLE).max(STEP))
    }

    /// Weighs the words of these documents.
    pub fn of(documents: &[IndexDoc]) -> Self {
        let gathered: Vec<Option<Gathered>> = documents
            .par_iter()
            .with_min_len(16)
            .map_init(Analyser::bulk, |analyser, doc| encode(doc, true, analyser).gathered)
            .collect();
        let mut weights = Self::default();
        for document in gathered.into_iter().flatten() {
            weights.documents += 1;
            weights.words += u64::from(document.words());
            for term in document.terms() {
                *weights.frequencies.entry(term).or_default() += 1;
            }
        }
        weights
    }

    fn digest(&self, document: &Gathered) -> Vec<Passage> {
        let all = self.documents as f32;
        let idf = |term: u64| {
            let found = self.frequencies.get(&term).copied().unwrap_or(1);
            (all / found as f32).ln().max(0.01)
        };
        document.digest(idf, self.words as f32 / all.max(1.0))
    }

    /// Documents, words, and how many documents have each term, in order of the terms' numbers.
    pub(super) fn parts(&self) -> (u32, u64, Vec<(u64, u32)>) {
        let mut frequencies: Vec<(u64, u32)> =
            self.frequencies.iter().map(|(&term, &found)| (term, found)).collect();
        frequencies.sort_unstable();
        (self.documents, self.words, frequencies)
    }

    /// The opposite of [`Weights::parts`].
    pub(super) fn from_parts(
        documents: u32,
        words: u64,
        frequencies: impl IntoIterator<Item = (u64, u32)>,
    ) -> Self {
        Self { frequencies: frequencies.into_iter().collect(), documents, words }
    }
}

/// A place outside of the memory, for what is wanted again only at the end.
pub trait Shelf: Send + Sync {
    /// Puts bytes there; gives where they lie, or keeps in mind that it failed.
    fn put(&self, bytes: &[u8]) -> u64;
    /// Gets them again; something else if that, or putting them there, failed: whoever made the shelf knows it.
    fn get(&self, at: u64, length: usize) -> Vec<u8>;
}

/// Puts the bytes of a pack away.
fn put_away(pack: Texts, shelf: &Arc<dyn Shelf>) -> Texts {
    let bytes = pack.bytes();
    let (at, length) = (shelf.put(&bytes), bytes.len());
    drop(bytes);
    let shelf = shelf.clone();
    pack.put_away(Arc::new(move || shelf.get(at, length)))
}

/// Digests in the order of their documents.
pub(super) struct Digests<'o> {
    weights: &'o Weights,
    shelf: Option<&'o Arc<dyn Shelf>>,
    /// Too few for a pack of their own.
    waiting: Vec<Vec<Passage>>,
    packs: Vec<Texts>,
}

impl<'o> Digests<'o> {
    pub(super) fn new(weights: &'o Weights, shelf: Option<&'o Arc<dyn Shelf>>) -> Self {
        Self { weights, shelf, waiting: Vec::new(), packs: Vec::new() }
    }

    /// Adds the next documents.
    pub(super) fn add(&mut self, documents: Vec<Gathered>) {
        let digests =
            documents.par_iter().with_max_len(8).map(|document| self.weights.digest(document));
        self.waiting.par_extend(digests);
        let whole = self.waiting.len() / PACK * PACK;
        let packs = self.waiting[..whole].par_chunks(PACK).with_max_len(2).map(seal_texts);
        match self.shelf {
            None => self.packs.par_extend(packs),
            Some(shelf) => self.packs.par_extend(packs.map(|pack| put_away(pack, shelf))),
        }
        self.waiting.drain(..whole);
    }

    /// The packs of all documents.
    pub(super) fn finish(mut self) -> Vec<Texts> {
        if !self.waiting.is_empty() {
            self.packs.push(seal_texts(&self.waiting));
        }
        self.packs
    }
}
