//! The home page.

use serde::Serialize;

use super::super::RenderError;
use super::super::shared::Setting;
use super::{Html, Labelled, Views, paragraph};
use crate::plan::address;
use crate::plan::lists::{Collection, Facet};
use metod_content::body::typography;

/// Values of a facet shown on the home page.
const VALUES: usize = 12;
/// Newest records shown on the home page.
const LATEST: usize = 6;

/// `home` of the theme's contract.
#[derive(Debug, Serialize)]
pub(in super::super) struct Home {
    intro: String,
    facets: Vec<Quick>,
    collections: Vec<Tile>,
    systems: Vec<Tile>,
    latest: Vec<Html>,
    examples: Vec<Labelled>,
}

#[derive(Debug, Serialize)]
struct Quick {
    id: String,
    label: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    hint: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    all_url: Option<String>,
    values: Vec<Value>,
}

#[derive(Debug, Serialize)]
struct Value {
    label: String,
    count: usize,
    url: String,
}

#[derive(Debug, Serialize)]
pub(super) struct Tile {
    label: String,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<String>,
}

impl Views<'_> {
    /// `home` for this page.
    pub(in super::super) fn home(&self) -> Result<Home, RenderError> {
        let config = &self.portal.config;
        let summary = config.summary.get(&self.language.tag);
        let words = typography(&self.language.tag, summary);
        let intro = if summary.is_empty() { String::new() } else { paragraph(&words) };
        let facets = config.home_facets.iter().filter_map(|name| self.quick(name)).collect();
        Ok(Home {
            intro,
            facets,
            collections: self.collection_tiles(),
            systems: self.system_tiles(),
            latest: self.latest()?,
            examples: Vec::new(),
        })
    }

    /// `practices.difficulties`: the values with most records.
    fn quick(&self, name: &str) -> Option<Quick> {
        let (collection, field) = name.split_once('.')?;
        let (collection, facet) = self.facet(collection, field)?;
        let mut values: Vec<&crate::plan::lists::FacetValue> = facet.values.iter().collect();
        values.sort_by_key(|value| std::cmp::Reverse(value.records.len()));
        values.truncate(VALUES);
        let value = |value: &crate::plan::lists::FacetValue| {
            let prefix = &self.language.prefix;
            let address = address::facet_page(prefix, &collection.id, &facet.field, &value.id, 1);
            Value {
                label: value.label.clone(),
                count: value.records.len(),
                url: self.url(&address),
            }
        };
        let all = address::list_page(&self.language.prefix, &collection.id, 1);
        Some(Quick {
            id: facet.field.to_string(),
            label: format!(
                "{}: {}",
                self.collection_label(&collection.id),
                facet.label.to_lowercase()
            ),
            hint: None,
            all_url: (facet.values.len() > VALUES).then(|| self.url(&all)),
            values: values.into_iter().map(value).collect(),
        })
    }

    fn facet(&self, collection: &str, field: &str) -> Option<(&Collection, &Facet)> {
        let collection = self.language.collections.iter().find(|c| *c.id == *collection)?;
        let facet = collection.facets.iter().find(|facet| *facet.field == *field)?;
        Some((collection, facet))
    }

    pub(super) fn collection_tiles(&self) -> Vec<Tile> {
        let tag = &self.language.tag;
        self.language
            .collections
            .iter()
            .filter_map(|collection| {
                let schema = self.portal.schemas.get(&collection.id)?;
                schema.nav?;
                let address = address::list_page(&self.language.prefix, &collection.id, 1);
                let summary = schema.intro.get(tag);
                Some(Tile {
                    label: schema.label.get(tag).to_owned(),
                    url: self.url(&address),
                    count: Some(collection.records.len()),
                    summary: (!summary.is_empty()).then(|| summary.to_owned()),
                })
            })
            .collect()
    }

    /// The systems whose documents the portal holds: each leads to its documents, or to its
    /// roadmaps if it has none.
    fn system_tiles(&self) -> Vec<Tile> {
        let Some(systems) = self.portal.vocabularies.get("systems") else {
            return Vec::new();
        };
        systems
            .entries()
            .iter()
            .filter_map(|system| {
                let lists = ["documents", "roadmaps", "practices"];
                let address = lists.iter().find_map(|collection| {
                    let (collection, facet) = self.facet(collection, "system")?;
                    facet.values.iter().find(|value| value.id == system.id)?;
                    let prefix = &self.language.prefix;
                    Some(address::facet_page(prefix, &collection.id, "system", &system.id, 1))
                })?;
                Some(Tile {
                    label: system.label.get(&self.language.tag).to_owned(),
                    url: self.url(&address),
                    count: None,
                    summary: None,
                })
            })
            .collect()
    }

    fn latest(&self) -> Result<Vec<Html>, RenderError> {
        let wanted = &self.portal.config.home_latest;
        let collection = self.language.collections.iter().find(|c| *c.id == **wanted);
        let records = collection.map(|collection| collection.records.as_slice());
        let records = records.unwrap_or_default().iter().copied();
        self.cards(records.take(LATEST), Setting::Group)
    }
}
