//! A small static index that has a file of every kind, made by the writer of the search crate; and questions to it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock};

use metod_search::analyser::Analyser;
use metod_search::answer::{Answer, Columns, Passage, Record, Request, State};
use metod_search::map::Map;
use metod_search::rank::{Field, Posting, Synonyms, shorter};
use metod_search::store::write::{Collected, File, PACK, Term, seal_texts, write};
use metod_search::store::{Engine, Labels, ROOT, place};

/// Titles of documents; their texts are these and the next two.
const TITLES: [&str; 12] = [
    "Дневник практики",
    "План урока: дневник, стандарт",
    "Кружок робототехники",
    "Наставничество молодых учителей",
    "Урок-экскурсия в музей",
    "Школьный методический совет",
    "Программа «Билет в будущее»",
    "Оценка по ФГОС и ВПР",
    "Lesson study: опыт школы",
    "Практика чтения с карандашом",
    "Дорожная карта до 2027 года",
    "Сельская школа и её учителя",
];

/// A word of so many documents that its lists and positions lie in files of their own.
const COMMON: u32 = 4100;

/// The files by address, made once.
pub(crate) fn files() -> &'static BTreeMap<String, Vec<u8>> {
    static FILES: OnceLock<BTreeMap<String, Vec<u8>>> = OnceLock::new();
    FILES.get_or_init(|| {
        let files: Mutex<BTreeMap<String, Vec<u8>>> = Mutex::default();
        let put = |file: File| {
            files.lock().expect("one thread").insert(file.address, file.bytes);
        };
        write(&collected(), |count, make| (0..count).map(make).collect(), &put);
        files.into_inner().expect("one thread")
    })
}

fn collected() -> Collected {
    let mut analyser = Analyser::bulk();
    let mut terms: BTreeMap<String, Term> = BTreeMap::new();
    let mut out = Collected::default();
    let mut columns = Columns::default();
    let mut texts: Vec<Vec<Passage>> = Vec::new();
    for (doc, title) in (0..).zip(TITLES) {
        let text = [0, 1, 2].map(|more| TITLES[(doc as usize + more) % TITLES.len()]).join(". ");
        for (field, words) in [(Field::Title, title), (Field::Text, text.as_str())] {
            let mut found: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            analyser.analyse(words, 0, |token| {
                found.entry(token.term.to_owned()).or_default().push(token.position);
            });
            for (key, at) in found {
                let term = terms.entry(key.clone()).or_insert_with(|| Term::new(&key));
                term.add(field, Posting { doc, impact: 9 + at.len() as u8 }, &at);
            }
        }
        let passage = |anchor: &str, text: &str| Passage {
            anchor: anchor.to_owned(),
            text: text.to_owned(),
            ..Passage::default()
        };
        texts.push(vec![passage("", title), passage("p-1", &text)]);
        out.dates.push(20_260_101 + doc * 3);
        let kind = ["teaching", "leading", "mentoring"][doc as usize % 3];
        columns.add([("collection", "practices"), ("kind", kind), ("stages", "ooo")]);
        out.records.push(Record {
            collection: "practices".to_owned(),
            id: format!("d{doc}"),
            lang: if doc == 8 { "en" } else { "ru" }.to_owned(),
            title: title.to_owned(),
            url: format!("practices/d{doc}.html"),
            date: (doc != 3).then(|| "2026-01-02".to_owned()),
            badge: (doc == 0).then(|| "top".to_owned()),
        });
    }
    let mut common = Term::new("общ");
    for doc in 0..COMMON {
        common.add(
            Field::Text,
            Posting { doc, impact: (doc % 31) as u8 + 1 },
            &[doc % 900, 1000 + doc],
        );
        if doc % 7 == 0 {
            common.add(Field::Title, Posting { doc, impact: (doc % 9) as u8 + 1 }, &[0]);
        }
        if doc as usize >= TITLES.len() {
            out.records.push(Record {
                id: format!("d{doc}"),
                lang: "ru".to_owned(),
                ..Record::default()
            });
            out.dates.push(0);
            // So many values that their column costs more than those of a few words.
            let place = format!("p{}", doc * 7919 % 61);
            columns.add([("collection", "news"), ("place", &*place)]);
        }
    }
    terms.insert("общ".to_owned(), common);
    texts.resize(out.records.len(), Vec::new());
    out.texts = Arc::new(texts.chunks(PACK).map(seal_texts).collect());
    let groups = [["ФГОС", "государственный стандарт"], ["школа", "гимназия"]];
    out.synonyms = Synonyms::new(groups, &mut Analyser::new()).groups().to_vec();
    terms.insert("государствен стандарт".to_owned(), Term::new("государствен стандарт"));
    analyser.analyse("общее общего", 0, |_| {});
    let owned = |(surface, term): (Box<str>, Box<str>)| (surface.into(), term.into());
    out.forms = analyser.into_forms().into_iter().map(owned).collect();
    out.endings = endings(&out.forms);
    out.terms = terms.into_values().collect();
    let columns = columns.finish(&BTreeMap::new()).into_iter();
    out.columns = columns.map(|(field, column)| (field, Arc::new(column))).collect();
    let mut labels = Labels::default();
    let mut kinds = Map::default();
    kinds.insert("teaching".to_owned(), "Обучение \"всех\"".to_owned());
    labels.fields.insert("kind".to_owned(), ("Вид".to_owned(), kinds));
    out.labels.insert("ru".to_owned(), labels);
    out
}

/// The shortest form of each term, in order of the terms read backwards.
fn endings(forms: &[(String, String)]) -> Vec<(String, String)> {
    let mut out: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (surface, term) in forms {
        let backwards = term.chars().rev().collect();
        let ending = out.entry(backwards).or_insert_with(|| (surface.clone(), term.clone()));
        if shorter(surface, &ending.0) {
            ending.0.clone_from(surface);
        }
    }
    out.into_values().collect()
}

/// Asks until nothing is wanted, with files from `give`; each answer goes to `each`. Panics if it never ends.
pub(crate) fn ask(
    engine: &mut Engine,
    request: &Request,
    give: &mut dyn FnMut(&str) -> Option<Vec<u8>>,
    each: &mut dyn FnMut(&Engine, &Answer),
) {
    let mut asked = BTreeSet::new();
    for _ in 0..12 {
        let answer = engine.ask(request);
        assert!(answer.hits.len() <= request.limit);
        for hit in &answer.hits {
            let marks = hit.snippet.marks.iter();
            assert!(
                marks.clone().all(|mark| hit.snippet.text.get(mark.clone()).is_some()),
                "{hit:?}"
            );
        }
        each(engine, &answer);
        if answer.want.is_empty() {
            assert!(answer.state == State::Whole || answer.lost, "{answer:?}");
            return;
        }
        for address in answer.want {
            let good = give(&address).is_some_and(|bytes| engine.give(&address, &bytes).is_ok());
            if !good {
                engine.lost(&address);
            }
            assert!(asked.insert(address.clone()), "{address} is wanted again");
        }
    }
    panic!("asked for ever: {request:?}");
}

/// What an address means: a file, or a piece of one.
pub(crate) fn find(address: &str) -> Option<Vec<u8>> {
    let (file, piece) = place(address);
    cut(files().get(file)?, piece)
}

/// A piece of a file, or all of it.
pub(crate) fn cut(file: &[u8], piece: Option<Range<usize>>) -> Option<Vec<u8>> {
    piece.map_or(Some(file), |piece| file.get(piece)).map(<[u8]>::to_vec)
}

/// The root.
pub(crate) fn root() -> &'static [u8] {
    &files()[ROOT]
}
