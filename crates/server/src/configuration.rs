//! The one home of the environment: the five `DB_` variables and `dhis.conf`.

use afya_store::DatabaseSettings;

/// Everything that the server is told from outside.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Where the database is.
    pub(crate) database: DatabaseSettings,
}

/// The settings of this process. Errors name the key and what is expected.
pub(crate) fn read() -> anyhow::Result<Settings> {
    let port_text = variable("DB_PORT").unwrap_or_else(|| "5432".to_owned());
    let port = port_text.parse().map_err(|_| {
        anyhow::anyhow!("DB_PORT is `{port_text}`; give the port of PostgreSQL as a number, such as 5432")
    })?;
    let database = DatabaseSettings {
        host: variable("DB_HOST").unwrap_or_else(|| "localhost".to_owned()),
        port,
        name: variable("DB_NAME").unwrap_or_else(|| "dhis2".to_owned()),
        username: variable("DB_USERNAME").unwrap_or_else(|| "dhis".to_owned()),
        password: variable("DB_PASSWORD").unwrap_or_default(),
        connections: 20,
    };
    Ok(Settings { database })
}

#[expect(clippy::disallowed_methods, reason = "this is the home of the environment")]
fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}
