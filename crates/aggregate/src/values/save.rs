//! The last stage: one merge, with the change log written by the schema's trigger in the same statement.

use std::collections::BTreeMap;

use afya_access::Caller;
use afya_model::period::Period;
use afya_store::{Connection, Fault};

use super::check::Good;
use super::preheat::Found;
use super::read::Group;
use crate::sql;

/// So many values go into one statement: enough that its cost does not show, few enough that memory stays flat.
const BATCH: usize = 20_000;

/// Saves values; all in the caller's transaction.
pub(super) async fn save(connection: &mut Connection, caller: &Caller, values: &[Good]) -> Result<(), Fault> {
    if values.is_empty() {
        return Ok(());
    }
    connection.rows(&sql::set_user(&caller.username)).await?;
    let mut keys: BTreeMap<String, i64> = BTreeMap::new();
    let periods: BTreeMap<String, Period> =
        values.iter().map(|value| (value.period.id(), value.period)).collect();
    for (id, period) in &periods {
        keys.insert(id.clone(), period_key(connection, period).await?);
    }
    for batch in values.chunks(BATCH) {
        connection.execute(&sql::merge(batch, &keys)).await?;
    }
    Ok(())
}

/// The key of a period, whose row is made when it is the first of its kind.
pub(crate) async fn period_key(connection: &mut Connection, period: &Period) -> Result<i64, Fault> {
    if let Some(row) = connection.first(&sql::period(&period.id())).await? {
        return Ok(row.get("id"));
    }
    connection.execute(&sql::add_period(period)).await?;
    let row = connection.first(&sql::period(&period.id())).await?;
    row.map(|row| row.get("id")).ok_or_else(|| Fault::Unavailable("a period was not stored".to_owned()))
}

/// Registers the set as complete when the group says so and something was saved; answers the day.
pub(super) async fn complete(
    connection: &mut Connection,
    caller: &Caller,
    found: &Found,
    group: &Group,
    values: &[Good],
) -> Result<Option<String>, Fault> {
    let (Some(date), Some(value)) = (&group.complete_date, values.first()) else { return Ok(None) };
    let day = date.get(..10).unwrap_or(date).to_owned();
    let period = period_key(connection, &value.period).await?;
    let may = connection.first(&sql::may_complete(found.set_id, period, value)).await?;
    if !may.is_some_and(|row| row.get("may")) {
        return Ok(None);
    }
    connection.execute(&sql::complete(found.set_id, period, value, &day, &caller.username)).await?;
    Ok(Some(day))
}
