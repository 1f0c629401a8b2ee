//! A record's page.

use std::collections::BTreeMap;
use std::sync::Arc;

use metod_content::body::{self, Render};
use metod_content::check::body::{blank, syntax};
use metod_content::model::record::objects;
use metod_content::model::{Behaviour, Field, Kind, Record, RecordIx, Schema};
use serde::Serialize;

use super::super::RenderError;
use super::super::links::BodyLinks;
use super::super::shared::Setting;
use super::document::DocumentView;
use super::downloads::Download;
use super::fields::{Fact, Row};
use super::indicators::IndicatorsView;
use super::instrument::InstrumentView;
use super::registry::{MunicipalityView, OrganizationView, PersonView};
use super::review::ReviewView;
use super::roadmap::RoadmapView;
use super::{Badge, Html, Views};
use crate::plan::address;

/// Cards of one group of back-references.
const GROUP: usize = 10;

/// `record` of the theme's contract.
#[derive(Debug, Default, Serialize)]
pub(in super::super) struct RecordView {
    id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection: Option<CollectionView>,
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
    demo: bool,
    badges: Vec<Badge>,
    glance: Vec<Fact>,
    downloads: Vec<Download>,
    toc: Vec<TocItem>,
    #[serde(skip_serializing_if = "Option::is_none")]
    person: Option<PersonView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    organization: Option<OrganizationView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<MunicipalityView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<DocumentView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roadmap: Option<RoadmapView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instrument: Option<InstrumentView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    indicators: Option<IndicatorsView>,
    results: Vec<ResultView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    review: Option<ReviewView>,
    attachments: Vec<AttachmentView>,
    sources: Vec<SourceView>,
    passport: Vec<Row>,
    backrefs: Vec<Group>,
    related: Vec<Html>,
    /// The body's plain text: not for templates.
    #[serde(skip)]
    pub(in super::super) sections: Vec<body::Section>,
}

#[derive(Debug, Serialize)]
struct CollectionView {
    id: String,
    label: String,
    one: String,
    url: String,
}

/// An entry of the table of contents.
#[derive(Debug, Serialize)]
pub(super) struct TocItem {
    pub(super) level: u8,
    pub(super) text: String,
    pub(super) anchor: String,
}

#[derive(Debug, Serialize)]
struct ResultView {
    what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    unit: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sample: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
}

#[derive(Debug, Serialize)]
struct AttachmentView {
    name: String,
    url: String,
    size: String,
    kind: String,
}

#[derive(Debug, Serialize)]
struct SourceView {
    title: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Debug, Serialize)]
struct Group {
    label: String,
    cards: Vec<Html>,
    count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    all_url: Option<String>,
}

/// A record of the demonstration: people and figures are made up.
pub(super) fn is_demo(record: &Record) -> bool {
    record.fields.text("system") == Some("demo")
}

impl Views<'_> {
    /// `record` for this page.
    pub(in super::super) fn record(
        &self,
        ix: RecordIx,
        body: Option<&str>,
    ) -> Result<RecordView, RenderError> {
        let record = self.portal.record(ix);
        let Some(schema) = self.portal.schema(record) else {
            return Ok(RecordView::default());
        };
        let related = self.plan.related(self.portal, ix);
        let mut view = RecordView {
            id: record.id.to_string(),
            collection: Some(self.collection_view(schema)),
            title: self.title(record),
            summary: record.summary().map(|text| self.text(record, text)),
            demo: is_demo(record),
            glance: self.glance(record).into_iter().chain(self.support(record)).collect(),
            downloads: self.downloads(schema, ix),
            review: self.review(record),
            badges: self.level_badge(record).into_iter().collect(),
            results: self.results(record),
            attachments: self.attachments(record),
            sources: self.sources(record),
            passport: self.passport(record),
            backrefs: self.backrefs(ix)?,
            related: self.cards(related.iter().copied(), Setting::Mixed)?,
            ..RecordView::default()
        };
        if let Some(own) = &record.body {
            self.add_body(record, body.unwrap_or(&own.text), &mut view);
        }
        self.add_behaviours(ix, schema, &mut view);
        Ok(view)
    }

    fn collection_view(&self, schema: &Schema) -> CollectionView {
        let tag = &self.language.tag;
        let list = address::list_page(&self.language.prefix, &schema.id, 1);
        CollectionView {
            id: schema.id.to_string(),
            label: schema.label.get(tag).to_owned(),
            one: schema.one.get(tag).to_owned(),
            url: self.url(&list),
        }
    }

    fn add_body(&self, record: &Record, text: &str, view: &mut RecordView) {
        let links = BodyLinks { views: self, record };
        let blanks = |name: &str| blank(record, name);
        let (rendered, sections) = body::render_with_sections(
            text,
            &Render {
                syntax: syntax(self.portal, record),
                links: &links,
                highlight: self.highlighter,
                blanks: &blanks,
            },
        );
        view.toc = rendered
            .toc
            .into_iter()
            .map(|entry| TocItem { level: entry.level, text: entry.text, anchor: entry.anchor })
            .collect();
        view.body = Some(rendered.html);
        view.sections = sections;
    }

    fn add_behaviours(&self, ix: RecordIx, schema: &Schema, view: &mut RecordView) {
        let record = self.portal.record(ix);
        if schema.has(Behaviour::Document) {
            view.document = Some(self.document(ix));
        }
        if schema.has(Behaviour::Roadmap) {
            view.roadmap = Some(self.roadmap(record, schema, &mut view.toc));
        }
        if schema.has(Behaviour::Instrument) {
            view.instrument = Some(self.instrument(record, &mut view.toc));
        }
        if schema.has(Behaviour::Indicator) {
            view.indicators = Some(self.indicators(record, &mut view.toc));
        }
        match &*record.collection {
            "methodists" => view.person = Some(self.person(record, schema)),
            "organizations" => view.organization = Some(self.organization(ix)),
            "municipalities" => view.municipality = Some(self.municipality(ix)),
            _ => {}
        }
    }

    fn results(&self, record: &Record) -> Vec<ResultView> {
        objects(&record.fields, "results")
            .map(|(_, row)| ResultView {
                what: self.text(record, row.text("what").unwrap_or_default()),
                before: row.number("before").map(|value| self.locale.number(value)),
                after: row.number("after").map(|value| self.locale.number(value)),
                unit: row.text("unit").map(str::to_owned),
                sample: row.number("sample").map(|value| self.locale.number(value)),
                source: row.text("source").map(|text| self.text(record, text)),
            })
            .collect()
    }

    fn attachments(&self, record: &Record) -> Vec<AttachmentView> {
        record
            .attachments
            .iter()
            .filter(|file| self.pictures.get(&file.path).is_none() && !file.name.ends_with(".svg"))
            .map(|file| {
                let address = address::attachment(&record.collection, &record.id, &file.name);
                let extension = file.name.rsplit_once('.').map_or("", |(_, extension)| extension);
                AttachmentView {
                    name: file.name.clone(),
                    url: self.url(&metod_content::model::config::percent_encode(&address)),
                    size: self.locale.size(file.size),
                    kind: extension.to_lowercase(),
                }
            })
            .collect()
    }

    fn sources(&self, record: &Record) -> Vec<SourceView> {
        objects(&record.fields, "sources")
            .map(|(_, row)| SourceView {
                title: self.text(record, row.text("title").unwrap_or_default()),
                place: row.text("place").map(|text| self.text(record, text)),
                url: row.text("url").map(str::to_owned),
            })
            .collect()
    }

    /// Records that refer to this one, by collection and field.
    fn backrefs(&self, ix: RecordIx) -> Result<Vec<Group>, RenderError> {
        let mut groups: BTreeMap<(&Arc<str>, &Arc<str>), Vec<RecordIx>> = BTreeMap::new();
        // A reference names the record, whatever its language: they are kept with the first version.
        let record = self.portal.record(ix);
        let first = self.portal.find_ix(&record.collection, &record.id).unwrap_or(ix);
        for backref in self.portal.backrefs(first) {
            let shown = self.plan.record_address(backref.from).is_some()
                && self.in_language(backref.from) == backref.from;
            let schema = self.portal.schemas.get(&backref.collection);
            let field = schema.and_then(|s| told_under(s, &backref.field, &record.collection));
            let Some(field) =
                field.filter(|_| shown && !self.told_elsewhere(record, &backref.collection))
            else {
                continue;
            };
            let list = groups.entry((&backref.collection, &field.id)).or_default();
            if !list.contains(&backref.from) {
                list.push(backref.from);
            }
        }
        let mut told: Vec<(&Schema, &Field, Vec<RecordIx>)> = groups
            .into_iter()
            .filter_map(|((collection, field), list)| {
                let schema = self.portal.schemas.get(collection)?;
                Some((schema, schema.field(field)?, list))
            })
            .collect();
        told.sort_by_key(|(schema, ..)| (schema.nav.is_none(), schema.nav));
        told.into_iter().map(|(schema, field, list)| self.group(ix, schema, field, &list)).collect()
    }

    /// Bodies list their people and branches themselves.
    fn told_elsewhere(&self, record: &Record, from: &str) -> bool {
        match &*record.collection {
            "organizations" => matches!(from, "methodists" | "organizations"),
            "municipalities" => matches!(from, "methodists" | "organizations"),
            _ => false,
        }
    }

    fn group(
        &self,
        ix: RecordIx,
        schema: &Schema,
        field: &Field,
        list: &[RecordIx],
    ) -> Result<Group, RenderError> {
        let tag = &self.language.tag;
        let record = self.portal.record(ix);
        let references = schema
            .fields
            .iter()
            .filter(|other| matches!(&other.kind, Kind::Reference { collection, .. } if *collection == record.collection))
            .count();
        let label = schema.label.get(tag);
        // "Practices" says enough where practices refer to such records in one way only.
        let label = if references > 1 {
            format!("{label} ({})", field.label.get(tag).to_lowercase())
        } else {
            label.to_owned()
        };
        let all = field.facet.then(|| {
            let prefix = &self.language.prefix;
            address::facet_page(prefix, &schema.id, &field.id, &record.id, 1)
        });
        let all = all.filter(|address| list.len() > GROUP && self.plan.page(address).is_some());
        Ok(Group {
            label,
            cards: self.cards(list.iter().copied().take(GROUP), Setting::Group)?,
            count: list.len(),
            all_url: all.map(|address| self.url(&address)),
        })
    }
}

/// The field under which a page lists who refers to it. A reference deep inside a field (the organization
/// of an author) is told with the direct one, so that no record stands on the page twice.
fn told_under<'s>(schema: &'s Schema, field: &str, collection: &str) -> Option<&'s Field> {
    let direct = |field: &&Field| matches!(&field.kind, Kind::Reference { collection: other, .. } if **other == *collection);
    let own = schema.field(field)?;
    let told = Some(own).filter(direct).or_else(|| schema.fields.iter().find(direct));
    told.or(Some(own))
}
