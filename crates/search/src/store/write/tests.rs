use super::*;
use crate::analyser::Analyser;
use crate::answer::{Answer, Request, State};
use crate::rank::{Field, Posting, shorter};
use crate::store::{Engine, Error, place};
use proptest::prelude::*;

/// An index of documents with these titles, each with the text of all words of its number.
fn collect(titles: &[&str]) -> Collected {
    let mut analyser = Analyser::bulk();
    let mut terms: BTreeMap<String, Term> = BTreeMap::new();
    let mut out = Collected::default();
    let mut digests: Vec<Vec<Passage>> = Vec::new();
    for (doc, title) in (0..).zip(titles) {
        for field in Field::ALL {
            let mut found: BTreeMap<String, Vec<u32>> = BTreeMap::new();
            analyser.analyse(title, 0, |token| {
                found.entry(token.term.to_owned()).or_default().push(token.position);
            });
            for (key, at) in found {
                let term = terms.entry(key.clone()).or_insert_with(|| Term::new(&key));
                term.add(field, Posting { doc, impact: 31 }, &at);
            }
        }
        let text = Passage { text: (*title).to_owned(), ..Passage::default() };
        digests.push(vec![text]);
        out.dates.push(20_260_101 + doc);
        out.records.push(Record {
            collection: "practices".to_owned(),
            id: format!("d{doc}"),
            lang: "ru".to_owned(),
            title: (*title).to_owned(),
            url: format!("practices/d{doc}.html"),
            date: None,
            badge: (doc == 0).then(|| "top".to_owned()),
        });
    }
    let owned = |(surface, term): (Box<str>, Box<str>)| (surface.into(), term.into());
    out.forms = analyser.into_forms().into_iter().map(owned).collect();
    out.forms.sort();
    out.forms.dedup();
    let mut endings: BTreeMap<String, (String, String)> = BTreeMap::new();
    for (surface, term) in &out.forms {
        let ending =
            endings.entry(reversed(term)).or_insert_with(|| (surface.clone(), term.clone()));
        if shorter(surface, &ending.0) {
            ending.0.clone_from(surface);
        }
    }
    out.endings = endings.into_values().collect();
    out.terms = terms.into_values().collect();
    out.texts = Arc::new(digests.chunks(PACK).map(seal_texts).collect());
    out
}

/// The files, each once, the root last.
fn files_of(collected: &Collected) -> Vec<File> {
    let files: std::sync::Mutex<BTreeMap<String, Vec<u8>>> = std::sync::Mutex::default();
    let put = |file: File| {
        files.lock().unwrap().insert(file.address, file.bytes);
    };
    write(collected, one_by_one, &put);
    let mut files = files.into_inner().unwrap();
    let root = files.remove(ROOT).unwrap();
    let file = |(address, bytes)| File { address, bytes };
    files.into_iter().chain([(ROOT.to_owned(), root)]).map(file).collect()
}

fn one_by_one(count: usize, make: &(dyn Fn(usize) -> Vec<File> + Sync)) -> Vec<Vec<File>> {
    (0..count).map(make).collect()
}

/// What an address names.
fn bytes_of<'a>(files: &'a [File], address: &str) -> &'a [u8] {
    let (name, piece) = place(address);
    let file = files.iter().find(|file| file.address == name).expect("named");
    piece.map_or(&file.bytes[..], |piece| &file.bytes[piece])
}

/// The ids found, with the files that `give` lets pass.
fn ask(files: &[File], query: &str, give: impl Fn(&str) -> bool) -> (Vec<String>, bool) {
    let mut engine = Engine::open(&files.last().unwrap().bytes).unwrap();
    let request = Request { query: query.to_owned(), ..Request::default() };
    for _ in 0..9 {
        let answer = engine.ask(&request);
        if answer.want.is_empty() {
            assert!(answer.state == State::Whole || answer.lost);
            return (answer.hits.into_iter().map(|hit| hit.id).collect(), answer.lost);
        }
        for address in answer.want {
            if give(&address) {
                engine.give(&address, bytes_of(files, &address)).unwrap();
            } else {
                engine.lost(&address);
            }
        }
    }
    panic!("{query}: asked for ever");
}

#[test]
fn words_phrases_and_mistakes_are_found() {
    let files = files_of(&collect(&["Дневник практики", "Практика дневника", "Кружок"]));
    let found = |query: &str| ask(&files, query, |_| true).0;
    assert_eq!(found("дневником"), ["d0", "d1"]);
    assert_eq!(found("\"практика дневника\""), ["d1"]);
    assert_eq!(found("кржок"), ["d2"]);
    assert_eq!(found("rhe;jr"), ["d2"]);
    assert_eq!(found("круж*"), ["d2"]);
    assert_eq!(found("-дневник"), ["d2"]);
    assert_eq!(found("").len(), 3);
}

#[test]
fn lost_files_make_answers_poorer_and_never_endless() {
    let files = files_of(&collect(&["Дневник практики", "Кружок"]));
    for kind in ["w", "p", "f", "e", "h", "d", "c", "v"] {
        for query in ["дневник", "кржок", "\"дневник практики\""] {
            let prefix = format!("search/{kind}");
            let (ids, lost) = ask(&files, query, |address| !address.starts_with(&prefix));
            assert!(ids.iter().all(|id| !id.is_empty()));
            assert!(lost || !["w", "h", "d"].contains(&kind), "{kind} {query}");
        }
    }
}

#[test]
fn roots_of_others_are_refused() {
    let files = files_of(&collect(&["Кружок"]));
    let root = &files.last().unwrap().bytes;
    let mut other = root.clone();
    other[2] = 77;
    assert_eq!(Engine::open(&other).err(), Some(Error::Version(77)));
    assert_eq!(Engine::open(&files[0].bytes).err(), Some(Error::Damaged));
    let mut engine = Engine::open(root).unwrap();
    assert_eq!(engine.give("search/root.bin", root), Err(Error::Unknown));
    assert_eq!(engine.give("search/w0.bin", root), Err(Error::Damaged));
}

#[test]
fn many_words_take_several_shards() {
    let titles: Vec<String> = (0..900)
        .map(|n: u32| {
            (0..9)
                .map(|i| {
                    format!(
                        "сло{}во{}",
                        char::from_u32('а' as u32 + (n + i) % 32).unwrap(),
                        n * i * 7 % 5000
                    )
                })
                .collect::<Vec<_>>()
                .join(" ")
        })
        .collect();
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let collected = collect(&titles);
    let files = files_of(&collected);
    assert!(files.iter().filter(|file| file.address.starts_with("search/w")).count() > 2);
    for title in titles.iter().step_by(100) {
        assert!(!ask(&files, &title.replace(' ', " +"), |_| true).0.is_empty());
    }
    assert!(!ask(&files, "сло*", |_| true).0.is_empty());
    assert_eq!(files, files_of(&collected));
}

/// One word in more documents than a shard takes: its text with any impact, some titles.
fn common_word(impact: impl Fn(u32) -> u8) -> Collected {
    let mut word = Term::new("урок");
    let mut out = Collected::default();
    for doc in 0..4300 {
        word.add(Field::Text, Posting { doc, impact: impact(doc) }, &[doc]);
        if doc % 300 == 299 {
            word.add(Field::Title, Posting { doc, impact: 9 }, &[0]);
        }
        out.records.push(Record { id: format!("d{doc}"), ..Record::default() });
    }
    let empty = seal_texts(&vec![Vec::new(); PACK]);
    out.texts = Arc::new(vec![empty; out.records.len().div_ceil(PACK)]);
    out.dates = vec![0; out.records.len()];
    out.forms = vec![("урок".to_owned(), "урок".to_owned())];
    out.endings = out.forms.clone();
    out.terms = vec![word];
    out
}

#[test]
fn titles_of_a_common_word_need_no_tail() {
    let files = files_of(&common_word(|doc| (doc * 7919 % 31) as u8 + 1));
    let tail = |address: &String| address.starts_with("search/t");
    let mut engine = Engine::open(&files.last().unwrap().bytes).unwrap();
    let request = Request { query: "урок".to_owned(), snippets: false, ..Request::default() };
    let mut first = None;
    loop {
        let answer = engine.ask(&request);
        if answer.state == State::Titles && first.is_none() {
            assert!(!answer.exact && answer.want.iter().any(tail), "{:?}", answer.want);
            first = Some(answer.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>());
        }
        assert!(first.is_some() || !answer.want.iter().any(tail), "{:?}", answer.want);
        for address in &answer.want {
            engine.give(address, bytes_of(&files, address)).unwrap();
        }
        if answer.want.is_empty() {
            assert_eq!((answer.state, answer.exact, answer.total), (State::Whole, true, 4300));
            let last: Vec<_> = answer.hits.into_iter().map(|hit| hit.id).collect();
            assert_eq!(Some(last), first);
            return;
        }
    }
}

#[test]
fn equals_beyond_the_head_are_waited_for() {
    // All count the same, so the first by number win, and a head alone would not tell.
    let files = files_of(&common_word(|_| 7));
    let (ids, lost) = ask(&files, "урок", |_| true);
    assert!(!lost);
    assert_eq!(ids[..2], ["d299", "d599"]);
    assert_eq!(ask(&files, "урок -title:урок", |_| true).0[..2], ["d0", "d1"]);
}

/// Documents of some of many words, with values; columns dear enough for rows, or not.
fn valued(titles: &[String], dear: usize) -> Vec<File> {
    let titles: Vec<&str> = titles.iter().map(String::as_str).collect();
    let mut collected = collect(&titles);
    let mut columns = crate::answer::Columns::default();
    for doc in 0..titles.len() {
        let mixed = hash(&doc.to_le_bytes());
        let [place, subject] = [mixed[0] % 60, mixed[1] % 7].map(|n| format!("v{n}"));
        let mut values = vec![("place", &*place), ("subject", &*subject), ("lang", "ru")];
        values.extend((doc % 3 == 0).then_some(("subject", "other")));
        columns.add(values);
    }
    let columns = columns.finish(&BTreeMap::new()).into_iter();
    collected.columns = columns.map(|(field, column)| (field, Arc::new(column))).collect();
    collected.dear = dear;
    files_of(&collected)
}

/// An answer with its counts, and the kinds of files wanted.
fn counted(
    files: &[File],
    engine: &mut Engine,
    request: &Request,
    lost: &str,
) -> (Answer, BTreeSet<String>) {
    let mut kinds = BTreeSet::new();
    for _ in 0..9 {
        let answer = engine.ask(request);
        if answer.want.is_empty() {
            return (Answer { lost: false, ..answer }, kinds);
        }
        for address in answer.want {
            let kind = &address["search/".len()..][..1];
            if kind == lost {
                engine.lost(&address);
            } else {
                engine.give(&address, bytes_of(files, &address)).unwrap();
            }
            kinds.insert(kind.to_owned());
        }
    }
    panic!("{}: asked for ever", request.query);
}

/// Titles of three words each, some of which many have.
fn titles_of_words() -> Vec<String> {
    let word = |n: u32| {
        let letter = |n: u32| char::from_u32('а' as u32 + n % 30).unwrap();
        format!("{}у{}я{}", letter(n), letter(n * 7 + 3), letter(n / 30))
    };
    (0..1500_u32).map(|n| [n % 400, n * n % 800, n % 9].map(word).join(" ")).collect()
}

#[test]
fn counts_of_a_few_documents_take_their_rows() {
    let titles = titles_of_words();
    let [rows, columns] = [0, usize::MAX].map(|dear| valued(&titles, dear));
    let open = |files: &[File]| Engine::open(&files.last().unwrap().bytes).unwrap();
    let word = |title: usize, at: usize| titles[title].split(' ').nth(at).unwrap().to_owned();
    let query = |query: String| Request { query, snippets: false, ..Request::default() };
    let queries = [
        query(word(5, 0)),
        query(format!("{} {}", word(5, 0), word(5, 2))),
        query(format!("{} {}", word(5, 0), word(6, 0))),
        query(format!("\"{} {}\"", word(7, 0), word(7, 1))),
        query(format!("{} -{}", word(8, 0), word(8, 1))),
        query(format!("title:{}", word(9, 0))),
        Request { typing: true, ..query(word(5, 0)[..4].to_owned()) },
        Request {
            facets: crate::answer::Facets::These(vec!["place".to_owned()]),
            ..query(word(9, 0))
        },
        Request { filters: vec![("subject".to_owned(), "v3".to_owned())], ..query(word(5, 0)) },
        query("няма".to_owned()),
    ];
    for request in &queries {
        let (expected, kinds) = counted(&columns, &mut open(&columns), request, "");
        assert!(!kinds.contains("v") && expected.total > 0 || request.query == "няма");
        let (answer, kinds) = counted(&rows, &mut open(&rows), request, "");
        assert_eq!(answer, expected);
        let is_filtered = !request.filters.is_empty();
        assert!(kinds.contains("v") || expected.total == 0, "{} {kinds:?}", request.query);
        assert!(
            kinds.contains("c")
                == (is_filtered
                    || request.facets == crate::answer::Facets::All && expected.total > 0),
            "{} {kinds:?}",
            request.query
        );
        let (answer, kinds) = counted(&rows, &mut open(&rows), request, "v");
        assert_eq!(answer, expected);
        assert!(kinds.contains("c") || expected.total == 0);
    }
}

#[test]
fn who_asks_much_fetches_columns_in_the_end() {
    let titles = titles_of_words();
    let files = valued(&titles, 0);
    let mut engine = Engine::open(&files.last().unwrap().bytes).unwrap();
    let words: BTreeSet<&str> = titles.iter().filter_map(|title| title.split(' ').next()).collect();
    let mut questions = (0, 0);
    for word in &words {
        let request = Request { query: (*word).to_owned(), snippets: false, ..Request::default() };
        let (_, kinds) = counted(&files, &mut engine, &request, "");
        questions.0 += usize::from(kinds.contains("v"));
        questions.1 += usize::from(kinds.contains("c"));
    }
    assert!((1..20).contains(&questions.0), "{questions:?}");
    // The first file, and the others once.
    assert_eq!(questions.1, 2, "{questions:?}");
}

proptest! {
    #[test]
    fn any_query_ends(query in "([а-д]{1,4}|[-\"*: ]|title:|[a-z,;]{1,3}|дневн?ик|\\PC){0,8}", lose in "[wpfehdcv]") {
        let files = files_of(&collect(&["Дневник абв гд", "абвг дабв", "вгд"]));
        ask(&files, &query, |_| true);
        let prefix = format!("search/{lose}");
        ask(&files, &query, |address| !address.starts_with(&prefix));
    }
}

/// The fixture that `tests/store_versions.rs` reads; `BLESS=1` writes it anew, when the version has
/// been raised.
#[test]
// A fixture is written here, no site.
#[allow(clippy::disallowed_methods)]
fn the_fixture_of_this_version_is_what_is_written() {
    let mut collected = collect(&["Дневник", "План урока: дневник, стандарт"]);
    let ids = ["dnevnik", "plan"];
    for (record, id) in collected.records.iter_mut().zip(ids) {
        record.id = id.to_owned();
        record.url = format!("practices/{id}.html");
    }
    let passage = |text: &str| vec![Passage { text: text.to_owned(), ..Passage::default() }];
    let texts = ["Ученики ведут дневник.", "План урока: дневник, стандарт"].map(passage);
    collected.texts = Arc::new(texts.chunks(PACK).map(seal_texts).collect());
    let mut columns = crate::answer::Columns::default();
    columns.add([("subjects", "fizika"), ("kind", "teaching")]);
    columns.add([("kind", "teaching")]);
    let columns = columns.finish(&BTreeMap::new()).into_iter();
    collected.columns = columns.map(|(field, column)| (field, Arc::new(column))).collect();
    let groups = [["ФГОС", "государственный стандарт"], ["ФГОС", "стандарт"]];
    collected.synonyms = crate::rank::Synonyms::new(groups, &mut Analyser::new()).groups().to_vec();
    collected.terms.push(Term::new("государствен стандарт"));
    collected.terms.sort_by(|a, b| a.key.cmp(&b.key));
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/v1");
    for file in files_of(&collected) {
        let path = folder.join(&file.address);
        if std::env::var_os("BLESS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &file.bytes).unwrap();
        }
        assert!(std::fs::read(&path).is_ok_and(|bytes| bytes == file.bytes), "{}", file.address);
    }
}
