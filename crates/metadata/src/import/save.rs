//! Sends what is to be written: what existing objects had goes first, then rows type by type, then links.

use std::collections::BTreeMap;

use afya_schema::Storage;
use afya_store::{Connection, Fault, Sql};
use serde_json::Value;

use super::rows::Row;
use super::shape::{self, Shape};
use super::writes::{Had, Table, Writes};
use crate::sql::write;

/// Rows that one statement takes.
const ROWS: usize = 5_000;

/// Writes everything. The transaction is the caller's.
pub(crate) async fn save(connection: &mut Connection, writes: &Writes) -> Result<(), Fault> {
    let mut orphans = Vec::new();
    for (had, keys, part) in &writes.had {
        replace(connection, *had, keys, *part, &mut orphans).await?;
    }
    for table in &writes.tables {
        rows(connection, table).await?;
    }
    for links in &writes.waiting {
        connection.execute(&write::assign(links.table, links.item, links.owner, None, &links.links)).await?;
    }
    for values in &writes.values {
        for chunk in values.rows.chunks(ROWS) {
            let statement = write::values(values.table, values.columns, values.order, text(chunk));
            connection.execute(&statement).await?;
        }
    }
    for links in &writes.links {
        for chunk in links.links.chunks(ROWS) {
            let statement = write::link(links.table, links.owner, links.item, links.order, chunk);
            connection.execute(&statement).await?;
        }
    }
    for links in &writes.assigned {
        let statement = write::assign(links.table, links.item, links.owner, links.order, &links.links);
        connection.execute(&statement).await?;
    }
    for ((table, key), keys) in orphans {
        connection.execute(&write::clear(table, key, &keys)).await?;
    }
    Ok(())
}

type Orphans = Vec<((&'static str, &'static str), Vec<i64>)>;

async fn replace(
    connection: &mut Connection,
    had: Had,
    keys: &[i64],
    part: Option<Shape>,
    orphans: &mut Orphans,
) -> Result<(), Fault> {
    match had {
        Had::Lines { table, owner } => {
            connection.execute(&write::clear(table, owner, keys)).await?;
        }
        Had::Pointing { table, owner } => {
            connection.execute(&write::release(table, owner, keys)).await?;
        }
        Had::LinkedParts { table, owner, item, part: (part_table, part_key) } => {
            let gone = keys_of(connection, write::items(table, item, owner, keys)).await?;
            connection.execute(&write::clear(table, owner, keys)).await?;
            strip(connection, part, &gone).await?;
            connection.execute(&write::clear(part_table, part_key, &gone)).await?;
        }
        Had::Parts { part: (part_table, part_key), owner } => {
            let gone = keys_of(connection, write::items(part_table, part_key, owner, keys)).await?;
            strip(connection, part, &gone).await?;
            connection.execute(&write::clear(part_table, part_key, &gone)).await?;
        }
        Had::Pointed { part, table, key, column } => {
            orphans.push((part, keys_of(connection, write::items(table, column, key, keys)).await?));
        }
    }
    Ok(())
}

/// The keys that a statement finds.
pub(crate) async fn keys_of(connection: &mut Connection, statement: Sql) -> Result<Vec<i64>, Fault> {
    Ok(connection.rows(&statement).await?.iter().map(|row| row.get("key")).collect())
}

/// Takes away what hangs on parts that go: their own links, values and parts.
pub(crate) async fn strip(
    connection: &mut Connection,
    part: Option<Shape>,
    keys: &[i64],
) -> Result<(), Fault> {
    let Some(Shape::Type(of)) = part.filter(|_| !keys.is_empty()) else { return Ok(()) };
    for property in &of.properties {
        let below = shape::owned(property);
        match property.storage {
            Storage::Values { table, owner, .. } => {
                connection.execute(&write::clear(table, owner, keys)).await?;
            }
            Storage::ManyToMany { table, owner, item, .. } => {
                let gone = match below {
                    Some(_) => keys_of(connection, write::items(table, item, owner, keys)).await?,
                    None => Vec::new(),
                };
                connection.execute(&write::clear(table, owner, keys)).await?;
                if let Some(below) = below {
                    Box::pin(strip(connection, Some(below), &gone)).await?;
                    let (part_table, part_key) = below.table();
                    connection.execute(&write::clear(part_table, part_key, &gone)).await?;
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The rows of a table, those with the same columns together.
async fn rows(connection: &mut Connection, table: &Table) -> Result<(), Fault> {
    for (columns, rows) in alike(&table.new) {
        for chunk in rows.chunks(ROWS) {
            connection.execute(&write::insert(table.table, &columns, list(chunk))).await?;
        }
    }
    for (columns, rows) in alike(&table.changed) {
        let set: Vec<String> = columns.into_iter().filter(|column| column != table.key).collect();
        for chunk in rows.chunks(ROWS) {
            connection.execute(&write::update(table.table, table.key, &set, list(chunk))).await?;
        }
    }
    Ok(())
}

fn alike(rows: &[Row]) -> BTreeMap<Vec<String>, Vec<&Row>> {
    let mut groups: BTreeMap<Vec<String>, Vec<&Row>> = BTreeMap::new();
    for row in rows {
        let mut columns: Vec<String> = row.keys().cloned().collect();
        columns.sort_unstable();
        groups.entry(columns).or_default().push(row);
    }
    groups
}

fn text(rows: &[Row]) -> String {
    list(&rows.iter().collect::<Vec<_>>())
}

fn list(rows: &[&Row]) -> String {
    Value::Array(rows.iter().map(|row| Value::Object((*row).clone())).collect()).to_string()
}
