//! Answers: JSON, DHIS2's web message, and the one place where a fault becomes a status.

mod laid_aside;
pub(crate) mod xml;

use std::io::Write;

use afya_model::{ErrorCode, Refusal, Status};
use afya_store::Fault;
use afya_store::fault::told;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use laid_aside::LaidAside;

/// What a handler gives.
pub(crate) type Outcome = Result<Response, Failure>;

/// A fault on its way out.
#[derive(Debug)]
pub(crate) struct Failure(Fault);

impl<T: Into<Fault>> From<T> for Failure {
    fn from(fault: T) -> Failure {
        Failure(fault.into())
    }
}

impl Failure {
    /// What went wrong, for whoever answers no request.
    pub(crate) fn fault(self) -> Fault {
        self.0
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        if let Some(refusal) = data_exception(&self.0).or_else(|| no_room(&self.0)) {
            return web_message(&refusal);
        }
        match self.0 {
            Fault::Refused(refusal) => web_message(&refusal),
            Fault::Unavailable(reason) => {
                tracing::warn!(reason, "the database cannot be reached");
                let sentence = "The database cannot be reached at the moment. Try again in a few seconds.";
                web_message(&Refusal::new(503, sentence).again_after(5))
            }
            Fault::Full(reason) => {
                tracing::error!(reason, "the database has no room left");
                let sentence =
                    "The database has no room left. Make room on its disk and send the same again.";
                web_message(&Refusal::new(507, sentence))
            }
            Fault::Database(error) => {
                tracing::error!(
                    error = told(&error),
                    code = error.code().map(|code| code.code()),
                    "a statement failed"
                );
                web_message(&Refusal::new(500, "An internal error has occurred. The server's log says more."))
            }
        }
    }
}

/// PostgreSQL's class 53: no room on its disk, or in its memory.
fn no_room(fault: &Fault) -> Option<Refusal> {
    let error = fault.database_error().filter(|error| error.code().code().starts_with("53"))?;
    tracing::error!(%error, "the database has no room left");
    let sentence =
        "The database has no room left. What was under way is not saved; make room and send it again.";
    Some(Refusal::new(507, sentence))
}

/// PostgreSQL's class 22: a value that it cannot read or keep, such as a text that is too long or holds NUL.
fn data_exception(fault: &Fault) -> Option<Refusal> {
    let error = fault.database_error().filter(|error| error.code().code().starts_with("22"))?;
    tracing::warn!(%error, "a value was refused");
    Some(Refusal::bad_request(format!(
        "A value cannot be read or kept: {}. Send another one",
        error.message()
    )))
}

/// JSON with status 200.
pub(crate) fn json(value: &Value) -> Response {
    json_with_status(200, value)
}

/// JSON with this status.
pub(crate) fn json_with_status(status: u16, value: &Value) -> Response {
    json_text(status, value.to_string())
}

/// JSON that is written out already.
pub(crate) fn json_text(status: u16, text: impl Into<Body>) -> Response {
    typed(status, "application/json;charset=UTF-8", text)
}

/// Plain text with status 200.
pub(crate) fn text(text: impl Into<Body>) -> Response {
    typed(200, "text/plain;charset=UTF-8", text)
}

/// No body at all, with this status.
pub(crate) fn empty(status: u16) -> Response {
    let mut response = Response::default();
    *response.status_mut() = status_code(status);
    response
}

/// A body of any media type.
pub(crate) fn typed(status: u16, media_type: &'static str, body: impl Into<Body>) -> Response {
    let mut response = Response::new(body.into());
    *response.status_mut() = status_code(status);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}

/// The same answer, not to be kept by caches but for its own user.
pub(crate) fn private(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache, private"));
    response
}

/// The same answer, not to be kept by anybody.
pub(crate) fn unstored(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The same answer, to be asked for anew each time.
pub(crate) fn never_stored(mut response: Response) -> Response {
    let value = HeaderValue::from_static("no-cache, no-store, must-revalidate");
    response.headers_mut().insert(CACHE_CONTROL, value);
    response
}

/// A web message that says a refusal.
pub(crate) fn web_message(refusal: &Refusal) -> Response {
    let body = envelope(
        refusal.http_status,
        refusal.status,
        refusal.message.as_deref(),
        refusal.code,
        refusal.response.as_deref(),
    );
    let mut response = typed(refusal.http_status, "application/json", body.to_string());
    let again = refusal.retry_after.map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds)));
    response.headers_mut().extend(again);
    response
}

/// A web message that says success.
pub(crate) fn message(http_status: u16, message: Option<&str>, response: Option<&Value>) -> Response {
    json_with_status(http_status, &envelope(http_status, Status::Ok, message, None, response))
}

/// A web message with the report of an import, which writes itself as JSON; as XML for those who accept nothing else. A report
/// of a million conflicts is laid aside and sent piece by piece.
pub(crate) fn import_report(
    accept: &str,
    (http_status, status, message): (u16, Status, &str),
    report: impl FnOnce(&mut dyn Write) -> std::io::Result<()>,
) -> Result<Response, Failure> {
    let mut text = envelope(http_status, status, Some(message), None, None).to_string();
    text.pop();
    let mut out = LaidAside::default();
    let written = write!(out, "{text},\"response\":").and_then(|()| report(&mut out));
    let written = written.and_then(|()| out.write_all(b"}"));
    let body = match xml::is_wanted(accept) {
        true => written.and_then(|()| out.text()).map(|text| serde_json::from_str(&text).ok()),
        false => written.map(|()| None),
    };
    match body.map_err(|error| laid_aside::refusal(&error))? {
        Some(body) => Ok(xml::report(&body)),
        None => Ok(json_text(http_status, out.into_body().map_err(|error| laid_aside::refusal(&error))?)),
    }
}

/// A web message with a status, a sentence and a report.
pub(crate) fn web_message_with(
    http_status: u16,
    status: Status,
    message: &str,
    response: &Value,
) -> Response {
    json_with_status(http_status, &envelope(http_status, status, Some(message), None, Some(response)))
}

fn envelope(
    http_status: u16,
    status: Status,
    message: Option<&str>,
    code: Option<ErrorCode>,
    response: Option<&Value>,
) -> Value {
    let mut body = Map::new();
    body.insert("httpStatus".into(), json!(status_code(http_status).canonical_reason().unwrap_or_default()));
    body.insert("httpStatusCode".into(), json!(http_status));
    body.insert("status".into(), json!(status.as_str()));
    if let Some(message) = message {
        body.insert("message".into(), json!(message));
    }
    if let Some(code) = code {
        body.insert("errorCode".into(), json!(code.name()));
    }
    if let Some(response) = response {
        body.insert("response".into(), response.clone());
    }
    Value::Object(body)
}

fn status_code(status: u16) -> StatusCode {
    StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}
