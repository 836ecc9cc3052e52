//! `/api/userLookup`: finding people by name.

use afya_access::users::{self, Boundary};
use afya_model::Refusal;
use axum::extract::Path;
use axum::response::Response;
use serde_json::json;

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/userLookup", Who::SignedIn, look_up),
        get("/api/userLookup/{key}", Who::SignedIn, find_person),
    ]
}

async fn look_up(call: Call) -> Outcome {
    let words = call.query.get("query");
    let words = words.ok_or_else(|| Refusal::bad_request("Required parameter 'query' is not present."))?;
    let boundary = call.query.get("orgUnitBoundary").and_then(Boundary::parse);
    let people = users::look_up(&mut call.connect().await?, call.caller(), words, boundary).await?;
    Ok(answer::json(&json!({ "users": people })))
}

/// One person; nothing at all when there is none, as in DHIS2.
async fn find_person(call: Call, Path(key): Path<String>) -> Outcome {
    let person = users::find(&mut call.connect().await?, &key).await?;
    Ok(person.map_or_else(Response::default, |person| answer::json(&person)))
}
