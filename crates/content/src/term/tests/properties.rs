//! Properties: what is printed reads back, nothing panics, work grows with the text.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::super::parse::counted;
use super::super::*;
use crate::date::{Weekday, Year};

fn year() -> impl Strategy<Value = Year> {
    (1900u16..2199).prop_map(|year| Year::new(year).unwrap())
}

fn unit() -> impl Strategy<Value = Unit> {
    prop_oneof![
        (1u8..=2).prop_map(Unit::Half),
        (1u8..=4).prop_map(Unit::Quarter),
        (1u8..=12).prop_map(Unit::Month),
        (1u8..=12, 1u8..=28).prop_map(|(month, day)| Unit::Day(month, day)),
    ]
}

fn edge() -> impl Strategy<Value = Edge> {
    prop_oneof![3 => Just(Edge::Whole), 1 => select(vec![Edge::Start, Edge::Middle, Edge::End])]
}

fn dated() -> impl Strategy<Value = Moment> {
    let large =
        select(vec![Unit::Year, Unit::SchoolYear, Unit::SchoolHalf(1), Unit::SchoolHalf(2)]);
    (prop_oneof![unit(), large], year(), edge())
        .prop_map(|(unit, year, edge)| Moment::new(unit, Some(year)).unwrap().at_edge(edge))
}

fn yearless() -> impl Strategy<Value = Moment> {
    (unit(), edge()).prop_map(|(unit, edge)| Moment::new(unit, None).unwrap().at_edge(edge))
}

fn moment() -> impl Strategy<Value = Moment> {
    prop_oneof![dated(), yearless()]
}

fn span() -> impl Strategy<Value = (Moment, Moment)> {
    let forwards = (dated(), dated())
        .prop_map(|(one, other)| if one.is_after(other) { (other, one) } else { (one, other) });
    prop_oneof![forwards, (yearless(), yearless())]
}

fn anchor() -> impl Strategy<Value = Anchor> {
    prop_oneof![
        yearless().prop_map(Anchor::In),
        yearless().prop_map(Anchor::By),
        (yearless(), yearless()).prop_map(|(from, to)| Anchor::Over(from, to)),
    ]
}

fn weekday() -> impl Strategy<Value = Weekday> {
    select(vec![
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ])
}

fn times() -> impl Strategy<Value = Times> {
    prop_oneof![
        (1u16..30).prop_map(Times::exactly),
        (1u16..30).prop_map(Times::at_least),
        (1u16..30).prop_map(|most| Times { least: 0, most: Some(most) }),
        (1u16..5, 6u16..9).prop_map(|(least, most)| Times { least, most: Some(most) }),
    ]
}

fn recurrence() -> impl Strategy<Value = Recurrence> {
    let weekly = vec(weekday().prop_map(|day| Anchor::Weekday(None, day)), 0..3);
    let numbered = (select(vec![1i8, 2, 3, 4, -1]), weekday())
        .prop_map(|(number, day)| Anchor::Weekday(Some(number), day));
    let day = prop_oneof![
        numbered,
        (1u8..=31).prop_map(Anchor::MonthDay),
        (1u8..=31).prop_map(Anchor::ByMonthDay),
    ];
    let yearly = select(vec![Cycle::Year, Cycle::SchoolYear]);
    let other = select(vec![Cycle::Day, Cycle::Half, Cycle::SchoolTerm]);
    let cycle = prop_oneof![
        (Just(Cycle::Week), weekly),
        (select(vec![Cycle::Month, Cycle::Quarter]), vec(day, 0..3)),
        (yearly, vec(anchor(), 0..3)),
        (other, Just(Vec::new())),
    ];
    (times(), 1u16..13, cycle, option::of(dated()), option::of(dated())).prop_map(
        |(times, interval, (cycle, anchors), from, to)| {
            let (from, to) = match (from, to) {
                (Some(from), Some(to)) if from.is_after(to) => (Some(to), Some(from)),
                bounds => bounds,
            };
            Recurrence { times, interval, cycle, anchors, from, to }
        },
    )
}

fn part() -> impl Strategy<Value = Part> {
    let conditions = vec![
        Condition::SeparatePlan,
        Condition::SeparateSchedule,
        Condition::SeparatePlanSchedule,
        Condition::AsNeeded,
        Condition::OnRequest,
        Condition::ByAgreement,
        Condition::According("согласно плану ПК, утверждённому советом".to_owned()),
        Condition::Provided("при наличии средств".to_owned()),
        Condition::Event("по итогам полугодия".to_owned()),
    ];
    let continuities = vec![Continuity::Always, Continuity::Regularly, Continuity::WholePeriod];
    let units = vec![
        StretchUnit::Day,
        StretchUnit::WorkingDay,
        StretchUnit::Week,
        StretchUnit::Month,
        StretchUnit::Year,
    ];
    let stretch = (1u16..100, select(units)).prop_map(|(count, unit)| Stretch { count, unit });
    let event = select(vec![String::new(), "со дня приказа".to_owned()]);
    prop_oneof![
        moment().prop_map(Part::At),
        span().prop_map(|(from, to)| Part::Span(from, to)),
        moment().prop_map(Part::Since),
        moment().prop_map(Part::Until),
        moment().prop_map(Part::Throughout),
        recurrence().prop_map(Part::Every),
        select(continuities).prop_map(Part::Continuous),
        (stretch, event).prop_map(|(stretch, event)| Part::Within(stretch, event)),
        select(conditions).prop_map(Part::Condition),
        select(vec!["уточняется", "по звонку, срочно"]).prop_map(|t| Part::Free(t.to_owned())),
    ]
}

fn item() -> impl Strategy<Value = Item> {
    let note = option::weighted(0.2, select(vec!["для PISA".to_owned(), "при наличии".to_owned()]));
    (part(), note).prop_map(|(part, note)| Item { part, note })
}

fn term() -> impl Strategy<Value = Term> {
    let phase = vec(item(), 1..4).prop_map(|items| Phase { items });
    vec(phase, 0..3).prop_map(|phases| Term { phases })
}

/// Words of deadlines in any order, and marks between them.
fn soup() -> impl Strategy<Value = String> {
    let words = "май мая 1 15 2022 2023 г. год года учебный учебного квартал I II III полугодие с по \
                 до к в на не позднее реже раз раза ежегодно ежемесячно месяц неделю каждый четверг \
                 последний числа постоянно весь период течение согласно плану графику отдельному по \
                 мере необходимости запросу при наличии итогам далее и но (PISA) (ежегодно) , ; . - – / \
                 : 2022-05 2022/23 20.05.2022 начало конец срок рабочих дней слово декада « » З 2О22 \
                 отдельном у декаб ря Слово";
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    let separator = select(vec![" ", " ", " ", ", ", "\u{a0}"]);
    vec((select(words), separator), 0..14).prop_map(|words| {
        words.into_iter().flat_map(|(word, gap)| [word, gap.to_owned()]).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300,
        failure_persistence: None,
        max_global_rejects: 1_000_000,
        ..ProptestConfig::default()
    })]

    #[test]
    fn what_is_printed_reads_back(term in term()) {
        let printed = term.to_string();
        prop_assert_eq!(parse(&printed), term, "{}", printed);
    }

    #[test]
    fn what_is_understood_reads_back(text in soup()) {
        let term = parse(&text);
        prop_assume!(!term.is_free());
        let printed = term.to_string();
        let again = parse(&printed);
        prop_assert_eq!(again, term, "{} -> {}", text, printed);
    }

    #[test]
    fn work_grows_with_any_words(text in soup()) {
        let short = counted(&text.repeat(20)).1;
        let long = counted(&text.repeat(200)).1;
        prop_assert!(long <= 11 * short.max(100), "{:?}: {} then {}", text, short, long);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,60}|[а-яА-Я0-9 ,.;()–-]{0,60}") {
        let term = parse(&text);
        let _ = (term.to_string(), term.notation(), term.due());
    }
}

/// Openings that promise something and do not keep it, and lists without an end.
const ENDLESS: [&str; 46] = [
    "1а",
    "г1",
    "|",
    "О1",
    "З ",
    "а",
    "«а» ",
    "не позднее 1 дня ",
    "через год, ",
    "1 числа ",
    "(",
    ")",
    "()",
    "(а) ",
    "(ежегодно) ",
    ",",
    ", ",
    ". ",
    "; ",
    "- ",
    "г.",
    "май, ",
    "май ",
    "1, ",
    "I, ",
    "май 2022, ",
    "с 1 по ",
    "2022-",
    "2022/23 ",
    "в течение ",
    "в течение года ",
    "ежегодно, ",
    "до ",
    "ежегодно май ",
    "согласно ",
    "согласно, ",
    "по отдельному плану ",
    "по отдельному плану, ",
    "далее ",
    "весь ",
    "слово. ",
    "Слово. Слово, ",
    "понедельник и ",
    "по вторникам, ",
    "\"",
    "не позднее чем за ",
];

#[test]
fn work_grows_with_the_text() {
    for piece in ENDLESS {
        let short = counted(&piece.repeat(300)).1;
        let long = counted(&piece.repeat(3000)).1;
        assert!(long <= 11 * short.max(100), "{piece:?}: {short} then {long}");
    }
}

#[test]
fn a_megabyte_is_read() {
    for piece in ["май, ", "(", "согласно плану, "] {
        let text = piece.repeat((1 << 20) / piece.len());
        let term = parse(&text);
        assert_eq!(term.notation().is_empty(), piece == "(");
    }
}
