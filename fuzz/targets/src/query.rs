//! The query parser.

use metod_search::query::{MAX_CLAUSES, Options, parse};

use crate::{Target, choice, none, text};

pub(crate) const TARGET: Target = Target {
    name: "query",
    run,
    seeds: none,
    words: &["\"", "«", "»", "„", "-", "*", "title:", "text:", ":", "+", " ", "-\"", "\u{a0}", "—"],
    mutations: 3000,
};

/// Every text is read, clauses lie in the text, and what is written of them reads as the same.
fn run(data: &[u8]) {
    let (typing, data) = choice(data);
    let text = text(data);
    let options = Options { fields: &["title", "text"], typing: typing & 1 == 1 };
    let query = parse(&text, options);
    assert!(query.clauses.len() <= MAX_CLAUSES);
    for clause in &query.clauses {
        assert!(text.get(clause.range.clone()).is_some(), "{clause:?}");
        assert!(!clause.text.is_empty() && !clause.text.contains('"'), "{clause:?}");
    }
    if query.truncated {
        return;
    }
    let written = query.written();
    let again = parse(&written, options);
    assert_eq!(again.written(), written, "{text:?}");
    let meant = |query: &metod_search::query::Query| -> Vec<_> {
        let clauses = query.clauses.iter();
        clauses.map(|clause| (clause.excluded, clause.field.clone(), clause.text.clone())).collect()
    };
    assert_eq!(meant(&again), meant(&query), "{text:?} as {written:?}");
}
