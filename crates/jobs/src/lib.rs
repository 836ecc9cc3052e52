//! The queue of jobs in PostgreSQL: any number of servers take from it, and exactly one runs a job. Who runs a job holds the
//! advisory lock of its identifier on its connection, which PostgreSQL takes away when the server dies; the next server that
//! looks finds the job running and its lock free, and runs it again.

pub mod cron;
pub mod kind;
pub mod notifications;
pub mod schedule;
mod sql;
pub mod types;

use afya_model::{Random, Uid};
use afya_store::{Connection, Fault, Row};
use jiff::Timestamp;
use serde_json::{Value, json};

use notifications::{Level, Notification};

/// A job is given up when so many servers have died of it.
const MOST_ATTEMPTS: i32 = 3;
/// Finished jobs are kept for so many days, with what they said.
const KEPT_DAYS: i64 = 7;

/// A job that is to be done.
#[derive(Clone, Debug)]
pub struct NewJob<'j> {
    /// What is to be done, such as `DATAVALUE_IMPORT`.
    pub kind: &'j str,
    /// The login name of whoever asked for it.
    pub executed_by: &'j str,
    /// How it is to be done.
    pub parameters: &'j Value,
    /// The media type of its input.
    pub media_type: &'j str,
}

/// A job that was queued.
#[derive(Clone, Debug)]
pub struct Queued {
    /// The identifier.
    pub id: String,
    /// The name, which says the type and the time.
    pub name: String,
}

/// A job that this server runs.
#[derive(Clone, Debug)]
pub struct Job {
    /// The identifier.
    pub id: String,
    /// What is to be done.
    pub kind: String,
    /// The login name of whoever asked for it.
    pub executed_by: String,
    /// How it is to be done.
    pub parameters: Value,
    /// The media type of its input.
    pub media_type: String,
    /// How often it was begun, this time included.
    pub attempts: i32,
}

/// How a job ended.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Whether it did what was asked.
    pub completed: bool,
    /// What it says of itself at the end.
    pub message: String,
    /// Its report, as JSON.
    pub summary: String,
}

impl Outcome {
    /// A job that could not do what was asked, with a report that says why.
    pub fn failed(message: &str) -> Outcome {
        let summary = json!({
            "status": "ERROR", "description": message,
            "importCount": { "imported": 0, "updated": 0, "ignored": 0, "deleted": 0 }, "conflicts": [], "rejectedIndexes": [],
            "responseType": "ImportSummary",
        });
        Outcome { completed: false, message: message.to_owned(), summary: summary.to_string() }
    }
}

/// Adds a job whose input still arrives: nobody takes it before it is [`ready`].
///
/// # Errors
/// When the database cannot be reached.
pub async fn add(
    connection: &mut Connection,
    job: &NewJob<'_>,
    random: &Random,
    now: Timestamp,
) -> Result<Queued, Fault> {
    let id = Uid::generate(random).to_string();
    let name = format!("{} ({})", job.kind, now.as_millisecond());
    connection.execute(&sql::add(&id, &name, job, now)).await?;
    Ok(Queued { id, name })
}

/// Adds a part of a job's input.
///
/// # Errors
/// When the database cannot be reached.
pub async fn add_input(
    connection: &mut Connection,
    id: &str,
    place: i64,
    bytes: Vec<u8>,
) -> Result<(), Fault> {
    connection.execute(&sql::add_input(id, place, bytes)).await?;
    Ok(())
}

/// Lets servers take a job, whose input is whole.
///
/// # Errors
/// When the database cannot be reached.
pub async fn ready(connection: &mut Connection, id: &str) -> Result<(), Fault> {
    connection.execute(&sql::ready(id)).await?;
    Ok(())
}

/// Takes back a job whose input did not arrive.
///
/// # Errors
/// When the database cannot be reached; the job is forgotten later then.
pub async fn discard(connection: &mut Connection, id: &str) -> Result<(), Fault> {
    connection.execute(&sql::discard(id)).await?;
    Ok(())
}

/// A part of a job's input; nothing behind the last.
///
/// # Errors
/// When the database cannot be reached.
pub async fn input(connection: &mut Connection, id: &str, place: i64) -> Result<Option<Vec<u8>>, Fault> {
    Ok(connection.first(&sql::input(id, place)).await?.map(|row| row.get("bytes")))
}

/// Takes the oldest job that nobody runs: one that is new, or one whose server died. The connection holds it until
/// [`finish`], or until it is dropped, and does not go back to the pool.
///
/// # Errors
/// When the database cannot be reached.
pub async fn take(
    connection: &mut Connection,
    random: &Random,
    now: Timestamp,
) -> Result<Option<Job>, Fault> {
    for row in connection.rows(&sql::unfinished()).await? {
        let id: String = row.get("id");
        connection.close_when_dropped();
        let locked = connection.first(&sql::lock(&id)).await?;
        if !locked.is_some_and(|row| row.get("locked")) {
            continue;
        }
        // Its server may have finished it between the list and the lock.
        let Some(job) = connection.first(&sql::start(&id)).await?.map(|row| from_row(&row)) else {
            release(connection, &id).await?;
            continue;
        };
        if job.attempts == 1 {
            return Ok(Some(job));
        }
        if job.attempts <= MOST_ATTEMPTS {
            let again =
                Notification::new(Level::Warn, "The server that ran this job stopped; it is run again");
            notifications::add(connection, &job.id, &again, random, now).await?;
            return Ok(Some(job));
        }
        let given_up = Outcome::failed("The servers that ran this job stopped; it is given up");
        finish(connection, &job.id, &given_up, random, now).await?;
    }
    Ok(None)
}

/// Ends a job, with its report and its last notification, and lets it go.
///
/// # Errors
/// When the database cannot be reached.
pub async fn finish(
    connection: &mut Connection,
    id: &str,
    outcome: &Outcome,
    random: &Random,
    now: Timestamp,
) -> Result<(), Fault> {
    let level = if outcome.completed { Level::Info } else { Level::Error };
    let last = Notification { completed: true, ..Notification::new(level, &outcome.message) };
    connection.begin().await?;
    notifications::add(connection, id, &last, random, now).await?;
    connection.execute(&sql::finish(id, outcome, now)).await?;
    schedule::finish(connection, id, outcome, now).await?;
    connection.execute(&sql::forget_input(id)).await?;
    connection.execute(&sql::forget_old(now, KEPT_DAYS)).await?;
    connection.commit().await?;
    release(connection, id).await
}

/// What is told of a job, as of a job configuration that runs once; only of one that this login name asked for, if one is
/// given.
///
/// # Errors
/// When the database cannot be reached.
pub async fn find(
    connection: &mut Connection,
    id: &str,
    executed_by: Option<&str>,
) -> Result<Option<Value>, Fault> {
    Ok(connection.first(&sql::find(id, executed_by)).await?.map(|row| row.get("told")))
}

/// The types of the jobs that run now.
///
/// # Errors
/// When the database cannot be reached.
pub async fn running_types(connection: &mut Connection) -> Result<Vec<String>, Fault> {
    Ok(connection.rows(&sql::running_types()).await?.iter().map(|row| row.get("type")).collect())
}

async fn release(connection: &mut Connection, id: &str) -> Result<(), Fault> {
    connection.rows(&sql::unlock(id)).await?;
    Ok(())
}

fn from_row(row: &Row) -> Job {
    Job {
        id: row.get("id"),
        kind: row.get("type"),
        executed_by: row.get("executed_by"),
        parameters: row.get("parameters"),
        media_type: row.get::<_, Option<String>>("media_type").unwrap_or_default(),
        attempts: row.get("attempts"),
    }
}
