//! What depends on something else than the calendar, and what goes on without a rhythm.

use super::super::model::{Condition, Continuity, Moment, Part, Stretch, StretchUnit, Unit};
use super::lexicon::Lex;
use super::token::Kind;
use super::{Found, Parser};

impl Parser<'_> {
    /// «Постоянно», «на постоянной основе», «весь период», «круглый год».
    pub(super) fn continuous(&self, pos: usize) -> Found<Part> {
        match self.lex(pos)? {
            Lex::Constantly => Some((Part::Continuous(Continuity::Always), pos + 1)),
            Lex::Regularly => Some((Part::Continuous(Continuity::Regularly), pos + 1)),
            Lex::AllYear => Some((Part::Throughout(Moment::new(Unit::Year, None)?), pos + 1)),
            Lex::On | Lex::In => {
                let continuity = match self.lex(pos + 1)? {
                    Lex::Constant => Continuity::Always,
                    Lex::RegularAdjective => Continuity::Regularly,
                    _ => return None,
                };
                Some((Part::Continuous(continuity), self.eat(pos + 2, Lex::Basis)?))
            }
            Lex::Whole => self.whole(pos),
            Lex::During => self.during(pos + 1),
            _ if self.lex(pos + 1) == Some(Lex::During) => None,
            _ => None,
        }
    }

    /// «Весь период», «весь 2022 год».
    fn whole(&self, pos: usize) -> Found<Part> {
        let pos = self.eat(pos, Lex::Whole)?;
        if matches!(self.lex(pos), Some(Lex::Period | Lex::Deadline)) {
            return Some((Part::Continuous(Continuity::WholePeriod), pos + 1));
        }
        let (moment, pos) = self.moment(pos).or_else(|| self.any_year(pos))?;
        Some((Part::Throughout(moment), pos))
    }

    /// What follows «в течение».
    pub(super) fn during(&self, pos: usize) -> Found<Part> {
        if let Some(found) = self.whole(pos) {
            return Some(found);
        }
        if matches!(self.lex(pos), Some(Lex::Period | Lex::Deadline)) {
            return Some((Part::Continuous(Continuity::WholePeriod), pos + 1));
        }
        if let Some((part @ (Part::Span(..) | Part::Free(_)), pos)) = self.span(pos) {
            return Some(self.school_span(part, pos));
        }
        let moment = self.moment(pos).or_else(|| self.any_year(pos));
        match moment {
            Some((moment, end)) if moment.year().is_some() || !self.event_follows(end) => {
                Some((Part::Throughout(moment), end))
            }
            _ => self.stretch(pos),
        }
    }

    /// «10 рабочих дней со дня приказа», «года после выявления», «первых двух лет работы».
    fn stretch(&self, pos: usize) -> Found<Part> {
        let (stretch, pos) = self.stretch_head(pos)?;
        let end = self.text_end(pos);
        Some((Part::Within(stretch, self.text(pos, end)), end))
    }

    fn stretch_head(&self, pos: usize) -> Found<Stretch> {
        let start = self.eat(pos, Lex::Ordinal(1)).unwrap_or(pos);
        let (count, at) = self.count(start).unwrap_or((1, start));
        let working = self.eat(at, Lex::Working);
        let at = working.unwrap_or(at);
        let unit = match self.lex(at)? {
            Lex::Day if working.is_some() => StretchUnit::WorkingDay,
            Lex::Day => StretchUnit::Day,
            Lex::Week => StretchUnit::Week,
            Lex::MonthWord => StretchUnit::Month,
            Lex::Year => StretchUnit::Year,
            _ => return None,
        };
        Some((Stretch { count, unit }, at + 1))
    }

    /// «Не позднее 10 дней со дня подписания», «через неделю после заседания».
    pub(super) fn not_later(&self, pos: usize) -> Found<Part> {
        self.stretch(self.not_later_head(pos)?)
    }

    pub(super) fn not_later_head(&self, pos: usize) -> Option<usize> {
        let limit = self.eat_all(pos, &[Lex::Not, Lex::Later]);
        let start = limit.map_or(pos, |pos| self.eat(pos, Lex::Than).unwrap_or(pos));
        let through = self.eat(start, Lex::Through);
        let start = through.or(limit.and(Some(start)))?;
        self.stretch_head(start).map(|_| start)
    }

    /// «После …», «со дня …», «с момента …» stand here.
    fn event_follows(&self, pos: usize) -> bool {
        match self.lex(pos) {
            Some(Lex::After) => true,
            Some(Lex::From) => !matches!(self.kind(pos + 1), Kind::Number(..)),
            _ => false,
        }
    }

    /// A condition: the usual ones by name, the others as they are written.
    pub(super) fn condition(&self, pos: usize) -> Found<Part> {
        let usual = self.usual_condition(pos);
        if let Some((condition, end)) = &usual
            && (self.is_boundary(*end) || self.calendar_starts(*end))
        {
            return Some((Part::Condition(condition.clone()), *end));
        }
        let wrap = self.condition_head(pos)?;
        let end = self.text_end(pos);
        let text = self.text(pos, end);
        // A dash in front of a comma is no part of the text, and none of the condition.
        if let Some((condition, known)) = usual
            && self.text(pos, known) == text
        {
            return Some((Part::Condition(condition), end));
        }
        let text = uncapitalised(text);
        Some((Part::Condition(wrap(text)), end))
    }

    fn usual_condition(&self, pos: usize) -> Found<Condition> {
        if let Some(end) = self.eat_all(pos, &[Lex::Provided, Lex::Necessity]) {
            return Some((Condition::AsNeeded, end));
        }
        let pos = self.eat(pos, Lex::By)?;
        match self.lex(pos)? {
            Lex::Measure => Some((Condition::AsNeeded, self.eat(pos + 1, Lex::Necessity)?)),
            Lex::Necessity => Some((Condition::AsNeeded, pos + 1)),
            Lex::Request => Some((Condition::OnRequest, pos + 1)),
            Lex::Agreement => Some((Condition::ByAgreement, pos + 1)),
            Lex::Separate => match self.lex(pos + 1)? {
                Lex::Schedule => Some((Condition::SeparateSchedule, pos + 2)),
                Lex::Plan => {
                    let both = matches!(self.kind(pos + 2), Kind::Dash | Kind::Slash)
                        && self.lex(pos + 3) == Some(Lex::Schedule);
                    let both = both.then_some((Condition::SeparatePlanSchedule, pos + 4));
                    both.or(Some((Condition::SeparatePlan, pos + 2)))
                }
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether a condition begins here, and which kind.
    pub(super) fn condition_head(&self, pos: usize) -> Option<fn(String) -> Condition> {
        match self.lex(pos)? {
            Lex::According => Some(Condition::According),
            Lex::In if self.lex(pos + 1) == Some(Lex::According) => Some(Condition::According),
            Lex::In if self.lex(pos + 1) == Some(Lex::Established) => Some(Condition::According),
            Lex::In | Lex::On
                if matches!(self.lex(pos + 1), Some(Lex::Period | Lex::Day))
                    && self.lex(pos + 2) == Some(Lex::Other) =>
            {
                Some(Condition::Event)
            }
            Lex::From if matches!(self.lex(pos + 1), Some(Lex::Instant | Lex::Day)) => {
                Some(Condition::Event)
            }
            Lex::AtOnce => Some(Condition::Event),
            Lex::Provided => Some(Condition::Provided),
            Lex::In if self.lex(pos + 1) == Some(Lex::Provided) => Some(Condition::Provided),
            Lex::After => Some(Condition::Event),
            Lex::By => match self.lex(pos + 1)? {
                Lex::Summary => Some(Condition::Event),
                Lex::Measure => Some(Condition::Provided),
                Lex::Plan | Lex::Schedule | Lex::Separate | Lex::Request | Lex::Agreement => {
                    Some(Condition::According)
                }
                _ => None,
            },
            Lex::For => self.days_before(pos),
            Lex::Not => self.days_before(self.eat(pos + 1, Lex::Later)?),
            _ => None,
        }
    }

    /// «За 10 дней до начала», behind «не позднее чем» or alone.
    fn days_before(&self, pos: usize) -> Option<fn(String) -> Condition> {
        let pos = self.eat(pos, Lex::Than).unwrap_or(pos);
        let (_, pos) = self.count(self.eat(pos, Lex::For)?)?;
        let pos = self.eat(pos, Lex::Working).unwrap_or(pos);
        let counted = matches!(self.lex(pos)?, Lex::Day | Lex::Week | Lex::MonthWord);
        (counted && self.lex(pos + 1) == Some(Lex::Until)).then_some(Condition::Event)
    }
}

/// The first letter small, unless the word is an abbreviation.
fn uncapitalised(text: String) -> String {
    let mut letters = text.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            let rest = &text[first.len_utf8()..];
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => text,
    }
}
