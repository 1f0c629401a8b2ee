//! What readers call facets and their values, by language.

use metod_content::model::{Portal, Schema};
use metod_search::store::Labels;
use std::collections::BTreeMap;

use crate::plan::{Language, Plan};

/// Labels of every value that a published record has, by language. Fields of one name in several
/// collections are one facet; the first of them in the order of the navigation names it.
pub fn labels(portal: &Portal, plan: &Plan) -> BTreeMap<String, Labels> {
    let languages = plan.languages.iter();
    languages.map(|language| (language.tag.clone(), of_language(portal, language))).collect()
}

fn of_language(portal: &Portal, language: &Language) -> Labels {
    let mut fields: BTreeMap<String, (String, BTreeMap<String, String>)> = BTreeMap::new();
    let label = |schema: &Schema| schema.label.get(&language.tag).to_owned();
    for collection in &language.collections {
        if let Some(schema) = portal.schemas.get(&collection.id) {
            let (_, values) = fields.entry("collection".to_owned()).or_default();
            values.insert(collection.id.to_string(), label(schema));
        }
        for facet in &collection.facets {
            let (name, values) = fields.entry(facet.field.to_string()).or_default();
            if name.is_empty() {
                name.clone_from(&facet.label);
            }
            for value in &facet.values {
                values.entry(value.id.clone()).or_insert_with(|| value.label.clone());
            }
        }
    }
    Labels { fields }
}
