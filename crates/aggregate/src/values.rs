//! The import of data values: read → preheat → check → save, one transaction a group.

mod check;
pub(crate) use check::Good;
mod preheat;
pub mod read;
pub mod report;
mod save;
pub(crate) use save::period_key;

use afya_access::Caller;
use afya_store::{Connection, Fault};
use jiff::civil::Date;

use read::Group;
use report::Summary;

/// How an import is done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Check only.
    pub dry_run: bool,
    /// All or nothing.
    pub atomic: bool,
    /// Mark the values as deleted.
    pub delete: bool,
    /// Skip what is about time; only for a caller with `ALL`.
    pub force: bool,
}

/// Imports a group of values. What is wrong with it stands in the summary.
///
/// # Errors
/// When the database cannot be reached or refuses a statement; nothing is saved then.
pub async fn import(
    connection: &mut Connection,
    caller: &Caller,
    group: &Group,
    options: Options,
    today: Date,
) -> Result<Summary, Fault> {
    let decoded = match read::decode(group, options) {
        Ok(values) => values,
        Err(conflict) => return Ok(Summary::undecoded(conflict, options)),
    };
    if decoded.is_empty() {
        return Ok(Summary::empty(options));
    }
    connection.begin().await?;
    let outcome = import_in_transaction(connection, caller, group, &decoded, options, today).await;
    match &outcome {
        Ok(summary) if summary.saves() && !options.dry_run => connection.commit().await?,
        _ => connection.rollback().await?,
    }
    outcome
}

async fn import_in_transaction(
    connection: &mut Connection,
    caller: &Caller,
    group: &Group,
    values: &[read::Decoded],
    options: Options,
    today: Date,
) -> Result<Summary, Fault> {
    let found = match preheat::preheat(connection, caller, group, values).await? {
        Ok(found) => found,
        Err(conflict) => return Ok(Summary::refused(conflict.over(values), options)),
    };
    let conflicts = check::group(caller, &found, values, options, today);
    if let Some(conflict) = conflicts {
        return Ok(Summary::refused(conflict, options));
    }
    let (good, bad) = check::values(&found, values);
    if options.atomic && !bad.is_empty() {
        return Ok(Summary::not_atomic(&bad, values, options));
    }
    save::save(connection, caller, &good).await?;
    let complete = save::complete(connection, caller, &found, group, &good).await?;
    Ok(Summary::of(good.len(), bad, complete, options))
}
