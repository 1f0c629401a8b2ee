//! The records nearest to each record.
//!
//! 1. Candidates share values of facet fields or tags; a rare value counts more than a common one
//!    (inverse document frequency). Values that most records share say nothing and are passed over.
//! 2. The best [`CANDIDATES`] are scored again by the words that titles and summaries share (cosine
//!    of TF-IDF vectors over the analyser's terms), and the best [`SHOWN`] stay.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use metod_content::model::{Portal, Record, RecordIx};
use metod_search::analyser::Analyser;
use rayon::prelude::*;

use super::lists::values;

/// Candidates that are compared by their words.
pub const CANDIDATES: usize = 50;
/// Related records of one page.
pub const SHOWN: usize = 5;
/// A value with more records than this is looked at only through its first ones: time per record
/// must not grow with the portal.
const LONGEST: usize = 400;

/// Related records of a portal: of all at once, or of each when it is asked for.
#[derive(Debug)]
pub(super) struct Related {
    ground: OnceLock<(Features, Words)>,
    found: Vec<OnceLock<Vec<RecordIx>>>,
    known: Known,
}

/// Terms of titles and summaries by the hash of their text, kept from plan to plan: they follow from the text
/// alone.
#[derive(Clone, Debug, Default)]
pub struct Known(Arc<Mutex<Arc<Terms>>>);

/// Terms by the hash of the text they are of.
type Terms = BTreeMap<[u8; 32], Arc<[u64]>>;

impl Related {
    pub(super) fn new(records: usize, known: Known) -> Self {
        let found = std::iter::repeat_with(OnceLock::new).take(records).collect();
        Related { ground: OnceLock::new(), found, known }
    }

    pub(super) fn get_ready(
        &self,
        portal: &Portal,
        published: &(impl Fn(RecordIx) -> bool + Sync),
    ) {
        self.ground(portal, published);
    }

    /// Finds those of every published record, side by side, and forgets what it was found by.
    pub(super) fn find_all(
        &mut self,
        portal: &Portal,
        published: &(impl Fn(RecordIx) -> bool + Sync),
    ) {
        let (features, words) = self.ground(portal, published);
        let count = self.found.len();
        self.found.par_iter().enumerate().for_each_init(
            || Tally::new(count),
            |tally, (number, found)| {
                let ix = RecordIx(number as u32);
                if published(ix) {
                    // Nobody else is there yet to have found them.
                    let _ = found.set(nearest(portal, ix, features, words, tally));
                }
            },
        );
        self.ground.take();
        self.known = Known::default();
    }

    pub(super) fn of(
        &self,
        portal: &Portal,
        published: &(impl Fn(RecordIx) -> bool + Sync),
        ix: RecordIx,
    ) -> &[RecordIx] {
        let Some(found) = self.found.get(ix.0 as usize).filter(|_| published(ix)) else {
            return &[];
        };
        if let Some(found) = found.get() {
            return found;
        }
        let (features, words) = self.ground(portal, published);
        let mut tally = Tally::new(self.found.len());
        found.get_or_init(|| nearest(portal, ix, features, words, &mut tally))
    }

    /// What all comparisons stand on. Two threads may both make it, and one is kept: to wait for another thread
    /// while rayon's threads are at work would be a way to wait for oneself.
    fn ground(
        &self,
        portal: &Portal,
        published: &(impl Fn(RecordIx) -> bool + Sync),
    ) -> &(Features, Words) {
        if let Some(ground) = self.ground.get() {
            return ground;
        }
        let made = rayon::join(
            || Features::new(portal, published),
            || Words::new(portal, published, &self.known),
        );
        self.ground.get_or_init(|| made)
    }
}

fn nearest(
    portal: &Portal,
    ix: RecordIx,
    features: &Features,
    words: &Words,
    tally: &mut Tally,
) -> Vec<RecordIx> {
    let record = portal.record(ix);
    let mut scored: Vec<(f32, RecordIx)> = features
        .candidates(ix, tally)
        .into_iter()
        .filter(|(_, other)| portal.record(*other).lang == record.lang)
        .map(|(shared, other)| (shared * 0.5 + words.cosine(ix, other), other))
        .collect();
    scored.sort_by(best_first);
    scored.truncate(SHOWN);
    // By reference: consuming the list would keep its room for every candidate.
    scored.iter().map(|(_, ix)| *ix).collect()
}

fn best_first(a: &(f32, RecordIx), b: &(f32, RecordIx)) -> std::cmp::Ordering {
    b.0.total_cmp(&a.0).then(a.1.cmp(&b.1))
}

/// Weights added up by record. Kept from record to record: a map made anew each time took longer than
/// all else here.
struct Tally {
    weights: Vec<f32>,
    touched: Vec<RecordIx>,
}

impl Tally {
    fn new(records: usize) -> Self {
        Tally { weights: vec![0.0; records], touched: Vec::new() }
    }

    fn add(&mut self, ix: RecordIx, weight: f32) {
        let sum = &mut self.weights[ix.0 as usize];
        if *sum == 0.0 {
            self.touched.push(ix);
        }
        *sum += weight;
    }

    /// The records that weights were added to, with their sums; empty afterwards.
    fn take(&mut self) -> Vec<(f32, RecordIx)> {
        let sums = &mut self.weights;
        self.touched.drain(..).map(|ix| (std::mem::take(&mut sums[ix.0 as usize]), ix)).collect()
    }
}

/// Values of facet fields, and who has them.
#[derive(Debug)]
struct Features {
    of: Vec<Vec<u32>>,
    lists: Vec<Vec<RecordIx>>,
    total: f32,
}

impl Features {
    fn new(portal: &Portal, published: &(impl Fn(RecordIx) -> bool + Sync)) -> Self {
        let all: Vec<Vec<(&str, String)>> = portal
            .records
            .par_iter()
            .enumerate()
            .map(|(number, record)| {
                let shown = published(RecordIx(number as u32));
                if shown { features(portal, record) } else { Vec::new() }
            })
            .collect();
        let mut numbers: BTreeMap<(&str, String), u32> = BTreeMap::new();
        let mut lists: Vec<Vec<RecordIx>> = Vec::new();
        let mut of = vec![Vec::new(); portal.records.len()];
        for (number, own) in all.into_iter().enumerate() {
            let ix = RecordIx(number as u32);
            for feature in own {
                let next = lists.len() as u32;
                let number = *numbers.entry(feature).or_insert(next);
                if number == next {
                    lists.push(Vec::new());
                }
                lists[number as usize].push(ix);
                of[ix.0 as usize].push(number);
            }
        }
        Features { of, lists, total: portal.records.len() as f32 }
    }

    fn weight(&self, feature: u32) -> f32 {
        (self.total / self.lists[feature as usize].len() as f32).ln().max(0.0)
    }

    /// Best candidates with their shared weight, between 0 and 1.
    fn candidates(&self, ix: RecordIx, tally: &mut Tally) -> Vec<(f32, RecordIx)> {
        let mut whole = f32::EPSILON;
        // What every record has says nothing, and would not be seen in the tally.
        let own = self.of[ix.0 as usize].iter().map(|&feature| (feature, self.weight(feature)));
        for (feature, weight) in own.filter(|(_, weight)| *weight > 0.0) {
            whole += weight;
            for &other in near(&self.lists[feature as usize], ix) {
                if other != ix {
                    tally.add(other, weight);
                }
            }
        }
        let mut list = tally.take();
        if list.len() > CANDIDATES {
            list.select_nth_unstable_by(CANDIDATES, best_first);
            list.truncate(CANDIDATES);
        }
        list.iter_mut().for_each(|(weight, _)| *weight /= whole);
        list
    }
}

/// A window of a long list around `ix`, so that every record gets candidates of its own.
fn near(list: &[RecordIx], ix: RecordIx) -> &[RecordIx] {
    if list.len() <= LONGEST {
        return list;
    }
    let at = list.partition_point(|other| *other < ix);
    let start = at.saturating_sub(LONGEST / 2).min(list.len() - LONGEST);
    &list[start..start + LONGEST]
}

fn features<'p>(portal: &'p Portal, record: &'p Record) -> Vec<(&'p str, String)> {
    let Some(schema) = portal.schema(record) else {
        return Vec::new();
    };
    // Where a record lies says little about what it is about.
    let about = |name: &str| !matches!(name, "system" | "tier" | "municipality" | "kind");
    let mut out: Vec<(&str, String)> = schema
        .facets()
        .filter(|field| about(&field.id))
        .flat_map(|field| values(record, field).map(|id| (&*field.id, id.to_owned())))
        .collect();
    out.extend(record.fields.texts("tags").into_iter().map(|tag| ("tags", tag.to_lowercase())));
    out.sort();
    out.dedup();
    out
}

/// Term vectors of titles and summaries, of length one.
#[derive(Debug)]
struct Words {
    vectors: Vec<Vec<(u64, f32)>>,
}

impl Words {
    fn new(portal: &Portal, published: &(impl Fn(RecordIx) -> bool + Sync), known: &Known) -> Self {
        let old = known.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let terms: Vec<([u8; 32], Arc<[u64]>)> = portal
            .records
            .par_iter()
            .enumerate()
            .filter(|(number, _)| published(RecordIx(*number as u32)))
            .map_init(Analyser::bulk, |analyser, (_, record)| {
                let text = format!("{}\n{}", record.title(), record.summary().unwrap_or_default());
                let hash = *blake3::hash(text.as_bytes()).as_bytes();
                let same = old.get(&hash).cloned();
                (hash, same.unwrap_or_else(|| terms(analyser, &text).into()))
            })
            .collect();
        let new: Terms = terms.iter().cloned().collect();
        *known.0.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(new);
        let mut terms = terms.into_iter();
        let of = |number| {
            let shown = published(RecordIx(number as u32));
            shown.then(|| terms.next()).flatten().map(|(_, terms)| terms).unwrap_or_default()
        };
        let terms: Vec<Arc<[u64]>> = (0..portal.records.len()).map(of).collect();
        let mut all: Vec<u64> = terms.iter().flat_map(|terms| terms.iter()).copied().collect();
        all.par_sort_unstable();
        let frequencies: Vec<(u64, u32)> =
            all.chunk_by(|a, b| a == b).map(|same| (same[0], same.len() as u32)).collect();
        let total = terms.len() as f32;
        let weigh = |list: Arc<[u64]>| {
            let weight = |&term: &u64| {
                let found = frequencies.binary_search_by_key(&term, |(known, _)| *known);
                let count = found.map_or(1, |at| frequencies[at].1);
                (term, (total / count as f32).ln())
            };
            let mut vector: Vec<(u64, f32)> = list.iter().map(weight).collect();
            let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
            vector.iter_mut().for_each(|(_, weight)| *weight /= length.max(f32::EPSILON));
            vector
        };
        Words { vectors: terms.into_par_iter().map(weigh).collect() }
    }

    fn cosine(&self, a: RecordIx, b: RecordIx) -> f32 {
        let (a, b) = (&self.vectors[a.0 as usize], &self.vectors[b.0 as usize]);
        let (mut i, mut j, mut sum) = (0, 0, 0.0);
        while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
            match x.0.cmp(&y.0) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    sum += x.1 * y.1;
                    i += 1;
                    j += 1;
                }
            }
        }
        sum
    }
}

/// Distinct terms of a record's title and summary, as numbers: the words themselves are of no interest, and
/// those of a large portal would fill more memory than its records.
fn terms(analyser: &mut Analyser, text: &str) -> Vec<u64> {
    let mut out = Vec::new();
    analyser.analyse(text, 0, |token| out.push(number(token.term)));
    out.sort_unstable();
    out.dedup();
    out
}

/// FNV-1a, 64 bits: two words with one number would be an accident of one in billions, and would only
/// make two records look a little more alike.
fn number(term: &str) -> u64 {
    let mix = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    term.bytes().fold(0xcbf2_9ce4_8422_2325, mix)
}
