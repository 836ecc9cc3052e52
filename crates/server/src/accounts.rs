//! What the routes of accounts share: letters to their holders, tickets into them, and new passwords.

pub(crate) mod letters;
pub(crate) mod new_password;
pub(crate) mod tickets;

use afya_access::lockout::{self, Counted};
use afya_model::{ErrorCode, Refusal};
use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderMap;
use serde::de::DeserializeOwned;

use crate::answer::Failure;
use crate::app::App;
use crate::body;
use crate::query::Query;

/// A request about an account is small.
const LIMIT: usize = 64 * 1024;

/// The body of such a request.
pub(crate) async fn read<T: DeserializeOwned>(request: Request<Body>) -> Result<T, Failure> {
    let bytes = body::whole(request.into_body(), LIMIT).await?;
    let read = serde_json::from_slice(&bytes);
    Ok(read.map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))?)
}

/// The parameters of a request: those of its address, and those of its form.
pub(crate) async fn parameters(address: &Query, request: Request<Body>) -> Result<Query, Failure> {
    let bytes = body::whole(request.into_body(), LIMIT).await?;
    let form = Query::parse(&String::from_utf8_lossy(&bytes));
    Ok(Query::of(address.pairs().iter().chain(form.pairs()).cloned().collect()))
}

/// A parameter that must be there.
pub(crate) fn required<'q>(parameters: &'q Query, name: &str) -> Result<&'q str, Refusal> {
    let missing = || Refusal::bad_request(format!("Required parameter '{name}' is not present."));
    parameters.get(name).ok_or_else(missing)
}

/// 409 with a sentence.
pub(crate) fn conflict(sentence: impl Into<String>) -> Refusal {
    Refusal::conflict(sentence).with_code(ErrorCode::E1004)
}

/// 400 with a sentence.
pub(crate) fn bad_request(sentence: impl Into<String>) -> Refusal {
    Refusal::bad_request(sentence).with_code(ErrorCode::E1003)
}

/// Counts an attempt to get into an account without its password.
///
/// # Errors
/// 403 when there were too many; a name without an account is counted just so.
pub(crate) async fn count_recovery(app: &App, name: &str) -> Result<(), Failure> {
    let mut connection = app.database.connect().await?;
    if lockout::note(&mut connection, &app.clock, Counted::Recovery(name)).await? {
        return Ok(());
    }
    let sentence = format!(
        "The account recovery operation for the given user is temporarily locked due to too many calls to this endpoint in \
         the last '15' minutes. Username:{name}"
    );
    Err(Refusal::forbidden(sentence).with_code(ErrorCode::E1006).into())
}

/// The address that a request came from, as far as the proxy in front says it.
pub(crate) fn sender(headers: &HeaderMap) -> String {
    let forwarded = headers.get("x-forwarded-for").and_then(|value| value.to_str().ok()).unwrap_or_default();
    forwarded.rsplit(',').next().unwrap_or_default().trim().chars().take(64).collect()
}
