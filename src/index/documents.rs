//! Records as the index wants them.

use std::collections::BTreeMap;

use metod_content::body::{Section, sections};
use metod_content::check::body::{blank, syntax};
use metod_content::model::record::{Body, objects};
use metod_content::model::{Field, Fields, Kind, Placed, Portal, Record, RecordIx, Schema, Value};

use super::irregular::FORMS;
use super::{FieldWeight, IndexDoc, Settings};
use crate::plan::{Plan, lists};

/// Every published record, in [`order`].
pub fn documents<'p>(portal: &'p Portal, plan: &'p Plan) -> impl Iterator<Item = IndexDoc> + 'p {
    order(portal).into_iter().filter_map(|ix| document_of(portal, plan, ix))
}

/// One record with its text, if that is kept in the portal; `None` when it has no page.
pub fn document_of(portal: &Portal, plan: &Plan, ix: RecordIx) -> Option<IndexDoc> {
    let body = portal.record(ix).body.as_ref();
    let text = body.map(|body: &Body| text_of(portal, ix, &body.text)).unwrap_or_default();
    document(portal, plan, ix, text)
}

/// The plain text of a record's body, as its page gives it.
pub fn text_of(portal: &Portal, ix: RecordIx, body: &str) -> Vec<Section> {
    let record = portal.record(ix);
    sections(body, &syntax(portal, record), &|name| blank(record, name))
}

/// Records in order of collection, facets, id and language: so documents have to be numbered, since equally good
/// ones are answered in this order, and columns of facets are the smaller the longer their values stay the same. The
/// facets of the home page come first: the search page counts them at once.
pub fn order(portal: &Portal) -> Vec<RecordIx> {
    let facets = portal.schemas.iter().map(|schema| (&*schema.id, facets(portal, schema)));
    let facets: BTreeMap<&str, Vec<&Field>> = facets.collect();
    let mut records: Vec<RecordIx> = portal.iter().map(|(ix, _)| ix).collect();
    records.sort_by_cached_key(|&ix| {
        let record = portal.record(ix);
        let own = facets.get(&*record.collection).into_iter().flatten();
        let values = own.map(|field| {
            let mut ids: Vec<&str> = lists::values(record, field).collect();
            ids.sort_unstable();
            ids
        });
        (&*record.collection, values.collect::<Vec<_>>(), &*record.id, &*record.lang)
    });
    records
}

/// The facets of a collection: those of the home page, then others.
fn facets<'p>(portal: &'p Portal, schema: &'p Schema) -> Vec<&'p Field> {
    let home = &portal.config.home_facets;
    let mut facets: Vec<&Field> = schema.facets().collect();
    facets.sort_by_cached_key(|field| {
        let name = format!("{}.{}", schema.id, field.id);
        home.iter().position(|facet| *facet == name).unwrap_or(home.len())
    });
    facets
}

/// One record, with the text of its body; `None` when it has no page.
pub fn document(
    portal: &Portal,
    plan: &Plan,
    ix: RecordIx,
    text: Vec<Section>,
) -> Option<IndexDoc> {
    let url = plan.record_address(ix)?.to_owned();
    let record = portal.record(ix);
    let schema = portal.schema(record)?;
    let mut doc = IndexDoc {
        collection: record.collection.to_string(),
        id: record.id.to_string(),
        lang: record.lang.to_string(),
        title: record.title().to_owned(),
        url,
        summary: record.summary().unwrap_or_default().to_owned(),
        date: record.date().map(|date| date.to_string()),
        ..IndexDoc::default()
    };
    let part = |part: Section| (part.anchor.unwrap_or_default(), part.heading, part.text);
    doc.sections.extend(text.into_iter().map(part));
    for field in searched(schema, record) {
        add_field(portal, record, field, &mut doc);
    }
    for field in schema.facets() {
        let ids = lists::values(record, field).map(|id| (field.id.to_string(), id.to_owned()));
        doc.facets.extend(ids);
    }
    Some(doc)
}

/// Fields with a weight, but title and summary, which the index keeps apart.
fn searched<'s>(schema: &'s Schema, record: &'s Record) -> impl Iterator<Item = &'s Field> {
    schema.public().filter(|field| {
        field.search > 0.0 && field.id != record.title_field && &*field.id != "summary"
    })
}

fn add_field(portal: &Portal, record: &Record, field: &Field, doc: &mut IndexDoc) {
    let Kind::Object(declared) = &field.kind else {
        let texts: Vec<String> =
            record.fields.list(&field.id).iter().map(|v| words(portal, field, v)).collect();
        let text = texts.join("; ");
        if !text.is_empty() {
            doc.fields.push((FieldWeight::new(field.search), text));
        }
        return;
    };
    // Rows and sections are places of the page: a hit in one leads there.
    for (_, row) in objects(&record.fields, &field.id) {
        let (anchor, heading) = match (&*field.id, row.text("id")) {
            ("rows", Some(id)) => (format!("row-{id}"), String::new()),
            ("sections", Some(id)) => {
                (format!("part--{id}"), row.text("title").unwrap_or_default().to_owned())
            }
            _ => (String::new(), String::new()),
        };
        let text = object_words(portal, declared, row);
        if !text.is_empty() {
            doc.sections.push((anchor, heading, text));
        }
    }
}

/// Texts one after the other, with a full stop behind each that ends without a sign of its own.
fn as_sentences(texts: &[String]) -> String {
    let mut out = String::new();
    for text in texts {
        if !out.is_empty() {
            out.push_str(if out.ends_with(['.', '!', '?', '…', ';', ':']) { " " } else { ". " });
        }
        out.push_str(text.trim_end());
    }
    out
}

/// Searchable words of an object, in the order of the declaration.
fn object_words(portal: &Portal, declared: &[Field], fields: &Fields) -> String {
    let mut out = Vec::new();
    for field in declared.iter().filter(|field| field.search > 0.0) {
        for placed in fields.list(&field.id) {
            let text = words(portal, field, placed);
            if !text.is_empty() {
                out.push(text);
            }
        }
    }
    as_sentences(&out)
}

/// What a reader sees of a value.
fn words(portal: &Portal, field: &Field, placed: &Placed) -> String {
    match (&placed.value, &field.kind) {
        (Value::Vocabulary(id), Kind::Vocabulary(name)) => {
            let entry = portal.vocabularies.get(name).and_then(|words| words.get(id));
            let labels = entry.map(|entry| entry.label.all().map(|(_, text)| text));
            labels.map(|all| all.collect::<Vec<_>>().join(", ")).unwrap_or_default()
        }
        (Value::Reference(id), Kind::Reference { collection, .. }) => {
            portal.find(collection, id).map(|record| record.title().to_owned()).unwrap_or_default()
        }
        (Value::Free(fields), _) => fields.text("name").unwrap_or_default().to_owned(),
        (Value::Object(fields), Kind::Object(declared)) => object_words(portal, declared, fields),
        (Value::List(items), _) => {
            items.iter().map(|item| words(portal, field, item)).collect::<Vec<_>>().join("; ")
        }
        (value, _) => value.as_text().unwrap_or_default().to_owned(),
    }
}

/// Synonyms and abbreviations of all vocabularies, groups of expressions of one meaning; and the order of
/// their entries for the facets that use them.
pub fn settings(portal: &Portal) -> Settings {
    let mut settings = Settings::default();
    let irregular = FORMS.iter().map(|forms| forms.iter().map(|form| (*form).to_owned()).collect());
    settings.synonyms.extend(irregular);
    for (_, vocabulary) in portal.vocabularies.iter() {
        for entry in vocabulary.entries() {
            let mut group: Vec<String> =
                entry.label.all().map(|(_, text)| text.to_owned()).take(1).collect();
            group.extend(entry.abbr.iter().cloned());
            group.extend(entry.synonyms.iter().cloned());
            if group.len() > 1 {
                settings.synonyms.push(group);
            }
        }
    }
    for schema in portal.schemas.iter() {
        for field in schema.facets() {
            let Kind::Vocabulary(name) = &field.kind else {
                continue;
            };
            let entries = portal.vocabularies.get(name).into_iter().flat_map(|v| v.entries());
            // A field of the same name in another collection may have another vocabulary.
            let order = settings.order.entry(field.id.to_string()).or_default();
            for entry in entries {
                if !order.iter().any(|id| **id == *entry.id) {
                    order.push(entry.id.to_string());
                }
            }
        }
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::as_sentences;

    #[test]
    fn no_stop_follows_a_stop() {
        let texts = ["Провести совет.", "Школа", "Кто отвечает?", "директор "].map(str::to_owned);
        assert_eq!(as_sentences(&texts), "Провести совет. Школа. Кто отвечает? директор");
    }
}
