//! `/api/apiToken`: making and taking away personal access tokens.

use afya_access::tokens;
use afya_model::Refusal;
use afya_schema::registry;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::HeaderValue;
use axum::http::header::LOCATION;
use serde_json::{Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, delete, post};
use crate::routes::metadata_import::object;
use crate::routes::objects::{self, check_uid};

/// The routes of this resource, under both of its names.
pub(crate) fn routes() -> Vec<Route> {
    let of = registry().by_name("apiToken").expect("the registry has access tokens");
    let changes = ["/api/apiToken", "/api/apiTokens"];
    let mut routes: Vec<Route> = changes
        .into_iter()
        .flat_map(|path| {
            [
                post(path, Who::SignedIn, create_token),
                delete(format!("{path}/{{uid}}"), Who::SignedIn, remove_token),
            ]
        })
        .collect();
    routes.extend(objects::routes_of(of, "/apiTokens"));
    routes
}

/// Makes a token; the answer is the only place where it is ever shown.
async fn create_token(call: Call, request: Request<Body>) -> Outcome {
    let wanted = Value::Object(object(request).await?);
    let caller = call.caller();
    let now_ms = call.app.clock.now().as_millisecond();
    let mut connection = call.connect().await?;
    let owner = (caller.id, caller.uid.as_str());
    let made = tokens::create(&mut connection, &call.app.random, owner, &wanted, now_ms).await?;
    let response = json!({
        "uid": made.uid, "klass": "org.hisp.dhis.security.apikey.ApiToken", "errorReports": [], "key": made.secret,
        "responseType": "ObjectReport",
    });
    let mut answer = answer::message(201, None, Some(&response));
    if let Ok(address) = HeaderValue::from_str(&format!("{}/apiToken/{}", call.base, made.uid)) {
        answer.headers_mut().insert(LOCATION, address);
    }
    Ok(answer)
}

async fn remove_token(call: Call, Path(uid): Path<String>) -> Outcome {
    check_uid(&uid)?;
    let caller = call.caller();
    let owner = (!caller.is_super()).then_some(caller.id);
    if !tokens::remove(&mut call.connect().await?, &uid, owner).await? {
        return Err(Refusal::no_such_object("ApiToken", &uid).into());
    }
    let response = json!({
        "uid": uid, "klass": "org.hisp.dhis.security.apikey.ApiToken", "errorReports": [],
        "responseType": "ObjectReport",
    });
    Ok(answer::message(200, None, Some(&response)))
}
