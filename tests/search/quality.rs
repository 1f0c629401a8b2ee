//! How well the search answers what teachers type: judged queries over the sample portal, with two thousand
//! pages about other things mixed in where they are at hand, beside tantivy as it comes.

use super::{pages, root};
use metod::index::{self, IndexDoc, Library, Options, Request};
use metod::pipeline;
use metod::render::Facts;
use metod::source::{Disk, History, Scope};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, BoostQuery, Occur, Query, QueryParser, TermQuery};
use tantivy::schema::{IndexRecordOption, STORED, STRING, Schema, TEXT, Value};
use tantivy::{Index, Term, doc};

/// Hits among which the answer must be.
const SHOWN: usize = 10;

/// A query and what answers it.
#[derive(Debug, serde::Deserialize)]
struct Judged {
    class: String,
    query: String,
    expect: Vec<String>,
    #[serde(default)]
    filters: BTreeMap<String, String>,
}

fn judged() -> Vec<Judged> {
    let text = std::fs::read_to_string(root().join("tests/search/queries.yaml")).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// What a search did in one class.
#[derive(Clone, Copy, Default)]
struct Score {
    queries: usize,
    hits: usize,
    /// Sum of one by the rank of the best answer.
    reciprocal: f64,
}

impl Score {
    fn add(&mut self, judged: &Judged, found: &[String]) {
        self.queries += 1;
        if judged.expect.is_empty() {
            // What must not be found is found well when nothing is.
            let good = found.is_empty();
            self.hits += usize::from(good);
            self.reciprocal += f64::from(u8::from(good));
            return;
        }
        if let Some(rank) = found.iter().position(|key| judged.expect.contains(key)) {
            self.hits += 1;
            self.reciprocal += 1.0 / (rank + 1) as f64;
        }
    }

    fn hit(&self) -> f64 {
        self.hits as f64 / self.queries as f64
    }

    fn mrr(&self) -> f64 {
        self.reciprocal / self.queries as f64
    }
}

#[derive(Default)]
struct Scores(BTreeMap<String, Score>);

impl Scores {
    fn add(&mut self, judged: &Judged, found: &[String]) {
        for class in [&*judged.class, "all"] {
            self.0.entry(class.to_owned()).or_default().add(judged, found);
        }
    }
}

/// The documents of the sample portal and, where they are at hand, of another world.
fn documents() -> (Vec<IndexDoc>, index::Settings) {
    let tree = Disk::new(root(), Scope::portal().without("public")).unwrap();
    let facts = Facts { as_of: "2026-11-23".parse().unwrap(), base_url: None };
    let prepared = pipeline::prepare(&tree, History::default(), &facts, false).unwrap();
    let portal = &prepared.loaded.portal;
    let mut docs: Vec<IndexDoc> = index::documents(portal, &prepared.plan).collect();
    docs.extend(pages(2000));
    docs.sort_by(|a, b| (&a.collection, &a.id, &a.lang).cmp(&(&b.collection, &b.id, &b.lang)));
    (docs, index::settings(portal))
}

/// tantivy with its own tokenizer: all words, title counting as much more as ours does.
struct Plain {
    index: Index,
    parser: QueryParser,
    key: tantivy::schema::Field,
    facet: tantivy::schema::Field,
}

impl Plain {
    fn new(docs: &[IndexDoc]) -> Self {
        let mut schema = Schema::builder();
        let title = schema.add_text_field("title", TEXT);
        let text = schema.add_text_field("text", TEXT);
        let key = schema.add_text_field("key", STRING | STORED);
        let facet = schema.add_text_field("facet", STRING);
        let index = Index::create_in_ram(schema.build());
        let mut writer = index.writer_with_num_threads(1, 50 << 20).unwrap();
        for document in docs {
            let mut body = document.summary.clone();
            for (_, field) in &document.fields {
                let _ = write!(body, "\n{field}");
            }
            for (_, heading, section) in &document.sections {
                let _ = write!(body, "\n{heading}\n{section}");
            }
            let mut out =
                doc!(title => document.title.as_str(), text => body, key => key_of(document));
            for (field, value) in &document.facets {
                out.add_text(facet, format!("{field}={value}"));
            }
            out.add_text(facet, format!("collection={}", document.collection));
            writer.add_document(out).unwrap();
        }
        writer.commit().unwrap();
        let mut parser = QueryParser::for_index(&index, vec![title, text]);
        parser.set_conjunction_by_default();
        parser.set_field_boost(title, 2.5);
        Plain { index, parser, key, facet }
    }

    fn search(&self, judged: &Judged) -> Vec<String> {
        let (query, _) = self.parser.parse_query_lenient(&judged.query);
        let mut parts: Vec<(Occur, Box<dyn Query>)> = vec![(Occur::Must, query)];
        for (field, value) in &judged.filters {
            let term = Term::from_field_text(self.facet, &format!("{field}={value}"));
            let term = TermQuery::new(term, IndexRecordOption::Basic);
            parts.push((Occur::Must, Box::new(BoostQuery::new(Box::new(term), 0.0))));
        }
        let searcher = self.index.reader().unwrap().searcher();
        let top = TopDocs::with_limit(SHOWN).order_by_score();
        let found = searcher.search(&BooleanQuery::new(parts), &top).unwrap();
        let key = |(_, at)| {
            let stored: tantivy::TantivyDocument = searcher.doc(at).unwrap();
            stored.get_first(self.key).unwrap().as_str().unwrap().to_owned()
        };
        found.into_iter().map(key).collect()
    }
}

fn key_of(document: &IndexDoc) -> String {
    format!("{}:{}", document.collection, document.id)
}

#[test]
fn what_teachers_type_is_answered() {
    let queries = judged();
    let (docs, settings) = documents();
    let plain = Plain::new(&docs);
    let digests = Some(super::weights(&docs));
    let options = Options { digests, ..Options::default() };
    let index = index::build(docs, &settings, options).unwrap();
    let mut library = Library::of(index::files(&index, BTreeMap::new()).unwrap()).unwrap();
    let (mut ours, mut theirs) = (Scores::default(), Scores::default());
    for judged in &queries {
        let filters = judged.filters.iter().map(|(field, id)| (field.clone(), id.clone()));
        let request = Request {
            query: judged.query.clone(),
            filters: filters.collect(),
            limit: SHOWN,
            ..Request::default()
        };
        let found: Vec<String> = library
            .search(&request)
            .hits
            .iter()
            .map(|hit| format!("{}:{}", hit.collection, hit.id))
            .collect();
        if std::env::var_os("MISSED").is_some() {
            let missed = match judged.expect.is_empty() {
                true => !found.is_empty(),
                false => !found.iter().any(|key| judged.expect.contains(key)),
            };
            if missed {
                println!(
                    "{}: {} → {:?} (found {:?})",
                    judged.class,
                    judged.query,
                    judged.expect,
                    found.first()
                );
            }
        }
        ours.add(judged, &found);
        theirs.add(judged, &plain.search(judged));
    }
    println!("{} queries, {} documents", queries.len(), index.documents().len());
    println!("{:14} {:>4} {:>15} {:>15}", "class", "n", "ours hit  MRR", "plain hit  MRR");
    for (class, score) in &ours.0 {
        let other = theirs.0[class];
        println!(
            "{class:14} {:4} {:8.3} {:6.3} {:8.3} {:6.3}",
            score.queries,
            score.hit(),
            score.mrr(),
            other.hit(),
            other.mrr()
        );
    }
    for (class, score) in &ours.0 {
        let least = if *class == "all" { 0.97 } else { 0.9 };
        assert!(score.hit() >= least, "hit@10 of {class}: {:.3}", score.hit());
    }
    assert!(ours.0["all"].mrr() >= 0.85, "MRR over all: {:.3}", ours.0["all"].mrr());
}
