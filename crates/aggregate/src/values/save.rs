//! The last stage: merges, with the change log written by the schema's trigger in the same statements.

use afya_access::Caller;
use afya_model::period::Period;
use afya_store::{Connection, Fault};

use super::decode::{Completion, Scope};
use super::preheat::{DEFAULT_COMBO, Found};
use super::sorted::Sorted;
use super::spool;
use super::words::{Word, Words};
use crate::sql::{self, import as statements};

/// So many values go into one statement: enough that its cost does not show, few enough that memory stays flat.
const BATCH: usize = 20_000;

/// Saves the values that are right, in the order of their keys so that two imports of the same cells never wait for each other
/// in a ring; all in the caller's transaction. `used` are the periods that have such values. Answers how many were saved.
pub(super) async fn save(
    connection: &mut Connection,
    values: &mut Sorted,
    periods: &[Period],
    used: &[bool],
) -> Result<usize, Fault> {
    let unread = |error| Fault::from(spool::refusal(&error));
    let mut keys = vec![0; periods.len()];
    for (place, period) in periods.iter().enumerate().filter(|(place, _)| used[*place]) {
        keys[place] = period_key(connection, period).await?;
    }
    let mut saved = 0;
    let mut walk = values.walk().map_err(unread)?;
    let mut batch = Vec::new();
    loop {
        let next = walk.next().map_err(unread)?;
        let ended = next.is_none();
        batch.extend(next.filter(|value| !value.wrong));
        if batch.len() == BATCH || (ended && !batch.is_empty()) {
            saved += connection.execute(&statements::merge(&batch, &keys)).await?;
            batch.clear();
        }
        if ended {
            return Ok(usize::try_from(saved).unwrap_or(usize::MAX));
        }
    }
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

/// Marks as deleted what lies in a scope, or only counts it.
pub(super) async fn delete(
    connection: &mut Connection,
    found: &Found,
    scope: &Scope,
    dry_run: bool,
) -> Result<usize, Fault> {
    let combo =
        |word: Option<Word>| found.combos.get(&word.unwrap_or(found.default_combo)).map(|combo| combo.id);
    let elements: Vec<(i64, i64, i64)> = scope
        .elements
        .iter()
        .filter_map(|(element, option_combo, attribute_combo)| {
            Some((found.elements.get(element)?.id, combo(*option_combo)?, combo(*attribute_combo)?))
        })
        .collect();
    let scope = statements::Scope {
        periods: scope.periods.iter().map(Period::id).collect(),
        units: scope.units.iter().filter_map(|unit| found.units.get(unit)).map(|unit| unit.id).collect(),
        elements: &elements,
    };
    if dry_run {
        let row = connection.first(&statements::count_scope(&scope)).await?;
        return Ok(row.map_or(0, |row| usize::try_from(row.get::<_, i64>("count")).unwrap_or_default()));
    }
    connection.rows(&statements::lock_scope(&scope)).await?;
    let deleted = connection.execute(&statements::delete_scope(&scope)).await?;
    Ok(usize::try_from(deleted).unwrap_or(usize::MAX))
}

/// Registers a set as complete, in a transaction of its own; whether it is: the set, the unit and the attribute option combo
/// are there, and what is compulsory is filled.
pub(super) async fn complete(
    connection: &mut Connection,
    caller: &Caller,
    words: &Words,
    set: &str,
    completion: &Completion,
) -> Result<bool, Fault> {
    let combo = completion.attribute_combo.map_or(DEFAULT_COMBO, |combo| words.text(combo));
    let unit = words.text(completion.unit);
    let Some(row) = connection.first(&statements::completion(set, unit, combo)).await? else {
        return Ok(false);
    };
    connection.begin().await?;
    let period = period_key(connection, &completion.period).await?;
    let key = (row.get("set"), period, row.get("unit"), row.get("combo"));
    let may = connection.first(&statements::may_complete(key)).await?;
    if !may.is_some_and(|row| row.get("may")) {
        connection.rollback().await?;
        return Ok(false);
    }
    connection.execute(&statements::complete(key, &completion.day.to_string(), &caller.username)).await?;
    connection.commit().await?;
    Ok(true)
}
