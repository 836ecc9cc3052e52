//! `/api/analytics`: figures by data, period and place, straight from what was saved.

use afya_analytics::data_value_set::data_value_set;
use afya_analytics::executors::Executor;
use afya_analytics::formats::render;
use afya_analytics::grid;
use afya_analytics::request::Request;
use afya_analytics::tiles::{self, Tile};
use afya_model::Refusal;
use afya_store::Fault;
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;
use axum::response::Response;
use serde_json::{Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/analytics", Who::SignedIn, query_analytics),
        get("/api/analytics/dataValueSet", Who::SignedIn, query_data_value_set),
        get("/api/analytics/rawData", Who::SignedIn, query_raw_data),
        get("/api/maps/tiles/{z}/{x}/{y}", Who::SignedIn, draw_tile),
        get("/api/analytics/tableTypes", Who::SignedIn, list_table_types),
    ]
}

async fn query_analytics(call: Call) -> Outcome {
    let request = request(&call)?;
    let (grid, answered_by) = answered(&call, &request).await?;
    Ok(marked(rendered(&call, &grid)?, answered_by))
}

/// The grid of a request, and who ran its plans: the columns, where there are some and they are not behind, else PostgreSQL.
async fn answered(call: &Call, request: &Request) -> Result<(Value, &'static str), Fault> {
    let mut connection = call.connect().await?;
    let resident = match &call.app.columns {
        Some(feed) => feed.current(&mut connection).await?,
        None => None,
    };
    let executor = resident.as_deref().map_or_else(Executor::on_postgres, Executor::on_columns);
    let grid = grid::answer(&mut connection, call.caller(), request, &executor).await?;
    Ok((grid, executor.answered_by()))
}

pub(super) fn marked(mut response: Response, answered_by: &'static str) -> Response {
    response.headers_mut().insert("X-Afya-Analytics", HeaderValue::from_static(answered_by));
    response
}

/// A vector tile of the units of an analytics request, with their figures.
async fn draw_tile(call: Call, Path((zoom, column, row)): Path<(String, String, String)>) -> Outcome {
    let place = Tile::parse(&zoom, &column, &row)?;
    let request = request(&call)?;
    let mut connection = call.connect().await?;
    let resident = match &call.app.columns {
        Some(feed) => feed.current(&mut connection).await?,
        None => None,
    };
    let executor = resident.as_deref().map_or_else(Executor::on_postgres, Executor::on_columns);
    let drawn = tiles::tile(&mut connection, call.caller(), &request, &executor, place).await?;
    let response = answer::typed(200, "application/vnd.mapbox-vector-tile", drawn);
    Ok(marked(uncached(response), executor.answered_by()))
}

async fn query_raw_data(call: Call) -> Outcome {
    let request = request(&call)?;
    let grid = grid::raw(&mut call.connect().await?, call.caller(), &request).await?;
    rendered(&call, &grid)
}

async fn query_data_value_set(call: Call) -> Outcome {
    if let Some(extension) = call.extension.filter(|extension| *extension != "json") {
        return Err(unbuilt(extension).into());
    }
    let request = request(&call)?;
    let (grid, answered_by) = answered(&call, &request).await?;
    let response = answer::json(&data_value_set(&grid, call.app.clock.today())?);
    Ok(marked(uncached(response), answered_by))
}

fn request(call: &Call) -> Result<Request, Refusal> {
    Request::parse(call.query.pairs(), call.app.clock.today(), call.locale())
}

/// A grid in the format that the path asks for.
fn rendered(call: &Call, grid: &Value) -> Outcome {
    Ok(uncached(match call.extension {
        None | Some("json") => answer::json(grid),
        Some(extension) => {
            let (media_type, text) = render(grid, extension).ok_or_else(|| unbuilt(extension))?;
            answer::typed(200, media_type, text)
        }
    }))
}

pub(super) fn unbuilt(extension: &str) -> Refusal {
    let sentence = format!("Analytics as {extension} is not built here yet; ask for JSON, CSV, XML or HTML");
    Refusal::new(501, sentence)
}

pub(super) fn uncached(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    response
}

/// The kinds of analytics tables that DHIS2 has; clients ask for them before they start its job.
async fn list_table_types() -> Outcome {
    Ok(answer::json(&json!([
        "DATA_VALUE",
        "COMPLETENESS",
        "COMPLETENESS_TARGET",
        "ORG_UNIT_TARGET",
        "VALIDATION_RESULT",
        "EVENT",
        "ENROLLMENT",
        "OWNERSHIP",
        "TRACKED_ENTITY_INSTANCE_EVENTS",
        "TRACKED_ENTITY_INSTANCE_ENROLLMENTS",
        "TRACKED_ENTITY_INSTANCE",
    ])))
}
