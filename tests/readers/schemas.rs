//! JSON files against their JSON Schemas, as the crate `jsonschema` judges.

use jsonschema::Validator;
use serde_json::{Value, json};

use super::{FILES, ending};

fn parse(address: &str) -> Value {
    serde_json::from_slice(&FILES[address]).unwrap()
}

/// The schema that a file of data names.
fn schema_of(value: &Value) -> Value {
    let schema = parse(&format!("data/{}", value["$schema"].as_str().unwrap()));
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    schema
}

fn validator(schema: &Value) -> Validator {
    jsonschema::options().should_validate_formats(true).build(schema).unwrap()
}

fn faults(value: &Value) -> Vec<String> {
    let validator = validator(&schema_of(value));
    let all = validator.iter_errors(value);
    all.map(|fault| format!("{}: {fault}", fault.instance_path())).collect()
}

fn data() -> impl Iterator<Item = &'static str> {
    let names = ending(".json").map(|(name, _)| name);
    names.filter(|name| name.starts_with("data/") && !name.contains("/schema/"))
}

#[test]
fn schemas_are_schemas() {
    let schemas: Vec<&str> = ending(".schema.json").map(|(name, _)| name).collect();
    assert!(schemas.len() > 10, "{schemas:?}");
    for name in schemas {
        let found = jsonschema::meta::validate(&parse(name)).map_err(|fault| fault.to_string());
        assert_eq!(found, Ok(()), "{name}");
    }
}

#[test]
fn data_fit_their_schemas() {
    let mut count = 0;
    for name in data() {
        assert_eq!(faults(&parse(name)), Vec::<String>::new(), "{name}");
        count += 1;
    }
    assert!(count > 10);
}

#[test]
fn schemas_refuse_what_does_not_fit() {
    let practices = parse("data/practices.json");
    let spoilt: [(&str, Value); 7] = [
        ("/version", json!(2)),
        ("/as_of", json!("23.11.2026")),
        ("/records/0/id", json!("Дневник")),
        ("/records/0/title", json!(7)),
        ("/records/0/fields/stages", json!("ooo")),
        ("/records/0/fields/undeclared", json!("слово")),
        ("/undeclared", json!(true)),
    ];
    for (at, wrong) in spoilt {
        let mut value = practices.clone();
        match value.pointer_mut(at) {
            Some(place) => *place = wrong,
            None => {
                let (parent, key) = at.rsplit_once('/').unwrap();
                value.pointer_mut(parent).unwrap()[key] = wrong;
            }
        }
        let found = faults(&value);
        let parent = at.trim_end_matches("/undeclared");
        assert!(
            !found.is_empty() && found.iter().all(|f| f.starts_with(parent)),
            "{at}: {found:?}"
        );
    }
    let mut value = practices;
    value["records"][0].as_object_mut().unwrap().remove("url");
    assert_eq!(faults(&value).len(), 1);
}
