//! Columns and ClickHouse beside PostgreSQL: whatever happens to the data and whatever is asked, all executors answer the same
//! cells.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "columns/beyond.rs"]
mod beyond;
#[path = "columns/country.rs"]
mod country;
#[path = "columns/plans.rs"]
mod plans;

use std::collections::{BTreeMap, HashMap};

use afya_analytics::admission::Memory;
use afya_analytics::executors::columns::{Feed, Room, stop_noting};
use afya_analytics::executors::{Executor, postgres};
use afya_analytics::plan::{Cell, Figure};
use afya_store::migrations::detach;
use afya_store::{Connection, Database, Sql};
use afya_tests::clickhouse::ClickHouse;
use afya_tests::cluster::{TestCluster, block_on, run};
use plans::Asked;
use rand::SeedableRng;
use rand::rngs::StdRng;

type Key = (usize, usize, usize, Vec<String>);

fn by_place(cells: Vec<Cell>) -> BTreeMap<Key, f64> {
    let mut by_place = BTreeMap::new();
    for cell in cells {
        let Figure::Number(number) = cell.value else { panic!("{cell:?} is no number") };
        let before = by_place.insert((cell.item, cell.window, cell.unit, cell.facets), number);
        assert!(before.is_none(), "a cell comes twice");
    }
    by_place
}

fn is_close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

/// Compares an executor with PostgreSQL where another took all of the plan or a part; who answered, and how many cells there were.
async fn compare(
    connection: &mut Connection,
    executor: Executor<'_>,
    asked: &Asked,
) -> (&'static str, usize) {
    let plan = asked.plan();
    let ours = by_place(executor.run(connection, &plan).await.unwrap());
    if executor.answered_by() == "postgresql" {
        return ("postgresql", 0);
    }
    let theirs = by_place(postgres::run(connection, &plan, &Memory::unbounded()).await.unwrap());
    for (key, value) in &theirs {
        let ours = ours.get(key);
        assert!(
            ours.is_some_and(|ours| is_close(*ours, *value)),
            "{key:?}: {ours:?}, not {value}\n{asked:#?}"
        );
    }
    let more: Vec<_> = ours.iter().filter(|(key, _)| !theirs.contains_key(*key)).collect();
    assert!(more.is_empty(), "{more:?} should not be there\n{asked:#?}");
    (executor.answered_by(), ours.len())
}

fn country(cluster: &TestCluster, name: &str) -> Database {
    let database = cluster.migrated(name);
    block_on(country::found(&database));
    cluster.database(name)
}

async fn apply(connection: &mut Connection, statement: &str) {
    connection.batch("select set_config('dhis2.user', 'nobody', false)").await.unwrap();
    connection.batch(statement).await.unwrap_or_else(|fault| panic!("{fault:?}: {statement}"));
}

/// A feed that has loaded a small country, and a connection to write by.
async fn following(database: &Database, reader: &str) -> (Feed, Connection) {
    let feed = Feed::new(database.clone(), Room::default());
    feed.load(reader).await.unwrap();
    (feed, database.connect().await.unwrap())
}

#[test]
fn all_executors_answer_the_same() {
    let cluster = TestCluster::shared();
    let database = country(&cluster, "executors");
    block_on(async {
        let mut random = StdRng::seed_from_u64(2026);
        let mut connection = database.connect().await.unwrap();
        apply(&mut connection, &country::saved(&mut random, 4000)).await;
        let (feed, mut connection) = following(&database, "executors").await;
        // Beside it one that has no room for all periods.
        let room = Room { most_bytes: Some(8_000), file: None };
        let small = Feed::new(database.clone(), room);
        small.load("small").await.unwrap();
        let server = ClickHouse::start("executors");
        let distant = beyond::patient(&database, beyond::access(&server, "executors"));
        distant.load("executors").await.unwrap();
        let mut split = 0;
        let mut tried: HashMap<_, (usize, usize)> = HashMap::new();
        let mut tried_beyond: HashMap<_, (usize, usize)> = HashMap::new();
        for _ in 0..30 {
            for _ in 0..6 {
                apply(&mut connection, &country::change(&mut random)).await;
            }
            let units = country::units(&database).await;
            let resident = feed.current(&connection).await.unwrap().expect("columns follow");
            for number in 0..10 {
                let asked = Asked::random(&mut random, &units);
                let (by, cells) = compare(&mut connection, Executor::on(Some(&resident)), &asked).await;
                let tried = tried.entry(asked.kind()).or_default();
                *tried = (tried.0 + usize::from(by == "columns"), tried.1 + cells);
                let part = small.current(&connection).await.unwrap().expect("columns follow");
                assert!(part.bytes() <= 8_000 && part.count() < resident.count());
                let (by, cells) = compare(&mut connection, Executor::on(Some(&part)), &asked).await;
                split += usize::from(by == "columns, postgresql" && cells > 0);
                let asked = if number == 0 { asked.by_source() } else { asked };
                let executor = Executor::on_postgres().beyond(Some(&distant));
                let (by, cells) = compare(&mut connection, executor, &asked).await;
                let tried = tried_beyond.entry(asked.kind()).or_default();
                *tried = (tried.0 + usize::from(by == "clickhouse"), tried.1 + cells);
            }
        }
        assert!(split >= 10, "{split} plans were split by their periods");
        // Nothing would have been compared if columns took no plan, or if there were no figures.
        for tried in [tried, tried_beyond] {
            assert_eq!(tried.len(), 7, "{tried:?}");
            assert!(tried.values().all(|(taken, cells)| *taken >= 5 && *cells > 50), "{tried:?}");
        }
    });
}

/// How many figures columns have once they have followed.
async fn figures(feed: &Feed, connection: &mut Connection) -> Option<usize> {
    feed.current(connection).await.unwrap().map(|resident| resident.count())
}

/// How many triggers note changes.
async fn triggers(connection: &mut Connection) -> i64 {
    let sql = Sql::new("select count(*) from pg_trigger where tgname like 'afya%'");
    connection.first(&sql).await.unwrap().map_or(0, |row| row.get(0))
}

/// Saves a value of the first element, in the first period, for the unit with this number.
fn saving(unit: usize) -> String {
    format!(
        "insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, deleted, storedby) \
         values (201, 300, {}, 9000, 9000, '1', false, 'nobody')",
        100 + unit
    )
}

/// One test, for each test starts a cluster.
#[test]
fn nothing_that_is_written_is_lost() {
    let cluster = TestCluster::shared();
    block_on(a_transaction_that_commits_late_is_not_lost(&country(&cluster, "late")));
    block_on(a_writer_needs_no_rights_on_what_is_ours(&country(&cluster, "rights")));
    block_on(columns_answer_nothing_once_something_may_have_been_lost(&country(&cluster, "lost")));
    block_on(few_values_are_noted_by_unit_and_many_together(&country(&cluster, "noted")));
    block_on(a_replicated_session_is_followed_too(&country(&cluster, "replica")));
    block_on(without_our_schema_the_triggers_do_nothing(&country(&cluster, "alone")));
    block_on(the_last_server_takes_the_triggers_along(&country(&cluster, "last")));
    block_on(a_file_saves_reading_what_it_holds(&cluster, &country(&cluster, "kept")));
}

async fn few_values_are_noted_by_unit_and_many_together(database: &Database) {
    let (_feed, mut connection) = following(database, "noted").await;
    let noted = async |connection: &Connection| {
        let sql =
            Sql::new("select coalesce(unit, 0) as unit from afya.change where kind = 'value' order by unit");
        let rows = connection.rows(&sql).await.unwrap();
        rows.iter().map(|row| row.get::<_, i64>("unit")).collect::<Vec<_>>()
    };
    for unit in [1, 2, 3] {
        apply(&mut connection, &saving(unit)).await;
    }
    apply(&mut connection, "delete from afya.change").await;
    apply(&mut connection, "update datavalue set value = (sourceid % 2)::text").await;
    assert_eq!(noted(&connection).await, [102], "others were written as they were");
    apply(&mut connection, "delete from datavalue").await;
    assert_eq!(noted(&connection).await, [101, 102, 102, 103]);
    apply(&mut connection, &country::saved(&mut StdRng::seed_from_u64(7), 4000)).await;
    apply(&mut connection, "delete from afya.change").await;
    apply(&mut connection, "update datavalue set value = value").await;
    assert!(noted(&connection).await.contains(&0), "a unit each would be many");
}

async fn a_file_saves_reading_what_it_holds(cluster: &TestCluster, database: &Database) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("columns");
    let loaded = async |database: &Database, reader: &str| {
        let feed = Feed::new(database.clone(), Room { file: Some(file.clone()), ..Room::default() });
        feed.load(reader).await.unwrap();
        feed
    };
    let first = loaded(database, "first").await;
    let mut asking = database.connect().await.unwrap();
    apply(&mut asking, &saving(1)).await;
    assert_eq!(figures(&first, &mut asking).await, Some(1));
    first.keep().await;
    apply(&mut asking, &saving(2)).await;
    apply(&mut asking, "update organisationunit set path = path || 'x' where organisationunitid = 101").await;
    let second = loaded(database, "second").await;
    let resident = second.current(&asking).await.unwrap().unwrap();
    assert_eq!(resident.count(), 2, "what was written since");
    // Whoever has read the file sees what was noted, and nothing else.
    apply(&mut asking, &saving(3)).await;
    apply(&mut asking, "delete from afya.change where kind = 'value'").await;
    let third = loaded(database, "third").await;
    assert_eq!(figures(&third, &mut asking).await, Some(1), "the file was not read");
    third.keep().await;
    assert_eq!(figures(&loaded(database, "fourth").await, &mut asking).await, Some(1), "the newer file");
    assert_eq!(readers_of_files(&mut asking).await, 1, "of the file before nothing is left");

    // A copy has everything that the database has, and is another one.
    drop((asking, first, second, third));
    let elsewhere = cluster.empty("elsewhere");
    run(&elsewhere, "select pg_terminate_backend(pid) from pg_stat_activity where datname = 'kept'").await;
    cluster.running().create_database("kept_copy", Some("kept")).unwrap();
    let copy = cluster.database("kept_copy");
    let mut there = copy.connect().await.unwrap();
    assert_eq!(figures(&loaded(&copy, "copied").await, &mut there).await, Some(3));
    let mut asking = database.connect().await.unwrap();
    apply(&mut asking, "delete from afya.change_reader where reader like '%/%'").await;
    assert_eq!(
        figures(&loaded(database, "unknown").await, &mut asking).await,
        Some(3),
        "a reader that is forgotten"
    );
    loaded(database, "kept again").await.keep().await;
    std::fs::write(&file, "columns1 and nothing that was ever written").unwrap();
    assert_eq!(figures(&loaded(database, "damaged").await, &mut asking).await, Some(3), "a damaged file");

    // A file that can no longer be written keeps nothing in the log.
    let last = loaded(database, "last").await;
    last.keep().await;
    assert!(readers_of_files(&mut asking).await > 0);
    apply(&mut asking, "delete from afya.change_reader where reader like '%/%' and reader not like 'last/%'")
        .await;
    apply(&mut asking, &saving(4)).await;
    assert_eq!(figures(&last, &mut asking).await, Some(4));
    folder.close().unwrap();
    last.keep().await;
    assert_eq!(readers_of_files(&mut asking).await, 0);
}

async fn readers_of_files(connection: &mut Connection) -> i64 {
    let sql = Sql::new("select count(*) from afya.change_reader where reader like '%/%'");
    connection.first(&sql).await.unwrap().map_or(0, |row| row.get(0))
}

async fn a_transaction_that_commits_late_is_not_lost(database: &Database) {
    let (feed, mut asking) = following(database, "late").await;
    let (mut early, mut late) = (database.connect().await.unwrap(), database.connect().await.unwrap());
    late.begin().await.unwrap();
    apply(&mut late, &saving(1)).await;
    early.begin().await.unwrap();
    apply(&mut early, &saving(2)).await;
    // The transaction with the higher number commits first, and is read while the other one is still open.
    early.commit().await.unwrap();
    assert_eq!(figures(&feed, &mut asking).await, Some(1));
    late.commit().await.unwrap();
    assert_eq!(figures(&feed, &mut asking).await, Some(2));
}

async fn a_writer_needs_no_rights_on_what_is_ours(database: &Database) {
    let (feed, mut connection) = following(database, "rights").await;
    let statement = "create role dhis nologin; grant all on all tables in schema public to dhis; \
         grant all on all sequences in schema public to dhis; set role dhis; \
         set search_path = public";
    apply(&mut connection, statement).await;
    apply(&mut connection, &saving(1)).await;
    apply(&mut connection, "reset role; drop owned by dhis; drop role dhis; reset search_path").await;
    assert_eq!(figures(&feed, &mut connection).await, Some(1));
}

async fn columns_answer_nothing_once_something_may_have_been_lost(database: &Database) {
    let losses = [
        "alter table datavalue disable trigger all; alter table datavalue enable trigger all",
        "drop trigger afya_note on organisationunit",
        "delete from afya.change_reader",
        "update afya.change_reader set oldest = '99999999'",
    ];
    for (number, loss) in losses.into_iter().enumerate() {
        let (feed, mut connection) = following(database, &format!("reader{number}")).await;
        apply(&mut connection, &saving(number)).await;
        assert_eq!(figures(&feed, &mut connection).await, Some(number + 1));
        apply(&mut connection, loss).await;
        assert_eq!(figures(&feed, &mut connection).await, None, "{loss}");
    }
}

async fn a_replicated_session_is_followed_too(database: &Database) {
    let (feed, mut connection) = following(database, "replica").await;
    apply(&mut connection, "set session_replication_role = replica").await;
    apply(&mut connection, &saving(1)).await;
    apply(&mut connection, "reset session_replication_role").await;
    assert_eq!(figures(&feed, &mut connection).await, Some(1));
}

async fn without_our_schema_the_triggers_do_nothing(database: &Database) {
    let (_, mut connection) = following(database, "alone").await;
    apply(&mut connection, "drop schema afya cascade").await;
    apply(&mut connection, &saving(1)).await;
    apply(&mut connection, "update organisationunit set name = 'other' where organisationunitid = 101").await;
    detach(database).await.unwrap();
    assert_eq!(triggers(&mut connection).await, 0);
}

async fn the_last_server_takes_the_triggers_along(database: &Database) {
    let (_, mut connection) = following(database, "one").await;
    stop_noting(&mut connection).await.unwrap();
    assert_eq!(triggers(&mut connection).await, 16, "a server still follows");
    apply(&mut connection, "update afya.change_reader set seen = now() - interval '11 minutes'").await;
    stop_noting(&mut connection).await.unwrap();
    assert_eq!(triggers(&mut connection).await, 0);
    apply(&mut connection, &saving(1)).await;
}
