//! The tables in ClickHouse, and what is written to them.

use afya_store::Sql;

use super::Statement;
use super::cells::MARKER;

/// Where it is said what the tables hold. One row counts, the one of the last step.
const REACHED: &str = "afya_reached";

/// What the names of tables of figures and of units begin with.
pub(crate) const FIGURES: &str = "afya_figure_";
pub(crate) const UNITS: &str = "afya_unit_";

/// What ClickHouse holds, as it says itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reached {
    /// How often something was written.
    pub(crate) round: i64,
    /// Whether all of that round is there.
    pub(crate) is_whole: bool,
    /// The table of figures.
    pub(crate) figures: String,
    /// The table of units.
    pub(crate) units: String,
    /// The round that found data elements changed last.
    pub(crate) elements: i64,
    /// The name among the readers of changes.
    pub(crate) reader: String,
    /// PostgreSQL's snapshot of the moment that it is of.
    pub(crate) snapshot: String,
    /// Which triggers noted changes.
    pub(crate) triggers: String,
    /// Which database it is of.
    pub(crate) database: String,
}

/// Makes the table that says what the others hold.
pub(crate) fn make_reached() -> Statement {
    let mut statement = Statement::new("create table if not exists ");
    statement.table(REACHED).push(
        " (one UInt8, step Int64, round Int64, whole UInt8, figures String, units String, elements Int64, \
         reader String, snapshot String, triggers String, database String) engine ReplacingMergeTree(step) order by one",
    );
    statement
}

/// Reads what the tables hold, a line of words by tabs.
pub(crate) fn reached() -> Statement {
    let mut statement = Statement::new(
        "select round, whole, figures, units, elements, reader, snapshot, triggers, database from ",
    );
    statement.table(REACHED).push(" final order by step desc limit 1 format TabSeparated");
    statement
}

impl Reached {
    /// What a line of `reached` says.
    pub(crate) fn parse(line: &str) -> Option<Reached> {
        let words: Vec<&str> = line.split('\n').next()?.split('\t').collect();
        let [round, whole, figures, units, elements, reader, snapshot, triggers, database] =
            words.try_into().ok()?;
        Some(Reached {
            round: round.parse().ok()?,
            is_whole: whole == "1",
            figures: figures.to_owned(),
            units: units.to_owned(),
            elements: elements.parse().ok()?,
            reader: reader.to_owned(),
            snapshot: snapshot.to_owned(),
            triggers: triggers.to_owned(),
            database: database.to_owned(),
        })
    }
}

/// Says what the tables hold from now on.
pub(crate) fn reach(reached: &Reached) -> Statement {
    let step = reached.round.saturating_mul(2).saturating_add(i64::from(reached.is_whole));
    let mut statement = Statement::new("insert into ");
    statement.table(REACHED).push(" select 1, ").int(step).push(", ").int(reached.round);
    statement.push(", ").int(i64::from(reached.is_whole)).push(", ").text(&reached.figures);
    statement.push(", ").text(&reached.units).push(", ").int(reached.elements);
    statement.push(", ").text(&reached.reader).push(", ").text(&reached.snapshot);
    statement.push(", ").text(&reached.triggers).push(", ").text(&reached.database);
    statement
}

/// The tables of figures and units that there are, a line each.
pub(crate) fn tables() -> Statement {
    let mut statement = Statement::new(
        "select name from system.tables where database = currentDatabase() and (startsWith(name, ",
    );
    statement.text(FIGURES).push(") or startsWith(name, ").text(UNITS).push(")) format TabSeparated");
    statement
}

/// Takes a table away.
pub(crate) fn drop(table: &str) -> Statement {
    let mut statement = Statement::new("drop table if exists ");
    statement.table(table);
    statement
}

/// Makes a table of figures. Of the rows with one key the one of the latest version counts, unless it says that there is none.
pub(crate) fn make_figures(table: &str) -> Statement {
    let mut statement = Statement::new("create table ");
    statement.table(table).push(
        " (element Int64 codec(Delta, ZSTD), period Int64 codec(Delta, ZSTD), unit Int64 codec(Delta, ZSTD), \
         coc Int64 codec(Delta, ZSTD), aoc Int64 codec(Delta, ZSTD), kind UInt8 codec(ZSTD), value Float64 codec(ZSTD), \
         version Int64 codec(Delta, ZSTD), gone UInt8 codec(ZSTD)) \
         engine ReplacingMergeTree(version, gone) order by (element, period, unit, coc, aoc)",
    );
    statement
}

/// Makes a table of units in the order of their paths.
pub(crate) fn make_units(table: &str) -> Statement {
    let mut statement = Statement::new("create table ");
    statement.table(table).push(" (number UInt32, key Int64, path String) engine MergeTree order by number");
    statement
}

/// Writes rows that follow in ClickHouse's binary form.
pub(crate) fn insert(table: &str) -> Statement {
    let mut statement = Statement::new("insert into ");
    statement.table(table).push(" format RowBinary");
    statement
}

/// Brings the rows of a table together.
pub(crate) fn merge(table: &str) -> Statement {
    let mut statement = Statement::new("optimize table ");
    statement.table(table).push(" final");
    statement
}

/// The units of a table: keys and paths.
pub(crate) fn units(table: &str) -> Statement {
    let mut statement = Statement::new("select key, path from ");
    statement.table(table).push(" order by number format RowBinary");
    statement
}

/// The round that a table of figures has seen last.
pub(crate) fn marker(table: &str) -> Statement {
    let mut statement = Statement::new("select max(value) from ");
    statement.table(table).push(" where element = ").int(MARKER).push(" format RowBinary");
    statement
}

/// The rows of some elements and periods, and of some units of others: the key, the kind and the value.
pub(crate) fn rows(table: &str, whole: &[(i64, i64)], single: &[(i64, i64, i64)]) -> Statement {
    let mut statement = Statement::new("select element, period, unit, coc, aoc, kind, value from ");
    statement.table(table).push(" final where ");
    if !whole.is_empty() {
        statement.push("(element, period) in (select t.1, t.2 from (select arrayJoin(arrayZip(");
        statement.ints(whole.iter().map(|key| key.0)).push(", ");
        statement.ints(whole.iter().map(|key| key.1)).push(")) as t))");
    }
    if !whole.is_empty() && !single.is_empty() {
        statement.push(" or ");
    }
    if !single.is_empty() {
        statement.push("(element, period, unit) in (select t.1, t.2, t.3 from (select arrayJoin(arrayZip(");
        statement.ints(single.iter().map(|key| key.0)).push(", ");
        statement.ints(single.iter().map(|key| key.1)).push(", ");
        statement.ints(single.iter().map(|key| key.2)).push(")) as t))");
    }
    statement.push(" format RowBinary");
    statement
}

/// The option combos of figures of elements in periods.
pub(crate) fn pairs(table: &str, elements: &[i64], periods: &[i64]) -> Statement {
    let mut statement = Statement::new("select distinct coc, aoc from ");
    statement.table(table).push(" where element in (select arrayJoin(").ints(elements.iter().copied());
    statement.push(")) and period in (select arrayJoin(").ints(periods.iter().copied());
    statement.push(")) format RowBinary");
    statement
}

/// Which database this is, whatever it is called, and on which of its timelines: a standby that takes over begins another one.
pub(crate) fn database() -> Sql {
    Sql::new(
        "select (select system_identifier from pg_control_system())::text || '/' || \
         (select oid from pg_database where datname = current_database())::text || '/' || \
         left(pg_walfile_name(pg_current_wal_lsn()), 8) as database",
    )
}

/// Waits until no other server writes to ClickHouse; the lock goes with the connection.
pub(crate) fn lock() -> Sql {
    Sql::new("select pg_advisory_lock(1633777774)")
}

/// Whether a moment is not one that is yet to come, as it is in a database that went back.
pub(crate) fn is_past(snapshot: &str) -> Sql {
    let mut sql = Sql::new("select pg_snapshot_xmax(");
    sql.bind(snapshot).push("::text::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot()) as holds");
    sql
}

/// All values, one by one.
pub(crate) fn values() -> Sql {
    Sql::new(
        "select dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value \
         from datavalue where not deleted and value is not null",
    )
}

/// How many periods there are, and the newest one: who knows as many up to the same knows all.
pub(crate) fn count_of_periods() -> Sql {
    Sql::new("select count(*) as count, coalesce(max(periodid), 0) as newest from period")
}
