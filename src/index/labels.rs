//! The words by which readers know facets and their values.

use metod_content::model::{Kind, Portal, Schema};
use metod_search::store::Labels;
use std::collections::BTreeMap;

use super::Index;

/// Labels of all facets of the index and of the values that occur, by language of the portal.
pub fn labels(portal: &Portal, index: &Index) -> BTreeMap<String, Labels> {
    let languages = portal.config.languages.iter();
    languages.map(|lang| (lang.clone(), in_language(portal, index, lang))).collect()
}

fn in_language(portal: &Portal, index: &Index, lang: &str) -> Labels {
    let mut out = Labels::default();
    let schemas = || portal.schemas.iter();
    for (name, column) in &index.columns {
        let declared =
            |schema: &'_ Schema| schema.facets().find(|field| *field.id == **name).cloned();
        let fields: Vec<_> = schemas().filter_map(declared).collect();
        let label = fields.first().map(|field| field.label.get(lang).to_owned());
        let value = |id: &str| -> Option<String> {
            if name == "collection" {
                let schema = schemas().find(|schema| *schema.id == *id)?;
                return Some(schema.label.get(lang).to_owned());
            }
            // A field of this name may have another vocabulary in another collection.
            fields.iter().find_map(|field| match &field.kind {
                Kind::Vocabulary(name) => {
                    let entry = portal.vocabularies.get(name)?.get(id)?;
                    Some(entry.label.get(lang).to_owned())
                }
                Kind::Reference { collection, .. } => {
                    let variants = portal.variants(collection, id).iter();
                    let mut records = variants.map(|&ix| portal.record(ix));
                    let own = records.clone().find(|record| *record.lang == *lang);
                    own.or_else(|| records.next()).map(|record| record.title().to_owned())
                }
                _ => None,
            })
        };
        let values = column.values.iter().filter_map(|id| Some((id.clone(), value(id)?))).collect();
        out.fields.insert(name.clone(), (label.unwrap_or_default(), values));
    }
    out
}
