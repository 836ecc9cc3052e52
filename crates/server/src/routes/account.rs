//! `/api/account`: whether a login name or a password would do; the caller's sessions and other accounts; the question whether
//! a mail address is the caller's own.

use afya_access::lockout::{self, Counted};
use afya_access::recovery::{self, By};
use afya_access::{me, password, session, settings, users};
use afya_mail::letters;
use axum::http::HeaderValue;
use axum::http::header::LOCATION;
use serde_json::{Value, json};

use crate::accounts::letters::{Post, own_address};
use crate::accounts::{conflict, required};
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/account/username", Who::SignedIn, check_username),
        post("/api/account/validateUsername", Who::SignedIn, check_username),
        get("/api/account/password", Who::SignedIn, check_password),
        post("/api/account/validatePassword", Who::SignedIn, check_password),
        get("/api/account/linkedAccounts", Who::SignedIn, list_linked_accounts),
        get("/api/account/listSessions", Who::SignedIn, list_sessions),
        post("/api/account/sendEmailVerification", Who::SignedIn, send_verification),
        get("/api/account/verifyEmail", Who::Anybody, verify_email),
    ]
}

fn verdict(objection: Option<&str>) -> Value {
    match objection {
        None => json!({"response": "success", "message": ""}),
        Some(sentence) => json!({"response": "error", "message": sentence}),
    }
}

async fn check_username(call: Call) -> Outcome {
    let username = required(&call.query, "username")?;
    let objection = if me::is_taken(&mut call.connect().await?, username).await? {
        Some("Username is already taken")
    } else {
        (!is_fit(username)).then_some("Username is not valid")
    };
    Ok(answer::unstored(answer::json(&verdict(objection))))
}

/// Whether a login name has DHIS2's form: 4 to 255 letters, digits and a few marks, none of them at an end or twice.
pub(super) fn is_fit(username: &str) -> bool {
    let marks = |character: char| "._-@".contains(character);
    let length = username.chars().count();
    let all = username.chars().all(|character| character.is_ascii_alphanumeric() || marks(character));
    let twice = username.as_bytes().windows(2).any(|pair| marks(pair[0].into()) && marks(pair[1].into()));
    (4..=255).contains(&length) && all && !twice && !username.starts_with(marks) && !username.ends_with(marks)
}

/// The accounts that the caller's identity at a provider opens besides this one.
async fn list_linked_accounts(call: Call) -> Outcome {
    let linked = users::linked(&mut call.connect().await?, call.caller().id).await?;
    Ok(answer::json(&json!({ "users": linked })))
}

/// The caller's sessions, each by a name that opens nothing, and whether it is over.
async fn list_sessions(call: Call) -> Outcome {
    let caller = call.caller().id;
    let sessions = session::list(&mut call.connect().await?, &call.app.clock, Some(caller)).await?;
    let named = sessions.into_iter().map(|(id, _)| (id, json!("false")));
    Ok(answer::unstored(answer::json(&Value::Object(named.collect()))))
}

/// Sends a letter to the caller's address, whose link shows that it is the caller's.
async fn send_verification(call: Call) -> Outcome {
    let (app, caller) = (&call.app, call.caller());
    let mut connection = call.connect().await?;
    let holder = recovery::find(&mut connection, By::Uid(&caller.uid)).await?;
    let holder = holder.ok_or_else(|| conflict("User has no email set"))?;
    let email = holder.email.as_deref().filter(|email| !email.is_empty());
    let email = email.ok_or_else(|| conflict("User has no email set"))?;
    if holder.is_verified() {
        return Err(conflict("User has already verified the email address").into());
    }
    if recovery::is_verified_elsewhere(&mut connection, email).await? {
        let sentence = "The email the user is trying to verify is already verified by another account";
        return Err(conflict(sentence).into());
    }
    let post = Post::of(app, &settings::read_system(&connection).await?);
    if !post.is_open() {
        return Err(conflict("System has no SMTP server configured").into());
    }
    if !lockout::note(&mut connection, &app.clock, Counted::Verification(&holder.username)).await? {
        return Err(conflict("Too many letters were sent; try again in 15 minutes").into());
    }
    let token = recovery::token(&app.random);
    let now_ms = app.clock.now().as_millisecond();
    recovery::await_verification(&mut connection, holder.id, &token, now_ms).await?;
    drop(connection);
    let address = own_address(app).map_or_else(|| call.base.clone(), |address| format!("{address}/api"));
    let link = format!("{address}/account/verifyEmail?token={token}");
    let letter = letters::verification(post.language(&holder), &post.title, &holder.username, &link);
    if post.send(email, &letter).await {
        return Ok(answer::empty(201));
    }
    let sentence = "Sorry, we couldn’t send your verification email. Please try again or contact support.";
    Err(conflict(sentence).into())
}

/// Opens the screen that says whether the link of a letter verified an address.
async fn verify_email(call: Call) -> Outcome {
    let token = required(&call.query, "token")?;
    let mut connection = call.connect().await?;
    let by = By::Verification(token, call.app.clock.now().as_millisecond());
    let verified = match recovery::find(&mut connection, by).await? {
        Some(holder) => recovery::verify(&mut connection, &holder).await?,
        None => false,
    };
    let outcome = if verified { "success" } else { "failure" };
    let address = call.base.trim_end_matches("/api");
    let mut response = answer::empty(302);
    let location = format!("{address}/login/#/email-verification-{outcome}");
    if let Ok(location) = HeaderValue::from_str(&location) {
        response.headers_mut().insert(LOCATION, location);
    }
    Ok(response)
}

async fn check_password(call: Call) -> Outcome {
    let password = required(&call.query, "password")?;
    let system = settings::read_system(&call.connect().await?).await?;
    let owner = password::Owner { is_new: true, ..password::lengths(&system) };
    let objection = password::objection(password, &owner);
    Ok(answer::unstored(answer::json(&verdict(objection.as_deref()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_names_have_a_form() {
        assert!(is_fit("amina.barro") && is_fit("a@b.org"));
        assert!(!is_fit("abc") && !is_fit(".amina") && !is_fit("amina..b") && !is_fit("a mina"));
    }
}
