//! Columns beside DuckDB: the same rows and questions, one after the other in one run. A number as an argument says how many
//! values there are (9,660,000 when nothing is said). `--python PATH` names a Python that has DuckDB (`pip install duckdb`);
//! without one only our own figures are printed.

use std::collections::HashMap;
use std::process::Command;
use std::time::{Duration, Instant};

use afya_benches::median;
use afya_columns::{Columns, Combos, Filter, Loader, Place, Row, Standing, Total, fold, read, write};

const ELEMENTS: i64 = 100;
const PERIODS: i64 = 60;
const DISTRICTS: u32 = 14;
/// The months that a year asks for; the last ones there are.
const YEAR: std::ops::Range<i64> = PERIODS - 12..PERIODS;

/// The value of a cell; `columns_duckdb.py` has the same rule.
fn value(element: i64, period: i64, unit: u32) -> f64 {
    ((element * 7 + period * 13 + i64::from(unit) * 31) % 500) as f64
}

fn columns(units: u32) -> Columns {
    let mut loader = Loader::new(1 << 20);
    for element in 0..ELEMENTS {
        for period in 0..PERIODS {
            for unit in 0..units {
                loader.take(element, period, Row { unit, combo: 0, value: value(element, period, unit) });
            }
        }
    }
    loader.finish()
}

/// The sum of each element, period and place.
fn sums(columns: &Columns, elements: i64, periods: std::ops::Range<i64>, places: &[Place]) -> f64 {
    let filter = Filter { zeros: true, bound: None };
    let mut total = 0.0;
    for element in 0..elements {
        let block = columns.block(element).expect("there are figures of each element");
        for period in periods.clone() {
            let mut slots = vec![Total::default(); places.len()];
            let segment = block.segment(period).expect("there are figures of each period");
            fold(segment, places, Combos::All, &filter, &mut slots);
            total += slots.iter().map(|slot| slot.sum).sum::<f64>();
        }
    }
    total
}

/// The sum over units of the newest figure up to each month of a year.
fn newest(columns: &Columns, units: u32, places: &[Place]) -> f64 {
    let filter = Filter { zeros: true, bound: None };
    let block = columns.block(0).expect("there are figures of each element");
    let mut standing = Standing::new(0..units, block.combos(), usize::MAX).expect("there is room");
    let (mut total, mut laid) = (0.0, YEAR.start - 12);
    for month in YEAR {
        for period in laid..=month {
            let segment = block.segment(period).expect("there are figures of each period");
            standing.lay_combos(segment, &filter, |_, value| value);
        }
        laid = month + 1;
        let mut slots = vec![Total::default(); places.len()];
        standing.fold_combos(places, Combos::All, &mut slots);
        total += slots.iter().map(|slot| slot.sum).sum::<f64>();
    }
    total
}

/// What DuckDB answers and how long it takes, by question.
fn duckdb(units: u32) -> HashMap<String, (f64, Duration)> {
    let Some(python) = std::env::args().skip_while(|word| word != "--python").nth(1) else {
        return HashMap::new();
    };
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/columns_duckdb.py");
    let output = Command::new(python).args([script, &units.to_string()]).output().expect("Python can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout);
    let answer = |line: &str| {
        let mut cells = line.split('\t');
        let (what, total, ms) =
            (cells.next()?, cells.next()?.parse().ok()?, cells.next()?.parse::<f64>().ok()?);
        Some((what.to_owned(), (total, Duration::from_secs_f64(ms / 1000.0))))
    };
    text.lines().filter_map(answer).collect()
}

fn main() {
    let wanted: i64 = std::env::args().find_map(|word| word.parse().ok()).unwrap_or(9_660_000);
    let units = u32::try_from(wanted / ELEMENTS / PERIODS).expect("so many units can be numbered");
    let started = Instant::now();
    let columns = columns(units);
    let count = columns.count();
    println!("\n{count} values; packed in {:.2} s", started.elapsed().as_secs_f64());
    println!("resident: {:.2} bytes a value", columns.bytes() as f64 / count as f64);
    snapshot(&columns);

    let country = [Place { units: 0..units, slot: 0 }];
    let bound = |district: u32| units * district / DISTRICTS;
    let place =
        |district: u32| Place { units: bound(district)..bound(district + 1), slot: district as usize };
    let districts: Vec<Place> = (0..DISTRICTS).map(place).collect();
    type Question<'a> = (&'static str, Box<dyn Fn() -> f64 + 'a>);
    let questions: [Question<'_>; 5] = [
        ("1 element, 12 months, the country", Box::new(|| sums(&columns, 1, YEAR, &country))),
        ("20 elements, 12 months, 14 districts", Box::new(|| sums(&columns, 20, YEAR, &districts))),
        ("last value, 12 months, 14 districts", Box::new(|| newest(&columns, units, &districts))),
        ("50 elements, 12 months, 14 districts", Box::new(|| sums(&columns, 50, YEAR, &districts))),
        (
            "100 elements, 60 months, 14 districts",
            Box::new(|| sums(&columns, ELEMENTS, 0..PERIODS, &districts)),
        ),
    ];
    let floors = duckdb(units);
    println!("\n| question | ours | DuckDB | times faster |\n|---|--:|--:|--:|");
    for (what, ask) in questions {
        let ours = median(30, || assert!(ask() > 0.0));
        match floors.get(what) {
            Some((total, floor)) => {
                assert!((ask() - total).abs() < 0.5, "{what}: {} is not {total}", ask());
                let (ours, floor) = (ours.as_secs_f64() * 1000.0, floor.as_secs_f64() * 1000.0);
                println!("| {what} | {ours:.3} ms | {floor:.1} ms | {:.0} |", floor / ours);
            }
            None => println!("| {what} | {:.3} ms | | |", ours.as_secs_f64() * 1000.0),
        }
    }
}

fn snapshot(columns: &Columns) {
    let mut file = Vec::new();
    let started = Instant::now();
    write(columns, b"", &mut file).expect("memory can be written");
    let written = started.elapsed().as_secs_f64();
    let started = Instant::now();
    let (again, _) = read(&mut file.as_slice()).expect("what was written can be read");
    assert_eq!(again.count(), columns.count());
    let size = file.len() as f64 / 1e6;
    println!(
        "snapshot: {size:.0} MB, written in {written:.2} s, read in {:.2} s",
        started.elapsed().as_secs_f64()
    );
}
