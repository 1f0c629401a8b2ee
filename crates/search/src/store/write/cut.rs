//! Divides the sorted keys into ranges.

use super::Collected;
use super::shard::Term;
use crate::prelude::*;
use crate::rank::{Expression, Form, Kin, best_completions};
use crate::store::root::Ranges;
use crate::store::{Kindred, Pair, spelling};
use alloc::collections::{BTreeMap, BTreeSet};
use core::ops::Range;

/// What a shard of words is made of.
#[derive(Clone, Debug, Default)]
pub(super) struct Draft {
    /// In [`super::Collected::terms`].
    pub(super) terms: Range<usize>,
    /// In [`super::Collected::forms`].
    pub(super) forms: Range<usize>,
    pub(super) completions: Vec<(String, Vec<Pair>)>,
    pub(super) kin: Vec<Kindred>,
    /// Numbers of groups of synonyms.
    pub(super) groups: Vec<u32>,
}

/// The keys, divided.
#[derive(Default)]
pub(super) struct Cut {
    pub(super) shards: Vec<Draft>,
    pub(super) ranges: Ranges,
}

/// Letters from which on a root is looked up.
const MIN_PREFIX: usize = 3;

/// Bytes of a shard, about: from the least on, it ends where what tells it from the next one is shortest.
const LEAST: u32 = 1100;
const MOST: u32 = 2000;

/// A key: terms and forms that are written so, and their bytes.
struct Key<'a> {
    text: &'a str,
    terms: u32,
    forms: u32,
    size: u32,
}

/// All keys in their order.
fn keys(collected: &Collected) -> Vec<Key<'_>> {
    let (terms, forms) = (&collected.terms, &collected.forms);
    let (mut term, mut form) = (0, 0);
    let mut out = Vec::with_capacity(terms.len() + forms.len());
    loop {
        let next = [terms.get(term).map(|t| &*t.key), forms.get(form).map(|(s, _)| &**s)];
        let Some(text) = next.into_iter().flatten().min() else {
            return out;
        };
        let own = terms[term..].iter().take_while(|term| term.key == text);
        let (count, size) = own.fold((0, 0), |(count, size), term| {
            (count + 1, size + term.size(collected.records.len()))
        });
        let named = forms[form..].iter().take_while(|(surface, _)| surface == text).count();
        let size = (size + named * 3) as u32;
        out.push(Key { text, terms: count as u32, forms: named as u32, size });
        term += count;
        form += named;
    }
}

/// How many of the keys make the next shard.
fn length(keys: &[Key]) -> usize {
    let mut size: u32 = 0;
    let mut best = None;
    for at in 1..=keys.len() {
        size = size.saturating_add(keys[at - 1].size);
        let Some(next) = keys.get(at) else { break };
        // A long list stands alone rather than with all before it.
        let is_long = size.saturating_add(next.size) > MOST;
        if size >= LEAST || (is_long && size >= LEAST / 3) {
            let both = next.text.chars().zip(keys[at - 1].text.chars());
            let same = both.take_while(|(a, b)| a == b).count();
            if best.is_none_or(|(shortest, _)| same <= shortest) {
                best = Some((same, at));
            }
            if is_long {
                break;
            }
        }
    }
    best.map_or(keys.len(), |(_, at)| at)
}

pub(super) fn cut(collected: &Collected) -> Cut {
    let (terms, forms) = (&collected.terms[..], &collected.forms[..]);
    let mut out = Cut { shards: Vec::new(), ranges: Ranges::default() };
    let all = keys(collected);
    let (mut at, mut term, mut form) = (0, 0, 0);
    while at < all.len() || out.shards.is_empty() {
        let own = &all[at..at + length(&all[at..])];
        if at > 0 {
            out.ranges.cut(all[at - 1].text, all[at].text);
        }
        let (first_term, first_form) = (term, form);
        term += own.iter().map(|key| key.terms as usize).sum::<usize>();
        form += own.iter().map(|key| key.forms as usize).sum::<usize>();
        out.shards.push(Draft {
            terms: first_term..term,
            forms: first_form..form,
            ..Draft::default()
        });
        at += own.len();
    }
    drop(all);
    find_split(&mut out, terms, forms);
    for (number, group) in (0..).zip(&collected.synonyms) {
        for key in group.iter().flat_map(Expression::keys) {
            let groups = &mut out.shards[out.ranges.find(key)].groups;
            if groups.last() != Some(&number) {
                groups.push(number);
            }
        }
    }
    out
}

/// Finds prefixes and roots whose words lie in several shards, and puts what there is of them into the
/// shard where they lie themselves.
fn find_split(cut: &mut Cut, terms: &[Term], forms: &[Pair]) {
    let mut prefixes: BTreeSet<&str> = BTreeSet::new();
    for start in &cut.ranges.starts {
        prefixes.extend(start.char_indices().skip(1).map(|(at, _)| &start[..at]));
    }
    let known = |term: &str| {
        let at = terms.binary_search_by(|t| t.key.as_str().cmp(term));
        at.map_or(0, |at| terms[at].known())
    };
    for prefix in prefixes {
        let within = beginning(forms, prefix, |(surface, _)| surface);
        let form = |(surface, term): &'_ Pair| (surface.clone(), term.clone());
        let owned: Vec<Pair> = within.iter().map(form).collect();
        let best =
            best_completions(owned.iter().map(|(surface, term)| Form { surface, term }), known);
        cut.shards[cut.ranges.find(prefix)].completions.push((prefix.to_owned(), best));
        if prefix.chars().count() < MIN_PREFIX {
            continue;
        }
        let mut kin: BTreeMap<(Kin, String), Vec<String>> = BTreeMap::new();
        for term in beginning(terms, prefix, |term| &term.key).iter().filter(|t| !t.is_phrase()) {
            for kind in [Kin::Inflected, Kin::Root] {
                let key = kind.key(&term.key);
                if Kin::prefix(&key) == prefix {
                    kin.entry((kind, key)).or_default().push(term.key.clone());
                }
            }
        }
        for ((kind, key), terms) in kin {
            cut.shards[cut.ranges.find(&key)].kin.push((kind, key, terms));
        }
    }
}

/// The items of a sorted list whose key begins with `prefix`.
fn beginning<'a, T>(list: &'a [T], prefix: &str, key: fn(&T) -> &String) -> &'a [T] {
    let from = list.partition_point(|item| key(item).as_str() < prefix);
    let to = list[from..].partition_point(|item| key(item).starts_with(prefix));
    &list[from..from + to]
}

/// Divides forms into ranges of about the same size. Forms with the same key stay together.
pub(super) fn by_size(forms: &[Pair], key: fn(&Pair) -> String) -> (Vec<Range<usize>>, Ranges) {
    let mut ranges = Ranges::default();
    let mut out = Vec::new();
    let (mut from, mut size) = (0, 0);
    let mut last = String::new();
    for (at, form) in forms.iter().enumerate() {
        let key = key(form);
        if size >= spelling::write::SHARD && key != last {
            ranges.cut(&last, &key);
            out.push(from..at);
            (from, size) = (at, 0);
        }
        size += 4 + key.chars().zip(last.chars()).skip_while(|(a, b)| a == b).count();
        last = key;
    }
    if from < forms.len() {
        out.push(from..forms.len());
    }
    (out, ranges)
}
