//! The sequence of statements: separators, phases, brackets, free text.

use super::super::model::{Continuity, Part, Term};
use super::lexicon::Lex;
use super::token::Kind;
use super::weave::{self, Joint, Piece};
use super::{Found, Parser};

impl Parser<'_> {
    /// The whole deadline.
    pub(super) fn term(&self) -> Term {
        let mut phases = Phases::default();
        let mut pos = self.prefix(0);
        loop {
            let (joint, start) = self.separators(pos);
            if self.kind(start) == Kind::End {
                break;
            }
            if let Some(next) = self.then(start) {
                phases.close();
                pos = self.prefix(next);
            } else if self.kind(start) == Kind::Open && phases.open.is_empty() {
                pos = start + 1;
            } else if self.kind(start) == Kind::Open {
                pos = self.brackets(start, &mut phases);
            } else {
                pos = self.statement(start, joint, &mut phases);
            }
        }
        phases.close();
        Term { phases: phases.closed.into_iter().map(weave::phase).collect() }
    }

    /// Past «Срок:», «Сроки исполнения –».
    fn prefix(&self, pos: usize) -> usize {
        let (_, pos) = self.separators(pos);
        let Some(word) = self.eat(pos, Lex::Deadline) else {
            return pos;
        };
        let word = self.eat(word, Lex::Execution).unwrap_or(word);
        let marked = matches!(self.kind(word), Kind::Colon | Kind::Dash | Kind::Dot);
        if marked || self.starts(word) { word } else { pos }
    }

    /// Past commas, full stops and the like, and how closely they join.
    fn separators(&self, mut pos: usize) -> (Joint, usize) {
        let mut joint = Joint::None;
        loop {
            let next = match self.kind(pos) {
                Kind::Comma | Kind::Dash | Kind::Colon => Joint::Comma,
                Kind::Word(Lex::And | Lex::But) => Joint::Comma,
                Kind::Semicolon | Kind::Dot => Joint::Apart,
                Kind::Slash | Kind::Close => Joint::Comma,
                Kind::Open if self.unclosed(pos) => Joint::Comma,
                _ => return (joint, pos),
            };
            joint = joint.max(next);
            pos += 1;
        }
    }

    fn unclosed(&self, pos: usize) -> bool {
        self.nested || self.last_close.is_none_or(|last| last < pos)
    }

    /// «Далее», «в дальнейшем».
    fn then(&self, pos: usize) -> Option<usize> {
        self.eat(pos, Lex::Then).or_else(|| self.eat_all(pos, &[Lex::In, Lex::Further]))
    }

    /// One statement, or free text where there is none.
    fn statement(&self, pos: usize, joint: Joint, phases: &mut Phases) -> usize {
        if let Some((parts, end)) = self.parts(pos) {
            let mut joint = joint;
            for part in parts {
                phases.push(part, joint);
                joint = Joint::Comma;
            }
            return self.explanation(end, phases);
        }
        let end = self.text_end(pos).max(pos + 1);
        phases.push(Part::Free(self.text(pos, end)), joint);
        end
    }

    /// What only explains the statement before it: «(весь период) реализации проекта», «(до 10
    /// числа месяца), следующего за отчётным».
    fn explanation(&self, pos: usize, phases: &mut Phases) -> usize {
        let Some(piece) = phases.open.last_mut() else {
            return pos;
        };
        let start = match &piece.part {
            Part::Continuous(Continuity::WholePeriod)
                if self.lex(pos).is_some() && !self.starts(pos) =>
            {
                pos
            }
            Part::Every(_) => {
                let comma = pos + usize::from(self.kind(pos) == Kind::Comma);
                if self.lex(comma) != Some(Lex::Next) {
                    return pos;
                }
                comma
            }
            _ => return pos,
        };
        let end = self.text_end(start);
        piece.note = Some(self.text(start, end)).filter(|note| !note.is_empty());
        end
    }

    fn parts(&self, pos: usize) -> Found<Vec<Part>> {
        let one = |(part, end)| (vec![part], end);
        self.recurrence(pos)
            .map(|(recurrence, end)| one((Part::Every(recurrence), end)))
            .or_else(|| self.continuous(pos).map(one))
            .or_else(|| self.condition(pos).map(one))
            .or_else(|| self.calendar(pos))
            .or_else(|| self.not_later(pos).map(one))
    }

    /// Dates with their prepositions.
    pub(super) fn calendar(&self, pos: usize) -> Found<Vec<Part>> {
        let one = |(part, end)| (vec![part], end);
        let start = match self.lex(pos) {
            Some(Lex::In | Lex::On | Lex::For) => match self.lex(pos + 1) {
                Some(Lex::During) => return self.during(pos + 2).map(one),
                Some(Lex::Whole) => return self.continuous(pos + 1).map(one),
                Some(Lex::Deadline | Lex::Period) => pos + 2,
                _ => pos + 1,
            },
            Some(Lex::Period) => pos + 1,
            // «По состоянию на 1 января».
            Some(Lex::By) => self.eat_all(pos, &[Lex::By, Lex::State, Lex::On]).unwrap_or(pos),
            _ => pos,
        };
        if let Some(found) = self.until(start) {
            return Some(one(found));
        }
        if let Some((part, end)) = self.span(start) {
            return Some(one(self.school_span(part, end)));
        }
        if let Some((moments, end)) = self.listed(start) {
            return Some((moments.into_iter().map(Part::At).collect(), end));
        }
        let (moment, end) = self.moment(start)?;
        Some(one((Part::At(moment), end)))
    }

    /// «До», «к», «по», «не позднее» and a moment; «не ранее» is a beginning.
    fn until(&self, pos: usize) -> Found<Part> {
        if let Some(start) = self.eat_all(pos, &[Lex::Not, Lex::Sooner]) {
            let (moment, end) = self.moment(start)?;
            return Some((Part::Since(moment), end));
        }
        let start = match self.lex(pos)? {
            Lex::Until | Lex::To | Lex::By => pos + 1,
            Lex::Not => {
                let start = self.eat(pos + 1, Lex::Later)?;
                self.eat(start, Lex::Than).unwrap_or(start)
            }
            _ => return None,
        };
        let (moment, end) = self.moment(start)?;
        Some((Part::Until(moment), end))
    }

    /// Whether a date or a recurrence begins here.
    pub(super) fn calendar_starts(&self, pos: usize) -> bool {
        self.recurrence(pos).is_some() || self.date_starts(pos)
    }

    /// Like [`Self::calendar`], but never reads on to the end of a text.
    fn date_starts(&self, pos: usize) -> bool {
        match (self.lex(pos), self.lex(pos + 1)) {
            (Some(Lex::In | Lex::On | Lex::For), Some(Lex::During)) | (Some(Lex::During), _) => {
                true
            }
            _ => self.calendar(pos).is_some(),
        }
    }

    /// Whether any statement begins here, «но», «и» before it or not.
    fn starts(&self, pos: usize) -> bool {
        let pos = match self.lex(pos) {
            Some(Lex::And | Lex::But) => pos + 1,
            _ => pos,
        };
        let continues = matches!(self.lex(pos), Some(Lex::During))
            || (!matches!(self.lex(pos), Some(Lex::Whole)) && self.continuous(pos).is_some());
        self.then(pos).is_some()
            || continues
            || self.condition_head(pos).is_some()
            || self.usual_starts(pos)
            || self.calendar_starts(pos)
    }

    fn usual_starts(&self, pos: usize) -> bool {
        self.eat_all(pos, &[Lex::By, Lex::Necessity]).is_some()
            || self.not_later_head(pos).is_some()
    }

    /// Whether a text ends here whatever it is.
    pub(super) fn is_boundary(&self, pos: usize) -> bool {
        match self.kind(pos) {
            Kind::End | Kind::Semicolon | Kind::Comma | Kind::Close | Kind::Slash => true,
            Kind::Open => true,
            Kind::Dot => self.ends_sentence(pos),
            Kind::Dash => !self.at(pos).glued,
            Kind::Word(Lex::Then | Lex::And | Lex::But) => true,
            _ => false,
        }
    }

    fn ends_sentence(&self, pos: usize) -> bool {
        let next = self.at(pos + 1);
        next.kind == Kind::End || (!next.glued && (next.capital || self.starts(pos + 1)))
    }

    /// Where a text that begins here ends: commas belong to it unless a statement follows.
    pub(super) fn text_end(&self, start: usize) -> usize {
        let mut end = self.text_stop(start);
        let marks =
            |kind| matches!(kind, Kind::Dot | Kind::Comma | Kind::Colon | Kind::Dash | Kind::Slash);
        while end > start && marks(self.kind(end - 1)) {
            end -= 1;
        }
        end
    }

    fn text_stop(&self, mut pos: usize) -> usize {
        loop {
            let ends = match self.kind(pos) {
                Kind::End | Kind::Semicolon => true,
                Kind::Open => !self.unclosed(pos),
                Kind::Dot => self.ends_sentence(pos),
                Kind::Comma => self.starts(pos + 1),
                Kind::Dash => !self.at(pos).glued && self.starts(pos + 1),
                Kind::Word(Lex::Then) => true,
                _ => false,
            };
            if ends {
                return pos;
            }
            pos += 1;
        }
    }

    /// A note, a restatement, or dates that belong to the recurrence before the brackets.
    fn brackets(&self, open: usize, phases: &mut Phases) -> usize {
        let mut close = open + 1;
        while self.kind(close) != Kind::Close {
            close += 1;
        }
        let inside = self.text(open + 1, close);
        if inside.is_empty() || close == open + 1 {
            return close + 1;
        }
        let inner = Parser::new(&inside, true);
        let later = inner.then(0).is_some();
        let mut found = inner.term();
        self.steps.set(self.steps.get() + inner.steps.get());
        let understood = !found.is_free() && found.phases.len() == 1;
        if let (true, true, Some(phase)) = (understood, later, found.phases.pop()) {
            phases.close();
            phases.open.extend(phase.items.into_iter().map(Piece::from));
            return close + 1;
        }
        let found = if understood { inner.term().phases.pop() } else { None };
        weave::bracket(&mut phases.open, found, inside);
        close + 1
    }
}

/// Phases being gathered.
#[derive(Default)]
struct Phases {
    closed: Vec<Vec<Piece>>,
    open: Vec<Piece>,
}

impl Phases {
    fn push(&mut self, part: Part, joint: Joint) {
        self.open.push(Piece { part, note: None, joint });
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            self.closed.push(std::mem::take(&mut self.open));
        }
    }
}
