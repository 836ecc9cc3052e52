//! The one row of `configuration`: what a system is set up with besides settings.

use afya_store::{Connection, Fault};

use crate::sql::configuration as statements;

/// Whether people may register themselves: a role and an org unit for them are set.
pub async fn may_register(connection: &mut Connection) -> Result<bool, Fault> {
    Ok(connection.first(&statements::self_registration()).await?.is_some())
}

/// The identifier of this system, a UUID.
pub async fn system_id(connection: &mut Connection) -> Result<Option<String>, Fault> {
    Ok(connection.first(&statements::system_id()).await?.and_then(|row| row.get("systemid")))
}
