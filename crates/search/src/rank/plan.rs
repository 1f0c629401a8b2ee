//! Each word of the query becomes a slot of alternatives that the index knows.

use super::expand::{Candidate, completions, kindred};
use super::synonyms::synonyms_at;
use super::{Field, Kin, Source};
use crate::analyser::{Analyser, Kind as TokenKind, lowered};
use crate::prelude::*;
use crate::query::{Clause, Kind, Query};

/// Weight of an alternative that is only a completion, a synonym or a correction of what was typed.
pub(super) const COMPLETION: f32 = 0.6;
const SYNONYM: f32 = 0.9;
pub(super) const CORRECTION: f32 = 0.9;

/// Weight of another form of the word whose stem differs by a fleeting vowel, and of a word of the same
/// root (only for forms that no document has).
const INFLECTED: f32 = 0.9;
const KINDRED: f32 = 0.3;

/// Longer words whose stem is known but no such form may be cut off.
const MAX_WHOLE: usize = 3;

/// Abbreviations are looked for under their surface, also when typed in small letters.
const MAX_ABBREVIATION: usize = 6;

/// Words that carry no meaning by themselves: never required, unless nothing else was typed.
#[rustfmt::skip]
const STOP_WORDS: &[&str] = &[
    "и", "в", "во", "на", "с", "со", "по", "для", "о", "об", "от", "до", "к", "ко", "из", "за", "у",
    "не", "ни", "что", "как", "а", "но", "или", "при", "это", "то", "же", "ли", "бы", "мы", "вы",
    "я", "он", "она", "они", "его", "их", "the", "a", "an", "of", "and", "in", "to", "for", "on",
];

/// What to look for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// One for each word or phrase that counts.
    pub slots: Vec<Slot>,
    /// Documents that match any of these are left out.
    pub excluded: Vec<Slot>,
    /// Words that were read as others.
    pub corrections: Vec<Correction>,
    /// The query as it was read, if that differs from what was typed, or as it may have been meant where a
    /// word in quotation marks is unknown: "did you mean".
    pub suggestion: Option<String>,
}

/// A condition, met by any of its alternatives. Without alternatives it is never met.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slot {
    /// Likeliest first.
    pub alternatives: Vec<Alternative>,
    /// Only in this field.
    pub field: Option<Field>,
}

/// A term, or several side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// Never empty.
    pub terms: Vec<String>,
    /// From 0 to 1: how sure it is that this was meant.
    pub weight: f32,
}

/// A word that the index does not know, and what it was taken for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// As typed.
    pub typed: String,
    /// As read.
    pub read: String,
    /// Why.
    pub reason: Reason,
}

/// Why a word was read as another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The wrong keyboard layout.
    Layout,
    /// Look-alike letters of the other script.
    Script,
    /// A missing space.
    Space,
    /// A typing mistake.
    Typo,
}

/// Plans a search for `query` in `source`.
pub fn plan(query: &Query, source: &impl Source, analyser: &mut Analyser) -> Plan {
    let mut planner = Planner { source, analyser, plan: Plan::default(), doubtful: false };
    let mut drafts = Vec::new();
    let mut readings: Vec<String> = Vec::new();
    let mut meant = false;
    let wanted = query.clauses.iter().filter(|c| !c.excluded);
    let meaning = wanted.clone().any(|c| !is_stop_word(c));
    for clause in &query.clauses {
        if clause.excluded {
            let drafts = planner.strict(clause);
            planner.plan.excluded.extend(drafts.into_iter().map(|d| d.slot));
        } else if !(meaning && is_stop_word(clause)) {
            let before = planner.plan.corrections.len();
            drafts.extend(planner.clause(clause));
            let corrections = &planner.plan.corrections[before..];
            readings.push(reading(clause, corrections));
            meant |= !corrections.is_empty();
            if clause.kind == Kind::Phrase {
                // Suggested only: what stands in quotation marks is looked for as it is.
                planner.plan.corrections.truncate(before);
            }
        } else {
            readings.push(clause.written());
        }
    }
    planner.join_neighbours(&mut drafts);
    add_synonyms(&mut drafts, source);
    let mut plan = planner.plan;
    if drop_lone_guesses(&mut drafts) {
        plan.corrections.clear();
    }
    plan.slots = drafts.into_iter().map(|d| d.slot).collect();
    if meant {
        plan.suggestion = Some(joined(&readings, " "));
    }
    plan
}

fn is_stop_word(clause: &Clause) -> bool {
    clause.kind == Kind::Word
        && clause.field.is_none()
        && STOP_WORDS.contains(&lowered(&clause.text).as_str())
}

/// The clause with its corrected words in place of the typed ones.
fn reading(clause: &Clause, corrections: &[Correction]) -> String {
    match corrections {
        [] => clause.written(),
        [only] if only.typed == clause.text => {
            Clause { text: only.read.clone(), ..clause.clone() }.written()
        }
        _ => {
            let mut text = lowered(&clause.text);
            for c in corrections {
                let mut places = text.char_indices().map(|(at, _)| at);
                if let Some(at) = places.find(|&at| text[at..].starts_with(&c.typed)) {
                    text = joined(&[&text[..at], &c.read, &text[at + c.typed.len()..]], "");
                }
            }
            Clause { text, ..clause.clone() }.written()
        }
    }
}

/// A slot in the making, with the word it came from (empty for phrases).
struct Draft {
    slot: Slot,
    word: Option<Word>,
    /// So many alternatives, the first ones, are mere guesses.
    guesses: usize,
}

/// A word of the query, analysed.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) surface: String,
    pub(super) term: String,
    pub(super) abbreviation: bool,
}

pub(super) struct Planner<'a, S> {
    pub(super) source: &'a S,
    pub(super) analyser: &'a mut Analyser,
    pub(super) plan: Plan,
    /// Whether the last word looked up was rather another word than mistyped.
    pub(super) doubtful: bool,
}

impl<S: Source> Planner<'_, S> {
    fn clause(&mut self, clause: &Clause) -> Vec<Draft> {
        let (words, joined) = self.words(&clause.text);
        let field = clause.field.as_deref().and_then(Field::named);
        match (clause.kind, &words[..]) {
            (_, []) => Vec::new(),
            (Kind::Phrase, [_, _, ..]) => {
                self.look_up(&words);
                vec![phrase(&words, field)]
            }
            (Kind::Phrase, [word]) => {
                let alternatives = self.quoted(word, &clause.text);
                vec![Draft { slot: Slot { alternatives, field }, word: None, guesses: 0 }]
            }
            (kind, [word]) => vec![self.draft(word, &clause.text, kind, field)],
            _ => self.compound(&words, joined, clause, field),
        }
    }

    /// Exactly what was typed: for exclusions, where guessing would hide documents.
    fn strict(&mut self, clause: &Clause) -> Vec<Draft> {
        let (words, _) = self.words(&clause.text);
        let field = clause.field.as_deref().and_then(Field::named);
        match &words[..] {
            [] => Vec::new(),
            [word] => {
                let mut alternatives = self.exact(word);
                if clause.kind == Kind::Prefix {
                    alternatives
                        .extend(weighted(completions(self.source, &word.surface, true), 1.0));
                }
                vec![Draft { slot: Slot { alternatives, field }, word: None, guesses: 0 }]
            }
            _ => {
                self.look_up(&words);
                vec![phrase(&words, field)]
            }
        }
    }

    fn draft(&mut self, word: &Word, typed: &str, kind: Kind, field: Option<Field>) -> Draft {
        self.doubtful = false;
        let alternatives = self.single(word, typed, kind);
        let guesses = if self.doubtful { alternatives.len() } else { 0 };
        Draft { slot: Slot { alternatives, field }, word: Some(word.clone()), guesses }
    }

    /// A word in quotation marks: in any form, but no other word. What else it may be if it is unknown, the
    /// plan notes among its corrections.
    fn quoted(&mut self, word: &Word, typed: &str) -> Vec<Alternative> {
        let missed = self.source.missed();
        let mut out = self.exact(word);
        if !word.abbreviation {
            let forms = kindred(self.source, &word.term, Kin::Inflected);
            extend(&mut out, weighted(forms, INFLECTED));
        }
        if out.is_empty() && self.source.missed() == missed {
            self.guess(word, typed, false);
        }
        out
    }

    /// Looks the words of a phrase up, so that none is missed later than another.
    fn look_up(&self, words: &[Word]) {
        words.iter().for_each(|word| _ = self.source.known(&word.term));
    }

    /// The words of a text, one for each position, and the joined form if it is one compound.
    pub(super) fn words(&mut self, text: &str) -> (Vec<Word>, Option<Word>) {
        let mut words: Vec<Word> = Vec::new();
        let mut joined = None;
        let mut next = 0;
        for token in self.analyser.tokens(text) {
            let abbreviation = token.kind == TokenKind::Abbreviation;
            let word = Word { surface: token.surface, term: token.term, abbreviation };
            if token.kind == TokenKind::Joined {
                let whole = text[..token.range.start].chars().all(|c| !c.is_alphanumeric())
                    && text[token.range.end..].chars().all(|c| !c.is_alphanumeric());
                joined = whole.then_some(word).or(joined);
            } else if token.position >= next {
                next = token.position + 1;
                words.push(word);
            }
        }
        (words, joined)
    }

    /// Several words typed as one: side by side or joined; if the index has neither, each by itself.
    fn compound(
        &mut self,
        words: &[Word],
        joined: Option<Word>,
        clause: &Clause,
        field: Option<Field>,
    ) -> Vec<Draft> {
        let (kind, typed) = (clause.kind, &clause.text);
        let missed = self.source.missed();
        self.look_up(words);
        let mut draft = phrase(words, field);
        let together = super::score::phrase_exists(self.source, &draft.slot.alternatives[0].terms);
        let mut joined = joined.map(|word| self.exact(&word)).unwrap_or_default();
        if !together {
            draft.slot.alternatives.clear();
        }
        draft.slot.alternatives.append(&mut joined);
        if self.source.missed() > missed {
            return vec![draft];
        }
        if draft.slot.alternatives.is_empty() {
            // Signs may be letters of the other layout: `j,pjh` is `обзор`.
            draft.slot.alternatives = self.other_layout(typed).unwrap_or_default();
        }
        if !draft.slot.alternatives.is_empty() || self.source.missed() > missed {
            return vec![draft];
        }
        let last = words.len() - 1;
        let one = |(at, word): (usize, &Word)| {
            let kind = if at == last { kind } else { Kind::Word };
            self.draft(word, &word.surface, kind, field)
        };
        words.iter().enumerate().map(one).collect()
    }

    /// Alternatives of a single word; `typed` is its text with signs (which may be letters of the
    /// other layout).
    fn single(&mut self, word: &Word, typed: &str, kind: Kind) -> Vec<Alternative> {
        let missed = self.source.missed();
        let mut out = self.exact(word);
        let known = self.occurs(&word.surface);
        if !word.abbreviation {
            let forms = kindred(self.source, &word.term, Kin::Inflected);
            extend(&mut out, weighted(forms, INFLECTED));
        }
        // Whether more is needed shows when the word's part of the index is here.
        if self.source.missed() > missed {
            return out;
        }
        if !known && !out.is_empty() {
            let roots = kindred(self.source, &word.term, Kin::Root);
            extend(&mut out, weighted(roots, KINDRED));
        }
        let length = chars_in(&word.surface);
        match kind {
            Kind::Prefix => {
                let rest = weighted(completions(self.source, &word.surface, true), 1.0);
                extend(&mut out, rest);
                return out;
            }
            // A word known by its stem alone may be an accident of a word that is cut off: проек-.
            Kind::Word if length > MAX_WHOLE && !out.is_empty() && !known => {
                let rest = weighted(completions(self.source, &word.surface, false), COMPLETION);
                extend(&mut out, rest);
            }
            Kind::Unfinished => {
                let rest = weighted(completions(self.source, &word.surface, false), COMPLETION);
                extend(&mut out, rest);
            }
            _ => {}
        }
        if out.is_empty() {
            out = self.guess(word, typed, kind == Kind::Unfinished);
        }
        if out.is_empty() && self.source.missed() == missed {
            out = weighted(kindred(self.source, &word.term, Kin::Root), KINDRED);
        }
        out
    }

    /// The word itself under its stem, its surface (abbreviations), or both.
    pub(super) fn exact(&mut self, word: &Word) -> Vec<Alternative> {
        let mut terms = vec![word.term.clone()];
        let short = chars_in(&word.surface) <= MAX_ABBREVIATION;
        if word.abbreviation && self.source.known(&word.term) == 0 {
            terms = vec![self.analyser.stem(&word.surface).to_owned()];
        } else if !word.abbreviation && short && word.surface != word.term {
            terms.push(word.surface.clone());
        }
        // What is missing may be known: whoever asks for its postings asks for their parts at once.
        terms.retain(|term| {
            let missed = self.source.missed();
            self.source.known(term) > 0 || self.source.missed() > missed
        });
        terms.into_iter().map(|term| Alternative { terms: vec![term], weight: 1.0 }).collect()
    }

    /// `онлайн урок` also finds `онлайнурок` and `онлайн-урок`.
    fn join_neighbours(&mut self, drafts: &mut [Draft]) {
        for at in 1..drafts.len() {
            let (Some(left), Some(right)) = (&drafts[at - 1].word, &drafts[at].word) else {
                continue;
            };
            let joined = joined(&[&*left.surface, &*right.surface], "");
            for alternative in self.known_as(&joined) {
                drafts[at - 1].slot.alternatives.push(alternative.clone());
                drafts[at].slot.alternatives.push(alternative);
            }
        }
    }
}

fn phrase(words: &[Word], field: Option<Field>) -> Draft {
    let terms = words.iter().map(|word| word.term.clone()).collect();
    let alternatives = vec![Alternative { terms, weight: 1.0 }];
    Draft { slot: Slot { alternatives, field }, word: None, guesses: 0 }
}

/// What nothing but doubtful guesses would find is suggested only: a guess needs another word of the query
/// beside it in a document. Returns whether nothing is left.
fn drop_lone_guesses(drafts: &mut [Draft]) -> bool {
    let lone = drafts.iter().all(|draft| draft.slot.alternatives.len() == draft.guesses);
    if lone {
        drafts.iter_mut().for_each(|draft| draft.slot.alternatives.clear());
    }
    lone
}

pub(super) fn weighted(candidates: Vec<Candidate>, weight: f32) -> Vec<Alternative> {
    candidates.into_iter().map(|c| Alternative { terms: vec![c.term], weight }).collect()
}

/// Adds alternatives that are not there yet.
fn extend(to: &mut Vec<Alternative>, more: Vec<Alternative>) {
    for alternative in more {
        if to.iter().all(|known| known.terms != alternative.terms) {
            to.push(alternative);
        }
    }
}

/// Words that together are a known expression may each be replaced by its synonyms.
fn add_synonyms(drafts: &mut [Draft], source: &impl Source) {
    let mut at = 0;
    while at < drafts.len() {
        let words: Vec<_> = drafts[at..]
            .iter()
            .map_while(|d| d.word.as_ref().map(|w| (w.term.as_str(), w.surface.as_str())))
            .collect();
        let Some((taken, others)) = synonyms_at(source, &words) else {
            at += 1;
            continue;
        };
        let more: Vec<_> =
            others.into_iter().map(|terms| Alternative { terms, weight: SYNONYM }).collect();
        for draft in &mut drafts[at..at + taken] {
            extend(&mut draft.slot.alternatives, more.clone());
        }
        at += taken;
    }
}
