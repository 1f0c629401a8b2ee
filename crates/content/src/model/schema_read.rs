//! Schema files to [`Schema`]s. The declaration of declarations is the only one written in Rust.

use std::sync::Arc;

use super::label::Label;
use super::schema::{
    Behaviour, BodyRule, Field, Kind, Schema, Schemas, Show, SortKey, Source, Visible,
};
use super::suggest::closest;
use crate::diagnostic::{Code, Diagnostic};
use crate::slug;
use crate::syntax::{Node, Place, Yaml};

const SCHEMA_KEYS: &[&str] = &[
    "id",
    "label",
    "one",
    "intro",
    "source",
    "body",
    "title",
    "sort",
    "behaviours",
    "any",
    "nav",
    "pages",
    "fields",
    "replace",
];

const FIELD_KEYS: &[&str] = &[
    "id",
    "label",
    "help",
    "type",
    "list",
    "required",
    "vocabulary",
    "collection",
    "free",
    "facet",
    "search",
    "show",
    "visible",
    "fields",
];

const TYPES: &[&str] = &[
    "text",
    "integer",
    "number",
    "boolean",
    "date",
    "period",
    "url",
    "email",
    "deadline",
    "id",
    "vocabulary",
    "reference",
    "object",
    "years",
    "label",
    "map",
];

/// Reads schema declarations and collects what is wrong with them.
pub struct SchemaReader<'c> {
    common: &'c [Field],
    diagnostics: Vec<Diagnostic>,
}

impl<'c> SchemaReader<'c> {
    /// A reader that puts `common` fields before those of each schema.
    pub fn new(common: &'c [Field]) -> Self {
        SchemaReader { common, diagnostics: Vec::new() }
    }

    /// What was found.
    pub fn finish(self) -> Vec<Diagnostic> {
        self.diagnostics
    }

    /// Reads a schema file of collection `id` into `schemas`. What is declared there already is
    /// extended: fields by id, everything else by key; `replace: true` starts anew.
    pub fn schema(&mut self, id: &str, node: &Node, schemas: &mut Schemas) {
        if node.as_map().is_none() {
            self.report(Diagnostic::new(Code::NotMapping, node.place));
            return;
        }
        self.keys(node, SCHEMA_KEYS);
        if let Some(own) = node.get("id")
            && own.as_str() != Some(id)
        {
            self.wrong(own, "id", id);
        }
        let replace = self.flag(node, "replace");
        let old = schemas.get(id).filter(|_| !replace).cloned();
        let extends = old.is_some();
        let mut schema = old.unwrap_or_else(|| self.blank(id, node.place));
        schema.place = node.place;
        if !extends && node.get("label").is_none() {
            self.missing(node, "label");
        }
        self.words(node, &mut schema);
        self.structure(node, &mut schema);
        for field in self.fields(node) {
            match schema.fields.iter_mut().find(|old| old.id == field.id) {
                // A collection's own declaration of a common field stands where it declares it.
                Some(old) if !extends && self.common.iter().any(|c| c.id == old.id) => {
                    let id = field.id.clone();
                    schema.fields.retain(|old| old.id != id);
                    schema.fields.push(field);
                }
                Some(old) => *old = field,
                None => schema.fields.push(field),
            }
        }
        self.order(&mut schema);
        if &*schema.title != "title" {
            schema.fields.retain(|field| &*field.id != "title");
        }
        schemas.insert(schema);
    }

    /// Title and summary first, then the collection's own fields, then the other common ones: readers
    /// want to know what a thing is before how it is filed.
    fn order(&self, schema: &mut Schema) {
        let rank = |field: &Field| match &*field.id {
            "title" => 0,
            "summary" => 1,
            id if self.common.iter().any(|common| *common.id == *id) => 3,
            _ => 2,
        };
        schema.fields.sort_by_key(rank);
    }

    /// Reads the `fields:` of a node.
    pub fn fields(&mut self, node: &Node) -> Vec<Field> {
        let Some(list) = node.get("fields") else {
            return Vec::new();
        };
        let Some(items) = list.as_list() else {
            self.report(Diagnostic::new(Code::NotList, list.place));
            return Vec::new();
        };
        let mut out: Vec<Field> = Vec::with_capacity(items.len());
        for item in items {
            let Some(field) = self.field(item) else {
                continue;
            };
            if out.iter().any(|other| other.id == field.id) {
                let place = item.get("id").map_or(item.place, |id| id.place);
                let diagnostic = Diagnostic::new(Code::DuplicateId, place)
                    .with("id", &field.id)
                    .with("other", format!("line {}", line_of(items, &field.id)));
                self.report(diagnostic);
            } else {
                out.push(field);
            }
        }
        out
    }

    fn blank(&self, id: &str, place: Place) -> Schema {
        Schema {
            id: id.into(),
            label: Label::plain(id),
            one: Label::plain(id),
            intro: Label::default(),
            source: Source::Content,
            body: BodyRule::Optional,
            title: "title".into(),
            sort: vec![SortKey { field: "title".into(), descending: false }],
            behaviours: Vec::new(),
            any: Vec::new(),
            nav: None,
            pages: true,
            fields: self.common.to_vec(),
            place,
        }
    }

    fn words(&mut self, node: &Node, schema: &mut Schema) {
        if let Some(label) = self.label(node, "label") {
            schema.one = label.clone();
            schema.label = label;
        }
        if let Some(one) = self.label(node, "one") {
            schema.one = one;
        }
        if let Some(intro) = self.label(node, "intro") {
            schema.intro = intro;
        }
    }

    fn structure(&mut self, node: &Node, schema: &mut Schema) {
        if let Some(source) = self.choice(node, "source", &["content", "table"]) {
            schema.source = if source == "table" { Source::Table } else { Source::Content };
        }
        if let Some(body) = self.choice(node, "body", &["required", "optional"]) {
            schema.body = if body == "required" { BodyRule::Required } else { BodyRule::Optional };
        }
        if let Some(title) = node.get("title").and_then(Node::as_str) {
            schema.title = title.into();
        }
        if let Some(nav) = node.get("nav") {
            match nav.as_str().map(str::parse::<i64>) {
                Some(Ok(nav)) => schema.nav = Some(nav),
                _ => self.wrong(nav, "nav", "a whole number"),
            }
        }
        if node.get("pages").is_some() {
            schema.pages = self.flag(node, "pages");
        }
        if node.get("sort").is_some() {
            schema.sort = self.words_list(node, "sort").iter().map(|key| sort_key(key)).collect();
        }
        if let Some(list) = node.get("behaviours").and_then(Node::as_list) {
            schema.behaviours.clear();
            for item in list {
                match item.as_str().and_then(Behaviour::parse) {
                    Some(behaviour) => schema.behaviours.push(behaviour),
                    None => self.unknown(item, "behaviours", BEHAVIOURS),
                }
            }
        }
        if let Some(groups) = node.get("any").and_then(Node::as_list) {
            let names = |group: &Node| -> Vec<Arc<str>> {
                let items = group.as_list().unwrap_or_default().iter();
                items.filter_map(Node::as_str).map(Arc::from).collect()
            };
            schema.any = groups.iter().map(names).collect();
        }
    }

    fn field(&mut self, node: &Node) -> Option<Field> {
        if node.as_map().is_none() {
            self.report(Diagnostic::new(Code::NotMapping, node.place));
            return None;
        }
        self.keys(node, FIELD_KEYS);
        let Some(id) = node.get("id").and_then(Node::as_str) else {
            self.missing(node, "id");
            return None;
        };
        if !is_field_name(id) {
            let place = node.get("id").map_or(node.place, |id| id.place);
            let example = slug::slug(id);
            let example = if is_field_name(&example) { example } else { "uroven".to_owned() };
            let diagnostic = Diagnostic::new(Code::BadId, place);
            self.report(diagnostic.with("id", id).with("example", example));
            return None;
        }
        // A field of unknown type is text, so that records which have it are not reported too.
        let kind = self.kind(node).unwrap_or(Kind::Text);
        Some(Field {
            id: id.into(),
            label: self.label(node, "label").unwrap_or_else(|| Label::plain(id)),
            help: self.label(node, "help").unwrap_or_default(),
            kind,
            list: self.flag(node, "list"),
            required: self.flag(node, "required"),
            facet: self.flag(node, "facet"),
            search: self.weight(node),
            show: self.show(node),
            visible: match self.choice(node, "visible", &["public", "consent", "never"]) {
                Some("consent") => Visible::Consent,
                Some("never") => Visible::Never,
                _ => Visible::Public,
            },
        })
    }

    fn kind(&mut self, node: &Node) -> Option<Kind> {
        let name = match node.get("type") {
            None => "text",
            Some(_) => self.choice(node, "type", TYPES)?,
        };
        Some(match name {
            "integer" => Kind::Integer,
            "number" => Kind::Number,
            "boolean" => Kind::Boolean,
            "date" => Kind::Date,
            "period" => Kind::Period,
            "url" => Kind::Url,
            "email" => Kind::Email,
            "deadline" => Kind::Deadline,
            "id" => Kind::Id,
            "years" => Kind::Years,
            "label" => Kind::Label,
            "map" => Kind::Map,
            "object" => Kind::Object(self.fields(node)),
            "vocabulary" => Kind::Vocabulary(self.name(node, "vocabulary")?),
            "reference" => Kind::Reference {
                collection: self.name(node, "collection")?,
                free: self.free(node),
            },
            _ => Kind::Text,
        })
    }

    /// `free: true` allows `{name: …}`; a list of fields allows those.
    fn free(&mut self, node: &Node) -> Option<Vec<Field>> {
        let free = node.get("free")?;
        let Some(items) = free.as_list() else {
            return self.flag(node, "free").then(|| vec![name_field()]);
        };
        Some(items.iter().filter_map(|item| self.field(item)).collect())
    }

    fn name(&mut self, node: &Node, key: &str) -> Option<Arc<str>> {
        let name = node.get(key).and_then(Node::as_str).map(Arc::from);
        if name.is_none() {
            self.missing(node, key);
        }
        name
    }

    fn weight(&mut self, node: &Node) -> f32 {
        let Some(weight) = node.get("search") else {
            return 0.0;
        };
        match weight.as_str().map(str::parse::<f32>) {
            Some(Ok(value)) if (0.0..=100.0).contains(&value) => value,
            _ => {
                self.wrong(weight, "search", "a number");
                0.0
            }
        }
    }

    fn show(&mut self, node: &Node) -> Show {
        let mut show = Show::default();
        let Some(value) = node.get("show") else {
            return show;
        };
        for word in value.as_list().unwrap_or(std::slice::from_ref(value)) {
            match word.as_str() {
                Some("glance") => show.glance = true,
                Some("passport") => show.passport = true,
                Some("card") => show.card = true,
                _ => self.unknown(word, "show", &["glance", "passport", "card"]),
            }
        }
        show
    }

    fn words_list(&self, node: &Node, key: &str) -> Vec<String> {
        let Some(value) = node.get(key) else {
            return Vec::new();
        };
        match value.as_list() {
            Some(items) => items.iter().filter_map(Node::as_str).map(str::to_owned).collect(),
            None => value.as_str().map(str::to_owned).into_iter().collect(),
        }
    }

    fn label(&mut self, node: &Node, key: &str) -> Option<Label> {
        let value = node.get(key)?;
        let label = Label::read(value);
        if label.is_none() {
            self.wrong(value, key, "text");
        }
        label
    }

    fn flag(&mut self, node: &Node, key: &str) -> bool {
        match node.get(key).map(|value| (value, value.as_str())) {
            None | Some((_, Some("false"))) => false,
            Some((_, Some("true"))) => true,
            Some((value, _)) => {
                self.wrong(value, key, "true or false");
                false
            }
        }
    }

    fn choice<'o>(&mut self, node: &Node, key: &str, options: &[&'o str]) -> Option<&'o str> {
        let value = node.get(key)?;
        let found = value.as_str().and_then(|text| options.iter().find(|option| **option == text));
        if found.is_none() {
            self.unknown(value, key, options);
        }
        found.copied()
    }

    fn keys(&mut self, node: &Node, known: &[&'static str]) {
        for entry in node.as_map().unwrap_or_default() {
            if !known.contains(&entry.key.as_str()) {
                let suggestion = closest(&entry.key, known.iter().copied()).unwrap_or_default();
                let diagnostic = Diagnostic::new(Code::UnknownField, entry.key_place)
                    .with("field", &entry.key)
                    .with("suggestion", suggestion);
                self.report(diagnostic);
            }
        }
    }

    fn unknown(&mut self, node: &Node, field: &str, options: &[&str]) {
        let text = node.as_str().unwrap_or_default();
        let suggestion = closest(text, options.iter().copied()).unwrap_or_default();
        self.report(
            Diagnostic::new(Code::UnknownOption, node.place)
                .with("field", field)
                .with("value", text)
                .with("options", options.join(", "))
                .with("suggestion", suggestion),
        );
    }

    fn wrong(&mut self, node: &Node, field: &str, expected: &str) {
        let found = match &node.yaml {
            Yaml::List(_) => "a list".to_owned(),
            Yaml::Map(_) => "a mapping".to_owned(),
            Yaml::Scalar(scalar) => format!("«{}»", scalar.text),
        };
        self.report(
            Diagnostic::new(Code::WrongType, node.place)
                .with("field", field)
                .with("expected", expected)
                .with("found", found),
        );
    }

    fn missing(&mut self, node: &Node, field: &str) {
        let place = Place { end: node.place.start, ..node.place };
        self.report(
            Diagnostic::new(Code::MissingField, place).with("field", field).with("called", ""),
        );
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }
}

/// A field's name stands in addresses of lists and in classes of pages.
fn is_field_name(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_lowercase())
        && text.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-')
        })
}

/// Line of the first of several declarations of field `id`.
fn line_of(items: &[Node], id: &str) -> u32 {
    let own = |item: &&Node| item.get("id").and_then(Node::as_str) == Some(id);
    items.iter().find(own).map_or(1, |item| item.place.start.line)
}

const BEHAVIOURS: &[&str] = &["document", "roadmap", "instrument", "registry", "indicator"];

fn sort_key(text: &str) -> SortKey {
    match text.strip_prefix('-') {
        Some(field) => SortKey { field: field.into(), descending: true },
        None => SortKey { field: text.into(), descending: false },
    }
}

fn name_field() -> Field {
    Field {
        id: "name".into(),
        label: Label::plain("name"),
        help: Label::default(),
        kind: Kind::Text,
        list: false,
        required: true,
        facet: false,
        search: 0.0,
        show: Show::default(),
        visible: Visible::Public,
    }
}
