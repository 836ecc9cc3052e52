//! `/api/auth`: signing in and out with a session.

use afya_access::second_factor::Stage;
use afya_access::sign_in::Verdict;
use afya_access::{Account, session};
use afya_model::Refusal;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::http::header::{LOCATION, RETRY_AFTER, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use serde::Deserialize;
use serde_json::json;

use crate::answer::{self, Outcome};
use crate::app::App;
use crate::authentication::attempt::{Credentials, attempt};
use crate::authentication::{cookies, session_limits};
use crate::body;
use crate::route::{Route, Who, get, post};
use crate::routes::two_factor;

/// A sign-in request is small.
const LIMIT: usize = 64 * 1024;

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let leave = "/dhis-web-commons-security/logout.action";
    vec![
        post("/api/auth/login", Who::Anybody, sign_in),
        get(leave, Who::Anybody, sign_out),
        post(leave, Who::Anybody, sign_out),
    ]
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Login {
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    two_factor_code: Option<String>,
}

/// Signs in and opens a session; sends the code of a second factor by mail first, where the account asks for one.
async fn sign_in(State(app): State<App>, request: Request) -> Outcome {
    let headers = request.headers().clone();
    let bytes = body::whole(request.into_body(), LIMIT).await?;
    let login: Login = serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))?;
    let credentials = Credentials {
        username: login.username.unwrap_or_default(),
        password: login.password.unwrap_or_default(),
        code: login.two_factor_code,
    };
    let username = credentials.username.clone();
    let (verdict, account) = attempt(&app, credentials).await?;
    match account {
        Some(account) => {
            let answer = answer::json(&json!({"loginStatus": "SUCCESS", "redirectUrl": "/"}));
            open_session(&app, &headers, &account, answer).await
        }
        None if verdict == Verdict::EmailCodeWanted => {
            let sent = two_factor::send_code(&app, &username, Stage::Email).await;
            let status = match sent {
                Ok(()) => "EMAIL_TWO_FACTOR_CODE_SENT",
                // So DHIS2 answers when its mail does not go out.
                Err(_) => "INCORRECT_TWO_FACTOR_CODE_EMAIL",
            };
            Ok(answer::json(&json!({ "loginStatus": status })))
        }
        None => refused(verdict),
    }
}

/// Opens a session for an account and gives its cookie with the answer. A session that the request came with ends, so that
/// nobody can plant one.
pub(super) async fn open_session(
    app: &App,
    headers: &HeaderMap,
    account: &Account,
    mut answer: Response,
) -> Outcome {
    let mut connection = app.database.connect().await?;
    if let Some(former) = cookies::session_token(headers) {
        session::close(&mut connection, &former).await?;
    }
    let user_id = account.caller.id;
    let token = session::open(&mut connection, &app.clock, &app.random, user_id, session_limits(app)).await?;
    if let Some(cookie) = cookies::carry(&token, is_https(app, headers)) {
        answer.headers_mut().insert(SET_COOKIE, cookie);
    }
    Ok(answer)
}

fn refused(verdict: Verdict) -> Outcome {
    let status = match verdict {
        Verdict::Success | Verdict::BadCredentials => {
            return Err(Refusal::new(401, "Bad credentials").into());
        }
        Verdict::Locked(_) => "ACCOUNT_LOCKED",
        Verdict::Disabled => "ACCOUNT_DISABLED",
        Verdict::Expired => "ACCOUNT_EXPIRED",
        Verdict::PasswordExpired => "PASSWORD_EXPIRED",
        Verdict::TotpWanted => "INCORRECT_TWO_FACTOR_CODE_TOTP",
        Verdict::EmailCodeWanted | Verdict::EmailCodeWrong => "INCORRECT_TWO_FACTOR_CODE_EMAIL",
        Verdict::EnrolmentWanted => "REQUIRES_TWO_FACTOR_ENROLMENT",
    };
    let mut response = answer::json(&json!({ "loginStatus": status }));
    if let Verdict::Locked(seconds) = verdict {
        response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    Ok(response)
}

fn is_https(app: &App, headers: &HeaderMap) -> bool {
    let forwarded = headers.get("x-forwarded-proto").is_some_and(|value| value.as_bytes() == b"https");
    forwarded || app.settings.is_on("server.https")
}

/// Ends the session and shows the sign-in page.
async fn sign_out(State(app): State<App>, headers: HeaderMap) -> Outcome {
    if let Some(token) = cookies::session_token(&headers) {
        session::close(&mut app.database.connect().await?, &token).await?;
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::FOUND;
    response.headers_mut().insert(LOCATION, HeaderValue::from_static("/login/"));
    response.headers_mut().insert(SET_COOKIE, cookies::remove());
    Ok(response)
}
