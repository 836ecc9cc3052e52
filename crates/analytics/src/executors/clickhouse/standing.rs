//! What ClickHouse holds, and what its numbers and keys stand for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use afya_store::{Connection, Fault};

use super::client::{Client, Trouble};
use super::{int, round};
use crate::executors::columns::following::Moment;
use crate::executors::columns::reading;
use crate::executors::columns::resident::{Hierarchy, Resident};
use crate::sql::clickhouse::tables;
pub(super) use crate::sql::clickhouse::tables::Reached as State;
use crate::sql::columns as sql;

/// Figures in ClickHouse, of a moment of the database or a later one.
#[derive(Debug)]
pub struct Reached {
    pub(super) client: Client,
    pub(super) state: State,
    /// Elements, periods and units; no figures.
    pub(super) facts: Resident,
    /// How many periods there are, and the newest.
    pub(super) periods: (i64, i64),
    /// Whether ClickHouse did not answer.
    pub(super) is_broken: AtomicBool,
    /// The number of the round of this server that found it.
    pub(super) round: u64,
}

impl Reached {
    pub(super) fn is_broken(&self) -> bool {
        self.is_broken.load(Ordering::Relaxed)
    }

    /// Who keeps the changes for it, and the moment that it is of at least.
    pub(super) fn is_current(&self) -> afya_store::Sql {
        sql::is_current(&self.state.reader, &self.state.snapshot, &self.state.triggers)
    }
}

/// What ClickHouse says that it holds, whether it does or not.
pub(super) async fn said(client: &Client) -> Result<Option<State>, Trouble> {
    let line = client.ask(&tables::reached()).await?;
    Ok(State::parse(&String::from_utf8_lossy(&line)))
}

/// What ClickHouse holds; nothing where a round was not finished, or the figures are gone.
pub(super) async fn held(client: &Client) -> Result<Option<State>, Trouble> {
    let Some(state) = said(client).await?.filter(|state| state.is_whole) else { return Ok(None) };
    let marker = client.ask(&tables::marker(&state.figures)).await?;
    let marker = round(f64::from_bits(int(&marker, 0).cast_unsigned()));
    Ok((marker >= state.round).then_some(state))
}

/// Whether what ClickHouse holds is of this database and nothing that was noted since can have been lost, as a transaction
/// sees it.
pub(super) async fn is_ours(
    connection: &mut Connection,
    state: &State,
    moment: &Moment,
) -> Result<bool, Fault> {
    if state.triggers != moment.triggers || state.database != database(connection).await? {
        return Ok(false);
    }
    for question in [sql::is_known(&state.reader, &state.snapshot), tables::is_past(&state.snapshot)] {
        if !connection.first(&question).await?.is_some_and(|row| row.get("holds")) {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Which database this is.
pub(super) async fn database(connection: &mut Connection) -> Result<String, Fault> {
    let row = connection.first(&tables::database()).await?;
    row.map(|row| row.get("database")).ok_or_else(|| Fault::Unavailable("no answer".to_owned()))
}

/// Finds what belongs to a state, as far as it is not known from before.
pub(super) async fn found(
    connection: &mut Connection,
    client: &Client,
    state: State,
    before: Option<&Reached>,
    round: u64,
) -> Result<Reached, Fault> {
    let before = before.filter(|before| before.state.figures == state.figures);
    let elements = match before.filter(|before| before.state.elements == state.elements) {
        Some(before) => before.facts.elements.clone(),
        None => Arc::new(reading::elements(connection).await?),
    };
    let units = match before.filter(|before| before.state.units == state.units) {
        Some(before) => before.facts.units.clone(),
        None => Arc::new(hierarchy(client, &state.units).await?),
    };
    let count = count_of_periods(connection).await?;
    let stored = match before.filter(|before| before.periods == count) {
        Some(before) => before.facts.periods.clone(),
        None => Arc::new(reading::periods(connection).await?),
    };
    let facts = Resident { elements, periods: stored, units, ..Resident::default() };
    let is_broken = AtomicBool::new(false);
    Ok(Reached { client: client.clone(), state, facts, periods: count, is_broken, round })
}

/// How many periods there are, and the newest.
pub(super) async fn count_of_periods(connection: &mut Connection) -> Result<(i64, i64), Fault> {
    let row = connection.first(&tables::count_of_periods()).await?;
    Ok(row.map_or((0, 0), |row| (row.get("count"), row.get("newest"))))
}

/// The units of a table, each a key and a path with its length before it.
async fn hierarchy(client: &Client, table: &str) -> Result<Hierarchy, Trouble> {
    let answer = client.ask(&tables::units(table)).await?;
    let mut rest = answer.as_slice();
    let mut units = Vec::new();
    while let Some(unit) = unit(&mut rest) {
        units.push(unit);
    }
    if !rest.is_empty() {
        return Err(Trouble("answered units in an unknown form".to_owned()));
    }
    Ok(Hierarchy::new(units))
}

fn unit(rest: &mut &[u8]) -> Option<(i64, String)> {
    let (key, after) = rest.split_at_checked(8)?;
    let (mut length, mut shift, mut at) = (0_usize, 0, 0);
    loop {
        let byte = *after.get(at)?;
        length |= usize::from(byte & 0x7f).checked_shl(shift)?;
        (shift, at) = (shift + 7, at + 1);
        if byte < 0x80 {
            break;
        }
    }
    let (path, after) = after.get(at..)?.split_at_checked(length)?;
    *rest = after;
    Some((int(key, 0), String::from_utf8_lossy(path).into_owned()))
}

/// Units in ClickHouse's binary form, as `make_units` has them.
pub(super) fn written_units(units: &Hierarchy) -> Vec<u8> {
    let mut bytes = Vec::new();
    for ((key, path), number) in units.units().iter().zip(0_u32..) {
        bytes.extend(number.to_le_bytes());
        bytes.extend(key.to_le_bytes());
        let mut length = path.len();
        while length >= 0x80 {
            bytes.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        bytes.push(length as u8);
        bytes.extend(path.as_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_read_as_they_are_written() {
        let long = format!("/{}", "a".repeat(300));
        let units = Hierarchy::new(vec![(7, long.clone()), (-1, String::new())]);
        let written = written_units(&units);
        let mut read = Vec::new();
        let mut rest = &written[..];
        // What is written has numbers before the keys, which what is read has not.
        while let Some((number, after)) = rest.split_at_checked(4) {
            assert_eq!(number, u32::try_from(read.len()).unwrap().to_le_bytes());
            rest = after;
            read.push(unit(&mut rest).unwrap());
        }
        assert_eq!(read, [(-1, String::new()), (7, long)]);
        assert_eq!(unit(&mut &written[4..10]), None, "half a unit");
    }
}
