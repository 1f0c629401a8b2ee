//! Makes the files of a static index.
//!
//! 1. [`Collected`] has everything that goes into them;
//! 2. [`cut`] divides the keys into ranges and finds what lies in several of them;
//! 3. [`shard`] makes the files of one range, any number of them at the same time;
//! 4. packs, columns and the root follow.
//!
//! The same input gives the same bytes.

mod cut;
mod digest;
mod shard;

pub use digest::{Gathered, Gatherer, MAX_DIGEST};
pub use shard::{Term, hash};

use super::bytes::Output;
use super::coder::Writer;
use super::columns::{self, Labels};
use super::postings::Lists;
use super::root::{Dear, MOST_DEAR, Root};
use super::spelling::{self, reversed};
use super::words::{SHARDS, UNIT};
use super::{GROUP, Hash, Kind, ROOT, address, frame, grouped, packs};
use crate::analyser::ANALYSER_VERSION;
use crate::answer::{Column, Passage, Record};
use crate::prelude::*;
use crate::rank::{Field, Group};
use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::sync::Arc;
use std::sync::OnceLock;

/// Facets that are small and wanted first share one file.
const FIRST: [&str; 2] = ["collection", "lang"];

/// A file to be published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// Relative to the root of the site.
    pub address: String,
    /// Content.
    pub bytes: Vec<u8>,
}

/// Everything that goes into an index.
#[derive(Clone, Debug, Default)]
pub struct Collected {
    /// Terms and phrases ([`Term`]) in order of their keys.
    pub terms: Vec<Term>,
    /// Surfaces with their terms, sorted, each pair once.
    pub forms: Vec<(String, String)>,
    /// The shortest form of each term, in order of the terms read backwards.
    pub endings: Vec<(String, String)>,
    /// By document.
    pub records: Vec<Record>,
    /// Packs of digests ([`Gathered`]), sealed by [`seal_texts`].
    pub texts: Arc<Vec<Texts>>,
    /// By field.
    pub columns: BTreeMap<String, Arc<Column>>,
    /// By document: see [`crate::answer::Catalogue::dates`].
    pub dates: Vec<u32>,
    /// By language.
    pub labels: BTreeMap<String, Labels>,
    /// Bytes of all columns (but the first) from which on large ones also stand beside words, as rows: [`DEAR`].
    pub dear: usize,
    /// Groups of synonyms. Every phrase among them must be among the terms, even if no document has it.
    pub synonyms: Vec<Group>,
}

/// A usual [`Collected::dear`]: what a slow line takes half a second for. Below, the rows of words, of which a portal has
/// some megabytes then, would spare too little.
pub const DEAR: usize = 24 << 10;

/// Documents whose digests share a file.
pub const PACK: usize = packs::PACK as usize;

/// A file of digests.
#[derive(Clone, Default)]
pub struct Texts {
    bytes: Bytes,
    /// Of the pieces, one for each document.
    lens: Vec<u32>,
}

/// Where a file is.
#[derive(Clone)]
enum Bytes {
    Here(Vec<u8>),
    Elsewhere(Fetch),
}

/// Gives a file that was put away.
pub type Fetch = Arc<dyn Fn() -> Vec<u8> + Send + Sync>;

impl Default for Bytes {
    fn default() -> Self {
        Self::Here(Vec::new())
    }
}

impl core::fmt::Debug for Texts {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Texts").field("lens", &self.lens).finish_non_exhaustive()
    }
}

impl Texts {
    /// A file that was taken apart by [`Texts::bytes`] and [`Texts::lens`].
    pub fn new(bytes: Vec<u8>, lens: Vec<u32>) -> Self {
        Self { bytes: Bytes::Here(bytes), lens }
    }

    /// The same, its bytes put away: until all documents are known, those of a large portal take much room.
    pub fn put_away(self, fetch: Fetch) -> Self {
        Self { bytes: Bytes::Elsewhere(fetch), ..self }
    }

    /// The file.
    pub fn bytes(&self) -> Cow<'_, [u8]> {
        match &self.bytes {
            Bytes::Here(bytes) => Cow::Borrowed(bytes),
            Bytes::Elsewhere(fetch) => Cow::Owned(fetch()),
        }
    }

    /// Bytes of its pieces, one for each document.
    pub fn lens(&self) -> &[u32] {
        &self.lens
    }
}

/// A file of the digests of [`PACK`] documents (or of fewer: the last ones). Made while documents are
/// analysed, so that their texts need not stay in memory.
pub fn seal_texts(digests: &[Vec<Passage>]) -> Texts {
    let piece = |passages: &Vec<Passage>| {
        let mut out = Vec::new();
        frame::seal_piece(&packs::write::text(passages), &[], 1, &mut out);
        out
    };
    let pieces: Vec<Vec<u8>> = digests.iter().map(piece).collect();
    let lens = pieces.iter().map(|piece| piece.len() as u32).collect();
    // Kept until all documents are known, so of no more room than needed.
    let bytes = core::iter::once(frame::begin(Kind::Texts)).chain(pieces);
    Texts::new(bytes.collect::<Vec<_>>().concat(), lens)
}

/// What of a file is packed, and what follows it.
type Parts = (Vec<u8>, Vec<u8>);

/// Makes all files and gives each to `put`, in no order but for the root, which is the last. `each(n, make)`
/// returns the results of `make` for the numbers below n in their order, however it divides the work. Of one
/// content, a file may come twice.
pub fn write(
    collected: &Collected,
    each: impl Fn(usize, &(dyn Fn(usize) -> Vec<File> + Sync)) -> Vec<Vec<File>> + Sync,
    put: &(dyn Fn(File) + Sync),
) {
    let names = |name: fn(&Record) -> Option<&String>| -> Vec<String> {
        let names: BTreeSet<&String> = collected.records.iter().filter_map(name).collect();
        names.into_iter().cloned().collect()
    };
    let mut root = Root {
        analyser: ANALYSER_VERSION,
        documents: collected.records.len() as u32,
        collections: names(|record| Some(&record.collection)),
        languages: names(|record| Some(&record.lang)),
        badges: names(|record| record.badge.as_ref()),
        ..Root::default()
    };

    type Made<'m> = dyn Fn(usize) -> Cow<'m, [u8]> + Sync + 'm;
    let name_all = |kind: Kind, count: usize, made: &Made| {
        let hashed = |at: usize| {
            let bytes = hash(&made(at)).to_vec();
            vec![File { address: String::new(), bytes }]
        };
        let hashes: Vec<Vec<u8>> =
            each(count, &hashed).into_iter().flatten().map(|file| file.bytes).collect();
        let hashes: Vec<Hash> = hashes.chunks(GROUP).map(|group| hash(&group.concat())).collect();
        each(count, &|at| {
            if let Some(address) = grouped(kind, at, &hashes) {
                put(File { address, bytes: made(at).into_owned() });
            }
            Vec::new()
        });
        hashes
    };
    let name =
        |kind: Kind, made: &[Vec<u8>]| name_all(kind, made.len(), &|at| Cow::Borrowed(&made[at]));
    let texts = |at: usize| collected.texts[at].bytes();
    // One thread can divide the words while others name what is there already.
    let (text_groups, divided) = (OnceLock::new(), OnceLock::new());
    each(2, &|at| {
        match at {
            0 => _ = divided.set(cut::cut(collected)),
            _ => _ = text_groups.set(name_all(Kind::Texts, collected.texts.len(), &texts)),
        }
        Vec::new()
    });
    root.text_groups = text_groups.into_inner().unwrap_or_default();
    let cut = divided.into_inner().unwrap_or_default();
    name_columns(collected, &mut root, put);
    let (mut words, mut places) = (Vec::new(), Vec::new());
    let columns = beside_words(collected, &root);
    let drafts: Vec<&[cut::Draft]> = cut.shards.chunks(SHARDS).collect();
    // What has a name already need not wait for the others.
    let shards = |at: usize| {
        let made = shard::files(collected, drafts[at], &columns).into_iter();
        let (named, unnamed) = made.partition(|file| !file.address.is_empty());
        Vec::into_iter(named).for_each(put);
        unnamed
    };
    for made in each(drafts.len(), &shards) {
        let mut made = made.into_iter().map(|file| file.bytes);
        places.extend(made.next());
        let mut file = frame::begin(Kind::Words);
        for shard in made {
            root.word_lens.push((shard.len() / UNIT) as u32);
            file.extend(shard);
        }
        words.push(file);
    }
    root.words = cut.ranges;
    root.word_groups = name(Kind::Words, &words);
    root.place_groups = name(Kind::Places, &places);

    let group = |kind: Kind, count: usize, make: &(dyn Fn(usize) -> Parts + Sync)| {
        let sealed = |at| {
            let (packed, rest) = make(at);
            vec![File { address: String::new(), bytes: frame::seal_with(kind, &packed, &rest) }]
        };
        let made: Vec<Vec<u8>> =
            each(count, &sealed).into_iter().flatten().map(|file| file.bytes).collect();
        name(kind, &made)
    };
    for field in Field::ALL {
        let mut long: Vec<&Term> = collected.terms.iter().collect();
        long.retain(|term| term.has_tail(field));
        root.tails[field as usize] = long.iter().map(|term| term.key.clone()).collect();
        root.tail_groups[field as usize] = group(Kind::tail(field), long.len(), &|at| {
            let tail = long[at].tail(field);
            let (mut raw, mut bits) = (Output::default(), Writer::new());
            raw.count(tail.len());
            Lists::new(root.documents).write(&mut bits, field, &tail);
            (raw.0, bits.finish())
        });
    }
    let (forms, ranges) = cut::by_size(&collected.forms, |(surface, _)| surface.clone());
    root.forms = ranges;
    root.form_groups = group(Kind::Forms, forms.len(), &|at| {
        (spelling::write::forms(&collected.forms[forms[at].clone()]), Vec::new())
    });
    let (endings, ranges) = cut::by_size(&collected.endings, |(_, term)| reversed(term));
    root.endings = ranges;
    root.ending_groups = group(Kind::Endings, endings.len(), &|at| {
        (spelling::write::endings(&collected.endings[endings[at].clone()]), Vec::new())
    });
    let packs: Vec<&[Record]> = collected.records.chunks(PACK).collect();
    root.title_groups = group(Kind::Titles, packs.len(), &|at| {
        let texts = collected.texts.get(at).map_or(&[][..], |pack| &pack.lens);
        (packs::write::titles(packs[at], texts, &root), Vec::new())
    });

    let (packed, rest) = root.write();
    let bytes = frame::seal_with(Kind::Root, &packed, &rest);
    put(File { address: ROOT.to_owned(), bytes });
}

/// Makes the files of columns, dates and labels, and names them in the root.
fn name_columns(collected: &Collected, root: &mut Root, put: &(dyn Fn(File) + Sync)) {
    let one = |kind: Kind, (packed, rest): Parts| {
        let bytes = frame::seal_with(kind, &packed, &rest);
        let (hash, len) = (hash(&bytes), bytes.len());
        put(File { address: address(kind, hash), bytes });
        (hash, len)
    };
    let columns = collected.columns.iter().map(|(field, column)| (field.as_str(), &**column));
    let (first, others): (Vec<_>, Vec<_>) = columns.partition(|(field, _)| FIRST.contains(field));
    if !first.is_empty() {
        let (file, _) = one(Kind::Columns, columns::write::columns(&first));
        root.fields.extend(first.iter().map(|(field, _)| ((*field).to_owned(), file)));
    }
    let files: Vec<(Hash, usize)> =
        others.iter().map(|own| one(Kind::Columns, columns::write::columns(&[*own]))).collect();
    let all: usize = files.iter().map(|(_, len)| len).sum();
    for ((name, column), (file, len)) in others.iter().zip(files) {
        if all >= collected.dear && len * MOST_DEAR >= all {
            let (field, bytes) = (root.fields.len() as u32, len as u32);
            root.dear.push(Dear { field, bytes, ids: column.values.clone() });
        }
        root.fields.push(((*name).to_owned(), file));
    }
    root.dates = one(Kind::Dates, (columns::write::dates(&collected.dates), Vec::new())).0;
    for (lang, labels) in &collected.labels {
        let (hash, _) = one(Kind::Labels, (columns::write::labels(labels), Vec::new()));
        root.labels.push((lang.clone(), hash));
    }
}

/// The columns whose values stand beside words, too; and whether neighbours in them are alike.
fn beside_words<'c>(collected: &'c Collected, root: &Root) -> Vec<(&'c Column, bool)> {
    let columns = root.dear.iter().filter_map(|dear| {
        let (field, _) = root.fields.get(dear.field as usize)?;
        collected.columns.get(field)
    });
    columns.map(|column| (&**column, columns::write::are_alike(column))).collect()
}

#[cfg(test)]
mod tests;
