//! Russian deadlines («сроки»): what people write into a roadmap, understood.
//!
//! 1. [`parse`] reads any text into a [`Term`]; what it does not understand it keeps as
//!    [`Part::Free`].
//! 2. [`Term`] says what was meant: dates, spans, recurrences, conditions, one phase after another.
//! 3. The days follow from it ([`Term::first_date`], [`Term::due`], [`Term::is_overdue`]), and so
//!    does the repetition in the words of calendars ([`Recurrence::rrule`]).
//! 4. [`Display`](std::fmt::Display) prints a term in canonical Russian, which reads back as the
//!    same term; [`Term::notation`] prints it in a compact English notation for data and tests.
//!
//! Decisions, where people's usage is ambiguous:
//!
//! - «До», «к» and «по» include the day, month or year they name: «до 2024 года» and «к 2024
//!   году» fall due on 31 December 2024. «До начала …» and «к началу …» fall due on its first day.
//! - A year named once belongs to the whole list or span. Lists and spans run forwards, so a month
//!   that would run backwards lies in the year before: «декабрь–апрель 2022 г.» begins in
//!   December 2021, «март 2022, январь» ends in January 2023.
//! - A semicolon or the end of a sentence separates: no year is shared across it.
//! - A school year runs from 1 September to 31 August; its halves meet at the New Year.
//! - «Начало», «середина», «конец» are thirds, of a month its декады.
//! - `2022-12` is December 2022, «2022–23» two years, «2022/23» a school year.

mod model;
mod notation;
mod parse;
mod print;
mod resolve;
mod rrule;

pub use model::{
    Anchor, Condition, Continuity, Cycle, Edge, Item, Moment, Part, Phase, Recurrence, Stretch,
    StretchUnit, Term, Times, Unit,
};
pub use parse::parse;
pub use resolve::Dates;

#[cfg(test)]
mod tests;
