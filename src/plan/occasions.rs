//! The days of a deadline for a calendar: what of it happens, when, and how it repeats.
//!
//! - What is due in a month, a quarter or a year stands on its last day: a bar across a whole month
//!   hides everything else on a phone. What lasts («январь–апрель», «в течение года») has its first
//!   and last day.
//! - A recurrence needs a beginning: its own («начиная с 2022 года») or the plan's. It ends with the
//!   plan at the latest.
//! - What the calendar does not know («постоянно», «по мере необходимости») has no occasion.

use metod_content::date::{CivilDate, Weekday, Year, days_in_month};
use metod_content::model::{Fields, Value};
use metod_content::term::{Anchor, Cycle, Moment, Part, Recurrence, Term, Unit};

/// Why a day stands in the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    /// It happens on these days.
    On,
    /// It is to be done by that day.
    Due,
    /// It goes on from that day.
    Begins,
}

/// One event of a calendar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Occasion {
    /// First day.
    pub first: CivilDate,
    /// Last day, the first at the earliest.
    pub last: CivilDate,
    /// Value of an `RRULE` (RFC 5545, 3.3.10) of which `first` is the first day.
    pub rule: Option<String>,
    /// What the days mean.
    pub sense: Sense,
}

/// First and last day of a plan.
pub type Period = (Option<CivilDate>, Option<CivilDate>);

/// Days that are looked at for the first day of a recurrence: a leap year's 29 February is at most eight
/// years away.
const HORIZON: i64 = 9 * 366;

/// The occasions of one row of a roadmap with that period.
pub fn of_row(row: &Fields, period: Period) -> Vec<Occasion> {
    match row.get("term").map(|placed| &placed.value) {
        Some(Value::Deadline(deadline)) => of_term(&deadline.term, period),
        _ => Vec::new(),
    }
}

/// The occasions of a deadline in a plan with that period, in the order in which they are written.
pub fn of_term(term: &Term, period: Period) -> Vec<Occasion> {
    let term = match period.0 {
        Some(day) => term.starting(day),
        None => term.clone(),
    };
    let mut out = Vec::new();
    let mut from = period.0;
    for phase in &term.phases {
        let parts = phase.items.iter().map(|item| &item.part);
        out.extend(parts.filter_map(|part| occasion(part, (from, period.1))));
        // What comes «далее» begins when the phase before it has ended.
        if let Some(end) = phase.due() {
            from = Some(end.add_days(1));
        }
    }
    out
}

fn occasion(part: &Part, period: Period) -> Option<Occasion> {
    let on = |first, last, sense| Some(Occasion { first, last, rule: None, sense });
    match part {
        Part::At(moment) => {
            let day = moment.last_day()?;
            let exact = matches!(moment.unit(), Unit::Day(..));
            on(day, day, if exact { Sense::On } else { Sense::Due })
        }
        Part::Until(_) => {
            let day = part.dates()?.to?;
            on(day, day, Sense::Due)
        }
        Part::Since(moment) => {
            let day = moment.first_day()?;
            on(day, day, Sense::Begins)
        }
        Part::Span(..) | Part::Throughout(_) => {
            let dates = part.dates()?;
            let (first, last) = (dates.from?, dates.to?);
            (first <= last).then_some(())?;
            on(first, last, Sense::On)
        }
        Part::Every(recurrence) => repeated(recurrence, period),
        Part::Continuous(_) | Part::Within(..) | Part::Condition(_) | Part::Free(_) => None,
    }
}

fn repeated(recurrence: &Recurrence, period: Period) -> Option<Occasion> {
    let own = Part::Every(recurrence.clone()).dates();
    let from = own.and_then(|dates| dates.from).max(period.0)?;
    let ends = [own.and_then(|dates| dates.to), period.1];
    let until = ends.into_iter().flatten().min();
    let mut rule = recurrence.rrule();
    if let Some(more) = due_day(recurrence, &rule) {
        rule.push_str(more);
    }
    let pattern = Pattern::read(&rule);
    let begin = pattern.begin(from);
    let first = (0..HORIZON).map(|on| begin.add_days(on)).find(|day| pattern.fits(*day))?;
    if let Some(until) = until {
        if first > until {
            return None;
        }
        // A day, as DTSTART is one (RFC 5545, 3.3.10).
        rule.push_str(&format!(";UNTIL={}", compact(until)));
    }
    let (last, sense) = match span_end(recurrence, first) {
        Some(last) => (last, Sense::On),
        None if rule.contains("BYMONTHDAY=-1") || is_by(recurrence) => (first, Sense::Due),
        None => (first, Sense::On),
    };
    Some(Occasion { first, last, rule: Some(rule), sense })
}

/// `YYYYMMDD`, the form of a date in a calendar.
pub fn compact(day: CivilDate) -> String {
    format!("{:04}{:02}{:02}", day.year(), day.month(), day.day())
}

fn is_by(recurrence: &Recurrence) -> bool {
    let by = |anchor: &Anchor| matches!(anchor, Anchor::By(_) | Anchor::ByMonthDay(_));
    !recurrence.anchors.is_empty() && recurrence.anchors.iter().all(by)
}

/// What repeats in a whole month, quarter or year is due on its last day, as what happens once is.
fn due_day(recurrence: &Recurrence, rule: &str) -> Option<&'static str> {
    let placed = rule.contains("BYMONTHDAY") || rule.contains("BYDAY");
    if placed || recurrence.anchors.iter().any(|anchor| end_of(anchor).is_some()) {
        return None;
    }
    match (frequency(rule), recurrence.cycle) {
        ("MONTHLY", _) => Some(";BYMONTHDAY=-1"),
        ("YEARLY", _) if rule.contains("BYMONTH=") => Some(";BYMONTHDAY=-1"),
        ("YEARLY", Cycle::SchoolYear) => Some(";BYMONTH=8;BYMONTHDAY=-1"),
        ("YEARLY", _) => Some(";BYMONTH=12;BYMONTHDAY=-1"),
        _ => None,
    }
}

fn frequency(rule: &str) -> &str {
    let mut parts = rule.split(';').filter_map(|part| part.strip_prefix("FREQ="));
    parts.next().unwrap_or_default()
}

/// The moment with which a stretch of several months ends.
fn end_of(anchor: &Anchor) -> Option<Moment> {
    match anchor {
        Anchor::Over(_, end) => Some(*end),
        Anchor::In(moment) => {
            let short = matches!(moment.unit(), Unit::Month(_) | Unit::Day(..));
            (!short).then_some(*moment)
        }
        _ => None,
    }
}

/// Last day of «ежегодно, август–сентябрь» that begins on `first`.
fn span_end(recurrence: &Recurrence, first: CivilDate) -> Option<CivilDate> {
    let [anchor] = &recurrence.anchors[..] else {
        return None;
    };
    let end = end_of(anchor)?;
    let years = [first.year().saturating_sub(1), first.year(), first.year().saturating_add(1)];
    let years = years.into_iter().filter_map(|year| Year::new(year).ok());
    years.filter_map(|year| end.in_year(year)?.last_day()).find(|last| *last >= first)
}

/// The parts of a rule that [`Recurrence::rrule`] writes.
#[derive(Debug, Default)]
struct Pattern {
    frequency: String,
    interval: u8,
    months: Vec<i8>,
    days: Vec<i8>,
    weekdays: Vec<(Option<i8>, Weekday)>,
}

impl Pattern {
    fn read(rule: &str) -> Self {
        let mut pattern = Pattern { interval: 1, ..Pattern::default() };
        for (name, value) in rule.split(';').filter_map(|part| part.split_once('=')) {
            let numbers = || value.split(',').filter_map(|number| number.parse().ok()).collect();
            match name {
                "FREQ" => value.clone_into(&mut pattern.frequency),
                "INTERVAL" => pattern.interval = value.parse().unwrap_or(u8::MAX),
                "BYMONTH" => pattern.months = numbers(),
                "BYMONTHDAY" => pattern.days = numbers(),
                "BYDAY" => pattern.weekdays = value.split(',').filter_map(weekday).collect(),
                _ => {}
            }
        }
        pattern
    }

    /// Where the search for the first day begins: cycles of several months or years are counted to their
    /// last one, quarters and halves as the calendar has them.
    fn begin(&self, from: CivilDate) -> CivilDate {
        let whole = self.days == [-1];
        let interval = self.interval.max(1);
        match &*self.frequency {
            "MONTHLY" if whole && self.months.is_empty() && 12 % interval == 0 => {
                let month = from.month().div_ceil(interval) * interval;
                CivilDate::new(from.year(), month, 1).map_or(from, |day| day.max(from))
            }
            "YEARLY" if whole => {
                let year = from.year().saturating_add(u16::from(interval) - 1);
                CivilDate::new(year, from.month(), 1).map_or(from, |day| day.max(from))
            }
            _ => from,
        }
    }

    fn fits(&self, day: CivilDate) -> bool {
        let (month, length) = (day.month() as i8, days_in_month(day.year(), day.month()) as i8);
        let number = day.day() as i8;
        let is_day = |wanted: &i8| *wanted == number || *wanted == number - length - 1;
        let is_weekday = |(which, weekday): &(Option<i8>, Weekday)| {
            let nth = (number - 1) / 7 + 1;
            let last = (number - length) / 7 - 1;
            day.weekday() == *weekday && which.is_none_or(|which| which == nth || which == last)
        };
        (self.months.is_empty() || self.months.contains(&month))
            && (self.days.is_empty() || self.days.iter().any(is_day))
            && (self.weekdays.is_empty() || self.weekdays.iter().any(is_weekday))
            // A rule by months alone takes the day of its beginning: the first of the month.
            && (self.months.is_empty() || !self.days.is_empty() || !self.weekdays.is_empty() || number == 1)
    }
}

fn weekday(text: &str) -> Option<(Option<i8>, Weekday)> {
    let at = text.len().checked_sub(2)?;
    let day = match text.get(at..)? {
        "MO" => Weekday::Monday,
        "TU" => Weekday::Tuesday,
        "WE" => Weekday::Wednesday,
        "TH" => Weekday::Thursday,
        "FR" => Weekday::Friday,
        "SA" => Weekday::Saturday,
        "SU" => Weekday::Sunday,
        _ => return None,
    };
    Some((text.get(..at)?.parse().ok(), day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use metod_content::term::parse;

    fn day(text: &str) -> CivilDate {
        text.parse().unwrap()
    }

    fn told(term: &str) -> Vec<String> {
        let period = (Some(day("2022-05-01")), Some(day("2025-12-31")));
        let one = |o: Occasion| {
            let rule = o.rule.map(|rule| format!(" {rule}")).unwrap_or_default();
            format!("{:?} {}..{}{rule}", o.sense, o.first, o.last)
        };
        of_term(&parse(term), period).into_iter().map(one).collect()
    }

    #[test]
    fn days_and_spans() {
        assert_eq!(told("25 декабря 2022 г."), ["On 2022-12-25..2022-12-25"]);
        assert_eq!(told("Май 2022"), ["Due 2022-05-31..2022-05-31"]);
        assert_eq!(told("до 1 июня 2023 г."), ["Due 2023-06-01..2023-06-01"]);
        assert_eq!(told("январь–апрель 2023 г."), ["On 2023-01-01..2023-04-30"]);
        assert_eq!(told("с 1 сентября 2022 г."), ["Begins 2022-09-01..2022-09-01"]);
        assert_eq!(told("апрель, август 2023 г.").len(), 2);
        assert_eq!(told("август"), ["Due 2022-08-31..2022-08-31"]);
    }

    #[test]
    fn what_the_calendar_does_not_know() {
        assert_eq!(told("постоянно"), Vec::<String>::new());
        assert_eq!(told("по отдельному плану"), Vec::<String>::new());
        assert_eq!(told("до 31 декабря 2023 г., далее постоянно"), ["Due 2023-12-31..2023-12-31"]);
    }

    #[test]
    fn recurrences_begin_and_end_with_the_plan() {
        let until = ";UNTIL=20251231";
        assert_eq!(
            told("ежегодно"),
            [format!("Due 2022-12-31..2022-12-31 FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1{until}")]
        );
        assert_eq!(
            told("ежеквартально"),
            [format!("Due 2022-06-30..2022-06-30 FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=-1{until}")]
        );
        assert_eq!(
            told("ежегодно, август"),
            [format!("Due 2022-08-31..2022-08-31 FREQ=YEARLY;BYMONTH=8;BYMONTHDAY=-1{until}")]
        );
        assert_eq!(
            told("ежегодно, до 1 февраля"),
            [format!("Due 2023-02-01..2023-02-01 FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=1{until}")]
        );
        assert_eq!(
            told("ежегодно, август–сентябрь"),
            [format!("On 2022-08-01..2022-09-30 FREQ=YEARLY;BYMONTH=8{until}")]
        );
        assert_eq!(
            told("ежегодно, I квартал"),
            [format!("On 2023-01-01..2023-03-31 FREQ=YEARLY;BYMONTH=1{until}")]
        );
        assert_eq!(told("еженедельно"), [format!("On 2022-05-01..2022-05-01 FREQ=WEEKLY{until}")]);
    }

    #[test]
    fn a_recurrence_without_a_beginning_has_no_day() {
        assert_eq!(of_term(&parse("ежегодно"), (None, None)), []);
    }
}
