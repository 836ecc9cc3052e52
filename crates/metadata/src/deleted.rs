//! What was deleted: kept by class and identifier, so that others that copied an object learn that it is gone.

mod sql;

use afya_schema::Type;
use afya_store::{Connection, Fault};
use serde_json::Value;

/// Who deletes, and when, in milliseconds since 1970.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deletion<'a> {
    /// The login name.
    pub(crate) by: &'a str,
    /// The time.
    pub(crate) at_ms: i64,
}

/// Notes that objects of a type, by their keys, are about to be deleted.
pub(crate) async fn note(
    connection: &mut Connection,
    of: &Type,
    keys: &[i64],
    deletion: Deletion<'_>,
) -> Result<(), Fault> {
    match sql::note(of, keys, deletion) {
        Some(statement) if of.metadata => connection.execute(&statement).await.map(drop),
        _ => Ok(()),
    }
}

/// Which deleted objects are wanted. Identifiers and codes are alternatives; all must be of one of the classes.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Names of classes.
    pub classes: Vec<String>,
    /// Identifiers.
    pub uids: Vec<String>,
    /// Codes.
    pub codes: Vec<String>,
    /// Deleted at this time or later, as an ISO date with or without a time.
    pub since: Option<String>,
}

/// The deleted objects of a page, and how many there are in all.
pub async fn list(
    connection: &mut Connection,
    wanted: &Wanted,
    window: Option<(i64, i64)>,
) -> Result<(Vec<Value>, i64), Fault> {
    let total = connection.first(&sql::count(wanted)).await?.map_or(0, |row| row.get("total"));
    let rows = connection.rows(&sql::list(wanted, window)).await?;
    Ok((rows.iter().map(|row| row.get("object")).collect(), total))
}
