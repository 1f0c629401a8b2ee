//! BM25 over two fields.
//!
//! For a document d and a slot s with alternatives a of weight wₐ:
//!
//! ```text
//! part(a, d) = wₐ · ( T · sat(tf in title, length, kT, bT) + sat(tf in text, length, kB, bB) )
//! sat(tf, length, k, b) = tf / (tf + k · (1 − b + b · length / mean length))
//! slot(s, d) = idf(s) · max over a of part(a, d)
//! idf(s)     = ln(1 + (N − n + 0.5) / (n + 0.5)),  n = documents that match any alternative
//! score(d)   = Σ slot(s, d) · (1 + C · title²) · found³
//! title, found = the shares of Σ idf whose slots match in the title, or at all
//! ```
//!
//! The maximum, not the sum, over alternatives keeps a word with many completions from drowning the
//! others; one idf for the whole slot keeps a rare completion from doing so.

use super::{Alternative, Field, Plan, Posting, Slot, Source};

/// T: how much more a word in the title counts than one in the text.
const TITLE: f32 = 2.5;
/// C: the bonus for having all words in the title.
const TITLE_COVERED: f32 = 0.5;

/// With fewer hits than a page shows, a word too many is likelier than a visitor with so few answers.
const FEW: usize = 10;

/// k and b of BM25: how soon repetition stops to count, how much length matters.
const fn saturation(field: Field) -> (f32, f32) {
    match field {
        Field::Title => (0.6, 0.6),
        Field::Text => (1.2, 0.75),
    }
}

/// A document that meets at least one slot and no exclusion.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Match {
    /// Number of the document.
    pub doc: u32,
    /// Larger is better.
    pub score: f32,
    /// Slots that are not met.
    pub missing: usize,
}

/// Scores every document that meets any slot of the plan, in order of documents. A plan without slots
/// (nothing but exclusions, or nothing) is met by every document, with score 0.
pub fn score(plan: &Plan, source: &impl Source) -> Vec<Match> {
    let count = source.documents() as usize;
    let mut sums = vec![Sum::default(); count];
    let mut idf_of_all = 0.0;
    for slot in &plan.slots {
        let found = slot_scores(slot, source);
        let idf = idf(count, found.len());
        idf_of_all += idf;
        for hit in found {
            let sum = &mut sums[hit.doc as usize];
            sum.score += idf * hit.score;
            sum.slots += 1;
            sum.idf += idf;
            sum.idf_in_title += if hit.in_title { idf } else { 0.0 };
        }
    }
    let mut excluded = vec![false; count];
    for slot in &plan.excluded {
        slot_scores(slot, source).iter().for_each(|hit| excluded[hit.doc as usize] = true);
    }
    let finish = |(doc, sum): (usize, &Sum)| {
        let missing = plan.slots.len() - sum.slots;
        if plan.slots.is_empty() {
            return Match { doc: doc as u32, score: 0.0, missing };
        }
        let covered = sum.idf_in_title / idf_of_all;
        let found = sum.idf / idf_of_all;
        let score = sum.score * (1.0 + TITLE_COVERED * covered * covered) * found * found * found;
        Match { doc: doc as u32, score, missing }
    };
    sums.iter()
        .enumerate()
        .filter(|(doc, sum)| !excluded[*doc] && (sum.slots > 0 || plan.slots.is_empty()))
        .map(finish)
        .collect()
}

/// Keeps the matches that count as hits. Those with all words; if fewer than [`FEW`] of them `fit` (the
/// visitor's filters, say), also those that miss one word in three; if none does, all.
pub fn select(plan: &Plan, matches: &mut Vec<Match>, fits: impl Fn(&Match) -> bool) {
    let forgiven = match matches.iter().filter(|m| m.missing == 0 && fits(m)).take(FEW).count() {
        0 => return,
        FEW => 0,
        _ => plan.slots.len() / 3,
    };
    matches.retain(|m| m.missing <= forgiven);
}

/// Every term of the plan, for marking in snippets: sorted, each once.
pub fn matched_terms(plan: &Plan) -> Vec<String> {
    let alternatives = plan.slots.iter().flat_map(|slot| &slot.alternatives);
    let mut terms: Vec<String> = alternatives.flat_map(|a| a.terms.iter().cloned()).collect();
    terms.sort_unstable();
    terms.dedup();
    terms
}

#[derive(Clone, Default)]
struct Sum {
    score: f32,
    slots: usize,
    idf: f32,
    idf_in_title: f32,
}

/// A document of a slot or of an alternative.
#[derive(Clone, Copy)]
struct Hit {
    doc: u32,
    score: f32,
    in_title: bool,
}

fn idf(documents: usize, found: usize) -> f32 {
    let (all, found) = (documents as f32, found as f32);
    (1.0 + (all - found + 0.5) / (found + 0.5)).ln()
}

/// The best alternative of the slot in each document, in order of documents.
fn slot_scores(slot: &Slot, source: &impl Source) -> Vec<Hit> {
    let mut best: Vec<Hit> = Vec::new();
    for alternative in &slot.alternatives {
        let found = alternative_scores(alternative, slot.field, source);
        best = if best.is_empty() { found } else { merge(best, found, better) };
    }
    best
}

fn alternative_scores(
    alternative: &Alternative,
    only: Option<Field>,
    source: &impl Source,
) -> Vec<Hit> {
    let mut out: Vec<Hit> = Vec::new();
    for field in Field::ALL {
        if only.is_some_and(|only| only != field) {
            continue;
        }
        let (k, b) = saturation(field);
        let weight = alternative.weight * if field == Field::Title { TITLE } else { 1.0 };
        let mean = source.mean_length(field).max(1.0);
        let mut found = Vec::new();
        occurrences(source, field, &alternative.terms, &mut |p| {
            let tf = p.frequency as f32;
            let norm = k * (1.0 - b + b * p.length as f32 / mean);
            let score = weight * tf / (tf + norm);
            found.push(Hit { doc: p.doc, score, in_title: field == Field::Title });
        });
        out = if out.is_empty() { found } else { merge(out, found, add) };
    }
    out
}

fn better(a: Hit, b: Hit) -> Hit {
    let best = if b.score > a.score { b } else { a };
    Hit { in_title: a.in_title || b.in_title, ..best }
}

fn add(a: Hit, b: Hit) -> Hit {
    Hit { doc: a.doc, score: a.score + b.score, in_title: a.in_title || b.in_title }
}

/// Merges two lists in order of documents.
fn merge(left: Vec<Hit>, right: Vec<Hit>, both: fn(Hit, Hit) -> Hit) -> Vec<Hit> {
    let mut out = Vec::with_capacity(left.len().max(right.len()));
    let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
    loop {
        let next = match (left.peek(), right.peek()) {
            (Some(l), Some(r)) if l.doc == r.doc => match (left.next(), right.next()) {
                (Some(l), Some(r)) => Some(both(l, r)),
                _ => None,
            },
            (Some(l), Some(r)) if l.doc < r.doc => left.next(),
            (Some(_), None) => left.next(),
            _ => right.next(),
        };
        match next {
            Some(hit) => out.push(hit),
            None => return out,
        }
    }
}

/// Whether any document has the terms side by side.
pub(super) fn phrase_exists(source: &impl Source, terms: &[String]) -> bool {
    Field::ALL.into_iter().any(|field| {
        let mut found = false;
        occurrences(source, field, terms, &mut |_| found = true);
        found
    })
}

/// Visits the documents that have the terms side by side in the field; the frequency is that of the
/// sequence.
fn occurrences(
    source: &impl Source,
    field: Field,
    terms: &[String],
    visit: &mut dyn FnMut(Posting),
) {
    match terms {
        [] => {}
        [term] => source.postings(field, term, visit),
        _ if terms.iter().any(|term| source.frequency(field, term) == 0) => {}
        [first, rest @ ..] => {
            let mut starts: Vec<(Posting, Vec<u32>)> = Vec::new();
            source.positions(field, first, &mut |p, at| starts.push((p, at.to_vec())));
            for (offset, term) in (1..).zip(rest) {
                let mut next = starts.iter_mut().peekable();
                source.positions(field, term, &mut |p, at| {
                    while let Some((_, start)) = next.next_if(|(start, _)| start.doc < p.doc) {
                        start.clear();
                    }
                    if let Some((_, start)) = next.next_if(|(start, _)| start.doc == p.doc) {
                        start.retain(|s| at.binary_search(&(s + offset)).is_ok());
                    }
                });
                next.for_each(|(_, start)| start.clear());
                starts.retain(|(_, start)| !start.is_empty());
            }
            for (posting, at) in starts {
                visit(Posting { frequency: at.len() as u32, ..posting });
            }
        }
    }
}
