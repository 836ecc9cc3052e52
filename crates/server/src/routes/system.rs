//! `/api/ping` and `/api/system`.

use axum::response::Response;

use crate::answer;
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
async fn ping_system() -> Response {
    answer::text("pong")
}
