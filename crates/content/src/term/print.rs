//! Deadlines in canonical Russian, which reads back as the same term.

use std::fmt::{self, Display, Formatter};

use super::model::{
    Anchor, Condition, Continuity, Cycle, Edge, Item, Moment, Part, Phase, Recurrence, Stretch,
    StretchUnit, Term, Times, Unit,
};
use crate::date::Weekday;

const MONTHS: [[&str; 2]; 12] = [
    ["январь", "января"],
    ["февраль", "февраля"],
    ["март", "марта"],
    ["апрель", "апреля"],
    ["май", "мая"],
    ["июнь", "июня"],
    ["июль", "июля"],
    ["август", "августа"],
    ["сентябрь", "сентября"],
    ["октябрь", "октября"],
    ["ноябрь", "ноября"],
    ["декабрь", "декабря"],
];

/// Nominative (and accusative) or genitive.
#[derive(Clone, Copy)]
enum Case {
    Nominative,
    Genitive,
}

impl Display for Term {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        for (number, phase) in self.phases.iter().enumerate() {
            if number > 0 {
                out.write_str(", далее ")?;
            }
            phase.fmt(out)?;
        }
        Ok(())
    }
}

impl Display for Phase {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let mut last: Option<&Item> = None;
        for item in &self.items {
            if let Some(last) = last {
                out.write_str(if apart(last, item) { "; " } else { ", " })?;
            }
            item.fmt(out)?;
            last = Some(item);
        }
        Ok(())
    }
}

impl Display for Item {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.part.fmt(out)?;
        match &self.note {
            Some(note) => write!(out, " ({note})"),
            None => Ok(()),
        }
    }
}

/// Whether a comma would let one statement lend a year or a date to the other.
fn apart(left: &Item, right: &Item) -> bool {
    let wordy = |part: &Part| {
        matches!(
            part,
            Part::Free(_)
                | Part::Within(..)
                | Part::Condition(
                    Condition::According(_) | Condition::Provided(_) | Condition::Event(_)
                )
        )
    };
    let year = |part: &Part| match part {
        Part::At(it) | Part::Since(it) | Part::Until(it) | Part::Throughout(it) => {
            Some(it.year().is_some())
        }
        Part::Span(from, to) => Some(from.year().is_some() && to.year().is_some()),
        _ => None,
    };
    let recurrent = |part: &Part| matches!(part, Part::Every(_));
    let (left_year, right_year) = (year(&left.part), year(&right.part));
    wordy(&left.part)
        || wordy(&right.part)
        || matches!((left_year, right_year), (Some(left), Some(right)) if left != right)
        || (recurrent(&left.part) && (right_year.is_some() || recurrent(&right.part)))
        || (left_year.is_some() && recurrent(&right.part))
}

impl Display for Part {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        match self {
            Self::At(at) => moment(*at, Case::Nominative, out),
            Self::Span(from, to) => span(*from, *to, out),
            Self::Since(from) => prefixed("с ", *from, Case::Genitive, out),
            Self::Until(to) => prefixed("до ", *to, Case::Genitive, out),
            Self::Throughout(all) => throughout("в течение ", *all, out),
            Self::Every(recurrence) => recurrence.fmt(out),
            Self::Continuous(Continuity::Always) => out.write_str("постоянно"),
            Self::Continuous(Continuity::Regularly) => out.write_str("регулярно"),
            Self::Continuous(Continuity::WholePeriod) => out.write_str("весь период"),
            Self::Within(stretch, event) => {
                out.write_str("в течение ")?;
                write_stretch(*stretch, out)?;
                if event.is_empty() { Ok(()) } else { write!(out, " {event}") }
            }
            Self::Condition(condition) => condition.fmt(out),
            Self::Free(text) => out.write_str(text),
        }
    }
}

impl Display for Condition {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::SeparatePlan => "по отдельному плану",
            Self::SeparateSchedule => "по отдельному графику",
            Self::SeparatePlanSchedule => "по отдельному плану-графику",
            Self::AsNeeded => "по мере необходимости",
            Self::OnRequest => "по запросу",
            Self::ByAgreement => "по согласованию",
            Self::According(text) | Self::Provided(text) | Self::Event(text) => text,
        })
    }
}

fn prefixed(word: &str, at: Moment, case: Case, out: &mut Formatter<'_>) -> fmt::Result {
    out.write_str(word)?;
    moment(at, case, out)
}

/// «В течение года» needs no «текущего».
fn throughout(words: &str, all: Moment, out: &mut Formatter<'_>) -> fmt::Result {
    match (all.unit(), all.year(), all.edge()) {
        (Unit::Year, None, Edge::Whole) => write!(out, "{words}года"),
        _ => prefixed(words, all, Case::Genitive, out),
    }
}

/// Years and months of one year with a dash, all else with «с … по …».
fn span(from: Moment, to: Moment, out: &mut Formatter<'_>) -> fmt::Result {
    let whole = from.edge() == Edge::Whole && to.edge() == Edge::Whole;
    match (from.unit(), to.unit(), from.year(), to.year()) {
        (Unit::Year, Unit::Year, Some(from), Some(to)) if whole => {
            write!(out, "{:04}–{:04} годы", from.get(), to.get())
        }
        (Unit::Month(month), Unit::Month(_), one, other) if whole && one == other => {
            write!(out, "{}–", month_name(month, Case::Nominative))?;
            moment(to, Case::Nominative, out)
        }
        _ => {
            prefixed("с ", from, Case::Genitive, out)?;
            prefixed(" по ", to, Case::Nominative, out)
        }
    }
}

fn month_name(month: u8, case: Case) -> &'static str {
    // Months are checked when a moment is made.
    MONTHS.get(usize::from(month).saturating_sub(1)).map_or("", |names| names[case as usize])
}

fn moment(at: Moment, case: Case, out: &mut Formatter<'_>) -> fmt::Result {
    let edge = match (at.edge(), case) {
        (Edge::Whole, _) => return whole_moment(at, case, out),
        (Edge::Start, Case::Nominative) => "начало ",
        (Edge::Start, Case::Genitive) => "начала ",
        (Edge::Middle, Case::Nominative) => "середина ",
        (Edge::Middle, Case::Genitive) => "середины ",
        (Edge::End, Case::Nominative) => "конец ",
        (Edge::End, Case::Genitive) => "конца ",
    };
    out.write_str(edge)?;
    whole_moment(at, Case::Genitive, out)
}

fn whole_moment(at: Moment, case: Case, out: &mut Formatter<'_>) -> fmt::Result {
    let roman = |number: u8| ["", "I", "II", "III", "IV"].get(usize::from(number)).copied();
    let cased = |words: [&'static str; 2]| words[case as usize];
    match at.unit() {
        Unit::Year => return year(at, case, out),
        Unit::SchoolYear => return school_year(at, case, out),
        Unit::SchoolHalf(half) => {
            let half = roman(half).unwrap_or_default();
            write!(out, "{half} {} ", cased(["полугодие", "полугодия"]))?;
            return school_year(at, Case::Genitive, out);
        }
        Unit::Half(half) => {
            let half = roman(half).unwrap_or_default();
            write!(out, "{half} {}", cased(["полугодие", "полугодия"]))?;
        }
        Unit::Quarter(quarter) => {
            let quarter = roman(quarter).unwrap_or_default();
            write!(out, "{quarter} {}", cased(["квартал", "квартала"]))?;
        }
        Unit::Month(month) => out.write_str(month_name(month, case))?,
        Unit::Day(month, day) => write!(out, "{day} {}", month_name(month, Case::Genitive))?,
    }
    match at.year() {
        Some(year) => write!(out, " {:04} г.", year.get()),
        None => Ok(()),
    }
}

fn year(at: Moment, case: Case, out: &mut Formatter<'_>) -> fmt::Result {
    match (at.year(), case) {
        (Some(year), Case::Nominative) => write!(out, "{:04} год", year.get()),
        (Some(year), Case::Genitive) => write!(out, "{:04} года", year.get()),
        (None, Case::Nominative) => out.write_str("текущий год"),
        (None, Case::Genitive) if at.edge() != Edge::Whole => out.write_str("года"),
        (None, Case::Genitive) => out.write_str("текущего года"),
    }
}

fn school_year(at: Moment, case: Case, out: &mut Formatter<'_>) -> fmt::Result {
    if let Some(year) = at.year() {
        write!(out, "{:04}/{:02} ", year.get(), (u32::from(year.get()) + 1) % 100)?;
    }
    out.write_str(match case {
        Case::Nominative => "учебный год",
        Case::Genitive => "учебного года",
    })
}

impl Display for Recurrence {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        rhythm(self, out)?;
        for anchor in &self.anchors {
            out.write_str(", ")?;
            write_anchor(anchor, out)?;
        }
        match (self.from, self.to) {
            (Some(from), Some(to)) if from == to => throughout(", в течение ", from, out),
            (Some(from), Some(to)) => {
                out.write_str(", ")?;
                span(from, to, out)
            }
            (Some(from), None) => prefixed(", с ", from, Case::Genitive, out),
            (None, Some(to)) => prefixed(", до ", to, Case::Genitive, out),
            (None, None) => Ok(()),
        }
    }
}

fn rhythm(recurrence: &Recurrence, out: &mut Formatter<'_>) -> fmt::Result {
    let Times { least, most } = recurrence.times;
    let interval = recurrence.interval;
    if (least, most, interval) == (1, Some(1), 1)
        && let Some(adverb) = adverb(recurrence.cycle)
    {
        return out.write_str(adverb);
    }
    match most {
        None => {
            let times = if least % 10 == 1 && least % 100 != 11 { "раза" } else { "раз" };
            write!(out, "не реже {least} {times} в ")?;
        }
        Some(most) if least == 0 => {
            let times = if most % 10 == 1 && most % 100 != 11 { "раза" } else { "раз" };
            write!(out, "не более {most} {times} в ")?;
        }
        Some(most) if least == most => {
            write!(out, "{most} {} в ", plural(most, ["раз", "раза", "раз"]))?
        }
        Some(most) => write!(out, "{least}–{most} {} в ", plural(most, ["раз", "раза", "раз"]))?,
    }
    if interval != 1 {
        write!(out, "{interval} ")?;
    }
    out.write_str(plural(interval, cycle_forms(recurrence.cycle)))
}

const fn adverb(cycle: Cycle) -> Option<&'static str> {
    match cycle {
        Cycle::Day => Some("ежедневно"),
        Cycle::Week => Some("еженедельно"),
        Cycle::Month => Some("ежемесячно"),
        Cycle::Quarter => Some("ежеквартально"),
        Cycle::Year => Some("ежегодно"),
        Cycle::Half | Cycle::SchoolTerm | Cycle::SchoolYear => None,
    }
}

const fn cycle_forms(cycle: Cycle) -> [&'static str; 3] {
    match cycle {
        Cycle::Day => ["день", "дня", "дней"],
        Cycle::Week => ["неделю", "недели", "недель"],
        Cycle::Month => ["месяц", "месяца", "месяцев"],
        Cycle::Quarter => ["квартал", "квартала", "кварталов"],
        Cycle::SchoolTerm => ["четверть", "четверти", "четвертей"],
        Cycle::Half => ["полугодие", "полугодия", "полугодий"],
        Cycle::Year => ["год", "года", "лет"],
        Cycle::SchoolYear => ["учебный год", "учебных года", "учебных лет"],
    }
}

/// The form a number asks for: 1 год, 2 года, 5 лет.
fn plural(number: u16, [one, few, many]: [&'static str; 3]) -> &'static str {
    match (number % 10, number % 100) {
        (1, tens) if tens != 11 => one,
        (2..=4, tens) if !(12..=14).contains(&tens) => few,
        _ => many,
    }
}

fn write_anchor(anchor: &Anchor, out: &mut Formatter<'_>) -> fmt::Result {
    match anchor {
        Anchor::In(at) => moment(*at, Case::Nominative, out),
        Anchor::Over(from, to) => span(*from, *to, out),
        Anchor::By(to) => prefixed("до ", *to, Case::Genitive, out),
        Anchor::MonthDay(day) => write!(out, "{day} числа"),
        Anchor::ByMonthDay(day) => write!(out, "до {day} числа"),
        Anchor::Weekday(None, day) => write!(out, "по {}", weekday(*day)[1]),
        Anchor::Weekday(Some(number), day) => {
            let gender = match day {
                Weekday::Wednesday | Weekday::Friday | Weekday::Saturday => 1,
                Weekday::Sunday => 2,
                _ => 0,
            };
            let number = match number {
                1 => ["первый", "первую", "первое"],
                2 => ["второй", "вторую", "второе"],
                3 => ["третий", "третью", "третье"],
                4 => ["четвёртый", "четвёртую", "четвёртое"],
                _ => ["последний", "последнюю", "последнее"],
            };
            write!(out, "{} {}", number[gender], weekday(*day)[0])
        }
    }
}

/// Accusative, and dative plural.
const fn weekday(day: Weekday) -> [&'static str; 2] {
    match day {
        Weekday::Monday => ["понедельник", "понедельникам"],
        Weekday::Tuesday => ["вторник", "вторникам"],
        Weekday::Wednesday => ["среду", "средам"],
        Weekday::Thursday => ["четверг", "четвергам"],
        Weekday::Friday => ["пятницу", "пятницам"],
        Weekday::Saturday => ["субботу", "субботам"],
        Weekday::Sunday => ["воскресенье", "воскресеньям"],
    }
}

/// In the genitive, behind «в течение».
fn write_stretch(stretch: Stretch, out: &mut Formatter<'_>) -> fmt::Result {
    let one = stretch.count % 10 == 1 && stretch.count % 100 != 11;
    let [singular, many] = match stretch.unit {
        StretchUnit::Day => ["дня", "дней"],
        StretchUnit::WorkingDay => ["рабочего дня", "рабочих дней"],
        StretchUnit::Week => ["недели", "недель"],
        StretchUnit::Month => ["месяца", "месяцев"],
        StretchUnit::Year => ["года", "лет"],
    };
    write!(out, "{} {}", stretch.count, if one { singular } else { many })
}
