//! Who calls: HTTP Basic here, session cookies beside it. Runs in front of every route.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use afya_access::{Caller, find_caller};
use afya_model::Refusal;
use axum::extract::{Request, State};
use axum::http::header::AUTHORIZATION;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use base64::Engine;
use sha2::{Digest, Sha256};

use crate::answer::Failure;
use crate::app::App;
use crate::route::Who;

/// Digests of passwords that bcrypt found right a moment ago, with the hash they were checked against: bcrypt of cost
/// 10 takes tens of milliseconds, and scripts send Basic with every request.
#[derive(Clone, Default)]
pub(crate) struct PasswordCache(Arc<Mutex<HashMap<[u8; 32], String>>>);

impl PasswordCache {
    const CAPACITY: usize = 10_000;

    fn holds(&self, digest: &[u8; 32], hash: &str) -> bool {
        self.0.lock().is_ok_and(|known| known.get(digest).is_some_and(|checked| checked == hash))
    }

    fn keep(&self, digest: [u8; 32], hash: &str) {
        if let Ok(mut known) = self.0.lock() {
            if known.len() >= Self::CAPACITY {
                known.clear();
            }
            known.insert(digest, hash.to_owned());
        }
    }
}

/// Lets a request through when its caller may call the route, with the caller among the request's extensions.
pub(crate) async fn authorize(
    State((app, who)): State<(App, Who)>,
    mut request: Request,
    next: Next,
) -> Response {
    let header =
        request.headers().get(AUTHORIZATION).and_then(|header| header.to_str().ok()).map(str::to_owned);
    match identify(&app, header).await {
        Ok(Some(caller)) => {
            if let Err(refusal) = check(who, &caller) {
                return Failure::from(refusal).into_response();
            }
            request.extensions_mut().insert(Arc::new(caller));
        }
        Ok(None) if who == Who::Anybody => {}
        Ok(None) => return Failure::from(Refusal::new(401, "Unauthorized")).into_response(),
        Err(failure) => return failure.into_response(),
    }
    next.run(request).await
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

async fn identify(app: &App, authorization: Option<String>) -> Result<Option<Caller>, Failure> {
    let Some((username, password)) = authorization.as_deref().and_then(basic) else { return Ok(None) };
    let unauthorized = || Failure::from(Refusal::new(401, "Unauthorized"));
    let caller =
        find_caller(&mut app.database.connect().await?, &username).await?.ok_or_else(unauthorized)?;
    if caller.disabled || !password_is_right(app, &username, password, &caller.password_hash).await {
        return Err(unauthorized());
    }
    Ok(Some(caller))
}

fn basic(header: &str) -> Option<(String, String)> {
    let encoded = header.strip_prefix("Basic ")?;
    let decoded = base64::engine::general_purpose::STANDARD.decode(encoded.trim()).ok()?;
    let text = String::from_utf8(decoded).ok()?;
    text.split_once(':').map(|(username, password)| (username.to_owned(), password.to_owned()))
}

async fn password_is_right(app: &App, username: &str, password: String, hash: &str) -> bool {
    let digest: [u8; 32] =
        Sha256::new().chain_update(username).chain_update([0]).chain_update(&password).finalize().into();
    if app.passwords.holds(&digest, hash) {
        return true;
    }
    let owned = hash.to_owned();
    let checked = tokio::task::spawn_blocking(move || bcrypt::verify(password, &owned)).await;
    let right = matches!(checked, Ok(Ok(true)));
    if right {
        app.passwords.keep(digest, hash);
    }
    right
}
