//! Digests of documents, made while they come: their texts need not stay in memory until all are known.

use metod_search::answer::Passage;
use metod_search::store::write::{Gathered, PACK, Texts, seal_texts};
use rayon::prelude::*;

/// Documents that have a term, by its number. Looked up only: their order tells nothing.
#[allow(clippy::disallowed_types)]
type Frequencies = std::collections::HashMap<u64, u32>;

/// Digests in the order of their documents. How much a term tells is weighed by the documents up to and
/// with those given at the same time, so the same documents in the same portions give the same digests.
#[derive(Default)]
pub(super) struct Digests {
    frequencies: Frequencies,
    documents: u32,
    words: u64,
    /// Too few for a pack of their own.
    waiting: Vec<Vec<Passage>>,
    packs: Vec<Texts>,
}

impl Digests {
    /// Adds the next documents.
    pub(super) fn add(&mut self, documents: Vec<Gathered>) {
        for document in &documents {
            self.documents += 1;
            self.words += u64::from(document.words());
            for term in document.terms() {
                *self.frequencies.entry(term).or_default() += 1;
            }
        }
        let all = self.documents as f32;
        let idf = |term: u64| {
            let found = self.frequencies.get(&term).copied().unwrap_or(1);
            (all / found as f32).ln().max(0.01)
        };
        let mean = self.words as f32 / all.max(1.0);
        let digests = documents.par_iter().map(|document| document.digest(idf, mean));
        self.waiting.par_extend(digests);
        let whole = self.waiting.len() / PACK * PACK;
        self.packs.par_extend(self.waiting[..whole].par_chunks(PACK).map(seal_texts));
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
