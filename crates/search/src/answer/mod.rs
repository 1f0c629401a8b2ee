//! Requests and answers, over any index.
//!
//! [`answer`] does one thing after another and stops where a part of the index is missing:
//!
//! 1. the query becomes a plan, the plan scored documents ([`crate::rank`]);
//! 2. [`Filters`] and the wanted order choose the page of hits;
//! 3. each hit gets its title and address: the state is now [`State::Titles`];
//! 4. counts of facets ([`Column`]) and snippets follow: [`State::Whole`].
//!
//! An index that has all its parts at hand answers whole at once.

mod facets;
mod passage;

pub use facets::{Column, Columns, FacetCount, Filters, Misses};
pub use passage::{Passage, passage};

use crate::analyser::Analyser;
use crate::map::Map;
use crate::prelude::*;
use crate::query;
use crate::rank::{self, Correction, Field, Match, Plan, Slot, Source};
use crate::snippet::Snippet;
use crate::sort::sort;
use alloc::sync::Arc;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// In the syntax of [`crate::query`]. Empty: all documents.
    pub query: String,
    /// The visitor is still typing: the last word may be unfinished.
    pub typing: bool,
    /// Field and id of a value. Values of one field are alternatives; all fields must fit.
    pub filters: Vec<(String, String)>,
    /// Order of the hits.
    pub sort: Sort,
    /// Hits skipped before those wanted.
    pub offset: usize,
    /// Hits wanted.
    pub limit: usize,
    /// Whether passages with the found words are wanted.
    pub snippets: bool,
    /// Whose counts are wanted.
    pub facets: Facets,
}

impl Default for Request {
    fn default() -> Self {
        Self {
            query: String::new(),
            typing: false,
            filters: Vec::new(),
            sort: Sort::Relevance,
            offset: 0,
            limit: 10,
            snippets: true,
            facets: Facets::All,
        }
    }
}

/// Facets to be counted. In browsers each costs a file, but for the first few, which share one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Facets {
    /// No counts.
    None,
    /// All that there are.
    #[default]
    All,
    /// Those with these names.
    These(Vec<String>),
}

impl Facets {
    fn has(&self, field: &str) -> bool {
        match self {
            Self::None => false,
            Self::All => true,
            Self::These(fields) => fields.iter().any(|name| name == field),
        }
    }
}

/// An order of hits; equals stand in order of their numbers, so of collection, id, language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Relevance,
    /// Newest first, those without a date last.
    Date,
    /// By the values of this facet, from the last in its order to the first; those without one last.
    Facet(String),
}

/// How much of an answer is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Nothing to show yet.
    #[default]
    Missing,
    /// Hits with titles, in their final order; snippets and counts are still to come.
    Titles,
    /// Everything asked for.
    Whole,
}

/// What is found.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Answer {
    /// How much of it is there.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub state: State,
    /// Files of the index that the next state needs, to be fetched side by side.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub want: Vec<String>,
    /// Number of all hits.
    pub total: usize,
    /// Whether `total` is that number; otherwise there are at least so many.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub exact: bool,
    /// Some file could not be had, so that hits may be missing.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub lost: bool,
    /// Those asked for, in the order asked for.
    pub hits: Vec<Hit>,
    /// By field, the values that hits have, most frequent first. A field's own filter is not applied to
    /// its counts, so that they tell what another choice would give.
    pub facets: Map<Vec<FacetCount>>,
    /// The query as it was read, if words in it were taken for others: "did you mean".
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub suggestion: Option<String>,
    /// Words that were taken for others, and why.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub corrections: Vec<Correction>,
    /// The terms looked for: sorted, each once.
    #[cfg_attr(feature = "serde", serde(skip))]
    pub terms: Vec<String>,
}

/// A document found.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Hit {
    /// Id in the collection.
    pub id: String,
    /// Collection.
    pub collection: String,
    /// Language code.
    pub lang: String,
    /// Title, plain text.
    pub title: String,
    /// Address, relative to the root of the site.
    pub url: String,
    /// Anchor of the section that the snippet is from; empty if it is from none.
    pub anchor: String,
    /// ISO date.
    pub date: Option<String>,
    /// Id of a value that lists show: of a facet that the index names for this, such as a level.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub badge: Option<String>,
    /// Larger is better; comparable within one answer only.
    pub score: f32,
    /// A passage with the found words. As JSON its HTML and its plain text.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub snippet: Snippet,
}

/// What lists of hits show of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// See [`Hit::collection`].
    pub collection: String,
    /// See [`Hit::id`].
    pub id: String,
    /// See [`Hit::lang`].
    pub lang: String,
    /// See [`Hit::title`].
    pub title: String,
    /// See [`Hit::url`].
    pub url: String,
    /// See [`Hit::date`].
    pub date: Option<String>,
    /// See [`Hit::badge`].
    pub badge: Option<String>,
}

/// What an index knows of its documents beside their terms. Where a part is not here, methods count it
/// as [`missed`](Source::missed).
pub trait Catalogue {
    /// Names of all facets.
    fn fields(&self) -> Vec<String>;

    /// The values of one facet; `None` if there is no such facet, or it is missed.
    fn column(&self, field: &str) -> Option<Arc<Column>>;

    /// Says that columns of these facets will be wanted, but only for documents that meet the slots: every one of them, if
    /// `all`, else any. Where that costs less, [`Catalogue::column`] then has the values of these documents alone.
    fn prepare(&self, _fields: &[String], _slots: &[Slot], _all: bool) {}

    /// By document, the [`date_number`] of its date; 0 without one.
    fn dates(&self) -> Option<Arc<Vec<u32>>>;

    /// What a list shows of a document.
    fn record(&self, doc: u32) -> Option<Record>;

    /// The texts of a document from which its snippet is cut, the summary first.
    fn passages(&self, doc: u32) -> Option<Vec<Passage>>;
}

/// Answers a request as far as the parts of the index that are here allow.
pub fn answer(
    request: &Request,
    index: &(impl Source + Catalogue),
    analyser: &mut Analyser,
) -> Answer {
    let options = query::Options { fields: &Field::NAMES, typing: request.typing };
    let query = query::parse(&request.query, options);
    let plan = rank::plan(&query, index, analyser);
    let filters = Filters::new(&request.filters, index);
    let mut answer = Answer::default();
    let Some((mut matches, exact)) = ranked(request, &plan, index) else {
        return answer;
    };
    if index.missed() > 0 {
        return answer;
    }
    rank::select(&plan, &mut matches, |m| filters.misses(m.doc) == Misses::None);
    let mut fitting = matches.clone();
    fitting.retain(|m| filters.misses(m.doc) == Misses::None);
    answer.total = fitting.len();
    answer.exact = exact;
    let page = page(&fitting, request, index);
    let records: Vec<Option<Record>> = page.iter().map(|m| index.record(m.doc)).collect();
    if index.missed() > 0 {
        return answer;
    }
    answer.state = State::Titles;
    answer.suggestion = plan.suggestion.clone();
    answer.corrections = plan.corrections.clone();
    answer.terms = rank::matched_terms(&plan);
    // Whose title is lost cannot be shown.
    let known = page.iter().zip(records).filter_map(|(m, record)| Some((m, record?)));
    let (shown, hits): (Vec<&Match>, Vec<Hit>) = known.map(|(m, r)| (m, hit(m, r))).unzip();
    answer.hits = hits;
    if !exact {
        rank::demand(&plan, index);
    }
    if !matches.is_empty() {
        let mut wanted = index.fields();
        wanted.retain(|field| request.facets.has(field));
        index.prepare(&wanted, &plan.slots, matches.iter().all(|m| m.missing == 0));
        for field in wanted {
            let Some(column) = index.column(&field) else { continue };
            let counts = filters.count(&field, &column, &matches);
            if !counts.is_empty() {
                answer.facets.insert(field, counts);
            }
        }
    }
    if request.snippets {
        for (m, hit) in shown.into_iter().zip(&mut answer.hits) {
            let Some(passages) = index.passages(m.doc) else {
                continue;
            };
            let (anchor, snippet) = passage(&passages, &answer.terms, analyser);
            hit.anchor = anchor;
            hit.snippet = snippet;
        }
    }
    if index.missed() == 0 {
        answer.state = State::Whole;
    } else if !exact {
        // Counts of a part of the hits would mislead.
        answer.facets.clear();
    }
    answer
}

/// All matches, and whether they are all. `None` when so much is missing that not even the first ones
/// are certain; what is needed has then been asked for.
fn ranked(
    request: &Request,
    plan: &Plan,
    index: &(impl Source + Catalogue),
) -> Option<(Vec<Match>, bool)> {
    // Signs without words find nothing; no query at all finds everything.
    let empty = plan.slots.is_empty() && plan.excluded.is_empty();
    if empty && !request.query.trim().is_empty() {
        return Some((Vec::new(), true));
    }
    let plain = plan.slots.len() == 1
        && plan.excluded.is_empty()
        && request.filters.is_empty()
        && request.sort == Sort::Relevance;
    if !plain {
        rank::demand(plan, index);
    }
    let matches = rank::score(plan, index);
    let unseen = if plain { rank::unseen_score(plan, index) } else { Some(0.0) };
    match unseen {
        Some(0.0) => Some((matches, true)),
        Some(unseen) => {
            let wanted = request.offset.saturating_add(request.limit);
            let first = best(&matches, wanted, &best_first);
            if rank::settled(plan, index, &first, wanted, unseen) {
                return Some((matches, false));
            }
            rank::demand(plan, index);
            None
        }
        None => {
            rank::demand(plan, index);
            None
        }
    }
}

fn best_first(a: &Match, b: &Match) -> bool {
    b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)).is_lt()
}

/// The first `wanted` of `matches` in an order that knows no equals.
fn best(matches: &[Match], wanted: usize, before: &dyn Fn(&Match, &Match) -> bool) -> Vec<Match> {
    let mut out: Vec<Match> = Vec::new();
    // Twice as many as wanted are gathered before the worse half goes.
    let room = wanted.saturating_mul(2).max(64);
    let mut last: Option<Match> = None;
    for found in matches {
        if last.is_some_and(|last| before(&last, found)) {
            continue;
        }
        out.push(*found);
        if out.len() == room {
            sort(&mut out, before);
            out.truncate(wanted);
            last = out.last().copied();
        }
    }
    sort(&mut out, before);
    out.truncate(wanted);
    out
}

/// The page asked for.
fn page(matches: &[Match], request: &Request, index: &impl Catalogue) -> Vec<Match> {
    let mut key: Box<dyn Fn(&Match) -> u32> = Box::new(|_| 0);
    match &request.sort {
        Sort::Relevance => {}
        Sort::Date => {
            if let Some(dates) = index.dates() {
                key = Box::new(move |m| dates.get(m.doc as usize).copied().unwrap_or(0));
            }
        }
        Sort::Facet(field) => {
            if let Some(column) = index.column(field) {
                key = Box::new(move |m| column.of(m.doc).iter().map(|v| v + 1).max().unwrap_or(0));
            }
        }
    }
    let before = |a: &Match, b: &Match| {
        let (first, second) = (key(a), key(b));
        first > second || (first == second && best_first(a, b))
    };
    let mut page = best(matches, request.offset.saturating_add(request.limit), &before);
    page.drain(..request.offset.min(page.len()));
    page
}

fn hit(found: &Match, record: Record) -> Hit {
    Hit {
        id: record.id,
        collection: record.collection,
        lang: record.lang,
        title: record.title,
        url: record.url,
        date: record.date,
        badge: record.badge,
        score: found.score,
        ..Hit::default()
    }
}

/// A number by which dates are ordered, for an ISO date of which month and day may be missing; 0 for
/// anything else.
pub fn date_number(date: &str) -> u32 {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<u32>().unwrap_or(0));
    let mut next = |most: u32| parts.next().filter(|&n| n <= most).unwrap_or(0);
    (next(9999) * 16 + next(12)) * 32 + next(31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_ordered() {
        let dates = ["", "2025", "2025-12", "2025-12-01", "2025-12-31", "2026-01-01"];
        assert!(dates.map(date_number).is_sorted());
        assert_eq!(date_number("когда-то"), 0);
    }
}
