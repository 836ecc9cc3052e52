//! `/api/schemas` and `/api/resources`: what the registry says of itself.

use afya_model::{ErrorCode, Refusal};
use afya_schema::describe::{describe, describe_property, display_name};
use afya_schema::fields_on_json::pick;
use afya_schema::query::FieldTree;
use afya_schema::{Property, Type, registry};
use axum::body::Body;
use axum::extract::{Path, Request};
use serde_json::{Map, Value, json};

use crate::answer::{self, Outcome};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/schemas", Who::SignedIn, list_schemas),
        get("/api/schemas/{type}", Who::SignedIn, find_schema),
        post("/api/schemas/{type}", Who::SignedIn, validate_object),
        get("/api/schemas/{type}/{property}", Who::SignedIn, find_property),
        get("/api/resources", Who::SignedIn, list_resources),
    ]
}

fn fields(call: &Call) -> FieldTree {
    let asked = call.query.all("fields").collect::<Vec<_>>().join(",");
    FieldTree::parse(if asked.is_empty() { "*" } else { &asked })
}

async fn list_schemas(call: Call) -> Outcome {
    let tree = fields(&call);
    let schemas: Vec<Value> =
        registry().types().iter().map(|of| pick(&describe(registry(), of, &call.base), &tree)).collect();
    Ok(answer::json(&json!({ "schemas": schemas })))
}

fn find(name: &str) -> Result<&'static Type, Refusal> {
    let found = registry().by_name(name);
    found
        .ok_or_else(|| Refusal::not_found(format!("Type {name} does not exist.")).with_code(ErrorCode::E1005))
}

async fn find_schema(call: Call, Path(name): Path<String>) -> Outcome {
    Ok(answer::json(&pick(&describe(registry(), find(&name)?, &call.base), &fields(&call))))
}

async fn find_property(call: Call, Path((name, key)): Path<(String, String)>) -> Outcome {
    let of = find(&name)?;
    let property = of.properties.iter().find(|property| property.key == key || property.name == key);
    let property = property.ok_or_else(|| {
        Refusal::not_found(format!("Property {key} does not exist on type {name}."))
            .with_code(ErrorCode::E1005)
    })?;
    Ok(answer::json(&pick(&describe_property(registry(), of, property, &call.base), &fields(&call))))
}

/// Checks an object without saving it: required properties, lengths and words.
async fn validate_object(Path(name): Path<String>, request: Request<Body>) -> Outcome {
    let of = find(&name)?;
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    let object: Map<String, Value> = serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::bad_request(format!("The body is no JSON object: {error}")))?;
    let reports: Vec<Value> =
        of.properties.iter().filter_map(|property| report(of, property, &object)).collect();
    let response = json!({"errorReports": reports, "responseType": "ErrorReports"});
    if reports.is_empty() {
        return Ok(answer::message(200, None, Some(&response)));
    }
    let refusal = Refusal { message: None, ..Refusal::bad_request("") };
    Err(refusal.with_response(response).into())
}

fn report(of: &Type, property: &Property, object: &Map<String, Value>) -> Option<Value> {
    let given = object.get(property.key).filter(|value| !value.is_null());
    let (code, args) = match given {
        None if property.required && must_be_given(property) => {
            (ErrorCode::E4000, vec![property.key.to_owned()])
        }
        Some(Value::String(text)) if property.simple && property.constants.is_empty() => {
            let (length, max) = (text.chars().count(), property.max? as usize);
            if length <= max {
                return None;
            }
            (ErrorCode::E4001, vec![property.key.to_owned(), max.to_string(), length.to_string()])
        }
        _ => return None,
    };
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    Some(json!({
        "message": code.message(&words), "mainKlass": of.klass, "errorKlass": property.klass, "errorProperty": property.key,
        "errorProperties": [property.key], "errorCode": code.name(), "args": args,
    }))
}

/// Whether a value cannot be made up: truth values and numbers have a beginning, references a default.
fn must_be_given(property: &Property) -> bool {
    use afya_schema::PropertyType::{Boolean, Integer, Number, Reference};
    !matches!(property.kind, Boolean | Integer | Number | Reference)
}

async fn list_resources(call: Call) -> Outcome {
    let resources: Vec<Value> = registry()
        .types()
        .iter()
        .filter_map(|of| of.endpoint.map(|endpoint| (of, endpoint)))
        .map(|(of, endpoint)| {
            json!({
                "displayName": plural_name(of), "singular": of.name, "plural": of.plural,
                "href": format!("{}{endpoint}", call.base),
            })
        })
        .collect();
    Ok(answer::json(&json!({ "resources": resources })))
}

fn plural_name(of: &Type) -> String {
    display_name(of.plural)
}
