//! Pieces of the calendar: dates, months, quarters, years.

use super::super::model::{Edge, Moment, Unit};
use super::lexicon::Lex;
use super::token::Kind;
use super::{Found, Parser};
use crate::date::Year;

/// Four-digit numbers outside of it are no years.
const YEARS: std::ops::RangeInclusive<u32> = 1900..=2199;
/// How many bare numbers one unit may follow: «I, II, III квартал».
const LISTED: usize = 12;

/// A year behind a month, a quarter or a half.
#[derive(Clone, Copy)]
enum Tail {
    Calendar(Year),
    School(Year),
    /// «Текущего года»: said, but not which.
    Current,
}

impl Parser<'_> {
    /// A moment, or a part of one: «май 2022», «конец мая 2022».
    pub(super) fn moment(&self, pos: usize) -> Found<Moment> {
        if let Some(Lex::Edge(edge)) = self.lex(pos) {
            let (moment, pos) = self.whole_moment(pos + 1).or_else(|| self.any_year(pos + 1))?;
            return Some((moment.at_edge(edge), pos));
        }
        self.whole_moment(pos)
    }

    fn whole_moment(&self, pos: usize) -> Found<Moment> {
        let (moment, pos) = self
            .dotted(pos)
            .or_else(|| self.spaced(pos))
            .or_else(|| self.iso(pos))
            .or_else(|| self.day_of_month(pos))
            .or_else(|| self.month(pos))
            .or_else(|| self.numbered_unit(pos))
            .or_else(|| self.school_year(pos))
            .or_else(|| self.calendar_year(pos))
            .or_else(|| self.current_year(pos))?;
        Some((moment, self.eat(pos, Lex::Inclusive).unwrap_or(pos)))
    }

    /// «20.05.2022», «20.05.22», «20.05», «05.2022».
    fn dotted(&self, pos: usize) -> Found<Moment> {
        let (Kind::Number(first, 1..=2), Kind::Dot) = (self.kind(pos), self.kind(pos + 1)) else {
            return None;
        };
        let (Kind::Number(second, width), true) = (self.kind(pos + 2), self.at(pos + 1).glued)
        else {
            return None;
        };
        if width == 4 && self.at(pos + 2).glued {
            return self.dated(Unit::Month(small(first)), second, pos + 3);
        }
        if width > 2 {
            return None;
        }
        let unit = Unit::Day(small(second), small(first));
        match (self.kind(pos + 3), self.kind(pos + 4)) {
            (Kind::Dot, Kind::Number(year, 4)) => self.dated(unit, year, pos + 5),
            (Kind::Dot, Kind::Number(year, 2)) if self.at(pos + 4).glued => {
                self.dated(unit, 2000 + year, pos + 5)
            }
            // «20.05» is a day, «5.3» the number of a clause.
            _ if width == 2 && self.at(pos + 2).glued => {
                Some((Moment::new(unit, None)?, self.abbreviated(pos + 3)))
            }
            _ => None,
        }
    }

    /// «22 12 2021»: what is left of a date that was written into blanks.
    fn spaced(&self, pos: usize) -> Found<Moment> {
        match (self.kind(pos), self.kind(pos + 1), self.kind(pos + 2)) {
            (Kind::Number(day, 1..=2), Kind::Number(month, 2), Kind::Number(year, 4)) => {
                self.dated(Unit::Day(small(month), small(day)), year, pos + 3)
            }
            _ => None,
        }
    }

    /// A unit of that year, and the word «год» behind it.
    pub(super) fn dated(&self, unit: Unit, year: u32, pos: usize) -> Found<Moment> {
        Some((Moment::new(unit, Some(likely(year)?))?, self.year_words(pos)))
    }

    /// `2022-05` and `2022-05-20`, written without spaces.
    fn iso(&self, pos: usize) -> Found<Moment> {
        let Kind::Number(year, 4) = self.kind(pos) else {
            return None;
        };
        let month = self.iso_part(pos + 1)?;
        if let Some(day) = self.iso_part(pos + 3) {
            return self.dated(Unit::Day(month, day), year, pos + 5);
        }
        // «2009-10 уч. год» is no October.
        if self.school_words(pos + 3).is_some() || self.lex(pos + 3) == Some(Lex::Year) {
            return None;
        }
        self.dated(Unit::Month(month), year, pos + 3)
    }

    fn iso_part(&self, pos: usize) -> Option<u8> {
        let glued = self.at(pos).glued && self.at(pos + 1).glued;
        match (self.kind(pos), self.kind(pos + 1)) {
            (Kind::Dash, Kind::Number(number, 2)) if glued => Some(small(number)),
            _ => None,
        }
    }

    /// «20 мая 2022 г.», «20 мая».
    fn day_of_month(&self, pos: usize) -> Found<Moment> {
        let (Kind::Number(day, 1..=2), Some(Lex::Month(month))) =
            (self.kind(pos), self.lex(pos + 1))
        else {
            return None;
        };
        self.with_tail(Unit::Day(month, small(day)), self.abbreviated(pos + 2))
    }

    /// «Май 2022», «май», «мае месяце».
    fn month(&self, pos: usize) -> Found<Moment> {
        let Some(Lex::Month(month)) = self.lex(pos) else {
            return None;
        };
        let pos = self.abbreviated(pos + 1);
        self.with_tail(Unit::Month(month), self.eat(pos, Lex::MonthWord).unwrap_or(pos))
    }

    /// «II квартал 2023 г.», «1-е полугодие», «третья декада мая».
    fn numbered_unit(&self, pos: usize) -> Found<Moment> {
        let number = self.ordinal(pos)?;
        let (unit, edge, pos) = self.unit_of(number, pos + 1)?;
        let (moment, pos) = self.with_tail(unit, pos)?;
        Some((moment.at_edge(edge), pos))
    }

    fn unit_of(&self, number: u8, pos: usize) -> Option<(Unit, Edge, usize)> {
        match self.lex(pos)? {
            Lex::Quarter => {
                // Recognition takes «II» for 11.
                let number = match number {
                    11 => 2,
                    111 => 3,
                    _ => number,
                };
                Some((Unit::Quarter(number), Edge::Whole, self.abbreviated(pos + 1)))
            }
            Lex::Half => {
                let number = if number == 11 { 2 } else { number };
                Some((Unit::Half(number), Edge::Whole, self.abbreviated(pos + 1)))
            }
            Lex::HalfOf => {
                // «Вторая половина 2023 года»; of a month there is no such piece.
                self.any_year(pos + 1)
                    .or_else(|| self.school_year(pos + 1))
                    .or_else(|| self.calendar_year(pos + 1))?;
                Some((Unit::Half(number), Edge::Whole, pos + 1))
            }
            Lex::Decade => {
                let Some(Lex::Month(month)) = self.lex(pos + 1) else {
                    return None;
                };
                let edge = match number {
                    1 => Edge::Start,
                    2 => Edge::Middle,
                    3 => Edge::End,
                    _ => return None,
                };
                Some((Unit::Month(month), edge, self.abbreviated(pos + 2)))
            }
            _ => None,
        }
    }

    /// A number that may stand before a unit: 2, II, второй.
    pub(super) fn ordinal(&self, pos: usize) -> Option<u8> {
        match self.kind(pos) {
            Kind::Number(number, 1..=3) => Some(small(number)),
            Kind::Word(Lex::Ordinal(number)) => u8::try_from(number).ok(),
            _ => self.at(pos).roman,
        }
    }

    /// «2022/23», «2022-2023 учебный год», «учебный год».
    fn school_year(&self, pos: usize) -> Found<Moment> {
        if let Some(pos) = self.school_words(pos) {
            return Some((Moment::new(Unit::SchoolYear, None)?, pos));
        }
        let (year, pos) = self.school_number(pos)?;
        Some((Moment::new(Unit::SchoolYear, Some(year))?, pos))
    }

    /// Two years in a row; with a dash only when the words «учебный год» follow.
    fn school_number(&self, pos: usize) -> Found<Year> {
        let Kind::Number(first, 4) = self.kind(pos) else {
            return None;
        };
        let next = match self.kind(pos + 2) {
            Kind::Number(next, 4) => next,
            Kind::Number(next, 2) => first - first % 100 + next + if next == 0 { 100 } else { 0 },
            _ => return None,
        };
        if next != first + 1 {
            return None;
        }
        let words = self.school_words(pos + 3);
        let end = match self.kind(pos + 1) {
            Kind::Slash => words.unwrap_or(pos + 3),
            Kind::Dash => words?,
            _ => return None,
        };
        Some((likely(first)?, end))
    }

    /// «Учебный год», «уч. г.», «уч/год».
    pub(super) fn school_words(&self, pos: usize) -> Option<usize> {
        let mut pos = self.eat(pos, Lex::School)?;
        if matches!(self.kind(pos), Kind::Dot | Kind::Slash) {
            pos += 1;
        }
        (self.lex(pos) == Some(Lex::Year)).then(|| self.year_words(pos))
    }

    /// «2022», «2022 г.», «2022 год».
    fn calendar_year(&self, pos: usize) -> Found<Moment> {
        let (year, pos) = self.year(pos)?;
        Some((Moment::new(Unit::Year, Some(year))?, pos))
    }

    fn year(&self, pos: usize) -> Found<Year> {
        let Kind::Number(year, 4) = self.kind(pos) else {
            return None;
        };
        Some((likely(year)?, self.year_words(pos + 1)))
    }

    /// «Текущий год», «текущий учебный год».
    fn current_year(&self, pos: usize) -> Found<Moment> {
        let pos = self.eat(pos, Lex::Current)?;
        self.any_year(pos)
    }

    /// «Год» or «учебный год», whichever it may be.
    pub(super) fn any_year(&self, pos: usize) -> Found<Moment> {
        let pos = self.eat(pos, Lex::Current).unwrap_or(pos);
        if let Some(pos) = self.school_words(pos) {
            return Some((Moment::new(Unit::SchoolYear, None)?, pos));
        }
        if self.lex(pos) != Some(Lex::Year) {
            return None;
        }
        Some((Moment::new(Unit::Year, None)?, self.year_words(pos)))
    }

    /// Past «г.», «гг.», «г.г.», «год», if they stand here.
    fn year_words(&self, mut pos: usize) -> usize {
        for _ in 0..2 {
            if self.lex(pos) != Some(Lex::Year) {
                break;
            }
            pos = self.abbreviated(pos + 1);
        }
        pos
    }

    /// Past the full stop of an abbreviation.
    fn abbreviated(&self, pos: usize) -> usize {
        let dot = self.kind(pos) == Kind::Dot && self.at(pos).glued;
        pos + usize::from(dot)
    }

    /// The unit in the year that follows it, if one follows.
    fn with_tail(&self, unit: Unit, pos: usize) -> Found<Moment> {
        let (tail, pos) = self.tail(pos);
        let moment = match tail {
            Some(Tail::Calendar(year)) => Moment::new(unit, Some(year))?,
            Some(Tail::School(year)) => in_school_year(unit, year)?,
            Some(Tail::Current) | None => Moment::new(unit, None)?,
        };
        Some((moment, pos))
    }

    fn tail(&self, pos: usize) -> (Option<Tail>, usize) {
        if let Some((year, end)) = self.school_number(pos) {
            return (Some(Tail::School(year)), end);
        }
        // In «май 2022–2023» the year begins a span of years, in «май 2022-06» a date.
        if self.iso(pos).is_none()
            && let Some((year, end)) = self.year(pos)
        {
            return (Some(Tail::Calendar(year)), end);
        }
        // «Май, 2022»; in «май, 2022–2024» the year begins a span.
        if self.kind(pos) == Kind::Comma
            && let Some((year, end)) = self.year(pos + 1)
            && self.iso(pos + 1).is_none()
            && !self.another_year(end)
        {
            return (Some(Tail::Calendar(year)), end);
        }
        match self.current_year(pos).or_else(|| self.any_year(pos)) {
            Some((_, end)) => (Some(Tail::Current), end),
            None => (None, pos),
        }
    }

    /// A dash or a slash and one more year.
    fn another_year(&self, pos: usize) -> bool {
        matches!(self.kind(pos), Kind::Dash | Kind::Slash)
            && matches!(self.kind(pos + 1), Kind::Number(_, 2 | 4))
    }

    /// «1, 15 мая 2022», «I и III квартал»: several numbers before one unit.
    pub(super) fn listed(&self, pos: usize) -> Found<Vec<Moment>> {
        let mut numbers = vec![self.ordinal(pos)?];
        let mut at = pos + 1;
        while matches!(self.kind(at), Kind::Comma | Kind::Word(Lex::And)) && numbers.len() < LISTED
        {
            let Some(number) = self.ordinal(at + 1) else {
                break;
            };
            numbers.push(number);
            at += 2;
        }
        let (last, others) = numbers.split_last().filter(|(_, others)| !others.is_empty())?;
        let (moment, end) = match self.lex(at)? {
            Lex::Month(month) => {
                self.with_tail(Unit::Day(month, *last), self.abbreviated(at + 1))?
            }
            _ => self.numbered_unit(at - 1)?,
        };
        let mut moments = Vec::with_capacity(numbers.len());
        for number in others {
            moments.push(renumbered(moment, *number)?);
        }
        moments.push(moment);
        Some((moments, end))
    }
}

/// A number of at most three digits; what is too large for a byte is too large for the calendar.
fn small(number: u32) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

/// A number that stands for a year, however the date is written: what is printed must read back.
fn likely(year: u32) -> Option<Year> {
    u16::try_from(year).ok().filter(|_| YEARS.contains(&year)).and_then(|year| Year::new(year).ok())
}

/// The same unit with another number: the 1st of «1–15 мая».
pub(super) fn renumbered(moment: Moment, number: u8) -> Option<Moment> {
    let unit = match moment.unit() {
        Unit::Day(month, _) => Unit::Day(month, number),
        Unit::Quarter(_) => Unit::Quarter(number),
        Unit::Half(_) => Unit::Half(number),
        Unit::SchoolHalf(_) => Unit::SchoolHalf(number),
        _ => return None,
    };
    Moment::new(unit, moment.year())
}

/// The unit within a school year: May of 2022/23 lies in 2023, its halves are its own.
pub(super) fn in_school_year(unit: Unit, year: Year) -> Option<Moment> {
    let later = Year::new(year.get().saturating_add(1)).ok();
    match unit {
        Unit::Half(half) => Moment::new(Unit::SchoolHalf(half), Some(year)),
        // Plans for a school year begin in August.
        Unit::Month(month) | Unit::Day(month, _) if month < 8 => Moment::new(unit, later),
        Unit::Quarter(1 | 2) => Moment::new(unit, later),
        _ => Moment::new(unit, Some(year)),
    }
}
