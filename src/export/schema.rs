//! JSON Schemas (draft 2020-12) of the files under `data/`, from the same declarations as the files.

use metod_content::model::{Field, Kind, Portal, Schema};
use serde_json::{Map, Value, json};

use super::data::{of_records, pretty, public};
use super::{ExportError, Job};

const DRAFT: &str = "https://json-schema.org/draft/2020-12/schema";

/// Address of the schema of `data/<name>.json`.
pub(super) fn address(name: &str) -> String {
    format!("data/schema/{name}.schema.json")
}

/// The file with a schema.
pub(super) fn job<'m>(name: &str, make: impl Fn() -> Value + Send + Sync + 'm) -> Job<'m> {
    Job::new(address(name), move || -> Result<Vec<u8>, ExportError> { pretty(&make()) })
}

/// `data/<collection>.json`.
pub(super) fn of_collection(schema: &Schema, portal: &Portal) -> Value {
    let lang = portal.config.lang();
    let fields = object(of_records(schema), lang);
    let mut properties = json!({
        "id": {"$ref": "#/$defs/id"},
        "lang": {"$ref": "#/$defs/lang"},
        "title": {"type": "string"},
        "summary": {"type": "string"},
        "url": {"type": "string"},
        "created": {"$ref": "#/$defs/day"},
        "updated": {"$ref": "#/$defs/day"},
        "fields": fields,
    });
    if &*schema.id == "practices" {
        properties["review"] = closed(
            json!({
                "level": {"$ref": "#/$defs/term", "x-vocabulary": "levels"},
                "experts": {"type": "integer"},
                "mean": {"type": "number"},
                "maximum": {"type": "number"},
            }),
            &["level", "experts", "mean", "maximum"],
        );
    }
    let record = closed(properties, &["id", "lang", "title", "url", "fields"]);
    let head = json!({
        "$schema": {"type": "string"},
        "version": {"const": 1},
        "collection": {"const": &*schema.id},
        "label": {"$ref": "#/$defs/label"},
        "base_url": {"type": "string", "format": "uri"},
        "as_of": {"$ref": "#/$defs/day"},
        "count": {"type": "integer"},
        "records": {"type": "array", "items": record},
    });
    let required = ["version", "collection", "label", "as_of", "count", "records"];
    file(schema.label.get(lang), closed(head, &required))
}

/// `data/index.json`.
pub(super) fn of_index() -> Value {
    let collection = json!({
        "id": {"$ref": "#/$defs/id"},
        "label": {"$ref": "#/$defs/label"},
        "count": {"type": "integer"},
        "url": {"type": "string"},
        "schema": {"type": "string"},
    });
    let vocabularies = json!({
        "count": {"type": "integer"},
        "url": {"type": "string"},
        "schema": {"type": "string"},
        "skos": {"type": "string"},
    });
    let listed = closed(collection, &["id", "label", "count", "url", "schema"]);
    let head = json!({
        "$schema": {"type": "string"},
        "version": {"const": 1},
        "title": {"$ref": "#/$defs/label"},
        "region": {"$ref": "#/$defs/label"},
        "base_url": {"type": "string", "format": "uri"},
        "as_of": {"$ref": "#/$defs/day"},
        "languages": {"type": "array", "items": {"$ref": "#/$defs/lang"}},
        "demo": {"type": "boolean"},
        "collections": {"type": "array", "items": listed},
        "vocabularies": closed(vocabularies, &["count", "url", "schema", "skos"]),
    });
    let required = ["version", "title", "as_of", "languages", "collections", "vocabularies"];
    file("index", closed(head, &required))
}

/// `data/vocabularies.json`.
pub(super) fn of_vocabularies() -> Value {
    let texts = json!({"type": "array", "items": {"type": "string"}});
    let entry = json!({
        "id": {"type": "string"},
        "label": {"$ref": "#/$defs/label"},
        "abbr": texts,
        "synonyms": texts,
        "broader": {"type": "string"},
    });
    let entries = json!({"type": "array", "items": closed(entry, &["id", "label"])});
    let vocabulary =
        closed(json!({"id": {"type": "string"}, "entries": entries}), &["id", "entries"]);
    let head = json!({
        "$schema": {"type": "string"},
        "version": {"const": 1},
        "vocabularies": {"type": "array", "items": vocabulary},
    });
    file("vocabularies", closed(head, &["version", "vocabularies"]))
}

/// An object with these properties and no others.
fn closed(properties: Value, required: &[&str]) -> Value {
    json!({
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A whole schema with the definitions that all of them share.
fn file(title: &str, mut schema: Value) -> Value {
    schema["$schema"] = json!(DRAFT);
    schema["title"] = json!(title);
    let date = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";
    schema["$defs"] = json!({
        "id": {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"},
        "lang": {"type": "string", "pattern": "^[a-z]{2,3}$"},
        "day": {"type": "string", "format": "date"},
        "date": {"type": "string", "pattern": date},
        "label": {"type": "object", "additionalProperties": {"type": "string"}},
        "term": closed(json!({"id": {"type": "string"}, "label": {"type": "string"}}), &["id", "label"]),
        "reference": closed(
            json!({
                "id": {"$ref": "#/$defs/id"},
                "title": {"type": "string"},
                "url": {"type": "string"},
            }),
            &["id"],
        ),
        "period": closed(
            json!({"from": {"$ref": "#/$defs/date"}, "to": {"$ref": "#/$defs/date"}}),
            &[],
        ),
        "deadline": closed(
            json!({
                "text": {"type": "string"},
                "from": {"$ref": "#/$defs/day"},
                "due": {"$ref": "#/$defs/day"},
            }),
            &["text"],
        ),
    });
    schema
}

fn object<'f>(fields: impl Iterator<Item = &'f Field>, lang: &str) -> Value {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for declared in fields {
        if declared.required {
            required.push(&*declared.id);
        }
        properties.insert(declared.id.to_string(), field(declared, lang));
    }
    closed(Value::Object(properties), &required)
}

fn field(field: &Field, lang: &str) -> Value {
    let mut one = kind(&field.kind, lang);
    if field.list {
        one = json!({"type": "array", "items": one});
    }
    one["title"] = json!(field.label.get(lang));
    if !field.help.is_empty() {
        one["description"] = json!(field.help.get(lang));
    }
    one
}

fn kind(kind: &Kind, lang: &str) -> Value {
    let shared = |name: &str| json!({"$ref": format!("#/$defs/{name}")});
    match kind {
        Kind::Text => json!({"type": "string"}),
        Kind::Integer => json!({"type": "integer"}),
        Kind::Number => json!({"type": "number"}),
        Kind::Boolean => json!({"type": "boolean"}),
        Kind::Date => shared("date"),
        Kind::Period => shared("period"),
        Kind::Url => json!({"type": "string", "format": "iri"}),
        Kind::Email => json!({"type": "string", "format": "email"}),
        Kind::Deadline => shared("deadline"),
        Kind::Id => shared("id"),
        Kind::Vocabulary(name) => json!({"$ref": "#/$defs/term", "x-vocabulary": &**name}),
        Kind::Reference { collection, free: None } => {
            json!({"$ref": "#/$defs/reference", "x-collection": &**collection})
        }
        Kind::Reference { collection, free: Some(declared) } => json!({
            "anyOf": [shared("reference"), object(public(declared), lang)],
            "x-collection": &**collection,
        }),
        Kind::Object(declared) => object(public(declared), lang),
        Kind::Years => json!({
            "type": "object",
            "additionalProperties": {"type": ["number", "boolean", "string"]},
        }),
        Kind::Label => shared("label"),
        Kind::Map => json!({"type": "object", "additionalProperties": {"type": "string"}}),
    }
}
