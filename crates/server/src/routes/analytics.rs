//! `/api/analytics`: figures by data, period and place, straight from what was saved.

use afya_analytics::grid;
use afya_analytics::request::Request;
use afya_model::Refusal;
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/analytics", Who::SignedIn, query_analytics)]
}

async fn query_analytics(call: Call) -> Outcome {
    if let Some(extension) = call.extension.filter(|extension| *extension != "json") {
        return Err(Refusal::new(
            501,
            format!("Analytics as {extension} is not built here yet; ask for JSON"),
        )
        .into());
    }
    let today = call.app.clock.today();
    let request = Request::parse(call.query.pairs(), today, call.locale())?;

    let grid = grid::answer(&mut call.connect().await?, call.caller(), &request).await?;
    let mut response = answer::json(&grid);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    Ok(response)
}
