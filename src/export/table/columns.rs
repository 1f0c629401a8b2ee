//! Columns of a schema's fields. What a cell cannot hold as one value has several columns: a period
//! its two ends, an object its parts, values by year one column a year, a deadline its words and the
//! days understood of them.

use std::collections::BTreeSet;

use metod_content::date::{CivilDate, PartialDate};
use metod_content::model::schema::Visible;
use metod_content::model::{Field, Fields, Kind, Value};

use super::cell::{Cell, Say};

/// Fields that matter only to the build.
const INNER: &[&str] = &["lang", "draft", "aliases"];

/// One column.
pub(super) struct Column<'s> {
    pub(super) heading: String,
    part: Part<'s>,
}

/// What of a row a column holds.
enum Part<'s> {
    Whole(&'s Field),
    From(&'s Field),
    To(&'s Field),
    Inner(&'s Field, &'s Field),
    Year(&'s Field, i32),
}

/// True when everyone may see a field.
pub(super) fn is_public(field: &Field) -> bool {
    field.visible == Visible::Public
}

/// The columns that `rows` fill, in the order of the declaration.
pub(super) fn columns<'s>(say: Say<'_>, fields: &'s [Field], rows: &[&Fields]) -> Vec<Column<'s>> {
    let shown = fields.iter().filter(|field| is_public(field) && !INNER.contains(&&*field.id));
    let all = shown.flat_map(|field| of_field(say, field, rows));
    let filled =
        |column: &Column<'_>| rows.iter().any(|row| column.cell(say, row, None) != Cell::Empty);
    all.filter(filled).collect()
}

fn of_field<'s>(say: Say<'_>, field: &'s Field, rows: &[&Fields]) -> Vec<Column<'s>> {
    let label = field.label.get(say.tag);
    let own = |part| Column { heading: label.to_owned(), part };
    let sub = |name: &str, part| Column { heading: format!("{label}: {name}"), part };
    let ends = || {
        let (from, to) = (say.word("с", "from"), say.word("по", "to"));
        [sub(from, Part::From(field)), sub(to, Part::To(field))]
    };
    match &field.kind {
        Kind::Period if !field.list => ends().into(),
        Kind::Deadline if !field.list => {
            let [from, to] = ends();
            vec![own(Part::Whole(field)), from, to]
        }
        Kind::Object(declared) if !field.list => declared
            .iter()
            .filter(|inner| is_public(inner))
            .map(|inner| sub(inner.label.get(say.tag), Part::Inner(field, inner)))
            .collect(),
        Kind::Years => {
            let years: BTreeSet<i32> =
                rows.iter().flat_map(|row| by_year(row, field)).map(|(year, _)| *year).collect();
            let column = |year: i32| sub(&year.to_string(), Part::Year(field, year));
            years.into_iter().map(column).collect()
        }
        _ => vec![own(Part::Whole(field))],
    }
}

impl Column<'_> {
    /// The cell of one row; `begins` is the first day of the plan, which gives years to dates that have
    /// none.
    pub(super) fn cell(&self, say: Say<'_>, row: &Fields, begins: Option<CivilDate>) -> Cell {
        match self.part {
            Part::Whole(field) => say.field(field, row),
            Part::From(field) => day(row, field, begins).0.map_or(Cell::Empty, Cell::Date),
            Part::To(field) => day(row, field, begins).1.map_or(Cell::Empty, Cell::Date),
            Part::Inner(field, inner) => match row.object(&field.id) {
                Some(object) => say.field(inner, object),
                None => Cell::Empty,
            },
            Part::Year(field, year) => {
                let found = by_year(row, field).iter().find(|(known, _)| *known == year);
                found.map_or(Cell::Empty, |(_, placed)| say.value(field, placed))
            }
        }
    }
}

/// First and last day of a period or a deadline.
fn day(
    row: &Fields,
    field: &Field,
    begins: Option<CivilDate>,
) -> (Option<CivilDate>, Option<CivilDate>) {
    match row.get(&field.id).map(|placed| &placed.value) {
        Some(Value::Period(from, to)) => {
            (from.map(PartialDate::first_day), to.map(PartialDate::last_day))
        }
        Some(Value::Deadline(deadline)) => {
            let term = match begins {
                Some(day) => deadline.term.starting(day),
                None => deadline.term.clone(),
            };
            (term.dates().filter_map(|dates| dates.from).min(), term.due())
        }
        _ => (None, None),
    }
}

fn by_year<'r>(row: &'r Fields, field: &Field) -> &'r [(i32, metod_content::model::Placed)] {
    match row.get(&field.id).map(|placed| &placed.value) {
        Some(Value::Years(years)) => years,
        _ => &[],
    }
}
