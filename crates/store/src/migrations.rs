//! The schema: DHIS2 2.43's on an empty database, and our own schema `afya` beside it. On a database of DHIS2 nothing but
//! `afya` is added. What cannot be done is said before anything is changed.

mod files;

use std::error::Error;

use refinery::{Migration, Runner};

use crate::{Connection, Database, Fault, Sql};

/// The migration that a database of DHIS2 must stand at.
pub const FLYWAY_VERSION: &str = "2.43.67";

/// Any number will do, as long as all servers take the same.
const LOCK: i64 = 0x6166_7961;

/// What a database is, before anything is done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The highest migration of DHIS2, if it has its history.
    pub flyway_version: Option<String>,
    /// Whether a migration of DHIS2 failed half-way.
    pub flyway_failed: bool,
    /// How many tables the schema `public` holds, PostGIS's aside.
    pub tables: i64,
    /// Whether PostGIS is there.
    pub postgis: bool,
    /// Whether PostGIS can be created in it.
    pub postgis_available: bool,
    /// Whether the schema `afya` is there.
    pub attached: bool,
    /// Whether the role may create schemas.
    pub may_create_schema: bool,
    /// Whether the role may create tables in `public`.
    pub may_create_table: bool,
    /// Whether the role is a superuser, as creating PostGIS needs.
    pub superuser: bool,
}

/// Why a database cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum MigrationError {
    /// It is of another version of DHIS2.
    #[error("the database stands at DHIS2 migration {found}, and {FLYWAY_VERSION} is needed; {advice}")]
    Version {
        /// The version that it stands at.
        found: String,
        /// What to do.
        advice: &'static str,
    },
    /// A migration of DHIS2 failed.
    #[error(
        "a migration of DHIS2 failed half-way in this database; start DHIS2 2.43 on it, let it finish, and try again"
    )]
    Failed,
    /// It holds something else.
    #[error(
        "the database holds {0} tables and no history of DHIS2's migrations; give an empty database or one of DHIS2 2.43"
    )]
    Foreign(i64),
    /// PostGIS is missing.
    #[error("PostGIS is missing in this database; {0}")]
    PostGis(&'static str),
    /// The role may not do what is needed.
    #[error(
        "the role may not create {0} in this database; grant it (`grant create on …`) or let its owner run `afya migrate`"
    )]
    Rights(&'static str),
    /// A statement of DHIS2's schema failed.
    #[error("DHIS2's schema could not be made and nothing was changed: {0}")]
    Broken(String),
    /// A statement of our own schema failed.
    #[error("the schema afya could not be brought up to date: {0}")]
    Own(String),
    /// The database is not to be had.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// DHIS2's whole schema was made.
    Created,
    /// The schema `afya` was made or brought up to date.
    Attached,
    /// There was nothing to do.
    Nothing,
}

/// What a database is.
///
/// # Errors
/// When the database cannot be reached.
pub async fn inspect(connection: &mut Connection) -> Result<State, Fault> {
    let row = connection.first(&Sql::new(files::INSPECT)).await?;
    let row = row.ok_or_else(|| Fault::Unavailable("no answer".to_owned()))?;
    let mut state = State {
        flyway_version: None,
        flyway_failed: false,
        tables: row.get("tables"),
        postgis: row.get("postgis"),
        postgis_available: row.get("postgis_available"),
        attached: row.get("attached"),
        may_create_schema: row.get("may_create_schema"),
        may_create_table: row.get("may_create_table"),
        superuser: row.get("superuser"),
    };
    if row.get("flyway") {
        let history = connection.first(&Sql::new(files::FLYWAY)).await?;
        state.flyway_version = history.as_ref().and_then(|row| row.get("version"));
        state.flyway_failed = history.is_some_and(|row| row.get("failed"));
    }
    Ok(state)
}

impl State {
    /// Whether DHIS2's schema must be made first.
    fn is_empty(&self) -> bool {
        self.flyway_version.is_none() && self.tables == 0
    }

    /// Refuses what cannot be served, with a sentence that says what to do.
    ///
    /// # Errors
    /// Each that is not about our own statements.
    pub fn check(&self) -> Result<(), MigrationError> {
        if self.flyway_failed {
            return Err(MigrationError::Failed);
        }
        match &self.flyway_version {
            Some(version) if version != FLYWAY_VERSION => {
                let found = version.clone();
                let older = key(version) < key(FLYWAY_VERSION);
                let advice = if older {
                    "start DHIS2 2.43 on it once, which brings it there"
                } else {
                    "use the Afya of that version"
                };
                return Err(MigrationError::Version { found, advice });
            }
            None if self.tables > 0 => return Err(MigrationError::Foreign(self.tables)),
            _ => {}
        }
        if !self.postgis {
            match (self.postgis_available, self.superuser, self.is_empty()) {
                (false, _, _) => {
                    return Err(MigrationError::PostGis(
                        "install it on the database server (Debian: postgresql-15-postgis-3)",
                    ));
                }
                (true, true, true) => {}
                _ => {
                    return Err(MigrationError::PostGis(
                        "let a superuser run `create extension postgis` in it",
                    ));
                }
            }
        }
        if !self.may_create_schema && !self.attached {
            return Err(MigrationError::Rights("a schema"));
        }
        if !self.may_create_table && self.is_empty() {
            return Err(MigrationError::Rights("tables"));
        }
        Ok(())
    }
}

/// A version as numbers, so that 2.43.9 comes before 2.43.67.
fn key(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(0)).collect()
}

/// Makes or completes the schema. Servers that start at once take turns.
///
/// # Errors
/// Each of [`MigrationError`]; nothing is changed then.
pub async fn migrate(database: &Database) -> Result<Outcome, MigrationError> {
    let mut connection = database.connect().await?;
    let mut take = Sql::new("select pg_advisory_lock(");
    take.bind(LOCK).push(")");
    connection.rows(&take).await?;
    let outcome = migrate_alone(&mut connection).await;
    let mut give = Sql::new("select pg_advisory_unlock(");
    give.bind(LOCK).push(")");
    let given = connection.rows(&give).await;
    let outcome = outcome?;
    given?;
    Ok(outcome)
}

async fn migrate_alone(connection: &mut Connection) -> Result<Outcome, MigrationError> {
    let state = inspect(connection).await?;
    state.check()?;
    let created = state.is_empty();
    if created {
        create(connection, &state).await?;
    }
    if !state.attached {
        connection.batch("create schema if not exists afya").await?;
    }
    let changed = run_own(connection).await?;
    Ok(match (created, changed || !state.attached) {
        (true, _) => Outcome::Created,
        (false, true) => Outcome::Attached,
        (false, false) => Outcome::Nothing,
    })
}

/// DHIS2's schema, in one transaction.
async fn create(connection: &mut Connection, state: &State) -> Result<(), MigrationError> {
    connection.begin().await?;
    if let Err(error) = fill(connection, state).await {
        // Whatever undoing says, the first error is the one to tell; a lost connection undoes by itself.
        if let Err(fault) = connection.rollback().await {
            tracing::warn!(%fault, "a failed migration could not be rolled back");
        }
        return Err(error);
    }
    Ok(connection.commit().await?)
}

async fn fill(connection: &mut Connection, state: &State) -> Result<(), MigrationError> {
    let broken = |fault: Fault, file: &str| MigrationError::Broken(format!("{file}: {}", message(&fault)));
    if !state.postgis {
        connection.batch(files::POSTGIS).await.map_err(|fault| broken(fault, "postgis"))?;
    }
    connection.batch(files::EXTENSIONS).await.map_err(|fault| broken(fault, "extensions"))?;
    for (name, text) in files::DHIS2 {
        connection.batch(text).await.map_err(|fault| broken(fault, name))?;
    }
    for line in files::FLYWAY_HISTORY.lines() {
        connection
            .execute(&history_row(line))
            .await
            .map_err(|fault| broken(fault, "flyway_schema_history.tsv"))?;
    }
    Ok(())
}

fn history_row(line: &str) -> Sql {
    let mut cells = line.split('\t');
    let mut next = || cells.next().unwrap_or_default().to_owned();
    let mut sql = Sql::new(files::INSERT_HISTORY);
    sql.push("(").bind(next().parse::<i64>().unwrap_or_default()).push("::int");
    for _ in 0..4 {
        sql.push(", ").bind(next());
    }
    sql.push(", ").bind(next().parse::<i64>().ok()).push("::int, current_user, now(), 0, true)");
    sql
}

/// Our own migrations; whether one ran.
async fn run_own(connection: &mut Connection) -> Result<bool, MigrationError> {
    let broken = |error: refinery::Error| MigrationError::Own(with_causes(&error));
    let all = files::AFYA
        .iter()
        .map(|(name, text)| Migration::unapplied(name, text))
        .collect::<Result<Vec<_>, _>>();
    let mut runner = Runner::new(&all.map_err(broken)?);
    runner.set_migration_table_name("afya.migration");
    let report = runner.run_async(connection.client()).await.map_err(broken)?;
    Ok(!report.applied_migrations().is_empty())
}

/// Takes away what was added to a database of DHIS2: the schema `afya`, and the triggers that note changes in it.
///
/// # Errors
/// When the role may not.
pub async fn detach(database: &Database) -> Result<(), Fault> {
    let gone = "drop function if exists public.afya_note_values() cascade; \
         drop function if exists public.afya_note_table() cascade; drop schema if exists afya cascade";
    database.connect().await?.batch(gone).await
}

/// An error and what caused it: the database's own words come last.
fn with_causes(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

fn message(fault: &Fault) -> String {
    fault.database_error().map_or_else(|| fault.to_string(), |error| error.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> State {
        State {
            flyway_version: Some(FLYWAY_VERSION.to_owned()),
            flyway_failed: false,
            tables: 310,
            postgis: true,
            postgis_available: true,
            attached: false,
            may_create_schema: true,
            may_create_table: true,
            superuser: false,
        }
    }

    fn sentence(state: &State) -> String {
        state.check().unwrap_err().to_string()
    }

    #[test]
    fn another_version_is_refused_by_name() {
        let older = State { flyway_version: Some("2.43.9".into()), ..state() };
        assert!(
            sentence(&older).contains("2.43.9")
                && sentence(&older).contains("2.43.67 is needed; start DHIS2 2.43")
        );
        let newer = State { flyway_version: Some("2.44.1".into()), ..state() };
        assert!(sentence(&newer).contains("the Afya of that version"));
        assert!(state().check().is_ok());
    }

    #[test]
    fn what_is_missing_is_said_first() {
        assert!(sentence(&State { flyway_failed: true, ..state() }).contains("failed half-way"));
        assert!(sentence(&State { flyway_version: None, ..state() }).contains("310 tables"));
        assert!(sentence(&State { postgis: false, ..state() }).contains("create extension postgis"));
        assert!(
            sentence(&State { postgis: false, postgis_available: false, ..state() }).contains("install it")
        );
        assert!(sentence(&State { may_create_schema: false, ..state() }).contains("a schema"));
        let empty = State { flyway_version: None, tables: 0, may_create_table: false, ..state() };
        assert!(sentence(&empty).contains("tables"));
    }

    #[test]
    fn every_row_of_the_history_is_there() {
        let lines: Vec<&str> = files::FLYWAY_HISTORY.lines().collect();
        assert_eq!(lines.len(), 371);
        assert!(lines.last().is_some_and(|line| line.contains(FLYWAY_VERSION)));
    }
}
