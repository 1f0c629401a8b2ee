//! Calendars: `icalendar` reads them, `rrule` counts out what repeats. Days are stated by hand for every
//! way in which people write a deadline; in the sample portal they are those of the content model.

use std::collections::BTreeMap;

use icalendar::{Calendar, CalendarComponent, Component, DatePerhapsTime};
use metod_content::date::CivilDate;
use metod_content::model::Value;
use metod_content::model::record::objects;
use metod_content::term::{Cycle, Part, Recurrence, Term};
use rrule::RRuleSet;

use super::{SAMPLE, ending, files, roadmap};

/// First and last day of something that happens.
type Days = (CivilDate, CivilDate);

fn day(text: &str) -> CivilDate {
    text.parse().unwrap()
}

fn date(date: Option<DatePerhapsTime>) -> CivilDate {
    match date {
        Some(DatePerhapsTime::Date(date)) => day(&date.to_string()),
        other => panic!("not a whole day: {other:?}"),
    }
}

/// What a calendar shows of each row, in the order of days.
fn shown(ics: &[u8]) -> BTreeMap<String, Vec<Days>> {
    let calendar: Calendar = std::str::from_utf8(ics).unwrap().parse().unwrap();
    let mut rows: BTreeMap<String, Vec<Days>> = BTreeMap::new();
    for component in &calendar.components {
        let CalendarComponent::Event(event) = component else { panic!("{component:?}") };
        let (first, end) = (date(event.get_start()), date(event.get_end()));
        let length = first.days_until(end) - 1;
        assert!(length >= 0, "{event:?}");
        let firsts = match event.property_value("RRULE") {
            Some(rule) => counted_out(first, rule),
            None => vec![first],
        };
        let row = event.get_uid().unwrap().split('.').next().unwrap();
        let days = firsts.into_iter().map(|first| (first, first.add_days(length)));
        rows.entry(row.to_owned()).or_default().extend(days);
    }
    rows.values_mut().for_each(|days| days.sort_unstable());
    rows
}

fn counted_out(first: CivilDate, rule: &str) -> Vec<CivilDate> {
    // `rrule` knows moments only: whole days are their midnights.
    let start = first.to_string().replace('-', "");
    let (pattern, until) = rule.split_once(";UNTIL=").expect("a plan has an end");
    let text = format!("DTSTART:{start}T000000Z\nRRULE:{pattern};UNTIL={until}T000000Z");
    let rules: RRuleSet = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
    let found = rules.all(1000);
    assert!(!found.limited, "{rule} does not end");
    let days: Vec<CivilDate> =
        found.dates.iter().map(|moment| day(&moment.format("%Y-%m-%d").to_string())).collect();
    // RFC 5545, 3.8.5.3: what a rule gives must begin with DTSTART.
    assert_eq!(days.first(), Some(&first), "{rule}");
    days
}

/// What a calendar shows of one deadline in a plan from May 2022 to the end of 2023.
fn told(term: &str) -> String {
    let text = format!(
        "---\ntitle: Карта\nperiod: {{from: 2022-05, to: 2023-12}}\nrows:\n  - {{id: r-1, activity: Дело, term: \"{term}\"}}\n  - {{id: r-2, activity: Второе, term: 1 июня 2022 г.}}\n---\n"
    );
    let shown = shown(&files(&roadmap(&text))["roadmaps/karta.ics"]);
    assert_eq!(shown["r-2"], [(day("2022-06-01"), day("2022-06-01"))]);
    let one = |(first, last): &Days| match first == last {
        true => first.to_string(),
        false => format!("{first}/{last}"),
    };
    shown.get("r-1").into_iter().flatten().map(one).collect::<Vec<_>>().join(" ")
}

#[test]
fn days_are_those_that_people_mean() {
    let expected = [
        ("25 декабря 2022 г.", "2022-12-25"),
        ("Май 2022", "2022-05-31"),
        ("до 25 января 2023 г.", "2023-01-25"),
        ("январь–апрель 2023 г.", "2023-01-01/2023-04-30"),
        ("апрель, август 2023 г.", "2023-04-30 2023-08-31"),
        ("август – сентябрь", "2022-08-01/2022-09-30"),
        ("до 31 декабря 2022 г., далее постоянно", "2022-12-31"),
        ("до 31 декабря 2022 г., далее ежегодно", "2022-12-31 2023-12-31"),
        ("постоянно", ""),
        ("по отдельному плану", ""),
    ];
    for (term, days) in expected {
        assert_eq!(told(term), days, "{term}");
    }
}

#[test]
fn what_repeats_is_counted_out_as_people_mean_it() {
    let quarters = "2022-06-30 2022-09-30 2022-12-31 2023-03-31 2023-06-30 2023-09-30 2023-12-31";
    let expected = [
        ("ежегодно", "2022-12-31 2023-12-31"),
        ("ежегодно, август", "2022-08-31 2023-08-31"),
        ("ежегодно, до 1 февраля", "2023-02-01"),
        ("ежегодно, август–сентябрь", "2022-08-01/2022-09-30 2023-08-01/2023-09-30"),
        ("1 раз в полугодие", "2022-06-30 2022-12-31 2023-06-30 2023-12-31"),
        ("ежеквартально", quarters),
        ("4 раза в год (ежеквартально)", quarters),
    ];
    for (term, days) in expected {
        assert_eq!(told(term), days, "{term}");
    }
    let months = told("ежемесячно");
    assert!(months.starts_with("2022-05-31 2022-06-30 2022-07-31"), "{months}");
    // Months differ in length: February has its last day too.
    assert!(months.contains("2023-02-28") && months.ends_with("2023-12-31"), "{months}");
    assert_eq!(months.split(' ').count(), 20);
    let fortnights = told("2 раза в месяц");
    assert!(fortnights.starts_with("2022-05-01 2022-05-15 2022-05-29"), "{fortnights}");
    assert_eq!(fortnights.split(' ').count(), 44);
}

#[test]
fn calendars_of_the_sample_portal_have_the_days_of_the_model() {
    let (mut once, mut again) = (0, 0);
    let mut all: BTreeMap<&str, &[u8]> = ending(".ics").collect();
    for record in SAMPLE.loaded.portal.records.iter().filter(|r| &*r.collection == "roadmaps") {
        let (from, to) = record.fields.period("period").unwrap_or_default();
        let address = format!("roadmaps/{}.ics", record.id);
        let calendar = all.remove(address.as_str()).map(shown).unwrap_or_default();
        for (_, row) in objects(&record.fields, "rows") {
            let at = format!("{address}, {}", row.text("id").unwrap());
            let Some(Value::Deadline(deadline)) = row.get("term").map(|placed| &placed.value)
            else {
                continue;
            };
            let term = from.map_or(deadline.term.clone(), |day| deadline.term.starting(day));
            let days = calendar.get(row.text("id").unwrap()).map_or(&[][..], Vec::as_slice);
            let repeated = term.items().find_map(|item| match &item.part {
                Part::Every(recurrence) => Some(recurrence),
                _ => None,
            });
            match repeated {
                Some(recurrence) if !days.is_empty() => {
                    is_steady(&at, recurrence, days, (from, to));
                    again += 1;
                }
                // A recurrence of a plan without a beginning, or with another phase before it.
                Some(_) => assert!(from.is_none() || term.phases.len() > 1, "{at}: no day"),
                None => once += usize::from(is_due(&at, &term, days)),
            }
        }
    }
    assert!(all.is_empty(), "calendars of no roadmap: {:?}", all.keys());
    assert!(once > 50 && again > 5, "{once} and {again}");
}

/// What happens once has its first and last day where the model has them; whether it has any.
fn is_due(at: &str, term: &Term, days: &[Days]) -> bool {
    assert_eq!(days.is_empty(), term.last_date().is_none(), "{at}: {days:?}");
    let Some((_, last)) = days.last() else { return false };
    assert_eq!(Some(*last), term.last_date(), "{at}");
    let spans = term.items().all(|item| matches!(item.part, Part::Span(..) | Part::Throughout(_)));
    if spans {
        assert_eq!(days.first().map(|(first, _)| *first), term.first_date(), "{at}");
    }
    true
}

/// What repeats does so from the beginning of the plan to its end, once in each cycle.
fn is_steady(
    at: &str,
    recurrence: &Recurrence,
    days: &[Days],
    (from, to): (Option<CivilDate>, Option<CivilDate>),
) {
    let times = i64::from(recurrence.times.least.max(1));
    let months = i64::from(recurrence.interval.max(1))
        * match recurrence.cycle {
            Cycle::Month => 1,
            Cycle::Quarter => 3,
            Cycle::Half => 6,
            Cycle::Year => 12,
            other => panic!("{at}: {other:?} is not in the sample portal yet"),
        };
    let shortest = months * 28 / times;
    let longest = months * 31 / times;
    for pair in days.windows(2) {
        let gap = pair[0].0.days_until(pair[1].0);
        assert!((shortest..=longest).contains(&gap), "{at}: {gap} days between {pair:?}");
    }
    let (from, to) = (from.unwrap(), to.unwrap());
    let (first, last) = (days[0].0, days[days.len() - 1].0);
    assert!(from <= first && from.days_until(first) <= longest, "{at}: begins {first}");
    assert!(last <= to && last.days_until(to) <= longest, "{at}: ends {last}");
}
