//! `/api/systemSettings`: reading, changing and translating the settings of the system.

use afya_access::settings::{self, Definition, system_definition};
use afya_model::{ErrorCode, Refusal, Uid};
use afya_store::{Connection, Fault};
use axum::extract::{Path, Request};
use serde_json::{Value, json};

use crate::answer::{self, Outcome};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, delete, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/systemSettings", Who::SignedIn, list_settings),
        get("/api/systemSettings/{key}", Who::SignedIn, find_setting),
        post("/api/systemSettings", MANAGERS, set_settings),
        post("/api/systemSettings/{key}", MANAGERS, set_setting),
        delete("/api/systemSettings", MANAGERS, remove_settings),
        delete("/api/systemSettings/{key}", MANAGERS, remove_setting),
    ]
}

const MANAGERS: Who = Who::Holders(&["F_SYSTEM_SETTING"]);

/// A value is small.
const LIMIT: usize = 4 * 1024 * 1024;

/// The definition of a key.
fn known(key: &str) -> Result<&'static Definition, Refusal> {
    system_definition(key).ok_or_else(|| unknown(key))
}

/// 404 E1005: there is no such setting.
pub(crate) fn unknown(key: &str) -> Refusal {
    Refusal::not_found(format!("Setting does not exist: {key}")).with_code(ErrorCode::E1005)
}

async fn list_settings(call: Call) -> Outcome {
    let system = settings::read_system(&call.connect().await?).await?;
    let keys = call.keys();
    let all = if keys.is_empty() {
        system.all()
    } else {
        keys.iter().map(|key| (key.clone(), system.json(key))).collect()
    };
    Ok(answer::never_stored(answer::json(&Value::Object(all))))
}

async fn find_setting(call: Call, Path(key): Path<String>) -> Outcome {
    let definition = known(&key)?;
    if definition.confidential && !call.caller().is_super() {
        return Err(Refusal::forbidden("Setting is marked as confidential").into());
    }
    let mut connection = call.connect().await?;
    let asked = call.query.get("locale");
    let value = value(&mut connection, &call, definition, asked).await?;
    let as_text = asked.is_some() || call.accept.starts_with("text/plain");
    let answer = if as_text { answer::text(plain(&value)) } else { answer::json(&json!({ (key): value })) };
    Ok(answer::never_stored(answer))
}

/// The value in the language asked for, or in the caller's.
async fn value(
    connection: &mut Connection,
    call: &Call,
    definition: &Definition,
    asked: Option<&str>,
) -> Result<Value, Fault> {
    if definition.translatable {
        let locale = match asked.filter(|locale| !locale.is_empty()) {
            Some(locale) => locale.to_owned(),
            None => settings::read_user(connection, &call.caller().username, true).await?.text("keyUiLocale"),
        };
        let language = if asked.is_some() { locale.as_str() } else { language(&locale) };
        if let Some(text) = settings::translation(connection, definition.key, language).await? {
            return Ok(text.into());
        }
    }
    Ok(settings::read_system(connection).await?.json(definition.key))
}

fn language(locale: &str) -> &str {
    locale.split(['_', '-']).next().unwrap_or(locale)
}

/// A value as plain text.
pub(crate) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// The value of a request: the parameter `value`, else the body as text, or as a JSON text.
pub(crate) async fn given_value(call: &Call, request: Request) -> Result<String, answer::Failure> {
    if let Some(value) = call.query.get("value") {
        return Ok(value.to_owned());
    }
    let media =
        request.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_json = media.starts_with("application/json");
    let bytes = body::whole(request.into_body(), LIMIT).await?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    Ok(match serde_json::from_str::<Value>(&text) {
        Ok(value) if is_json => plain(&value),
        _ => text,
    })
}

async fn set_setting(call: Call, Path(key): Path<String>, request: Request) -> Outcome {
    let value = given_value(&call, request).await?;
    let mut connection = call.connect().await?;
    if let Some(locale) = call.query.get("locale") {
        let uid = Uid::generate(&call.app.random).to_string();
        settings::set_translation(&mut connection, &uid, &key, locale, &value).await?;
        let sentence =
            format!("Translation for system setting '{key}' and locale: '{locale}' set to: '{value}'");
        return Ok(answer::message(200, Some(&sentence), None));
    }
    let sentence = format!("System setting '{key}' set to value '{value}'.");
    settings::set_system(&mut connection, &[(key, value)], call.app.settings.encryption_password()).await?;
    Ok(answer::message(200, Some(&sentence), None))
}

async fn set_settings(call: Call, request: Request) -> Outcome {
    let bytes = body::whole(request.into_body(), LIMIT).await?;
    let given: serde_json::Map<String, Value> = serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))?;
    let text = |value: Value| if value.is_null() { String::new() } else { plain(&value) };
    let given: Vec<(String, String)> = given.into_iter().map(|(key, value)| (key, text(value))).collect();
    settings::set_system(&mut call.connect().await?, &given, call.app.settings.encryption_password()).await?;
    Ok(answer::message(200, Some("System settings imported"), None))
}

async fn remove_setting(call: Call, Path(key): Path<String>) -> Outcome {
    let mut connection = call.connect().await?;
    match call.query.get("locale") {
        Some(locale) => settings::set_translation(&mut connection, "", &key, locale, "").await?,
        None => settings::set_system(&mut connection, &[(key, String::new())], "").await?,
    }
    Ok(answer::empty(204))
}

/// Takes the settings named by `key` back to their defaults; unknown ones are passed over.
async fn remove_settings(call: Call) -> Outcome {
    let known = call.keys().into_iter().filter(|key| system_definition(key).is_some());
    let given: Vec<(String, String)> = known.map(|key| (key, String::new())).collect();
    settings::set_system(&mut call.connect().await?, &given, "").await?;
    Ok(answer::empty(204))
}
