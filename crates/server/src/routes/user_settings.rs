//! `/api/userSettings`: the settings of the caller, or of another user.

use afya_access::settings::{self, UserSettings, user_definition};
use afya_model::{ErrorCode, Refusal};
use afya_store::Connection;
use axum::extract::{Path, Request};
use serde_json::Value;

use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, delete, get, post};
use crate::routes::settings::{given_value, plain, unknown};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/userSettings", Who::SignedIn, list_settings),
        get("/api/userSettings/{key}", Who::SignedIn, find_setting),
        post("/api/userSettings/{key}", Who::SignedIn, set_setting),
        delete("/api/userSettings/{key}", Who::SignedIn, remove_setting),
    ]
}

async fn list_settings(call: Call) -> Outcome {
    let own = read(&call).await?;
    let keys = call.keys();
    let all = if keys.is_empty() {
        own.all()
    } else {
        keys.iter().map(|key| (key.clone(), own.json(key))).collect()
    };
    Ok(answer::private(answer::json(&Value::Object(all))))
}

async fn find_setting(call: Call, Path(key): Path<String>) -> Outcome {
    if user_definition(&key).is_none() {
        return Err(unknown(&key).into());
    }
    Ok(answer::private(answer::text(plain(&read(&call).await?.json(&key)))))
}

async fn set_setting(call: Call, Path(key): Path<String>, request: Request) -> Outcome {
    if user_definition(&key).is_none() {
        return Err(unknown(&key).into());
    }
    let value = given_value(&call, request).await?;
    if value.is_empty() {
        let refusal = Refusal::conflict("You need to specify a new value");
        return Err(refusal.with_code(ErrorCode::E1004).into());
    }
    let mut connection = call.connect().await?;
    let username = owner(&mut connection, &call, true).await?;
    settings::set_user(&mut connection, &username, &key, &value).await?;
    Ok(answer::message(200, Some("User setting saved"), None))
}

async fn remove_setting(call: Call, Path(key): Path<String>) -> Outcome {
    let mut connection = call.connect().await?;
    let username = owner(&mut connection, &call, true).await?;
    settings::set_user(&mut connection, &username, &key, "").await?;
    Ok(answer::empty(200))
}

async fn read(call: &Call) -> Result<UserSettings, Failure> {
    let mut connection = call.connect().await?;
    let fallback = !call.query.get("useFallback").is_some_and(|word| word.eq_ignore_ascii_case("false"));
    let username = owner(&mut connection, call, false).await?;
    Ok(settings::read_user(&mut connection, &username, fallback).await?)
}

/// The login name of the user asked for by `user` (login name) or `userId`, else the caller's. Settings of others are
/// changed by those only who may change users.
async fn owner(connection: &mut Connection, call: &Call, change: bool) -> Result<String, Failure> {
    let own = &call.caller().username;
    let (username, check) = match (call.query.get("user"), call.query.get("userId")) {
        (Some(username), _) => (username.to_owned(), change),
        (None, Some(uid)) => {
            let found = afya_access::me::username(connection, uid).await?;
            (found.ok_or_else(|| Refusal::no_such_object("User", uid))?, true)
        }
        _ => (own.clone(), false),
    };
    let may = call.caller().has_any(&["F_USER_ADD", "F_USER_ADD_WITHIN_MANAGED_GROUP"]);
    if check && !may && username != *own {
        let sentence = format!("You are not authorized to access user: {username}");
        return Err(Refusal::forbidden(sentence).into());
    }
    Ok(username)
}
