//! The compact notation: what a deadline means, in English words and ISO dates.
//!
//! ```text
//! term       = phase *(", then " phase)
//! phase      = item *(", " item)
//! item       = part [" note " quoted]
//! part       = moment                             at
//!            | moment ".." moment                 from the first to the last
//!            | "since " moment | "until " moment | "during " moment
//!            | recurrence
//!            | "continuous" | "regularly" | "whole period"
//!            | "within " count " " unit ["s"] [" " quoted]       the quoted text: of what
//!            | "separate plan" | "separate schedule" | "separate plan-schedule"
//!            | "as needed" | "on request" | "by agreement"
//!            | "according " quoted | "provided " quoted | "event " quoted
//!            | "free " quoted
//! moment     = ["start of " | "middle of " | "end of "] unit
//! unit       = "2022" | "2022-05" | "2022-05-20" | "2022-Q1" | "2022-H1" | "2022/23" | "2022/23-H1"
//!              without a year: "year" | "--05" | "--05-20" | "--Q1" | "--H1" | "school year" | "school-H1"
//! recurrence = ("every " [count " "] cycle ["s"] | times " per " [count " "] cycle ["s"])
//!              *(" " anchor) [" during " moment | [" from " moment] [" to " moment]]
//! times      = "2" | "1..2" | ">=1" | "<=2"
//! anchor     = "in " moment | "in " moment ".." moment | "by " moment
//!            | "on day 15" | "by day 15" | "on [1st|2nd|3rd|4th|last] thursday"
//! ```

use std::fmt::{self, Write};

use super::model::{
    Anchor, Condition, Continuity, Cycle, Edge, Item, Moment, Part, Recurrence, Stretch,
    StretchUnit, Term, Times, Unit,
};
use crate::date::Weekday;

impl Term {
    /// The term in the compact notation described in this module; empty for an empty term.
    #[must_use]
    pub fn notation(&self) -> String {
        let phases = self.phases.iter().map(|phase| join(phase.items.iter().map(item), ", "));
        join(phases, ", then ")
    }
}

fn join(parts: impl Iterator<Item = String>, separator: &str) -> String {
    parts.collect::<Vec<_>>().join(separator)
}

fn item(item: &Item) -> String {
    let mut text = part(&item.part);
    if let Some(note) = &item.note {
        // Writing to a string cannot fail.
        let _ = write!(text, " note {note:?}");
    }
    text
}

fn part(part: &Part) -> String {
    match part {
        Part::At(at) => moment(*at),
        Part::Span(from, to) => format!("{}..{}", moment(*from), moment(*to)),
        Part::Since(from) => format!("since {}", moment(*from)),
        Part::Until(to) => format!("until {}", moment(*to)),
        Part::Throughout(all) => format!("during {}", moment(*all)),
        Part::Every(recurrence) => every(recurrence),
        Part::Continuous(Continuity::Always) => "continuous".to_owned(),
        Part::Continuous(Continuity::Regularly) => "regularly".to_owned(),
        Part::Continuous(Continuity::WholePeriod) => "whole period".to_owned(),
        Part::Within(stretch, event) if event.is_empty() => format!("within {stretch}"),
        Part::Within(stretch, event) => format!("within {stretch} {event:?}"),
        Part::Condition(it) => condition(it),
        Part::Free(text) => format!("free {text:?}"),
    }
}

fn condition(condition: &Condition) -> String {
    match condition {
        Condition::SeparatePlan => "separate plan".to_owned(),
        Condition::SeparateSchedule => "separate schedule".to_owned(),
        Condition::SeparatePlanSchedule => "separate plan-schedule".to_owned(),
        Condition::AsNeeded => "as needed".to_owned(),
        Condition::OnRequest => "on request".to_owned(),
        Condition::ByAgreement => "by agreement".to_owned(),
        Condition::According(text) => format!("according {text:?}"),
        Condition::Provided(text) => format!("provided {text:?}"),
        Condition::Event(text) => format!("event {text:?}"),
    }
}

fn moment(moment: Moment) -> String {
    let edge = match moment.edge() {
        Edge::Whole => "",
        Edge::Start => "start of ",
        Edge::Middle => "middle of ",
        Edge::End => "end of ",
    };
    let Some(year) = moment.year().map(crate::date::Year::get) else {
        return format!("{edge}{}", yearless(moment.unit()));
    };
    let next = (u32::from(year) + 1) % 100;
    match moment.unit() {
        Unit::Year => format!("{edge}{year:04}"),
        Unit::SchoolYear => format!("{edge}{year:04}/{next:02}"),
        Unit::SchoolHalf(half) => format!("{edge}{year:04}/{next:02}-H{half}"),
        Unit::Half(half) => format!("{edge}{year:04}-H{half}"),
        Unit::Quarter(quarter) => format!("{edge}{year:04}-Q{quarter}"),
        Unit::Month(month) => format!("{edge}{year:04}-{month:02}"),
        Unit::Day(month, day) => format!("{edge}{year:04}-{month:02}-{day:02}"),
    }
}

fn yearless(unit: Unit) -> String {
    match unit {
        Unit::Year => "year".to_owned(),
        Unit::SchoolYear => "school year".to_owned(),
        Unit::SchoolHalf(half) => format!("school-H{half}"),
        Unit::Half(half) => format!("--H{half}"),
        Unit::Quarter(quarter) => format!("--Q{quarter}"),
        Unit::Month(month) => format!("--{month:02}"),
        Unit::Day(month, day) => format!("--{month:02}-{day:02}"),
    }
}

fn every(recurrence: &Recurrence) -> String {
    let cycle = cycle(recurrence.cycle);
    let cycle = match recurrence.interval {
        1 => cycle.to_owned(),
        interval => format!("{interval} {cycle}s"),
    };
    let mut text = match recurrence.times {
        Times { least: 1, most: Some(1) } => format!("every {cycle}"),
        Times { least, most: Some(most) } if least == most => format!("{least} per {cycle}"),
        Times { least: 0, most: Some(most) } => format!("<={most} per {cycle}"),
        Times { least, most: Some(most) } => format!("{least}..{most} per {cycle}"),
        Times { least, most: None } => format!(">={least} per {cycle}"),
    };
    for it in &recurrence.anchors {
        text.push(' ');
        text.push_str(&anchor(it));
    }
    match (recurrence.from, recurrence.to) {
        (Some(from), Some(to)) if from == to => text.extend([" during ", &moment(from)]),
        (from, to) => {
            for (word, bound) in [(" from ", from), (" to ", to)] {
                if let Some(bound) = bound {
                    text.extend([word, &moment(bound)]);
                }
            }
        }
    }
    text
}

fn anchor(anchor: &Anchor) -> String {
    match anchor {
        Anchor::In(at) => format!("in {}", moment(*at)),
        Anchor::Over(from, to) => format!("in {}..{}", moment(*from), moment(*to)),
        Anchor::By(to) => format!("by {}", moment(*to)),
        Anchor::MonthDay(day) => format!("on day {day}"),
        Anchor::ByMonthDay(day) => format!("by day {day}"),
        Anchor::Weekday(None, day) => format!("on {}", weekday(*day)),
        Anchor::Weekday(Some(number), day) => {
            let number = match number {
                1 => "1st",
                2 => "2nd",
                3 => "3rd",
                4 => "4th",
                _ => "last",
            };
            format!("on {number} {}", weekday(*day))
        }
    }
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}

const fn cycle(cycle: Cycle) -> &'static str {
    match cycle {
        Cycle::Day => "day",
        Cycle::Week => "week",
        Cycle::Month => "month",
        Cycle::Quarter => "quarter",
        Cycle::SchoolTerm => "school term",
        Cycle::Half => "half-year",
        Cycle::Year => "year",
        Cycle::SchoolYear => "school year",
    }
}

impl fmt::Display for Stretch {
    /// «10 working days».
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            StretchUnit::Day => "day",
            StretchUnit::WorkingDay => "working day",
            StretchUnit::Week => "week",
            StretchUnit::Month => "month",
            StretchUnit::Year => "year",
        };
        let plural = if self.count == 1 { "" } else { "s" };
        write!(out, "{} {unit}{plural}", self.count)
    }
}
