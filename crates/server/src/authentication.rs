//! Who calls: HTTP Basic, an access token, or a session's cookie. Runs in front of every route.

pub(crate) mod attempt;
pub(crate) mod cookies;
pub(crate) mod passwords;
pub(crate) mod proof;

use std::sync::Arc;

use afya_access::session::{self, SessionLimits};
use afya_access::sign_in::Verdict;
use afya_access::tokens::{self, Presented};
use afya_access::{Account, Caller};
use afya_model::Refusal;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{AUTHORIZATION, HOST, LOCATION, WWW_AUTHENTICATE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;

use crate::answer::Failure;
use crate::app::App;
use crate::route::Who;
use attempt::Credentials;

/// Lets a request through when its caller may call the route, with the caller among the request's extensions.
pub(crate) async fn authorize(
    State((app, who)): State<(App, Who)>,
    mut request: Request,
    next: Next,
) -> Response {
    let method = request.method().as_str();
    match identify(&app, request.headers(), method).await {
        Ok(Some(caller)) => {
            if let Err(refusal) = check(who, &caller) {
                return Failure::from(refusal).into_response();
            }
            request.extensions_mut().insert(Arc::new(caller));
        }
        Ok(None) if who == Who::Anybody => {}
        Ok(None) => return invite(request.headers()),
        Err(failure) => return challenged(failure.into_response(), request.headers()),
    }
    next.run(request).await
}

/// What is counted and how long it lasts, from `dhis.conf`.
pub(crate) fn session_limits(app: &App) -> SessionLimits {
    let number = |key: &str| i64::try_from(app.settings.number(key)).unwrap_or(i64::MAX);
    SessionLimits {
        idle_seconds: number("system.session.timeout").clamp(60, 30 * 24 * 3600),
        per_user: number("max.sessions.per_user").max(1),
    }
}

/// Nobody is signed in: scripts get 401, browsers the way to the sign-in page.
fn invite(headers: &HeaderMap) -> Response {
    let wants_status =
        headers.get("x-requested-with").is_some_and(|value| value.as_bytes() == b"XMLHttpRequest");
    if wants_status {
        return Failure::from(Refusal::new(401, "Unauthorized")).into_response();
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let scheme = text("x-forwarded-proto").unwrap_or("http");
    let host = text(HOST.as_str()).unwrap_or("localhost");
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FOUND;
    if let Ok(address) = HeaderValue::from_str(&format!("{scheme}://{host}/login/")) {
        response.headers_mut().insert(LOCATION, address);
    }
    response
}

fn check(who: Who, caller: &Caller) -> Result<(), Refusal> {
    match who {
        Who::Holders(names) if !caller.has_any(names) => Err(Refusal::forbidden(format!(
            "Access is denied, requires one Authority from [{}]",
            names.join(", ")
        ))),
        _ => Ok(()),
    }
}

/// A refused token is answered with the name of its scheme.
fn challenged(mut response: Response, headers: &HeaderMap) -> Response {
    if headers.get(AUTHORIZATION).and_then(|header| header.to_str().ok()).and_then(api_token).is_some() {
        response.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("ApiToken"));
    }
    response
}

async fn identify(app: &App, headers: &HeaderMap, method: &str) -> Result<Option<Caller>, Failure> {
    let authorization = headers.get(AUTHORIZATION).and_then(|header| header.to_str().ok());
    if let Some(token) = authorization.and_then(api_token) {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let presented = Presented {
            method,
            address: text("x-forwarded-for"),
            referrer: text("referer"),
            now_ms: app.clock.now().as_millisecond(),
        };
        let mut connection = app.database.connect().await?;
        return Ok(Some(tokens::resume(&mut connection, token, presented).await?.caller));
    }
    if let Some(credentials) = authorization.and_then(basic) {
        return match attempt::attempt(app, credentials).await? {
            (Verdict::Success, Some(account)) => Ok(Some(account.caller)),
            (verdict, _) => Err(Refusal::new(401, sentence(verdict)).into()),
        };
    }
    let Some(token) = cookies::session_token(headers) else { return Ok(None) };
    let mut connection = app.database.connect().await?;
    let account = session::resume(&mut connection, &app.clock, &token, session_limits(app)).await?;
    Ok(account.filter(|account| is_open(account, app)).map(|account| account.caller))
}

/// Whether an account that was signed in to before is still open.
fn is_open(account: &Account, app: &App) -> bool {
    let now = app.clock.now().as_second();
    !account.caller.disabled && account.expires.is_none_or(|expires| expires > now)
}

fn sentence(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Disabled => "Account disabled",
        Verdict::Locked(_) => "Account locked",
        _ => "Unauthorized",
    }
}

fn api_token(header: &str) -> Option<&str> {
    let (scheme, token) = header.split_once(' ')?;
    scheme.eq_ignore_ascii_case("ApiToken").then_some(token.trim())
}

fn basic(header: &str) -> Option<Credentials> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return None;
    }
    let decoded = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    let (username, password) = text.split_once(':')?;
    Some(Credentials { username: username.to_owned(), password: password.to_owned(), code: None })
}
