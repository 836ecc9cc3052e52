//! Columns beside a plain map of figures: whatever is done to both, they answer the same.

use std::collections::{BTreeMap, BTreeSet};

use afya_columns::{
    Columns, Combos, Filter, Groups, Loader, Moments, Place, Row, Standing, Tally, Total, fold, read, write,
};
use proptest::prelude::*;

type Model = BTreeMap<(i64, i64, u32, u32), f64>;

const UNITS: u32 = 60;
const COMBOS: u32 = 6;

/// Cells that may stand.
const MOST: usize = 1 << 20;

fn value() -> impl Strategy<Value = f64> {
    prop_oneof![
        6 => (-1000_i32..1000).prop_map(f64::from),
        1 => Just(0.0),
        1 => Just(-0.0),
        2 => (-10_000_i32..10_000).prop_map(|parts| f64::from(parts) / 10.0),
        1 => (-1_000_000_i32..1_000_000).prop_map(|parts| f64::from(parts) / 1000.0),
        1 => -1.0e18..1.0e18_f64,
    ]
}

fn figure() -> impl Strategy<Value = ((i64, i64, u32, u32), f64)> {
    ((1..4_i64, 10..14_i64, 0..UNITS, 0..COMBOS), value())
}

/// Something that happens to columns.
#[derive(Clone, Debug)]
enum Change {
    Set(i64, i64, Vec<(u32, u32, f64)>),
    Replace(i64, i64, BTreeSet<u32>, Vec<(u32, u32, f64)>),
    Remove(i64),
    Move { from: u32, count: u32, to: u32 },
    Drop(u32),
    Reopen,
}

fn change() -> impl Strategy<Value = Change> {
    let rows = || prop::collection::vec((0..UNITS, 0..COMBOS, value()), 0..40);
    let units = prop::collection::btree_set(0..UNITS, 0..5);
    prop_oneof![
        2 => (1..4_i64, 10..14_i64, rows()).prop_map(|(element, period, rows)| Change::Set(element, period, rows)),
        6 => (1..4_i64, 10..14_i64, units, rows()).prop_map(|(element, period, units, rows)| {
            let rows = rows.into_iter().filter(|row| units.contains(&row.0)).collect();
            Change::Replace(element, period, units, rows)
        }),
        1 => (1..4_i64).prop_map(Change::Remove),
        2 => (0..UNITS, 0..8_u32, 0..UNITS).prop_map(|(from, count, to)| Change::Move { from, count, to }),
        1 => (0..UNITS).prop_map(Change::Drop),
        1 => Just(Change::Reopen),
    ]
}

fn rows(rows: &[(u32, u32, f64)]) -> Vec<Row> {
    rows.iter().map(|(unit, combo, value)| Row { unit: *unit, combo: *combo, value: *value }).collect()
}

/// The numbers of units once some have moved elsewhere.
fn moved(from: u32, count: u32, to: u32) -> Vec<Option<u32>> {
    let mut order: Vec<u32> = (0..UNITS).collect();
    let taken: Vec<u32> = order.drain(from as usize..(from + count).min(UNITS) as usize).collect();
    let at = (to as usize).min(order.len());
    order.splice(at..at, taken);
    let mut numbers = vec![None; UNITS as usize];
    for (number, unit) in order.into_iter().enumerate() {
        numbers[unit as usize] = u32::try_from(number).ok();
    }
    numbers
}

fn renumber(columns: &mut Columns, model: &mut Model, numbers: &[Option<u32>]) {
    columns.renumber(numbers);
    *model = std::mem::take(model)
        .into_iter()
        .filter_map(|((element, period, unit, combo), value)| {
            Some(((element, period, numbers[unit as usize]?, combo), value))
        })
        .collect();
}

fn apply(columns: &mut Columns, model: &mut Model, change: &Change) {
    let put = |model: &mut Model, element: i64, period: i64, rows: &[(u32, u32, f64)]| {
        for (unit, combo, value) in rows {
            model.insert((element, period, *unit, *combo), *value);
        }
    };
    match change {
        Change::Set(element, period, new) => {
            columns.set(*element, *period, rows(new));
            model.retain(|key, _| (key.0, key.1) != (*element, *period));
            put(model, *element, *period, new);
        }
        Change::Replace(element, period, units, new) => {
            let units: Vec<u32> = units.iter().copied().collect();
            columns.replace(*element, *period, &units, rows(new));
            model.retain(|key, _| (key.0, key.1) != (*element, *period) || !units.contains(&key.2));
            put(model, *element, *period, new);
        }
        Change::Remove(element) => {
            columns.remove(*element);
            model.retain(|key, _| key.0 != *element);
        }
        Change::Move { from, count, to } => renumber(columns, model, &moved(*from, *count, *to)),
        Change::Drop(unit) => {
            let mut numbers: Vec<Option<u32>> = (0..UNITS).map(Some).collect();
            numbers[*unit as usize] = None;
            renumber(columns, model, &numbers);
        }
        Change::Reopen => {
            let mut file = Vec::new();
            write(columns, b"note", &mut file).expect("memory can be written");
            let (again, note) = read(&mut file.as_slice()).expect("what was written can be read");
            assert_eq!(note, b"note");
            *columns = again;
        }
    }
}

fn all(columns: &Columns) -> Vec<((i64, i64, u32, u32), u64)> {
    let mut all: Vec<_> = columns
        .elements()
        .flat_map(|(element, block)| block.periods().map(move |(period, segment)| (element, period, segment)))
        .flat_map(|(element, period, segment)| {
            segment.rows().map(move |row| ((element, period, row.unit, row.combo), row.value.to_bits()))
        })
        .collect();
    all.sort_unstable();
    all
}

/// What is asked: places, groups of combos, and which values count.
#[derive(Clone, Debug)]
struct Question {
    places: Vec<Place>,
    groups: Option<Vec<Vec<u32>>>,
    zeros: bool,
    at_least: Option<f64>,
}

fn question() -> impl Strategy<Value = Question> {
    let places = prop::collection::vec((0..UNITS, 0..UNITS), 1..6);
    let groups = prop::option::of(prop::collection::vec(
        prop::collection::btree_set(0..3_u32, 0..3).prop_map(|groups| groups.into_iter().collect()),
        COMBOS as usize - 1..=COMBOS as usize,
    ));
    (places, groups, any::<bool>(), prop::option::weighted(0.3, -500.0..500.0_f64)).prop_map(
        |(mut places, groups, zeros, at_least)| {
            places.sort_unstable();
            let place = |(slot, (start, length)): (usize, (u32, u32))| Place {
                units: start..(start + length).min(UNITS),
                slot,
            };
            Question { places: places.into_iter().enumerate().map(place).collect(), groups, zeros, at_least }
        },
    )
}

impl Question {
    fn groups_of(&self, combo: u32) -> Vec<u32> {
        self.groups.as_ref().map_or(vec![0], |groups| groups.get(combo as usize).cloned().unwrap_or_default())
    }

    fn group_count(&self) -> usize {
        if self.groups.is_some() { 3 } else { 1 }
    }

    fn holds(&self, value: f64) -> bool {
        (self.zeros || value.to_bits() != 0) && self.at_least.is_none_or(|bound| value >= bound)
    }

    /// The figures of each slot that stand in the model.
    fn slots(&self, figures: &[(u32, u32, f64)]) -> Vec<Vec<f64>> {
        let mut slots = vec![Vec::new(); self.places.len() * self.group_count()];
        for place in &self.places {
            for (unit, combo, value) in
                figures.iter().filter(|(unit, _, value)| place.units.contains(unit) && self.holds(*value))
            {
                let _ = unit;
                for group in self.groups_of(*combo) {
                    slots[place.slot * self.group_count() + group as usize].push(*value);
                }
            }
        }
        slots
    }
}

fn close(one: f64, other: f64) -> bool {
    one == other || (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1e3)
}

fn check_tallies(slots: &[Tally], expected: &[Vec<f64>]) -> Result<(), TestCaseError> {
    for (slot, values) in slots.iter().zip(expected) {
        prop_assert_eq!(slot.count, values.len() as u64);
        let size: f64 = values.iter().map(|value| value.abs()).sum();
        prop_assert!(
            (slot.sum - values.iter().sum::<f64>()).abs() <= 1e-12 * size,
            "{} {:?}",
            slot.sum,
            values
        );
        prop_assert_eq!(slot.least, values.iter().copied().fold(f64::INFINITY, f64::min));
        prop_assert_eq!(slot.greatest, values.iter().copied().fold(f64::NEG_INFINITY, f64::max));
    }
    Ok(())
}

fn check_totals(slots: &[Total], expected: &[Vec<f64>]) -> Result<(), TestCaseError> {
    for (slot, values) in slots.iter().zip(expected) {
        prop_assert_eq!(slot.count, values.len() as u64);
        let size: f64 = values.iter().map(|value| value.abs()).sum();
        prop_assert!(
            (slot.sum - values.iter().sum::<f64>()).abs() <= 1e-12 * size,
            "{} {values:?}",
            slot.sum
        );
    }
    Ok(())
}

fn check_moments(slots: &[Moments], expected: &[Vec<f64>]) -> Result<(), TestCaseError> {
    for (slot, values) in slots.iter().zip(expected) {
        let count = values.len() as f64;
        let mean = values.iter().sum::<f64>() / count;
        let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
        let variance = (values.len() > 1).then(|| squares / (count - 1.0));
        match (slot.variance(), variance) {
            (Some(ours), Some(theirs)) => prop_assert!(close(ours, theirs), "{ours} {theirs}"),
            (ours, theirs) => prop_assert_eq!(ours, theirs),
        }
    }
    Ok(())
}

fn check(columns: &Columns, model: &Model, question: &Question) -> Result<(), TestCaseError> {
    let groups = question.groups.as_ref().map(|groups| Groups::new(3, groups.iter().map(Vec::as_slice)));
    let combos = groups.as_ref().map_or(Combos::All, Combos::Of);
    let bound = question.at_least.map(|bound| move |value: f64| value >= bound);
    let bound = bound.as_ref().map(|bound| bound as &(dyn Fn(f64) -> bool + Sync));
    let filter = Filter { zeros: question.zeros, bound };
    let slots = question.places.len() * question.group_count();
    for element in 1..4 {
        let of_element = |period: i64| -> Vec<(u32, u32, f64)> {
            let of_period = model.range((element, period, 0, 0)..(element, period + 1, 0, 0));
            of_period.map(|((_, _, unit, combo), value)| (*unit, *combo, *value)).collect()
        };
        let block = columns.block(element);
        for period in 10..14 {
            let (mut tallies, mut moments) = (vec![Tally::default(); slots], vec![Moments::default(); slots]);
            let mut totals = vec![Total::default(); slots];
            if let Some(segment) = block.and_then(|block| block.segment(period)) {
                fold(segment, &question.places, combos, &filter, &mut tallies);
                fold(segment, &question.places, combos, &filter, &mut moments);
                fold(segment, &question.places, combos, &filter, &mut totals);
            }
            let expected = question.slots(&of_element(period));
            check_tallies(&tallies, &expected)?;
            check_totals(&totals, &expected)?;
            check_moments(&moments, &expected)?;
        }
        let Some(block) = block else { continue };
        let mut newest = Standing::new(0..UNITS, block.combos(), MOST).expect("there is room");
        let mut least =
            Standing::new(0..UNITS, 0..question.group_count() as u32, MOST).expect("there is room");
        let (mut expected_newest, mut expected_least) = (BTreeMap::new(), BTreeMap::new());
        for period in 10..14 {
            for (unit, combo, value) in
                of_element(period).into_iter().filter(|figure| question.holds(figure.2))
            {
                expected_newest.insert((unit, combo), value);
                for group in question.groups_of(combo) {
                    let standing: &mut f64 = expected_least.entry((unit, group)).or_insert(value);
                    *standing = standing.min(value);
                }
            }
            if let Some(segment) = block.segment(period) {
                newest.lay_combos(segment, &filter, |_, value| value);
                least.lay_groups(segment, combos, &filter, f64::min);
            }
            let (mut tallies, mut totals) = (vec![Tally::default(); slots], vec![Total::default(); slots]);
            newest.fold_combos(&question.places, combos, &mut tallies);
            newest.fold_combos(&question.places, combos, &mut totals);
            let standing: Vec<_> =
                expected_newest.iter().map(|((unit, combo), value)| (*unit, *combo, *value)).collect();
            check_tallies(&tallies, &question.slots(&standing))?;
            check_totals(&totals, &question.slots(&standing))?;
        }
        let mut tallies = vec![Tally::default(); slots];
        least.fold_groups(&question.places, &mut tallies);
        let mut expected = vec![Vec::new(); slots];
        for place in &question.places {
            for ((unit, group), value) in
                expected_least.iter().filter(|((unit, _), _)| place.units.contains(unit))
            {
                let _ = unit;
                expected[place.slot * question.group_count() + *group as usize].push(*value);
            }
        }
        check_tallies(&tallies, &expected)?;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn columns_answer_what_a_map_answers(
        first in prop::collection::vec(figure(), 0..400),
        changes in prop::collection::vec(change(), 0..12),
        question in question(),
    ) {
        let mut loader = Loader::new(150);
        for ((element, period, unit, combo), value) in &first {
            loader.take(*element, *period, Row { unit: *unit, combo: *combo, value: *value });
        }
        let mut columns = loader.finish();
        let mut model: Model = first.into_iter().collect();
        for change in &changes {
            apply(&mut columns, &mut model, change);
            let expected: Vec<_> = model.iter().map(|(key, value)| (*key, value.to_bits())).collect();
            prop_assert_eq!(all(&columns), expected);
        }
        prop_assert_eq!(columns.count(), model.len());
        check(&columns, &model, &question)?;
    }
}
