use super::*;
use metod_search::rank::Field;

fn doc(id: &str, title: &str, body: &str) -> IndexDoc {
    IndexDoc {
        collection: "practices".into(),
        id: id.into(),
        lang: "ru".into(),
        title: title.into(),
        url: format!("practices/{id}.html"),
        sections: vec![("opisanie".into(), "Описание".into(), body.into())],
        ..IndexDoc::default()
    }
}

fn portal() -> Vec<IndexDoc> {
    let mut docs = vec![
        doc("dnevnik", "Дневник наблюдений", "Ученики ведут дневник практики по ФГОС."),
        doc("ekzamen", "Подготовка к экзамену", "Пробный экзамен и видеоурок по математике."),
        doc("kruzhok", "Кружок робототехники", "Практики и занятия после уроков. Ёлка."),
        doc("standart", "Новые нормы", "Федеральный государственный образовательный стандарт."),
        doc("iro", "Письмо ИРО", "План работы: онлайн-урок, дневник, экзамен."),
    ];
    for (at, doc) in docs.iter_mut().enumerate() {
        let subject = if at % 2 == 0 { "fizika" } else { "matematika" };
        doc.facets.push(("subjects".into(), subject.into()));
        doc.facets.push(("stages".into(), if at < 3 { "ooo" } else { "soo" }.into()));
    }
    docs
}

fn settings() -> Settings {
    let full = "федеральный государственный образовательный стандарт";
    Settings { synonyms: vec![vec!["ФГОС".into(), full.into()]], ..Settings::default() }
}

fn index(docs: Vec<IndexDoc>) -> Index {
    build(docs, &settings(), Options { keep_text: true, ..Options::default() }).expect("in memory")
}

fn request(query: &str) -> Request {
    Request { query: query.into(), limit: 10, ..Request::default() }
}

fn found(query: &str) -> Vec<String> {
    let response = index(portal()).search(&request(query)).expect("in memory");
    response.hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn any_form_of_a_word_finds_it() {
    assert_eq!(found("практикой"), found("практика"));
    assert_eq!(found("ПРАКТИКА").len(), 2);
    assert_eq!(found("елка"), ["kruzhok"]);
}

#[test]
fn titles_come_first_and_all_words_before_any() {
    assert_eq!(found("дневник")[0], "dnevnik");
    assert_eq!(found("дневник экзамен"), ["iro"]);
    assert_eq!(found("робототехника стандарт").len(), 2);
}

#[test]
fn phrases_exclusions_prefixes_fields() {
    assert_eq!(found("\"пробный экзамен\""), ["ekzamen"]);
    assert_eq!(found("\"экзамен пробный\""), [""; 0]);
    assert_eq!(found("экзамен -письмо"), ["ekzamen"]);
    assert_eq!(found("робот*"), ["kruzhok"]);
    assert_eq!(found("title:дневник"), ["dnevnik"]);
    assert_eq!(found("-дневник").len(), 3);
}

#[test]
fn compounds_with_and_without_the_hyphen() {
    for query in ["онлайн-урок", "онлайнурок", "онлайн урок"] {
        assert_eq!(found(query), ["iro"], "{query}");
    }
    assert_eq!(found("видео-урок"), ["ekzamen"]);
    assert_eq!(found("видео урок"), ["ekzamen"]);
}

#[test]
fn abbreviations_and_their_full_names() {
    let mut both = found("ФГОС");
    both.sort();
    assert_eq!(both, ["dnevnik", "standart"]);
    let mut both = found("федеральный государственный образовательный стандарт");
    both.sort();
    assert_eq!(both, ["dnevnik", "standart"]);
    assert_eq!(found("иро"), ["iro"]);
}

#[test]
fn mistakes_are_forgiven_and_told() {
    let index = index(portal());
    for (typed, read, id) in [
        ("lytdybr", "дневник", "dnevnik"),
        ("экзомен", "экзамен", "ekzamen"),
        ("кзамен", "экзамен", "ekzamen"),
        ("пробныйэкзамен", "пробный экзамен", "ekzamen"),
    ] {
        let response = index.search(&request(typed)).expect("in memory");
        assert_eq!(response.hits.first().map(|hit| hit.id.as_str()), Some(id), "{typed}");
        assert_eq!(response.suggestion.as_deref(), Some(read), "{typed}");
    }
    assert_eq!(index.search(&request("экзамен")).expect("in memory").suggestion, None);
}

#[test]
fn an_unfinished_word_finds_its_completions() {
    let typing = Request { typing: true, ..request("робототе") };
    let response = index(portal()).search(&typing).expect("in memory");
    assert_eq!(response.hits[0].id, "kruzhok");
}

#[test]
fn filters_and_counts() {
    let index = index(portal());
    let with = |filters: &[(&str, &str)]| {
        let filters = filters.iter().map(|(f, v)| ((*f).into(), (*v).into())).collect();
        index.search(&Request { filters, limit: 10, ..Request::default() }).expect("in memory")
    };
    assert_eq!(with(&[]).total, 5);
    assert_eq!(with(&[("subjects", "fizika")]).total, 3);
    assert_eq!(with(&[("subjects", "fizika"), ("subjects", "matematika")]).total, 5);
    let both = with(&[("subjects", "fizika"), ("stages", "soo")]);
    assert_eq!(both.total, 1);
    let count = |id: &str, count| FacetCount { id: id.into(), count };
    let counts = |field: &str| both.facets.get(field).cloned().unwrap_or_default();
    // What another subject would give among soo, and another stage among fizika.
    assert_eq!(counts("subjects"), [count("fizika", 1), count("matematika", 1)]);
    assert_eq!(counts("stages"), [count("ooo", 2), count("soo", 1)]);
    assert_eq!(counts("collection"), [count("practices", 1)]);
    assert_eq!(with(&[("subjects", "khimiya")]).total, 0);
}

#[test]
fn any_word_when_the_filters_leave_no_document_with_all() {
    let filters = vec![("stages".to_owned(), "ooo".to_owned())];
    let request = Request { filters, ..request("дневник экзамен") };
    assert_eq!(index(portal()).search(&request).expect("in memory").total, 2);
}

#[test]
fn snippets_are_escaped_and_marked() {
    let docs = vec![doc("a", "Тест", "<script>alert(1)</script> и практика & план")];
    let hit = index(docs).search(&request("практики")).expect("in memory").hits.remove(0);
    assert_eq!(
        hit.snippet.html(),
        "&lt;script&gt;alert(1)&lt;/script&gt; и <mark>практика</mark> &amp; план"
    );
    assert_eq!(hit.snippet.text, "<script>alert(1)</script> и практика & план");
    assert_eq!(hit.anchor, "opisanie");
}

#[test]
fn threads_change_nothing() {
    let answers = |docs: Vec<IndexDoc>, threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let index = pool.install(|| index(docs));
        ["практика", "дневник экзамен", "урок", ""].map(|query| {
            serde_json::to_string(&index.search(&request(query)).expect("ok")).expect("ok")
        })
    };
    let many: Vec<IndexDoc> = (0..40)
        .flat_map(|n| {
            portal().into_iter().map(move |d| IndexDoc { id: format!("{}-{n}", d.id), ..d })
        })
        .collect();
    assert_eq!(answers(many.clone(), 1), answers(many, 4));
}

#[test]
fn pages_of_hits_follow_each_other() {
    let index = index(portal());
    let all = index.search(&request("")).expect("in memory").hits;
    let page = Request { limit: 2, offset: 2, ..request("") };
    assert_eq!(index.search(&page).expect("in memory").hits, all[2..4]);
    let beyond = Request { limit: 2, offset: 20, ..request("") };
    assert_eq!(index.search(&beyond).expect("in memory").hits, []);
}

#[test]
fn nothing_to_search_and_nothing_to_look_for() {
    let empty = index(Vec::new());
    assert_eq!(empty.search(&request("практика")).expect("in memory").total, 0);
    assert_eq!(empty.search(&request("")).expect("in memory").total, 0);
    assert_eq!(found("!!! ***"), [""; 0]);
    assert_eq!(found("абракадабра"), [""; 0]);
    assert_eq!(found("").len(), 5);
}

#[test]
fn the_walk_sees_what_the_search_sees() {
    let index = index(portal());
    let mut terms = Vec::new();
    index
        .walk(Field::Title, |term, found| terms.push((term.to_owned(), found.to_vec())))
        .expect("in memory");
    assert!(terms.is_sorted_by_key(|(term, _)| term));
    let (_, found) = terms.iter().find(|(term, _)| term == "дневник").expect("indexed");
    assert_eq!(found[0], Occurrence { doc: 0, impact: 20, positions: vec![0] });
    assert!(index.forms().iter().any(|form| (form.surface, form.term) == ("иро", "иро")));
}

/// Numbers that look like chance and are the same each time (xorshift64*, Marsaglia).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33) as usize % end
    }

    /// Some words, now and then one that no other text has, or none at all.
    fn text(&mut self) -> String {
        const WORDS: &[&str] = &[
            "урок",
            "уроком",
            "ученик",
            "ФГОС",
            "фгос",
            "онлайн-урок",
            "наставник",
            "федеральный",
            "государственный",
            "образовательный",
            "стандарт",
            "экзамен",
            "экзамены",
            "и",
            "в",
        ];
        let words = (0..self.below(30)).map(|_| match self.below(12) {
            0 => format!("слово{}", self.below(1000)),
            _ => WORDS[self.below(WORDS.len())].to_owned(),
        });
        words.collect::<Vec<_>>().join(" ")
    }
}

fn weighed(docs: &[IndexDoc], base: Option<Base>) -> Options {
    let sample = Weights::sample(docs.len()).map(|at| docs[at].clone());
    let weights = Weights::of(&sample.collect::<Vec<_>>());
    if let Some(base) = &base {
        assert_eq!(base.weights(), &weights);
    }
    Options { keep_text: true, digests: Some(weights), base, ..Options::default() }
}

#[test]
fn an_index_made_over_another_equals_one_made_of_nothing() {
    let mut chance = Chance(7);
    let mut docs: Vec<IndexDoc> =
        (0..158).map(|at| doc(&format!("d{at:03}"), &chance.text(), &chance.text())).collect();
    let made_of = |docs: &[IndexDoc]| -> Vec<String> {
        docs.iter().map(|doc| blake3::hash(doc.sections[0].2.as_bytes()).to_string()).collect()
    };
    let first = build(docs.clone(), &settings(), weighed(&docs, None)).expect("in memory");
    let mut left = Vec::new();
    first.leave("portal", &made_of(&docs), &mut left).expect("in memory");
    let read = |bytes: &[u8], portal: &str, docs: &[IndexDoc]| {
        Base::read(&mut &*bytes, bytes.len() as u64, portal, &made_of(docs))
    };
    let mut compared = 0;
    for round in 0..12 {
        let at = chance.below(docs.len());
        if Weights::sample(docs.len()).any(|sampled| sampled == at) {
            continue;
        }
        docs[at].sections[0].2 = chance.text();
        let Some(base) = read(&left, "portal", &docs) else {
            assert!(round > 6, "few have changed");
            break;
        };
        let over = build(docs.clone(), &settings(), weighed(&docs, Some(base))).expect("in memory");
        let fresh = build(docs.clone(), &settings(), weighed(&docs, None)).expect("in memory");
        assert!(over.analysed() < fresh.analysed());
        compared += 1;
        let labels = std::collections::BTreeMap::new;
        assert_eq!(files(&over, labels()).expect("ok"), files(&fresh, labels()).expect("ok"));
        for query in ["урок", "ФГОС", "\"и в\"", "слово*", "экзамин", "text:урок -ученик"]
        {
            let (over, fresh) = (over.search(&request(query)), fresh.search(&request(query)));
            assert_eq!(over.expect("ok"), fresh.expect("ok"), "{query}");
        }
    }
    assert!(compared > 3, "most documents are no sample");
    assert!(read(&left, "another portal", &docs).is_none());
    assert!(read(&left, "portal", &docs[1..]).is_none());
    docs[0].sections[0].2 = "words are weighed by this document".to_owned();
    assert!(read(&left, "portal", &docs).is_none());
    for end in (0..left.len()).step_by(left.len() / 97) {
        assert!(read(&left[..end], "portal", &docs).is_none());
    }
}
