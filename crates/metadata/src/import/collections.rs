//! Adding to and removing from a collection of one object, without touching the rest of it.

use std::collections::HashSet;

use afya_access::Caller;
use afya_model::{Clock, ErrorCode, Refusal};
use afya_schema::{Storage, Type};
use afya_store::{Connection, Fault};
use serde_json::{Value, json};

use super::save::{keys_of, strip};
use super::shape::{self, Shape};
use super::{Identifier, preheat};
use crate::sql::collections::{self as sql, Rows};
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

/// A collection that is changed item by item.
#[derive(Clone, Copy, Debug)]
pub struct Collection {
    /// The type of its items.
    target: &'static Type,
    rows: Rows,
    /// Whether the items themselves name their owner, rather than a table of links.
    by_items: bool,
    /// Whether the items are parts of their object: they go when they are taken out, and come only with it.
    parts: bool,
}

/// The collection of a type by its key.
///
/// # Errors
/// 404 E1005 for a property that there is not, 409 for one that holds no objects or is kept by them.
pub fn collection(of: &'static Type, key: &str) -> Result<Collection, Refusal> {
    let Some(property) = of.property(key) else {
        let sentence = format!("Property {key} does not exist on {}", of.klass);
        return Err(Refusal::not_found(sentence).with_code(ErrorCode::E1005));
    };
    let Some(target) = shape::target(property).filter(|_| property.is_collection()) else {
        return Err(Refusal::conflict("Only identifiable object collections can be added to."));
    };
    let parts = shape::owned(property).is_some();
    match property.storage {
        Storage::SameAs(other) => collection(of, other),
        Storage::ManyToMany { table, owner, item, order } if shape::is_link(property) || parts => {
            let order = order.map(|order| (order, shape::first_place(table)));
            Ok(Collection { target, rows: Rows { table, item, owner, order }, by_items: false, parts })
        }
        Storage::OneToMany { owner, order } if property.owner && (shape::is_link(property) || parts) => {
            let (table, item) = Shape::Type(target).table();
            let order = order.map(|order| (order, shape::first_place(table)));
            Ok(Collection { target, rows: Rows { table, item, owner, order }, by_items: true, parts })
        }
        _ => {
            let sentence = format!("The items of `{key}` say themselves where they belong; send the items");
            Err(Refusal::conflict(sentence))
        }
    }
}

/// Changes a collection of the object `uid`. Identifiers of no item are left aside, as DHIS2 does.
///
/// # Errors
/// 404 when there is no such object, 403 when the caller may not change it, 409 where a part of another object is to be put in.
pub async fn change(
    connection: &mut Connection,
    caller: &Caller,
    of: &'static Type,
    (uid, collection): (&str, Collection),
    change: &Change,
    clock: &Clock,
) -> Result<Changed, Fault> {
    let found = preheat::one(connection, caller, of, uid).await?.filter(|found| found.readable);
    let found = found.ok_or_else(|| Refusal::no_such_object(of.class_name(), uid))?;
    if !found.may_update {
        let sentence = "You don't have the proper permissions to update this object.";
        return Err(Refusal::forbidden(sentence).with_code(ErrorCode::E1006).into());
    }
    let added = keys(connection, caller, collection.target, &change.additions).await?;
    let removed = keys(connection, caller, collection.target, &change.deletions).await?;
    let Collection { rows, by_items, .. } = collection;
    connection.begin().await?;
    let there = keys_of(connection, write::items(rows.table, rows.item, rows.owner, &[found.key])).await?;
    if collection.parts && added.iter().any(|key| !there.contains(key)) {
        connection.rollback().await?;
        let sentence = "An item is a part of another object. Send the object with all its items";
        return Err(Refusal::conflict(sentence).into());
    }
    // DHIS2 counts a replacement as taking everything out and putting the new items in.
    let (removed, kept) = if change.replace { (there.clone(), Vec::new()) } else { (removed, there.clone()) };
    let (new, known): (Vec<i64>, Vec<i64>) = added.iter().partition(|key| !kept.contains(key));
    let (gone, absent): (Vec<i64>, Vec<i64>) = removed.iter().partition(|key| there.contains(key));
    // Items that name their owner leave the list of another one.
    let mut owners = match by_items {
        true => keys_of(connection, write::items(rows.table, rows.owner, rows.item, &new)).await?,
        false => Vec::new(),
    };
    owners.push(found.key);
    exchange(connection, collection, found.key, &gone, &new).await?;
    if let Some(statement) = sql::close_gaps(rows, &owners) {
        connection.execute(&statement).await?;
    }
    let (own_table, own_key) = Shape::Type(of).table();
    connection
        .execute(&write::touch(own_table, own_key, found.key, caller.id, &clock.now().to_string()))
        .await?;
    connection.commit().await?;
    Ok(Changed { updated: new.len(), deleted: gone.len(), ignored: known.len() + absent.len() })
}

/// Takes items out of an object's collection and puts others in.
async fn exchange(
    connection: &mut Connection,
    Collection { target, rows, by_items, parts }: Collection,
    owner: i64,
    gone: &[i64],
    new: &[i64],
) -> Result<(), Fault> {
    if !parts {
        let take_out = if by_items { sql::release } else { sql::unlink };
        let put_in = if by_items { sql::assign } else { sql::link };
        connection.execute(&take_out(rows, owner, gone)).await?;
        connection.execute(&put_in(rows, owner, new)).await?;
        return Ok(());
    }
    // Parts that come back at once stay; those that go take all with them that hangs on them.
    let gone: Vec<i64> = gone.iter().copied().filter(|key| !new.contains(key)).collect();
    if !by_items {
        connection.execute(&sql::unlink(rows, owner, &gone)).await?;
    }
    let part = Shape::Type(target);
    strip(connection, Some(part), &gone).await?;
    connection.execute(&write::clear(part.table().0, part.table().1, &gone)).await?;
    Ok(())
}

async fn keys(
    connection: &mut Connection,
    caller: &Caller,
    of: &'static Type,
    uids: &[String],
) -> Result<Vec<i64>, Fault> {
    let found = preheat::find(connection, caller, of, uids.to_vec(), Identifier::Uid).await?;
    let mut keys: Vec<i64> = uids.iter().filter_map(|uid| found.get(uid)).map(|found| found.key).collect();
    let mut seen = HashSet::new();
    keys.retain(|key| seen.insert(*key));
    Ok(keys)
}
