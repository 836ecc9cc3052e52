//! `/api/organisationUnitProfile`: what profiles of units show, and the profile of a unit with figures of a period.

use afya_access::settings::read_system;
use afya_analytics::grid;
use afya_analytics::request::Request;
use afya_metadata::org_units::profile;
use afya_model::Uid;
use afya_store::{Connection, Fault};
use axum::body::Body;
use axum::extract::{Path, Request as HttpRequest};
use serde_json::{Number, Value, json};

use super::analytics::executor;
use super::metadata_import::object;
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let base = "/api/organisationUnitProfile";
    vec![
        get(base, Who::SignedIn, find_settings),
        post(base, Who::Holders(&["F_ORG_UNIT_PROFILE_ADD"]), save_settings),
        get(format!("{base}/{{uid}}/data"), Who::SignedIn, find_profile),
    ]
}

async fn find_settings(call: Call) -> Outcome {
    Ok(answer::json(&profile::settings(&mut call.connect().await?).await?))
}

async fn save_settings(call: Call, request: HttpRequest<Body>) -> Outcome {
    let given = Value::Object(object(request).await?);
    let uid = Uid::generate(&call.app.random).to_string();
    profile::save(&mut call.connect().await?, call.caller().id, &uid, &given).await?;
    Ok(answer::empty(200))
}

async fn find_profile(call: Call, Path(uid): Path<String>) -> Outcome {
    let locale = call.locale();
    let mut connection = call.connect().await?;
    let found = profile::profile(&mut connection, &uid, locale.as_deref()).await?;
    let items = figures(&call, &mut connection, &uid, &found.data_items).await?;
    Ok(answer::json_text(
        200,
        format!(
            "{{\"info\":{},\"attributes\":{},\"groupSets\":{},\"dataItems\":{items}}}",
            found.info, found.attributes, found.group_sets
        ),
    ))
}

/// The figures of a unit in the period asked for, else in this year. Where the caller may not look, there are none.
async fn figures(
    call: &Call,
    connection: &mut Connection,
    unit: &str,
    items: &[(String, String)],
) -> Result<Value, Fault> {
    if items.is_empty() {
        return Ok(json!([]));
    }
    let period = call.query.get("period").filter(|period| afya_model::period::Period::parse(period).is_ok());
    let data: Vec<&str> = items.iter().map(|(uid, _)| uid.as_str()).collect();
    let pairs = [
        ("dimension", format!("dx:{}", data.join(";"))),
        ("filter", format!("ou:{unit}")),
        ("filter", format!("pe:{}", period.unwrap_or("THIS_YEAR"))),
        ("skipMeta", "true".to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value));
    let request = Request::parse(&pairs, call.app.clock.today(), call.locale())?;
    let system = read_system(connection).await?;
    let executor = executor(call, None);
    let grid = match grid::answer(connection, call.caller(), &request, &system, &executor).await {
        Err(Fault::Refused(refusal)) if refusal.retry_after.is_none() => return Ok(json!([])),
        answered => answered?,
    };
    let rows = grid["rows"].as_array().map(Vec::as_slice).unwrap_or_default();
    let shown = items.iter().filter_map(|(uid, label)| {
        let row = rows.iter().find(|row| row[0] == uid.as_str())?;
        Some(json!({ "id": uid, "label": label, "value": number(&row[1]) }))
    });
    Ok(shown.collect())
}

/// A figure of a grid as a number, whole where it is.
fn number(cell: &Value) -> Value {
    let figure = cell.as_str().and_then(|text| text.parse::<f64>().ok());
    match figure {
        Some(whole) if whole.fract() == 0.0 && whole.abs() < 9e15 => json!(whole as i64),
        Some(other) => Number::from_f64(other).map_or(Value::Null, Value::Number),
        None => cell.clone(),
    }
}
