//! What jobs say of their progress, and their reports at the end.

use afya_model::{Random, Uid};
use afya_store::{Connection, Fault, Row};
use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::sql;

/// How much a notification matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Something was done.
    Info,
    /// Something is unusual.
    Warn,
    /// The job failed.
    Error,
}

impl Level {
    fn name(self) -> &'static str {
        match self {
            Level::Info => "INFO",
            Level::Warn => "WARN",
            Level::Error => "ERROR",
        }
    }
}

/// What a job says.
#[derive(Clone, Debug)]
pub struct Notification<'n> {
    /// How much it matters.
    pub level: Level,
    /// The sentence.
    pub message: &'n str,
    /// Whether the job is at its end.
    pub completed: bool,
    /// The parameters of the job, in its first notification.
    pub parameters: Option<&'n Value>,
}

impl Notification<'_> {
    /// A notification in mid-course.
    pub fn new(level: Level, message: &str) -> Notification<'_> {
        Notification { level, message, completed: false, parameters: None }
    }
}

/// Whose jobs, and which.
#[derive(Clone, Copy, Debug, Default)]
pub struct Which<'w> {
    /// Only those that this login name asked for.
    pub executed_by: Option<&'w str>,
    /// Only those of this type.
    pub kind: Option<&'w str>,
    /// Only this one.
    pub id: Option<&'w str>,
}

/// Keeps what a job says.
///
/// # Errors
/// When the database cannot be reached.
pub async fn add(
    connection: &mut Connection,
    job: &str,
    notification: &Notification<'_>,
    random: &Random,
    now: Timestamp,
) -> Result<(), Fault> {
    let id = Uid::generate(random);
    connection.execute(&sql::notify(job, id.as_str(), notification.level.name(), notification, now)).await?;
    Ok(())
}

/// What jobs said, by type and identifier, the newest first; only the first and the last of each for an overview.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(
    connection: &mut Connection,
    which: Which<'_>,
    overview: bool,
) -> Result<Map<String, Value>, Fault> {
    let mut kinds = Map::new();
    for row in connection.rows(&sql::notifications(which, overview)).await? {
        let jobs = kinds.entry(row.get::<_, String>("type")).or_insert_with(|| json!({}));
        let said = &mut jobs[row.get::<_, &str>("job_id")];
        if said.is_null() {
            *said = json!([]);
        }
        said.as_array_mut().into_iter().for_each(|said| said.push(json_of(&row)));
    }
    Ok(kinds)
}

fn json_of(row: &Row) -> Value {
    let id: &str = row.get("id");
    let mut said = json!({
        "level": row.get::<_, &str>("level"), "category": row.get::<_, &str>("type"),
        "message": row.get::<_, &str>("message"), "completed": row.get::<_, bool>("completed"),
    });
    if let Some(data) = row.get::<_, Option<Value>>("data") {
        said["dataType"] = json!("PARAMETERS");
        said["data"] = data;
    }
    said["id"] = json!(id);
    said["time"] = json!(row.get::<_, &str>("time"));
    said["uid"] = json!(id);
    said
}

/// The reports of jobs that have one, by identifier.
///
/// # Errors
/// When the database cannot be reached.
pub async fn summaries(connection: &mut Connection, which: Which<'_>) -> Result<Map<String, Value>, Fault> {
    let rows = connection.rows(&sql::summaries(which)).await?;
    Ok(rows.iter().map(|row| (row.get("id"), row.get("summary"))).collect())
}

/// Forgets finished jobs: all, or those that are older than so many days or beyond so many of the newest.
///
/// # Errors
/// When the database cannot be reached.
pub async fn forget(
    connection: &mut Connection,
    which: Which<'_>,
    (older_days, beyond): (Option<i64>, Option<i64>),
    now: Timestamp,
) -> Result<(), Fault> {
    connection.execute(&sql::forget(which, older_days, beyond, now)).await?;
    Ok(())
}
