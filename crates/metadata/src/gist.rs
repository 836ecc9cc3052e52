//! Gists: what was read of an object, as the flat row that was asked for. Contract object-query section 5.

use afya_schema::query::gist::{GistField, Transformation};
use afya_schema::{Property, PropertyType, Type, registry};
use serde_json::{Map, Value, json};

/// What a gist answers of an object.
pub struct Gist<'a> {
    /// The type.
    pub of: &'static Type,
    /// The values asked for.
    pub fields: &'a [GistField],
    /// What stands before the addresses of other gists, such as `/api`; no addresses when absent.
    pub addresses: Option<&'a str>,
}

impl Gist<'_> {
    /// The row of an object that was read with what the fields need: an object, or the bare value where only one was asked
    /// for that leads nowhere.
    pub fn row(&self, object: &Value) -> Value {
        let uid = object["id"].as_str().unwrap_or_default();
        let mut row = Map::new();
        let mut addresses = Map::new();
        for field in self.fields {
            let value = &object[&field.key];
            let shown = transformed(field, value);
            if let Some(address) = self.address(field, value, &shown, uid) {
                addresses.insert(field.shown.clone(), Value::String(address));
            }
            if !shown.is_null() {
                row.insert(field.shown.clone(), shown);
            }
        }
        if let [field] = self.fields
            && addresses.is_empty()
        {
            return row.remove(&field.shown).unwrap_or(Value::Null);
        }
        if !addresses.is_empty() {
            row.insert("apiEndpoints".into(), Value::Object(addresses));
        }
        Value::Object(row)
    }

    /// The values of an object's row, a text each, under the [headings](Self::headings).
    pub fn cells(&self, object: &Value) -> Vec<String> {
        let mut cells = Vec::new();
        for field in self.fields {
            let shown = transformed(field, &object[&field.key]);
            match field.names_below() {
                Some(names) => cells.extend(names.iter().map(|name| cell(&shown[name]))),
                None => cells.push(cell(&shown)),
            }
        }
        cells
    }

    /// The headings of [cells](Self::cells).
    pub fn headings(&self) -> Vec<String> {
        let headings = |field: &GistField| match field.names_below() {
            Some(names) => names.iter().map(|name| format!("{}.{name}", field.shown)).collect(),
            None => vec![field.shown.clone()],
        };
        self.fields.iter().flat_map(headings).collect()
    }

    /// The address of the gist that a value leads to.
    fn address(&self, field: &GistField, value: &Value, shown: &Value, uid: &str) -> Option<String> {
        let prefix = self.addresses?;
        let property = field.property?;
        match &field.transformation {
            Transformation::Id => Some(format!("{prefix}{}/{}/gist", endpoint(property)?, shown.as_str()?)),
            Transformation::None => None,
            _ if !holds_objects(property) || is_nothing(value) => None,
            _ => Some(format!("{prefix}{}/{uid}/{}/gist", self.of.endpoint?, field.key)),
        }
    }
}

fn endpoint(property: &Property) -> Option<&'static str> {
    registry().by_class(property.target?)?.endpoint
}

fn holds_objects(property: &Property) -> bool {
    matches!(property.item_kind, Some(PropertyType::Reference | PropertyType::Complex))
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Array(items) => items.is_empty(),
        Value::Number(count) => count.as_i64() == Some(0),
        other => other.is_null(),
    }
}

fn transformed(field: &GistField, value: &Value) -> Value {
    let items = || value.as_array().map(Vec::as_slice).unwrap_or_default();
    let ids = || items().iter().map(|item| item["id"].as_str().unwrap_or_default());
    match &field.transformation {
        Transformation::None if field.key == "attributeValues" => by_attribute(items()),
        Transformation::None => value.clone(),
        Transformation::Id => value["id"].clone(),
        Transformation::Size => json!(value.as_i64().unwrap_or(0)),
        Transformation::IsEmpty => json!(is_nothing(value)),
        Transformation::IsNotEmpty => json!(!is_nothing(value)),
        Transformation::Member(uid) => json!(ids().any(|id| id == uid)),
        Transformation::NotMember(uid) => json!(!ids().any(|id| id == uid)),
        _ if is_nothing(value) => Value::Null,
        Transformation::Ids => json!(ids().collect::<Vec<_>>()),
        Transformation::IdObjects => json!(ids().map(|id| json!({ "id": id })).collect::<Vec<_>>()),
        Transformation::Pluck(names) => match names.as_slice() {
            [name] => json!(items().iter().map(|item| &item[name]).collect::<Vec<_>>()),
            _ => value.clone(),
        },
    }
}

/// Attribute values by attribute.
fn by_attribute(items: &[Value]) -> Value {
    let pairs = items
        .iter()
        .filter_map(|item| Some((item["attribute"]["id"].as_str()?.to_owned(), item["value"].clone())));
    Value::Object(pairs.collect())
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(items) => items.iter().map(cell).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use afya_schema::query::gist::{Auto, fields};

    fn row(text: &str, object: &Value) -> Value {
        let of = registry().by_name("dataElement").unwrap();
        Gist { of, fields: &fields(of, text, Auto::S).unwrap(), addresses: Some("/api") }.row(object)
    }

    #[test]
    fn one_value_that_leads_nowhere_stands_bare() {
        assert_eq!(row("name", &json!({"id": "a", "name": "Cases"})), json!("Cases"));
        assert_eq!(row("description", &json!({"id": "a"})), Value::Null);
        assert_eq!(row("id,description", &json!({"id": "a"})), json!({"id": "a"}));
    }

    #[test]
    fn references_are_identifiers_with_an_address() {
        assert_eq!(
            row("categoryCombo", &json!({"id": "a", "categoryCombo": {"id": "c"}})),
            json!({"categoryCombo": "c", "apiEndpoints": {"categoryCombo": "/api/categoryCombos/c/gist"}})
        );
    }

    #[test]
    fn collections_lead_on_unless_they_are_empty() {
        assert_eq!(
            row("id,dataElementGroups", &json!({"id": "a", "dataElementGroups": 0})),
            json!({"id": "a", "dataElementGroups": 0})
        );
        assert_eq!(
            row(
                "dataElementGroups::member(g)~rename(has)",
                &json!({"id": "a", "dataElementGroups": [{"id": "g"}]})
            ),
            json!({"has": true, "apiEndpoints": {"has": "/api/dataElements/a/dataElementGroups/gist"}})
        );
        assert_eq!(
            row("id,dataElementGroups::ids", &json!({"id": "a", "dataElementGroups": []})),
            json!({"id": "a"})
        );
    }
}
