//! What statements say about each other: years shared in a list, dates of a recurrence.

use super::super::model::{Anchor, Cycle, Item, Moment, Part, Phase, Recurrence, Unit};
use super::moment::in_school_year;
use crate::date::Year;

/// How a statement is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Joint {
    None,
    Comma,
    /// By a semicolon or a full stop: nothing is shared across it.
    Apart,
}

/// A statement before its neighbours have been asked.
pub(super) struct Piece {
    pub(super) part: Part,
    pub(super) note: Option<String>,
    pub(super) joint: Joint,
}

impl From<Item> for Piece {
    fn from(item: Item) -> Self {
        Self { part: item.part, note: item.note, joint: Joint::Comma }
    }
}

/// The statements of one phase, each told what its neighbours know.
///
/// Recurrences come first: their dates have no years to share.
pub(super) fn phase(pieces: Vec<Piece>) -> Phase {
    let mut pieces = recurrences(pieces);
    bare_years(&mut pieces);
    years_from_the_right(&mut pieces);
    years_from_the_left(&mut pieces);
    let items = pieces.into_iter().map(|piece| Item { part: piece.part, note: piece.note });
    Phase { items: items.collect() }
}

/// «Апрель, август, 2022»: a year alone belongs to the months before it.
fn bare_years(pieces: &mut Vec<Piece>) {
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    for piece in pieces.drain(..) {
        let year = match &piece.part {
            Part::At(moment) if piece.joint < Joint::Apart && piece.note.is_none() => {
                bare_year(*moment)
            }
            _ => None,
        };
        let last = kept.last_mut().filter(|last| last.note.is_none());
        match (year, last) {
            (Some((unit, year)), Some(last)) if is_yearless(&last.part) => {
                let given = map_moments(&last.part, |moment| match unit {
                    Unit::SchoolYear => in_school_year(moment.unit(), year),
                    _ => moment.in_year(year),
                });
                match given {
                    Some(part) => last.part = part,
                    None => kept.push(piece),
                }
            }
            _ => kept.push(piece),
        }
    }
    *pieces = kept;
}

fn bare_year(moment: Moment) -> Option<(Unit, Year)> {
    matches!(moment.unit(), Unit::Year | Unit::SchoolYear)
        .then_some(moment.unit())
        .zip(moment.year())
}

/// «Март, апрель 2022»: March takes the year of April; «декабрь, январь 2023» runs backwards
/// into 2022, since people list months in their order.
fn years_from_the_right(pieces: &mut [Piece]) {
    for right in (1..pieces.len()).rev() {
        let (before, after) = pieces.split_at_mut(right);
        let (Some(left), Some(right)) = (before.last_mut(), after.first()) else {
            continue;
        };
        if right.joint == Joint::Apart || !is_yearless(&left.part) {
            continue;
        }
        let Some(known) = first_known(&right.part) else {
            continue;
        };
        if let Some(part) = map_moments(&left.part, |moment| moment.before(known)) {
            left.part = part;
        }
    }
}

/// «Март 2022, апрель»: April takes the year of March, or the next one if it would run backwards.
fn years_from_the_left(pieces: &mut [Piece]) {
    for right in 1..pieces.len() {
        let (before, after) = pieces.split_at_mut(right);
        let (Some(left), Some(right)) = (before.last(), after.first_mut()) else {
            continue;
        };
        if right.joint == Joint::Apart || !is_yearless(&right.part) {
            continue;
        }
        let Some(known) = last_known(&left.part) else {
            continue;
        };
        if let Some(part) = map_moments(&right.part, |moment| moment.after(known)) {
            right.part = part;
        }
    }
}

/// Whether the part is a piece of the calendar that lacks its year and could take one.
fn is_yearless(part: &Part) -> bool {
    let lacks = |moment: &Moment| {
        moment.year().is_none() && !matches!(moment.unit(), Unit::Year | Unit::SchoolYear)
    };
    match part {
        Part::At(moment) | Part::Since(moment) | Part::Until(moment) => lacks(moment),
        Part::Span(first, second) => lacks(first) && lacks(second),
        _ => false,
    }
}

fn first_known(part: &Part) -> Option<Moment> {
    match part {
        Part::At(moment) | Part::Throughout(moment) | Part::Span(moment, _) => Some(*moment),
        Part::Since(moment) | Part::Until(moment) if bare_year(*moment).is_none() => Some(*moment),
        _ => None,
    }
    .filter(|moment| moment.year().is_some())
}

fn last_known(part: &Part) -> Option<Moment> {
    match part {
        Part::Span(_, moment) => Some(*moment).filter(|moment| moment.year().is_some()),
        _ => first_known(part),
    }
}

fn map_moments(part: &Part, give: impl Fn(Moment) -> Option<Moment>) -> Option<Part> {
    Some(match part {
        Part::At(moment) => Part::At(give(*moment)?),
        Part::Since(moment) => Part::Since(give(*moment)?),
        Part::Until(moment) => Part::Until(give(*moment)?),
        Part::Span(first, second) => {
            let (first, second) = (give(*first)?, give(*second)?);
            if !first.is_after(second) {
                return Some(Part::Span(first, second));
            }
            // «Декабрь–апрель, 2022»: the year is that of the end.
            Part::Span(first.before(second).or_else(|| earlier(first))?, second)
        }
        _ => return None,
    })
}

fn earlier(moment: Moment) -> Option<Moment> {
    let year = moment.year().and_then(|year| Year::new(year.get().checked_sub(1)?).ok())?;
    moment.in_year(year)
}

/// Hands dates to the recurrences they stand beside.
fn recurrences(pieces: Vec<Piece>) -> Vec<Piece> {
    let mut kept: Vec<Piece> = Vec::with_capacity(pieces.len());
    for mut piece in pieces {
        if piece.joint == Joint::Apart {
            kept.push(piece);
            continue;
        }
        if let Part::Every(recurrence) = &mut piece.part {
            piece.joint = dates_before(recurrence, &mut kept).unwrap_or(piece.joint);
            kept.push(piece);
            continue;
        }
        if let Some(Piece { part: Part::Every(recurrence), note: note @ None, .. }) =
            kept.last_mut()
            && take(recurrence, &piece.part)
        {
            *note = piece.note;
            continue;
        }
        kept.push(piece);
    }
    kept
}

/// «До 1 июня, ежегодно»: dates that stand before their recurrence. Gives the joint of the first.
fn dates_before(recurrence: &mut Recurrence, kept: &mut Vec<Piece>) -> Option<Joint> {
    let last = kept.last().filter(|last| last.note.is_none())?;
    if !is_yearless(&last.part) {
        // One beginning, end or span.
        if !take(recurrence, &last.part) {
            return None;
        }
        return kept.pop().map(|last| last.joint);
    }
    if recurrence.cycle < Cycle::Year || !recurrence.anchors.is_empty() {
        return None;
    }
    let loose = |piece: &Piece| !is_yearless(&piece.part) || piece.note.is_some();
    let mut first = kept.len() - 1;
    while kept[first].joint < Joint::Apart && first > 0 && !loose(&kept[first - 1]) {
        first -= 1;
    }
    // In «сентябрь 2022, октябрь, ежегодно» October has a year.
    let before = first.checked_sub(1).and_then(|before| kept.get(before));
    let shares = kept[first].joint < Joint::Apart
        && before.is_some_and(|before| last_known(&before.part).is_some());
    if shares || !kept[first..].iter().all(|piece| take(&mut recurrence.clone(), &piece.part)) {
        return None;
    }
    let joint = kept[first].joint;
    for piece in kept.drain(first..) {
        take(recurrence, &piece.part);
    }
    Some(joint)
}

/// Gives a recurrence its date, its beginning or its end; false when the part is none of them.
fn take(recurrence: &mut Recurrence, part: &Part) -> bool {
    let unbounded = recurrence.from.is_none() && recurrence.to.is_none();
    let yearly = recurrence.cycle >= Cycle::Year;
    match *part {
        Part::Throughout(moment) if unbounded => {
            (recurrence.from, recurrence.to) = (Some(moment), Some(moment));
        }
        Part::At(moment) if is_yearless(part) && recurrence.cycle >= Cycle::Quarter => {
            recurrence.anchors.push(Anchor::In(moment));
        }
        Part::Until(moment) if is_yearless(part) && yearly => {
            recurrence.anchors.push(Anchor::By(moment));
        }
        Part::Span(first, second) if is_yearless(part) && yearly => {
            recurrence.anchors.push(Anchor::Over(first, second));
        }
        Part::Span(first, second) if unbounded => {
            (recurrence.from, recurrence.to) = (Some(first), Some(second));
        }
        Part::Since(moment) if recurrence.from.is_none() && !(yearly && is_yearless(part)) => {
            recurrence.from = Some(moment);
        }
        Part::Until(moment) if recurrence.to.is_none() => recurrence.to = Some(moment),
        _ => return false,
    }
    true
}

/// What stands in brackets: the same said otherwise, dates of a recurrence, or a note.
pub(super) fn bracket(pieces: &mut Vec<Piece>, inside: Option<Phase>, text: String) {
    let items = inside.map(|phase| phase.items).unwrap_or_default();
    let Some(last) = pieces.last_mut() else {
        return;
    };
    let plain = !items.is_empty() && items.iter().all(|item| item.note.is_none());
    if plain && last.note.is_none() {
        if let (Part::Every(outer), [Item { part: Part::Every(inner), .. }]) =
            (&mut last.part, items.as_slice())
            && restates(outer, inner)
        {
            if inner.cycle <= outer.cycle {
                *outer = inner.clone();
            }
            return;
        }
        if belongs(&last.part, &items) {
            pieces.extend(items.into_iter().map(Piece::from));
            return;
        }
    }
    match &mut last.note {
        Some(note) => note.extend(["; ", &text]),
        none => *none = Some(text),
    }
}

/// Whether two recurrences come equally often: «4 раза в год (ежеквартально)», or the second
/// adds the days: «еженедельно (по средам)».
fn restates(outer: &Recurrence, inner: &Recurrence) -> bool {
    let plain = |it: &Recurrence| it.anchors.is_empty() && it.from.is_none() && it.to.is_none();
    let rate = |it: &Recurrence| {
        // Times in 12 years, so that every cycle divides it; a week and a day have no such rate.
        let in_a_year = match it.cycle {
            Cycle::Month => 12,
            Cycle::Quarter | Cycle::SchoolTerm => 4,
            Cycle::Half => 2,
            Cycle::Year | Cycle::SchoolYear => 1,
            Cycle::Week | Cycle::Day => return None,
        };
        let times = it.times.most.filter(|most| *most == it.times.least)?;
        let all = u32::from(times) * in_a_year * 12;
        all.is_multiple_of(u32::from(it.interval)).then(|| all / u32::from(it.interval))
    };
    let bare = |it: &Recurrence| (it.times, it.interval, it.cycle);
    if plain(outer) && bare(outer) == bare(inner) {
        return true;
    }
    plain(outer) && plain(inner) && rate(outer).is_some() && rate(outer) == rate(inner)
}

/// Whether the bracket's statements and the one before it make one recurrence.
fn belongs(last: &Part, items: &[Item]) -> bool {
    match last {
        Part::Every(recurrence) => {
            let mut recurrence = recurrence.clone();
            items.iter().all(|item| take(&mut recurrence, &item.part))
        }
        part if is_yearless(part) => matches!(
            items,
            [Item { part: Part::Every(yearly), .. }]
                if yearly.cycle >= Cycle::Year && yearly.anchors.is_empty()
        ),
        _ => false,
    }
}
