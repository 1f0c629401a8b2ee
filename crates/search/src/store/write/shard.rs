//! The files of ranges of words.

use super::cut::Draft;
use super::{Collected, File};
use crate::answer::Column;
use crate::prelude::*;
use crate::rank::{Field, Posting};
use crate::store::bytes::Output;
use crate::store::places::write::{document, places as write_places};
use crate::store::postings::{inline, write as postings};
use crate::store::rows::{documents, write::rows};
use crate::store::words::UNIT;
use crate::store::words::write::{Shard, Word, shard};
use crate::store::{Hash, Kind, address, frame};

/// Positions of a term in the text that take more bytes than this are cut into blocks, if so many
/// documents have it.
const MAX_TOGETHER: usize = 4 << 10;
const MIN_CUT: usize = 64;

/// Bytes of a block before it is compressed, about.
const BLOCK: usize = 16 << 10;

/// A term, or a phrase: its terms with single spaces between them.
#[derive(Clone, Debug, Default)]
pub struct Term {
    pub(super) key: String,
    /// In the order of [`Field::ALL`].
    fields: [Occurrences; 2],
}

#[derive(Clone, Debug, Default)]
struct Occurrences {
    postings: Vec<Posting>,
    /// Encoded positions in ranges of documents, with the first document of each.
    places: Vec<(u32, Output)>,
}

impl Term {
    /// A term that is in no document yet.
    pub fn new(key: &str) -> Self {
        Self { key: key.to_owned(), ..Self::default() }
    }

    /// Its key.
    pub fn key(&self) -> &str {
        &self.key
    }

    /// Adds a document, after those with smaller numbers. Of phrases, no positions are kept.
    pub fn add(&mut self, field: Field, posting: Posting, positions: &[u32]) {
        let field = &mut self.fields[field as usize];
        field.postings.push(posting);
        if positions.is_empty() {
            return;
        }
        let full = |(_, out): &(u32, Output)| out.0.len() >= BLOCK;
        if field.places.last().is_none_or(full) {
            field.places.push((posting.doc, Output::default()));
        }
        if let Some((_, out)) = field.places.last_mut() {
            document(out, positions);
        }
    }

    /// Gives back room that is not needed, when all documents are there: of many terms it adds up.
    pub fn shrink(&mut self) {
        for field in &mut self.fields {
            field.postings.shrink_to_fit();
            field.places.iter_mut().for_each(|(_, out)| out.0.shrink_to_fit());
            field.places.shrink_to_fit();
        }
    }

    /// Takes over what another one has in a field.
    pub fn join(&mut self, field: Field, other: Self) {
        let [title, text] = other.fields;
        self.fields[field as usize] = if field == Field::Title { title } else { text };
    }

    /// Documents that have it in the text.
    pub fn in_text(&self) -> usize {
        self.fields[Field::Text as usize].postings.len()
    }

    pub(super) fn known(&self) -> u32 {
        self.fields.iter().map(|field| field.postings.len() as u32).max().unwrap_or(0)
    }

    pub(super) fn is_phrase(&self) -> bool {
        self.key.contains(' ')
    }

    /// Whether its shard has no room for all postings of a field.
    pub(super) fn has_tail(&self, field: Field) -> bool {
        let own = &self.fields[field as usize].postings;
        let titles = &self.fields[Field::Title as usize].postings;
        postings::is_cut(&self.key, own, titles)
    }

    /// The postings of a field that its shard has no room for.
    pub(super) fn tail(&self, field: Field) -> Vec<Posting> {
        let own = &self.fields[field as usize].postings;
        let titles = &self.fields[Field::Title as usize].postings;
        postings::cut(&self.key, own, titles).1
    }

    /// Bytes that it takes in its shard of an index of so many documents, about.
    pub(super) fn size(&self, documents: usize) -> usize {
        let lists = Field::ALL.into_iter().map(|field| {
            let all = self.fields[field as usize].postings.len();
            // Of a long list the head is here alone.
            let here = if all > inline(&self.key) { all / 16 } else { all };
            let bits = 5 + (documents / here.max(1)).max(1).ilog2() as usize;
            here * bits / 8
        });
        4 + lists.sum::<usize>() + if self.is_cut() { self.fields[1].places.len() * 8 } else { 0 }
    }

    /// It as its shard has it. `block` takes blocks of positions and names them.
    fn word(&self, block: &mut dyn FnMut(&[u8]) -> Hash) -> Word {
        let mut word = Word { key: self.key.clone(), ..Word::default() };
        let titles = &self.fields[Field::Title as usize].postings;
        for field in Field::ALL {
            let at = field as usize;
            let own = &self.fields[at].postings;
            let (head, rest) = postings::cut(&self.key, own, titles);
            word.counts[at] = own.len() as u32;
            word.heads[at] = head;
            word.rests[at] = rest.iter().map(|posting| posting.impact).max().unwrap_or(0);
        }
        if self.is_cut() {
            let blocks = self.fields[Field::Text as usize].places.iter();
            word.blocks = blocks.map(|(first, out)| (*first, block(&out.0))).collect();
        }
        word
    }

    /// Whether its positions in the text are in blocks.
    fn is_cut(&self) -> bool {
        let text = &self.fields[Field::Text as usize];
        let bytes: usize = text.places.iter().map(|(_, out)| out.0.len()).sum();
        text.postings.len() >= MIN_CUT && bytes > MAX_TOGETHER
    }

    /// Its positions in a field that are kept with those of other terms.
    fn together(&self, field: Field) -> Vec<u8> {
        if field == Field::Text && self.is_cut() {
            return Vec::new();
        }
        self.fields[field as usize].places.iter().flat_map(|(_, out)| out.0.clone()).collect()
    }
}

/// The beginning of a hash of a content (FNV-1a with its bits mixed).
pub fn hash(bytes: &[u8]) -> Hash {
    let step = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    let mut sum = bytes.iter().fold(0xcbf2_9ce4_8422_2325, step);
    for _ in 0..2 {
        sum = (sum ^ (sum >> 32)).wrapping_mul(0x9fb2_1c65_1e98_df25);
    }
    let [a, b, c, d, e, f, ..] = (sum ^ (sum >> 29)).to_le_bytes();
    [a, b, c, d, e, f]
}

/// All files of some ranges. Those without an address are in this order: their positions, in one file; and the words
/// of each range, a piece of a file.
///
/// `columns` are those whose values stand beside words.
pub(super) fn files(
    collected: &Collected,
    drafts: &[Draft],
    columns: &[(&Column, bool)],
) -> Vec<File> {
    let mut files = Vec::new();
    let mut places = frame::begin(Kind::Places);
    let mut shards = Vec::new();
    for draft in drafts {
        shards.push(piece(collected, draft, columns, &mut files, &mut places));
    }
    let unnamed = |bytes| File { bytes, ..File::default() };
    files.extend(core::iter::once(places).chain(shards).map(unnamed));
    files
}

/// The values in those columns of the documents of some terms, unless these are too many.
fn beside(terms: &[Term], columns: &[(&Column, bool)], count: usize) -> Option<(Vec<u8>, Vec<u8>)> {
    if columns.is_empty() {
        return None;
    }
    let lists = |term: &Term| documents(&term.fields[0].postings, &term.fields[1].postings);
    rows(&terms.iter().map(lists).collect::<Vec<_>>(), columns, count)
}

/// The words of a range. Blocks of positions and values of documents are added to `files`, positions that are kept together to `places`.
fn piece(
    collected: &Collected,
    draft: &Draft,
    columns: &[(&Column, bool)],
    files: &mut Vec<File>,
    places: &mut Vec<u8>,
) -> Vec<u8> {
    let mut named = |kind: Kind, (packed, rest): (&[u8], &[u8])| {
        let bytes = frame::seal_with(kind, packed, rest);
        let (hash, len) = (hash(&bytes), bytes.len() as u32);
        files.push(File { address: address(kind, hash), bytes });
        (hash, len)
    };
    let terms = &collected.terms[draft.terms.clone()];
    let rows = beside(terms, columns, collected.records.len());
    let rows = rows.map(|(packed, rest)| named(Kind::Rows, (&packed, &rest)));
    let mut block = |raw: &[u8]| named(Kind::Block, (raw, &[])).0;
    let words = terms.iter().map(|term| term.word(&mut block)).collect();
    let together: Vec<[Vec<u8>; 2]> =
        terms.iter().map(|term| Field::ALL.map(|field| term.together(field))).collect();
    let mut raw = Output::default();
    write_places(&mut raw, together.iter().map(|[title, text]| [&title[..], &text[..]]));
    let from = places.len() as u32;
    let len = frame::seal_piece(&raw.0, &[], 1, places);
    let group = |&number: &u32| Some((number, collected.synonyms.get(number as usize)?));
    let draft = Shard {
        words,
        forms: &collected.forms[draft.forms.clone()],
        completions: &draft.completions,
        kin: &draft.kin,
        groups: draft.groups.iter().filter_map(group).collect(),
        places: (from, len),
        rows,
    };
    let (packed, rest) = shard(&draft, collected.records.len() as u32);
    let mut out = Vec::new();
    frame::seal_piece(&packed, &rest, UNIT, &mut out);
    out
}
