//! Deleting objects: their links and parts go with them; what others still need stays and says who needs it.

use afya_model::{ErrorCode, Refusal};
use afya_schema::{Storage, Type, registry};
use afya_store::{Connection, Fault};

use super::save::strip;
use super::shape::{self, Shape};
use crate::sql::write;

/// Deletes objects of a type by their keys.
///
/// # Errors
/// 409 E4030 where another object needs one of them.
pub(crate) async fn delete(
    connection: &mut Connection,
    of: &'static Type,
    keys: &[i64],
) -> Result<(), Fault> {
    let (table, key) = Shape::Type(of).table();
    for property in &of.properties {
        let Storage::OneToMany { owner, .. } = property.storage else { continue };
        if let Some(part) = shape::owned(property) {
            let (part_table, part_key) = part.table();
            let rows = connection.rows(&write::items(part_table, part_key, owner, keys)).await?;
            let gone: Vec<i64> = rows.iter().map(|row| row.get("key")).collect();
            strip(connection, Some(part), &gone).await?;
            connection.execute(&write::clear(part_table, part_key, &gone)).await?;
        } else if let Some(target) = shape::target(property).filter(|_| property.persisted && property.owner)
        {
            connection.execute(&write::release(Shape::Type(target).table().0, owner, keys)).await?;
        }
    }
    strip(connection, Some(Shape::Type(of)), keys).await?;
    leave_collections(connection, of, keys).await?;
    match connection.execute(&write::clear(table, key, keys)).await {
        Ok(_) => Ok(()),
        Err(fault) => Err(needed(fault)),
    }
}

/// Takes objects out of the collections of others.
async fn leave_collections(
    connection: &mut Connection,
    of: &'static Type,
    keys: &[i64],
) -> Result<(), Fault> {
    let mut done: Vec<(&str, &str)> = Vec::new();
    for other in registry().types() {
        for property in
            other.properties.iter().filter(|property| property.persisted && shape::is_link(property))
        {
            let Storage::ManyToMany { table, item, .. } = property.storage else { continue };
            let same = shape::target(property).is_some_and(|target| target.name == of.name);
            if same && is_membership(property.cascade) && !done.contains(&(table, item)) {
                done.push((table, item));
                connection.execute(&write::clear(table, item, keys)).await?;
            }
        }
    }
    Ok(())
}

/// Whether a collection only lists its items, so that one that goes is left out of it.
fn is_membership(cascade: Option<&str>) -> bool {
    cascade.is_none_or(|cascade| !cascade.contains("orphan"))
}

/// What the database says of a row that another one points to, as DHIS2's refusal.
fn needed(fault: Fault) -> Fault {
    let Some(error) = fault.database_error().filter(|error| error.code().code() == "23503") else {
        return fault;
    };
    let by = error.table().unwrap_or("another table").to_owned();
    let types = registry().types();
    let class =
        types.iter().find(|of| of.table == Some(by.as_str())).map_or(by, |of| of.class_name().to_owned());
    let sentence =
        format!("Object could not be deleted because it is associated with another object: {class}");
    Refusal::conflict(sentence).with_code(ErrorCode::E4030).into()
}
