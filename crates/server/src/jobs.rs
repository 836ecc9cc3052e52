//! The worker of this server: it runs jobs of the queue, one after the other, and follows the schedule.

mod completions;
mod data_values;
pub(crate) mod queueing;
pub(crate) mod scheduled;

use std::time::Duration;

use afya_access::{Caller, find_account};
use afya_jobs::notifications::{self, Level, Notification};
use afya_jobs::{Job, Outcome, kind, schedule};
use afya_store::fault::told;
use afya_store::{Connection, Fault};
use axum::body::Body;
use futures_util::stream;
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};

use crate::app::App;

/// How long other servers' jobs, and what is due, may wait for this one to look.
const LOOK_EVERY: Duration = Duration::from_secs(5);
/// How often a running job says that it is alive, and looks whether it is still wanted.
const ALIVE_EVERY: Duration = Duration::from_secs(5);
/// What a job says is kept at most so often; what it says in between is left out.
const TOLD_EVERY: Duration = Duration::from_secs(1);

/// Runs jobs and follows the schedule for as long as the server lives.
pub(crate) async fn work(app: App) {
    if let Err(fault) = add_system_jobs(&app).await {
        tracing::warn!(?fault, "the system's jobs could not be made; the next start tries again");
    }
    // Side by side: an import may run for hours, and other servers wait for what is due.
    tokio::join!(run_all(&app), follow_schedule(&app));
}

async fn run_all(app: &App) {
    loop {
        let on = app.clone();
        // A task of its own, so that a job that breaks down takes only itself along.
        let ran = tokio::spawn(async move { run_next(&on).await }).await;
        match ran {
            Ok(Ok(true)) => {
                // The next of its queue may be due.
                app.plan_changed.notify_one();
                continue;
            }
            Ok(Ok(false)) => {}
            Ok(Err(fault)) => tracing::warn!(?fault, "a job could not be run to its end; it is run again"),
            Err(error) => tracing::error!(%error, "a job broke down; it is run again"),
        }
        tokio::select! {
            () = app.job_queued.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

/// Puts what is due in the queue.
async fn follow_schedule(app: &App) {
    loop {
        let on = app.clone();
        match tokio::spawn(async move { scheduled::start_due(&on).await }).await {
            Ok(Ok(0)) => {}
            Ok(Ok(_)) => app.job_queued.notify_one(),
            Ok(Err(fault)) => {
                tracing::warn!(?fault, "the schedule could not be followed; it is looked at again");
            }
            Err(error) => tracing::error!(%error, "the schedule broke down; it is looked at again"),
        }
        tokio::select! {
            () = app.plan_changed.notified() => {}
            () = tokio::time::sleep(LOOK_EVERY) => {}
        }
    }
}

async fn add_system_jobs(app: &App) -> Result<(), Fault> {
    let mut connection = app.database.connect().await?;
    schedule::add_system_jobs(&mut connection, &app.random, app.clock.now()).await
}

/// Runs the oldest job that nobody runs; whether there was one.
///
/// # Errors
/// When the database cannot be reached: the job is run again later.
pub(crate) async fn run_next(app: &App) -> Result<bool, Fault> {
    let mut connection = app.database.connect().await?;
    let Some(job) = afya_jobs::take(&mut connection, &app.random, app.clock.now()).await? else {
        return Ok(false);
    };
    tracing::info!(job = job.id, kind = job.kind, "a job begins");
    let ran = tokio::select! {
        biased;
        () = until_unwanted(app, &job.id) => {
            // What was begun is undone when its connection closes, which is after the job is told to be over.
            let mut other = app.database.connect().await?;
            let stopped = Outcome::failed("The job was stopped on request");
            afya_jobs::finish(&mut other, &job.id, &stopped, &app.random, app.clock.now()).await?;
            return Ok(true);
        }
        ran = run(app, &mut connection, &job) => ran,
    };
    let outcome = match ran {
        Ok(outcome) => outcome,
        Err(Fault::Refused(refusal)) => Outcome::failed(refusal.message.as_deref().unwrap_or("Refused")),
        Err(Fault::Database(error)) => {
            tracing::error!(error = told(&error), job = job.id, "a statement of a job failed");
            Outcome::failed("An internal error has occurred. The server's log says more.")
        }
        Err(Fault::Full(reason)) => {
            tracing::error!(reason, job = job.id, "the database has no room left");
            Outcome::failed("The database has no room left. Make room on its disk and send the values again.")
        }
        Err(fault @ Fault::Unavailable(_)) => return Err(fault),
    };
    afya_jobs::finish(&mut connection, &job.id, &outcome, &app.random, app.clock.now()).await?;
    Ok(true)
}

/// Says every few seconds that a job is alive; returns when somebody asked for it to stop.
async fn until_unwanted(app: &App, job: &str) {
    loop {
        let wanted = async {
            let mut connection = app.database.connect().await?;
            schedule::still_wanted(&mut connection, job, app.clock.now()).await
        };
        // A database that cannot be reached stops the job by itself.
        if let Ok(false) = wanted.await {
            return;
        }
        tokio::time::sleep(ALIVE_EVERY).await;
    }
}

async fn run(app: &App, connection: &mut Connection, job: &Job) -> Result<Outcome, Fault> {
    if let Some(outcome) = scheduled::run(app, connection, job).await? {
        return Ok(outcome);
    }
    let (teller, told) = unbounded_channel();
    let writer = tokio::spawn(write_down(app.clone(), job.id.clone(), told));
    let tell = move |what: String| drop(teller.send(what));
    let outcome = match job.kind.as_str() {
        kind::DATAVALUE_IMPORT => data_values::run(app, connection, job, &tell).await,
        kind::COMPLETION_IMPORT => completions::run(app, connection, job).await,
        other => Ok(Outcome::failed(&format!("Jobs of type {other} are not built here yet"))),
    };
    drop(tell);
    // Its last words come before the end of the job.
    drop(writer.await);
    outcome
}

/// The first words of a job, with its parameters.
async fn begin(app: &App, connection: &mut Connection, job: &Job, what: &str) -> Result<(), Fault> {
    let first = Notification { parameters: Some(&job.parameters), ..Notification::new(Level::Info, what) };
    notifications::add(connection, &job.id, &first, &app.random, app.clock.now()).await
}

/// Whoever asked for a job, if the account is still in use.
async fn asker(connection: &mut Connection, job: &Job) -> Result<Option<Caller>, Fault> {
    let account = find_account(connection, &job.executed_by).await?;
    Ok(account.map(|account| account.caller).filter(|caller| !caller.disabled))
}

/// The body of a job, part by part.
fn input(app: &App, id: &str) -> Body {
    let start = (app.database.clone(), id.to_owned(), 0);
    Body::from_stream(stream::unfold(start, async |(database, id, place)| {
        let part = async {
            let mut connection = database.connect().await?;
            afya_jobs::input(&mut connection, &id, place).await
        };
        match part.await {
            Ok(part) => Some((Ok(part?), (database, id, place + 1))),
            Err(fault) => Some((Err(std::io::Error::other(fault)), (database, id, place))),
        }
    }))
}

/// Keeps what a job says, on a connection of its own: the job's may be in a transaction.
async fn write_down(app: App, job: String, mut told: UnboundedReceiver<String>) {
    let mut latest = None;
    loop {
        let listen = async {
            while let Some(what) = told.recv().await {
                latest = Some(what);
            }
        };
        let ended = tokio::time::timeout(TOLD_EVERY, listen).await.is_ok();
        if let Some(what) = latest.take()
            && let Err(fault) = keep(&app, &job, &what).await
        {
            tracing::warn!(?fault, "what a job says could not be kept");
        }
        if ended {
            return;
        }
    }
}

async fn keep(app: &App, job: &str, what: &str) -> Result<(), Fault> {
    let mut connection = app.database.connect().await?;
    let said = Notification::new(Level::Info, what);
    notifications::add(&mut connection, job, &said, &app.random, app.clock.now()).await
}
