//! Values that are kept as JSON: sharing, attribute values, translations and others, in DHIS2's form.

use afya_schema::Property;
use serde_json::{Map, Value, json};

use super::Identifier;
use super::preheat::identifier;
use super::values::items;
use crate::sql::set_order;

/// Sharing as kept: the owner, the public access, and who else may. `object` may carry DHIS2's older properties.
pub(crate) fn sharing(sent: &Value, object: &Map<String, Value>, caller: &str, public: &str) -> Value {
    let text = |key: &str| sent.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    let older = object.get("publicAccess").and_then(Value::as_str);
    let mut out = Map::new();
    let owner =
        text("owner").or_else(|| object.get("user").and_then(|user| identifier(user, Identifier::Uid)));
    out.insert("owner".into(), json!(owner.unwrap_or(caller)));
    out.insert("public".into(), json!(text("public").or(older).unwrap_or(public)));
    if sent.get("external") == Some(&Value::Bool(true)) {
        out.insert("external".into(), json!(true));
    }
    for (key, old) in [("users", "userAccesses"), ("userGroups", "userGroupAccesses")] {
        let mut kept = accesses(sent.get(key).unwrap_or(&Value::Null));
        if let (true, Some(list)) = (kept.is_empty(), object.get(old)) {
            kept = accesses(list);
        }
        out.insert(key.into(), Value::Object(kept));
    }
    Value::Object(out)
}

/// Whom sharing names: the older property, the type and the identifiers of each kind.
pub(crate) fn sharers(object: &Map<String, Value>) -> [(&'static str, &'static str, Vec<String>); 2] {
    let shared = sharing(object.get("sharing").unwrap_or(&Value::Null), object, "", "");
    let named = |key: &str| {
        let map = shared.get(key).and_then(Value::as_object);
        map.into_iter().flat_map(|map| map.keys().cloned()).collect()
    };
    [("userGroupAccesses", "userGroup", named("userGroups")), ("userAccesses", "user", named("users"))]
}

/// Accesses by identifier, from a map or a list of them.
pub(crate) fn accesses(sent: &Value) -> Map<String, Value> {
    let entries: Vec<(Option<&str>, &Value)> = match sent {
        Value::Object(map) => map.iter().map(|(id, access)| (Some(id.as_str()), access)).collect(),
        Value::Array(list) => list.iter().map(|access| (None, access)).collect(),
        _ => Vec::new(),
    };
    entries
        .into_iter()
        .filter_map(|(key, access)| {
            let id = identifier(access, Identifier::Uid).or(key)?;
            Some((id.to_owned(), json!({ "id": id, "access": access.get("access").cloned() })))
        })
        .collect()
}

/// Attribute values by the attribute's identifier.
pub(crate) fn attribute_values(sent: &Value) -> Value {
    let pairs = items(sent).iter().filter_map(|item| {
        let attribute = item.get("attribute").and_then(|of| identifier(of, Identifier::Uid))?;
        let value = item.get("value").filter(|value| !value.is_null())?;
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        (!value.is_empty()).then(|| (attribute.to_owned(), json!({ "value": value })))
    });
    Value::Object(pairs.collect())
}

/// Translations with what is kept of each, in the order in which DHIS2 keeps them.
pub(crate) fn translations(sent: &Value) -> Value {
    const HASHED: [&str; 3] = ["locale", "property", "value"];
    let hash =
        |item: &Value| set_order::hash_of_texts(HASHED.map(|key| item.get(key).and_then(Value::as_str)));
    let kept = set_order::sorted(items(sent), hash).into_iter().map(|item| {
        json!({ "locale": item.get("locale"), "value": item.get("value"), "property": item.get("property") })
    });
    Value::Array(kept.collect())
}

/// Anything else: without nulls, an empty list for a collection.
pub(crate) fn other(property: &Property, sent: &Value) -> Value {
    match sent {
        Value::Null if property.is_collection() => json!([]),
        Value::String(text) => serde_json::from_str(text).unwrap_or_else(|_| sent.clone()),
        _ => without_nulls(sent),
    }
}

fn without_nulls(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let kept = object.iter().filter(|(_, value)| !value.is_null());
            Value::Object(kept.map(|(key, value)| (key.clone(), without_nulls(value))).collect())
        }
        Value::Array(list) => Value::Array(list.iter().map(without_nulls).collect()),
        other => other.clone(),
    }
}

/// The public access of a new object for which none was sent.
pub(crate) fn first_access(of: &afya_schema::Type, may_publish: bool) -> &'static str {
    if !may_publish || of.default_private { "--------" } else { "rw------" }
}
