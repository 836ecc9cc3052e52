//! The settings of the system.

use std::collections::BTreeMap;

use afya_store::{Connection, Fault};
use serde_json::{Map, Value};

use super::definition::{all_of_system, system_definition};
use crate::encryption;
use crate::sql::settings as statements;

/// All stored settings of the system.
#[derive(Clone, Debug, Default)]
pub struct SystemSettings(BTreeMap<String, String>);

impl SystemSettings {
    /// The value of a key as JSON, or its default; an unknown key has the empty text. Confidential values are not told.
    pub fn json(&self, key: &str) -> Value {
        match system_definition(key) {
            Some(definition) if definition.confidential => definition.json(None),
            Some(definition) => definition.json(self.0.get(key).map(String::as_str)),
            None => Value::from(""),
        }
    }

    /// The value of a key as text, or its default.
    pub fn text(&self, key: &str) -> String {
        match self.json(key) {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    /// Whether a key is true.
    pub fn is_on(&self, key: &str) -> bool {
        self.json(key) == Value::Bool(true)
    }

    /// All settings that may be told.
    pub fn all(&self) -> Map<String, Value> {
        let open = all_of_system().iter().filter(|definition| !definition.confidential);
        open.map(|definition| (definition.key.to_owned(), self.json(definition.key))).collect()
    }

    /// Whether mail can be sent: a host and a user name are set.
    pub fn has_mail(&self) -> bool {
        ["keyEmailHostName", "keyEmailUsername"].iter().all(|key| !self.text(key).trim().is_empty())
    }
}

/// The password of the mail server; `password` is `encryption.password`.
pub fn mail_password(system: &SystemSettings, password: &str) -> String {
    let stored = system.0.get("keyEmailPassword").map(String::as_str).unwrap_or_default();
    encryption::decrypt_setting(password, stored).unwrap_or_default()
}

/// The settings of the system, by one statement.
pub async fn read_system(connection: &Connection) -> Result<SystemSettings, Fault> {
    let rows = connection.rows(&statements::all_of_system()).await?;
    Ok(SystemSettings(rows.iter().map(|row| (row.get("name"), row.get("value"))).collect()))
}

/// The translation of a setting, where there is one.
pub async fn translation(
    connection: &mut Connection,
    key: &str,
    locale: &str,
) -> Result<Option<String>, Fault> {
    if !system_definition(key).is_some_and(|definition| definition.translatable) {
        return Ok(None);
    }
    let row = connection.first(&statements::translation(key, locale)).await?;
    Ok(row.and_then(|row| row.get::<_, Option<String>>("value")).filter(|text| !text.is_empty()))
}

/// What the settings say about signing in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignInRules {
    /// Whether wrong passwords in a row lock an account for a while.
    pub locks: bool,
    /// Months after which a password must be changed; 0 for never.
    pub password_months: i64,
}

/// The rules for signing in, by one small statement.
pub async fn sign_in_rules(connection: &mut Connection) -> Result<SignInRules, Fault> {
    let rows = connection.rows(&statements::sign_in_rules()).await?;
    let settings = SystemSettings(rows.iter().map(|row| (row.get("name"), row.get("value"))).collect());
    Ok(SignInRules {
        locks: settings.is_on("keyLockMultipleFailedLogins"),
        password_months: settings.json("credentialsExpires").as_i64().unwrap_or_default(),
    })
}

/// The public key of the captcha on the sign-in page: counted as confidential, and yet told to everybody there.
pub fn site_key(system: &SystemSettings) -> String {
    let stored = system.0.get("recaptchaSite").cloned();
    stored.unwrap_or_else(|| system.text("recaptchaSite"))
}
