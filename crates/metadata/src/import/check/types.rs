//! Rules of single types.

use afya_model::ErrorCode;
use afya_schema::Type;
use afya_store::{Connection, Fault};

use super::Problems;
use crate::import::bundle::Object;
use crate::import::report::Problem;
use crate::sql::write;

/// The problems of one type's objects.
pub(super) async fn check(
    connection: &mut Connection,
    of: &Type,
    objects: &[Object],
) -> Result<Problems, Fault> {
    match of.name {
        "dataElement" => retyped(connection, of, objects).await,
        _ => Ok(Problems::new()),
    }
}

/// Data elements whose value type would change under their data.
async fn retyped(connection: &mut Connection, of: &Type, objects: &[Object]) -> Result<Problems, Fault> {
    let typed = objects.iter().filter(|object| object.exists);
    let (keys, kinds): (Vec<i64>, Vec<String>) =
        typed.filter_map(|object| Some((object.key, object.text("valueType")?.to_owned()))).unzip();
    if keys.is_empty() {
        return Ok(Problems::new());
    }
    let rows = connection.rows(&write::retyped_with_data(&keys, kinds)).await?;
    let wrong: Vec<i64> = rows.iter().map(|row| row.get("key")).collect();
    let found = objects.iter().enumerate().filter(|(_, object)| wrong.contains(&object.key));
    Ok(found.map(|(at, object)| (at, Problem::new(of, ErrorCode::E1121, &[&object.uid]))).collect())
}
