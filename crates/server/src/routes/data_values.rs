//! `/api/dataValues`: single values.

use afya_aggregate::completion::Attribute;
use afya_aggregate::single::{self, Entry};
use afya_model::Refusal;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::{Value, json};

use super::metadata_import;
use crate::answer::{self, Failure, Outcome};
use crate::body;
use crate::call::Call;
use crate::query::Query;
use crate::route::{Route, Who, delete, get, post, put};

/// Who enters values.
pub(super) const ADDERS: Who = Who::Holders(&["F_DATAVALUE_ADD"]);

/// The routes of this resource. Whose values may be read or marked is a matter of sharing and org units.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/dataValues", Who::SignedIn, find_value),
        post("/api/dataValues", ADDERS, save_value),
        delete("/api/dataValues", ADDERS, delete_value),
        put("/api/dataValues/followup", Who::SignedIn, follow_up_value),
        put("/api/dataValues/followups", Who::SignedIn, follow_up_values),
    ]
}

async fn find_value(call: Call) -> Outcome {
    let entry = entry(&call.query)?;
    let value = single::read(&mut call.connect().await?, call.caller(), &entry).await?;
    Ok(answer::unstored(answer::json(&json!([value]))))
}

async fn save_value(call: Call, request: Request<Body>) -> Outcome {
    let entry = sent(&call.query, request).await?;
    let now = call.app.clock.now();
    single::save(&mut call.connect().await?, call.caller(), &entry, now).await?;
    Ok(answer::empty(201))
}

async fn delete_value(call: Call) -> Outcome {
    let entry = entry(&call.query)?;
    let now = call.app.clock.now();
    single::delete(&mut call.connect().await?, call.caller(), &entry, now).await?;
    Ok(answer::empty(204))
}

async fn follow_up_value(call: Call, request: Request<Body>) -> Outcome {
    let entry: Entry = read(Value::Object(metadata_import::object(request).await?))?;
    mark(&call, &[entry]).await
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Marks {
    values: Vec<Entry>,
}

async fn follow_up_values(call: Call, request: Request<Body>) -> Outcome {
    let marks: Marks = read(Value::Object(metadata_import::object(request).await?))?;
    mark(&call, &marks.values).await
}

async fn mark(call: &Call, entries: &[Entry]) -> Outcome {
    let now = call.app.clock.now();
    single::follow_up(&mut call.connect().await?, call.caller(), entries, now).await?;
    Ok(answer::empty(200))
}

fn read<T: for<'a> Deserialize<'a>>(sent: Value) -> Result<T, Refusal> {
    serde_json::from_value(sent).map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))
}

/// The value of a request: parameters, in the address or as a form, or an object.
async fn sent(query: &Query, request: Request<Body>) -> Result<Entry, Failure> {
    let media_type =
        request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if media_type.starts_with("application/x-www-form-urlencoded") {
        let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
        let form = Query::parse(&String::from_utf8_lossy(&bytes));
        let both = query.pairs().iter().chain(form.pairs()).cloned().collect();
        return Ok(parameters(&Query::of(both))?);
    }
    if ["de", "pe", "ou"].iter().all(|name| query.get(name).is_some()) || !media_type.contains("json") {
        return Ok(parameters(query)?);
    }
    let mut object = metadata_import::object(request).await?;
    if let Some(value) = object.get_mut("value").filter(|value| value.is_number() || value.is_boolean()) {
        *value = Value::from(value.to_string());
    }
    let mut entry: Entry = read(Value::Object(object))?;
    // An object always says whether to follow up: it is not to be when nothing is said.
    entry.follow_up = Some(entry.follow_up.unwrap_or_default());
    Ok(entry)
}

/// The value that a request names by its parameters, which must say the key.
pub(super) fn parameters(query: &Query) -> Result<Entry, Refusal> {
    if let Some(name) = ["de", "pe", "ou"].into_iter().find(|name| query.get(name).is_none()) {
        let sentence =
            format!("Required request parameter '{name}' for method parameter type String is not present");
        return Err(Refusal::bad_request(sentence));
    }
    entry(query)
}

/// The value that parameters name.
pub(super) fn entry(query: &Query) -> Result<Entry, Refusal> {
    let text = |name: &str| query.get(name).map(str::to_owned);
    let truth = |name: &str| match query.get(name).filter(|word| !word.is_empty()) {
        None => Ok(None),
        Some(word) => match word.to_ascii_lowercase().as_str() {
            "true" | "on" | "yes" | "1" => Ok(Some(true)),
            "false" | "off" | "no" | "0" => Ok(Some(false)),
            _ => {
                let sentence = "It should be of type boolean";
                Err(Refusal::bad_request(format!(
                    "Value '{word}' is not valid for parameter {name}. {sentence}"
                )))
            }
        },
    };
    let options = query.get("cp").unwrap_or_default().split(';').filter(|uid| !uid.is_empty());
    Ok(Entry {
        data_element: text("de"),
        period: text("pe"),
        org_unit: text("ou"),
        category_option_combo: text("co"),
        attribute_option_combo: None,
        attribute: Some(Attribute {
            combo: text("cc").filter(|uid| !uid.is_empty()),
            options: options.map(str::to_owned).collect(),
        }),
        data_set: text("ds").filter(|uid| !uid.is_empty()),
        value: text("value"),
        comment: text("comment"),
        follow_up: truth("followUp")?,
        force: truth("force")?,
    })
}
