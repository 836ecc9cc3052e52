//! A round: what was noted as changed is read again, and written to ClickHouse where it is another.
//!
//! One server writes at a time. It says first that it begins, then writes all rows by one insert, which ClickHouse shows as a
//! whole, and then says that it is done. Where it is not done, whoever comes next loads a new table.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use afya_store::{Connection, Fault};

use super::client::{Client, Trouble};
use super::standing::{self, State};
use super::{FALSE, NUMBER, TRUE, ZERO, int};
use crate::executors::columns::following::{Changes, MOST_KEYS, Moment};
use crate::executors::columns::reading;
use crate::executors::columns::resident::Hierarchy;
use crate::sql::clickhouse::cells::MARKER;
use crate::sql::clickhouse::tables;
use crate::sql::columns as sql;

/// How many keys are read by one statement.
const KEYS_AT_ONCE: usize = 500;
/// More rows than this are not written by one insert that shows as a whole; everything is loaded anew.
const MOST_ROWS: usize = 1_000_000;
/// The kind of the row that says which round was written last.
const NO_KIND: u8 = 255;

/// The key of a row: element, period, unit, option combo and attribute option combo.
pub(super) type Key = [i64; 5];

/// The kind of a value, and what it comes to.
pub(super) type Value = (u8, f64);

/// Follows the database from a state, in a transaction that has read a moment and that ends here; nothing when everything has
/// to be loaded anew.
pub(super) async fn follow(
    connection: &mut Connection,
    client: &Client,
    state: State,
    moment: Moment,
) -> Result<Option<State>, Fault> {
    let noted = connection.rows(&sql::changes(&state.snapshot)).await?;
    if noted.is_empty() {
        connection.commit().await?;
        return Ok(Some(state));
    }
    let changes = Changes::of(&noted);
    if changes.all_values || changes.keys() > MOST_KEYS {
        return Ok(None);
    }
    let mut next = State { round: state.round + 1, snapshot: moment.snapshot, ..state.clone() };
    let units = if changes.units { Some(reading::hierarchy(connection).await?) } else { None };
    if changes.elements {
        next.elements = next.round;
    }
    let Some(mut rows) = rows(connection, client, &next, changes.values).await? else { return Ok(None) };
    rows.extend(marker(next.round));
    client.ask(&tables::reach(&State { is_whole: false, ..next.clone() })).await?;
    // The lock is held for as long as this connection is there.
    connection.commit().await?;
    if let Some(units) = units {
        next.units = written(client, &next, &units).await?;
    }
    client.insert(&tables::insert(&next.figures), rows).await?;
    client.ask(&tables::reach(&next)).await?;
    connection.execute(&sql::seen(&next.reader, &next.snapshot)).await?;
    if next.units != state.units {
        forget_units(client, &state, &next).await?;
    }
    Ok(Some(next))
}

/// Writes units to a table of their own, and says how it is called.
pub(super) async fn written(client: &Client, state: &State, units: &Hierarchy) -> Result<String, Trouble> {
    let table = state.figures.replacen(tables::FIGURES, tables::UNITS, 1) + "_" + &state.round.to_string();
    client.ask(&tables::drop(&table)).await?;
    client.ask(&tables::make_units(&table)).await?;
    client.insert(&tables::insert(&table), standing::written_units(units)).await?;
    Ok(table)
}

/// Takes away tables of units but the last two: a request may still be answered from the one before.
async fn forget_units(client: &Client, before: &State, now: &State) -> Result<(), Trouble> {
    for table in there_are(client).await? {
        let is_old = table.starts_with(tables::UNITS) && table != before.units && table != now.units;
        if is_old {
            client.ask(&tables::drop(&table)).await?;
        }
    }
    Ok(())
}

/// Our tables of figures and units.
pub(super) async fn there_are(client: &Client) -> Result<Vec<String>, Trouble> {
    let names = client.ask(&tables::tables()).await?;
    Ok(String::from_utf8_lossy(&names).lines().map(str::to_owned).collect())
}

/// The rows that make ClickHouse's values of changed keys those of the database; nothing when they are too many.
async fn rows(
    connection: &mut Connection,
    client: &Client,
    next: &State,
    changed: BTreeMap<(i64, i64), Option<BTreeSet<i64>>>,
) -> Result<Option<Vec<u8>>, Fault> {
    let keys: Vec<(i64, i64, Option<i64>)> = changed
        .into_iter()
        .flat_map(|((element, period), units)| {
            let units = units.map_or(vec![None], |units| units.into_iter().map(Some).collect());
            units.into_iter().map(move |unit| (element, period, unit))
        })
        .collect();
    let (mut bytes, mut count) = (Vec::new(), 0);
    for keys in keys.chunks(KEYS_AT_ONCE) {
        let mut there = held(client, &next.figures, keys).await?;
        for row in connection.rows(&sql::values(keys)).await? {
            let key: Key = [row.get(0), row.get(1), row.get(2), row.get(3), row.get(4)];
            let Some(value) = value(row.get(5)) else { continue };
            if there.remove(&key) != Some(value) {
                bytes.extend(self::row(key, Some(value), next.round));
                count += 1;
            }
        }
        // What is left is no longer in the database.
        for key in there.into_keys() {
            bytes.extend(row(key, None, next.round));
            count += 1;
        }
        if count >= MOST_ROWS {
            return Ok(None);
        }
    }
    Ok(Some(bytes))
}

/// What ClickHouse has of some keys.
async fn held(
    client: &Client,
    table: &str,
    keys: &[(i64, i64, Option<i64>)],
) -> Result<HashMap<Key, Value>, Trouble> {
    let whole: Vec<(i64, i64)> =
        keys.iter().filter(|key| key.2.is_none()).map(|key| (key.0, key.1)).collect();
    let single: Vec<(i64, i64, i64)> = keys.iter().filter_map(|key| Some((key.0, key.1, key.2?))).collect();
    let answer = client.ask(&tables::rows(table, &whole, &single)).await?;
    let row = |row: &[u8]| {
        let key = std::array::from_fn(|at| int(row, at));
        (key, (row[40], f64::from_bits(int(&row[41..], 0).cast_unsigned())))
    };
    Ok(answer.chunks_exact(49).map(row).collect())
}

/// What a value is, where it is a number, yes or no, whatever element it is of.
pub(super) fn value(text: &str) -> Option<Value> {
    match text {
        "true" => Some((TRUE, 1.0)),
        "false" => Some((FALSE, 0.0)),
        "0" => Some((ZERO, 0.0)),
        _ if reading::is_number(text) => {
            let number: f64 = text.parse().ok().filter(|number: &f64| number.is_finite())?;
            // Negative zeros become plain ones.
            Some((NUMBER, number + 0.0))
        }
        _ => None,
    }
}

/// A row in ClickHouse's binary form; without a value it says that there is none any more.
pub(super) fn row(key: Key, value: Option<Value>, round: i64) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(58);
    for part in key {
        bytes.extend(part.to_le_bytes());
    }
    let (kind, number) = value.unwrap_or_default();
    bytes.push(kind);
    bytes.extend(number.to_le_bytes());
    bytes.extend(round.to_le_bytes());
    bytes.push(u8::from(value.is_none()));
    bytes
}

/// The row that says which round was written last.
#[expect(clippy::cast_precision_loss, reason = "rounds are far fewer than 2^53")]
pub(super) fn marker(round: i64) -> Vec<u8> {
    row([MARKER; 5], Some((NO_KIND, round as f64)), round)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_what_they_say_whatever_element_they_are_of() {
        assert_eq!(value("true"), Some((TRUE, 1.0)));
        assert_eq!(value("false"), Some((FALSE, 0.0)));
        assert_eq!(value("0"), Some((ZERO, 0.0)));
        assert_eq!(value("-12.50"), Some((NUMBER, -12.5)));
        let zero = value("-0.0").unwrap();
        assert_eq!((zero.0, zero.1.to_bits()), (NUMBER, 0));
        for text in ["", "yes", "1e3", "1.", "NaN", &"9".repeat(400)] {
            assert_eq!(value(text), None, "{text}");
        }
        assert_eq!(row([1; 5], Some((NUMBER, 1.0)), 2).len(), 58);
        assert_eq!(row([1; 5], None, 2).last(), Some(&1));
    }
}
