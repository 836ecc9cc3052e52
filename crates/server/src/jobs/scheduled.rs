//! Jobs that are configured: what this server can do of them, and when.

use afya_access::settings::{SystemSettings, read_system, set_system};
use afya_aggregate::locks;
use afya_jobs::schedule;
use afya_jobs::{Job, Outcome};
use afya_store::{Connection, Fault};
use jiff::ToSpan;
use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::begin;
use crate::app::App;

/// The types that this server runs; those of others stay as they are, for a DHIS2 on the same database.
pub(crate) const RUNNABLE: [&str; 7] = [
    "ANALYTICS_TABLE",
    "CONTINUOUS_ANALYTICS_TABLE",
    "DATA_STATISTICS",
    "DISABLE_INACTIVE_USERS",
    "FILE_RESOURCE_CLEANUP",
    "LOCK_EXCEPTION_CLEANUP",
    "RESOURCE_TABLE",
];

/// Exceptions from locks are kept for so many months where a job does not say.
const EXCEPTIONS_KEPT: i64 = 6;

/// Hours by which a job may be late before its moment is let pass.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn most_late(connection: &mut Connection) -> Result<i64, Fault> {
    Ok(late(&read_system(connection).await?))
}

fn late(settings: &SystemSettings) -> i64 {
    settings.json("jobsMaxCronDelayHours").as_i64().unwrap_or(4)
}

/// Puts jobs that are due in the queue, and keeps the schedule in order; how many were put there.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn start_due(app: &App) -> Result<usize, Fault> {
    let mut connection = app.database.connect().await?;
    let (settings, now) = (read_system(&connection).await?, app.clock.now());
    let number = |key: &str, otherwise: i64| settings.json(key).as_i64().unwrap_or(otherwise);
    schedule::refresh(&mut connection, now, late(&settings)).await?;
    let minutes = (number("jobsRescheduleAfterMinutes", 10), number("jobsCleanupAfterMinutes", 1440));
    schedule::keep_house(&mut connection, minutes, now).await?;
    schedule::start_due(&mut connection, &RUNNABLE, now).await
}

/// Runs a job of a type that is configured; nothing for another type.
///
/// # Errors
/// When the database cannot be reached.
pub(super) async fn run(app: &App, connection: &mut Connection, job: &Job) -> Result<Option<Outcome>, Fault> {
    if !RUNNABLE.contains(&job.kind.as_str()) {
        return Ok(None);
    }
    begin(app, connection, job, &job.kind.replace('_', " ").to_lowercase()).await?;
    let now = schedule::moment(app.clock.now());
    let done = match job.kind.as_str() {
        "DATA_STATISTICS" => {
            afya_metadata::usage::keep(connection, &app.clock, &app.random).await?;
            "The statistics of the day are kept".to_owned()
        }
        "DISABLE_INACTIVE_USERS" => disable_inactive(connection, &job.parameters, now).await?,
        "FILE_RESOURCE_CLEANUP" => clean_files(app, connection).await?,
        "LOCK_EXCEPTION_CLEANUP" => forget_exceptions(connection, &job.parameters, now).await?,
        kind => fill_tables(app, connection, kind).await?,
    };
    let summary = json!({ "status": "SUCCESS", "description": done }).to_string();
    Ok(Some(Outcome { completed: true, message: done, summary }))
}

/// Figures are answered from the values themselves: when a job ran is noted, for clients that ask, and nothing is to be done.
async fn fill_tables(app: &App, connection: &mut Connection, kind: &str) -> Result<String, Fault> {
    let key = match kind {
        "RESOURCE_TABLE" => "keyLastSuccessfulResourceTablesUpdate",
        _ => "keyLastSuccessfulAnalyticsTablesUpdate",
    };
    let now = app.clock.now().as_millisecond().to_string();
    set_system(connection, &[(key.to_owned(), now)], app.settings.text("encryption.password")).await?;
    Ok("Analytics are live: there are no tables to fill".to_owned())
}

/// The beginning of the day some months ago.
fn months_ago(now: DateTime, months: i64) -> DateTime {
    now.date().checked_sub(months.months()).unwrap_or(now.date()).to_datetime(jiff::civil::Time::midnight())
}

async fn clean_files(app: &App, connection: &mut Connection) -> Result<String, Fault> {
    match afya_files::house::clean((connection, &app.files), app.clock.now()).await {
        Ok(gone) => Ok(format!("{gone} files without an owner deleted")),
        // A server that was given no place for files has none to clean.
        Err(Fault::Refused(refusal)) if refusal.http_status == 501 => {
            Ok(refusal.message.unwrap_or_else(|| "There is no place for files".to_owned()))
        }
        Err(fault) => Err(fault),
    }
}

async fn forget_exceptions(
    connection: &mut Connection,
    asked: &Value,
    now: DateTime,
) -> Result<String, Fault> {
    let months = asked["expiresAfterMonths"].as_i64().unwrap_or(EXCEPTIONS_KEPT).clamp(1, 12);
    let gone = locks::forget_before(connection, months_ago(now, months)).await?;
    Ok(format!("{gone} lock exceptions deleted"))
}

async fn disable_inactive(
    connection: &mut Connection,
    asked: &Value,
    now: DateTime,
) -> Result<String, Fault> {
    let months = asked["inactiveMonths"].as_i64().unwrap_or_default().clamp(1, 24);
    let count = afya_access::users::disable_inactive_since(connection, months_ago(now, months)).await?;
    let reminders = match asked["reminderDaysBefore"].as_i64() {
        Some(_) => ". Reminders by mail are not built here yet: none was sent",
        None => "",
    };
    Ok(format!("Disabled {count} users with {months} months of inactivity{reminders}"))
}
