//! Collections sorted once per language, with their facets counted.

use std::collections::BTreeMap;
use std::sync::Arc;

use metod_content::model::schema::SortKey;
use metod_content::model::{Field, Kind, Placed, Portal, Record, RecordIx, Schema, Value};
use rayon::prelude::*;

use super::collate::Collation;

/// A collection in one language.
#[derive(Debug)]
pub struct Collection {
    /// Its id.
    pub id: Arc<str>,
    /// Its records in the order of its schema; each in the list's language where there is such a
    /// version, else in the portal's own.
    pub records: Vec<RecordIx>,
    /// What the list can be narrowed by.
    pub facets: Vec<Facet>,
}

/// One way to narrow a list.
#[derive(Debug)]
pub struct Facet {
    /// The field.
    pub field: Arc<str>,
    /// Its label.
    pub label: String,
    /// Values that occur, most records first within the order of the vocabulary or by name.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Debug)]
pub struct FacetValue {
    /// Id of the vocabulary's entry or of the record.
    pub id: String,
    /// What readers see.
    pub label: String,
    /// Records that have it, in the order of the list.
    pub records: Vec<RecordIx>,
}

/// Collections that have records, in the order of the navigation.
pub fn collections(
    portal: &Portal,
    lang: &str,
    published: &(impl Fn(RecordIx) -> bool + Sync),
) -> Vec<Collection> {
    let collation = Collation::new(lang);
    let mut schemas: Vec<&Schema> = portal.schemas.iter().collect();
    schemas.sort_by_key(|schema| (schema.nav.is_none(), schema.nav, schema.id.clone()));
    let chosen = choose(portal, lang, published);
    schemas
        .par_iter()
        .filter_map(|schema| {
            let records = chosen.get(&*schema.id)?;
            let records = sorted(portal, schema, records, &collation);
            let fields: Vec<&Field> = schema.facets().collect();
            let facets = fields
                .into_par_iter()
                .map(|field| facet(portal, field, &records, lang, &collation))
                .filter(|facet| !facet.values.is_empty())
                .collect();
            Some(Collection { id: schema.id.clone(), records, facets })
        })
        .collect()
}

/// One version of each published record: in `lang` if there is one, else the first.
fn choose<'p>(
    portal: &'p Portal,
    lang: &str,
    published: &impl Fn(RecordIx) -> bool,
) -> BTreeMap<&'p str, Vec<RecordIx>> {
    let mut out: BTreeMap<&str, Vec<RecordIx>> = BTreeMap::new();
    let mut last: Option<(&str, &str)> = None;
    for (ix, record) in portal.iter().filter(|(ix, _)| published(*ix)) {
        let list = out.entry(&record.collection).or_default();
        let key = (&*record.collection, &*record.id);
        if last == Some(key) {
            if *record.lang == *lang
                && let Some(kept) = list.last_mut()
            {
                *kept = ix;
            }
        } else {
            list.push(ix);
            last = Some(key);
        }
    }
    out
}

/// A key by which one record sorts, smallest first.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Bytes(Vec<u8>),
    Descending(std::cmp::Reverse<Vec<u8>>),
}

fn sorted(
    portal: &Portal,
    schema: &Schema,
    records: &[RecordIx],
    collation: &Collation,
) -> Vec<RecordIx> {
    let mut keyed: Vec<(Vec<Key>, &str, RecordIx)> = records
        .par_iter()
        .map(|&ix| {
            let record = portal.record(ix);
            let keys = schema.sort.iter().map(|key| sort_key(portal, record, key, collation));
            (keys.collect(), &*record.id, ix)
        })
        .collect();
    keyed.sort();
    keyed.into_iter().map(|(_, _, ix)| ix).collect()
}

fn sort_key(portal: &Portal, record: &Record, key: &SortKey, collation: &Collation) -> Key {
    let bytes = match record.fields.get(&key.field).map(|placed| &placed.value) {
        Some(Value::Number(number)) => ordered_bits(number.value).to_be_bytes().to_vec(),
        Some(Value::Date(date)) => date.first_day().to_string().into_bytes(),
        Some(Value::Vocabulary(id)) => vocabulary_rank(portal, record, key, id),
        Some(value) => collation.key(value.as_text().unwrap_or_default()),
        None if &*key.field == "date" => {
            let date = record.date().map(|date| date.first_day().to_string());
            date.unwrap_or_default().into_bytes()
        }
        None => Vec::new(),
    };
    if key.descending { Key::Descending(std::cmp::Reverse(bytes)) } else { Key::Bytes(bytes) }
}

fn vocabulary_rank(portal: &Portal, record: &Record, key: &SortKey, id: &str) -> Vec<u8> {
    let field = portal.schema(record).and_then(|schema| schema.field(&key.field));
    let rank = match field.map(|field| &field.kind) {
        Some(Kind::Vocabulary(name)) => {
            portal.vocabularies.get(name).and_then(|words| words.rank(id))
        }
        _ => None,
    };
    (rank.unwrap_or(usize::MAX) as u64).to_be_bytes().to_vec()
}

/// Bits of a float that sort as the float does.
fn ordered_bits(value: f64) -> u64 {
    let bits = value.to_bits();
    if bits >> 63 == 0 { bits | (1 << 63) } else { !bits }
}

fn facet(
    portal: &Portal,
    field: &Field,
    records: &[RecordIx],
    lang: &str,
    collation: &Collation,
) -> Facet {
    let mut by_id: BTreeMap<&str, Vec<RecordIx>> = BTreeMap::new();
    for &ix in records {
        for id in values(portal.record(ix), field) {
            let list = by_id.entry(id).or_default();
            if list.last() != Some(&ix) {
                list.push(ix);
            }
        }
    }
    let mut values: Vec<(Vec<u8>, FacetValue)> = by_id
        .into_iter()
        .filter_map(|(id, records)| {
            let (order, label) = value_label(portal, field, id, lang, collation)?;
            Some((order, FacetValue { id: id.to_owned(), label, records }))
        })
        .collect();
    values.sort_by(|a, b| a.0.cmp(&b.0));
    Facet {
        field: field.id.clone(),
        label: field.label.get(lang).to_owned(),
        values: values.into_iter().map(|(_, value)| value).collect(),
    }
}

/// Ids that a record has in a facet's field.
pub fn values<'r>(record: &'r Record, field: &Field) -> impl Iterator<Item = &'r str> {
    record.fields.list(&field.id).iter().filter_map(id_of)
}

fn id_of(placed: &Placed) -> Option<&str> {
    match &placed.value {
        Value::Vocabulary(id) | Value::Reference(id) => Some(id),
        Value::Text(text) if metod_content::slug::is_slug(text) => Some(text),
        _ => None,
    }
}

/// Order and label of a facet's value: the vocabulary's own order, records by name.
fn value_label(
    portal: &Portal,
    field: &Field,
    id: &str,
    lang: &str,
    collation: &Collation,
) -> Option<(Vec<u8>, String)> {
    match &field.kind {
        Kind::Vocabulary(name) => {
            let vocabulary = portal.vocabularies.get(name)?;
            let rank = (vocabulary.rank(id)? as u64).to_be_bytes().to_vec();
            Some((rank, vocabulary.get(id)?.label.get(lang).to_owned()))
        }
        Kind::Reference { collection, .. } => {
            let title = portal.find(collection, id)?.title();
            Some((collation.key(title), title.to_owned()))
        }
        _ => Some((collation.key(id), id.to_owned())),
    }
}
