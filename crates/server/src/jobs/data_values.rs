//! The import of data values as a job.

use afya_aggregate::values::read::Format;
use afya_aggregate::values::{self, Tell};
use afya_jobs::{Job, Outcome};
use afya_model::Refusal;
use afya_store::{Connection, Fault};

use super::{asker, begin, input};
use crate::app::App;
use crate::body;
use crate::import_options::ImportOptions;

/// The report of a job is kept in the database, where it must have room, and names at most so many wrong values.
const MOST_NAMED: usize = 100_000;

/// Imports the values that a job was given.
///
/// # Errors
/// When the body is refused, or the database cannot be reached.
pub(super) async fn run(
    app: &App,
    connection: &mut Connection,
    job: &Job,
    tell: Tell<'_>,
) -> Result<Outcome, Fault> {
    begin(app, connection, job, "Data value set import").await?;
    let caller = asker(connection, job).await?;
    let caller = caller.filter(|caller| caller.has_any(&["F_DATAVALUE_ADD"]));
    let refused = || Refusal::forbidden("Whoever asked for this import may not enter data values any more");
    let caller = caller.ok_or_else(refused)?;
    let unknown = || Refusal::new(415, format!("Unknown format: {}", job.media_type));
    let format = Format::of(&job.media_type).ok_or_else(unknown)?;
    tell(format!("Deserializing {} data", format.name()));
    let options = ImportOptions::of_told(&job.parameters);
    let batch = body::values::read(input(app, &job.id), format, options.clone()).await?;
    let mut how = options.values;
    how.dry_run = batch.dry_run.unwrap_or(how.dry_run);
    let told = options.told(&batch.schemes, how.dry_run);
    let who = (&caller, app.clock.now());
    let summary = Box::pin(values::import_telling(connection, who, batch, how, tell)).await?;
    let (updated, deleted) = summary.counts();
    let message = format!(
        "Import complete with status {}, 0 created, {updated} updated, {deleted} deleted, {} ignored",
        summary.status(),
        summary.ignored
    );
    Ok(Outcome { completed: true, message, summary: summary.json_within(&told, MOST_NAMED)? })
}
