//! `/api/userSettings`: the settings of the caller, or of another user.

use afya_access::settings::{self, UserSettings, user_definition};
use afya_model::Refusal;
use axum::extract::Path;
use serde_json::Value;

use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};
use crate::routes::settings::{plain, unknown};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/userSettings", Who::SignedIn, list_settings),
        get("/api/userSettings/{key}", Who::SignedIn, find_setting),
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

/// The settings of the user asked for by `user` (login name) or `userId`, else the caller's.
async fn read(call: &Call) -> Result<UserSettings, Failure> {
    let mut connection = call.connect().await?;
    let fallback = !call.query.get("useFallback").is_some_and(|word| word.eq_ignore_ascii_case("false"));
    let username = match (call.query.get("user"), call.query.get("userId")) {
        (Some(username), _) => username.to_owned(),
        (None, Some(uid)) => {
            let found = afya_access::me::username(&mut connection, uid).await?;
            let username = found.ok_or_else(|| Refusal::no_such_object("User", uid))?;
            let may = call.caller().has_any(&["F_USER_ADD", "F_USER_ADD_WITHIN_MANAGED_GROUP"]);
            if !may && username != call.caller().username {
                let sentence = format!("You are not authorized to access user: {username}");
                return Err(Refusal::forbidden(sentence).into());
            }
            username
        }
        _ => call.caller().username.clone(),
    };
    Ok(settings::read_user(&mut connection, &username, fallback).await?)
}
