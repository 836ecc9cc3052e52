//! `/api/me/changePassword`, and the sessions of everybody for a superuser.

use afya_access::{me, password, session, settings};
use afya_model::{ErrorCode, Refusal};
use axum::extract::{Path, Request};
use serde::Deserialize;

use crate::answer::{self, Outcome};
use crate::authentication::passwords::{Checked, check};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, delete, put};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        put("/api/me/changePassword", Who::SignedIn, change_password),
        delete("/api/sessions", Who::Holders(&["ALL"]), end_all_sessions),
        delete("/api/sessions/{username}", Who::Holders(&["ALL"]), end_sessions),
    ]
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Change {
    #[serde(default)]
    old_password: String,
    #[serde(default)]
    new_password: String,
}

fn conflict(sentence: impl Into<String>) -> Refusal {
    Refusal::conflict(sentence).with_code(ErrorCode::E1004)
}

/// Changes the caller's password; all of the caller's sessions end with the old one.
async fn change_password(call: Call, request: Request) -> Outcome {
    let bytes = body::whole(request.into_body(), 64 * 1024).await?;
    let change: Change = serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))?;
    if change.old_password.is_empty() || change.new_password.is_empty() {
        return Err(conflict("OldPassword and newPassword must be provided").into());
    }
    let (app, caller) = (&call.app, call.caller());
    let hash = Some(caller.password_hash.as_str());
    let found = check(&app.passwords, &app.clock, &caller.username, change.old_password, hash).await;
    if found == Checked::Wrong {
        return Err(conflict("OldPassword is incorrect").into());
    }
    let mut connection = call.connect().await?;
    let owner = password::Owner {
        username: Some(caller.username.clone()),
        email: me::email(&mut connection, caller.id).await?,
        ..password::lengths(&settings::read_system(&mut connection).await?)
    };
    if let Some(sentence) = password::objection(&change.new_password, &owner) {
        return Err(conflict(sentence).into());
    }
    let former = me::previous_passwords(&mut connection, caller.id).await?;
    drop(connection);
    let salt = app.random.bytes::<16>();
    let made = tokio::task::spawn_blocking(move || {
        let used = password::was_used(&change.new_password, &former);
        (!used).then(|| password::hash(&change.new_password, salt))
    });
    let hash = made.await.ok().flatten().ok_or_else(|| conflict(password::used_before()))?;
    let hash = hash.ok_or_else(|| conflict("The password cannot be kept; choose a shorter one"))?;
    let mut connection = call.connect().await?;
    me::set_password(&mut connection, caller.id, &hash, app.clock.now().as_second()).await?;
    session::close_all(&mut connection, caller.id).await?;
    Ok(answer::empty(202))
}

async fn end_all_sessions(call: Call) -> Outcome {
    session::close_everybodys(&mut call.connect().await?).await?;
    Ok(answer::empty(204))
}

async fn end_sessions(call: Call, Path(username): Path<String>) -> Outcome {
    let mut connection = call.connect().await?;
    if let Some(account) = afya_access::find_account(&mut connection, &username).await? {
        session::close_all(&mut connection, account.caller.id).await?;
    }
    Ok(answer::empty(204))
}
