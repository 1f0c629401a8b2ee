//! Recurrences in the words of calendars (RFC 5545, 3.3.10).

use super::model::{Anchor, Cycle, Edge, Recurrence, Unit};
use crate::date::Weekday;

impl Recurrence {
    /// The value of an `RRULE` property, without its name and without `UNTIL`: the end depends on
    /// the type of `DTSTART`, which the caller chooses. [`Self::to`] holds it.
    ///
    /// A rule says on which days something happens, so that what people leave open is spread
    /// evenly: twice a year becomes every six months. Times that do not divide their cycle
    /// (5 times a year) happen once in it. A span of anchors begins on its first month.
    #[must_use]
    pub fn rrule(&self) -> String {
        let (frequency, unit) = self.frequency();
        let mut interval = u32::from(self.interval.max(1)) * unit;
        let mut by = self.by();
        let mut frequency = frequency;
        let times = u32::from(self.times.most.unwrap_or(self.times.least).max(1));
        if by.is_empty() && times > 1 {
            (frequency, interval) = spread(frequency, interval, times);
        } else if frequency == "MONTHLY" && by.starts_with("BYMONTH=") {
            // «1 раз в полугодие: январь, июнь» names the months of the year.
            (frequency, interval) = ("YEARLY", 1);
        }
        if interval > 1 {
            by.insert_str(0, &format!("INTERVAL={interval};"));
        }
        let rule = format!("FREQ={frequency};{by}");
        rule.trim_end_matches(';').to_owned()
    }

    fn frequency(&self) -> (&'static str, u32) {
        match self.cycle {
            Cycle::Day => ("DAILY", 1),
            Cycle::Week => ("WEEKLY", 1),
            Cycle::Month => ("MONTHLY", 1),
            Cycle::Quarter | Cycle::SchoolTerm => ("MONTHLY", 3),
            Cycle::Half => ("MONTHLY", 6),
            Cycle::Year | Cycle::SchoolYear => ("YEARLY", 1),
        }
    }

    /// The `BY…` parts of the anchors.
    fn by(&self) -> String {
        let (mut months, mut days, mut weekdays) = (Vec::new(), Vec::new(), Vec::new());
        for anchor in &self.anchors {
            match anchor {
                Anchor::In(moment) | Anchor::Over(moment, _) => {
                    months.push(i16::from(moment.unit().first_month()));
                    if let Unit::Day(_, day) = moment.unit() {
                        days.push(i16::from(day));
                    }
                }
                Anchor::By(moment) if moment.edge() == Edge::Start => {
                    months.push(i16::from(moment.unit().first_month()));
                    days.push(1);
                }
                Anchor::By(moment) => {
                    let unit = moment.unit();
                    months.push(i16::from((unit.first_month() + unit.months() - 2) % 12 + 1));
                    // A whole month falls due on its last day, −1 in a rule.
                    days.push(if let Unit::Day(_, day) = unit { i16::from(day) } else { -1 });
                }
                Anchor::MonthDay(day) | Anchor::ByMonthDay(day) => days.push(i16::from(*day)),
                Anchor::Weekday(number, day) => {
                    let number = number.map(|number| number.to_string()).unwrap_or_default();
                    weekdays.push(format!("{number}{}", weekday(*day)));
                }
            }
        }
        let mut by = String::new();
        for (name, mut numbers) in [("BYMONTH", months), ("BYMONTHDAY", days)] {
            numbers.sort_unstable();
            numbers.dedup();
            if !numbers.is_empty() {
                let numbers: Vec<_> = numbers.iter().map(ToString::to_string).collect();
                by.push_str(&format!("{name}={};", numbers.join(",")));
            }
        }
        if !weekdays.is_empty() {
            by.push_str(&format!("BYDAY={};", weekdays.join(",")));
        }
        by
    }
}

/// So many times in a cycle as a shorter cycle: 4 times a year is every 3 months.
fn spread(frequency: &'static str, interval: u32, times: u32) -> (&'static str, u32) {
    let (shorter, length) = match frequency {
        "YEARLY" => ("MONTHLY", interval * 12),
        "MONTHLY" if interval.is_multiple_of(times) => ("MONTHLY", interval),
        // A month has four whole weeks; rules know no halves of a month.
        "MONTHLY" => ("WEEKLY", interval * 4),
        "WEEKLY" => ("DAILY", interval * 7),
        other => (other, interval),
    };
    if length.is_multiple_of(times) { (shorter, length / times) } else { (frequency, interval) }
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "MO",
        Weekday::Tuesday => "TU",
        Weekday::Wednesday => "WE",
        Weekday::Thursday => "TH",
        Weekday::Friday => "FR",
        Weekday::Saturday => "SA",
        Weekday::Sunday => "SU",
    }
}
