//! Whether both readers see the same: fuzzers (`fuzz/targets/`) ask, too.

use metod_content::syntax::{Node, Yaml};
use serde_yaml::Value;

/// Says where the two differ.
pub(crate) fn same(node: &Node, value: &Value) -> Result<(), String> {
    match (&node.yaml, value) {
        (Yaml::List(items), Value::Sequence(values)) if items.len() == values.len() => {
            items.iter().zip(values).try_for_each(|(item, value)| same(item, value))
        }
        (Yaml::Map(entries), Value::Mapping(map)) if entries.len() == map.len() => {
            entries.iter().zip(map).try_for_each(|(entry, (key, value))| {
                if !scalar(&entry.key, key) {
                    return Err(format!("key {:?} and {key:?}", entry.key));
                }
                same(&entry.value, value)
            })
        }
        (Yaml::Scalar(text), value) if scalar(&text.text, value) => Ok(()),
        _ => Err(format!("{node:?} and {value:?}")),
    }
}

fn scalar(text: &str, value: &Value) -> bool {
    match value {
        Value::String(other) => text == other,
        Value::Null => matches!(text, "" | "~" | "null" | "Null" | "NULL"),
        Value::Bool(flag) => text.eq_ignore_ascii_case(if *flag { "true" } else { "false" }),
        Value::Number(number) => {
            let ours = text.parse::<f64>().ok();
            ours.is_none() || ours == number.as_f64()
        }
        _ => false,
    }
}
