//! What a deadline says, once understood.

use crate::date::{CivilDate, DateError, Weekday, Year, days_in_month};

/// A deadline: phases one after another. «До 31 декабря 2023 г., далее постоянно» has two.
///
/// Empty when the text held no words at all.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Term {
    /// In the order in which they follow each other; never an empty phase.
    pub phases: Vec<Phase>,
}

/// What holds at the same time, or on several occasions: «апрель, август 2022 г.».
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Phase {
    /// At least one.
    pub items: Vec<Item>,
}

/// One statement and what stands in brackets after it: «3 декабря 2021 г. (для PISA)».
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// The statement.
    pub part: Part,
    /// The text of the brackets, spaces collapsed.
    pub note: Option<String>,
}

/// One statement of a deadline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// On a day, in a month, a quarter, a year: «25 декабря 2021 г.», «май 2022».
    At(Moment),
    /// From the first day of one to the last day of the other: «январь–апрель 2022 г.».
    Span(Moment, Moment),
    /// From then on: «с 1 сентября 2022 г.».
    Since(Moment),
    /// Not later than its last day: «до 25 января», «к 1 сентября», «по 31 декабря».
    Until(Moment),
    /// All through it: «в течение 2022 г.», «в течение года».
    Throughout(Moment),
    /// Again and again: «ежегодно, август», «2 раза в месяц».
    Every(Recurrence),
    /// Without an end or a rhythm: «постоянно».
    Continuous(Continuity),
    /// So long after something: «в течение 10 рабочих дней со дня приказа». The text is the
    /// event, with its preposition; empty when none is named.
    Within(Stretch, String),
    /// Depends on something else than the calendar: «по отдельному плану».
    Condition(Condition),
    /// What was not understood, as written, spaces collapsed.
    Free(String),
}

/// A piece of the calendar, with its year or without.
///
/// Without a year it is any year's: «август» of a plan for a school year. See
/// [`Term::starting`] for giving it one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Moment {
    unit: Unit,
    year: Option<Year>,
    edge: Edge,
}

/// How large the piece is, and which of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A calendar year.
    Year,
    /// 1 September to 31 August; its year is the one in which it begins.
    SchoolYear,
    /// A half of the calendar year, 1 or 2.
    Half(u8),
    /// A half of the school year, 1 (September to December) or 2 (January to August). Its year is
    /// the one in which the school year begins.
    SchoolHalf(u8),
    /// 1 to 4.
    Quarter(u8),
    /// 1 to 12.
    Month(u8),
    /// Month and day of the month.
    Day(u8, u8),
}

/// Which part of a moment is meant: people say «начало мая», «к концу года».
/// A part is a third, so that the parts of a month are its декады.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Edge {
    /// All of it.
    #[default]
    Whole,
    /// The first third.
    Start,
    /// The second third.
    Middle,
    /// The last third.
    End,
}

/// How something repeats itself. [`Recurrence::rrule`] says it in the words of RFC 5545.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recurrence {
    /// How many times in a cycle.
    pub times: Times,
    /// How many [`Self::cycle`]s make the cycle: 3 in «1 раз в 3 года».
    pub interval: u16,
    /// The cycle.
    pub cycle: Cycle,
    /// When within the cycle; empty when not said.
    pub anchors: Vec<Anchor>,
    /// When it begins: «начиная с 2021 года».
    pub from: Option<Moment>,
    /// When it ends; equal to [`Self::from`] in «ежемесячно в течение 2022 г.».
    pub to: Option<Moment>,
}

/// How many times: exactly (`least == most`), at least (`most` is `None`), at most (`least` is 0).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Times {
    /// Not fewer.
    pub least: u16,
    /// Not more, if said.
    pub most: Option<u16>,
}

/// What a recurrence counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cycle {
    /// Day.
    Day,
    /// Week.
    Week,
    /// Month.
    Month,
    /// Quarter of the year.
    Quarter,
    /// Term of the school year (учебная четверть).
    SchoolTerm,
    /// Half of the year.
    Half,
    /// Calendar year.
    Year,
    /// School year.
    SchoolYear,
}

/// When within its cycle something repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Anchor {
    /// In a part of the year: «ежегодно, август».
    In(Moment),
    /// Over a stretch of the year: «ежегодно, август–сентябрь».
    Over(Moment, Moment),
    /// Not later than: «ежегодно, до 1 июня».
    By(Moment),
    /// On that day of the month, 1 to 31.
    MonthDay(u8),
    /// Not later than that day of the month.
    ByMonthDay(u8),
    /// On a day of the week; with a number, that one of the month (−1 is the last).
    Weekday(Option<i8>, Weekday),
}

/// In which words people say "all the time".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Continuity {
    /// Постоянно, на постоянной основе, непрерывно.
    Always,
    /// Регулярно, систематически, периодически.
    Regularly,
    /// Весь период, в течение всего срока.
    WholePeriod,
}

/// A length of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Stretch {
    /// How many.
    pub count: u16,
    /// Of what.
    pub unit: StretchUnit,
}

/// What lengths are counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum StretchUnit {
    Day,
    WorkingDay,
    Week,
    Month,
    Year,
}

/// What a deadline depends on instead of the calendar. Texts are as written, with their
/// prepositions, spaces collapsed, the first letter small.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// По отдельному плану.
    SeparatePlan,
    /// По отдельному графику.
    SeparateSchedule,
    /// По отдельному плану-графику.
    SeparatePlanSchedule,
    /// По мере необходимости.
    AsNeeded,
    /// По запросу.
    OnRequest,
    /// По согласованию.
    ByAgreement,
    /// Another document or body sets the time: «согласно плану мероприятий».
    According(String),
    /// Only if: «при наличии финансирования».
    Provided(String),
    /// Before or after something: «по итогам полугодия», «после каждого занятия».
    Event(String),
}

impl Moment {
    /// A moment that exists in the calendar; 29 February only without a year or in a leap year.
    #[must_use]
    pub fn new(unit: Unit, year: Option<Year>) -> Option<Self> {
        let exists = match unit {
            Unit::Year | Unit::SchoolYear => true,
            Unit::Half(half) | Unit::SchoolHalf(half) => (1..=2).contains(&half),
            Unit::Quarter(quarter) => (1..=4).contains(&quarter),
            Unit::Month(month) => (1..=12).contains(&month),
            Unit::Day(month, day) => {
                let leap = 2000;
                day >= 1 && day <= days_in_month(year.map_or(leap, Year::get), month)
            }
        };
        exists.then_some(Self { unit, year, edge: Edge::Whole })
    }

    /// The same moment, narrowed to a part of it. A day has no parts.
    #[must_use]
    pub fn at_edge(self, edge: Edge) -> Self {
        let edge = if matches!(self.unit, Unit::Day(..)) { Edge::Whole } else { edge };
        Self { edge, ..self }
    }

    /// The same moment in that year; `None` for 29 February of a common year.
    #[must_use]
    pub fn in_year(self, year: Year) -> Option<Self> {
        Self::new(self.unit, Some(year)).map(|moment| moment.at_edge(self.edge))
    }

    /// How large it is, and which of its kind.
    #[must_use]
    pub const fn unit(self) -> Unit {
        self.unit
    }

    /// Its year, if said.
    #[must_use]
    pub const fn year(self) -> Option<Year> {
        self.year
    }

    /// Which part of it is meant.
    #[must_use]
    pub const fn edge(self) -> Edge {
        self.edge
    }
}

impl Unit {
    /// First month of the piece, 1 to 12.
    pub(crate) const fn first_month(self) -> u8 {
        match self {
            Self::Year => 1,
            Self::SchoolYear | Self::SchoolHalf(1) => 9,
            Self::Half(half) => half.saturating_sub(1) * 6 + 1,
            Self::SchoolHalf(_) => 1,
            Self::Quarter(quarter) => quarter.saturating_sub(1) * 3 + 1,
            Self::Month(month) | Self::Day(month, _) => month,
        }
    }

    /// Length in months; a day counts as a part of one.
    pub(crate) const fn months(self) -> u8 {
        match self {
            Self::Year | Self::SchoolYear => 12,
            Self::Half(_) => 6,
            Self::SchoolHalf(1) => 4,
            Self::SchoolHalf(_) => 8,
            Self::Quarter(_) => 3,
            Self::Month(_) | Self::Day(..) => 1,
        }
    }
}

impl Times {
    /// So many times, neither more nor fewer.
    #[must_use]
    pub const fn exactly(times: u16) -> Self {
        Self { least: times, most: Some(times) }
    }

    /// So many times or more: «не реже 1 раза».
    #[must_use]
    pub const fn at_least(times: u16) -> Self {
        Self { least: times, most: None }
    }
}

impl Recurrence {
    /// Once in each cycle: «ежегодно».
    #[must_use]
    pub const fn every(cycle: Cycle) -> Self {
        Self::times(Times::exactly(1), 1, cycle)
    }

    /// So many times in so many cycles.
    #[must_use]
    pub const fn times(times: Times, interval: u16, cycle: Cycle) -> Self {
        Self { times, interval, cycle, anchors: Vec::new(), from: None, to: None }
    }
}

impl From<CivilDate> for Moment {
    fn from(day: CivilDate) -> Self {
        let unit = Unit::Day(day.month(), day.day());
        Self { unit, year: Year::new(day.year()).ok(), edge: Edge::Whole }
    }
}

impl TryFrom<Moment> for CivilDate {
    type Error = DateError;

    fn try_from(moment: Moment) -> Result<Self, DateError> {
        match (moment.unit, moment.year) {
            (Unit::Day(month, day), Some(year)) => Self::new(year.get(), month, day),
            _ => Err(DateError::Shape),
        }
    }
}

impl From<Part> for Item {
    fn from(part: Part) -> Self {
        Self { part, note: None }
    }
}
