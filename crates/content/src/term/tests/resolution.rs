//! Days, lateness and rules of repetition.

use super::super::{Part, Term, parse};
use crate::date::CivilDate;

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

/// First and last date, and when all is due.
fn days(text: &str) -> String {
    let show = |day: Option<CivilDate>| day.map_or("-".to_owned(), |day| day.to_string());
    let term = parse(text);
    format!("{} {} {}", show(term.first_date()), show(term.last_date()), show(term.due()))
}

#[test]
fn finds_the_days() {
    for (text, expect) in [
        ("25 декабря 2021 г.", "2021-12-25 2021-12-25 2021-12-25"),
        ("февраль 2024 г.", "2024-02-01 2024-02-29 2024-02-29"),
        ("декабрь–апрель 2022 г.", "2021-12-01 2022-04-30 2022-04-30"),
        ("до 25 января 2022 г.", "2022-01-25 2022-01-25 2022-01-25"),
        ("к 2024 году", "2024-12-31 2024-12-31 2024-12-31"),
        ("апрель, август, 2022", "2022-04-01 2022-08-31 2022-08-31"),
        ("II квартал 2023", "2023-04-01 2023-06-30 2023-06-30"),
        ("II полугодие 2023", "2023-07-01 2023-12-31 2023-12-31"),
        ("2022/23 учебный год", "2022-09-01 2023-08-31 2023-08-31"),
        ("II полугодие 2022/23 учебного года", "2023-01-01 2023-08-31 2023-08-31"),
        ("I полугодие 2022/23 учебного года", "2022-09-01 2022-12-31 2022-12-31"),
        ("начало февраля 2023", "2023-02-01 2023-02-10 2023-02-10"),
        ("середина мая 2023", "2023-05-11 2023-05-20 2023-05-20"),
        ("конец 2023 года", "2023-09-01 2023-12-31 2023-12-31"),
        ("до начала 2023/24 учебного года", "2023-09-01 2023-09-01 2023-09-01"),
        ("до 31 декабря 2023 г., далее постоянно", "2023-12-31 2023-12-31 -"),
        ("с 2023 года", "2023-01-01 2023-01-01 -"),
        ("ежегодно до 2025 года", "2025-12-31 2025-12-31 2025-12-31"),
        ("август", "- - -"),
        ("постоянно", "- - -"),
        ("", "- - -"),
    ] {
        assert_eq!(days(text), expect, "{text}");
    }
}

#[test]
fn late_is_the_day_after() {
    let term = parse("до 25 января 2022 г.");
    assert!(!term.is_overdue(day("2022-01-25")));
    assert!(term.is_overdue(day("2022-01-26")));
}

#[test]
fn what_goes_on_is_never_late_but_its_beginning_is() {
    let term = parse("до 31 декабря 2023 г., далее постоянно");
    assert!(!term.is_overdue(day("2030-01-01")));
    assert!(!term.is_start_overdue(day("2023-12-31")));
    assert!(term.is_start_overdue(day("2024-01-01")));
    for text in ["по отдельному плану", "ежегодно", "", "уточняется", "май 2022, постоянно"]
    {
        assert!(!parse(text).is_overdue(CivilDate::MAX), "{text}");
    }
}

#[test]
fn a_plan_gives_its_years() {
    let plan = |text: &str| parse(text).starting(day("2022-08-01")).notation();
    assert_eq!(plan("август"), "2022-08");
    assert_eq!(plan("январь"), "2023-01");
    assert_eq!(plan("сентябрь–май"), "2022-09..2023-05");
    assert_eq!(plan("до 1 июня"), "until 2023-06-01");
    assert_eq!(plan("октябрь, в течение года"), "2022-10, during year");
    assert_eq!(plan("29 февраля"), "2024-02-29");
    assert_eq!(plan("ежегодно, август"), "every year in --08");
}

#[test]
fn calendars_can_repeat_it() {
    for (text, rule) in [
        ("ежегодно", "FREQ=YEARLY"),
        ("ежеквартально", "FREQ=MONTHLY;INTERVAL=3"),
        ("1 раз в полугодие", "FREQ=MONTHLY;INTERVAL=6"),
        ("4 раза в год", "FREQ=MONTHLY;INTERVAL=3"),
        ("5 раз в год", "FREQ=YEARLY"),
        ("2 раза в месяц", "FREQ=WEEKLY;INTERVAL=2"),
        ("2 раза в квартал", "FREQ=WEEKLY;INTERVAL=6"),
        ("не реже 1 раза в 3 года", "FREQ=YEARLY;INTERVAL=3"),
        ("ежегодно, август", "FREQ=YEARLY;BYMONTH=8"),
        ("ежегодно, до 1 июня", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1"),
        ("ежегодно, до I квартала", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"),
        ("ежегодно, до начала мая", "FREQ=YEARLY;BYMONTH=5;BYMONTHDAY=1"),
        ("2 раза в год: май, октябрь", "FREQ=YEARLY;BYMONTH=5,10"),
        ("1 раз в полугодие: январь, июнь", "FREQ=YEARLY;BYMONTH=1,6"),
        ("ежемесячно, до 25 числа", "FREQ=MONTHLY;BYMONTHDAY=25"),
        ("последний четверг месяца", "FREQ=MONTHLY;BYDAY=-1TH"),
        ("по средам и пятницам", "FREQ=WEEKLY;BYDAY=WE,FR"),
    ] {
        let term = parse(text);
        let Some(Part::Every(recurrence)) = term.items().next().map(|item| &item.part) else {
            panic!("{text}: {}", term.notation());
        };
        assert_eq!(recurrence.rrule(), rule, "{text}");
    }
}

#[test]
fn prints_plainly() {
    for (text, printed) in [
        ("До 01 апреля 2023 года", "до 1 апреля 2023 г."),
        ("Апрель, август, 2022", "апрель 2022 г., август 2022 г."),
        ("декабрь-апрель 2022", "с декабря 2021 г. по апрель 2022 г."),
        ("январь - апрель 2022", "январь–апрель 2022 г."),
        ("2022 - 2024 гг", "2022–2024 годы"),
        ("в течение всего года", "в течение года"),
        ("не реже одного раза в три года", "не реже 1 раза в 3 года"),
        ("до конца года", "до конца года"),
        ("2022-2023 уч. год", "2022/23 учебный год"),
        ("в третью среду месяца", "ежемесячно, третью среду"),
        ("До 31.12.2023, далее - постоянно", "до 31 декабря 2023 г., далее постоянно"),
    ] {
        assert_eq!(parse(text).to_string(), printed, "{text}");
    }
    assert_eq!(Term::default().to_string(), "");
}
