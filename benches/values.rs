//! Data values in and out beside PostgreSQL's own ways: imports of each format beside a raw COPY with one merge into the same
//! table, an unchanged import again, an export beside `COPY TO`, and analytics beside their own statements. On the demo
//! country. A number as an argument says how many values are imported at once (200,000 when nothing is said).

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use afya_benches::{Log, Server, demo, line, median};
use afya_store::{Database, Sql};
use afya_tests::cluster::{TestCluster, block_on, run};

/// What is imported: monthly values of elements that take whole numbers, in years of their own.
const CELLS: &str = "create unlogged table cells as select d.dataelementid as de_id, d.uid as de, c.categoryoptioncomboid as coc_id, \
     c.uid as coc, o.organisationunitid as ou_id, o.uid as ou \
     from (select s.* from dataset s join periodtype t using (periodtypeid) join datasetelement e using (datasetid) \
     where t.name = 'Monthly' group by s.datasetid order by count(*) desc, s.uid limit 1) s join datasetelement e on e.datasetid = s.datasetid join dataelement d on d.dataelementid = e.dataelementid \
     and d.valuetype in ('NUMBER', 'INTEGER', 'INTEGER_ZERO_OR_POSITIVE') join categorycombos_optioncombos m \
     on m.categorycomboid = coalesce(e.categorycomboid, d.categorycomboid) join categoryoptioncombo c \
     on c.categoryoptioncomboid = m.categoryoptioncomboid join datasetsource x on x.datasetid = s.datasetid \
     join organisationunit o on o.organisationunitid = x.sourceid \
     group by 1, 2, 3, 4, 5, 6";

struct Value {
    element: String,
    combo: String,
    unit: String,
    period: String,
    value: String,
}

fn main() {
    let wanted: usize = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(200_000);
    let (cluster, database, settings) = demo();
    block_on(run(&database, CELLS));
    block_on(run(&database, "update organisationunit set openingdate = '1990-01-01'"));
    let server = Server::start(&settings);

    println!("\n{wanted} new values\n\n| what | ours | floor | ratio |\n|---|--:|--:|--:|");
    let set = first(
        &database,
        "select s.uid from dataset s join periodtype t using (periodtypeid) join datasetelement e using (datasetid) \
         where t.name = 'Monthly' group by s.datasetid order by count(*) desc, s.uid limit 1",
    );
    let floor = copied(&database, &cluster.folder, wanted);
    for (number, (name, media_type, written)) in FORMATS.iter().enumerate() {
        let values = values(&database, 1998 + 4 * number, wanted);
        let body = written(&set, &values);
        let path = &format!("/api/dataValueSets?dataSet={set}");
        line(
            &format!("import {name}, {:.0} MB", body.len() as f64 / 1e6),
            imported(&server, path, media_type, &body),
            floor,
        );
        if number == 0 {
            line("the same JSON again, unchanged", imported(&server, path, media_type, &body), floor);
        }
    }
    println!(
        "\nresident after imports: {:.1} MB, at most {:.1} MB\n",
        server.resident_mb(),
        server.peak_mb()
    );

    println!("| what | ours | floor | ratio |\n|---|--:|--:|--:|");
    let root = first(&database, "select uid from organisationunit where parentid is null");
    let export = format!(
        "/api/dataValueSets?dataSet={set}&startDate=2015-01-01&endDate=2100-01-01&orgUnit={root}&children=true"
    );
    let ours = median(3, || drop(server.get(&export)));
    let file = cluster.folder.join("export.csv");
    let copy = format!(
        "copy (select d.uid, p.iso, o.uid, c.uid, a.uid, v.value, v.storedby, v.created, v.lastupdated, v.comment, v.followup \
         from datavalue v join dataelement d using (dataelementid) join period p using (periodid) join organisationunit o \
         on o.organisationunitid = v.sourceid join categoryoptioncombo c on c.categoryoptioncomboid = v.categoryoptioncomboid \
         join categoryoptioncombo a on a.categoryoptioncomboid = v.attributeoptioncomboid where v.dataelementid in \
         (select e.dataelementid from datasetelement e join dataset s using (datasetid) where s.uid = '{set}') \
         and p.startdate >= '2015-01-01' and not v.deleted) to '{}' csv",
        file.display()
    );
    let floor = median(3, || block_on(run(&database, &copy)));
    line("export JSON of a data set, whole country", ours, floor);
    println!(
        "\nresident after exports: {:.1} MB, at most {:.1} MB\n",
        server.resident_mb(),
        server.peak_mb()
    );
    analytics(&cluster, &database, &server, &root);
}

/// Analytics beside what PostgreSQL's log says their statements took.
fn analytics(cluster: &TestCluster, database: &Database, server: &Server, root: &str) {
    let elements = first(
        database,
        "select string_agg(uid, ';') from (select d.uid from dataelement d where d.valuetype like 'INTEGER%' order by d.name limit 5) x",
    );
    let indicators = first(
        database,
        "select string_agg(uid, ';') from (select uid from indicator order by name limit 5) x",
    );
    let queries = [
        ("5 elements, 12 months, the country", format!("dx:{elements}"), "LAST_12_MONTHS", root.to_owned()),
        (
            "5 elements, 12 months, each district",
            format!("dx:{elements}"),
            "LAST_12_MONTHS",
            "LEVEL-3".to_owned(),
        ),
        (
            "5 indicators, 5 years, each province",
            format!("dx:{indicators}"),
            "LAST_5_YEARS",
            format!("{root};LEVEL-2"),
        ),
    ];
    block_on(run(database, "alter system set log_min_duration_statement = 0"));
    block_on(run(database, "select pg_reload_conf()"));
    println!("| what | ours | floor | ratio |\n|---|--:|--:|--:|");
    for (what, data, periods, units) in queries {
        let path = format!("/api/analytics?dimension={data}&dimension=pe:{periods}&dimension=ou:{units}");
        let mut log = Log::at_end(cluster.folder.join("log"));
        let mut statements = Vec::new();
        let ours = median(20, || {
            server.get(&path);
            statements.push(log.statements());
        });
        statements.sort_unstable();
        line(what, ours, statements[statements.len() / 2]);
    }
}

/// A format: its name, its media type, and how values are written in it.
type Format = (&'static str, &'static str, fn(&str, &[Value]) -> String);

const FORMATS: [Format; 3] =
    [("JSON", "application/json", json), ("CSV", "application/csv", csv), ("XML", "application/xml", xml)];

fn imported(server: &Server, path: &str, media_type: &str, body: &str) -> Duration {
    let started = Instant::now();
    let (status, text) = server.post_as(path, media_type, body);
    let took = started.elapsed();
    let conflicts = text.split_once("conflicts").map_or("", |(_, conflicts)| conflicts);
    assert!(status == 200, "{status} {}", &conflicts[..conflicts.len().min(500)]);
    took
}

/// PostgreSQL alone: COPY into a table beside, then one merge, which the schema's own trigger audits as it does ours.
fn copied(database: &Database, folder: &Path, wanted: usize) -> Duration {
    let file = folder.join("floor.csv");
    block_on(run(
        database,
        &format!(
            "insert into period (periodid, periodtypeid, startdate, enddate, iso) select nextval('hibernate_sequence'), \
             t.periodtypeid, d::date, (d + interval '1 month - 1 day')::date, to_char(d, 'YYYYMM') from periodtype t, \
             generate_series('1994-01-01'::timestamp, '1997-12-01', '1 month') d where t.name = 'Monthly' on conflict do nothing; \
             copy (select k.de_id, p.periodid, k.ou_id, k.coc_id, (k.de_id * 7 + p.periodid) % 100 from cells k, period p where p.startdate \
             between '1994-01-01' and '1997-12-01' and p.iso ~ '^[0-9]{{6}}$' order by p.startdate, k.ou_id, k.de_id limit {wanted}) \
             to '{}' csv; create unlogged table stage (de bigint, pe bigint, ou bigint, coc bigint, value text)",
            file.display()
        ),
    ));
    let statements = format!(
        "copy stage from '{}' csv; insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, \
         attributeoptioncomboid, value, storedby, created, lastupdated, deleted) select de, pe, ou, coc, (select categoryoptioncomboid \
         from categoryoptioncombo where name = 'default' limit 1), value, 'admin', now(), now(), false from stage \
         on conflict (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid) do update \
         set value = excluded.value, lastupdated = excluded.lastupdated",
        file.display()
    );
    let started = Instant::now();
    block_on(run(database, &statements));
    started.elapsed()
}

/// Values from a year on that the database does not hold.
fn values(database: &Database, year: usize, wanted: usize) -> Vec<Value> {
    let mut sql = Sql::new(
        "select k.de, k.coc, k.ou, to_char(d, 'YYYYMM') as pe, ((k.de_id * 7 + extract(month from d)::int) % 100)::text as value \
         from cells k, generate_series(make_date(",
    );
    sql.bind(i64::try_from(year).unwrap_or_default()).push("::int, 1, 1)::timestamp, make_date(");
    sql.bind(i64::try_from(year + 3).unwrap_or_default());
    sql.push("::int, 12, 1)::timestamp, '1 month') d order by d, k.ou, k.de limit ");
    sql.bind(i64::try_from(wanted).unwrap_or(i64::MAX));
    let rows = block_on(async { database.connect().await.expect("a connection").rows(&sql).await });
    let rows = rows.expect("the cells can be read");
    let value = |row: &afya_store::Row| Value {
        element: row.get("de"),
        combo: row.get("coc"),
        unit: row.get("ou"),
        period: row.get("pe"),
        value: row.get("value"),
    };
    assert_eq!(rows.len(), wanted, "the demo has too few cells");
    rows.iter().map(value).collect()
}

fn first(database: &Database, sql: &'static str) -> String {
    let found = block_on(afya_tests::cluster::texts(database, sql));
    found.into_iter().next().expect("the demo has one")
}

fn json(set: &str, values: &[Value]) -> String {
    let mut out = format!("{{\"dataSet\":\"{set}\",\"dataValues\":[");
    for (number, v) in values.iter().enumerate() {
        let comma = if number > 0 { "," } else { "" };
        let _ = write!(
            out,
            "{comma}{{\"dataElement\":\"{}\",\"period\":\"{}\",\"orgUnit\":\"{}\",\"categoryOptionCombo\":\"{}\",\"value\":\"{}\"}}",
            v.element, v.period, v.unit, v.combo, v.value
        );
    }
    out.push_str("]}");
    out
}

fn csv(_: &str, values: &[Value]) -> String {
    let mut out = String::from("dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value\n");
    for v in values {
        let _ = writeln!(out, "{},{},{},{},,{}", v.element, v.period, v.unit, v.combo, v.value);
    }
    out
}

fn xml(set: &str, values: &[Value]) -> String {
    let mut out = format!("<dataValueSet xmlns=\"http://dhis2.org/schema/dxf/2.0\" dataSet=\"{set}\">");
    for v in values {
        let _ = write!(
            out,
            "<dataValue dataElement=\"{}\" period=\"{}\" orgUnit=\"{}\" categoryOptionCombo=\"{}\" value=\"{}\"/>",
            v.element, v.period, v.unit, v.combo, v.value
        );
    }
    out.push_str("</dataValueSet>");
    out
}
