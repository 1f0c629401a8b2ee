//! Typed values of records.

use std::sync::Arc;

use super::label::Label;
use crate::date::{CivilDate, PartialDate};
use crate::syntax::Place;
use crate::term::Term;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Placed {
    /// Place of the value in its file.
    pub place: Place,
    /// The value.
    pub value: Value,
}

impl Placed {
    fn each_place(&mut self, visit: &mut impl FnMut(&mut Place)) {
        visit(&mut self.place);
        match &mut self.value {
            Value::List(items) => items.iter_mut().for_each(|item| item.each_place(visit)),
            Value::Years(years) => years.iter_mut().for_each(|(_, year)| year.each_place(visit)),
            Value::Object(fields) | Value::Free(fields) => fields.each_place(visit),
            Value::Text(_)
            | Value::Number(_)
            | Value::Bool(_)
            | Value::Date(_)
            | Value::Period(..)
            | Value::Deadline(_)
            | Value::Vocabulary(_)
            | Value::Reference(_)
            | Value::Label(_) => {}
        }
    }
}

/// What a field holds, by the type that its schema declares.
#[derive(Clone, Debug)]
pub enum Value {
    /// Text; also addresses and e-mails, whose form has been checked.
    Text(String),
    /// A number with the text that was written.
    Number(Number),
    /// Yes or no.
    Bool(bool),
    /// A year, month or day.
    Date(PartialDate),
    /// From, to; at least one is there.
    Period(Option<PartialDate>, Option<PartialDate>),
    /// A deadline: the text people wrote, and what was understood of it.
    Deadline(Box<Deadline>),
    /// Id in the vocabulary that the field names.
    Vocabulary(String),
    /// Id in the collection that the field names.
    Reference(String),
    /// What has no record: at least a name.
    Free(Fields),
    /// Several values.
    List(Vec<Placed>),
    /// Named values.
    Object(Fields),
    /// Values by year: a number, a share or yes/no, as written.
    Years(Vec<(i32, Placed)>),
    /// Words by language.
    Label(Label),
}

/// A number and how it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Its value.
    pub value: f64,
    /// As written (`1.10`), for showing.
    pub text: String,
}

/// A deadline as written and as understood.
#[derive(Clone, Debug)]
pub struct Deadline {
    /// The text.
    pub text: String,
    /// Its structure.
    pub term: Term,
}

/// Named values in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<(Arc<str>, Placed)>);

impl Fields {
    /// Adds a value; the caller has made sure that the name is new.
    pub fn push(&mut self, name: Arc<str>, value: Placed) {
        self.0.push((name, value));
    }

    /// Gives back room that is not needed: of many records it adds up.
    pub fn shrink(&mut self) {
        self.0.shrink_to_fit();
    }

    /// The value of `name` with its place.
    pub fn get(&self, name: &str) -> Option<&Placed> {
        self.0.iter().find(|(key, _)| &**key == name).map(|(_, value)| value)
    }

    /// Replaces or adds the value of `name`.
    pub fn set(&mut self, name: &str, value: Placed) {
        match self.0.iter_mut().find(|(key, _)| &**key == name) {
            Some((_, old)) => *old = value,
            None => self.0.push((name.into(), value)),
        }
    }

    /// Text of a text-like value.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(|placed| placed.value.as_text())
    }

    /// A number's value.
    pub fn number(&self, name: &str) -> Option<f64> {
        match &self.get(name)?.value {
            Value::Number(number) => Some(number.value),
            _ => None,
        }
    }

    /// A boolean.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Placed { value: Value::Bool(true), .. }))
    }

    /// A date.
    pub fn date(&self, name: &str) -> Option<PartialDate> {
        match &self.get(name)?.value {
            Value::Date(date) => Some(*date),
            _ => None,
        }
    }

    /// A period's first and last day; an open end is `None`.
    pub fn period(&self, name: &str) -> Option<(Option<CivilDate>, Option<CivilDate>)> {
        match &self.get(name)?.value {
            Value::Period(from, to) => {
                Some((from.map(PartialDate::first_day), to.map(PartialDate::last_day)))
            }
            _ => None,
        }
    }

    /// The items of a list; a single value counts as a list of one, a missing one as none.
    pub fn list(&self, name: &str) -> &[Placed] {
        match self.get(name) {
            Some(Placed { value: Value::List(items), .. }) => items,
            Some(single) => std::slice::from_ref(single),
            None => &[],
        }
    }

    /// The texts of a list's items.
    pub fn texts(&self, name: &str) -> Vec<String> {
        let items = self.list(name).iter();
        items.filter_map(|item| item.value.as_text().map(str::to_owned)).collect()
    }

    /// Words by language.
    pub fn label(&self, name: &str) -> Option<&Label> {
        match &self.get(name)?.value {
            Value::Label(label) => Some(label),
            _ => None,
        }
    }

    /// An object's fields.
    pub fn object(&self, name: &str) -> Option<&Fields> {
        match &self.get(name)?.value {
            Value::Object(fields) => Some(fields),
            _ => None,
        }
    }

    /// Name and value pairs in the order of the file.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Placed)> {
        self.0.iter().map(|(name, value)| (&**name, value))
    }

    /// Calls `visit` for the place of every value, however deep.
    pub fn each_place(&mut self, visit: &mut impl FnMut(&mut Place)) {
        self.0.iter_mut().for_each(|(_, placed)| placed.each_place(visit));
    }

    /// True when there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Value {
    /// The text of text, vocabulary and reference values, deadlines as written, and numbers as
    /// written.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) | Value::Vocabulary(text) | Value::Reference(text) => Some(text),
            Value::Number(number) => Some(&number.text),
            Value::Deadline(deadline) => Some(&deadline.text),
            _ => None,
        }
    }

    /// The fields of an object or of a free name.
    pub fn as_fields(&self) -> Option<&Fields> {
        match self {
            Value::Object(fields) | Value::Free(fields) => Some(fields),
            _ => None,
        }
    }
}
