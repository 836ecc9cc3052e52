//! `/api/dataStatistics`: what people look at.

use afya_access::settings;
use afya_metadata::usage::{self, EVENT_TYPES, EventType, Interval, TopRequest};
use afya_model::Refusal;
use afya_schema::fields_on_json::pick;
use afya_schema::query::FieldTree;
use axum::extract::Path;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::parameters::{missing, unknown_word, wrong_type};
use crate::route::{Route, Who, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/api/dataStatistics", Who::SignedIn, note_view),
        get("/api/dataStatistics", Who::SignedIn, list_reports),
        get("/api/dataStatistics/favorites", Who::SignedIn, list_favorites),
        get("/api/dataStatistics/favorites/{uid}", Who::SignedIn, count_views),
        post("/api/dataStatistics/snapshot", Who::Holders(&["ALL"]), keep_statistics),
    ]
}

async fn note_view(call: Call) -> Outcome {
    let event = event_type(&call)?;
    let favorite = call.query.get("favorite").filter(|uid| !uid.is_empty());
    let username = &call.caller().username;
    usage::note(&mut call.connect().await?, username, event, favorite, &call.app.clock).await?;
    Ok(answer::empty(201))
}

async fn list_favorites(call: Call) -> Outcome {
    let event = event_type(&call)?;
    let most = match call.query.get("pageSize").filter(|text| !text.is_empty()) {
        None => 20,
        Some(text) => text.parse::<u32>().map_err(|_| wrong_type(text, "pageSize", "Integer"))?,
    };
    let ascending = match call.query.get("sortOrder").filter(|word| !word.is_empty()) {
        None | Some("DESC") => false,
        Some("ASC") => true,
        Some(other) => return Err(unknown_word(other, "sortOrder", &["ASC", "DESC"]).into()),
    };
    let mut connection = call.connect().await?;
    let language =
        settings::read_user(&mut connection, &call.caller().username, true).await?.text("keyUiLocale");
    let request = TopRequest {
        event,
        most: most.into(),
        ascending,
        username: call.query.get("username"),
        locale: language.split('_').next(),
    };
    let favorites = usage::top(&mut connection, request).await?;
    Ok(answer::unstored(answer::json(&favorites)))
}

async fn count_views(call: Call, Path(uid): Path<String>) -> Outcome {
    let mut connection = call.connect().await?;
    let system = settings::read_system(&connection).await?;
    let passive = system.is_on("keyCountPassiveDashboardViewsInUsageAnalytics");
    let views = usage::views(&mut connection, &uid, passive).await?;
    Ok(answer::json(&json!({ "views": views })))
}

async fn list_reports(call: Call) -> Outcome {
    let first = day(&call, "startDate")?.ok_or_else(|| missing("startDate", "LocalDate"))?;
    let last = day(&call, "endDate")?.unwrap_or(first);
    let word = call.query.get("interval").filter(|word| !word.is_empty()).unwrap_or("DAY");
    let known = Interval::ALL.into_iter().find(|(name, _)| *name == word);
    let (_, interval) =
        known.ok_or_else(|| unknown_word(word, "interval", &Interval::ALL.map(|(name, _)| name)))?;
    if last < first {
        return Err(Refusal::conflict("Start date is after end date").into());
    }
    let fields = call.query.all("fields").collect::<Vec<_>>().join(",");
    let tree = FieldTree::parse(if fields.is_empty() { "*" } else { &fields });
    let reports = usage::reports(&mut call.connect().await?, (first, last), interval).await?;
    let reports: Value = reports.iter().map(|report| pick(report, &tree)).collect();
    Ok(answer::unstored(answer::json(&reports)))
}

async fn keep_statistics(call: Call) -> Outcome {
    usage::keep(&mut call.connect().await?, &call.app.clock, &call.app.random).await?;
    Ok(answer::empty(201))
}

fn event_type(call: &Call) -> Result<EventType, Refusal> {
    let word = call.query.get("eventType").filter(|word| !word.is_empty());
    let word = word.ok_or_else(|| missing("eventType", "DataStatisticsEventType"))?;
    EventType::parse(word)
        .ok_or_else(|| unknown_word(word, "eventType", &EVENT_TYPES.map(|event| event.word)))
}

fn day(call: &Call, name: &str) -> Result<Option<Date>, Refusal> {
    let text = call.query.get(name).filter(|text| !text.is_empty());
    text.map(|text| text.parse().map_err(|_| wrong_type(text, name, "LocalDate"))).transpose()
}
