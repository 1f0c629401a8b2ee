//! Typography: cases and laws.

use super::*;
use proptest::prelude::*;

/// No-break spaces as `_`.
fn ru(text: &str) -> String {
    typography("ru", text).replace(NBSP, "_")
}

#[test]
fn quotes_in_russian() {
    assert_eq!(ru("\"Радуга\""), "«Радуга»");
    assert_eq!(ru("МБОУ \"Школа \"Радуга\"\", (\"да\")."), "МБОУ «Школа „Радуга“», («да»).");
    assert_eq!(ru("«Школа \"Радуга\"»"), "«Школа „Радуга“»");
    assert_eq!(ru("монитор 15\" и 5\"x"), "монитор 15\" и_5\"x");
    assert_eq!(ru("\"без пары"), "\"без_пары");
    assert_eq!(ru("\"Ура!\" - сказал он"), "«Ура!»_— сказал он");
}

#[test]
fn dashes_in_russian() {
    assert_eq!(ru("Методист - наставник"), "Методист_— наставник");
    assert_eq!(ru("Методист -- наставник"), "Методист_— наставник");
    assert_eq!(ru("Методист--наставник"), "Методист_— наставник");
    assert_eq!(ru("Методист – наставник"), "Методист_— наставник");
    assert_eq!(ru("Методист\n— наставник"), "Методист_— наставник");
    assert_eq!(ru("2022--2024, 2022–2024, 5 - 7, 5 – 7"), "2022–2024, 2022–2024, 5 - 7, 5 – 7");
    assert_eq!(ru("кто-то, IT-класс, --flag"), "кто-то, IT-класс, --flag");
}

#[test]
fn holds_words_together() {
    assert_eq!(ru("В школе и на уроке"), "В_школе и_на_уроке");
    assert_eq!(ru("по-прежнему что-то и"), "по-прежнему что-то и");
    assert_eq!(ru("5 % от 43 баллов за 2 ч"), "5_% от_43_баллов за_2_ч");
    assert_eq!(ru("до 2022 г. № 5, №12, § 3"), "до_2022_г. №_5, №_12, §_3");
    assert_eq!(ru("п. 5.3 ст. 10, г. Вологда"), "п._5.3 ст._10, г._Вологда");
    assert_eq!(ru("И. О. Фамилия, и т. д., т. е. так"), "И._О._Фамилия, и_т._д., т._е. так");
    assert_eq!(ru("И.О. Фамилия"), "И.О._Фамилия");
    assert_eq!(ru("конец. Начало"), "конец. Начало");
    assert_eq!(ru("объём ещё"), "объём ещё");
}

#[test]
fn leaves_addresses_alone() {
    let text = "https://example.org/a--b?q=\"x\" и a--b@example.org";
    assert_eq!(ru(text), text.replace("и ", "и_"));
}

#[test]
fn english_and_others() {
    assert_eq!(
        typography("en", "\"I don't \"know\"\" -- 5 kg"),
        "“I don’t ‘know’”\u{a0}— 5\u{a0}kg"
    );
    assert_eq!(typography("de", "\"a\" - b"), "\"a\" - b");
    assert!(matches!(typography("ru", "просто"), Cow::Borrowed(_)));
}

#[test]
fn sees_over_the_edges_of_texts() {
    let line = ["\"", "Важно", "\" - в", " ", "школе"];
    let joined: String = apply("ru", &line).concat();
    assert_eq!(joined.replace(NBSP, "_"), "«Важно»_— в_школе");
    assert_eq!(apply("ru", &line).len(), line.len());
}

proptest! {
    #[test]
    fn twice_changes_nothing_more(
        text in "[ \u{a0}\n\"'«»„“”’.,!()№§%0-3абвинпстгкАИ@:/–—-]{0,60}",
        lang in prop_oneof!["ru", "en"],
    ) {
        let once = typography(&lang, &text).into_owned();
        prop_assert_eq!(typography(&lang, &once).into_owned(), once);
    }

    #[test]
    fn changes_only_marks_and_spaces(text in "\\PC{0,80}") {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        prop_assert_eq!(letters(&typography("ru", &text)), letters(&text));
    }
}
