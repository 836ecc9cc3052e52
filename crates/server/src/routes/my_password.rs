//! `/api/me/changePassword`, and the sessions of everybody for a superuser.

use afya_access::{me, password, session, settings};
use axum::extract::{Path, Request};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::accounts::{conflict, new_password, read};
use crate::answer::{self, Outcome};
use crate::authentication::passwords::{Checked, check};
use crate::call::Call;
use crate::route::{Route, Who, delete, get, put};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        put("/api/me/changePassword", Who::SignedIn, change_password),
        get("/api/sessions", Who::Holders(&["ALL"]), list_sessions),
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

/// Changes the caller's password; all of the caller's sessions end with the old one.
async fn change_password(call: Call, request: Request) -> Outcome {
    let change: Change = read(request).await?;
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
        ..password::lengths(&settings::read_system(&connection).await?)
    };
    let former = me::previous_passwords(&mut connection, caller.id).await?;
    drop(connection);
    let hash = new_password::accept(app, &change.new_password, &owner, former).await.map_err(conflict)?;
    let mut connection = call.connect().await?;
    me::set_password(&mut connection, caller.id, &hash, app.clock.now().as_second()).await?;
    session::close_all(&mut connection, caller.id).await?;
    Ok(answer::empty(202))
}

/// The sessions of everybody, each by a name that opens nothing.
async fn list_sessions(call: Call) -> Outcome {
    let sessions = session::list(&mut call.connect().await?, &call.app.clock, None).await?;
    let named = sessions.into_iter().map(|(id, username)| (id, json!(format!("{username}, (active)"))));
    Ok(answer::unstored(answer::json(&Value::Object(named.collect()))))
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
