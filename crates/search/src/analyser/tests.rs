use super::*;
use proptest::prelude::*;

fn analyse(text: &str) -> Vec<(String, u32)> {
    Analyser::new().tokens(text).into_iter().map(|t| (t.term, t.position)).collect()
}

fn terms(text: &str) -> Vec<String> {
    analyse(text).into_iter().map(|(term, _)| term).collect()
}

fn surfaces(text: &str) -> Vec<String> {
    Analyser::new().tokens(text).into_iter().map(|t| t.surface).collect()
}

fn at(pairs: &[(&str, u32)]) -> Vec<(String, u32)> {
    pairs.iter().map(|&(term, position)| (term.to_owned(), position)).collect()
}

#[test]
fn forms_of_a_word_share_a_term() {
    assert_eq!(terms("практикой"), terms("ПРАКТИКАМИ"));
    assert_eq!(terms("ребёнок"), terms("ребенок"));
}

#[test]
fn compounds_give_parts_in_sequence_and_the_joined_form_at_the_first() {
    assert_eq!(
        analyse("физико-математический класс"),
        at(&[("физик", 0), ("физикоматематическ", 0), ("математическ", 1), ("класс", 2)])
    );
    assert_eq!(terms("онлайн\u{2011}урок"), terms("онлайн-урок"));
    assert_eq!(surfaces("COVID-19"), ["covid", "covid19", "19"]);
    assert_eq!(surfaces("2022-2023"), ["2022", "2023"]);
    assert_eq!(surfaces("— да - нет -"), ["да", "нет"]);
}

#[test]
fn invisible_characters_and_stress_do_not_matter() {
    assert_eq!(terms("прак\u{AD}ти\u{200B}ка"), terms("практика"));
    assert_eq!(terms("за\u{301}мок"), terms("замок"));
    assert_eq!(terms("и\u{306}огурт"), terms("йогурт"));
}

#[test]
fn the_range_covers_the_word_as_written() {
    let text = "«Прак\u{AD}тика» — за\u{301}мок, C++";
    let slices: Vec<_> = Analyser::new().tokens(text).into_iter().map(|t| &text[t.range]).collect();
    assert_eq!(slices, ["Прак\u{AD}тика", "за\u{301}мок", "C++"]);
}

#[test]
fn abbreviations_are_not_stemmed() {
    assert_eq!(terms("ИРО"), ["иро"]);
    assert_eq!(terms("ФГОС"), ["фгос"]);
    assert_eq!(terms("ВПP"), ["впр"]);
    assert_eq!(terms("иро"), ["ир"]);
}

#[test]
fn headings_in_capitals_are_found_by_their_stems_too() {
    let found = terms("ПЛАН РАБОТЫ ШКОЛЫ");
    for stem in terms("план работа школа") {
        assert!(found.contains(&stem), "{stem} in {found:?}");
    }
}

#[test]
fn numbers_and_codes() {
    assert_eq!(terms("№5, 3D, п. 2.3"), ["5", "3d", "п", "2", "3"]);
    assert_eq!(terms("лист A4"), terms("лист А4"));
    assert_eq!(terms("C# и С++"), ["c#", "и", "c++"]);
}

#[test]
fn apostrophes_inside_words_vanish() {
    assert_eq!(surfaces("teacher's O’Neil 'слово'"), ["teachers", "oneil", "слово"]);
}

#[test]
fn ideographs_stand_alone() {
    assert_eq!(surfaces("汉语 урок"), ["汉", "语", "урок"]);
}

#[test]
fn overlong_words_take_a_position_only() {
    let text = format!("до {} после", "а".repeat(MAX_TOKEN_CHARS + 1));
    assert_eq!(analyse(&text), at(&[("до", 0), ("посл", 2)]));
    assert_eq!(analyse(&"а".repeat(MAX_TOKEN_CHARS)).len(), 1);
}

#[test]
fn positions_start_where_told() {
    let mut positions = Vec::new();
    let end = Analyser::new().analyse("раз два", 10, |t| positions.push(t.position));
    assert_eq!((positions, end), (vec![10, 11], 12));
}

#[test]
fn other_script_only_when_every_letter_has_a_twin() {
    assert_eq!(other_script("pma").as_deref(), Some("рма"));
    assert_eq!(other_script("рма").as_deref(), Some("pma"));
    assert_eq!(other_script("dom"), None);
    assert_eq!(other_script("123"), None);
}

/// Text that stresses the analyser: scripts, marks, hyphens, invisible characters, capitals.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[а-яёА-ЯЁa-zA-Z0-9 '’\u{AD}\u{301}\u{306}\u{200B}\u{2011}#+.-]{0,60}"
    ]
}

proptest! {
    #[test]
    fn any_text_gives_valid_tokens_in_order(text in text()) {
        let mut last = 0;
        let mut analyser = Analyser::new();
        let end = analyser.analyse(&text, 0, |t| {
            assert!(!t.term.is_empty() && !t.surface.is_empty());
            assert!(text.get(t.range.clone()).is_some_and(|word| !word.is_empty()));
            assert!(t.position >= last);
            last = t.position;
        });
        prop_assert!(end >= last);
    }

    #[test]
    fn a_surface_form_is_its_own_surface_form(text in text()) {
        for surface in surfaces(&text) {
            prop_assert_eq!(surfaces(&surface), vec![surface.clone()]);
        }
    }

    #[test]
    fn used_forms_are_those_of_the_text_alone(one in text(), two in text()) {
        let forms = |text: &str| {
            let mut analyser = Analyser::bulk();
            analyser.tokens(text);
            let mut forms = analyser.into_forms();
            forms.sort();
            forms
        };
        let mut analyser = Analyser::bulk();
        let used = [&one, &two, &one].map(|text| {
            analyser.tokens(text);
            analyser.take_used()
        });
        let all = analyser.into_forms();
        for (used, text) in used.iter().zip([&one, &two, &one]) {
            let mut used: Vec<_> = used.iter().map(|&form| all[form as usize].clone()).collect();
            used.sort();
            prop_assert_eq!(used, forms(text));
        }
    }

    #[test]
    fn memory_changes_nothing(text in text()) {
        prop_assert_eq!(Analyser::new().tokens(&text), Analyser::bulk().tokens(&text));
    }

    #[test]
    fn case_does_not_change_surfaces(text in "[а-яё a-z-]{0,40}") {
        // Capitals may give a stem beside the abbreviation, of the same surface.
        let mut capitals = surfaces(&text.to_uppercase());
        capitals.dedup();
        let mut small = surfaces(&text);
        small.dedup();
        prop_assert_eq!(small, capitals);
    }
}
