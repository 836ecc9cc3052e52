//! The settings of a user. DHIS2 stores each as a serialised Java string.

use std::collections::BTreeMap;

use afya_store::{Connection, Fault};
use serde_json::{Map, Value};

use super::SystemSettings;
use super::definition::{all_of_user, user_definition};
use crate::sql::settings as statements;

/// The settings of a user, with the system's where the user has none.
#[derive(Clone, Debug, Default)]
pub struct UserSettings {
    stored: BTreeMap<String, String>,
    system: Option<SystemSettings>,
}

impl UserSettings {
    /// The value of a key as JSON: the user's, else the system's, else the default. An unknown key has the empty text.
    pub fn json(&self, key: &str) -> Value {
        let Some(definition) = user_definition(key) else { return Value::from("") };
        match (self.stored.get(key), &self.system) {
            (Some(text), _) => definition.json(Some(text)),
            (None, Some(system)) if super::system_definition(key).is_some() => system.json(key),
            _ => definition.json(None),
        }
    }

    /// The value of a key as text.
    pub fn text(&self, key: &str) -> String {
        match self.json(key) {
            Value::String(text) => text,
            other => other.to_string(),
        }
    }

    /// All settings.
    pub fn all(&self) -> Map<String, Value> {
        all_of_user()
            .iter()
            .map(|definition| (definition.key.to_owned(), self.json(definition.key)))
            .collect()
    }
}

/// The settings of the user with this login name; a name without a user has the defaults. `fallback` says whether the
/// system's settings stand in.
pub async fn read_user(
    connection: &mut Connection,
    username: &str,
    fallback: bool,
) -> Result<UserSettings, Fault> {
    let rows = connection.rows(&statements::all_of_user(username)).await?;
    let stored = rows.iter().map(|row| (row.get("name"), row.get("value"))).collect();
    let system = if fallback { Some(super::read_system(connection).await?) } else { None };
    Ok(UserSettings { stored, system })
}
