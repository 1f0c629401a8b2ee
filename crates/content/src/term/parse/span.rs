//! Spans of the calendar: «январь–апрель 2022 г.», «с 1 по 15 мая», «с 2023 года».

use super::super::model::{Moment, Part, Unit};
use super::lexicon::Lex;
use super::moment::renumbered;
use super::token::Kind;
use super::{Found, Parser};
use crate::date::Year;

impl Parser<'_> {
    /// A span, or a mere beginning: «январь–апрель 2022», «с 1 по 15 мая», «с 2023 года».
    pub(super) fn span(&self, pos: usize) -> Found<Part> {
        let starting = self.eat(pos, Lex::Starting).unwrap_or(pos);
        let opened = self.eat(starting, Lex::From).or_else(|| self.eat(pos, Lex::Of));
        let from = opened.unwrap_or(pos);
        if let Some(found) = self.numbers_span(from, opened.is_some()) {
            return Some(found);
        }
        let (first, middle) = self.moment(from)?;
        let joint = match self.kind(middle) {
            Kind::Dash => Some(middle + 1),
            Kind::Word(Lex::By | Lex::Until) if opened.is_some() => Some(middle + 1),
            Kind::Comma if opened.is_some() && self.lex(middle + 1) == Some(Lex::By) => {
                Some(middle + 2)
            }
            _ => None,
        };
        let second = joint.and_then(|joint| self.second(first, joint));
        match second {
            Some((second, end)) => {
                // «2022–2024/25»: the first is a school year too.
                let first = match (opened, first.year(), second.unit()) {
                    (None, Some(year), Unit::SchoolYear) if first.unit() == Unit::Year => {
                        Moment::new(Unit::SchoolYear, Some(year))?
                    }
                    _ => first,
                };
                Some((self.spanned(first, second, pos, end), end))
            }
            // «От 6 апреля» dates a paper.
            None if self.lex(pos) == Some(Lex::Of) => Some((Part::At(first), middle)),
            None if opened.is_some() => Some((Part::Since(first), middle)),
            None => None,
        }
    }

    /// The end of a span; «2022-23» and «2022–2024 учебные годы» are read with its beginning.
    fn second(&self, first: Moment, pos: usize) -> Found<Moment> {
        if let (Unit::Year, Some(from), Kind::Number(to, 2)) =
            (first.unit(), first.year(), self.kind(pos))
        {
            let century = u32::from(from.get()) / 100 * 100;
            if self.at(pos).glued && self.lex(pos + 1).is_none_or(|lex| lex == Lex::Year) {
                return self.dated(Unit::Year, century + to, pos + 1);
            }
        }
        self.moment(pos)
    }

    /// A bare number on the left: «1–15 мая», «I–II квартал», «с 1 по 15 мая».
    fn numbers_span(&self, pos: usize, opened: bool) -> Found<Part> {
        let number = self.ordinal(pos)?;
        let joint = match self.kind(pos + 1) {
            Kind::Dash => true,
            Kind::Word(Lex::By | Lex::Until) => opened,
            _ => false,
        };
        if !joint {
            return None;
        }
        let (second, end) = self.moment(pos + 2)?;
        let first = renumbered(second, number)?;
        Some((self.spanned(first, second, pos, end), end))
    }

    /// Joins the ends of a span; one that runs backwards stays text, for its author to mend.
    fn spanned(&self, first: Moment, second: Moment, start: usize, end: usize) -> Part {
        let (first, second) = match (first.year(), second.year()) {
            (None, Some(_)) => (first.before(second), Some(second)),
            (Some(_), None) => (Some(first), second.after(first)),
            _ => (Some(first), Some(second)),
        };
        match (first, second) {
            (Some(first), Some(second)) if !first.is_after(second) => Part::Span(first, second),
            _ => Part::Free(self.text(start, end)),
        }
    }

    /// «2022–2025 учебные годы»: the years of a span become school years.
    pub(super) fn school_span(&self, part: Part, pos: usize) -> (Part, usize) {
        if let (Part::Span(first, second), Some(end)) = (&part, self.school_words(pos))
            && let (Unit::Year, Unit::Year, Some(from), Some(to)) =
                (first.unit(), second.unit(), first.year(), second.year())
        {
            let school = |year| Moment::new(Unit::SchoolYear, Year::new(year).ok());
            let last = to.get().saturating_sub(1).max(from.get());
            if let Some((first, second)) = school(from.get()).zip(school(last)) {
                return (Part::Span(first, second), end);
            }
        }
        (part, pos)
    }
}
