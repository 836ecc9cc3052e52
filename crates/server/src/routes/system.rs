//! `/api/ping` and `/api/system`.

use axum::response::Response;

use crate::answer;
use crate::call::Call;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/ping", Who::Anybody, ping), get("/api/system/ping", Who::SignedIn, ping_system)]
}

/// Answers nothing, to show that the server does.
async fn ping() -> Response {
    Response::default()
}

/// `pong` to whoever is signed in.
async fn ping_system(call: Call) -> Response {
    // The text goes out under the media type that was asked for, as DHIS2 sends it.
    let as_text = call.accept.starts_with("text/");
    answer::unstored(if as_text { answer::text("pong") } else { answer::json_text(200, "pong") })
}
