//! Small indexes of every version of the format that must stay readable.
//!
//! `BLESS=1 cargo test -p metod-search fixture` writes that of the present version: only when the version
//! has been raised.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
// Only test data is read and written here.
#![allow(clippy::disallowed_methods)]

use metod_search::answer::{Request, State};
use metod_search::store::{Engine, ROOT, place};
use std::path::{Path, PathBuf};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/v1")
}

/// Ids and the first snippet for a query, from the files of version 1.
fn ask(query: &str) -> (Vec<String>, String) {
    let read = |address: &str| {
        let (file, piece) = place(address);
        let bytes = std::fs::read(folder().join(file)).expect("named by the index");
        piece.map_or(bytes.clone(), |piece| bytes[piece].to_vec())
    };
    let mut engine = Engine::open(&read(ROOT)).expect("version 1");
    let request = Request { query: query.to_owned(), ..Request::default() };
    loop {
        let answer = engine.ask(&request);
        for address in &answer.want {
            engine.give(address, &read(address)).expect("version 1");
        }
        if answer.want.is_empty() {
            assert_eq!(answer.state, State::Whole);
            let snippet = answer.hits.first().map(|hit| hit.snippet.html()).unwrap_or_default();
            return (answer.hits.into_iter().map(|hit| hit.id).collect(), snippet);
        }
    }
}

#[test]
fn version_1_is_read() {
    let (ids, snippet) = ask("дневником");
    assert_eq!(ids, ["dnevnik", "plan"]);
    assert_eq!(snippet, "Ученики ведут <mark>дневник</mark>.");
    assert_eq!(ask("\"план урока\"").0, ["plan"]);
    assert_eq!(ask("днвеник").0, ["dnevnik", "plan"]);
    // Too unlikely a slip: rather another word.
    assert_eq!(ask("длевник").0, [""; 0]);
    assert_eq!(ask("ФГОС").0, ["plan"]);
    assert_eq!(ask("").0.len(), 2);
}
