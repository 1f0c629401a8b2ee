//! The search page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::super::locale::ScriptWords;
use super::{Badge, Views};

use super::home::Tile;
use super::review::LEVELS;
use crate::plan::address;

/// `search` of the theme's contract.
#[derive(Debug, Serialize)]
pub(in super::super) struct Search {
    /// JSON for the script, safe between `<script>` tags.
    data: String,
    collections: Vec<Tile>,
}

/// What the script of the search page knows of the portal.
#[derive(Debug, Serialize)]
struct Data<'d> {
    words: BTreeMap<String, ScriptWords>,
    /// What one record of a collection is called.
    kinds: BTreeMap<&'d str, &'d str>,
    /// The badges of hits, by what the index calls them.
    badges: BTreeMap<&'d str, Badge>,
    /// Fields and labels of facets in the order in which they are shown.
    facets: Vec<(&'d str, &'d str)>,
    /// How many of them are shown unfolded.
    unfolded: usize,
    /// By field and value: the list of methodists for it.
    people: BTreeMap<&'d str, BTreeMap<&'d str, String>>,
    /// The list of all methodists.
    #[serde(skip_serializing_if = "Option::is_none")]
    everybody: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<&'d str>,
}

/// The collection of those who can be asked.
const PEOPLE: &str = "methodists";
/// The facet by which people are asked.
const SUBJECTS: &str = "subjects";

impl Views<'_> {
    /// `search` for this page.
    pub(in super::super) fn search(&self) -> Search {
        let data = serde_json::to_string(&self.search_data()).unwrap_or_default();
        Search {
            // `</script>` and `<!--` would end or change the element around.
            data: data.replace('<', "\\u003c"),
            collections: self.collection_tiles(),
        }
    }

    fn search_data(&self) -> Data<'_> {
        let prefix = &self.language.prefix;
        let collections = &self.language.collections;
        let kinds = collections.iter().filter_map(|collection| {
            let schema = self.portal.schemas.get(&collection.id)?;
            Some((&*collection.id, schema.one.get(&self.language.tag)))
        });
        let (facets, unfolded) = self.search_facets();
        let people = collections.iter().find(|collection| &*collection.id == PEOPLE);
        let mut by_value = BTreeMap::new();
        let asked = people.into_iter().flat_map(|people| &people.facets);
        for facet in asked.filter(|facet| &*facet.field == SUBJECTS) {
            let list =
                |id: &str| self.url(&address::facet_page(prefix, PEOPLE, &facet.field, id, 1));
            let lists = facet.values.iter().map(|value| (&*value.id, list(&value.id)));
            by_value.insert(&*facet.field, lists.collect());
        }
        let operator = self.portal.config.operator.as_ref();
        Data {
            words: self.locale.script_words("find-"),
            kinds: kinds.collect(),
            badges: LEVELS.into_iter().map(|level| (level, self.badge_of(level))).collect(),
            facets,
            unfolded,
            people: by_value,
            everybody: people.map(|_| self.url(&address::list_page(prefix, PEOPLE, 1))),
            email: operator.and_then(|operator| operator.email.as_deref()),
        }
    }

    /// Facets with their labels, those of the home page first; and how many these are. The script knows
    /// what to call those that the index adds.
    fn search_facets(&self) -> (Vec<(&str, &str)>, usize) {
        let all = || self.language.collections.iter().flat_map(|collection| &collection.facets);
        let mut facets = vec![("collection", "")];
        let mut add = |field: &str| {
            let known = all().find(|facet| *facet.field == *field);
            if let Some(facet) = known.filter(|_| facets.iter().all(|(name, _)| *name != field)) {
                facets.push((&facet.field, &facet.label));
            }
            facets.len()
        };
        let home = self.portal.config.home_facets.iter();
        let home = home.filter_map(|name| name.split_once('.'));
        let unfolded = home.map(|(_, field)| add(field)).max().unwrap_or(1);
        all().for_each(|facet| _ = add(&facet.field));
        facets.extend([("level", ""), ("lang", "")]);
        (facets, unfolded)
    }
}
