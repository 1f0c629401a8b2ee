//! What else a word may stand for: its completions, its corrections.

use super::{Form, Kin, Source};
use crate::distance::{Near, Slips, allowed};
use crate::prelude::*;
use crate::sort::sort;

/// Terms that one unfinished word may stand for; the most frequent ones win. So many that the words
/// meant are among them, so few that a browser need not fetch half of the index for them.
pub const MAX_COMPLETIONS: usize = 24;

/// The same for words of [`SHORT`] letters, which stand for nearly anything.
const MAX_SHORT_COMPLETIONS: usize = 6;
const SHORT: usize = 3;

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

/// Terms of the forms that begin with what was typed, most frequent first; none for fewer than three
/// letters, unless the visitor `asked` for them with an asterisk.
pub(super) fn completions(source: &impl Source, prefix: &str, asked: bool) -> Vec<Candidate> {
    let limit = match chars_in(prefix) {
        _ if asked => MAX_COMPLETIONS,
        0..SHORT => return Vec::new(),
        SHORT => MAX_SHORT_COMPLETIONS,
        _ => MAX_COMPLETIONS,
    };
    let mut found = Found::default();
    source.completions(prefix, &mut |form| found.add(form));
    found.most_frequent(limit, &|term| source.known(term))
}

/// Of the given forms those that [`Source::completions`] must visit: surface and term, the most
/// frequent terms first.
pub fn best_completions<'a>(
    forms: impl IntoIterator<Item = Form<'a>>,
    known: impl Fn(&str) -> u32,
) -> Vec<(String, String)> {
    let mut found = Found::default();
    forms.into_iter().for_each(|form| found.add(form));
    let best = found.most_frequent(MAX_COMPLETIONS, &known);
    best.into_iter().map(|candidate| (candidate.surface, candidate.term)).collect()
}

/// Other terms of the same root, most frequent first.
pub(super) fn kindred(source: &impl Source, term: &str, kin: Kin) -> Vec<Candidate> {
    let key = kin.key(term);
    if chars_in(&key) < MIN_ROOT {
        return Vec::new();
    }
    let mut found = Found::default();
    source.kin(kin, &key, &mut |other| {
        if other != term {
            found.add(Form { surface: other, term: other });
        }
    });
    found.most_frequent(MAX_KINDRED, &|term| source.known(term))
}

/// Where [`Source::forms_near`] looks: few mistakes are in both ends of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NearKeys<'a> {
    /// The first letters of forms.
    pub prefix: &'a str,
    /// The last letters of terms.
    pub suffix: &'a str,
}

impl<'a> NearKeys<'a> {
    /// Longer words are looked for by three letters, shorter ones by two.
    const LONG: usize = 6;

    /// For a word and its stem.
    pub fn new(surface: &'a str, term: &'a str) -> Self {
        let letters = if chars_in(surface) < Self::LONG { 2 } else { 3 };
        let to = surface.char_indices().nth(letters).map_or(surface.len(), |(at, _)| at);
        let from = term.char_indices().rev().nth(letters - 1).map_or(0, |(at, _)| at);
        Self { prefix: &surface[..to], suffix: &term[from..] }
    }
}

/// The fewer slips of two comparisons, if either came to any.
fn least(one: Option<Slips>, other: Option<Slips>) -> Option<Slips> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        _ => one.or(other),
    }
}

/// Terms of the forms with the fewest and likeliest mistakes between them and the word, most frequent
/// first, and whether the word was rather mistyped than another word. With `unfinished`, beginnings of
/// forms are compared too.
pub(super) fn corrections(
    source: &impl Source,
    surface: &str,
    term: &str,
    unfinished: bool,
) -> (Vec<Candidate>, bool) {
    let mut word = Near::new(surface);
    let mut stem = Near::new(term);
    let mut limit = Slips::at_most(allowed(word.chars()));
    let mut believed = false;
    let mut found = Found::default();
    if limit.count() == 0 {
        return (Vec::new(), false);
    }
    source.forms_near(NearKeys::new(surface, term), &mut |form| {
        let whole = word.distance(form.surface, limit);
        let stems = if stem.chars() > 3 { stem.distance(form.term, limit) } else { None };
        let start = if unfinished { word.distance_to_prefix(form.surface, limit) } else { None };
        let Some(slips) = least(whole, least(stems, start)) else {
            return;
        };
        // The limit sinks to the best slips seen, so `found` holds only forms with those.
        if slips < limit {
            limit = slips;
            found = Found::default();
            believed = false;
        }
        let same = |slips: Option<Slips>, letters| slips == Some(limit) && limit.believed(letters);
        // Stems that end otherwise are mostly of two words, one of which is made of the other.
        believed |= same(whole, word.chars())
            || same(start, word.chars())
            || same(stems, stem.chars()) && term.chars().last() == form.term.chars().last();
        found.add(form);
    });
    (found.most_frequent(MAX_CORRECTIONS, &|term| source.known(term)), believed)
}

/// The two known words that were written without a space between them.
pub(super) fn split(
    surface: &str,
    mut known: impl FnMut(&str) -> Option<Candidate>,
) -> Option<[Candidate; 2]> {
    let mut best: Option<[Candidate; 2]> = None;
    for (at, _) in surface.char_indices() {
        let (left, right) = surface.split_at(at);
        if chars_in(left) < 3 || chars_in(right) < 3 {
            continue;
        }
        // The right part is looked up only beside a left one that is known: it may be anywhere in the
        // index, and each place costs a browser a file.
        let Some((left, right)) = known(left).and_then(|l| Some((l, known(right)?))) else {
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

/// Whether `a` rather than `b` stands for a term that has both forms: the shorter one, the first of
/// equals.
pub fn shorter(a: &str, b: &str) -> bool {
    (chars_in(a), a) < (chars_in(b), b)
}

/// Terms with forms that were seen.
#[derive(Default)]
struct Found(Vec<(String, String)>);

impl Found {
    fn add(&mut self, form: Form) {
        // Forms of a term mostly come one after another.
        match self.0.last_mut() {
            Some((term, surface)) if term == form.term => {
                if shorter(form.surface, surface) {
                    form.surface.clone_into(surface);
                }
            }
            _ => self.0.push((form.term.to_owned(), form.surface.to_owned())),
        }
    }

    /// The most frequent terms with the shortest form of each; equals in order of terms.
    fn most_frequent(mut self, limit: usize, known: &dyn Fn(&str) -> u32) -> Vec<Candidate> {
        sort(&mut self.0, |(term, surface), (other, than)| {
            term < other || (term == other && shorter(surface, than))
        });
        self.0.dedup_by(|next, kept| next.0 == kept.0);
        let candidate = |(term, surface): (String, String)| Candidate {
            documents: known(&term),
            term,
            surface,
        };
        let mut out: Vec<Candidate> = self.0.into_iter().map(candidate).collect();
        out.retain(|candidate| candidate.documents > 0);
        sort(&mut out, |a, b| a.documents > b.documents);
        out.truncate(limit);
        out
    }
}
