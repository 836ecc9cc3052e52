//! How many objects of each kind there are.

use afya_store::{Connection, Fault};
use serde_json::Value;

use crate::sql::statistics as statements;

/// Counts by kind: metadata to the row, data as PostgreSQL estimates them, as DHIS2 does.
pub async fn object_counts(connection: &mut Connection) -> Result<Value, Fault> {
    Ok(connection.first(&statements::object_counts()).await?.map_or(Value::Null, |row| row.get("counts")))
}
