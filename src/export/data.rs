//! The public records as JSON: `data/<collection>.json`, and `data/index.json` that names them. The
//! format is described in `docs/json.md`; [`super::schema`] declares it.

use metod_content::date::{CivilDate, PartialDate};
use metod_content::model::schema::Visible;
use metod_content::model::{Field, Fields, Kind, Label, Placed, Record, RecordIx, Schema, Value};
use rayon::prelude::*;
use serde::Serialize;
use serde::ser::{SerializeMap, SerializeSeq, Serializer};

use super::facts::{Words, summary, title};
use super::{ExportError, Job, Material, schema};

/// Version of the format. It grows when a key changes its meaning or goes away; new keys may come.
const VERSION: u32 = 1;
/// Records that one thread turns into text at a time.
const CHUNK: usize = 64;

/// Fields that say how a record is published and not what it says.
pub(super) const TECHNICAL: [&str; 4] = ["lang", "draft", "aliases", "updated"];

/// The files of all collections and their index.
pub(super) fn jobs<'m>(material: Material<'m>) -> Vec<Job<'m>> {
    let mut jobs = vec![
        Job::new("data/index.json", move || index(material)),
        schema::job("index", schema::of_index),
        schema::job("vocabularies", schema::of_vocabularies),
    ];
    for schema in collections(material) {
        let id = &schema.id;
        jobs.push(Job::new(format!("data/{id}.json"), move || collection(material, schema)));
        jobs.push(schema::job(id, move || schema::of_collection(schema, material.portal)));
    }
    jobs
}

/// Collections with published records, in the order of the navigation.
pub(super) fn collections<'m>(material: Material<'m>) -> impl Iterator<Item = &'m Schema> {
    let own = material.plan.languages.first();
    let all = own.into_iter().flat_map(|language| &language.collections);
    all.filter_map(move |collection| material.portal.schemas.get(&collection.id))
}

/// Fields whose values everybody may have.
pub(super) fn public(fields: &[Field]) -> impl Iterator<Item = &Field> {
    fields.iter().filter(|field| field.visible == Visible::Public)
}

/// Public fields of records, those that the record says elsewhere left out.
pub(super) fn of_records(schema: &Schema) -> impl Iterator<Item = &Field> {
    let elsewhere = |id: &str| TECHNICAL.contains(&id) || id == "title" || id == "summary";
    public(&schema.fields).filter(move |field| !elsewhere(&field.id) && field.id != schema.title)
}

#[derive(Serialize)]
struct Index<'m> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: u32,
    title: Words<'m>,
    region: Words<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_url: Option<&'m str>,
    as_of: String,
    languages: &'m [String],
    demo: bool,
    collections: Vec<Listed<'m>>,
    vocabularies: ListedVocabularies,
}

#[derive(Serialize)]
struct Listed<'m> {
    id: &'m str,
    label: Words<'m>,
    count: usize,
    url: String,
    schema: String,
}

#[derive(Serialize)]
struct ListedVocabularies {
    count: usize,
    url: &'static str,
    schema: &'static str,
    skos: &'static str,
}

fn index<'m>(material: Material<'m>) -> Result<Vec<u8>, ExportError> {
    let config = &material.portal.config;
    let listed = |schema: &'m Schema| {
        let Schema { id, label, .. } = schema;
        Listed {
            id,
            label: material.words(label),
            count: records(material, schema).count(),
            url: format!("data/{id}.json"),
            schema: schema::address(id),
        }
    };
    pretty(&Index {
        schema: "schema/index.schema.json",
        version: VERSION,
        title: material.words(&config.title),
        region: material.words(&config.region),
        base_url: material.base_url,
        as_of: material.as_of.to_string(),
        languages: &config.languages,
        demo: config.demo,
        collections: collections(material).map(listed).collect(),
        vocabularies: ListedVocabularies {
            count: material.portal.vocabularies.iter().count(),
            url: "data/vocabularies.json",
            schema: "data/schema/vocabularies.schema.json",
            skos: "data/vocabularies.ttl",
        },
    })
}

/// JSON with its lines indented, for files that people read.
pub(super) fn pretty(value: &impl Serialize) -> Result<Vec<u8>, ExportError> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(refused)?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn refused(error: serde_json::Error) -> ExportError {
    ExportError(error.to_string())
}

fn records<'m>(
    material: Material<'m>,
    schema: &'m Schema,
) -> impl Iterator<Item = (RecordIx, &'m Record, &'m str)> {
    material.published().filter(move |(_, record, _)| record.collection == schema.id)
}

#[derive(Serialize)]
struct Head<'m> {
    #[serde(rename = "$schema")]
    schema: String,
    version: u32,
    collection: &'m str,
    label: Words<'m>,
    #[serde(skip_serializing_if = "Option::is_none")]
    base_url: Option<&'m str>,
    as_of: String,
    count: usize,
}

/// One record a line, so that two versions of the file can be compared.
fn collection<'m>(material: Material<'m>, schema: &'m Schema) -> Result<Vec<u8>, ExportError> {
    let all: Vec<_> = records(material, schema).collect();
    let head = Head {
        schema: format!("schema/{}.schema.json", schema.id),
        version: VERSION,
        collection: &schema.id,
        label: material.words(&schema.label),
        base_url: material.base_url,
        as_of: material.as_of.to_string(),
        count: all.len(),
    };
    let mut out = serde_json::to_vec(&head).map_err(refused)?;
    out.pop();
    out.extend_from_slice(b",\"records\":[");
    let lines: Vec<Vec<u8>> = all
        .par_chunks(CHUNK)
        .map(|chunk| {
            let mut lines = Vec::new();
            for &(_, record, address) in chunk {
                lines.extend_from_slice(b"\n");
                let view = RecordView { material, schema, record, address };
                serde_json::to_writer(&mut lines, &view).map_err(refused)?;
                lines.push(b',');
            }
            Ok(lines)
        })
        .collect::<Result<_, ExportError>>()?;
    lines.iter().for_each(|lines| out.extend_from_slice(lines));
    if out.last() == Some(&b',') {
        out.pop();
    }
    out.extend_from_slice(b"\n]}\n");
    Ok(out)
}

struct RecordView<'m> {
    material: Material<'m>,
    schema: &'m Schema,
    record: &'m Record,
    address: &'m str,
}

impl Serialize for RecordView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let RecordView { material, schema, record, address } = *self;
        let day = |day: Option<CivilDate>| day.map(|day| day.to_string());
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", &*record.id)?;
        map.serialize_entry("lang", &*record.lang)?;
        map.serialize_entry("title", &title(record))?;
        entry(&mut map, "summary", summary(record))?;
        map.serialize_entry("url", address)?;
        entry(&mut map, "created", day(material.created(record)))?;
        entry(&mut map, "updated", day(material.updated(record)))?;
        entry(&mut map, "review", review(material, record))?;
        let around = Around { material, lang: &record.lang };
        let declared: Vec<&Field> = of_records(schema).collect();
        map.serialize_entry("fields", &FieldsView { around, declared, fields: &record.fields })?;
        map.end()
    }
}

fn entry<M: SerializeMap>(
    map: &mut M,
    key: &str,
    value: Option<impl Serialize>,
) -> Result<(), M::Error> {
    value.map_or(Ok(()), |value| map.serialize_entry(key, &value))
}

/// What reviewers together say of a practice; single sheets are on its page.
#[derive(Serialize)]
struct Review {
    level: Term,
    experts: usize,
    mean: f64,
    maximum: f64,
}

fn review(material: Material<'_>, record: &Record) -> Option<Review> {
    if &*record.collection != "practices" {
        return None;
    }
    let found = material.portal.assessment(&record.id)?;
    let label = material.portal.label("levels", &found.level, &record.lang);
    Some(Review {
        level: Term { id: found.level, label },
        experts: found.count,
        mean: (found.mean * 10.0).round() / 10.0,
        maximum: found.maximum,
    })
}

#[derive(Serialize)]
struct Term {
    id: String,
    label: String,
}

/// What values are read with.
#[derive(Clone, Copy)]
struct Around<'m> {
    material: Material<'m>,
    lang: &'m str,
}

struct FieldsView<'m> {
    around: Around<'m>,
    declared: Vec<&'m Field>,
    fields: &'m Fields,
}

impl Serialize for FieldsView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let FieldsView { around, fields, .. } = *self;
        let mut map = serializer.serialize_map(None)?;
        for &field in &self.declared {
            let Some(placed) = fields.get(&field.id) else {
                continue;
            };
            if field.list {
                let items = fields.list(&field.id);
                map.serialize_entry(&*field.id, &ItemsView { around, field, items })?;
            } else {
                map.serialize_entry(&*field.id, &ValueView { around, field, placed })?;
            }
        }
        map.end()
    }
}

struct ItemsView<'m> {
    around: Around<'m>,
    field: &'m Field,
    items: &'m [Placed],
}

impl Serialize for ItemsView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ItemsView { around, field, items } = *self;
        let mut seq = serializer.serialize_seq(Some(items.len()))?;
        for placed in items {
            seq.serialize_element(&ValueView { around, field, placed })?;
        }
        seq.end()
    }
}

struct ValueView<'m> {
    around: Around<'m>,
    field: &'m Field,
    placed: &'m Placed,
}

impl Serialize for ValueView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ValueView { around, field, placed } = *self;
        match (&placed.value, &field.kind) {
            (Value::Text(text), _) => serializer.serialize_str(text),
            (Value::Number(number), _) => serialize_number(number.value, serializer),
            (Value::Bool(flag), _) => serializer.serialize_bool(*flag),
            (Value::Date(date), _) => serializer.collect_str(date),
            (Value::Period(from, to), _) => period(*from, *to, serializer),
            (Value::Deadline(deadline), _) => {
                let mut map = serializer.serialize_map(None)?;
                map.serialize_entry("text", &deadline.text)?;
                let day = |day: Option<CivilDate>| day.map(|day| day.to_string());
                entry(&mut map, "from", day(deadline.term.first_date()))?;
                entry(&mut map, "due", day(deadline.term.due()))?;
                map.end()
            }
            (Value::Vocabulary(id), Kind::Vocabulary(name)) => {
                let label = around.material.portal.label(name, id, around.lang);
                Term { id: id.clone(), label }.serialize(serializer)
            }
            (Value::Reference(id), Kind::Reference { collection, .. }) => {
                around.reference(collection, id, serializer)
            }
            (Value::Vocabulary(id) | Value::Reference(id), _) => serializer.serialize_str(id),
            (
                Value::Free(fields) | Value::Object(fields),
                Kind::Object(declared) | Kind::Reference { free: Some(declared), .. },
            ) => {
                let declared = public(declared).collect();
                FieldsView { around, declared, fields }.serialize(serializer)
            }
            (Value::Free(fields) | Value::Object(fields), _) => texts(fields, serializer),
            (Value::List(items), _) => ItemsView { around, field, items }.serialize(serializer),
            (Value::Years(years), _) => {
                let view = |placed| ValueView { around, field, placed };
                serializer.collect_map(years.iter().map(|(year, value)| (year, view(value))))
            }
            (Value::Label(label), _) => around.label(label).serialize(serializer),
        }
    }
}

impl<'m> Around<'m> {
    fn label(self, label: &'m Label) -> Words<'m> {
        self.material.words(label)
    }

    /// `{id, title, url}`; of what is not published only the id.
    fn reference<S: Serializer>(
        self,
        collection: &str,
        id: &str,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let material = self.material;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("id", id)?;
        if let Some(ix) = material.target(collection, id, self.lang) {
            map.serialize_entry("title", &title(material.portal.record(ix)))?;
            entry(&mut map, "url", material.plan.record_address(ix))?;
        }
        map.end()
    }
}

/// Whole numbers without a fraction: a count is not 12.0.
fn serialize_number<S: Serializer>(value: f64, serializer: S) -> Result<S::Ok, S::Error> {
    // Up to 2^53 every whole number is itself as a float.
    let whole = value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0;
    if whole { serializer.serialize_i64(value as i64) } else { serializer.serialize_f64(value) }
}

fn period<S: Serializer>(
    from: Option<PartialDate>,
    to: Option<PartialDate>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(None)?;
    entry(&mut map, "from", from.map(|date| date.to_string()))?;
    entry(&mut map, "to", to.map(|date| date.to_string()))?;
    map.end()
}

/// Values under names that no schema knows.
fn texts<S: Serializer>(fields: &Fields, serializer: S) -> Result<S::Ok, S::Error> {
    let texts = fields.iter();
    serializer.collect_map(
        texts.filter_map(|(name, placed)| placed.value.as_text().map(|text| (name, text))),
    )
}
