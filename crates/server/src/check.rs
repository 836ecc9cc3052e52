//! `afya check`: what is wrong with configuration and database, in sentences.

use afya_store::migrations::{self, State};
use afya_store::{Database, Fault};
use anyhow::bail;

use crate::configuration::Settings;

/// Prints what was found.
///
/// # Errors
/// When the server could not serve with this configuration and database.
pub(crate) async fn check(settings: &Settings) -> anyhow::Result<()> {
    for remark in &settings.remarks {
        println!("remark: {remark}");
    }
    let at = &settings.database;
    println!("database: {} at {}:{} as {}", at.name, at.host, at.port, at.username);
    let state = match look(settings).await {
        Ok(state) => state,
        Err(fault) => bail!("{fault}; check host, port, name, password and sslmode"),
    };
    println!("{}", described(&state));
    state.check()?;
    println!("all is well: `afya serve` can be started");
    Ok(())
}

async fn look(settings: &Settings) -> Result<State, Fault> {
    let mut connection = Database::new(&settings.database)?.connect().await?;
    migrations::inspect(&mut connection).await
}

fn described(state: &State) -> String {
    let schema = match &state.flyway_version {
        Some(version) => format!("a database of DHIS2 at migration {version}"),
        None if state.tables == 0 => "an empty database; DHIS2's schema would be made in it".to_owned(),
        None => format!("a database with {} tables that are not DHIS2's", state.tables),
    };
    let own = if state.attached { "the schema afya is there" } else { "the schema afya would be added" };
    format!("{schema}; {own}")
}
