use super::*;
use crate::analyser::Analyser;
use crate::query::{self, Options};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// The plainest index there can be.
#[derive(Default)]
pub(super) struct Memory {
    /// Field and term: for each document its positions.
    postings: BTreeMap<(Field, String), BTreeMap<u32, Vec<u32>>>,
    lengths: BTreeMap<(Field, u32), u32>,
    forms: BTreeSet<(String, String)>,
    documents: u32,
    synonyms: Synonyms,
}

impl Memory {
    /// No documents, but synonyms.
    pub(super) fn with_synonyms(groups: &[&[&str]]) -> Self {
        let groups = groups.iter().map(|group| group.iter());
        Self { synonyms: Synonyms::new(groups, &mut Analyser::new()), ..Self::default() }
    }

    /// Documents of title and text.
    fn new(documents: &[(&str, &str)]) -> Self {
        let mut out = Self::default();
        let mut analyser = Analyser::new();
        for (title, text) in documents {
            for (field, text) in [(Field::Title, title), (Field::Text, text)] {
                for token in analyser.tokens(text) {
                    out.forms.insert((token.surface, token.term.clone()));
                    let places = out.postings.entry((field, token.term)).or_default();
                    places.entry(out.documents).or_default().push(token.position);
                    *out.lengths.entry((field, out.documents)).or_default() += 1;
                }
            }
            out.documents += 1;
        }
        out
    }

    fn search(&self, text: &str) -> (Vec<u32>, Plan) {
        let options = Options { fields: &Field::NAMES, typing: false };
        let query = query::parse(text, options);
        let plan = plan(&query, self, &mut Analyser::new());
        let mut found = score(&plan, self);
        select(&plan, &mut found, |_| true);
        found.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.doc.cmp(&b.doc)));
        (found.into_iter().map(|m| m.doc).collect(), plan)
    }
}

impl Source for Memory {
    fn documents(&self) -> u32 {
        self.documents
    }

    fn frequency(&self, field: Field, term: &str) -> u32 {
        self.postings.get(&(field, term.to_owned())).map_or(0, |p| p.len() as u32)
    }

    fn postings(&self, field: Field, term: &str, visit: &mut dyn FnMut(Posting)) {
        let lengths = self.lengths.iter().filter(|((f, _), _)| *f == field);
        let words = lengths.map(|(_, &length)| length as f32).sum::<f32>();
        let mean = words / self.documents.max(1) as f32;
        for (&doc, at) in self.postings.get(&(field, term.to_owned())).into_iter().flatten() {
            let length = self.lengths[&(field, doc)];
            visit(Posting { doc, impact: impact(field, at.len() as u32, length, mean) });
        }
    }

    fn positions(
        &self,
        field: Field,
        term: &str,
        docs: &[u32],
        visit: &mut dyn FnMut(u32, &[u32]),
    ) {
        for (&doc, at) in self.postings.get(&(field, term.to_owned())).into_iter().flatten() {
            if docs.contains(&doc) {
                visit(doc, at);
            }
        }
    }

    fn occurs(&self, surface: &str) -> bool {
        self.forms.iter().any(|(s, _)| s == surface)
    }

    fn completions(&self, prefix: &str, visit: &mut dyn FnMut(Form)) {
        for (surface, term) in self.forms.iter().filter(|(s, _)| s.starts_with(prefix)) {
            visit(Form { surface, term });
        }
    }

    fn kin(&self, kin: Kin, key: &str, visit: &mut dyn FnMut(&str)) {
        self.forms.iter().filter(|(_, t)| kin.key(t) == key).for_each(|(_, term)| visit(term));
    }

    fn synonyms(&self, key: &str, visit: &mut dyn FnMut(u32, &Group)) {
        self.synonyms.starting(key, visit);
    }

    fn forms_near(&self, keys: NearKeys, visit: &mut dyn FnMut(Form)) {
        let near = |s: &String, t: &String| s.starts_with(keys.prefix) || t.ends_with(keys.suffix);
        let forms = self.forms.iter().filter(|(s, t)| near(s, t));
        forms.for_each(|(surface, term)| visit(Form { surface, term }));
    }
}

#[test]
fn title_before_text_and_short_before_long() {
    let index = Memory::new(&[
        ("Другое", "оценка оценка оценка"),
        ("Оценка работы учителя начальных классов", ""),
        ("Оценка", ""),
    ]);
    assert_eq!(index.search("оценка").0, [2, 1, 0]);
}

#[test]
fn kindred_forms_are_found_but_do_not_win() {
    let index = Memory::new(&[("", "много оценок"), ("", "оценка труда"), ("", "создавали план")]);
    assert_eq!(index.search("оценка").0, [1, 0]);
    assert_eq!(index.search("создан").0, [2]);
}

#[test]
fn one_word_in_three_may_be_missing_when_few_have_all() {
    let index = Memory::new(&[("", "план урока физики"), ("", "план урока"), ("", "план")]);
    assert_eq!(index.search("план урока физики").0, [0, 1]);
    assert_eq!(index.search("план физики").0, [0]);
    assert_eq!(index.search("урок химия").0, [1, 0]);
}

#[test]
fn words_written_together_or_with_the_other_layout() {
    let index = Memory::new(&[("", "классный час о дружбе"), ("", "обзор уроков")]);
    let (found, plan) = index.search("классныйчас");
    assert_eq!((found, plan.corrections[0].reason), (vec![0], Reason::Space));
    let (found, plan) = index.search("j,pjh ehjrjd");
    assert_eq!((found, plan.suggestion.as_deref()), (vec![1], Some("обзор уроков")));
    let (found, plan) = index.search("кассный");
    assert_eq!((found, plan.corrections[0].reason), (vec![0], Reason::Typo));
}

#[test]
fn a_doubtful_guess_finds_nothing_by_itself() {
    let index = Memory::new(&[("", "экзамен группы"), ("", "вид группы"), ("", "учитель")]);
    let (found, plan) = index.search("экзема");
    assert_eq!((found, plan.suggestion.as_deref()), (vec![], Some("экзамен")));
    assert_eq!(plan.corrections, []);
    // Another word beside it in a document bears it out; a second unknown one does not.
    assert_eq!(index.search("экзема группы").0, [0]);
    assert_eq!(index.search("экзема шашлык").0, [0u32; 0]);
    // What fingers and ears do to a word is believed of it alone.
    for query in ["экзаемн", "эккзамен", "экзамкн", "учител", "учитиль"]
    {
        assert!(!index.search(query).0.is_empty(), "{query}");
    }
}

#[test]
fn a_word_in_quotation_marks_is_no_other_word() {
    let index = Memory::new(&[("", "классный час"), ("", "много оценок"), ("", "оценка труда")]);
    for query in ["\"кассный\"", "«клас»", "\"rkfccysq\"", "\"классныйчас\"", "„оценочный“"]
    {
        let (found, plan) = index.search(query);
        assert_eq!((found, plan.corrections), (vec![], vec![]), "{query}");
    }
    let (found, plan) = index.search("\"кассный\"");
    assert_eq!((found, plan.suggestion.as_deref()), (vec![], Some("\"классный\"")));
    let (found, plan) = index.search("\"оценка\"");
    assert_eq!((found, plan.suggestion), (vec![2, 1], None));
    assert_eq!(index.search("\"часы\"").0, [0]);
    let index = Memory::with_synonyms(&[&["ИРО", "институт развития образования"]]);
    assert_eq!(index.search("\"ИРО\"").1.slots[0].alternatives, []);
}

proptest! {
    #[test]
    fn any_query_over_any_text(
        texts in prop::collection::vec("([а-д]{1,3}|[ .-]){0,12}", 0..6),
        query in "([а-д]{1,4}|[-\"*: ]|title:|[a-z,;]{1,3}|\\PC){0,10}",
    ) {
        let documents: Vec<_> = texts.iter().map(|text| (&text[..], &text[..])).collect();
        let (found, plan) = Memory::new(&documents).search(&query);
        let slots = plan.slots.iter().chain(&plan.excluded);
        for alternative in slots.flat_map(|slot| &slot.alternatives) {
            prop_assert!(!alternative.terms.is_empty() && alternative.weight > 0.0);
        }
        prop_assert!(found.len() <= documents.len());
    }
}
