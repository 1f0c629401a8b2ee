//! BM25 over two fields.
//!
//! For a document d and a slot s with alternatives a of weight wₐ:
//!
//! ```text
//! part(a, d) = wₐ · ( T · sat(tf in title, length, kT, bT) + sat(tf in text, length, kB, bB) )
//! sat(tf, length, k, b) = tf / (tf + k · (1 − b + b · length / mean length)), in 31 steps: [`impact`]
//! slot(s, d) = idf(s) · max over a of part(a, d)
//! idf(s)     = ln(1 + (N − n + 0.5) / (n + 0.5)),  n = documents that match any alternative
//! score(d)   = Σ slot(s, d) · (1 + C · title²) · found³
//! title, found = the shares of Σ idf whose slots match in the title, or at all
//! ```
//!
//! Of terms side by side, the least impact counts: so an index needs no lengths of documents.
//!
//! The maximum, not the sum, over alternatives keeps a word with many completions from drowning the
//! others; one idf for the whole slot keeps a rare completion from doing so.

use super::{Alternative, Field, LEVELS, Plan, Posting, Slot, Source};
use crate::prelude::*;
use crate::sort::sort_unique;
use core::cmp::Ordering;

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

/// What a term counts for in a document: `sat` as a whole number from 1 to [`LEVELS`]. `frequency`
/// counts occurrences in the field with weights, `length` its words with weights, `mean` is the mean
/// of all documents' lengths.
pub fn impact(field: Field, frequency: u32, length: u32, mean: f32) -> u8 {
    let (k, b) = saturation(field);
    let tf = frequency as f32;
    let norm = k * (1.0 - b + b * length as f32 / mean.max(1.0));
    let level = f32::from(LEVELS) * tf / (tf + norm);
    // Casting saturates, and turns "not a number" into 0.
    ((level + 0.5) as u8).clamp(1, LEVELS)
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
        // An index that is damaged may name a document twice.
        let missing = plan.slots.len().saturating_sub(sum.slots);
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
    let mut terms: Vec<String> = Vec::new();
    for slot in &plan.slots {
        slot.alternatives.iter().for_each(|a| terms.extend_from_slice(&a.terms));
    }
    sort_unique(&mut terms);
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
    ln(1.0 + (all - found + 0.5) / (found + 0.5))
}

/// The natural logarithm of a positive number: of its exponent, and by the series of artanh of the rest,
/// which lies between √½ and √2. Written out because the libraries of systems differ in the last bit, and
/// scores should not.
fn ln(number: f32) -> f32 {
    const LN_2: f64 = core::f64::consts::LN_2;
    let bits = f64::from(number).to_bits();
    let mut exponent = (bits >> 52) as i32 - 1023;
    let mut rest = f64::from_bits(bits & ((1 << 52) - 1) | (1023 << 52));
    if rest > core::f64::consts::SQRT_2 {
        rest /= 2.0;
        exponent += 1;
    }
    let small = (rest - 1.0) / (rest + 1.0);
    let mut series = 0.0;
    for odd in [15, 13, 11, 9, 7, 5, 3, 1] {
        series = series * small * small + 1.0 / f64::from(odd);
    }
    (f64::from(exponent) * LN_2 + 2.0 * small * series) as f32
}

/// The best alternative of the slot in each document, in order of documents.
fn slot_scores(slot: &Slot, source: &impl Source) -> Vec<Hit> {
    let mut best: Vec<Hit> = Vec::new();
    for alternative in &slot.alternatives {
        let found = alternative_scores(alternative, slot.field, source);
        best = merge(&best, &found, better);
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
        let weight = weight(alternative, field);
        let mut found = Vec::new();
        occurrences(source, field, &alternative.terms, &mut |p| {
            let score = weight * f32::from(p.impact);
            found.push(Hit { doc: p.doc, score, in_title: field == Field::Title });
        });
        out = merge(&out, &found, add);
    }
    out
}

/// What one step of impact counts for.
fn weight(alternative: &Alternative, field: Field) -> f32 {
    alternative.weight * if field == Field::Title { TITLE } else { 1.0 } / f32::from(LEVELS)
}

fn better(a: Hit, b: Hit) -> Hit {
    let best = if b.score > a.score { b } else { a };
    Hit { in_title: a.in_title || b.in_title, ..best }
}

fn add(a: Hit, b: Hit) -> Hit {
    Hit { doc: a.doc, score: a.score + b.score, in_title: a.in_title || b.in_title }
}

/// Merges two lists in order of documents.
fn merge(mut left: &[Hit], mut right: &[Hit], both: fn(Hit, Hit) -> Hit) -> Vec<Hit> {
    let mut out = Vec::with_capacity(left.len().max(right.len()));
    while let ([l, after @ ..], [r, rest @ ..]) = (left, right) {
        out.push(match l.doc.cmp(&r.doc) {
            Ordering::Less => *l,
            Ordering::Equal => both(*l, *r),
            Ordering::Greater => *r,
        });
        left = if l.doc <= r.doc { after } else { left };
        right = if r.doc <= l.doc { rest } else { right };
    }
    out.extend_from_slice(left);
    out.extend_from_slice(right);
    out
}

/// Whether any document has the terms side by side.
pub(super) fn phrase_exists(source: &impl Source, terms: &[String]) -> bool {
    Field::ALL.into_iter().any(|field| {
        let mut found = false;
        occurrences(source, field, terms, &mut |_| found = true);
        found
    })
}

/// The documents that have the terms side by side in the field, computed from positions: what a
/// [`Source::phrase`] keeps ready.
pub fn phrase_postings(source: &impl Source, field: Field, terms: &[String]) -> Vec<Posting> {
    let mut out = Vec::new();
    side_by_side(source, field, terms, &mut |posting| out.push(posting));
    out
}

/// Visits the documents that have the terms side by side in the field, in order.
fn occurrences(
    source: &impl Source,
    field: Field,
    terms: &[String],
    visit: &mut dyn FnMut(Posting),
) {
    match terms {
        [] => {}
        [term] => source.postings(field, term, visit),
        _ if source.phrase(field, terms, visit) => {}
        _ => side_by_side(source, field, terms, visit),
    }
}

fn side_by_side(
    source: &impl Source,
    field: Field,
    terms: &[String],
    visit: &mut dyn FnMut(Posting),
) {
    // Every term is asked for, though one may be nowhere: what is missing is then missed at once.
    let missed = source.missed();
    let frequencies: Vec<u32> = terms.iter().map(|term| source.frequency(field, term)).collect();
    terms.iter().for_each(|term| source.demand(field, term));
    if frequencies.contains(&0) || source.missed() > missed {
        return;
    }
    let mut common: Vec<Posting> = Vec::new();
    for (at, term) in terms.iter().enumerate() {
        let mut next: Vec<Posting> = Vec::new();
        let mut known = common.iter().peekable();
        source.postings(field, term, &mut |p| {
            if at == 0 {
                next.push(p);
                return;
            }
            while known.next_if(|known| known.doc < p.doc).is_some() {}
            if let Some(known) = known.next_if(|known| known.doc == p.doc) {
                next.push(Posting { doc: p.doc, impact: known.impact.min(p.impact) });
            }
        });
        common = next;
    }
    if common.is_empty() {
        return;
    }
    let docs: Vec<u32> = common.iter().map(|p| p.doc).collect();
    let mut starts: Vec<Vec<u32>> = vec![Vec::new(); docs.len()];
    for (offset, term) in (0..).zip(terms) {
        let mut next = 0;
        source.positions(field, term, &docs, &mut |doc, at| {
            while docs.get(next).is_some_and(|&known| known < doc) {
                starts[next].clear();
                next += 1;
            }
            if docs.get(next) == Some(&doc) {
                if offset == 0 {
                    starts[next].extend_from_slice(at);
                } else {
                    starts[next].retain(|s| at.binary_search(&s.saturating_add(offset)).is_ok());
                }
                next += 1;
            }
        });
        starts.iter_mut().skip(next).for_each(Vec::clear);
    }
    let found = common.iter().zip(&starts).filter(|(_, starts)| !starts.is_empty());
    found.for_each(|(posting, _)| visit(*posting));
}

fn single_terms(plan: &Plan, visit: &mut dyn FnMut(Field, &Alternative, &str)) {
    for slot in plan.slots.iter().chain(&plan.excluded) {
        for field in Field::ALL {
            if slot.field.is_some_and(|only| only != field) {
                continue;
            }
            for alternative in &slot.alternatives {
                if let [term] = &alternative.terms[..] {
                    visit(field, alternative, term);
                }
            }
        }
    }
}

/// Asks for all postings that the plan needs and the source has not.
pub fn demand(plan: &Plan, source: &impl Source) {
    single_terms(plan, &mut |field, _, term| source.demand(field, term));
}

/// What a posting that the source has not may add to a slot's score (without idf) at most: 0 when it
/// has all; `None` when no bound is known (postings of titles, which weigh in more than one way).
pub fn unseen_score(plan: &Plan, source: &impl Source) -> Option<f32> {
    let mut bound: f32 = 0.0;
    let mut known = true;
    single_terms(plan, &mut |field, alternative, term| {
        let unseen = source.unseen(field, term);
        known &= unseen == 0 || field != Field::Title;
        bound = bound.max(weight(alternative, field) * f32::from(unseen));
    });
    known.then_some(bound)
}

/// Whether the `wanted` first `matches` (best first) of a plan of one slot stay the first ones, in
/// this order, whatever the postings are that score at most `unseen` ([`unseen_score`]).
///
/// It relies on this: a source that leaves out postings of the text leaves out none of a document that
/// has the same term in its title.
pub fn settled(
    plan: &Plan,
    source: &impl Source,
    matches: &[Match],
    wanted: usize,
    unseen: f32,
) -> bool {
    let [slot] = &plan.slots[..] else {
        return false;
    };
    if unseen == 0.0 {
        return true;
    }
    let Some(first) = matches.get(..wanted) else {
        return false;
    };
    // A document that is here by its title may gain by another alternative that is not; one that is not
    // here at all has none in its title.
    let most = match slot.alternatives.len() {
        1 => unseen,
        _ => unseen * (1.0 + TITLE_COVERED),
    };
    let scores = slot_scores(slot, source);
    first.iter().all(|m| {
        let at = scores.binary_search_by_key(&m.doc, |hit| hit.doc);
        let Ok(hit) = at.map(|at| scores[at]) else {
            return false;
        };
        let covered = if hit.in_title { TITLE_COVERED } else { 0.0 };
        let own = slot.alternatives.len() == 1 || hit.score > unseen;
        own && hit.score * (1.0 + covered) > most
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rank::{Form, Group, Kin, NearKeys};
    use proptest::prelude::*;

    /// An index that was damaged where no checksum tells: it names a document twice, and the last position.
    struct Damaged;

    impl Source for Damaged {
        fn documents(&self) -> u32 {
            1
        }
        fn frequency(&self, _: Field, _: &str) -> u32 {
            1
        }
        fn postings(&self, _: Field, _: &str, visit: &mut dyn FnMut(Posting)) {
            visit(Posting { doc: 0, impact: 2 });
            visit(Posting { doc: 0, impact: 1 });
        }
        fn positions(&self, _: Field, _: &str, _: &[u32], visit: &mut dyn FnMut(u32, &[u32])) {
            visit(0, &[u32::MAX]);
        }
        fn occurs(&self, _: &str) -> bool {
            true
        }
        fn completions(&self, _: &str, _: &mut dyn FnMut(Form)) {}
        fn kin(&self, _: Kin, _: &str, _: &mut dyn FnMut(&str)) {}
        fn forms_near(&self, _: NearKeys, _: &mut dyn FnMut(Form)) {}
        fn synonyms(&self, _: &str, _: &mut dyn FnMut(u32, &Group)) {}
        fn known(&self, _: &str) -> u32 {
            1
        }
    }

    #[test]
    fn documents_named_twice_and_positions_at_the_end_do_no_harm() {
        for terms in [&["a"][..], &["a", "b"]] {
            let terms = terms.iter().map(|&term| term.into()).collect();
            let alternatives = vec![Alternative { terms, weight: 1.0 }];
            let slots = vec![Slot { alternatives, ..Slot::default() }];
            let found = score(&Plan { slots, ..Plan::default() }, &Damaged);
            assert!(found.iter().all(|found| found.missing == 0));
        }
    }

    proptest! {
        #[test]
        fn logarithms_are_those_of_the_library(number in 1e-6f32..1e12) {
            prop_assert!(ln(number).to_bits().abs_diff(number.ln().to_bits()) <= 1, "{number}");
        }
    }
}
