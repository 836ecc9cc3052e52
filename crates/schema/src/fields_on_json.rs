//! `fields` on values that are JSON already: the caller, schemas, period types and other answers without a table.

use serde_json::{Map, Value};

use crate::query::fields::{Field, FieldTree, Transformer};

/// The value with the fields asked for only; lists are cut item by item.
pub fn pick(value: &Value, tree: &FieldTree) -> Value {
    match value {
        Value::Array(items) => items.iter().map(|item| pick(item, tree)).collect(),
        Value::Object(object) => Value::Object(pick_object(object, tree)),
        other => other.clone(),
    }
}

fn pick_object(object: &Map<String, Value>, tree: &FieldTree) -> Map<String, Value> {
    let nothing = Field::default();
    let everything = !tree.presets.is_empty();
    let mut out = Map::new();
    for (key, value) in object {
        let asked = tree.fields.iter().find(|(name, _)| name == key).map(|(_, field)| field);
        if (!everything && !asked.is_some_and(|field| field.named)) || tree.excluded.contains(key) {
            continue;
        }
        let field = asked.unwrap_or(&nothing);
        let mut kept = if field.below.is_empty() { value.clone() } else { pick(value, &field.below) };
        let mut name = key.clone();
        for transformer in &field.transformers {
            match (transformer.name.as_str(), transformer.arguments.first()) {
                ("rename", Some(new)) => name.clone_from(new),
                _ => kept = transformed(kept, transformer),
            }
        }
        out.insert(name, kept);
    }
    out
}

fn transformed(value: Value, transformer: &Transformer) -> Value {
    let argument = transformer.arguments.first().map_or("id", String::as_str);
    match (transformer.name.as_str(), value) {
        ("size", Value::Array(items)) => items.len().into(),
        ("size", Value::String(text)) => text.chars().count().into(),
        ("isEmpty", Value::Array(items)) => items.is_empty().into(),
        ("isNotEmpty", Value::Array(items)) => (!items.is_empty()).into(),
        ("pluck", Value::Array(items)) => items.into_iter().map(|item| item.get(argument).cloned().unwrap_or(item)).collect(),
        (_, other) => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn picked(text: &str) -> Value {
        let value = json!({"a": 1, "b": [{"c": 1, "d": 2}, {"c": 3}], "e": {"f": 1}});
        pick(&value, &FieldTree::parse(text))
    }

    #[test]
    fn names_nesting_and_exclusions() {
        assert_eq!(picked("a,b[c],x"), json!({"a": 1, "b": [{"c": 1}, {"c": 3}]}));
        assert_eq!(picked("*,!b"), json!({"a": 1, "e": {"f": 1}}));
    }

    #[test]
    fn transformers_change_values_and_names() {
        assert_eq!(picked("b::size~rename(n),e::rename(g)"), json!({"n": 2, "g": {"f": 1}}));
        assert_eq!(picked("b::pluck(c)"), json!({"b": [1, 3]}));
    }
}
