//! The small country, and what happens to it: values that come, change and go, and units that move.

use afya_analytics::plan::Window;
use afya_model::period::Period;
use afya_store::{Database, Sql};
use afya_tests::cluster::run;
use rand::RngExt;
use rand::rngs::StdRng;
use rand::seq::IndexedRandom;

/// Periods of many types that lie in and around the same two years.
pub const PERIODS: [&str; 34] = [
    "202201",
    "202202",
    "202203",
    "202204",
    "202212",
    "202301",
    "202302",
    "202305",
    "202306",
    "202311",
    "20230105",
    "20230131",
    "20230501",
    "2023W1",
    "2023W5",
    "2023W22",
    "2022W52",
    "2023WedW5",
    "2023BiW3",
    "202301B",
    "202303B",
    "2022Q4",
    "2023Q1",
    "2023Q2",
    "2023NovQ1",
    "2022S1",
    "2023S1",
    "2023AprilS1",
    "2022",
    "2023",
    "2022April",
    "2022July",
    "2022Oct",
    "2012",
];

/// Fills a migrated database.
pub async fn found(database: &Database) {
    run(database, include_str!("country.sql")).await;
    for (number, id) in PERIODS.iter().enumerate() {
        let period = Period::parse(id).expect("the period is one");
        let statement = format!(
            "insert into period (periodid, periodtypeid, startdate, enddate, iso) select {}, periodtypeid, '{}', '{}', '{id}' \
             from periodtype where name = '{}'",
            300 + number,
            period.start,
            period.end,
            period.kind.name()
        );
        run(database, &statement).await;
    }
}

/// A window of the period with an id.
pub fn window(id: &str) -> Window {
    Window::from(Period::parse(id).expect("the period is one"))
}

/// The paths of the units there are.
pub async fn units(database: &Database) -> Vec<(i64, String)> {
    let sql = Sql::new("select organisationunitid, path from organisationunit order by 1");
    let rows = database.connect().await.unwrap().rows(&sql).await.unwrap();
    rows.iter().map(|row| (row.get(0), row.get(1))).collect()
}

fn value(random: &mut StdRng) -> String {
    let texts = ["0", "0.0", "-3", "true", "false", "abc", "", "1.", "12345678901", "-0.25", "7.5", "0.125"];
    match random.random_range(0..4) {
        0 => (*texts.choose(random).expect("there are some")).to_owned(),
        1 => format!("{}", f64::from(random.random_range(-400..400)) / 8.0),
        2 => (*["true", "false"].choose(random).expect("there are some")).to_owned(),
        _ => random.random_range(0..500).to_string(),
    }
}

/// Rows of values that are saved whether they were there or not.
pub fn saved(random: &mut StdRng, count: usize) -> String {
    let mut rows = Vec::new();
    for _ in 0..count {
        let (element, unit) = (random.random_range(201..209), random.random_range(100..131));
        let period = 300 + random.random_range(0..PERIODS.len());
        let combo = 9000 + random.random_range(0..5);
        let attribute = *[9000, 9005, 9006].choose(random).expect("there are some");
        let (value, deleted) = (value(random), random.random_bool(0.05));
        rows.push(format!("({element}, {period}, {unit}, {combo}, {attribute}, '{value}', {deleted})"));
    }
    format!(
        "insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, deleted, storedby) \
         select distinct on (1, 2, 3, 4, 5) v.*, 'nobody' from (values {}) v \
         join organisationunit o on o.organisationunitid = v.column3 \
         on conflict on constraint datavalue_pkey do update set value = excluded.value, deleted = excluded.deleted",
        rows.join(", ")
    )
}

/// A statement that changes something, as a DHIS2 or a hand with psql might.
pub fn change(random: &mut StdRng) -> String {
    let unit = random.random_range(101..131);
    let (element, period) = (random.random_range(201..209), 300 + random.random_range(0..PERIODS.len()));
    match random.random_range(0..16) {
        0..=4 => {
            let count = random.random_range(1..4);
            saved(random, count)
        }
        5 | 6 => saved(random, 800),
        7 => format!(
            "update datavalue set value = '{}' where sourceid = {unit} and periodid < 310",
            value(random)
        ),
        8 => format!("delete from datavalue where dataelementid = {element} and periodid = {period}"),
        9 => format!(
            "update datavalue set deleted = not deleted where sourceid = {unit} and dataelementid = {element}"
        ),
        10 => moved(unit, random.random_range(100..131)),
        11 => format!(
            "insert into organisationunit (organisationunitid, uid, created, lastupdated, name, shortname, openingdate, path, hierarchylevel, parentid) \
             select n, 'unit' || lpad(n::text, 7, '0'), now(), now(), 'n', 'n', '2000-01-01', p.path || '/unit' || lpad(n::text, 7, '0'), \
             p.hierarchylevel + 1, p.organisationunitid from (select 1 + max(organisationunitid) as n from organisationunit) m, organisationunit p \
             where p.organisationunitid = {unit}"
        ),
        12 => format!(
            "with gone as (delete from organisationunit o where organisationunitid = {unit} and not exists \
             (select from datavalue where sourceid = {unit}) and not exists (select from organisationunit where parentid = {unit}) \
             and not exists (select from orgunitgroupmembers where organisationunitid = {unit}) returning 1) select from gone"
        ),
        13 => format!(
            "update dataelement set valuetype = case valuetype when 'BOOLEAN' then 'INTEGER' when 'INTEGER' then 'NUMBER' \
             when 'NUMBER' then 'TEXT' else 'BOOLEAN' end, zeroissignificant = not zeroissignificant where dataelementid = {element}"
        ),
        14 if random.random_bool(0.02) => "truncate datavalue".to_owned(),
        14 => format!(
            "update datavalue set sourceid = {unit} where sourceid = {} and dataelementid = {element} and not exists \
             (select from datavalue where sourceid = {unit} and dataelementid = {element}) \
             and exists (select from organisationunit where organisationunitid = {unit})",
            random.random_range(101..131)
        ),
        _ => format!("begin; {}; rollback", saved(random, 20)),
    }
}

/// A unit goes below another, unless that lies below it.
fn moved(unit: i64, below: i64) -> String {
    format!(
        "update organisationunit o set path = p.path || substr(o.path, length(u.path) - length(u.uid)), parentid = case when \
         o.organisationunitid = u.organisationunitid then p.organisationunitid else o.parentid end, \
         hierarchylevel = o.hierarchylevel - u.hierarchylevel + p.hierarchylevel + 1 \
         from organisationunit u, organisationunit p where u.organisationunitid = {unit} and p.organisationunitid = {below} \
         and p.path || '/' not like u.path || '/%' and (o.path = u.path or o.path like u.path || '/%')"
    )
}
