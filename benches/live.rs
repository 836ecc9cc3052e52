//! Analytics while figures are written: the columns' load from PostgreSQL beside its own reading of the same rows, a dashboard
//! over HTTP beside the same server without columns, how soon a saved figure is in an answer, how long answers take while many are
//! written, and how soon a statement ends when whoever asked leaves. On the demo country at scale 7.3, which is 10 million values;
//! `scale=1` says another, and `database=URL` a database that holds one already (`afya demo --load-only`).

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use afya_benches::{CELLS, Server, demo_of, first, median};
use afya_store::{Database, DatabaseSettings};
use afya_tests::cluster::{block_on, run};

/// How many figures are written a second, and how many at once.
const WRITTEN: usize = 1000;
const AT_ONCE: usize = 100;
/// How many questions are asked a second meanwhile, and for how many seconds.
const ASKED: usize = 50;
const SECONDS: usize = 30;

fn main() {
    let said = |name: &str| std::env::args().find_map(|word| word.strip_prefix(name).map(str::to_owned));
    let (_cluster, database, settings) = match said("database=") {
        Some(url) => {
            let settings =
                DatabaseSettings::from_url(&url, 8).expect("database= takes postgresql://user@host/name");
            (None, Database::new(&settings).expect("a pool"), settings)
        }
        None => {
            let scale = said("scale=").map_or(7.3, |scale| scale.parse().expect("scale= takes a number"));
            let (cluster, database, settings) = demo_of(scale);
            (Some(cluster), database, settings)
        }
    };
    block_on(run(&database, "drop table if exists cells"));
    block_on(run(&database, CELLS));
    let count = first(&database, "select count(*)::text from datavalue where not deleted");
    println!("\n{count} values");

    let plain = Server::start(&settings);
    let live = Server::told(&settings, &[("AFYA_COLUMNS", "on")]);
    load(&database, &live, count.parse().expect("a count"));
    dashboard(&database, &plain, &live);
    leaving(&database, &plain);
    drop(plain);
    freshness(&database, &live);
    under_load(&database, &live);
}

/// The root, an element and its combo and unit, by their identifiers.
fn cell(database: &Database) -> (String, [String; 3]) {
    let root = first(database, "select uid from organisationunit where parentid is null");
    let cell =
        first(database, "select de || ' ' || coc || ' ' || ou from cells order by de, coc, ou limit 1");
    let parts: Vec<&str> = cell.split(' ').collect();
    (root, [parts[0], parts[1], parts[2]].map(str::to_owned))
}

fn load(database: &Database, live: &Server, count: f64) {
    let (root, [element, ..]) = cell(database);
    let question =
        format!("/api/analytics?dimension=dx:{element}&dimension=pe:LAST_12_MONTHS&filter=ou:{root}");
    let idle = live.resident_mb();
    let started = Instant::now();
    while live.analytics(&question).1 != "columns" {}
    let took = live.until_first_answer + started.elapsed();
    let read = "copy (select dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value from datavalue \
        where not deleted) to '/dev/null' (format binary)";
    let floor = median(1, || block_on(run(database, read)));
    println!(
        "columns are there {:.1} s after the start: {:.2} million values a second",
        took.as_secs_f64(),
        count / took.as_secs_f64() / 1e6
    );
    println!(
        "PostgreSQL alone writes the same rows in {:.1} s: {:.2} times as long",
        floor.as_secs_f64(),
        took.as_secs_f64() / floor.as_secs_f64()
    );
    println!("resident: {idle:.0} MB while loading, {:.0} MB then", live.resident_mb());
}

/// The questions of a dashboard of twelve items: curves, tables and maps.
fn items(database: &Database, root: &str) -> Vec<String> {
    let elements = first(database, "select string_agg(distinct de, ' ') from cells");
    let elements: Vec<&str> = elements.split(' ').collect();
    let places = ["LEVEL-2", "LEVEL-3"];
    let items = (0..12_usize).map(|item| {
        let data: Vec<&str> = (0..=item % 4).map(|at| elements[(item + at * 5) % elements.len()]).collect();
        let data = data.join(";");
        match item % 3 {
            0 => format!("dimension=dx:{data}&dimension=pe:LAST_12_MONTHS&filter=ou:{root}"),
            1 => format!(
                "dimension=dx:{data}&dimension=ou:{root};{}&filter=pe:LAST_12_MONTHS",
                places[item % 2]
            ),
            _ => format!("dimension=dx:{data}&dimension=ou:{root};{}&dimension=pe:LAST_6_MONTHS", places[0]),
        }
    });
    items.map(|item| format!("/api/analytics?{item}")).collect()
}

fn dashboard(database: &Database, plain: &Server, live: &Server) {
    let (root, _) = cell(database);
    let items = items(database, &root);
    let mut floor = Duration::ZERO;
    for item in &items {
        let (ours, who) = live.analytics(item);
        let rows = |text: &str| text.split_once("\"rows\"").map(|(_, rows)| rows.to_owned());
        let started = Instant::now();
        let theirs = plain.get(item);
        floor += started.elapsed();
        assert_eq!((who.as_str(), rows(&ours)), ("columns", rows(&theirs)), "{item}");
    }
    let ours = median(30, || items.iter().for_each(|item| drop(live.get(item))));
    let (ours, floor) = (ours.as_secs_f64() * 1000.0, floor.as_secs_f64() * 1000.0);
    println!("\n| a dashboard of 12 items, over HTTP | time | bar |\n|---|--:|--:|");
    println!("| from columns | {ours:.1} ms | 25 ms |\n| from PostgreSQL | {floor:.0} ms | |");
    println!("| times faster | {:.0} | 20 |", floor / ours);
}

/// From the moment that whoever asked a long question hangs up until PostgreSQL no longer works at it.
fn leaving(database: &Database, plain: &Server) {
    let (root, _) = cell(database);
    let elements = first(database, "select string_agg(distinct de, ';') from cells");
    let question = format!(
        "/api/analytics?dimension=dx:{elements}&dimension=pe:LAST_5_YEARS;LAST_12_MONTHS&dimension=ou:{root};LEVEL-5&skipData=false"
    );
    let mut times: Vec<Duration> = (0..20)
        .map(|_| {
            let working = || {
                first(database, "select count(*)::text from pg_stat_activity where state = 'active' and pid <> pg_backend_pid() and query like 'with kind%'") != "0"
            };
            let asked = plain.ask(&question);
            while !working() {}
            let left = Instant::now();
            drop(asked);
            while working() {}
            left.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("\na statement ends after its client has left within {} (bar 100 ms)", spread(&times));
}

/// Saves a figure by the Web API.
fn save(live: &Server, [element, combo, unit]: &[String; 3], period: &str, value: usize) {
    let body = format!(
        r#"{{"dataValues":[{{"dataElement":"{element}","categoryOptionCombo":"{combo}","orgUnit":"{unit}","period":"{period}","value":"{value}"}}]}}"#
    );
    let (status, text) = live.post_as("/api/dataValueSets", "application/json", &body);
    assert_eq!(status, 200, "{text}");
}

fn freshness(database: &Database, live: &Server) {
    let (_, cell) = cell(database);
    let [element, _, unit] = &cell;
    let period = "202401";
    let question =
        format!("/api/analytics?dimension=dx:{element}&dimension=ou:{unit}&filter=pe:{period}&skipMeta=true");
    let figure = || -> f64 {
        let (text, who) = live.analytics(&question);
        assert_eq!(who, "columns");
        let row = text.rsplit_once(",\"").and_then(|(_, figure)| figure.split_once('"'));
        row.and_then(|(figure, _)| figure.parse().ok()).unwrap_or_default()
    };
    save(live, &cell, period, 0);
    let others = figure();
    let mut times: Vec<Duration> = (1..=200)
        .map(|value| {
            save(live, &cell, period, value);
            let started = Instant::now();
            let found = figure();
            #[expect(clippy::cast_precision_loss, reason = "200 at most")]
            let expected = others + value as f64;
            assert!((found - expected).abs() < 0.5, "{found}, and {expected} was saved");
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    println!("\na saved figure is in the next answer, which takes {} (bar 20 ms)", spread(&times));
}

/// The median, the 99th in a hundred, and the longest.
fn spread(times: &[Duration]) -> String {
    let at = |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1000.0;
    format!("{:.1} ms in the median, {:.1} ms at p99, {:.1} ms at most", at(50), at(99), at(100))
}

fn under_load(database: &Database, live: &Server) {
    let (root, _) = cell(database);
    let items = items(database, &root);
    let cells = first(
        database,
        "select string_agg(de || ' ' || coc || ' ' || ou, ',') from (select * from cells order by md5(de || ou || coc) limit 20000) c",
    );
    let cells: Vec<[&str; 3]> =
        cells.split(',').filter_map(|cell| cell.split(' ').collect::<Vec<_>>().try_into().ok()).collect();
    let (over, written) = (AtomicBool::new(false), AtomicUsize::new(0));
    let begun = Instant::now();
    let every =
        |number: usize, a_second: usize| begun + Duration::from_secs(1) * number as u32 / a_second as u32;
    let mut times: Vec<Duration> = std::thread::scope(|threads| {
        threads.spawn(|| {
            for number in 0.. {
                std::thread::sleep(every(number, WRITTEN / AT_ONCE).saturating_duration_since(Instant::now()));
                if over.load(Ordering::Relaxed) {
                    return;
                }
                let values: Vec<String> = (0..AT_ONCE)
                    .map(|at| {
                        let [element, combo, unit] = cells[(number * AT_ONCE + at) % cells.len()];
                        format!(r#"{{"dataElement":"{element}","categoryOptionCombo":"{combo}","orgUnit":"{unit}","period":"202406","value":"{}"}}"#, number % 97)
                    })
                    .collect();
                let body = format!(r#"{{"dataValues":[{}]}}"#, values.join(","));
                let (status, text) = live.post_as("/api/dataValueSets", "application/json", &body);
                assert_eq!(status, 200, "{text}");
                written.fetch_add(AT_ONCE, Ordering::Relaxed);
            }
        });
        // Questions come when they come, also while others are answered.
        let clients: Vec<_> = (0..5)
            .map(|client| {
                let items = &items;
                let every = &every;
                threads.spawn(move || {
                    let mine = (0..ASKED * SECONDS).filter(|number| number % 5 == client);
                    mine.map(|number| {
                        let due = every(number, ASKED);
                        std::thread::sleep(due.saturating_duration_since(Instant::now()));
                        drop(live.get(&items[number % items.len()]));
                        due.elapsed()
                    })
                    .collect::<Vec<_>>()
                })
            })
            .collect();
        let times = clients.into_iter().flat_map(|client| client.join().expect("a client asks")).collect();
        over.store(true, Ordering::Relaxed);
        times
    });
    times.sort_unstable();
    let a_second = |count: usize| count / SECONDS;
    println!(
        "{} values a second written while {} questions a second are answered: {} (bar 50 ms at p99)",
        a_second(written.load(Ordering::Relaxed)),
        a_second(times.len()),
        spread(&times)
    );
}
