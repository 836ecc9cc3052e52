//! Who owns a file, and who may have it.

use afya_access::Caller;
use afya_store::{Connection, Fault};

use crate::domain::Domain;
use crate::resource::{self, FileResource};
use crate::sql;

/// The owners of the file of a key, each as JSON text; none where there is no such file.
///
/// # Errors
/// When the database cannot be reached.
pub async fn of_key(connection: &mut Connection, key: &str) -> Result<Vec<String>, Fault> {
    let Some(row) = connection.first(&sql::of_key(key)).await? else { return Ok(Vec::new()) };
    let rows = connection.rows(&sql::owners(&resource::from_row(&row))).await?;
    Ok(rows.iter().map(|row| row.get("owner")).collect())
}

/// Whether a caller may have the content of a file by its identifier. Files of data values are had by the key of the value
/// only, where it is known who may read it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn may_read(
    connection: &mut Connection,
    caller: &Caller,
    resource: &FileResource,
) -> Result<bool, Fault> {
    let own = resource.sender == Some(caller.id);
    Ok(match resource.domain {
        Some(Domain::DataValue) => false,
        Some(Domain::Icon | Domain::OrgUnit) => true,
        Some(Domain::UserAvatar) => own || caller.has_any(&["F_USER_VIEW"]),
        Some(Domain::Document | Domain::MessageAttachment) => {
            let reaches = sql::reaches(resource, caller.id, &caller.uid, &caller.groups);
            own || caller.is_super() || connection.first(&reaches).await?.is_some()
        }
        Some(Domain::JobData) | None => own || caller.is_super(),
    })
}
