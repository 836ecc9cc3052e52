//! Cleaning up: files that nobody gave an owner, and what arrived half.

use afya_store::{Connection, Fault};
use jiff::{SignedDuration, Timestamp};

use crate::resource;
use crate::sql;
use crate::store::FileStore;

/// A file has so long to be given an owner.
const GRACE: SignedDuration = SignedDuration::from_hours(48);

/// Takes away files that have had no owner for two days, and what arrived half and was left behind; says how many files.
///
/// # Errors
/// When the database or the folder of files cannot be reached.
pub async fn clean(
    (connection, files): (&mut Connection, &FileStore),
    now: Timestamp,
) -> Result<usize, Fault> {
    let before = now.checked_sub(GRACE).unwrap_or(now);
    files.sweep(before).await?;
    let gone = connection.rows(&sql::delete_unowned(before)).await?;
    for row in &gone {
        resource::take_away(files, &resource::from_row(row)).await;
    }
    Ok(gone.len())
}
