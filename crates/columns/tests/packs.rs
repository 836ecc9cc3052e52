//! Segments of several packs, and files that are not what was written.

use afya_columns::{
    Columns, Combos, Filter, Place, Row, Segment, Standing, Tally, Total, Unreadable, fold, read, write,
};
use proptest::prelude::*;

const UNITS: u32 = 3000;

/// Sorted rows of some of the units, with more than one combo each.
fn rows() -> impl Strategy<Value = Vec<Row>> {
    let row = (0..UNITS, 5..9_u32, prop_oneof![5 => 0..300_i32, 1 => Just(-1_000_000)]);
    prop::collection::btree_map((0..UNITS, 5..9_u32), row.prop_map(|row| row.2), 2000..6000).prop_map(
        |rows| {
            let row = |((unit, combo), value)| Row { unit, combo, value: f64::from(value) / 4.0 };
            rows.into_iter().map(row).collect()
        },
    )
}

/// Rows of units that follow one another, of one combo; the values are counts, halves or thirds.
fn rows_that_follow() -> impl Strategy<Value = Vec<Row>> {
    let values = prop::collection::vec(-300..300_i32, 1..2500);
    (0..500_u32, values, 1..4_u8).prop_map(|(first, values, parts)| {
        let row = |(unit, value)| Row { unit, combo: 6, value: f64::from(value) / f64::from(parts) };
        (first..).zip(values).map(row).collect()
    })
}

fn places() -> impl Strategy<Value = Vec<Place>> {
    let starts = prop::collection::vec((0..UNITS, 0..UNITS / 3), 1..40);
    starts.prop_map(|mut starts| {
        starts.sort_unstable();
        let place = |(slot, (start, count))| Place { units: start..start + count, slot };
        starts.into_iter().enumerate().map(place).collect()
    })
}

fn expected(rows: &[Row], places: &[Place]) -> Vec<Tally> {
    let tally = |place: &Place| {
        let within = rows.iter().filter(|row| place.units.contains(&row.unit));
        within.fold(Tally::default(), |tally, row| Tally {
            count: tally.count + 1,
            sum: tally.sum + row.value,
            least: tally.least.min(row.value),
            greatest: tally.greatest.max(row.value),
        })
    };
    places.iter().map(tally).collect()
}

/// Whether two sums of the same values are the same but for the order of the additions.
fn is_close(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-6
}

fn folded(segment: &Segment, places: &[Place]) -> Vec<Tally> {
    let mut slots = vec![Tally::default(); places.len()];
    fold(segment, places, Combos::All, &Filter { zeros: true, bound: None }, &mut slots);
    slots
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn ranges_cross_packs(rows in rows(), places in places()) {
        let segment = Segment::new(rows.clone());
        prop_assert_eq!(segment.rows().collect::<Vec<_>>(), rows.clone());
        prop_assert_eq!(folded(&segment, &places), expected(&rows, &places));
    }

    #[test]
    fn units_that_follow_are_found_by_their_numbers(rows in rows_that_follow(), places in places()) {
        let segment = Segment::new(rows.clone());
        prop_assert_eq!(segment.rows().collect::<Vec<_>>(), rows.clone());
        let filter = Filter { zeros: true, bound: None };
        let expected = expected(&rows, &places);
        let mut totals = vec![Total::default(); places.len()];
        fold(&segment, &places, Combos::All, &filter, &mut totals);
        let mut standing = Standing::new(0..UNITS, segment.combos(), usize::MAX).unwrap();
        standing.lay_combos(&segment, &filter, |_, value| value);
        let mut stood = vec![Total::default(); places.len()];
        standing.fold_combos(&places, Combos::All, &mut stood);
        for (expected, found) in expected.iter().zip(folded(&segment, &places)) {
            let bounds = |tally: &Tally| (tally.count, tally.least, tally.greatest);
            prop_assert_eq!(bounds(expected), bounds(&found));
            prop_assert!(is_close(expected.sum, found.sum), "{} {}", expected.sum, found.sum);
        }
        for (expected, found) in expected.iter().zip(totals).chain(expected.iter().zip(stood)) {
            prop_assert_eq!(expected.count, found.count);
            prop_assert!(is_close(expected.sum, found.sum), "{} {}", expected.sum, found.sum);
        }
    }

    #[test]
    fn a_new_unit_moves_those_behind_it(rows in rows(), at in 0..UNITS, places in places()) {
        let numbers: Vec<Option<u32>> = (0..UNITS).map(|unit| Some(unit + u32::from(unit >= at))).collect();
        let moved: Vec<Row> =
            rows.iter().map(|row| Row { unit: row.unit + u32::from(row.unit >= at), ..*row }).collect();
        let segment = Segment::new(rows).renumbered(&numbers);
        prop_assert_eq!(segment.rows().collect::<Vec<_>>(), moved.clone());
        prop_assert_eq!(folded(&segment, &places), expected(&moved, &places));
    }
}

#[test]
fn whole_packs_that_change_places_are_put_in_order() {
    let row = |unit| Row { unit, combo: 0, value: f64::from(unit) };
    let segment = Segment::new((0..2048).map(row).collect());
    let swapped: Vec<Option<u32>> = (0..2048_u32).map(|unit| Some((unit + 1024) % 2048)).collect();
    let units: Vec<u32> = segment.renumbered(&swapped).rows().map(|row| row.unit).collect();
    assert_eq!(units, (0..2048).collect::<Vec<_>>());
}

fn file() -> Vec<u8> {
    let mut columns = Columns::default();
    for period in 0..3 {
        let row = |unit| Row { unit, combo: 1, value: f64::from(unit) };
        columns.set(7, period, (0..100).map(row).collect());
    }
    let mut file = Vec::new();
    write(&columns, b"where it stood", &mut file).expect("memory can be written");
    file
}

#[test]
fn a_file_with_any_byte_changed_is_refused() {
    let file = file();
    for at in 0..file.len() {
        let mut changed = file.clone();
        changed[at] ^= 1;
        let outcome = read(&mut changed.as_slice());
        assert!(matches!(outcome, Err(Unreadable::Damaged | Unreadable::Foreign)), "byte {at}");
    }
}

#[test]
fn a_file_that_is_cut_off_is_refused() {
    let file = file();
    for length in 0..file.len() {
        assert!(read(&mut &file[..length]).is_err(), "{length} bytes");
    }
    assert!(read(&mut file.as_slice()).is_ok());
}

#[test]
fn whole_numbers_take_few_bytes() {
    let rows: Vec<Row> =
        (0..100_000).map(|at| Row { unit: at / 4, combo: at % 4, value: f64::from(at * 7 % 500) }).collect();
    let bytes = Segment::new(rows).bytes();
    assert!(bytes < 310_000, "{bytes} bytes for 100,000 figures");
    let rows: Vec<Row> =
        (0..100_000).map(|unit| Row { unit, combo: 0, value: f64::from(unit * 7 % 500) }).collect();
    let bytes = Segment::new(rows).bytes();
    assert!(bytes < 140_000, "{bytes} bytes for 100,000 figures of units that follow");
}
