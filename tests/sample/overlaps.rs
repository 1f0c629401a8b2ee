//! Practices are written one by one: no two share a run of five words.

use std::collections::{BTreeMap, BTreeSet};

use metod_content::model::Record;

/// Words in a row that make an overlap.
const RUN: usize = 5;

/// Runs that may stand in several practices, with the reason.
const ALLOWED: &[&str] = &[];

#[test]
fn no_two_practices_share_five_words_in_a_row() {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let mut shared = BTreeSet::new();
    for record in super::records("practices") {
        for run in runs(record) {
            let first = *seen.entry(run.clone()).or_insert(&record.id);
            if first != &*record.id && !ALLOWED.contains(&run.as_str()) {
                shared.insert(format!("{first} and {}: {run}", record.id));
            }
        }
    }
    assert!(shared.is_empty(), "\n{}", shared.into_iter().collect::<Vec<_>>().join("\n"));
}

/// Every run of a record's text, within one paragraph.
fn runs(record: &Record) -> BTreeSet<String> {
    let body = record.body.as_ref().map_or("", |body| body.text.as_str());
    let prose = prose(body);
    prose
        .split("\n\n")
        .flat_map(|paragraph| {
            let words = words(paragraph);
            words.windows(RUN).map(|run| run.join(" ")).collect::<Vec<_>>()
        })
        .collect()
}

/// Text without code and addresses of links.
fn prose(body: &str) -> String {
    let text: String = body.split("```").step_by(2).collect::<Vec<_>>().join("\n\n");
    without_addresses(&text)
}

fn without_addresses(text: &str) -> String {
    let mut parts = text.split("](");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str("] ");
        out.push_str(part.split_once(')').map_or("", |(_, after)| after));
    }
    out
}

/// Words in small letters, ё as е; punctuation and numbers of list items do not count.
fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '-')
        .map(|word| word.trim_matches('-').to_lowercase().replace('ё', "е"))
        .filter(|word| !word.is_empty())
        .collect()
}

#[test]
fn code_and_addresses_are_not_prose() {
    assert_eq!(
        prose("Смотри [тут](a-b.md) и\n```\nкод\n```\nдальше"),
        "Смотри [тут]  и\n\n\n\nдальше"
    );
}
