//! What else a word may stand for: its completions, its corrections.

use super::{Form, Source, kin};
use crate::distance::{Near, allowed};
use std::collections::BTreeMap;

/// Terms that one unfinished word may stand for; the most frequent ones win.
const MAX_COMPLETIONS: usize = 120;

/// Terms of one root; a root of fewer letters says nothing.
const MAX_KINDRED: usize = 8;
const MIN_ROOT: usize = 4;

/// Terms that one misspelt word may stand for.
const MAX_CORRECTIONS: usize = 12;

/// A term with the form that led to it and the number of documents that have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Candidate {
    pub(super) term: String,
    pub(super) surface: String,
    pub(super) documents: u32,
}

/// Terms of the forms that begin with `prefix`, most frequent first.
pub(super) fn completions(source: &impl Source, prefix: &str) -> Vec<Candidate> {
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    source.forms_with_prefix(prefix, &mut |form| keep_shortest(&mut found, form));
    most_frequent(source, found, MAX_COMPLETIONS)
}

/// Other terms of the same root, most frequent first.
pub(super) fn kindred(
    source: &impl Source,
    term: &str,
    root_of: fn(&str) -> String,
) -> Vec<Candidate> {
    let root = root_of(term);
    if root.chars().count() < MIN_ROOT {
        return Vec::new();
    }
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    source.forms_with_prefix(kin::common_prefix(&root), &mut |form| {
        if form.term != term && root_of(form.term) == root {
            keep_shortest(&mut found, form);
        }
    });
    most_frequent(source, found, MAX_KINDRED)
}

/// Terms of the forms with the fewest mistakes between them and the word, most frequent first.
/// With `unfinished`, beginnings of forms are compared too.
pub(super) fn corrections(
    source: &impl Source,
    surface: &str,
    term: &str,
    unfinished: bool,
) -> Vec<Candidate> {
    let mut word = Near::new(surface);
    let mut stem = Near::new(term);
    let mut limit = allowed(word.chars());
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    if limit == 0 {
        return Vec::new();
    }
    source.forms_near(surface, term, limit, &mut |form| {
        let whole = word.distance(form.surface, limit);
        let stems = if stem.chars() > 3 { stem.distance(form.term, limit) } else { None };
        let start = if unfinished { word.distance_to_prefix(form.surface, limit) } else { None };
        let Some(distance) = [whole, stems, start].into_iter().flatten().min() else {
            return;
        };
        // The limit sinks to the best distance seen, so `found` holds only forms at that distance.
        if distance < limit {
            limit = distance;
            found.clear();
        }
        keep_shortest(&mut found, form);
    });
    most_frequent(source, found, MAX_CORRECTIONS)
}

/// The two known words that were written without a space between them.
pub(super) fn split(
    surface: &str,
    mut known: impl FnMut(&str) -> Option<Candidate>,
) -> Option<[Candidate; 2]> {
    let mut best: Option<[Candidate; 2]> = None;
    for (at, _) in surface.char_indices() {
        let (left, right) = surface.split_at(at);
        if left.chars().count() < 3 || right.chars().count() < 3 {
            continue;
        }
        let (Some(left), Some(right)) = (known(left), known(right)) else {
            continue;
        };
        let rarer = |pair: &[Candidate; 2]| pair[0].documents.min(pair[1].documents);
        let pair = [left, right];
        if best.as_ref().is_none_or(|best| rarer(&pair) > rarer(best)) {
            best = Some(pair);
        }
    }
    best
}

fn keep_shortest(found: &mut BTreeMap<String, String>, form: Form) {
    match found.get_mut(form.term) {
        Some(surface) if surface.chars().count() <= form.surface.chars().count() => {}
        Some(surface) => form.surface.clone_into(surface),
        None => {
            found.insert(form.term.to_owned(), form.surface.to_owned());
        }
    }
}

fn most_frequent(
    source: &impl Source,
    found: BTreeMap<String, String>,
    limit: usize,
) -> Vec<Candidate> {
    let mut out: Vec<Candidate> = found
        .into_iter()
        .map(|(term, surface)| Candidate { documents: source.known(&term), term, surface })
        .filter(|candidate| candidate.documents > 0)
        .collect();
    // Stable: equals stay in order of terms.
    out.sort_by_key(|candidate| std::cmp::Reverse(candidate.documents));
    out.truncate(limit);
    out
}
