//! Accounts whose people are invited by mail: `/api/users/invite`, `/api/users/invites`, and the letter sent once more.

use afya_access::recovery::{self, By, Holder, Purpose};
use afya_access::settings;
use afya_mail::{is_address, letters};
use afya_metadata::import::Strategy;
use afya_model::{ErrorCode, Refusal, Status};
use afya_schema::registry;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::HeaderValue;
use axum::http::header::LOCATION;
use serde_json::{Map, Value, json};

use super::metadata_import::object;
use super::object_writes::{answer_for, guard_users, single, write};
use crate::accounts::letters::{Post, link, own_address};
use crate::accounts::{conflict, new_password, tickets};
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, post};

/// What stands for a name that the person has yet to give.
const UNKNOWN: &str = "(TBD)";

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/api/users/invite", Who::SignedIn, invite),
        post("/api/users/invites", Who::SignedIn, invite_all),
        post("/api/users/{uid}/invite", Who::SignedIn, invite_again),
        post("/api/users/{uid}/reset", Who::SignedIn, reset),
    ]
}

async fn post_of(call: &Call) -> Result<Post, Failure> {
    let system = settings::read_system(&call.connect().await?).await?;
    Ok(Post::of(&call.app, &system))
}

async fn invite(call: Call, request: Request<Body>) -> Outcome {
    guard_users(&call)?;
    let post = post_of(&call).await?;
    let sent = object(request).await?;
    check(&call, &post, &sent).await?;
    let (status, report, told) = make(&call, &post, sent).await?;
    if status == Status::Ok && !told {
        let report = report.unwrap_or(Value::Null);
        let sentence = "The user was made, and the mail server did not take the invitation. Send it again by /api/users/{id}/invite";
        return Ok(answer::message(201, Some(sentence), Some(&report)));
    }
    let mut response = answer_for(201, status, report.as_ref());
    let uid = report.as_ref().and_then(|report| report["uid"].as_str()).unwrap_or_default();
    if status == Status::Ok
        && let Ok(address) = HeaderValue::from_str(&format!("{}/users/{uid}", call.base))
    {
        response.headers_mut().insert(LOCATION, address);
    }
    Ok(response)
}

/// Invites several people, once nothing is wrong with any of them.
async fn invite_all(call: Call, request: Request<Body>) -> Outcome {
    guard_users(&call)?;
    let post = post_of(&call).await?;
    let mut sent = object(request).await?;
    let people = sent.remove("users").unwrap_or(Value::Null);
    let people: Vec<Map<String, Value>> =
        people.as_array().into_iter().flatten().filter_map(Value::as_object).cloned().collect();
    for person in &people {
        check(&call, &post, person).await?;
    }
    let mut untold = Vec::new();
    for person in people {
        let (status, report, told) = make(&call, &post, person).await?;
        if status != Status::Ok {
            return Ok(answer_for(201, status, report.as_ref()));
        }
        let uid = report.as_ref().and_then(|report| report["uid"].as_str());
        untold.extend(uid.filter(|_| !told).map(str::to_owned));
    }
    if untold.is_empty() {
        return Ok(answer::empty(204));
    }
    let sentence = format!(
        "The users were made, and the mail server did not take the invitations of {}. Send them again by /api/users/{{id}}/invite",
        untold.join(", ")
    );
    Err(Refusal::new(500, sentence).into())
}

/// Refuses an invitation that could not be sent.
async fn check(call: &Call, post: &Post, person: &Map<String, Value>) -> Result<(), Failure> {
    let text = |key: &str| person.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    if let Some(name) = text("username")
        && afya_access::me::is_taken(&mut call.connect().await?, name).await?
    {
        return Err(Refusal::of(409, ErrorCode::E6204, &[]).into());
    }
    if !text("email").is_some_and(is_address) {
        return Err(Refusal::of(409, ErrorCode::E6202, &[]).into());
    }
    if !post.is_open() {
        return Err(Refusal::of(409, ErrorCode::E6203, &[]).into());
    }
    Ok(())
}

/// Makes the account of an invitation and sends the letter; whether the mail server took it.
async fn make(
    call: &Call,
    post: &Post,
    mut person: Map<String, Value>,
) -> Result<(Status, Option<Value>, bool), Failure> {
    let app = &call.app;
    let named = person.get("username").and_then(Value::as_str).is_some_and(|name| !name.is_empty());
    if !named {
        let random = afya_model::Uid::generate(&app.random).as_str().to_lowercase();
        person.insert("username".into(), json!(format!("invite{random}")));
    }
    for key in ["firstName", "surname"] {
        if person.get(key).and_then(Value::as_str).is_none_or(str::is_empty) {
            person.insert(key.into(), json!(UNKNOWN));
        }
    }
    person.insert("invitation".into(), json!(true));
    person.insert("password".into(), json!(nobodys_password(call)));
    person.remove("translations");
    let of = registry().by_name("user").expect("the registry has users");
    let (status, report) = write(of, call, person, single(Strategy::Create)).await?;
    let uid = report.as_ref().and_then(|report| report["uid"].as_str()).map(str::to_owned);
    let Some(uid) = uid.filter(|_| status == Status::Ok) else { return Ok((status, report, false)) };
    let holder = recovery::find(&mut call.connect().await?, By::Uid(&uid)).await?;
    let purpose = if named { Purpose::Invitation } else { Purpose::InvitationWithoutName };
    let told = match holder {
        Some(holder) => send(call, post, &holder, purpose).await?,
        None => false,
    };
    Ok((status, report, told))
}

/// A password that keeps the rules and that nobody knows.
fn nobodys_password(call: &Call) -> String {
    format!("{}-aA1", recovery::token(&call.app.random))
}

/// Sends an invitation, or the way to a new password; whether the mail server took it.
async fn send(call: &Call, post: &Post, holder: &Holder, purpose: Purpose) -> Result<bool, Failure> {
    let Some(email) = holder.email.as_deref() else { return Ok(false) };
    let Some(ticket) = tickets::issue(&call.app, holder, purpose).await? else { return Ok(false) };
    // An administrator asks, not a stranger: without a configured address the one of the request will do.
    let address = own_address(&call.app).unwrap_or_else(|| call.base.trim_end_matches("/api").to_owned());
    let language = post.language(holder);
    let letter = if purpose.invites() {
        let parameters = [("token", ticket.as_str()), ("email", email), ("username", &holder.username)];
        let link = link(&address, "complete-registration", &parameters);
        letters::invitation(language, &post.title, holder.greeting.as_deref(), &link)
    } else {
        let link = link(&address, "update-password", &[("token", &ticket)]);
        letters::reset(language, &post.title, &holder.username, letters::Way::Link(&link))
    };
    Ok(post.send(email, &letter).await)
}

async fn found(call: &Call, uid: &str) -> Result<Holder, Failure> {
    let holder = recovery::find(&mut call.connect().await?, By::Uid(uid)).await?;
    Ok(holder.ok_or_else(|| Refusal::no_such_object("User", uid))?)
}

/// Refuses an account that no letter can be sent to.
fn check_reachable(post: &Post, holder: &Holder) -> Result<(), Refusal> {
    let address = holder.email.as_deref().is_some_and(is_address);
    if !address || holder.external {
        return Err(Refusal::of(409, ErrorCode::E6202, &[]));
    }
    if !post.is_open() {
        return Err(Refusal::of(409, ErrorCode::E6203, &[]));
    }
    Ok(())
}

async fn invite_again(call: Call, Path(uid): Path<String>) -> Outcome {
    guard_users(&call)?;
    let post = post_of(&call).await?;
    let holder = found(&call, &uid).await?;
    if !holder.invited {
        return Err(conflict(format!("User account is not an invitation: {uid}")).into());
    }
    check_reachable(&post, &holder)?;
    // So begins a login name that the server gave, for the person to choose another.
    let purpose = match holder.username.strip_prefix("invite") {
        Some(rest) if rest.len() == 11 => Purpose::InvitationWithoutName,
        _ => Purpose::Invitation,
    };
    told(send(&call, &post, &holder, purpose).await?)
}

/// Locks somebody out until they choose a new password by the letter that they are sent.
async fn reset(call: Call, Path(uid): Path<String>) -> Outcome {
    guard_users(&call)?;
    let post = post_of(&call).await?;
    let holder = found(&call, &uid).await?;
    check_reachable(&post, &holder)?;
    let app = &call.app;
    let hash = new_password::hash(app, &nobodys_password(&call)).await;
    let hash = hash.ok_or_else(|| Refusal::new(500, "The password could not be hashed"))?;
    let mut connection = call.connect().await?;
    afya_access::me::set_password(&mut connection, holder.id, &hash, app.clock.now().as_second()).await?;
    recovery::mark_invited(&mut connection, holder.id).await?;
    afya_access::session::close_all(&mut connection, holder.id).await?;
    drop(connection);
    told(send(&call, &post, &holder, Purpose::NewPassword).await?)
}

fn told(taken: bool) -> Outcome {
    if taken {
        Ok(answer::empty(204))
    } else {
        Err(Refusal::new(500, "Failed to send invite message").into())
    }
}
