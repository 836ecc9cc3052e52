//! Adding to and removing from a collection of one object, without touching the rest of it.

use afya_access::Caller;
use afya_model::{Clock, ErrorCode, Refusal};
use afya_schema::{Property, Storage, Type};
use afya_store::{Connection, Fault};
use serde_json::{Value, json};

use super::shape::{self, Shape};
use super::{Identifier, preheat};
use crate::sql::write;

/// What is to happen to a collection, by the items' identifiers.
#[derive(Clone, Debug, Default)]
pub struct Change {
    /// Items to put in.
    pub additions: Vec<String>,
    /// Items to take out.
    pub deletions: Vec<String>,
    /// Whether everything that is not put in is taken out.
    pub replace: bool,
}

/// How many items were put in, taken out, and left alone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Put in.
    pub updated: usize,
    /// Taken out.
    pub deleted: usize,
    /// There already, or not there to be taken out.
    pub ignored: usize,
}

impl Changed {
    /// The report on the wire (`TypeReport`).
    pub fn json(self) -> Value {
        json!({
            "responseType": "TypeReport", "status": "OK", "objectReports": [],
            "stats": {
                "created": 0, "updated": self.updated, "deleted": self.deleted, "ignored": self.ignored,
                "total": self.updated + self.deleted + self.ignored,
            },
        })
    }
}

/// The collection of a type by its key.
///
/// # Errors
/// 404 E1005 for a property that there is not, 409 for one that holds no objects, 501 for one that cannot be changed so yet.
pub fn collection(of: &'static Type, key: &str) -> Result<&'static Property, Refusal> {
    let Some(property) = of.property(key) else {
        let sentence = format!("Property {key} does not exist on {}", of.klass);
        return Err(Refusal::not_found(sentence).with_code(ErrorCode::E1005));
    };
    if !property.is_collection() || shape::target(property).is_none() {
        return Err(Refusal::conflict("Only identifiable object collections can be added to."));
    }
    match property.storage {
        Storage::ManyToMany { .. } if shape::is_link(property) => Ok(property),
        _ => Err(Refusal::new(
            501,
            format!("The collection `{key}` cannot be changed item by item here yet; send the object"),
        )),
    }
}

/// Changes a collection of the object `uid`. Identifiers of no item are left aside, as DHIS2 does.
///
/// # Errors
/// 404 when there is no such object, 403 when the caller may not change it.
pub async fn change(
    connection: &mut Connection,
    caller: &Caller,
    of: &'static Type,
    (uid, property): (&str, &'static Property),
    change: &Change,
    clock: &Clock,
) -> Result<Changed, Fault> {
    let found = preheat::one(connection, caller, of, uid).await?.filter(|found| found.readable);
    let found = found.ok_or_else(|| Refusal::no_such_object(of.class_name(), uid))?;
    if !found.may_update {
        let sentence = "You don't have the proper permissions to update this object.";
        return Err(Refusal::forbidden(sentence).with_code(ErrorCode::E1006).into());
    }
    let (Storage::ManyToMany { table, owner, item, order }, Some(target)) =
        (&property.storage, shape::target(property))
    else {
        return Ok(Changed::default());
    };
    connection.begin().await?;
    let rows = connection.rows(&write::items(table, item, owner, &[found.key])).await?;
    let there: Vec<i64> = rows.iter().map(|row| row.get("key")).collect();
    if change.replace {
        // DHIS2 counts a replacement as taking everything out and putting the new items in.
        connection.execute(&write::unlink(table, owner, item, found.key, &there)).await?;
    }
    let gone_first = if change.replace { there.len() } else { 0 };
    let there = if change.replace { Vec::new() } else { there };
    let added = keys(connection, caller, target, &change.additions).await?;
    let removed = keys(connection, caller, target, &change.deletions).await?;
    let (new, known): (Vec<i64>, Vec<i64>) = added.iter().partition(|key| !there.contains(key));
    let (gone, absent): (Vec<i64>, Vec<i64>) = removed.iter().partition(|key| there.contains(key));
    connection.execute(&write::unlink(table, owner, item, found.key, &gone)).await?;
    connection.execute(&write::append(table, owner, item, *order, found.key, &new)).await?;
    let (own_table, own_key) = Shape::Type(of).table();
    connection
        .execute(&write::touch(own_table, own_key, found.key, caller.id, &clock.now().to_string()))
        .await?;
    connection.commit().await?;
    Ok(Changed { updated: new.len(), deleted: gone.len() + gone_first, ignored: known.len() + absent.len() })
}

async fn keys(
    connection: &mut Connection,
    caller: &Caller,
    of: &'static Type,
    uids: &[String],
) -> Result<Vec<i64>, Fault> {
    let found = preheat::find(connection, caller, of, uids.to_vec(), Identifier::Uid).await?;
    let mut keys: Vec<i64> = uids.iter().filter_map(|uid| found.get(uid)).map(|found| found.key).collect();
    keys.dedup();
    Ok(keys)
}
