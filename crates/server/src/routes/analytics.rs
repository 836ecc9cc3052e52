//! `/api/analytics`: figures by data, period and place, straight from what was saved.

mod changes;
pub(super) mod freshness;

use std::sync::Arc;

use afya_access::settings::{SystemSettings, read_system};
use afya_analytics::admission::Admitted;
use afya_analytics::data_value_set;
use afya_analytics::executors::Executor;
use afya_analytics::executors::columns::Resident;
use afya_analytics::formats::{accepted, render};
use afya_analytics::grid;
use afya_analytics::request::Request;
use afya_analytics::tiles::{self, Tile};
use afya_files::pictures;
use afya_model::Refusal;
use afya_schema::types::ANALYTICS_TABLE_TYPE;
use afya_store::{Connection, Fault};
use axum::extract::Path;
use axum::http::header::{ACCEPT, CONTENT_DISPOSITION};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use futures_util::future::join;
use serde_json::{Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

const JSON: &str = "application/json;charset=UTF-8";

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/analytics", Who::SignedIn, query_analytics),
        get("/api/analytics/changes", Who::SignedIn, changes::follow_changes),
        get("/api/analytics/dataValueSet", Who::SignedIn, query_data_value_set),
        get("/api/analytics/debug/sql", Who::SignedIn, find_statements),
        get("/api/analytics/explain", Who::Holders(&["F_PERFORM_ANALYTICS_EXPLAIN"]), explain_analytics),
        get("/api/analytics/rawData", Who::SignedIn, query_raw_data),
        get("/api/maps/tiles/{z}/{x}/{y}", Who::SignedIn, draw_tile),
        get("/api/analytics/tableTypes", Who::SignedIn, list_table_types),
    ]
}

async fn query_analytics(call: Call, headers: HeaderMap) -> Outcome {
    let request = request(&call)?;
    let answered = answered(&call, &request).await?;
    let (media_type, bytes) = match accepted_by(&headers).filter(|_| call.extension.is_none()) {
        Some(format) => rendered_as(answered.grid, format).await?,
        None => rendered(&call, answered.grid).await?,
    };
    let mut response = freshness::tagged(&headers, media_type, bytes, &answered.cache);
    if let Some(extension @ ("csv" | "xls" | "xlsx")) = call.extension {
        let kept_as = HeaderValue::try_from(format!("attachment; filename=\"data.{extension}\""));
        response.headers_mut().extend(kept_as.map(|kept_as| (CONTENT_DISPOSITION, kept_as)));
    }
    Ok(marked(response, answered.by))
}

/// The format that a caller without an extension asks for by media type, where there is one but JSON.
fn accepted_by(headers: &HeaderMap) -> Option<&'static str> {
    headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).and_then(accepted)
}

/// The grid of a request, who ran its plans, and how long it may be kept.
struct Answered {
    grid: Value,
    by: &'static str,
    cache: String,
    /// Others wait until the answer is written: until then it takes its memory.
    _admitted: Option<Admitted>,
}

/// Columns that have all that was saved before the request came, where there are some that are not behind.
pub(super) async fn resident(call: &Call, connection: &Connection) -> Result<Option<Arc<Resident>>, Fault> {
    match &call.app.columns {
        Some(feed) => feed.current(connection).await,
        None => Ok(None),
    }
}

/// Who runs the plans of a request, once the server lets it in.
pub(super) fn executor<'a>(call: &'a Call, resident: Option<&'a Resident>) -> Executor<'a> {
    Executor::on(resident).beyond(call.app.clickhouse.as_ref()).behind(&call.app.gate)
}

/// Answers from columns or ClickHouse, where there are some and they are not behind, else from PostgreSQL.
async fn answered(call: &Call, request: &Request) -> Result<Answered, Fault> {
    let mut connection = call.connect().await?;
    let (resident, system) = join(resident(call, &connection), read_system(&connection)).await;
    let (resident, system) = (resident?, system?);
    let executor = executor(call, resident.as_deref());
    let grid = grid::answer(&mut connection, call.caller(), request, &system, &executor).await?;
    let (by, cache) = (executor.answered_by(), cache(call, request, &system)?);
    Ok(Answered { grid, by, cache, _admitted: executor.into_admitted() })
}

/// A vector tile of the units of an analytics request, with their figures.
async fn draw_tile(
    call: Call,
    Path((zoom, column, row)): Path<(String, String, String)>,
    headers: HeaderMap,
) -> Outcome {
    let place = Tile::parse(&zoom, &column, &row)?;
    let request = request(&call)?;
    let mut connection = call.connect().await?;
    let resident = resident(&call, &connection).await?;
    let executor = executor(&call, resident.as_deref());
    let system = read_system(&connection).await?;
    let drawn = tiles::tile(&mut connection, call.caller(), &request, &system, &executor, place).await?;
    let cache = cache(&call, &request, &system)?;
    let response = freshness::tagged(&headers, "application/vnd.mapbox-vector-tile", drawn, &cache);
    Ok(marked(response, executor.answered_by()))
}

pub(super) fn marked(mut response: Response, answered_by: &'static str) -> Response {
    response.headers_mut().insert("X-Afya-Analytics", HeaderValue::from_static(answered_by));
    response
}

/// The description of a grid without its rows, and how each plan behind it is run.
async fn explain_analytics(call: Call) -> Outcome {
    let request = request(&call)?;
    let mut connection = call.connect().await?;
    let resident = resident(&call, &connection).await?;
    let executor = executor(&call, resident.as_deref()).explaining();
    let system = read_system(&connection).await?;
    let mut grid = grid::answer(&mut connection, call.caller(), &request, &system, &executor).await?;
    let plans = executor.told();
    let took: f64 = plans.iter().filter_map(|plan| plan["timeInMillis"].as_f64()).sum();
    grid["performanceMetrics"] = json!({ "totalTimeInMillis": took, "executionPlans": plans });
    Ok(answer::unstored(answer::json(&grid)))
}

/// The statements behind an answer, to be read and run by hand.
async fn find_statements(call: Call) -> Outcome {
    let request = request(&call)?;
    let mut connection = call.connect().await?;
    let system = read_system(&connection).await?;
    let text = grid::statements(&mut connection, call.caller(), &request, &system).await?;
    Ok(answer::unstored(answer::text(text)))
}

async fn query_raw_data(call: Call, headers: HeaderMap) -> Outcome {
    let request = request(&call)?;
    let mut connection = call.connect().await?;
    let system = read_system(&connection).await?;
    let executor = executor(&call, None);
    let grid = grid::raw_data(&mut connection, call.caller(), &request, &system, &executor).await?;
    drop(connection);
    let (media_type, bytes) = rendered(&call, grid).await?;
    let response = freshness::tagged(&headers, media_type, bytes, &cache(&call, &request, &system)?);
    Ok(marked(response, executor.answered_by()))
}

async fn query_data_value_set(call: Call, headers: HeaderMap) -> Outcome {
    let request = request(&call)?;
    let mut connection = call.connect().await?;
    let resident = resident(&call, &connection).await?;
    let executor = executor(&call, resident.as_deref());
    let system = read_system(&connection).await?;
    let today = call.app.clock.today();
    let set =
        data_value_set::answer(&mut connection, call.caller(), &request, &system, &executor, today).await?;
    drop(connection);
    let (media_type, bytes) = match call.extension {
        None | Some("json") => (JSON, set.to_string().into_bytes()),
        Some("xml") => ("application/xml", data_value_set::as_xml(&set).into_bytes()),
        Some(extension @ "csv") => rendered_as(data_value_set::as_table(&set), extension).await?,
        Some(extension) => return Err(unbuilt(extension).into()),
    };
    let response = freshness::tagged(&headers, media_type, bytes, &cache(&call, &request, &system)?);
    Ok(marked(response, executor.answered_by()))
}

fn request(call: &Call) -> Result<Request, Refusal> {
    Request::parse(call.query.pairs(), call.app.clock.today(), call.locale())
}

/// How long an answer may be kept.
fn cache(call: &Call, request: &Request, system: &SystemSettings) -> Result<String, Refusal> {
    Ok(freshness::cache_control(system, grid::last_day(request, system)?, call.app.clock.now()))
}

/// A grid in the format that the path asks for: the media type and the bytes.
pub(super) async fn rendered(call: &Call, grid: Value) -> Result<(&'static str, Vec<u8>), Refusal> {
    match call.extension {
        None | Some("json") => Ok((JSON, grid.to_string().into_bytes())),
        Some(extension) => rendered_as(grid, extension).await,
    }
}

/// A grid in a format: the media type and the bytes. Workbooks, pages and compressed tables take long and wait for their turn.
pub(super) async fn rendered_as(
    grid: Value,
    extension: &'static str,
) -> Result<(&'static str, Vec<u8>), Refusal> {
    let made = match extension {
        "pdf" | "xls" | "xlsx" | "parquet" => pictures::in_turn(move || render(&grid, extension)).await?,
        _ => render(&grid, extension),
    };
    made?.ok_or_else(|| unbuilt(extension))
}

fn unbuilt(extension: &str) -> Refusal {
    let sentence =
        format!("Analytics as {extension} is not built here yet; ask for JSON, CSV, XML, HTML, XLSX or PDF");
    Refusal::new(501, sentence)
}

/// The kinds of analytics tables that DHIS2 has; clients ask for them before they start its job.
async fn list_table_types() -> Outcome {
    Ok(answer::json(&json!(ANALYTICS_TABLE_TYPE)))
}
