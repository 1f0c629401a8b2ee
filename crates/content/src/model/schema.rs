//! Schemas: what a collection's records hold, declared once, as data.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::label::Label;
use crate::syntax::Place;

/// A collection's declaration.
#[derive(Clone, Debug)]
pub struct Schema {
    /// Name of the collection: its folder, its addresses, `<id>:` in links.
    pub id: Arc<str>,
    /// "Practices".
    pub label: Label,
    /// "Practice".
    pub one: Label,
    /// What the collection is for, in a sentence on its list page.
    pub intro: Label,
    /// Where its records lie.
    pub source: Source,
    /// Whether records have a text.
    pub body: BodyRule,
    /// Name of the field that names a record: `title` or `name`.
    pub title: Arc<str>,
    /// Order of lists.
    pub sort: Vec<SortKey>,
    /// What its records can do beyond having fields.
    pub behaviours: Vec<Behaviour>,
    /// Groups of fields of which a record needs at least one.
    pub any: Vec<Vec<Arc<str>>>,
    /// Place in the navigation, smaller first; `None` for collections that are not in it.
    pub nav: Option<i64>,
    /// Whether a record has a page of its own.
    pub pages: bool,
    /// The fields, common ones first, in the order in which they are shown.
    pub fields: Vec<Field>,
    /// Where the declaration stands.
    pub place: Place,
}

/// Where records lie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Markdown files in `content/<collection>/`.
    Content,
    /// Rows of `data/<collection>.(yaml|csv|xlsx)`.
    Table,
}

/// Whether records have a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyRule {
    /// A record without text is an error.
    Required,
    /// It may have one.
    Optional,
}

/// What a collection's records can do beyond having fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behaviour {
    /// Blanks, clauses, revisions.
    Document,
    /// Rows with deadlines.
    Roadmap,
    /// Sections, scale, bands.
    Instrument,
    /// People or bodies, consent, coverage.
    Registry,
    /// Points and targets.
    Indicator,
}

impl Behaviour {
    /// Reads the name used in schemas.
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "document" => Behaviour::Document,
            "roadmap" => Behaviour::Roadmap,
            "instrument" => Behaviour::Instrument,
            "registry" => Behaviour::Registry,
            "indicator" => Behaviour::Indicator,
            _ => return None,
        })
    }
}

/// One key of a sort order.
#[derive(Clone, Debug, PartialEq)]
pub struct SortKey {
    /// Field to sort by.
    pub field: Arc<str>,
    /// Largest first.
    pub descending: bool,
}

/// One field.
#[derive(Clone, Debug)]
pub struct Field {
    /// Name in files.
    pub id: Arc<str>,
    /// Name for people.
    pub label: Label,
    /// A sentence for editors.
    pub help: Label,
    /// What it holds.
    pub kind: Kind,
    /// Holds several values.
    pub list: bool,
    /// Must be given.
    pub required: bool,
    /// Lists can be narrowed by it.
    pub facet: bool,
    /// Weight of its words in search; 0 keeps them out.
    pub search: f32,
    /// Where readers see it.
    pub show: Show,
    /// Who may see it.
    pub visible: Visible,
}

/// What a field holds.
#[derive(Clone, Debug)]
pub enum Kind {
    /// One line or more of text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// Yes or no.
    Boolean,
    /// Year, month or day.
    Date,
    /// `{from, to}`.
    Period,
    /// http(s) address.
    Url,
    /// E-mail address.
    Email,
    /// A Russian deadline.
    Deadline,
    /// An id, `[a-z0-9-]+`.
    Id,
    /// Id in a vocabulary.
    Vocabulary(Arc<str>),
    /// Id in a collection.
    Reference {
        /// The collection.
        collection: Arc<str>,
        /// `{name: …}` and these further fields are allowed instead; `None` when they are not.
        free: Option<Vec<Field>>,
    },
    /// Named values.
    Object(Vec<Field>),
    /// Values by year.
    Years,
    /// Words by language.
    Label,
    /// Text values under names that the schema does not know.
    Map,
}

/// Where readers see a field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Show {
    /// Among the facts of the first screen.
    pub glance: bool,
    /// In the passport.
    pub passport: bool,
    /// On cards in lists.
    pub card: bool,
}

/// Who may see a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visible {
    /// Everyone.
    Public,
    /// Everyone, if the person's consent covers it.
    Consent,
    /// Nobody on the portal.
    Never,
}

impl Schema {
    /// The field named `id`.
    pub fn field(&self, id: &str) -> Option<&Field> {
        self.fields.iter().find(|field| &*field.id == id)
    }

    /// True when its records have `behaviour`.
    pub fn has(&self, behaviour: Behaviour) -> bool {
        self.behaviours.contains(&behaviour)
    }

    /// Fields that everyone may see. Pages, lists, search and exports go through this: what a person
    /// has to consent to comes from the consents, never from here.
    pub fn public(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.visible == Visible::Public)
    }

    /// Fields that lists can be narrowed by.
    pub fn facets(&self) -> impl Iterator<Item = &Field> {
        self.public().filter(|field| field.facet)
    }
}

/// All collections of a portal by id.
#[derive(Clone, Debug, Default)]
pub struct Schemas(BTreeMap<Arc<str>, Schema>);

impl Schemas {
    /// Adds or replaces a schema.
    pub fn insert(&mut self, schema: Schema) {
        self.0.insert(schema.id.clone(), schema);
    }

    /// The schema of collection `id`.
    pub fn get(&self, id: &str) -> Option<&Schema> {
        self.0.get(id)
    }

    /// All, by id.
    pub fn iter(&self) -> impl Iterator<Item = &Schema> {
        self.0.values()
    }

    /// Ids of all collections.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(|id| &**id)
    }
}
