//! Data values in and out beside PostgreSQL's own ways: imports of each format beside a raw COPY with one merge into the same
//! table, an unchanged import again, exports beside `COPY TO`, and analytics beside their own statements. On the demo country.
//! Arguments such as `import=200000,1000000` and `export=10000000` say how many values.

use std::fmt::Write;
use std::path::Path;
use std::time::{Duration, Instant};

use afya_benches::{CELLS, Log, Server, demo, fill, first, line, median, years_of};
use afya_store::{Database, Sql};
use afya_tests::cluster::{TestCluster, block_on, run};

struct Value {
    element: String,
    combo: String,
    unit: String,
    period: String,
    value: String,
}

/// How many values are imported, and exported, where nothing is said.
const IMPORTED: &str = "200000,1000000";
const EXPORTED: &str = "1000000";

/// The first year of values that nobody else has; each import gets years of its own.
const FIRST_YEAR: usize = 1600;

/// The numbers behind a word of the command line.
fn numbers(word: &str, usual: &str) -> Vec<usize> {
    let said = std::env::args().find_map(|argument| argument.strip_prefix(word).map(str::to_owned));
    said.as_deref()
        .unwrap_or(usual)
        .split(',')
        .map(|word| word.trim().parse().expect("a number of values"))
        .collect()
}

fn main() {
    let (cluster, database, settings) = demo();
    block_on(run(&database, CELLS));
    block_on(run(&database, "update organisationunit set openingdate = '1600-01-01'"));
    let set = first(
        &database,
        "select s.uid from dataset s join periodtype t using (periodtypeid) join datasetelement e using (datasetid) \
         where t.name = 'Monthly' group by s.datasetid order by count(*) desc, s.uid limit 1",
    );
    let mut year = FIRST_YEAR;
    for wanted in numbers("import=", IMPORTED) {
        // A server of its own, whose memory is that of these imports.
        let server = Server::start(&settings);
        imports((&cluster, &database, &server), &set, wanted, &mut year);
    }
    let server = Server::start(&settings);
    let root = first(&database, "select uid from organisationunit where parentid is null");
    println!("| what | ours | floor | ratio |\n|---|--:|--:|--:|");
    export(
        (&cluster, &database, &server),
        (&set, &root),
        ("2015-01-01", "2100-01-01"),
        "a data set, whole country",
    );
    for wanted in numbers("export=", EXPORTED) {
        let years = fill(&database, year, wanted);
        let (from, to) = (format!("{year}-01-01"), format!("{}-12-31", year + years - 1));
        year += years;
        export((&cluster, &database, &server), (&set, &root), (&from, &to), &format!("{wanted} values"));
    }
    println!(
        "\nresident after exports: {:.1} MB, at most {:.1} MB\n",
        server.resident_mb(),
        server.peak_mb()
    );
    analytics(&cluster, &database, &server, &root);
}

/// New values in each format beside a raw COPY with one merge of as many.
fn imports(
    (cluster, database, server): (&TestCluster, &Database, &Server),
    set: &str,
    wanted: usize,
    year: &mut usize,
) {
    let years = years_of(database, wanted);
    let mut next = || {
        let first = *year;
        *year += years;
        (first, *year - 1)
    };
    println!("\n{wanted} new values\n\n| what | ours | floor | ratio |\n|---|--:|--:|--:|");
    let floor = copied(database, &cluster.folder, next(), wanted);
    let idle = server.peak_mb();
    for (number, (name, media_type, written)) in FORMATS.iter().enumerate() {
        let body = written(set, &values(database, next(), wanted));
        let path = &format!("/api/dataValueSets?dataSet={set}");
        let what = format!("import {name}, {:.0} MB", body.len() as f64 / 1e6);
        line(&what, imported(server, path, media_type, &body), floor);
        if number == 0 {
            line("the same JSON again, unchanged", imported(server, path, media_type, &body), floor);
        }
    }
    println!("\nresident: {idle:.1} MB before imports, at most {:.1} MB after them\n", server.peak_mb());
}

/// An export beside `COPY TO` of the same values.
fn export(
    (cluster, database, server): (&TestCluster, &Database, &Server),
    (set, root): (&str, &str),
    (from, to): (&str, &str),
    what: &str,
) {
    let path = format!(
        "/api/dataValueSets?dataSet={set}&startDate={from}&endDate={to}&orgUnit={root}&children=true"
    );
    let mut size = 0;
    let ours = median(3, || size = server.drain(&path));
    let file = cluster.folder.join("export.csv");
    let copy = format!(
        "copy (select d.uid, p.iso, o.uid, c.uid, a.uid, v.value, v.storedby, v.created, v.lastupdated, v.comment, v.followup \
         from datavalue v join dataelement d using (dataelementid) join period p using (periodid) join organisationunit o \
         on o.organisationunitid = v.sourceid join categoryoptioncombo c on c.categoryoptioncomboid = v.categoryoptioncomboid \
         join categoryoptioncombo a on a.categoryoptioncomboid = v.attributeoptioncomboid where v.dataelementid in \
         (select e.dataelementid from datasetelement e join dataset s using (datasetid) where s.uid = '{set}') \
         and p.startdate >= '{from}' and p.enddate <= '{to}' and not v.deleted) to '{}' csv",
        file.display()
    );
    let floor = median(3, || block_on(run(database, &copy)));
    line(&format!("export JSON, {what}, {:.0} MB", size as f64 / 1e6), ours, floor);
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

const FORMATS: [Format; 4] = [
    ("JSON", "application/json", json),
    ("CSV", "application/csv", csv),
    ("XML", "application/xml", xml),
    ("ADX", "application/adx+xml", adx),
];

fn imported(server: &Server, path: &str, media_type: &str, body: &str) -> Duration {
    let started = Instant::now();
    let (status, text) = server.post_as(path, media_type, body);
    let took = started.elapsed();
    let conflicts = text.split_once("conflicts").map_or("", |(_, conflicts)| conflicts);
    assert!(status == 200, "{status} {}", &conflicts[..conflicts.len().min(500)]);
    took
}

/// PostgreSQL alone: COPY into a table beside, then one merge, which the schema's own trigger audits as it does ours.
fn copied(database: &Database, folder: &Path, (year, last): (usize, usize), wanted: usize) -> Duration {
    let file = folder.join("floor.csv");
    block_on(run(
        database,
        &format!(
            "insert into period (periodid, periodtypeid, startdate, enddate, iso) select nextval('hibernate_sequence'), \
             t.periodtypeid, d::date, (d + interval '1 month - 1 day')::date, to_char(d, 'YYYYMM') from periodtype t, \
             generate_series('{year}-01-01'::timestamp, '{last}-12-01', '1 month') d where t.name = 'Monthly' on conflict do nothing; \
             copy (select k.de_id, p.periodid, k.ou_id, k.coc_id, (k.de_id * 7 + p.periodid) % 100 from cells k, period p where p.startdate \
             between '{year}-01-01' and '{last}-12-01' and p.iso ~ '^[0-9]{{6}}$' order by p.startdate, k.ou_id, k.de_id limit {wanted}) \
             to '{}' csv; drop table if exists stage; create unlogged table stage (de bigint, pe bigint, ou bigint, coc bigint, value text)",
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

/// Values of these years, from the first to the last, that the database does not hold.
fn values(database: &Database, (year, last): (usize, usize), wanted: usize) -> Vec<Value> {
    let mut sql = Sql::new(
        "select k.de, k.coc, k.ou, to_char(d, 'YYYYMM') as pe, ((k.de_id * 7 + extract(month from d)::int) % 100)::text as value \
         from cells k, generate_series(make_date(",
    );
    sql.bind(i64::try_from(year).unwrap_or_default()).push("::int, 1, 1)::timestamp, make_date(");
    sql.bind(i64::try_from(last).unwrap_or_default());
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

fn adx(set: &str, values: &[Value]) -> String {
    let mut out = String::from("<adx xmlns=\"urn:ihe:qrph:adx:2015\">");
    for of_unit in values.chunk_by(|one, other| one.period == other.period && one.unit == other.unit) {
        let first = &of_unit[0];
        let (year, month) = first.period.split_at(4);
        let _ = write!(
            out,
            "<group orgUnit=\"{}\" period=\"{year}-{month}-01/P1M\" dataSet=\"{set}\">",
            first.unit
        );
        for v in of_unit {
            let _ = write!(
                out,
                "<dataValue dataElement=\"{}\" categoryOptionCombo=\"{}\" value=\"{}\"/>",
                v.element, v.combo, v.value
            );
        }
        out.push_str("</group>");
    }
    out.push_str("</adx>");
    out
}
