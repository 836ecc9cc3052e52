//! Job configurations: jobs that run again and again, or once at a word. Their state is in DHIS2's own columns and moves as
//! DHIS2 moves it, so that a DHIS2 on the same database and any number of servers share one schedule: a job is started by
//! whoever turns it from SCHEDULED to RUNNING, and only while no other of its type runs. What was started is put in the
//! queue under the configuration's identifier, and runs as every job of the queue does.

use afya_model::Random;
use afya_store::{Connection, Fault, Row};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};
use serde_json::Value;

use crate::cron::Cron;
use crate::sql::{self, schedule};
use crate::{NewJob, Outcome, types};

/// The type of the system's own job that runs every few seconds.
const HOUSE_KEEPING: &str = "HOUSEKEEPING";

/// A job configuration, as far as its schedule goes. Moments are UTC.
#[derive(Clone, Debug)]
pub struct Configuration {
    /// Its identifier.
    pub uid: String,
    /// Its name.
    pub name: String,
    /// The type of job.
    pub kind: String,
    /// `CRON`, `FIXED_DELAY` or `ONCE_ASAP`.
    pub scheduling: String,
    /// Its state, as told: one that is enabled again is no longer DISABLED.
    pub status: String,
    /// Whether it may run.
    pub enabled: bool,
    /// When it runs.
    pub cron: Option<String>,
    /// Seconds between its starts.
    pub delay: Option<i32>,
    /// When it was started last.
    pub last_executed: Option<DateTime>,
    /// When it ended last.
    pub last_finished: Option<DateTime>,
    /// The queue of jobs that it is part of.
    pub queue: Option<(String, i32)>,
    /// Who it runs for.
    pub executed_by: Option<String>,
    /// What is told of it beside its plan: the entry of `due` and `stale`.
    pub entry: Value,
    /// What its run told of itself last, in DHIS2's form.
    pub progress: Option<Value>,
}

impl Configuration {
    fn from_row(row: &Row) -> Configuration {
        let moment = |name: &str| row.get::<_, Option<String>>(name).and_then(|text| text.parse().ok());
        Configuration {
            uid: row.get("uid"),
            name: row.get("name"),
            kind: row.get("type"),
            scheduling: row.get("scheduling"),
            status: row.get("status"),
            enabled: row.get("enabled"),
            cron: row.get("cron"),
            delay: row.get("delay"),
            last_executed: moment("last_executed"),
            last_finished: moment("last_finished"),
            queue: row.get::<_, Option<String>>("queue").zip(row.get("position")),
            executed_by: row.get("executed_by"),
            entry: row.get("entry"),
            progress: row.get("progress"),
        }
    }

    /// Whether it is a system job, which nobody changes.
    pub fn is_system(&self) -> bool {
        types::configurable(&self.kind).is_none()
    }

    /// Whether it has what it needs to run when it is enabled.
    pub fn is_ready(&self) -> bool {
        match self.scheduling.as_str() {
            "CRON" if self.cron.is_some() => true,
            "FIXED_DELAY" if self.delay.is_some() => true,
            "ONCE_ASAP" => true,
            _ => self.queue.as_ref().is_some_and(|(_, position)| *position > 0),
        }
    }

    /// Whether it runs once and is done.
    pub fn is_run_once(&self) -> bool {
        self.scheduling == "ONCE_ASAP" && self.cron.is_none() && self.delay.is_none() && self.queue.is_none()
    }

    /// When it runs next. A moment that was missed by more than `most_late` hours is let pass; nothing for what does not
    /// run by itself.
    pub fn next_execution(&self, now: DateTime, most_late: i64) -> Option<DateTime> {
        if self.scheduling != "ONCE_ASAP" && self.queue.as_ref().is_some_and(|(_, position)| *position > 0) {
            return None;
        }
        let since = self.last_executed.and_then(|at| at.checked_add(1.second()).ok());
        match self.scheduling.as_str() {
            "ONCE_ASAP" => Some(since.unwrap_or(now)),
            "FIXED_DELAY" => {
                let delay = self.delay.filter(|delay| *delay > 0)?;
                let Some(last) = self.last_executed else { return Some(now) };
                last.checked_add(i64::from(delay).seconds()).ok()?.with().subsec_nanosecond(0).build().ok()
            }
            _ => {
                let text = self.cron.as_deref().filter(|text| !text.is_empty() && *text != "* * * * * ?")?;
                let cron = Cron::parse(text).ok()?;
                let earliest = now.checked_sub(most_late.hours()).ok()?;
                cron.next(since.map_or(earliest, |since| since.max(earliest)))
            }
        }
    }
}

/// An instant as the columns of job configurations hold it.
pub fn moment(at: Timestamp) -> DateTime {
    TimeZone::UTC.to_datetime(at)
}

/// All configurations.
///
/// # Errors
/// When the database cannot be reached.
pub async fn all(connection: &mut Connection) -> Result<Vec<Configuration>, Fault> {
    Ok(connection.rows(&schedule::all()).await?.iter().map(Configuration::from_row).collect())
}

/// One configuration.
///
/// # Errors
/// When the database cannot be reached.
pub async fn find(connection: &mut Connection, uid: &str) -> Result<Option<Configuration>, Fault> {
    Ok(connection.first(&schedule::one(uid)).await?.as_ref().map(Configuration::from_row))
}

/// Works out anew when configurations run next, where something changed.
///
/// # Errors
/// When the database cannot be reached.
pub async fn refresh(connection: &mut Connection, now: Timestamp, most_late: i64) -> Result<(), Fault> {
    for row in connection.rows(&schedule::outdated(now, most_late)).await? {
        let of = Configuration::from_row(&row);
        let next = of.next_execution(moment(now), most_late);
        let set_by: String = row.get("set_by");
        connection.execute(&schedule::set(&of.uid, &set_by, next)).await?;
    }
    Ok(())
}

/// Starts every configuration of these types that is due as of the last [`refresh`]; how many were started.
///
/// # Errors
/// When the database cannot be reached.
pub async fn start_due(
    connection: &mut Connection,
    runnable: &[&str],
    now: Timestamp,
) -> Result<usize, Fault> {
    let mut started = 0;
    for row in connection.rows(&schedule::due(runnable, now)).await? {
        let (uid, kind): (String, String) = (row.get("uid"), row.get("type"));
        connection.begin().await?;
        connection.rows(&schedule::one_at_a_time(&kind)).await?;
        if connection.execute(&schedule::start(&uid, now)).await? == 1 {
            enqueue(connection, &uid, &kind, &row, now).await?;
            started += 1;
        }
        connection.commit().await?;
    }
    Ok(started)
}

async fn enqueue(
    connection: &mut Connection,
    uid: &str,
    kind: &str,
    row: &Row,
    now: Timestamp,
) -> Result<(), Fault> {
    let (name, executed_by): (String, Option<String>) = (row.get("name"), row.get("username"));
    let parameters: Value = row.get::<_, Option<Value>>("parameters").unwrap_or(Value::Null);
    let job = NewJob {
        kind,
        executed_by: executed_by.as_deref().unwrap_or_default(),
        parameters: &parameters,
        media_type: "",
    };
    connection.execute(&sql::forget_one(uid)).await?;
    connection.execute(&sql::add(uid, &name, &job, now)).await?;
    connection.execute(&sql::ready(uid)).await?;
    Ok(())
}

/// Ends a configuration's run, inside the transaction that ends the job. The next of its queue follows one that did what
/// was asked; else the rest of the queue is left out this time.
pub(crate) async fn finish(
    connection: &mut Connection,
    uid: &str,
    outcome: &Outcome,
    now: Timestamp,
) -> Result<(), Fault> {
    let status = if outcome.completed { "COMPLETED" } else { "FAILED" };
    let Some(row) = connection.first(&schedule::finish(uid, status, &outcome.message, now)).await? else {
        return Ok(());
    };
    if let Some(queue) = row.get::<_, Option<String>>("queue") {
        let (position, last): (i32, String) = (row.get("position"), row.get("last"));
        let next = if last == "COMPLETED" {
            schedule::next_of_queue(&queue, position)
        } else {
            schedule::skip_rest(&queue, position, now)
        };
        connection.execute(&next).await?;
    }
    Ok(())
}

/// Says that a configuration's run is alive; whether it is to be stopped.
///
/// # Errors
/// When the database cannot be reached.
pub async fn still_wanted(connection: &mut Connection, uid: &str, now: Timestamp) -> Result<bool, Fault> {
    let stop = connection.first(&schedule::alive(uid, now)).await?;
    let stop = stop.is_some_and(|row| row.get("cancel"));
    let asked = connection.first(&sql::is_cancelled(uid)).await?;
    Ok(!stop && !asked.is_some_and(|row| row.get("cancel")))
}

/// Lets a configuration run as soon as a server looks; false when it runs already or may not.
///
/// # Errors
/// When the database cannot be reached.
pub async fn execute_now(connection: &mut Connection, uid: &str) -> Result<bool, Fault> {
    Ok(connection.execute(&schedule::execute_now(uid)).await? == 1)
}

/// Asks for a job to be stopped: a configuration's run, one that is about to run once, or a job of the queue.
///
/// # Errors
/// When the database cannot be reached.
pub async fn cancel(connection: &mut Connection, uid: &str) -> Result<(), Fault> {
    connection.execute(&schedule::cancel(uid)).await?;
    connection.execute(&sql::cancel(uid)).await?;
    Ok(())
}

/// Takes a run for dead that has said nothing for a minute; false when there is none.
///
/// # Errors
/// When the database cannot be reached.
pub async fn revert(connection: &mut Connection, uid: &str, now: Timestamp) -> Result<bool, Fault> {
    Ok(connection.execute(&schedule::give_up(Some(("uid", uid)), 1, now)).await? == 1)
}

/// Does the system's own job where it is due, in one transaction, so that a server that dies in it leaves nothing: gives up
/// runs that have said nothing for so many minutes, and forgets those that ran once and ended so many minutes ago.
///
/// # Errors
/// When the database cannot be reached.
pub async fn keep_house(
    connection: &mut Connection,
    (stale, kept): (i64, i64),
    now: Timestamp,
) -> Result<(), Fault> {
    // One that another system began and left is no reason never to do it again.
    connection.execute(&schedule::give_up(Some(("jobtype", HOUSE_KEEPING)), 1, now)).await?;
    let due = schedule::due(&[HOUSE_KEEPING], now);
    if connection.first(&due).await?.is_none() {
        return Ok(());
    }
    connection.begin().await?;
    connection.rows(&schedule::one_at_a_time(HOUSE_KEEPING)).await?;
    // Another server may have done it while this one waited.
    if let Some(row) = connection.first(&due).await?
        && connection.execute(&schedule::start(row.get("uid"), now)).await? == 1
    {
        connection.execute(&schedule::give_up(None, stale.max(1), now)).await?;
        connection.execute(&schedule::mark_disabled()).await?;
        connection.execute(&schedule::forget_finished(kept.max(1), now)).await?;
        connection.execute(&schedule::forget_plans()).await?;
        connection.execute(&schedule::end_house_keeping(HOUSE_KEEPING, now)).await?;
    }
    connection.commit().await
}

/// Turns a configuration on or off.
///
/// # Errors
/// When the database cannot be reached.
pub async fn enable(
    connection: &mut Connection,
    uid: &str,
    enabled: bool,
    now: Timestamp,
) -> Result<(), Fault> {
    connection.execute(&schedule::enable(uid, enabled, now)).await?;
    Ok(())
}

/// Forgets configurations that ran once and ended more than so many minutes ago.
///
/// # Errors
/// When the database cannot be reached.
pub async fn forget_finished(connection: &mut Connection, minutes: i64, now: Timestamp) -> Result<(), Fault> {
    connection.execute(&schedule::forget_finished(minutes.max(1), now)).await?;
    Ok(())
}

/// Makes the system's jobs in a database that has none of them yet.
///
/// # Errors
/// When the database cannot be reached.
pub async fn add_system_jobs(
    connection: &mut Connection,
    random: &Random,
    now: Timestamp,
) -> Result<(), Fault> {
    // Each installation asks for news at its own moment.
    let update_check = format!("{} {} {} ? * *", random.below(60), random.below(60), 3 + random.below(3));
    connection.execute(&schedule::add_system_jobs(&update_check, now)).await?;
    Ok(())
}

/// Puts jobs in a queue in this order, with the moment at which the first runs; jobs that were in it, under this name or the
/// one before, and are not named leave it and are turned off.
///
/// # Errors
/// When the database cannot be reached; nothing is changed then.
pub async fn set_queue(
    connection: &mut Connection,
    (before, name): (Option<&str>, &str),
    cron: &str,
    sequence: &[String],
    now: Timestamp,
) -> Result<(), Fault> {
    connection.begin().await?;
    if let Some(before) = before {
        connection.execute(&schedule::leave_queue(before, sequence, now)).await?;
    }
    for (position, uid) in (0..).zip(sequence) {
        let cron = (position == 0).then_some(cron);
        connection.execute(&schedule::join_queue(uid, name, position, cron, now)).await?;
    }
    connection.commit().await
}

/// Runs that said nothing for so many seconds, or take twice their delay.
///
/// # Errors
/// When the database cannot be reached.
pub async fn stale(
    connection: &mut Connection,
    seconds: i64,
    now: Timestamp,
) -> Result<Vec<Configuration>, Fault> {
    Ok(connection.rows(&schedule::stale(seconds, now)).await?.iter().map(Configuration::from_row).collect())
}

/// Which runs with errors are meant; what is empty counts for all.
#[derive(Clone, Debug, Default)]
pub struct Errors<'e> {
    /// The identifier of a configuration.
    pub job: Option<&'e str>,
    /// Who it ran for.
    pub user: Option<&'e str>,
    /// Executed from this moment on.
    pub from: Option<&'e str>,
    /// Executed until this moment.
    pub to: Option<&'e str>,
    /// One of these error codes.
    pub codes: Vec<String>,
    /// Of one of these types.
    pub types: Vec<String>,
    /// About one of these objects.
    pub objects: Vec<String>,
}

/// The errors of runs, the latest first.
///
/// # Errors
/// When the database cannot be reached, or cannot read a moment.
pub async fn errors(connection: &mut Connection, which: &Errors<'_>) -> Result<Vec<Value>, Fault> {
    Ok(connection.rows(&schedule::errors(which)).await?.iter().map(|row| row.get("told")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(scheduling: &str, cron: Option<&str>, delay: Option<i32>, last: Option<&str>) -> Configuration {
        Configuration {
            uid: "JobOfTests01".into(),
            name: "A job".into(),
            kind: "RESOURCE_TABLE".into(),
            scheduling: scheduling.into(),
            status: "SCHEDULED".into(),
            enabled: true,
            cron: cron.map(str::to_owned),
            delay,
            last_executed: last.map(|at| at.parse().unwrap()),
            last_finished: None,
            queue: None,
            executed_by: None,
            entry: Value::Null,
            progress: None,
        }
    }

    fn next(of: &Configuration, now: &str) -> Option<String> {
        of.next_execution(now.parse().unwrap(), 4).map(|at| at.to_string())
    }

    #[test]
    fn a_missed_moment_is_made_up_for_within_some_hours() {
        let nightly = of("CRON", Some("0 0 3 ? * *"), None, None);
        assert_eq!(next(&nightly, "2026-11-27T05:00:00").as_deref(), Some("2026-11-27T03:00:00"));
        assert_eq!(next(&nightly, "2026-11-27T08:00:00").as_deref(), Some("2026-11-28T03:00:00"));
        let ran = of("CRON", Some("0 0 3 ? * *"), None, Some("2026-11-27T03:00:02"));
        assert_eq!(next(&ran, "2026-11-27T05:00:00").as_deref(), Some("2026-11-28T03:00:00"));
        let long_ago = of("CRON", Some("0 0 3 ? * *"), None, Some("2026-11-01T03:00:00"));
        assert_eq!(next(&long_ago, "2026-11-27T08:00:00").as_deref(), Some("2026-11-28T03:00:00"));
    }

    #[test]
    fn what_is_never_meant_never_comes() {
        for cron in ["", "* * * * * ?", "0 0 0 31 2 ?"] {
            assert_eq!(next(&of("CRON", Some(cron), None, None), "2026-11-27T05:00:00"), None, "{cron}");
        }
        assert_eq!(next(&of("FIXED_DELAY", None, Some(0), None), "2026-11-27T05:00:00"), None);
        let second = Configuration { queue: Some(("night".into(), 1)), ..of("CRON", None, None, None) };
        assert_eq!(next(&second, "2026-11-27T05:00:00"), None);
    }

    #[test]
    fn a_delay_counts_from_the_last_start() {
        let now = "2026-11-27T05:00:00";
        assert_eq!(next(&of("FIXED_DELAY", None, Some(20), None), now).as_deref(), Some(now));
        let ran = of("FIXED_DELAY", None, Some(20), Some("2026-11-27T04:59:50.5"));
        assert_eq!(next(&ran, now).as_deref(), Some("2026-11-27T05:00:10"));
    }
}
