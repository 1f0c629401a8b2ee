//! The static index with damage that its checksums do not show.
//!
//! The first byte of the data chooses a kind of file, the second what is asked, the third how the rest of the data
//! damages every file of that kind, or the pieces of it that are asked for: it is all of it, or its content, or a list
//! of edits of the content. Where a damaged root names a file that there is not, the first of its kind is given.

use std::collections::BTreeMap;

use metod_search::answer::{Answer, Facets, Request, Sort};
use metod_search::store::{Engine, ROOT, place};

use crate::index::{ask, cut, files, find, root};
use crate::{Target, choice, frame};

pub(crate) const TARGET: Target = Target {
    name: "store",
    run,
    seeds,
    words: &["\0", "\u{1}", "\u{7f}", "\u{80}", "\u{7ff}"],
    mutations: 200,
};

/// Queries that want files of every kind.
const QUERIES: [&str; 13] = [
    "дневник",
    "общее",
    "\"план урока\"",
    "\"общее общего\"",
    "\"дневник общее\"",
    "днвеник",
    "rhe;jr",
    "школ*",
    "ФГОС -урок",
    "title:общего практика",
    "",
    "государственный стандарт",
    "методическийсовет",
];

/// Letters of the kinds of files, by which addresses begin behind the folder.
fn kinds() -> Vec<char> {
    let mut kinds: Vec<char> = files().keys().filter_map(|address| kind(address)).collect();
    kinds.dedup();
    kinds
}

fn kind(address: &str) -> Option<char> {
    address.rsplit('/').next()?.chars().next()
}

fn request(what: u8) -> Request {
    Request {
        query: QUERIES[usize::from(what) % QUERIES.len()].to_owned(),
        typing: what & 16 > 0,
        sort: match what >> 5 {
            1 => Sort::Date,
            2 => Sort::Facet("kind".to_owned()),
            _ => Sort::Relevance,
        },
        filters: match what >> 6 {
            3 => vec![("kind".to_owned(), "teaching".to_owned())],
            _ => Vec::new(),
        },
        facets: if what & 128 > 0 { Facets::All } else { Facets::None },
        ..Request::default()
    }
}

/// No damage ends in a panic or in questions without end.
fn run(data: &[u8]) {
    let (which, data) = choice(data);
    let (what, data) = choice(data);
    let (how, data) = choice(data);
    let kinds = kinds();
    let damaged = kinds[usize::from(which) % kinds.len()];
    let damage = |bytes: &[u8], is_file: bool| {
        let (header, piece) = bytes.split_at(if is_file { frame::HEADER } else { 0 });
        let (raw, rest) = frame::content(piece).unwrap_or_default();
        let piece = match how % 4 {
            0 => return data.to_vec(),
            1 => frame::sealed(data, &rest),
            2 => frame::sealed(&edited(raw, data), &rest),
            _ => frame::sealed(&raw, &edited(rest, data)),
        };
        [header, &piece].concat()
    };
    let mut first: BTreeMap<char, &Vec<u8>> = BTreeMap::new();
    for (address, bytes) in files() {
        first.entry(kind(address).unwrap_or_default()).or_insert(bytes);
    }
    let mut give = |address: &str| {
        let kind = kind(address)?;
        let (file, piece) = place(address);
        let file = files().get(file).or(first.get(&kind).copied())?;
        // A piece beyond the file: the file, as from servers that know no pieces.
        let bytes = cut(file, piece.clone()).unwrap_or_else(|| file.clone());
        let is_file = piece.is_none() || bytes.len() == file.len();
        Some(if kind == damaged { damage(&bytes, is_file) } else { bytes })
    };
    let root = if Some(damaged) == kind(ROOT) { damage(root(), true) } else { root().to_vec() };
    let Ok(mut engine) = Engine::open(&root) else { return };
    ask(&mut engine, &request(what), &mut give, &mut |_, _| {});
    if let Some(labels) = engine.labels_address("ru")
        && let Some(bytes) = give(&labels)
    {
        let _ = engine.give(&labels, &bytes);
    }
    // What was taken stays for the next question.
    ask(&mut engine, &request(what.wrapping_add(1)), &mut give, &mut |_, _| {});
}

/// Four bytes an edit: two say where, one what is done there, one with what.
fn edited(mut raw: Vec<u8>, edits: &[u8]) -> Vec<u8> {
    for edit in edits.chunks_exact(4).take(16) {
        let at = usize::from(u16::from_le_bytes([edit[0], edit[1]])) % (raw.len() + 1);
        match edit[2] % 4 {
            0 if at < raw.len() => raw[at] = edit[3],
            1 => raw.insert(at, edit[3]),
            2 if at < raw.len() => _ = raw.remove(at),
            3 => raw.truncate(at),
            _ => raw.push(edit[3]),
        }
    }
    raw
}

/// What is packed in all that questions ask for, by kind: the frame must be as fuzz/targets/src/frame.rs has it.
fn contents() -> BTreeMap<char, Vec<u8>> {
    let mut out = BTreeMap::new();
    let mut note = |address: &str, bytes: &[u8]| {
        let header = if place(address).1.is_none() { frame::HEADER } else { 0 };
        let (raw, rest) = frame::content(&bytes[header..]).expect("as in frame.rs");
        out.entry(kind(address).unwrap_or_default()).or_insert(raw.clone());
        [&bytes[..header], &frame::sealed(&raw, &rest)].concat()
    };
    for what in 0..=u8::MAX {
        let mut engine = Engine::open(&note(ROOT, root())).expect("as it was");
        let mut give = |address: &str| Some(note(address, &find(address)?));
        let whole = &mut |_: &Engine, answer: &Answer| assert!(!answer.lost);
        ask(&mut engine, &request(what), &mut give, whole);
        if let Some(labels) = engine.labels_address("ru") {
            engine.give(&labels, &give(&labels).expect("there")).expect("as it was");
        }
    }
    out
}

/// One file of each kind, whole and its content; edits.
fn seeds() -> Vec<Vec<u8>> {
    let mut out = Vec::new();
    let contents = contents();
    for (number, letter) in (0..).zip(kinds()) {
        let (_, bytes) =
            files().iter().find(|(address, _)| kind(address) == Some(letter)).expect("one");
        let raw = contents
            .get(&letter)
            .cloned()
            .unwrap_or_else(|| frame::content(&bytes[frame::HEADER..]).expect("as in frame.rs").0);
        let head = |what: u8, how: u8| vec![number, what, how];
        out.push([head(number, 0), bytes.clone()].concat());
        out.push([head(number, 1), raw].concat());
        // Some queries each; together all of them.
        let some = (0..4).map(|step| (number + step * 3) % QUERIES.len() as u8);
        let edits = some.map(|what| [head(what, 2), vec![what, 0, 0, 0xFF]].concat());
        out.extend(edits);
        out.push([head(number | 0xE0, 2), vec![3, 0, 2, 0, 9, 0, 1, 3]].concat());
        out.push([head(number, 3), vec![3, 0, 0, 7, 9, 0, 2, 0]].concat());
    }
    out.retain(|seed| seed.len() < 1 << 14);
    out
}
