//! Icons: those that every system has, and those that people add.

use afya_store::{Connection, Fault};
use serde_json::Value;

use crate::sql::icons as statements;

/// Which icons are wanted.
#[derive(Clone, Debug, Default)]
pub struct IconQuery {
    /// `Some(true)` for those that people added, `Some(false)` for the others.
    pub custom: Option<bool>,
    /// These keys only; all when empty.
    pub keys: Vec<String>,
    /// All of these keywords; none asked for when empty.
    pub keywords: Vec<String>,
    /// A piece of the key or of a keyword.
    pub search: Option<String>,
    /// Limit and offset.
    pub window: Option<(i64, i64)>,
}

/// Icons by key, and how many there are on all pages. `base` is the API's address.
pub async fn list(
    connection: &mut Connection,
    query: &IconQuery,
    base: &str,
) -> Result<(Vec<Value>, i64), Fault> {
    let rows = connection.rows(&statements::page(query, base)).await?;
    let total = connection.first(&statements::total(query)).await?.map_or(0, |row| row.get("total"));
    Ok((rows.iter().map(|row| row.get("object")).collect(), total))
}

/// One icon.
pub async fn find(connection: &mut Connection, key: &str, base: &str) -> Result<Option<Value>, Fault> {
    let query = IconQuery { keys: vec![key.to_owned()], ..IconQuery::default() };
    Ok(connection.first(&statements::page(&query, base)).await?.map(|row| row.get("object")))
}
