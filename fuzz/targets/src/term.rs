//! Deadlines.

use metod_content::date::CivilDate;
use metod_content::term::{Part, parse};

use crate::{Target, none, text};

pub(crate) const TARGET: Target = Target {
    name: "term",
    run,
    seeds: none,
    words: &[
        "май",
        "мая",
        "2022",
        "2022/23",
        "2022-05",
        "20.05.2022",
        "г.",
        "года",
        "учебный год",
        "квартал",
        "III",
        "с ",
        " по ",
        "до ",
        "не позднее ",
        "раз в ",
        "ежегодно",
        "ежемесячно",
        "каждый",
        "четверг",
        "последний",
        "числа",
        "постоянно",
        "весь период",
        "в течение ",
        "согласно ",
        "по мере необходимости",
        "при наличии ",
        "далее",
        "(",
        ")",
        ";",
        ",",
        "–",
        "«",
        "»",
        "декада",
        "конец",
        "рабочих дней",
        "З",
        "О",
    ],
    mutations: 1200,
};

/// What is understood of words and numbers reads back as the same after printing; anything is stable after the
/// second; days can be told.
fn run(data: &[u8]) {
    let text = text(data);
    let term = parse(&text);
    let printed = term.to_string();
    let again = parse(&printed);
    if text.chars().all(|c| c.is_alphanumeric() || " ,;.".contains(c)) && !term.is_free() {
        assert_eq!(again, term, "{text:?} printed {printed:?}");
    }
    // Dashes, brackets and quotation marks without sense may lie elsewhere after printing, once.
    let second = again.to_string();
    assert_eq!(parse(&second).to_string(), second, "{text:?} printed {printed:?}");
    let day: CivilDate = "2026-11-25".parse().expect("a day");
    let _ = (term.notation(), term.first_date(), term.last_date(), term.due(), term.first_due());
    let _ = (term.is_overdue(day), term.is_start_overdue(day), term.free_texts().count());
    let later = term.starting(day);
    let _ = (later.to_string(), later.dates().count());
    for item in term.items() {
        if let Part::Every(recurrence) = &item.part {
            let rule = recurrence.rrule();
            assert!(
                rule.chars().all(|c| c.is_ascii_alphanumeric() || "=;,-+".contains(c)),
                "{rule:?}"
            );
        }
    }
}
