//! From words to days: when a deadline begins, when it falls due, whether it has passed.

use super::model::{Edge, Item, Moment, Part, Phase, Recurrence, Term, Unit};
use crate::date::{CivilDate, Year, days_in_month};

/// First and last day of a statement; a side that is open or unknown is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dates {
    /// First day.
    pub from: Option<CivilDate>,
    /// Last day: the statement is late on the day after it.
    pub to: Option<CivilDate>,
}

impl Moment {
    /// First day meant; `None` without a year.
    #[must_use]
    pub fn first_day(self) -> Option<CivilDate> {
        self.days().map(|(first, _)| first)
    }

    /// Last day meant; `None` without a year.
    #[must_use]
    pub fn last_day(self) -> Option<CivilDate> {
        self.days().map(|(_, last)| last)
    }

    fn days(self) -> Option<(CivilDate, CivilDate)> {
        let year = self.year()?.get();
        if let Unit::Day(month, day) = self.unit() {
            let day = CivilDate::new(year, month, day).ok()?;
            return Some((day, day));
        }
        let (month, months) = (self.unit().first_month(), self.unit().months());
        let begins = if self.unit() == Unit::SchoolHalf(2) { year.checked_add(1)? } else { year };
        let first = CivilDate::new(begins, month, 1).ok()?;
        let last_month = month + months - 1;
        let (ends, last_month) = if last_month > 12 {
            (begins.checked_add(1)?, last_month - 12)
        } else {
            (begins, last_month)
        };
        let last = CivilDate::new(ends, last_month, days_in_month(ends, last_month)).ok()?;
        Some(narrowed(self, first, last))
    }

    /// Whether it begins after the other has ended. False where a year is missing.
    pub(crate) fn is_after(self, other: Self) -> bool {
        self.first_day().zip(other.last_day()).is_some_and(|(mine, its)| mine > its)
    }

    /// The latest year in which it does not begin after `known`.
    pub(crate) fn before(self, known: Self) -> Option<Self> {
        let year = known.last_day()?.year();
        (0..3)
            .filter_map(|back| Year::new(year.checked_sub(back)?).ok())
            .filter_map(|year| self.in_year(year))
            .find(|moment| !moment.is_after(known))
    }

    /// The first year in which it does not end before `known` begins.
    pub(crate) fn after(self, known: Self) -> Option<Self> {
        self.not_before(known.first_day()?)
    }

    fn not_before(self, day: CivilDate) -> Option<Self> {
        // A school year that began the year before may still be on.
        let year = day.year().saturating_sub(1);
        (0..4)
            .filter_map(|on| Year::new(year.checked_add(on)?).ok())
            .filter_map(|year| self.in_year(year))
            .find(|moment| moment.last_day().is_some_and(|last| last >= day))
    }
}

/// The third that is meant: of a month its декада, of what has thirds in whole months those.
fn narrowed(moment: Moment, first: CivilDate, last: CivilDate) -> (CivilDate, CivilDate) {
    let months = moment.unit().months();
    let mark = |third: u8| match moment.unit() {
        Unit::Month(_) => first.add_days(i64::from(third) * 10),
        _ if months.is_multiple_of(3) => months_later(first, months / 3 * third),
        _ => first.add_days((first.days_until(last) + 1) * i64::from(third) / 3),
    };
    match moment.edge() {
        Edge::Whole => (first, last),
        Edge::Start => (first, mark(1).add_days(-1)),
        Edge::Middle => (mark(1), mark(2).add_days(-1)),
        Edge::End => (mark(2), last),
    }
}

/// The first day of a month, so many months after the first day of another.
fn months_later(first: CivilDate, months: u8) -> CivilDate {
    let month = first.month() + months - 1;
    CivilDate::new(first.year() + u16::from(month / 12), month % 12 + 1, 1).unwrap_or(first)
}

impl Part {
    /// First and last day, as far as the part names them; `None` when it names none.
    #[must_use]
    pub fn dates(&self) -> Option<Dates> {
        let (from, to) = match self {
            Self::At(moment) | Self::Throughout(moment) => (moment.first_day(), moment.last_day()),
            Self::Span(first, last) => (first.first_day(), last.last_day()),
            Self::Since(moment) => (moment.first_day(), None),
            Self::Until(moment) => (None, due(*moment)),
            Self::Every(recurrence) => {
                (recurrence.from.and_then(Moment::first_day), recurrence.to.and_then(due))
            }
            Self::Continuous(_) | Self::Within(..) | Self::Condition(_) | Self::Free(_) => {
                return None;
            }
        };
        (from.is_some() || to.is_some()).then_some(Dates { from, to })
    }
}

/// The last day before «до …» has passed. «До начала года» ends where the year begins.
fn due(moment: Moment) -> Option<CivilDate> {
    if moment.edge() == Edge::Start { moment.first_day() } else { moment.last_day() }
}

impl Phase {
    /// Last day of the phase; `None` when any of its statements has no end that the calendar knows.
    #[must_use]
    pub fn due(&self) -> Option<CivilDate> {
        let ends = self.items.iter().map(|item| item.part.dates().and_then(|dates| dates.to));
        ends.collect::<Option<Vec<_>>>()?.into_iter().max()
    }
}

impl Term {
    /// The dates named, statement by statement, in their order.
    pub fn dates(&self) -> impl Iterator<Item = Dates> + '_ {
        self.items().filter_map(|item| item.part.dates())
    }

    /// The earliest day named.
    #[must_use]
    pub fn first_date(&self) -> Option<CivilDate> {
        self.dates().filter_map(|dates| dates.from.or(dates.to)).min()
    }

    /// The latest day named, even if something goes on after it; see [`Self::due`].
    #[must_use]
    pub fn last_date(&self) -> Option<CivilDate> {
        self.dates().filter_map(|dates| dates.to.or(dates.from)).max()
    }

    /// The day by which all is to be done; `None` when something has no end that the calendar knows
    /// («постоянно», «по отдельному плану», «август» without a year).
    #[must_use]
    pub fn due(&self) -> Option<CivilDate> {
        let ends = self.phases.iter().map(Phase::due);
        ends.collect::<Option<Vec<_>>>()?.into_iter().max()
    }

    /// The day by which the first phase is to be done: 31 December 2023 in «до 31 декабря 2023 г.,
    /// далее постоянно», which is never due as a whole.
    #[must_use]
    pub fn first_due(&self) -> Option<CivilDate> {
        self.phases.first().and_then(Phase::due)
    }

    /// Whether what is not done by then is late: the whole is due and its last day has passed.
    #[must_use]
    pub fn is_overdue(&self, as_of: CivilDate) -> bool {
        self.due().is_some_and(|due| due < as_of)
    }

    /// Whether what has not even begun by then is late: the first phase should be over.
    #[must_use]
    pub fn is_start_overdue(&self, as_of: CivilDate) -> bool {
        self.first_due().is_some_and(|due| due < as_of)
    }

    /// All statements, phase after phase.
    pub fn items(&self) -> impl Iterator<Item = &Item> + '_ {
        self.phases.iter().flat_map(|phase| &phase.items)
    }

    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.phases.is_empty()
    }

    /// Whether any of it was not understood.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.free_texts().next().is_some()
    }

    /// What was not understood.
    pub fn free_texts(&self) -> impl Iterator<Item = &str> + '_ {
        self.items().filter_map(|item| match &item.part {
            Part::Free(text) => Some(text.as_str()),
            _ => None,
        })
    }

    /// The same deadline with years for the dates that have none, as in a plan that begins on that
    /// day: each takes its first year in which it has not passed. «Август» and «январь» of a plan
    /// from 1 August 2022 become August 2022 and January 2023. A bare «год» and the dates of
    /// recurrences stay as they are.
    #[must_use]
    pub fn starting(&self, day: CivilDate) -> Self {
        let mut term = self.clone();
        let items = term.phases.iter_mut().flat_map(|phase| &mut phase.items);
        for item in items {
            give_years(&mut item.part, day);
        }
        term
    }
}

fn give_years(part: &mut Part, day: CivilDate) {
    let given = |moment: Moment| match moment.unit() {
        _ if moment.year().is_some() => None,
        Unit::Year | Unit::SchoolYear => None,
        _ => moment.not_before(day),
    };
    match part {
        Part::At(moment) | Part::Since(moment) | Part::Until(moment) | Part::Throughout(moment) => {
            *moment = given(*moment).unwrap_or(*moment);
        }
        Part::Span(first, last) => {
            // A span that is on takes the year in which it ends, «сентябрь–май» in March.
            if let (Some(end), None) = (given(*last), first.year())
                && let Some(begin) = first.before(end)
            {
                (*first, *last) = (begin, end);
            }
        }
        Part::Every(Recurrence { .. })
        | Part::Continuous(_)
        | Part::Within(..)
        | Part::Condition(_)
        | Part::Free(_) => {}
    }
}
