//! The import of completions as a job.

use afya_aggregate::completion::import;
use afya_jobs::{Job, Outcome};
use afya_model::Refusal;
use afya_store::{Connection, Fault};

use super::{asker, begin, input};
use crate::app::App;
use crate::body;
use crate::routes::completion;

/// Imports the completions that a job was given.
///
/// # Errors
/// When the body is refused, or the database cannot be reached.
pub(super) async fn run(app: &App, connection: &mut Connection, job: &Job) -> Result<Outcome, Fault> {
    begin(app, connection, job, "Complete data set registration import").await?;
    let gone = || Refusal::forbidden("Whoever asked for this import has no account in use any more");
    let caller = asker(connection, job).await?.ok_or_else(gone)?;
    let query = completion::asked_again(&job.parameters);
    let options = completion::options(&query)?;
    let body =
        body::whole(input(app, &job.id), body::WHOLE_LIMIT).await.map_err(|failure| failure.fault())?;
    let registrations = completion::registrations(&body, &job.media_type)?;
    let now = app.clock.now();
    let summary = Box::pin(import::import(connection, &caller, &registrations, &options, now)).await?;
    let message = format!(
        "Import complete, {} created, {} updated, {} deleted, {} ignored",
        summary.imported, summary.updated, summary.deleted, summary.ignored
    );
    let summary = summary.json(completion::told(&query, &options)).to_string();
    Ok(Outcome { completed: true, message, summary })
}
