//! What repeats itself: «ежегодно», «не реже 1 раза в полугодие», «последний четверг месяца».

use super::super::model::{Anchor, Cycle, Recurrence, Times};
use super::lexicon::Lex;
use super::token::Kind;
use super::{Found, Parser};

/// How many anchors may follow one recurrence directly.
const ANCHORS: usize = 8;

impl Parser<'_> {
    /// A recurrence with the days that follow it directly.
    pub(super) fn recurrence(&self, pos: usize) -> Found<Recurrence> {
        self.weekdays_of_month(pos)
            .or_else(|| self.day_of_each_month(pos))
            .or_else(|| self.by_weekdays(pos))
            .or_else(|| {
                let (recurrence, pos) = self.rhythm(pos)?;
                Some(self.with_days(recurrence, pos))
            })
    }

    /// How often, without saying when.
    fn rhythm(&self, pos: usize) -> Found<Recurrence> {
        self.adverb(pos).or_else(|| self.each(pos)).or_else(|| self.so_many_times(pos))
    }

    /// «Ежегодно», «по кварталам».
    fn adverb(&self, pos: usize) -> Found<Recurrence> {
        if let Some(Lex::Adverb(cycle)) = self.lex(pos) {
            return Some((Recurrence::every(cycle), pos + 1));
        }
        let pos = self.eat(pos, Lex::By)?;
        let cycle = match self.lex(pos)? {
            Lex::Quarter => Cycle::Quarter,
            Lex::Half => Cycle::Half,
            _ => return None,
        };
        Some((Recurrence::every(cycle), pos + 1))
    }

    /// «Каждый месяц», «каждые 3 года», «каждый вторник»; also «в каждом квартале».
    fn each(&self, pos: usize) -> Found<Recurrence> {
        let pos = self.eat(pos, Lex::In).unwrap_or(pos);
        let pos = self.eat(pos, Lex::Each)?;
        if let Some(Lex::Weekday(day)) = self.lex(pos) {
            let mut weekly = Recurrence::every(Cycle::Week);
            weekly.anchors.push(Anchor::Weekday(None, day));
            return Some((weekly, pos + 1));
        }
        let (interval, pos) = self.interval(pos)?;
        let (cycle, pos) = self.cycle(pos)?;
        Some((Recurrence::times(Times::exactly(1), interval, cycle), pos))
    }

    /// «2 раза в месяц», «не реже одного раза в 3 года», «раз в год», «дважды в год».
    fn so_many_times(&self, pos: usize) -> Found<Recurrence> {
        let (bound, pos) = self.bound(pos);
        let (least, most, pos) = self.how_many(pos)?;
        if !matches!(self.lex(pos), Some(Lex::In | Lex::For)) {
            return None;
        }
        // «2 раза в течение всего года».
        let pos = self.eat(pos + 1, Lex::During).unwrap_or(pos + 1);
        let pos = self.eat(pos, Lex::Whole).unwrap_or(pos);
        let (interval, pos) = self.interval(pos)?;
        let (cycle, pos) = self.cycle(pos)?;
        let times = match bound {
            Some(Lex::Less) => Times::at_least(least),
            Some(Lex::More) => Times { least: 0, most: Some(most) },
            _ => Times { least, most: Some(most) },
        };
        Some((Recurrence::times(times, interval, cycle), pos))
    }

    /// «Не реже», «не более», «минимум».
    fn bound(&self, pos: usize) -> (Option<Lex>, usize) {
        let word = self.eat(pos, Lex::Not).unwrap_or(pos);
        match self.lex(word) {
            Some(bound @ (Lex::Less | Lex::More)) => {
                let pos = self.eat(word + 1, Lex::Than).unwrap_or(word + 1);
                (Some(bound), pos)
            }
            _ => (None, pos),
        }
    }

    /// «Раз», «2 раза», «1–2 раза», «дважды».
    fn how_many(&self, pos: usize) -> Option<(u16, u16, usize)> {
        if let Some(Lex::TimesNumeral(times)) = self.lex(pos) {
            return Some((u16::from(times), u16::from(times), pos + 1));
        }
        if let Some(pos) = self.eat(pos, Lex::Times) {
            return Some((1, 1, pos));
        }
        let (least, mut pos) = self.count(pos)?;
        let mut most = least;
        if self.kind(pos) == Kind::Dash {
            (most, pos) = self.count(pos + 1)?;
        }
        let pos = self.eat(pos, Lex::Times)?;
        (1 <= least && least <= most).then_some((least, most, pos))
    }

    /// The 3 of «в 3 года»; 1 when there is none.
    fn interval(&self, pos: usize) -> Found<u16> {
        match self.count(pos) {
            Some((0, _)) => None,
            Some(found) => Some(found),
            None => Some((1, pos)),
        }
    }

    fn cycle(&self, pos: usize) -> Found<Cycle> {
        if let Some(end) = self.school_words(pos) {
            return Some((Cycle::SchoolYear, end));
        }
        let cycle = match self.lex(pos)? {
            Lex::Day => Cycle::Day,
            Lex::Week => Cycle::Week,
            Lex::MonthWord => Cycle::Month,
            Lex::Quarter => Cycle::Quarter,
            Lex::SchoolTerm => Cycle::SchoolTerm,
            Lex::Half => Cycle::Half,
            Lex::Year => Cycle::Year,
            _ => return None,
        };
        // «Мес.», «кв.», but not the full stop behind a whole word.
        let short = self.at(pos).end - self.at(pos).start <= 6;
        let dot = short && self.kind(pos + 1) == Kind::Dot && self.at(pos + 1).glued;
        Some((cycle, pos + 1 + usize::from(dot)))
    }

    /// «Последний четверг месяца», «1-й и 3-й вторник каждого месяца».
    fn weekdays_of_month(&self, pos: usize) -> Found<Recurrence> {
        let start = self.eat(pos, Lex::In).unwrap_or(pos);
        let start = self.eat(start, Lex::Each).unwrap_or(start);
        let (anchors, pos) = self.numbered_weekdays(start)?;
        let month = self.eat(pos, Lex::Each).unwrap_or(pos);
        let mut monthly = Recurrence::every(Cycle::Month);
        monthly.anchors = anchors;
        Some((monthly, self.eat(month, Lex::MonthWord)?))
    }

    /// «Первый и третий вторник», «последний четверг».
    fn numbered_weekdays(&self, pos: usize) -> Found<Vec<Anchor>> {
        let (first, mut pos) = self.weekday_number(pos)?;
        let mut numbers = vec![first];
        while self.lex(pos) == Some(Lex::And) && numbers.len() < ANCHORS {
            let Some((number, next)) = self.weekday_number(pos + 1) else {
                break;
            };
            numbers.push(number);
            pos = next;
        }
        let Some(Lex::Weekday(day)) = self.lex(pos) else {
            return None;
        };
        let anchors = numbers.into_iter().map(|number| Anchor::Weekday(Some(number), day));
        Some((anchors.collect(), pos + 1))
    }

    fn weekday_number(&self, pos: usize) -> Found<i8> {
        match self.kind(pos) {
            Kind::Word(Lex::Ordinal(number)) => Some((number, pos + 1)),
            Kind::Number(number @ 1..=4, 1) => Some((i8::try_from(number).ok()?, pos + 1)),
            _ => None,
        }
    }

    /// «25 числа каждого месяца», «до 5 числа каждого месяца», «до 5 числа ежемесячно».
    fn day_of_each_month(&self, pos: usize) -> Found<Recurrence> {
        let (anchor, pos) = self.month_day(pos)?;
        let (mut monthly, pos) = match self.lex(pos)? {
            Lex::Each => (Recurrence::every(Cycle::Month), self.eat(pos + 1, Lex::MonthWord)?),
            Lex::Adverb(cycle @ (Cycle::Month | Cycle::Quarter)) => {
                (Recurrence::every(cycle), pos + 1)
            }
            _ => return None,
        };
        monthly.anchors.push(anchor);
        Some((monthly, pos))
    }

    /// «По вторникам и четвергам».
    fn by_weekdays(&self, pos: usize) -> Found<Recurrence> {
        let (anchors, pos) = self.weekday_list(pos)?;
        let mut weekly = Recurrence::every(Cycle::Week);
        weekly.anchors = anchors;
        Some((weekly, pos))
    }

    fn weekday_list(&self, pos: usize) -> Found<Vec<Anchor>> {
        let mut pos = self.eat(pos, Lex::By)?;
        let mut anchors = Vec::new();
        while let Some(Lex::Weekday(day)) = self.lex(pos) {
            anchors.push(Anchor::Weekday(None, day));
            pos += 1;
            let joint = matches!(self.kind(pos), Kind::Comma | Kind::Word(Lex::And));
            if anchors.len() == ANCHORS || !joint {
                break;
            }
            if !matches!(self.lex(pos + 1), Some(Lex::Weekday(_))) {
                break;
            }
            pos += 1;
        }
        (!anchors.is_empty()).then_some((anchors, pos))
    }

    /// «15 числа», «до 25 числа», «не позднее 5 числа».
    fn month_day(&self, pos: usize) -> Found<Anchor> {
        let limit = self
            .eat(pos, Lex::Until)
            .or_else(|| self.eat_all(pos, &[Lex::Not, Lex::Later]))
            .or_else(|| self.eat(pos, Lex::To));
        let number = limit.or_else(|| self.eat(pos, Lex::In)).unwrap_or(pos);
        let Kind::Number(day @ 1..=31, 1..=2) = self.kind(number) else {
            return None;
        };
        let end = self.eat(number + 1, Lex::NumberOf)?;
        let day = u8::try_from(day).ok()?;
        let anchor = if limit.is_some() { Anchor::ByMonthDay(day) } else { Anchor::MonthDay(day) };
        Some((anchor, end))
    }

    /// Days that belong to the recurrence before them: «ежемесячно, до 25 числа».
    fn with_days(&self, mut recurrence: Recurrence, mut pos: usize) -> (Recurrence, usize) {
        while recurrence.anchors.len() < ANCHORS {
            let comma = matches!(self.kind(pos), Kind::Comma | Kind::Word(Lex::And));
            let start = pos + usize::from(comma);
            let Some((anchors, end)) = self.days(&recurrence, start) else {
                break;
            };
            recurrence.anchors.extend(anchors);
            pos = end;
        }
        (recurrence, pos)
    }

    fn days(&self, recurrence: &Recurrence, pos: usize) -> Found<Vec<Anchor>> {
        match recurrence.cycle {
            Cycle::Week | Cycle::Day => self.weekday_list(pos),
            Cycle::Month | Cycle::Quarter => {
                if let Some((anchor, end)) = self.month_day(pos) {
                    let month = self.eat(end, Lex::Each).unwrap_or(end);
                    let end = self.eat(month, Lex::MonthWord).unwrap_or(end);
                    return Some((vec![anchor], end));
                }
                let start = self.eat(pos, Lex::In).unwrap_or(pos);
                let (anchors, end) = self.numbered_weekdays(start)?;
                Some((anchors, self.eat(end, Lex::MonthWord).unwrap_or(end)))
            }
            _ => None,
        }
    }
}
