//! `/api/authorities`: what roles can give.

use axum::response::Response;
use serde_json::{Value, json};

use crate::answer;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/authorities", Who::SignedIn, list_authorities)]
}

async fn list_authorities() -> Response {
    let all: Vec<Value> =
        afya_access::authorities::all().map(|(id, name)| json!({"id": id, "name": name})).collect();
    answer::json(&json!({ "systemAuthorities": all }))
}
