//! Requests and responses.

use super::source::Reading;
use super::{Document, Error, Index, IndexDoc};
use metod_search::analyser::Analyser;
use metod_search::query;
use metod_search::rank::{self, Field, Match, Plan};
use metod_search::snippet::{Snippet, snippet};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::TantivyDocument;
use tantivy::schema::Value;

/// Characters of a snippet.
const SNIPPET: usize = 220;

/// What is asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// In the syntax of [`metod_search::query`]. Empty: all documents.
    pub query: String,
    /// The visitor is still typing: the last word may be unfinished.
    pub typing: bool,
    /// Field and id of a value. Values of one field are alternatives; all fields must fit.
    pub filters: Vec<(String, String)>,
    /// Hits wanted.
    pub limit: usize,
    /// Hits skipped before them.
    pub offset: usize,
}

/// What is found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Response {
    /// Number of all hits.
    pub total: usize,
    /// Those asked for, best first; equals by collection and id.
    pub hits: Vec<Hit>,
    /// By field, the values that hits have, most frequent first. A field's own filter is not applied to
    /// its counts, so that they tell what another choice would give.
    pub facets: BTreeMap<String, Vec<FacetCount>>,
    /// The query as it was read, if words in it were taken for others: "did you mean".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suggestion: Option<String>,
}

/// A document found.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
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
    /// Larger is better; comparable within one response only.
    pub score: f32,
    /// HTML: escaped text with found words in `<mark>`.
    pub snippet: String,
    /// The same as plain text.
    pub snippet_text: String,
}

/// A value of a facet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FacetCount {
    /// Id of the value.
    pub id: String,
    /// Hits that have it.
    pub count: usize,
}

impl Index {
    /// Answers a request.
    ///
    /// # Errors
    /// When the index cannot be read; never because of the request.
    pub fn search(&self, request: &Request) -> Result<Response, Error> {
        let mut analyser = Analyser::new();
        let reading = Reading::new(self)?;
        let options = query::Options { fields: &Field::NAMES, typing: request.typing };
        let query = query::parse(&request.query, options);
        let plan = rank::plan(&query, &reading, &self.synonyms, &mut analyser);
        // Signs without words find nothing; no query at all finds everything.
        let empty = plan.slots.is_empty() && plan.excluded.is_empty();
        let mut matches = if empty && !request.query.trim().is_empty() {
            Vec::new()
        } else {
            rank::score(&plan, &reading)
        };
        reading.finish()?;

        let filters = Filters::new(&request.filters);
        let (fitting, facets) = self.filter(&plan, &mut matches, &filters);
        let mut response = Response {
            total: fitting.len(),
            facets,
            suggestion: plan.suggestion.clone(),
            ..Response::default()
        };
        let terms = rank::matched_terms(&plan);
        for found in self.page(fitting, request) {
            response.hits.push(self.hit(found, &terms, &mut analyser)?);
        }
        Ok(response)
    }

    /// The matches that fit all filters, and the counts.
    fn filter(
        &self,
        plan: &Plan,
        matches: &mut Vec<Match>,
        filters: &Filters,
    ) -> (Vec<Match>, BTreeMap<String, Vec<FacetCount>>) {
        rank::select(plan, matches, |m| {
            filters.misses(&self.documents[m.doc as usize]) == Misses::None
        });
        let mut fitting = Vec::new();
        let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
        for found in matches.iter() {
            let document = &self.documents[found.doc as usize];
            let misses = filters.misses(document);
            if misses == Misses::None {
                fitting.push(*found);
            }
            for (field, value) in &document.facets {
                if misses == Misses::None || misses == Misses::Only(field) {
                    *counts.entry(field).or_default().entry(value).or_default() += 1;
                }
            }
        }
        (
            fitting,
            counts.into_iter().map(|(field, values)| (field.to_owned(), sorted(values))).collect(),
        )
    }

    /// The page asked for, best first.
    fn page(&self, mut matches: Vec<Match>, request: &Request) -> Vec<Match> {
        let name = |m: &Match| {
            let d = &self.documents[m.doc as usize];
            (&d.collection, &d.id, &d.lang)
        };
        let order =
            |a: &Match, b: &Match| b.score.total_cmp(&a.score).then_with(|| name(a).cmp(&name(b)));
        let wanted = request.offset.saturating_add(request.limit);
        if wanted < matches.len() {
            matches.select_nth_unstable_by(wanted, order);
            matches.truncate(wanted);
        }
        matches.sort_unstable_by(order);
        matches.drain(..request.offset.min(matches.len()));
        matches
    }

    fn hit(&self, found: Match, terms: &[String], analyser: &mut Analyser) -> Result<Hit, Error> {
        let document = &self.documents[found.doc as usize];
        let (anchor, snippet) = match self.stored(found.doc)? {
            Some(text) => passage(&text, terms, analyser),
            None => (String::new(), snippet(&document.summary, terms, SNIPPET, analyser)),
        };
        Ok(Hit {
            id: document.id.clone(),
            collection: document.collection.clone(),
            lang: document.lang.clone(),
            title: document.title.clone(),
            url: document.url.clone(),
            anchor,
            date: document.date.clone(),
            score: found.score,
            snippet: snippet.html(),
            snippet_text: snippet.text,
        })
    }

    /// The document as it was given to the index, if texts were kept.
    fn stored(&self, doc: u32) -> Result<Option<IndexDoc>, Error> {
        let Some(segment) = &self.segment else {
            return Ok(None);
        };
        let stored: TantivyDocument = segment.get_store_reader(1)?.get(doc)?;
        let text = stored.get_first(self.fields.stored);
        match text.as_ref().and_then(|value| value.as_bytes()) {
            Some(json) => Ok(Some(serde_json::from_slice(json)?)),
            None => Ok(None),
        }
    }
}

/// The passage of a document with the most found words, and the anchor of its section.
fn passage(doc: &IndexDoc, terms: &[String], analyser: &mut Analyser) -> (String, Snippet) {
    let mut best = (String::new(), snippet(&doc.summary, terms, SNIPPET, analyser));
    let different = |snippet: &Snippet| {
        let words = snippet.marks.iter().map(|mark| snippet.text[mark.clone()].to_lowercase());
        words.collect::<BTreeSet<_>>().len()
    };
    for (anchor, _, text) in &doc.sections {
        let found = snippet(text, terms, SNIPPET, analyser);
        let empty = best.1.text.is_empty() && !found.text.is_empty();
        if empty || different(&found) > different(&best.1) {
            best = (anchor.clone(), found);
        }
    }
    best
}

fn sorted(values: BTreeMap<&str, usize>) -> Vec<FacetCount> {
    let mut out: Vec<_> =
        values.into_iter().map(|(id, count)| FacetCount { id: id.to_owned(), count }).collect();
    // Stable: equals stay in order of ids.
    out.sort_by_key(|value| std::cmp::Reverse(value.count));
    out
}

/// Filters by field.
struct Filters<'a>(BTreeMap<&'a str, BTreeSet<&'a str>>);

/// Filters that a document does not fit.
#[derive(PartialEq, Eq)]
enum Misses<'a> {
    None,
    Only(&'a str),
    Several,
}

impl<'a> Filters<'a> {
    fn new(filters: &'a [(String, String)]) -> Self {
        let mut out: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (field, value) in filters {
            out.entry(field).or_default().insert(value);
        }
        Self(out)
    }

    fn misses(&self, document: &Document) -> Misses<'a> {
        let fits = |field: &str, values: &BTreeSet<&str>| {
            document.facets.iter().any(|(f, v)| f == field && values.contains(v.as_str()))
        };
        let mut missed = self.0.iter().filter(|(field, values)| !fits(field, values));
        match (missed.next(), missed.next()) {
            (None, _) => Misses::None,
            (Some((field, _)), None) => Misses::Only(field),
            _ => Misses::Several,
        }
    }
}
