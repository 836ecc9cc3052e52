//! `/api/openapi`: the routes as an OpenAPI document, derived from the one table that the router is made of, with the
//! objects as the registry knows them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use afya_schema::{Property, PropertyType, Type, registry};
use serde_json::{Map, Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

static PATHS: LazyLock<Value> = LazyLock::new(|| paths(&super::all()));
static OBJECTS: LazyLock<Value> = LazyLock::new(objects);

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/openapi", Who::Anybody, whole), get("/api/openapi/openapi", Who::Anybody, whole)]
}

async fn whole(call: Call) -> Outcome {
    Ok(answer::json(&json!({
        "openapi": "3.0.0",
        "info": {
            "title": "Afya", "version": env!("CARGO_PKG_VERSION"),
            "description": "The Web API of DHIS2 2.43, as far as it is built here; docs/status.md lists the rest.",
        },
        "servers": [{ "url": call.base.trim_end_matches("/api") }],
        "paths": *PATHS,
        "components": {
            "securitySchemes": {
                "basic": { "type": "http", "scheme": "basic" },
                "token": { "type": "apiKey", "in": "header", "name": "Authorization" },
                "session": { "type": "apiKey", "in": "cookie", "name": "JSESSIONID" },
            },
            "schemas": *OBJECTS,
        },
    })))
}

fn paths(routes: &[Route]) -> Value {
    let mut paths: BTreeMap<&str, Map<String, Value>> = BTreeMap::new();
    for route in routes {
        let method = route.method.as_str().to_lowercase();
        // Where two routes have the same method and path the first one counts.
        paths.entry(&route.path).or_default().entry(method).or_insert_with(|| operation(route));
    }
    json!(paths)
}

fn operation(route: &Route) -> Value {
    let places = route.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    let parameters: Vec<Value> = places
        .map(|name| json!({ "name": name, "in": "path", "required": true, "schema": { "type": "string" } }))
        .collect();
    let mut responses = Map::new();
    responses.insert("200".into(), success(route));
    let mut operation = Map::new();
    operation.insert("tags".into(), json!([resource(route)]));
    operation.insert("parameters".into(), parameters.into());
    match route.who {
        Who::Anybody => drop(operation.insert("security".into(), json!([]))),
        Who::SignedIn | Who::Holders(_) => {
            operation.insert("security".into(), json!([{ "basic": [] }, { "token": [] }, { "session": [] }]));
            responses.insert("401".into(), json!({ "description": "Nobody is signed in." }));
        }
    }
    if let Who::Holders(names) = route.who {
        let description = format!("Asks for one of the authorities {} or ALL.", names.join(", "));
        operation.insert("description".into(), description.into());
        operation.insert("x-authorities".into(), json!(names));
        responses.insert("403".into(), json!({ "description": "The authority is missing." }));
    }
    operation.insert("responses".into(), responses.into());
    Value::Object(operation)
}

/// The first part of the path: the name of the resource.
fn resource(route: &Route) -> &str {
    route.path.trim_start_matches("/api/").split('/').next().unwrap_or_default()
}

fn success(route: &Route) -> Value {
    let of = registry().types().iter().find(|of| {
        of.endpoint.is_some_and(|endpoint| {
            route.path.strip_prefix("/api").and_then(|path| path.strip_prefix(endpoint)) == Some("/{uid}")
        })
    });
    match of.filter(|_| route.method == "GET") {
        Some(of) => {
            let schema = json!({ "$ref": format!("#/components/schemas/{}", of.class_name()) });
            json!({ "description": of.class_name(), "content": { "application/json": { "schema": schema } } })
        }
        None => json!({ "description": "The request was done." }),
    }
}

fn objects() -> Value {
    let all = registry().types().iter().map(|of| {
        let required: Vec<&str> =
            of.properties.iter().filter(|property| property.required).map(|property| property.key).collect();
        let properties: Map<String, Value> =
            of.properties.iter().map(|property| (property.key.to_owned(), value(property))).collect();
        let mut schema = json!({ "type": "object", "properties": properties });
        if !required.is_empty() {
            schema["required"] = json!(required);
        }
        (of.class_name().to_owned(), schema)
    });
    Value::Object(all.collect())
}

fn value(property: &Property) -> Value {
    if property.is_collection() {
        return json!({ "type": "array", "items": plain(property.item_kind.unwrap_or(property.kind), property) });
    }
    plain(property.kind, property)
}

fn plain(kind: PropertyType, property: &Property) -> Value {
    match kind {
        PropertyType::Boolean => json!({ "type": "boolean" }),
        PropertyType::Integer => json!({ "type": "integer" }),
        PropertyType::Number => json!({ "type": "number" }),
        PropertyType::Date => json!({ "type": "string", "format": "date-time" }),
        PropertyType::Reference => reference(property.target.and_then(|name| registry().by_class(name))),
        PropertyType::Complex | PropertyType::Collection => json!({ "type": "object" }),
        PropertyType::Constant if !property.constants.is_empty() => {
            json!({ "type": "string", "enum": property.constants })
        }
        _ => json!({ "type": "string" }),
    }
}

fn reference(of: Option<&Type>) -> Value {
    match of {
        Some(of) => json!({ "$ref": format!("#/components/schemas/{}", of.class_name()) }),
        None => json!({ "type": "object" }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Everything that a document refers to, by the part after `#/components/schemas/`.
    fn references(value: &Value, found: &mut Vec<String>) {
        match value {
            Value::Object(object) => {
                if let Some(Value::String(text)) = object.get("$ref") {
                    found.push(text.trim_start_matches("#/components/schemas/").to_owned());
                }
                object.values().for_each(|value| references(value, found));
            }
            Value::Array(list) => list.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn every_route_stands_in_the_document_with_who_may_call_it() {
        for route in super::super::all() {
            let operation = &PATHS[&route.path][route.method.as_str().to_lowercase()];
            assert!(operation["responses"]["200"].is_object(), "{} {}", route.method, route.path);
        }
        let guarded = &PATHS["/api/dataValueSets"]["post"];
        assert_eq!(guarded["x-authorities"], json!(["F_DATAVALUE_ADD"]));
        assert_eq!(PATHS["/api/ping"]["get"]["security"], json!([]));
    }

    #[test]
    fn every_reference_leads_to_an_object() {
        let mut found = Vec::new();
        references(&PATHS, &mut found);
        references(&OBJECTS, &mut found);
        assert!(found.len() > 500);
        let lost: Vec<&String> = found.iter().filter(|name| !OBJECTS[name.as_str()].is_object()).collect();
        assert!(lost.is_empty(), "{lost:?}");
    }
}
