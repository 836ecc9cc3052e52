//! A new password by mail: `/api/auth/forgotPassword` and `/api/auth/passwordReset`, and the former paths of both.

use afya_access::recovery::{self, By, Holder, Purpose};
use afya_access::settings::{self, SystemSettings};
use afya_mail::is_address;
use afya_mail::letters::{self, Way};
use afya_model::Refusal;
use axum::body::Body;
use axum::extract::Request;
use serde::Deserialize;

use crate::accounts::letters::{Post, link, own_address};
use crate::accounts::{bad_request, conflict, count_recovery, parameters, read, required, tickets};
use crate::answer::{self, Failure, Outcome};
use crate::app::App;
use crate::call::Call;
use crate::route::{Route, Who, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/api/auth/forgotPassword", Who::Anybody, forgot_password),
        post("/api/auth/passwordReset", Who::Anybody, reset_password),
        post("/api/account/recovery", Who::Anybody, recover_account),
        post("/api/account/restore", Who::Anybody, restore_account),
    ]
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Forgotten {
    #[serde(default)]
    email_or_username: Option<String>,
}

/// The answer is the same whether there is such an account or not, and is given before it is looked for.
async fn forgot_password(call: Call, request: Request<Body>) -> Outcome {
    let system = allowed(&call).await?;
    let forgotten: Forgotten = read(request).await?;
    begin(&call.app, &system, forgotten.email_or_username.unwrap_or_default()).await?;
    Ok(answer::message(200, None, None))
}

async fn recover_account(call: Call, request: Request<Body>) -> Outcome {
    let system = allowed(&call).await?;
    let parameters = parameters(&call.query, request).await?;
    begin(&call.app, &system, required(&parameters, "username")?.to_owned()).await?;
    Ok(answer::message(200, Some("Recovery message sent"), None))
}

async fn allowed(call: &Call) -> Result<SystemSettings, Failure> {
    let system = settings::read_system(&call.connect().await?).await?;
    if system.is_on("keyAccountRecovery") {
        Ok(system)
    } else {
        Err(conflict("Account recovery is not enabled").into())
    }
}

/// Counts the attempt and leaves the rest to a task of its own, so that the time of the answer says nothing either.
async fn begin(app: &App, system: &SystemSettings, name: String) -> Result<(), Failure> {
    let name = name.trim().to_owned();
    if name.is_empty() || name.len() > 255 {
        return Ok(());
    }
    count_recovery(app, &name).await?;
    let (app, post) = (app.clone(), Post::of(app, system));
    tokio::spawn(async move {
        match send(&app, &post, &name).await {
            Ok(None) => {}
            Ok(Some(reason)) => tracing::warn!(reason, "no new password was sent"),
            Err(failure) => tracing::warn!(fault = ?failure, "no new password was sent"),
        }
    });
    Ok(())
}

/// Sends the letter to the holder of an account; the reason where there is nobody to send it to.
async fn send(app: &App, post: &Post, name: &str) -> Result<Option<&'static str>, afya_store::Fault> {
    let Some(holder) = holder(app, name).await? else { return Ok(Some("there is no such account")) };
    let Some(email) = holder.email.as_deref().filter(|email| is_address(email)) else {
        return Ok(Some("the account has no valid mail address"));
    };
    if holder.external {
        return Ok(Some("an identity provider signs in to the account"));
    }
    if !post.is_open() {
        return Ok(Some("the settings name no mail server"));
    }
    let Some(ticket) = tickets::issue(app, &holder, Purpose::NewPassword).await? else {
        return Ok(Some("the ticket could not be hashed"));
    };
    let language = post.language(&holder);
    let link = own_address(app).map(|address| link(&address, "update-password", &[("token", &ticket)]));
    let way = link.as_deref().map_or(Way::Code(&ticket), Way::Link);
    let letter = letters::reset(language, &post.title, &holder.username, way);
    post.send(email, &letter).await;
    Ok(None)
}

/// The account with this mail address, else with this login name, which may look like one.
async fn holder(app: &App, name: &str) -> Result<Option<Holder>, afya_store::Fault> {
    let mut connection = app.database.connect().await?;
    if is_address(name)
        && let Some(holder) = recovery::find(&mut connection, By::Email(name)).await?
    {
        return Ok(Some(holder));
    }
    recovery::find(&mut connection, By::Username(name)).await
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reset {
    #[serde(default)]
    token: Option<String>,
    #[serde(default)]
    new_password: Option<String>,
}

async fn reset_password(call: Call, request: Request<Body>) -> Outcome {
    allowed(&call).await?;
    let reset: Reset = read(request).await?;
    let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let token = given(reset.token).ok_or_else(|| bad_request("Token is required"))?;
    let password = given(reset.new_password).ok_or_else(|| bad_request("New password is required"))?;
    restore(&call.app, &token, &password).await?;
    Ok(answer::empty(200))
}

async fn restore_account(call: Call, request: Request<Body>) -> Outcome {
    allowed(&call).await?;
    let parameters = parameters(&call.query, request).await?;
    restore(&call.app, required(&parameters, "token")?, required(&parameters, "password")?).await?;
    Ok(answer::message(200, Some("Account restored"), None))
}

/// Sets the new password of the account that a letter opens.
async fn restore(app: &App, token: &str, password: &str) -> Result<(), Failure> {
    let named = tickets::named(&mut app.database.connect().await?, token).await?;
    let (ticket, holder) = named.ok_or_else(|| conflict("Account recovery failed"))?;
    let refusal =
        || -> Refusal { bad_request(format!("Account could not be restored for user: {}", holder.username)) };
    let hash = tickets::new_hash(app, &holder, password).await?;
    if !tickets::opens(app, &ticket, &holder, false).await {
        return Err(refusal().into());
    }
    tickets::redeem(app, &holder, &hash, None, refusal()).await
}
