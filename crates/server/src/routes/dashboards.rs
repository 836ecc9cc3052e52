//! `/api/dashboards` and `/api/dashboardItems`: what can be put on a dashboard, shapes, and sharing that goes on.

use afya_access::settings::read_system;
use afya_metadata::dashboards::cascade::{self, Options};
use afya_metadata::dashboards::{self, ITEM_TYPES, SHAPES, Search};
use afya_model::Refusal;
use axum::extract::Path;

use super::objects::{asker, check_uid};
use super::people::OWN_ROLES;
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::parameters::{missing, unknown_word, wrong_type};
use crate::route::{Route, Who, get, post, put};

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
    ]
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
    let own_roles = read_system(&mut connection).await?.is_on(OWN_ROLES);
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
