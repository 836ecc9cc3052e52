//! ClickHouse beside columns and PostgreSQL: the same plans on the same rows, one executor after the other in one run. A number as an
//! argument says how many values there are (2,000,000 when nothing is said). Needs what `./test` installs.

use std::time::Instant;

use afya_analytics::dimensions::data::Source;
use afya_analytics::dimensions::org_units::Unit;
use afya_analytics::executors::{Executor, clickhouse, columns};
use afya_analytics::plan::{Aggregation, Cell, Figure, Plan, Window};
use afya_benches::first;
use afya_model::period::Period;
use afya_store::{Connection, Database};
use afya_tests::clickhouse::ClickHouse;
use afya_tests::cluster::{TestCluster, block_on, run};

const ELEMENTS: i64 = 100;
const YEARS: std::ops::Range<i64> = 2020..2025;
const DISTRICTS: i64 = 14;

/// A root, districts below it and facilities below them; values of each facility, element and month.
const COUNTRY: &str = "
set session_replication_role = replica;
select set_config('dhis2.user', 'nobody', false);
insert into organisationunit (organisationunitid, uid, created, lastupdated, name, shortname, openingdate, path, hierarchylevel)
select 1000000, 'country0001', now(), now(), 'country', 'country', date '2000-01-01', '/country0001', 1
union all select 1000001 + n, 'dist' || lpad(n::text, 7, '0'), now(), now(), 'd' || n, 'd' || n, date '2000-01-01',
    '/country0001/dist' || lpad(n::text, 7, '0'), 2 from generate_series(0, 13) n
union all select 2000000 + n, 'unit' || lpad(n::text, 7, '0'), now(), now(), 'u' || n, 'u' || n, date '2000-01-01',
    '/country0001/dist' || lpad((n % 14)::text, 7, '0') || '/unit' || lpad(n::text, 7, '0'), 3
    from generate_series(0, current_setting('bench.units')::int - 1) n;
insert into dataelement (dataelementid, uid, created, lastupdated, name, shortname, valuetype, domaintype, aggregationtype, categorycomboid, zeroissignificant)
select 3000000 + n, 'elem' || lpad(n::text, 7, '0'), now(), now(), 'e' || n, 'e' || n, 'INTEGER', 'AGGREGATE', 'SUM', 1, false
from generate_series(0, 99) n;
insert into period (periodid, periodtypeid, startdate, enddate, iso)
select 4000000 + n, t.periodtypeid, m::date, (m + interval '1 month' - interval '1 day')::date, to_char(m, 'YYYYMM')
from periodtype t, generate_series(0, 59) n, lateral (select '2020-01-01'::timestamp + n * interval '1 month' as m) x where t.name = 'Monthly';
insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, deleted, storedby)
select 3000000 + e, 4000000 + p, 2000000 + u, c.key, c.key, ((e * 7 + p * 13 + u * 31 + (e * p * u) % 97) % 500)::text, false, 'nobody'
from generate_series(0, current_setting('bench.units')::int - 1) u, generate_series(0, 59) p, generate_series(0, 99) e,
    (select categoryoptioncomboid as key from categoryoptioncombo where name = 'default') c;
analyze;
";

struct Question {
    what: &'static str,
    aggregation: &'static str,
    elements: i64,
    years: std::ops::Range<i64>,
    units: Vec<Unit>,
}

fn unit(id: i64, uid: String, path: String) -> Unit {
    Unit { id, uid: uid.clone(), code: None, name: uid, level: 1, path }
}

fn questions() -> Vec<Question> {
    let country = || vec![unit(1_000_000, "country0001".to_owned(), "/country0001".to_owned())];
    let district = |number: i64| {
        let uid = format!("dist{number:07}");
        unit(1_000_001 + number, uid.clone(), format!("/country0001/{uid}"))
    };
    let districts = || (0..DISTRICTS).map(district).collect::<Vec<_>>();
    let question =
        |what, aggregation, elements, years, units| Question { what, aggregation, elements, years, units };
    vec![
        question("1 element, 12 months, the country", "SUM", 1, 2024..2025, country()),
        question("20 elements, 12 months, 14 districts", "SUM", 20, 2024..2025, districts()),
        question("last value, 12 months, 14 districts", "LAST", 1, 2024..2025, districts()),
        question("50 elements, 12 months, 14 districts", "SUM", 50, 2024..2025, districts()),
        question("100 elements, 60 months, 14 districts", "SUM", ELEMENTS, YEARS, districts()),
    ]
}

/// Asks a question three times: the best time in milliseconds, how many cells there are, their sum, and who answered.
async fn ask(
    question: &Question,
    connection: &mut Connection,
    executor: impl Fn() -> Executor<'static>,
) -> (f64, usize, f64, &'static str) {
    let source = |element: i64| Source {
        element: 3_000_000 + element,
        option_combo: None,
        attribute_combo: None,
        value_type: "INTEGER".to_owned(),
        aggregation: question.aggregation.to_owned(),
    };
    let sources: Vec<Source> = (0..question.elements).map(source).collect();
    let months =
        question.years.clone().flat_map(|year| (1..13).map(move |month| format!("{year}{month:02}")));
    let windows: Vec<Window> =
        months.map(|month| Window::from(Period::parse(&month).expect("a month"))).collect();
    let years: Vec<i64> = YEARS.collect();
    let plan = Plan {
        aggregation: Aggregation::parse(question.aggregation).expect("an aggregation"),
        is_text: false,
        with_zeros: false,
        items: sources.iter().enumerate().collect(),
        by_item: true,
        windows: &windows,
        by_window: true,
        years: &years,
        from: None,
        until: None,
        units: Some(&question.units),
        by_unit: true,
        by_source: false,
        facets: &[],
        bounds: &[],
        criteria: &[],
        approval: None,
        within_dates: false,
    };
    let mut best = (f64::MAX, 0, 0.0, "");
    for _ in 0..3 {
        let (executor, started) = (executor(), Instant::now());
        let cells = executor.run(connection, &plan).await.expect("an answer");
        let took = started.elapsed().as_secs_f64() * 1000.0;
        let figure = |cell: &Cell| match cell.value {
            Figure::Number(number) => number,
            Figure::Text(_) => 0.0,
        };
        best = (took.min(best.0), cells.len(), cells.iter().map(figure).sum(), executor.answered_by());
    }
    best
}

fn main() {
    let wanted: i64 = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(2_000_000);
    let units = wanted / ELEMENTS / 60;
    let cluster = TestCluster::shared();
    let database = cluster.migrated("clickhouse");
    block_on(run(&database, &format!("set bench.units = {units}; {COUNTRY}")));
    let count: f64 = first(&database, "select count(*)::text from datavalue").parse().expect("a count");
    let server = ClickHouse::start("bench");
    server.run("default", "create database bench");
    block_on(measured(&database, &server, count));
}

async fn measured(database: &Database, server: &ClickHouse, count: f64) {
    let access = clickhouse::Access {
        url: server.url(),
        database: "bench".to_owned(),
        username: String::new(),
        password: String::new(),
    };
    let distant = clickhouse::Feed::new(database.clone(), access);
    let started = Instant::now();
    distant.load("bench").await.expect("ClickHouse is loaded");
    let took = started.elapsed().as_secs_f64();
    println!("\n{count} values loaded into ClickHouse in {took:.1} s: {:.0} a second", count / took);
    let bytes = server.run(
        "bench",
        "select sum(bytes_on_disk) from system.parts where active and table like 'afya_figure%'",
    );
    println!("{:.2} bytes a value on its disk", bytes.trim().parse::<f64>().expect("a number") / count);
    let feed = columns::Feed::new(database.clone(), columns::Room::default());
    feed.load("bench").await.expect("columns are loaded");
    let mut connection = database.connect().await.expect("a connection");
    let resident = feed.current(&connection).await.expect("columns follow").expect("columns follow");
    // Executors of a bench live until its end.
    let (distant, resident): (&'static clickhouse::Feed, &'static columns::Resident) =
        (Box::leak(Box::new(distant)), &**Box::leak(Box::new(resident)));
    println!("\n| question | columns | ClickHouse | PostgreSQL |\n|---|--:|--:|--:|");
    for question in questions() {
        let ours = ask(&question, &mut connection, || Executor::on(Some(resident))).await;
        let theirs = ask(&question, &mut connection, || Executor::on_postgres().beyond(Some(distant))).await;
        let floor = ask(&question, &mut connection, Executor::on_postgres).await;
        let is_same = |one: (f64, usize, f64, &str)| one.1 == floor.1 && (one.2 - floor.2).abs() < 0.5;
        assert!(is_same(ours) && is_same(theirs), "{}: {ours:?} {theirs:?} {floor:?}", question.what);
        assert_eq!((ours.3, theirs.3, floor.3), ("columns", "clickhouse", "postgresql"), "{}", question.what);
        println!("| {} | {:.1} ms | {:.0} ms | {:.0} ms |", question.what, ours.0, theirs.0, floor.0);
    }
    let mut writer = database.connect().await.expect("a connection");
    let change = "select set_config('dhis2.user', 'nobody', false); update datavalue set value = (value::int + 1)::text \
        where dataelementid = 3000000 and periodid = 4000059";
    let started = Instant::now();
    writer.batch(change).await.expect("values are written");
    let wrote = started.elapsed().as_secs_f64() * 1000.0;
    let started = Instant::now();
    let answer =
        ask(&questions()[0], &mut connection, || Executor::on_postgres().beyond(Some(distant))).await;
    let took = started.elapsed().as_secs_f64() * 1000.0;
    println!(
        "\nvalues of all units of an element and a month, written in {wrote:.0} ms: three answers after it in {took:.0} ms, by {}",
        answer.3
    );
}
