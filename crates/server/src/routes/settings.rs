//! `/api/systemSettings`: reading, changing and translating the settings of the system.

use afya_access::settings::{self, Definition, system_definition};
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};
use axum::extract::Path;
use serde_json::{Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/systemSettings", Who::SignedIn, list_settings),
        get("/api/systemSettings/{key}", Who::SignedIn, find_setting),
    ]
}

/// The definition of a key.
fn known(key: &str) -> Result<&'static Definition, Refusal> {
    system_definition(key).ok_or_else(|| unknown(key))
}

/// 404 E1005: there is no such setting.
pub(crate) fn unknown(key: &str) -> Refusal {
    Refusal::not_found(format!("Setting does not exist: {key}")).with_code(ErrorCode::E1005)
}

async fn list_settings(call: Call) -> Outcome {
    let system = settings::read_system(&mut call.connect().await?).await?;
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
