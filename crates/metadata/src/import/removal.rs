//! Deleting objects: their links and parts go with them; what others still need stays and says who needs it.

use afya_schema::{Storage, Type, registry};
use afya_store::{Connection, Fault};

use super::save::strip;
use super::shape::{self, Shape};
use crate::deleted::{self, Deletion};
use crate::sql::write;

/// Objects of their own that go with the one they belong to.
const GO_ALONG: [(&str, &str); 1] = [("dataSet", "sections")];

/// Tables without a type whose rows go with an object: the type, the table and its column of the object's key.
const ROWS_GO_ALONG: [(&str, &str, &str); 4] = [
    ("user", "previouspasswords", "userid"),
    ("user", "usersetting", "userinfoid"),
    ("user", "userkeyjsonvalue", "userid"),
    ("user", "userapps", "userinfoid"),
];

/// DHIS2's classes of tables that are no type.
const CLASSES: [(&str, &str); 4] = [
    ("datavalue", "DataValueChangelog"),
    ("datavalueaudit", "DataValueChangelog"),
    ("datadimensionitem", "DataDimensionItem"),
    ("completedatasetregistration", "CompleteDataSetRegistration"),
];

/// Deletes objects of a type by their keys; says what needs one of them, where something does.
pub(crate) async fn delete(
    connection: &mut Connection,
    of: &'static Type,
    keys: &[i64],
    deletion: Deletion<'_>,
) -> Result<Option<String>, Fault> {
    if of.name == "attribute" {
        let holders: Vec<&'static Type> = registry().types().iter().filter(|of| has_values(of)).collect();
        if let Some(row) = connection.first(&write::types_with_attribute(&holders, keys)).await? {
            let class: String = row.get("class");
            return Ok(Some(format!("{class}.Attribute")));
        }
    }
    if let Some(statement) = write::has_data(of, keys)
        && connection.first(&statement).await?.is_some()
    {
        return Ok(Some("DataValueChangelog".into()));
    }
    connection.batch(write::SAVEPOINT).await?;
    deleted::note(connection, of, keys, deletion).await?;
    match unbind(connection, of, keys).await {
        Ok(()) => Ok(None),
        Err(fault) => {
            connection.batch(write::BACK_TO_SAVEPOINT).await?;
            needed(connection, of, keys, fault).await.map(Some)
        }
    }
}

/// Whether a type's table keeps attribute values.
fn has_values(of: &Type) -> bool {
    of.table.is_some()
        && of.property("attributeValues").is_some_and(|property| matches!(property.storage, Storage::Json(_)))
}

async fn unbind(connection: &mut Connection, of: &'static Type, keys: &[i64]) -> Result<(), Fault> {
    let (table, key) = Shape::Type(of).table();
    for property in &of.properties {
        let Storage::OneToMany { owner, .. } = property.storage else { continue };
        let (part, target) = (shape::owned(property), shape::target(property));
        if let Some(part) = part {
            let (part_table, part_key) = part.table();
            let gone = items(connection, (part_table, part_key), owner, keys).await?;
            strip(connection, Some(part), &gone).await?;
            connection.execute(&write::clear(part_table, part_key, &gone)).await?;
        } else if let Some(target) = target.filter(|_| GO_ALONG.contains(&(of.name, property.key))) {
            let gone = items(connection, Shape::Type(target).table(), owner, keys).await?;
            Box::pin(unbind(connection, target, &gone)).await?;
        } else if let Some(target) = target.filter(|_| property.persisted && property.owner) {
            connection.execute(&write::release(Shape::Type(target).table().0, owner, keys)).await?;
        }
    }
    for (_, rows, owner) in ROWS_GO_ALONG.iter().filter(|(name, ..)| *name == of.name) {
        connection.execute(&write::clear(rows, owner, keys)).await?;
    }
    strip(connection, Some(Shape::Type(of)), keys).await?;
    leave_collections(connection, of, keys).await?;
    connection.execute(&write::clear(table, key, keys)).await.map(drop)
}

async fn items(
    connection: &mut Connection,
    (table, key): (&str, &str),
    owner: &str,
    keys: &[i64],
) -> Result<Vec<i64>, Fault> {
    let rows = connection.rows(&write::items(table, key, owner, keys)).await?;
    Ok(rows.iter().map(|row| row.get("key")).collect())
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

/// What the database says of a row that another one points to, as the class and name of that one.
async fn needed(
    connection: &mut Connection,
    of: &'static Type,
    keys: &[i64],
    fault: Fault,
) -> Result<String, Fault> {
    let Some(error) = fault.database_error().filter(|error| error.code().code() == "23503") else {
        return Err(fault);
    };
    let table = error.table().unwrap_or("another table").to_owned();
    let Some(other) = registry().types().iter().find(|other| other.table == Some(table.as_str())) else {
        let known = CLASSES.iter().find(|(name, _)| *name == table);
        return Ok(known.map_or(table.clone(), |(_, class)| (*class).to_owned()));
    };
    let link = other.properties.iter().find_map(|property| match property.storage {
        Storage::Reference(column) => {
            shape::target(property).is_some_and(|target| target.name == of.name).then_some(column)
        }
        _ => None,
    });
    let named = other.property("name").is_some_and(|property| matches!(property.storage, Storage::Column(_)));
    let Some(column) = link.filter(|_| named) else { return Ok(other.class_name().to_owned()) };
    let row = connection.first(&write::name_of(&table, column, keys)).await?;
    let name = row.and_then(|row| row.get::<_, Option<String>>("name"));
    Ok(name.map_or(other.class_name().to_owned(), |name| format!("{} ({name})", other.class_name())))
}
