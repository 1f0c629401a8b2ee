//! Nodes to typed values: the one place where a field's declared type meets what was written.

use std::sync::Arc;

use super::label::Label;
use super::schema::{Field, Kind};
use super::suggest::closest;
use super::value::{Deadline, Fields, Number, Placed, Value};
use super::vocabulary::Vocabularies;
use crate::date::PartialDate;
use crate::diagnostic::{Code, Diagnostic};
use crate::slug;
use crate::syntax::{Node, Place, Yaml};
use crate::term;

/// Reads values by their declarations and collects what is wrong.
pub struct Reader<'v> {
    vocabularies: &'v Vocabularies,
    /// Cells hold lists as text: `а; б`.
    table: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'v> Reader<'v> {
    /// A reader for YAML.
    pub fn new(vocabularies: &'v Vocabularies) -> Self {
        Reader { vocabularies, table: false, diagnostics: Vec::new() }
    }

    /// A reader for rows of CSV and XLSX, whose cells hold several values between semicolons or
    /// line ends.
    pub fn for_table(vocabularies: &'v Vocabularies) -> Self {
        Reader { table: true, ..Reader::new(vocabularies) }
    }

    /// Adds a finding.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// What was found.
    pub fn finish(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Reads a mapping by `fields`. Unknown, missing and mistyped fields are reported; the rest is
    /// returned. `None` when the node is no mapping.
    pub fn fields(&mut self, node: &Node, fields: &[Field]) -> Option<Fields> {
        let Some(entries) = node.as_map() else {
            self.report(Diagnostic::new(Code::NotMapping, node.place));
            return None;
        };
        let mut out = Fields::default();
        for entry in entries {
            let Some(field) = fields.iter().find(|field| *field.id == entry.key) else {
                let diagnostic = Diagnostic::new(Code::UnknownField, entry.key_place)
                    .with("field", &entry.key)
                    .with("suggestion", meant_field(&entry.key, fields).unwrap_or_default());
                self.report(diagnostic);
                continue;
            };
            if let Some(value) = self.field(&entry.value, field) {
                out.push(field.id.clone(), value);
            }
        }
        self.required(node, fields);
        out.shrink();
        Some(out)
    }

    fn required(&mut self, node: &Node, fields: &[Field]) {
        let entries = node.as_map().unwrap_or_default();
        for field in fields.iter().filter(|field| field.required) {
            let place = match entries.iter().find(|entry| *entry.key == *field.id) {
                Some(entry) if is_blank(&entry.value) => entry.key_place,
                Some(_) => continue,
                None => Place { end: node.place.start, ..node.place },
            };
            let diagnostic = Diagnostic::new(Code::MissingField, place)
                .with("field", &field.id)
                .called(field.label.get("ru"), field.label.get("en"));
            self.report(diagnostic);
        }
    }

    /// Reads one field's value; `None` when it is empty or wrong.
    pub fn field(&mut self, node: &Node, field: &Field) -> Option<Placed> {
        if is_blank(node) {
            return None;
        }
        if !field.list {
            if matches!(node.yaml, Yaml::List(_)) {
                return self.wrong(node, field, "a single value");
            }
            let value = self.value(node, field)?;
            return Some(Placed { place: node.place, value });
        }
        let items = match &node.yaml {
            Yaml::List(items) => items.iter().filter_map(|item| self.item(item, field)).collect(),
            Yaml::Scalar(_) if self.table => self.cell(node, field),
            _ => self.item(node, field).into_iter().collect(),
        };
        Some(Placed { place: node.place, value: Value::List(items) })
    }

    fn item(&mut self, node: &Node, field: &Field) -> Option<Placed> {
        if is_blank(node) {
            return self.wrong(node, field, "a value");
        }
        let value = self.value(node, field)?;
        Some(Placed { place: node.place, value })
    }

    /// Several values in one cell, between semicolons or line ends.
    fn cell(&mut self, node: &Node, field: &Field) -> Vec<Placed> {
        let text = node.as_str().unwrap_or_default().to_owned();
        let parts = text.split([';', '\n', '|']).map(str::trim).filter(|part| !part.is_empty());
        let nodes: Vec<Node> = parts.map(|part| Node::text(node.place, part)).collect();
        nodes.iter().filter_map(|part| self.item(part, field)).collect()
    }

    fn value(&mut self, node: &Node, field: &Field) -> Option<Value> {
        match &field.kind {
            Kind::Object(fields) => match &node.yaml {
                Yaml::Map(_) => self.fields(node, fields).map(Value::Object),
                _ => self.wrong(node, field, "a mapping"),
            },
            Kind::Reference { free, .. } => self.reference(node, field, free.as_deref()),
            Kind::Period => self.period(node, field),
            Kind::Years => self.years(node, field),
            Kind::Map => self.map(node, field),
            Kind::Label => match Label::read(node) {
                Some(label) => Some(Value::Label(label)),
                None => self.wrong(node, field, "text"),
            },
            _ => match node.as_str() {
                Some(text) => self.scalar(text, node, field),
                None => {
                    let expected = expected(&field.kind);
                    self.wrong(node, field, expected)
                }
            },
        }
    }

    fn scalar(&mut self, text: &str, node: &Node, field: &Field) -> Option<Value> {
        let text = text.trim();
        let value = match &field.kind {
            Kind::Text => Some(Value::Text(text.to_owned())),
            Kind::Integer => number(text).filter(|n| n.value.fract() == 0.0).map(Value::Number),
            Kind::Number => number(text).map(Value::Number),
            Kind::Boolean => boolean(text).map(Value::Bool),
            Kind::Date => text.parse::<PartialDate>().ok().map(Value::Date),
            Kind::Url => is_url(text).then(|| Value::Text(text.to_owned())),
            Kind::Email => is_email(text).then(|| Value::Text(text.to_owned())),
            Kind::Id => return self.id(text, node),
            Kind::Deadline => return Some(self.deadline(text, node)),
            Kind::Vocabulary(name) => return self.vocabulary(text, name, node, field),
            _ => None,
        };
        match value {
            Some(value) => Some(value),
            None => self.wrong(node, field, expected(&field.kind)),
        }
    }

    fn id(&mut self, text: &str, node: &Node) -> Option<Value> {
        if slug::is_slug(text) {
            return Some(Value::Text(text.to_owned()));
        }
        self.report(bad_id(text, node.place));
        None
    }

    fn deadline(&mut self, text: &str, node: &Node) -> Value {
        let term = term::parse(text);
        if term.is_free() {
            self.report(Diagnostic::new(Code::DeadlineUnread, node.place).with("value", text));
        }
        Value::Deadline(Box::new(Deadline { text: text.to_owned(), term }))
    }

    fn vocabulary(
        &mut self,
        text: &str,
        name: &Arc<str>,
        node: &Node,
        field: &Field,
    ) -> Option<Value> {
        let vocabulary = self.vocabularies.get(name);
        if vocabulary.is_some_and(|vocabulary| vocabulary.get(text).is_some()) {
            return Some(Value::Vocabulary(text.to_owned()));
        }
        let suggestion = vocabulary.and_then(|vocabulary| vocabulary.meant(text));
        self.report(
            Diagnostic::new(Code::UnknownValue, node.place)
                .with("field", &field.id)
                .with("value", text)
                .with("vocabulary", name)
                .with("suggestion", suggestion.unwrap_or_default()),
        );
        None
    }

    fn reference(&mut self, node: &Node, field: &Field, free: Option<&[Field]>) -> Option<Value> {
        let wanted = if free.is_some() { "an id or {name: …}" } else { "an id" };
        match (&node.yaml, free) {
            (Yaml::Map(_), Some(fields)) => self.fields(node, fields).map(Value::Free),
            (Yaml::Scalar(_), _) => match node.as_str() {
                Some(text) => Some(Value::Reference(text.trim().to_owned())),
                None => self.wrong(node, field, wanted),
            },
            _ => self.wrong(node, field, wanted),
        }
    }

    fn period(&mut self, node: &Node, field: &Field) -> Option<Value> {
        let wanted = "a period";
        if let Some(text) = node.as_str() {
            // A bare date is the period of that year, month or day.
            return match text.trim().parse::<PartialDate>() {
                Ok(date) => Some(Value::Period(Some(date), Some(date))),
                Err(_) => self.wrong(node, field, wanted),
            };
        }
        let Some(entries) = node.as_map() else {
            return self.wrong(node, field, wanted);
        };
        let (mut from, mut to) = (None, None);
        for entry in entries {
            let slot = match entry.key.as_str() {
                "from" => &mut from,
                "to" => &mut to,
                key => {
                    let diagnostic = Diagnostic::new(Code::UnknownField, entry.key_place)
                        .with("field", key)
                        .with("suggestion", closest(key, ["from", "to"]).unwrap_or_default());
                    self.report(diagnostic);
                    continue;
                }
            };
            if is_blank(&entry.value) {
                continue;
            }
            match entry.value.as_str().map(|text| text.trim().parse::<PartialDate>()) {
                Some(Ok(date)) => *slot = Some(date),
                _ => self.wrong(&entry.value, field, "a date")?,
            }
        }
        if let (Some(from), Some(to)) = (from, to)
            && from.first_day() > to.last_day()
        {
            self.report(Diagnostic::new(Code::PeriodOrder, node.place));
        }
        (from.is_some() || to.is_some()).then_some(Value::Period(from, to))
    }

    fn years(&mut self, node: &Node, field: &Field) -> Option<Value> {
        let Some(entries) = node.as_map() else {
            return self.wrong(node, field, "values by year");
        };
        let mut out = Vec::new();
        for entry in entries {
            let year = entry.key.parse::<i32>().ok().filter(|year| (1900..=2999).contains(year));
            let text = entry.value.as_str().map(str::trim);
            let (Some(year), Some(text)) = (year, text) else {
                let wrong = Node::text(entry.key_place, entry.key.as_str());
                return self.wrong(&wrong, field, "values by year");
            };
            let value = match (number(text), boolean(text)) {
                (Some(number), _) => Value::Number(number),
                (None, Some(flag)) => Value::Bool(flag),
                (None, None) => Value::Text(text.to_owned()),
            };
            out.push((year, Placed { place: entry.value.place, value }));
        }
        Some(Value::Years(out))
    }

    fn map(&mut self, node: &Node, field: &Field) -> Option<Value> {
        let Some(entries) = node.as_map() else {
            return self.wrong(node, field, "a mapping");
        };
        let mut out = Fields::default();
        for entry in entries {
            match entry.value.as_str() {
                Some(text) => out.push(
                    entry.key.as_str().into(),
                    Placed { place: entry.value.place, value: Value::Text(text.to_owned()) },
                ),
                None => self.wrong(&entry.value, field, "text")?,
            }
        }
        Some(Value::Object(out))
    }

    fn wrong<T>(&mut self, node: &Node, field: &Field, expected: &str) -> Option<T> {
        let found = match &node.yaml {
            Yaml::List(_) => "a list".to_owned(),
            Yaml::Map(_) => "a mapping".to_owned(),
            Yaml::Scalar(_) if node.is_null() => "nothing".to_owned(),
            Yaml::Scalar(scalar) => format!("«{}»", shorten(&scalar.text)),
        };
        self.report(
            Diagnostic::new(Code::WrongType, node.place)
                .with("field", &field.id)
                .with("expected", expected)
                .with("found", found),
        );
        None
    }
}

/// The beginning of a long value.
fn shorten(text: &str) -> String {
    const MOST: usize = 60;
    match text.char_indices().nth(MOST) {
        None => text.to_owned(),
        Some((end, _)) => format!("{}…", &text[..end]),
    }
}

/// The finding for an id that is none, with the id that the published rule would make of it.
pub fn bad_id(text: &str, place: Place) -> Diagnostic {
    let example = Some(slug::slug(text)).filter(|id| !id.is_empty());
    Diagnostic::new(Code::BadId, place)
        .with("id", text)
        .with("example", example.as_deref().unwrap_or("moy-opyt"))
}

/// Nothing is written there: no value, white space, empty brackets.
pub(super) fn is_blank(node: &Node) -> bool {
    match &node.yaml {
        Yaml::List(items) => items.is_empty(),
        Yaml::Map(entries) => entries.is_empty(),
        Yaml::Scalar(_) => {
            node.is_null() || node.as_str().is_some_and(|text| text.trim().is_empty())
        }
    }
}

/// The field that was meant: by its name, or by what people call it.
fn meant_field<'f>(text: &str, fields: &'f [Field]) -> Option<&'f str> {
    let named = closest(text, fields.iter().map(|field| &*field.id));
    let called = || {
        let lower = text.to_lowercase();
        let labels: Vec<(String, &str)> = fields
            .iter()
            .flat_map(|field| field.label.all().map(|(_, text)| (text.to_lowercase(), &*field.id)))
            .collect();
        let found = closest(&lower, labels.iter().map(|(label, _)| label.as_str()))?.to_owned();
        labels.into_iter().find(|(label, _)| *label == found).map(|(_, id)| id)
    };
    named.or_else(called)
}

fn expected(kind: &Kind) -> &'static str {
    match kind {
        Kind::Integer => "a whole number",
        Kind::Number => "a number",
        Kind::Boolean => "true or false",
        Kind::Date => "a date",
        Kind::Url => "an address",
        Kind::Email => "an e-mail address",
        Kind::Id | Kind::Vocabulary(_) => "an id",
        Kind::Text
        | Kind::Deadline
        | Kind::Period
        | Kind::Reference { .. }
        | Kind::Object(_)
        | Kind::Years
        | Kind::Map
        | Kind::Label => "text",
    }
}

/// Reads a decimal number with a point or a comma, with ordinary or narrow spaces between groups.
fn number(text: &str) -> Option<Number> {
    let plain: String = text
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}'))
        .map(|c| if c == ',' { '.' } else { c })
        .collect();
    let plain = plain.strip_prefix('+').unwrap_or(&plain);
    let digits = plain.strip_prefix(['-', '−']).unwrap_or(plain);
    let decimal = digits.starts_with(|c: char| c.is_ascii_digit())
        && digits.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value = plain.replace('−', "-").parse::<f64>().ok().filter(|value| value.is_finite())?;
    decimal.then(|| Number { value, text: text.to_owned() })
}

fn boolean(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "да" | "on" => Some(true),
        "false" | "no" | "нет" | "off" => Some(false),
        _ => None,
    }
}

/// An absolute http(s) address with a host and nothing that could break out of an attribute.
fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let clean = |c: char| !c.is_whitespace() && !c.is_control() && !matches!(c, '<' | '>' | '"');
    rest.is_some_and(|rest| {
        rest.starts_with(|c: char| c.is_alphanumeric()) && rest.chars().all(clean)
    })
}

fn is_email(text: &str) -> bool {
    let clean = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '+');
    text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty()
            && name.chars().all(clean)
            && host.contains('.')
            && host.split('.').all(|part| !part.is_empty() && part.chars().all(clean))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        let value = |text: &str| number(text).map(|number| number.value);
        assert_eq!(value("1,5"), Some(1.5));
        assert_eq!(value("12 500"), Some(12500.0));
        assert_eq!(value("-3"), Some(-3.0));
        for text in ["", "1.2.3", "1e5", "NaN", "inf", "x1", ".5"] {
            assert_eq!(value(text), None, "{text}");
        }
    }

    #[test]
    fn addresses_are_absolute_and_clean() {
        assert!(is_url("https://example.org/путь?x=1"));
        for text in
            ["example.org", "javascript:alert(1)", "https://", "https://a b", "https://a\"b"]
        {
            assert!(!is_url(text), "{text}");
        }
        assert!(is_email("ivanov@example.org"));
        assert!(!is_email("ivanov@example") && !is_email("@example.org") && !is_email("a b@c.d"));
    }
}
