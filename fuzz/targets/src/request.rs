//! Questions as a browser's page writes them, the engine's answers to them, and the JSON that the page reads.

#[path = "../../../crates/web-search/src/json.rs"]
mod json;
#[path = "../../../crates/web-search/src/request.rs"]
mod reader;

use metod_search::store::Engine;
use serde_json::Value;

use crate::index::{ask, files, find, root};
use crate::{Target, none, text};

pub(crate) const TARGET: Target = Target {
    name: "request",
    run,
    seeds: none,
    words: &[
        "q=",
        "\nq=",
        "typing=1\n",
        "sort=date\n",
        "sort=kind\n",
        "offset=",
        "limit=",
        "snippets=1\n",
        "facets=",
        "lang=ru\n",
        "filter=kind.teaching\n",
        "filter=",
        ".",
        ",",
        "collection",
        "общее ",
        "дневник",
        "школ*",
        "title:",
        "\"",
        "99999999999",
    ],
    mutations: 100,
};

/// Any question is read and answered, within its limits, by sound JSON.
fn run(data: &[u8]) {
    let text = text(data);
    let (request, lang) = reader::read(&text);
    assert!(request.limit <= 1000 && request.offset <= 1000);
    let mut engine = Engine::open(root()).expect("sound");
    let labels = engine.labels_address(lang);
    if let Some(address) = &labels {
        engine.give(address, &files()[address]).expect("sound");
        let words: Value =
            serde_json::from_str(&json::labels(engine.labels(lang).expect("given"))).expect("JSON");
        assert!(words.is_object());
    }
    ask(&mut engine, &request, &mut find, &mut |engine, answer| {
        let written = json::answer(answer, engine.labels(lang));
        let read: Value =
            serde_json::from_str(&written).unwrap_or_else(|error| panic!("{error} in {written}"));
        assert_eq!(read["hits"].as_array().map(Vec::len), Some(answer.hits.len()));
        assert_eq!(read["total"].as_u64(), Some(answer.total as u64));
        for (read, hit) in read["hits"].as_array().into_iter().flatten().zip(&answer.hits) {
            assert_eq!(read["title"].as_str(), Some(hit.title.as_str()));
        }
        assert!(!answer.lost);
    });
}
