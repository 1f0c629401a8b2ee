//! Values of fields as readers see them.

use metod_content::date::PartialDate;
use metod_content::model::{Field, Fields, Kind, Placed, Record, Value};
use serde::Serialize;

use super::{Link, Views};
use crate::plan::address;

/// A labelled list of values.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    label: String,
    items: Vec<Link>,
}

/// A fact of the card at a glance.
#[derive(Debug, Serialize)]
pub(super) struct Fact {
    pub(super) id: String,
    pub(super) label: String,
    pub(super) text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) of: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) url: Option<String>,
}

impl Views<'_> {
    /// Every value of a field, with links to where the values lead.
    pub(super) fn field_links(&self, record: &Record, field: &Field) -> Vec<Link> {
        let items = record.fields.list(&field.id).iter();
        items.filter_map(|placed| self.value_link(record, field, placed)).collect()
    }

    fn value_link(&self, record: &Record, field: &Field, placed: &Placed) -> Option<Link> {
        Some(match (&placed.value, &field.kind) {
            (Value::Text(text), Kind::Url) => Link::external(shown_url(text), text),
            (Value::Text(text), _) => Link::text(self.text(record, text)),
            (Value::Number(number), _) => Link::text(self.locale.number(number.value)),
            (Value::Bool(flag), _) => {
                Link::text(self.locale.text(if *flag { "yes" } else { "no" }))
            }
            (Value::Date(date), _) => Link::text(self.locale.date(*date)),
            (Value::Period(from, to), _) => Link::text(self.period(*from, *to)),
            (Value::Deadline(deadline), _) => Link::text(self.text(record, &deadline.text)),
            (Value::Vocabulary(id), Kind::Vocabulary(name)) => {
                self.vocabulary_link(record, field, name, id)
            }
            (Value::Reference(id), Kind::Reference { collection, .. }) => {
                self.reference(collection, id)
            }
            (Value::Free(fields), _) => self.free(record, fields),
            (Value::Object(fields), Kind::Object(declared)) => {
                Link::text(self.object(record, declared, fields))
            }
            _ => return None,
        })
    }

    /// A vocabulary's label leads to the list of what shares it, if the field is a facet.
    fn vocabulary_link(&self, record: &Record, field: &Field, name: &str, id: &str) -> Link {
        let label = self.portal.label(name, id, &self.language.tag);
        if !field.facet {
            return Link::text(label);
        }
        let prefix = &self.language.prefix;
        let address = address::facet_page(prefix, &record.collection, &field.id, id, 1);
        match self.plan.page(&address) {
            Some(_) => Link::to(label, self.url(&address)),
            None => Link::text(label),
        }
    }

    /// `{name: …, organization: …}` in one line.
    fn free(&self, record: &Record, fields: &Fields) -> Link {
        let mut link = Link::text(self.text(record, fields.text("name").unwrap_or_default()));
        let organization = fields.get("organization").map(|placed| &placed.value);
        if let Some(Value::Reference(id)) = organization {
            link.note = Some(self.reference("organizations", id).text);
            link.text = format!("{} ({})", link.text, link.note.take().unwrap_or_default());
        }
        link
    }

    /// An object in one line: its values in the order of their declaration.
    fn object(&self, record: &Record, declared: &[Field], fields: &Fields) -> String {
        let parts = declared.iter().filter_map(|field| {
            let values: Vec<String> = fields
                .list(&field.id)
                .iter()
                .filter_map(|placed| self.value_link(record, field, placed))
                .map(|link| link.text)
                .collect();
            let text = values.join(", ");
            match (&*field.id, text.is_empty()) {
                (_, true) => None,
                ("number", _) => Some(format!("№\u{a0}{text}")),
                ("date", _) => Some(self.locale.with("of-date", "date", &text)),
                _ => Some(text),
            }
        });
        parts.collect::<Vec<_>>().join(" ")
    }

    /// «с сентября 2022 г. по май 2023 г.», shortened where an end is open.
    pub(super) fn period(&self, from: Option<PartialDate>, to: Option<PartialDate>) -> String {
        match (from, to) {
            (Some(from), Some(to)) if from == to => self.locale.date(from),
            (Some(from), Some(to)) => match (from, to) {
                (PartialDate::Year(a), PartialDate::Year(b)) => {
                    self.locale.with("years", "range", &format!("{}–{}", a.get(), b.get()))
                }
                _ => format!("{} – {}", self.locale.date(from), self.locale.date(to)),
            },
            (Some(from), None) => self.locale.with("since", "date", &self.locale.date(from)),
            (None, Some(to)) => self.locale.with("until", "date", &self.locale.date(to)),
            (None, None) => String::new(),
        }
    }

    /// The passport: fields that the schema shows there, those that are empty left out.
    pub(super) fn passport(&self, record: &Record) -> Vec<Row> {
        let Some(schema) = self.portal.schema(record) else {
            return Vec::new();
        };
        schema
            .public()
            .filter(|field| field.show.passport)
            .filter_map(|field| {
                let items = self.field_links(record, field);
                let label = field.label.get(&self.language.tag).to_owned();
                (!items.is_empty()).then_some(Row { label, items })
            })
            .collect()
    }

    /// Facts of the first screen.
    pub(super) fn glance(&self, record: &Record) -> Vec<Fact> {
        let Some(schema) = self.portal.schema(record) else {
            return Vec::new();
        };
        let shown = schema.public().filter(|field| field.show.glance);
        shown.filter_map(|field| self.fact(record, field)).collect()
    }

    fn fact(&self, record: &Record, field: &Field) -> Option<Fact> {
        let links = self.field_links(record, field);
        let first = links.first()?;
        let (value, of) = match self.step(record, field) {
            Some((value, of)) => (Some(value), Some(of)),
            None => (None, None),
        };
        Some(Fact {
            id: field.id.to_string(),
            label: field.label.get(&self.language.tag).to_owned(),
            text: links.iter().map(|link| link.text.as_str()).collect::<Vec<_>>().join(", "),
            value,
            of,
            url: first.url.clone().filter(|_| links.len() == 1),
        })
    }

    /// Costs are steps of a short scale: drawn as dots.
    fn step(&self, record: &Record, field: &Field) -> Option<(usize, usize)> {
        let Kind::Vocabulary(name) = &field.kind else {
            return None;
        };
        if &**name != "costs" {
            return None;
        }
        let vocabulary = self.portal.vocabularies.get(name)?;
        let rank = vocabulary.rank(record.fields.text(&field.id)?)?;
        Some((rank + 1, vocabulary.entries().len()))
    }
}

/// An address without its scheme and its last slash.
pub(super) fn shown_url(url: &str) -> String {
    let bare = url.split_once("://").map_or(url, |(_, rest)| rest);
    bare.trim_end_matches('/').to_owned()
}
