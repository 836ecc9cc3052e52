//! A new password for whoever may not sign in any more because the old one is too old.

use afya_access::recovery::{self, By, Holder};
use afya_access::sign_in::is_too_old;
use afya_access::{me, session, settings};
use axum::body::Body;
use axum::extract::Request;
use serde::Deserialize;
use serde_json::json;

use crate::accounts::{bad_request, count_recovery, parameters, read, required, tickets};
use crate::answer::{self, Failure, Outcome};
use crate::app::App;
use crate::authentication::passwords::{Checked, check};
use crate::call::Call;
use crate::route::{Route, Who, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/api/auth/updatePassword", Who::Anybody, update_password),
        post("/api/account/password", Who::SignedIn, update_own_password),
    ]
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Update {
    username: String,
    old_password: String,
    new_password: String,
}

async fn update_password(call: Call, request: Request<Body>) -> Outcome {
    let update: Update = read(request).await?;
    if [&update.username, &update.old_password, &update.new_password]
        .iter()
        .any(|text| text.trim().is_empty())
    {
        return Err(bad_request("Username, old password and new password are required").into());
    }
    let app = &call.app;
    count_recovery(app, &update.username).await?;
    let found = holder(app, &update).await?;
    let wrong = || bad_request("Invalid username or password");
    let holder = found.ok_or_else(wrong)?;
    if !is_expired(app, &holder).await? {
        return Err(bad_request("Account is not expired").into());
    }
    if update.new_password == update.old_password {
        return Err(bad_request("New password must be different from the old password").into());
    }
    write(app, &holder, &update.new_password).await?;
    Ok(answer::message(200, Some("Password updated"), None))
}

/// The former path. Who may not sign in cannot call it, in DHIS2 neither; its answers are kept for old clients.
async fn update_own_password(call: Call, request: Request<Body>) -> Outcome {
    let parameters = parameters(&call.query, request).await?;
    let update = Update {
        username: required(&parameters, "username")?.to_owned(),
        old_password: required(&parameters, "oldPassword")?.to_owned(),
        new_password: required(&parameters, "password")?.to_owned(),
    };
    let app = &call.app;
    count_recovery(app, &update.username).await?;
    let refused = |status: &str, message: &str| {
        answer::unstored(answer::json_with_status(400, &json!({ "status": status, "message": message })))
    };
    let Some(holder) = holder(app, &update).await? else {
        return Ok(refused("NON_MATCHING_PASSWORD", "Old password is wrong, please correct and try again."));
    };
    if !is_expired(app, &holder).await? {
        return Ok(refused("NON_EXPIRED", "Account is not expired, redirecting to login."));
    }
    write(app, &holder, &update.new_password).await?;
    Ok(answer::unstored(answer::json(&json!({ "status": "OK", "message": "Account was updated." }))))
}

/// The account whose login name and password these are. A password is compared in any case, so that the time of the answer
/// does not say whether there is such an account.
async fn holder(app: &App, update: &Update) -> Result<Option<Holder>, Failure> {
    let found = recovery::find(&mut app.database.connect().await?, By::Username(&update.username)).await?;
    let hash = found.as_ref().and_then(|holder| holder.password_hash.as_deref());
    let password = update.old_password.clone();
    let checked = check(&app.passwords, &app.clock, &update.username, password, hash).await;
    Ok(found.filter(|holder| checked != Checked::Wrong && !holder.external))
}

async fn is_expired(app: &App, holder: &Holder) -> Result<bool, Failure> {
    let rules = settings::sign_in_rules(&mut app.database.connect().await?).await?;
    Ok(is_too_old(holder.password_updated, rules.password_months, app.clock.now().as_second()))
}

async fn write(app: &App, holder: &Holder, password: &str) -> Result<(), Failure> {
    let hash = tickets::new_hash(app, holder, password).await?;
    let mut connection = app.database.connect().await?;
    me::set_password(&mut connection, holder.id, &hash, app.clock.now().as_second()).await?;
    Ok(session::close_all(&mut connection, holder.id).await?)
}
