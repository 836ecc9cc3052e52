//! `/api/dashboards` and `/api/dashboardItems`: what can be put on a dashboard, what becomes of an item, and sharing that goes on.

use afya_access::settings::read_system;
use afya_metadata::dashboards::cascade::{self, Options};
use afya_metadata::dashboards::{self, ITEM_TYPES, SHAPES, Search};
use afya_metadata::import::collections::{self, Change};
use afya_metadata::import::translations;
use afya_model::{ErrorCode, Refusal, Status};
use axum::body::Body;
use axum::extract::{Path, Request};
use serde_json::json;

use super::metadata_import::{PROBLEMS, object};
use super::objects::{asker, check_uid};
use super::people::OWN_ROLES;
use super::visualization_data::type_of;
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::parameters::{missing, unknown_word, wrong_type};
use crate::route::{Route, Who, delete, get, post, put};

/// How many of a kind are found when nothing else is said.
const COUNT: i64 = 6;

/// How many of a kind of which more are wanted.
const MOST: i64 = 25;

/// The routes of these resources.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/dashboards/search", Who::SignedIn, search_by_parameter),
        get("/api/dashboards/q", Who::SignedIn, list_all),
        get("/api/dashboards/q/{query}", Who::SignedIn, search_by_path),
        post("/api/dashboards/cascadeSharing/{uid}", Who::SignedIn, cascade_sharing),
        put("/api/dashboardItems/{uid}/shape/{shape}", Who::SignedIn, reshape_item),
        put("/api/dashboardItems/{uid}/translations", Who::SignedIn, translate_item),
        delete("/api/dashboardItems/{uid}", Who::SignedIn, remove_item),
        post("/api/dashboardItems/{uid}/favorite", Who::SignedIn, refuse_favorite),
        delete("/api/dashboardItems/{uid}/favorite", Who::SignedIn, refuse_favorite),
        post("/api/dashboardItems/{uid}/subscriber", Who::SignedIn, refuse_subscriber),
        delete("/api/dashboardItems/{uid}/subscriber", Who::SignedIn, refuse_subscriber),
    ]
}

/// Replaces the translations of an item, for who may change its dashboard.
async fn translate_item(call: Call, Path(uid): Path<String>, request: Request<Body>) -> Outcome {
    let of = type_of("dashboardItem")?;
    let sent = object(request).await?;
    let mut connection = call.connect().await?;
    dashboards::item(&mut connection, call.caller(), &uid).await?;
    Ok(match translations::replace(&mut connection, of, &uid, &sent).await? {
        None => answer::empty(204),
        Some(report) => answer::web_message_with(409, Status::Warning, PROBLEMS, &report),
    })
}

/// Takes an item off its dashboard, and with that away.
async fn remove_item(call: Call, Path(uid): Path<String>) -> Outcome {
    let of = type_of("dashboard")?;
    let mut connection = call.connect().await?;
    let item = dashboards::item(&mut connection, call.caller(), &uid).await?;
    let none = || Refusal::conflict(format!("The item {uid} is on no dashboard"));
    let dashboard = item.dashboard.ok_or_else(none)?;
    let at = (dashboard.as_str(), collections::collection(of, "dashboardItems")?);
    let gone = Change { deletions: vec![uid.clone()], ..Change::default() };
    collections::change(&mut connection, call.caller(), of, at, &gone, &call.app.clock).await?;
    let report = json!({
        "responseType": "ObjectReport", "klass": "org.hisp.dhis.dashboard.DashboardItem", "uid": uid,
        "errorReports": [],
    });
    Ok(answer::message(200, None, Some(&report)))
}

/// DHIS2's answer to who likes an item.
async fn refuse_favorite() -> Outcome {
    let sentence = "Objects of this class cannot be set as favorite";
    Err(Refusal::conflict(sentence).with_code(ErrorCode::E1004).into())
}

/// DHIS2's answer to who wants to follow an item.
async fn refuse_subscriber() -> Outcome {
    let sentence = "Objects of this class cannot be subscribed to";
    Err(Refusal::conflict(sentence).with_code(ErrorCode::E1004).into())
}

async fn search_by_parameter(call: Call) -> Outcome {
    let words = call.query.get("q").ok_or_else(|| missing("q", "String"))?;
    search(&call, Some(words)).await
}

async fn search_by_path(call: Call, Path(words): Path<String>) -> Outcome {
    search(&call, Some(&words)).await
}

async fn list_all(call: Call) -> Outcome {
    search(&call, None).await
}

async fn search(call: &Call, words: Option<&str>) -> Outcome {
    let more: Vec<&str> =
        call.query.all("max").flat_map(|words| words.split(',')).filter(|word| !word.is_empty()).collect();
    if let Some(other) = more.iter().find(|word| !ITEM_TYPES.contains(word)) {
        return Err(unknown_word(other, "max", &ITEM_TYPES).into());
    }
    let (count, most) = (number(call, "count")?.unwrap_or(COUNT), number(call, "maxCount")?.unwrap_or(MOST));
    let mut connection = call.connect().await?;
    let own_roles = read_system(&connection).await?.is_on(OWN_ROLES);
    let locale = call.locale();
    let asked = Search { words, more, most, count, own_roles };
    let found = dashboards::search(&mut connection, asker(call, locale.as_deref()), &asked).await?;
    Ok(answer::private(answer::json(&found)))
}

fn number(call: &Call, name: &str) -> Result<Option<i64>, Refusal> {
    let text = call.query.get(name).filter(|text| !text.is_empty());
    text.map(|text| text.parse::<i32>().map(i64::from).map_err(|_| wrong_type(text, name, "Integer")))
        .transpose()
}

async fn cascade_sharing(call: Call, Path(uid): Path<String>) -> Outcome {
    check_uid(&uid)?;
    let options = Options { dry_run: call.query.is_true("dryRun"), atomic: call.query.is_true("atomic") };
    let locale = call.locale();
    let mut connection = call.connect().await?;
    let report = cascade::cascade(&mut connection, call.caller(), locale.as_deref(), &uid, options).await?;
    let report = report.ok_or_else(|| Refusal::not_found(format!("Dashboard not found for uid: {uid}")))?;
    Ok(answer::json(&report))
}

async fn reshape_item(call: Call, Path((uid, shape)): Path<(String, String)>) -> Outcome {
    if !SHAPES.contains(&shape.as_str()) {
        return Err(Refusal::bad_request(format!(
            "Value '{shape}' is not valid for path parameter shape. Valid values are: [{}]",
            SHAPES.join(", ")
        ))
        .into());
    }
    let mut connection = call.connect().await?;
    dashboards::reshape(&mut connection, call.caller(), &uid, &shape, &call.app.clock).await?;
    Ok(answer::empty(204))
}
