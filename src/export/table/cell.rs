//! Values as cells, in the words of one language.

use metod_content::date::{CivilDate, PartialDate};
use metod_content::model::{Field, Fields, Kind, Placed, Portal, Value};

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// Words.
    Text(String),
    /// A number.
    Number(f64),
    /// A day.
    Date(CivilDate),
}

/// Labels and words of one language.
#[derive(Clone, Copy)]
pub(super) struct Say<'m> {
    pub(super) portal: &'m Portal,
    /// Language tag.
    pub(super) tag: &'m str,
}

impl Say<'_> {
    pub(super) fn is_russian(self) -> bool {
        self.tag == "ru"
    }

    pub(super) fn word<'w>(self, russian: &'w str, english: &'w str) -> &'w str {
        if self.is_russian() { russian } else { english }
    }

    /// The value of a field: one cell, the items of a list joined.
    pub(super) fn field(self, field: &Field, fields: &Fields) -> Cell {
        match fields.list(&field.id) {
            [] => Cell::Empty,
            [single] => self.value(field, single),
            items => {
                let texts = items.iter().map(|item| self.plain(field, item));
                text(texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join("; "))
            }
        }
    }

    /// A value by the declaration of its field.
    pub(super) fn value(self, field: &Field, placed: &Placed) -> Cell {
        match (&placed.value, &field.kind) {
            (Value::Number(number), _) => Cell::Number(number.value),
            (Value::Date(PartialDate::Day(day)), _) => Cell::Date(*day),
            (Value::Date(PartialDate::Year(year)), _) => Cell::Number(f64::from(year.get())),
            (Value::Date(date), _) => text(date.to_string()),
            (Value::Bool(flag), _) => text(self.flag(*flag).to_owned()),
            (Value::Period(from, to), _) => {
                let ends = [from, to].map(|end| end.map(|end| end.to_string()).unwrap_or_default());
                text(ends.join(" – "))
            }
            (Value::Vocabulary(id), Kind::Vocabulary(name)) => {
                text(self.portal.label(name, id, self.tag))
            }
            (Value::Reference(id), Kind::Reference { collection, .. }) => {
                text(self.title(collection, id).to_owned())
            }
            (Value::Free(free), Kind::Reference { free: Some(declared), .. }) => {
                text(self.object(declared, free, ", "))
            }
            (Value::Object(object), Kind::Object(declared)) => {
                text(self.object(declared, object, " — "))
            }
            (Value::Label(label), _) => text(label.get(self.tag).to_owned()),
            (value, _) => text(value.as_text().unwrap_or_default().to_owned()),
        }
    }

    pub(super) fn flag(self, flag: bool) -> &'static str {
        match (flag, self.is_russian()) {
            (true, true) => "да",
            (false, true) => "нет",
            (true, false) => "yes",
            (false, false) => "no",
        }
    }

    /// What a record is called, in the language of the table if it has such a version.
    fn title<'t>(&'t self, collection: &str, id: &'t str) -> &'t str {
        let variants = self.portal.variants(collection, id).iter();
        let mut records = variants.map(|ix| self.portal.record(*ix));
        let own = records.clone().find(|record| *record.lang == *self.tag);
        own.or_else(|| records.next()).map_or(id, |record| record.title())
    }

    fn plain(self, field: &Field, placed: &Placed) -> String {
        self.text(&self.value(field, placed))
    }

    /// Named values in one line, those left out that not everyone may see.
    fn object(self, declared: &[Field], fields: &Fields, between: &str) -> String {
        let public = declared.iter().filter(|field| super::columns::is_public(field));
        let texts = public.map(|field| self.text(&self.field(field, fields)));
        texts.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(between)
    }

    /// A cell as text, with the decimal sign and the order of days of the language.
    pub(super) fn text(self, cell: &Cell) -> String {
        match cell {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) if self.is_russian() => number.to_string().replace('.', ","),
            Cell::Number(number) => number.to_string(),
            Cell::Date(day) if self.is_russian() => {
                format!("{:02}.{:02}.{:04}", day.day(), day.month(), day.year())
            }
            Cell::Date(day) => day.to_string(),
        }
    }
}

/// Text without what no cell can hold: control characters (XML 1.0, 2.2), spaces at its ends.
pub(super) fn text(text: String) -> Cell {
    let allowed = |c: char| matches!(c, '\n' | '\t') || !c.is_control();
    let text: String = match text.chars().all(allowed) {
        true => text,
        false => text.chars().filter(|c| allowed(*c)).collect(),
    };
    match text.trim() {
        "" => Cell::Empty,
        trimmed => Cell::Text(trimmed.to_owned()),
    }
}
