//! ClickHouse that is shared, behind, down, emptied or another's: what is answered is right, whoever answers it.

use std::time::Duration;

use afya_analytics::dimensions::data::Source;
use afya_analytics::executors::Executor;
use afya_analytics::executors::clickhouse::{Access, Feed};
use afya_analytics::plan::{Aggregation, Figure, Plan};
use afya_store::{Connection, Database};
use afya_tests::clickhouse::ClickHouse;
use afya_tests::cluster::{TestCluster, block_on};

use super::{apply, country, country::window, saving};

/// A database of its own in ClickHouse.
pub fn access(server: &ClickHouse, database: &str) -> Access {
    server.run("default", &format!("create database {database}"));
    there(server, database)
}

fn there(server: &ClickHouse, database: &str) -> Access {
    Access {
        url: server.url(),
        database: database.to_owned(),
        username: "default".to_owned(),
        password: String::new(),
    }
}

/// The sum of what `saving` saves, and who answered it.
async fn sum(feed: &Feed, connection: &mut Connection) -> (f64, &'static str) {
    let source = Source {
        element: 201,
        option_combo: None,
        attribute_combo: None,
        value_type: "INTEGER".to_owned(),
        aggregation: "SUM".to_owned(),
    };
    let windows = [window("202201")];
    let plan = Plan {
        aggregation: Aggregation::SUM,
        is_text: false,
        with_zeros: false,
        items: vec![(0, &source)],
        by_item: true,
        windows: &windows,
        by_window: true,
        years: &[2022],
        from: None,
        until: None,
        units: None,
        by_unit: false,
        by_source: false,
        facets: &[],
        bounds: &[],
        criteria: &[],
        approval: None,
        within_dates: false,
    };
    let executor = Executor::on_postgres().beyond(Some(feed));
    let cells = executor.run(connection, &plan).await.unwrap();
    let value = |cell: &afya_analytics::plan::Cell| match cell.value {
        Figure::Number(number) => number,
        Figure::Text(_) => f64::NAN,
    };
    (cells.iter().map(value).sum(), executor.answered_by())
}

/// A feed that gives a machine with much else to do the time that it needs.
pub fn patient(database: &Database, access: Access) -> Feed {
    Feed::new(database.clone(), access).waiting(Duration::from_secs(60))
}

/// A feed that has loaded a small country, and a connection to write and ask by.
async fn loaded(database: &Database, access: Access, name: &str) -> (Feed, Connection) {
    let feed = patient(database, access);
    feed.load(name).await.unwrap();
    (feed, database.connect().await.unwrap())
}

fn tables(server: &ClickHouse, database: &str) -> Vec<String> {
    let names = server.run(database, "select name from system.tables where database = currentDatabase() and name like 'afya_figure%' order by name");
    names.lines().map(str::to_owned).collect()
}

/// One test, for each test starts a cluster and a ClickHouse.
#[test]
fn clickhouse_is_never_wrong() {
    let cluster = TestCluster::shared();
    let server = ClickHouse::start("beyond");
    block_on(a_transaction_that_commits_late_is_not_lost(&country(&cluster, "beyond_late"), &server));
    block_on(servers_share_one(&country(&cluster, "beyond_shared"), &server));
    block_on(what_was_emptied_is_loaded_anew(&country(&cluster, "beyond_emptied"), &server));
    block_on(a_round_that_was_not_finished_is_of_no_use(&country(&cluster, "beyond_halves"), &server));
    block_on(what_was_not_noted_is_loaded_anew(&country(&cluster, "beyond_lost"), &server));
    let (one, other) = (country(&cluster, "beyond_one"), country(&cluster, "beyond_other"));
    block_on(two_databases_never_mix(&one, &other, &server));
    block_on(postgresql_answers_when_it_is_down(&country(&cluster, "beyond_down"), server));
}

async fn a_transaction_that_commits_late_is_not_lost(database: &Database, server: &ClickHouse) {
    let (feed, mut asking) = loaded(database, access(server, "late"), "late").await;
    let (mut early, mut late) = (database.connect().await.unwrap(), database.connect().await.unwrap());
    late.begin().await.unwrap();
    apply(&mut late, &saving(1)).await;
    early.begin().await.unwrap();
    apply(&mut early, &saving(2)).await;
    // Connections of a test are few.
    early.commit().await.unwrap();
    drop(early);
    assert_eq!(sum(&feed, &mut asking).await, (1.0, "clickhouse"));
    late.commit().await.unwrap();
    assert_eq!(sum(&feed, &mut asking).await, (2.0, "clickhouse"));
    apply(&mut asking, "update datavalue set value = '5' where sourceid = 101").await;
    assert_eq!(sum(&feed, &mut asking).await, (6.0, "clickhouse"), "a correction");
    apply(&mut asking, "delete from datavalue where sourceid = 102").await;
    assert_eq!(sum(&feed, &mut asking).await, (5.0, "clickhouse"), "a value that was taken away");
    apply(&mut asking, "truncate datavalue").await;
    assert_eq!(sum(&feed, &mut asking).await, (0.0, "postgresql"), "everything changed");
    feed.load("anew").await.unwrap();
    assert_eq!(sum(&feed, &mut asking).await, (0.0, "clickhouse"));
}

async fn servers_share_one(database: &Database, server: &ClickHouse) {
    let (one, mut asking) = loaded(database, access(server, "shared"), "one").await;
    apply(&mut asking, &saving(1)).await;
    assert_eq!(sum(&one, &mut asking).await, (1.0, "clickhouse"));
    let (other, mut beside) = loaded(database, there(server, "shared"), "other").await;
    assert_eq!(
        tables(server, "shared"),
        ["afya_figure_one"],
        "the second one reads what the first one wrote"
    );
    assert_eq!(sum(&other, &mut asking).await, (1.0, "clickhouse"));
    apply(&mut asking, &saving(2)).await;
    assert_eq!(sum(&other, &mut asking).await, (2.0, "clickhouse"), "written by the second one");
    assert_eq!(sum(&one, &mut asking).await, (2.0, "clickhouse"), "and read by the first one");
    for unit in 3..8 {
        apply(&mut asking, &saving(unit)).await;
        let expected = (f64::from(u32::try_from(unit).unwrap()), "clickhouse");
        // One of two rounds waits for the other's.
        let both = tokio::join!(sum(&one, &mut asking), sum(&other, &mut beside));
        assert_eq!(both, (expected, expected));
    }
    apply(&mut asking, "update organisationunit set path = path || 'x' where organisationunitid = 101").await;
    assert_eq!(sum(&other, &mut asking).await, (7.0, "clickhouse"));
    assert_eq!(sum(&one, &mut asking).await, (7.0, "clickhouse"));
}

async fn what_was_emptied_is_loaded_anew(database: &Database, server: &ClickHouse) {
    let (feed, mut asking) = loaded(database, access(server, "emptied"), "full").await;
    apply(&mut asking, &saving(1)).await;
    assert_eq!(sum(&feed, &mut asking).await, (1.0, "clickhouse"));
    for (number, loss) in ["truncate table afya_figure_full", "drop database emptied"].into_iter().enumerate()
    {
        server.run("emptied", loss);
        if number == 1 {
            server.run("default", "create database emptied");
        }
        assert_eq!(sum(&feed, &mut asking).await, (1.0, "postgresql"), "{loss}");
        assert_eq!(sum(&feed, &mut asking).await, (1.0, "postgresql"), "{loss}");
        feed.load(&format!("again{number}")).await.unwrap();
        assert_eq!(sum(&feed, &mut asking).await, (1.0, "clickhouse"), "{loss}");
    }
}

async fn a_round_that_was_not_finished_is_of_no_use(database: &Database, server: &ClickHouse) {
    let (feed, mut asking) = loaded(database, access(server, "halves"), "first").await;
    apply(&mut asking, &saving(1)).await;
    assert_eq!(sum(&feed, &mut asking).await, (1.0, "clickhouse"));
    // As a server leaves it that begins to write and is gone.
    server.run("halves", "insert into afya_reached select * replace (step + 1 as step, round + 1 as round, 0 as whole) from afya_reached final");
    apply(&mut asking, &saving(2)).await;
    assert_eq!(sum(&feed, &mut asking).await, (2.0, "postgresql"));
    feed.load("second").await.unwrap();
    assert_eq!(tables(server, "halves"), ["afya_figure_second"]);
    assert_eq!(sum(&feed, &mut asking).await, (2.0, "clickhouse"));
}

async fn what_was_not_noted_is_loaded_anew(database: &Database, server: &ClickHouse) {
    let losses = [
        "alter table datavalue disable trigger all; alter table datavalue enable trigger all",
        "delete from afya.change_reader",
        "update afya.change_reader set oldest = '99999999'",
    ];
    let access = access(server, "lost");
    for (number, loss) in losses.into_iter().enumerate() {
        let (feed, mut asking) = loaded(database, access.clone(), &format!("lost{number}")).await;
        let (saved, before) = (saving(number), f64::from(u32::try_from(number).unwrap()));
        apply(&mut asking, &saved).await;
        assert_eq!(sum(&feed, &mut asking).await, (before + 1.0, "clickhouse"));
        apply(&mut asking, loss).await;
        assert_eq!(sum(&feed, &mut asking).await, (before + 1.0, "postgresql"), "{loss}");
    }
}

async fn two_databases_never_mix(one: &Database, other: &Database, server: &ClickHouse) {
    let (first, mut asking) = loaded(one, access(server, "mixed"), "first").await;
    apply(&mut asking, &saving(1)).await;
    assert_eq!(sum(&first, &mut asking).await, (1.0, "clickhouse"));
    let (second, mut beside) = loaded(other, there(server, "mixed"), "second").await;
    assert_eq!(sum(&second, &mut beside).await, (0.0, "clickhouse"));
    assert_eq!(sum(&first, &mut asking).await, (1.0, "postgresql"));
}

async fn postgresql_answers_when_it_is_down(database: &Database, server: ClickHouse) {
    let (feed, mut asking) = loaded(database, access(&server, "down"), "up").await;
    let (behind, mut beside) = loaded(database, there(&server, "down"), "up").await;
    apply(&mut asking, &saving(1)).await;
    assert_eq!(sum(&feed, &mut asking).await, (1.0, "clickhouse"));
    assert_eq!(sum(&behind, &mut beside).await, (1.0, "clickhouse"));
    drop(server);
    assert_eq!(sum(&feed, &mut asking).await, (1.0, "postgresql"), "what was asked is not answered");
    apply(&mut asking, &saving(2)).await;
    assert_eq!(sum(&behind, &mut beside).await, (2.0, "postgresql"), "what is new cannot be written");
    let error = feed.load("again").await.unwrap_err().to_string();
    assert!(error.contains("ClickHouse") && error.contains("cannot be reached"), "{error}");
}
