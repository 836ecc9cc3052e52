//! What is resident: the figures in columns, and what their numbers and keys stand for, all as of one moment.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use afya_columns::Columns;
use afya_model::period::PeriodType;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Everything that plans are answered from. A clone shares it.
#[derive(Clone, Debug, Default)]
pub struct Resident {
    pub(in crate::executors) figures: Columns,
    pub(in crate::executors) elements: Arc<HashMap<i64, Element>>,
    pub(in crate::executors) periods: Arc<Vec<StoredPeriod>>,
    pub(in crate::executors) units: Arc<Hierarchy>,
    pub(in crate::executors) combos: Arc<Combos>,
    /// How many bytes the figures may take, if that is bounded.
    pub(in crate::executors) most_bytes: Option<usize>,
    /// The figures of periods that begin before this day are left to PostgreSQL, since there is no room for them.
    pub(in crate::executors) since: Option<Date>,
}

impl Resident {
    /// Whether figures of a period are resident.
    pub(in crate::executors) fn holds(&self, period: &StoredPeriod) -> bool {
        self.since.is_none_or(|since| period.start >= since)
    }

    /// Leaves the oldest periods to PostgreSQL once there is no room for all, with some room to spare.
    pub(in crate::executors) fn fit(&mut self) {
        let Some(most) = self.most_bytes.filter(|most| self.bytes() > *most) else { return };
        let mut bytes_by_start: BTreeMap<Date, usize> = BTreeMap::new();
        let starts: HashMap<i64, Date> =
            self.periods.iter().map(|period| (period.key, period.start)).collect();
        for (period, segment) in self.figures.elements().flat_map(|(_, block)| block.periods()) {
            let start = starts.get(&period).copied().unwrap_or(Date::MIN);
            *bytes_by_start.entry(start).or_default() += segment.bytes();
        }
        let mut left = self.bytes();
        for (start, bytes) in bytes_by_start {
            if left <= most - most / 10 {
                break;
            }
            left -= bytes.min(left);
            self.since = Some(start.saturating_add(1.days()));
        }
        let Some(since) = self.since else { return };
        self.figures.keep_periods(|period| starts.get(&period).is_some_and(|start| *start >= since));
    }

    /// How many figures there are.
    pub fn count(&self) -> usize {
        self.figures.count()
    }

    /// How many bytes the figures take.
    pub fn bytes(&self) -> usize {
        self.figures.bytes()
    }
}

/// What of a data element decides which of its values are figures, and which count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::executors) struct Element {
    pub(in crate::executors) values: Values,
    /// Whether its zeros count: always for means, else when they are significant and asked for.
    pub(in crate::executors) is_averaged: bool,
    pub(in crate::executors) zero_is_significant: bool,
    /// Whether a level bounds what counts for whom.
    pub(in crate::executors) has_levels: bool,
}

/// What values of a data element are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::executors) enum Values {
    /// Text, of which nothing is resident.
    Text,
    /// Yes or no.
    Boolean,
    /// Yes or nothing.
    TrueOnly,
    /// Numbers.
    Number,
}

impl Element {
    pub(in crate::executors) fn is_truth(&self) -> bool {
        matches!(self.values, Values::Boolean | Values::TrueOnly)
    }
}

/// A period as it is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::executors) struct StoredPeriod {
    pub(in crate::executors) key: i64,
    /// The key of its type.
    pub(in crate::executors) kind_key: i64,
    /// Its type, where it is one that is known.
    pub(in crate::executors) kind: Option<PeriodType>,
    /// Whether it is a week of some kind, whose year is that of its fourth day.
    pub(in crate::executors) is_weekly: bool,
    pub(in crate::executors) start: Date,
    pub(in crate::executors) end: Date,
}

impl StoredPeriod {
    pub(in crate::executors) fn days(&self) -> i64 {
        i64::from((self.end - self.start).get_days()) + 1
    }

    pub(in crate::executors) fn year(&self) -> i64 {
        let shift = if self.is_weekly { 3 } else { 0 };
        i64::from(self.start.checked_add(i64::from(shift).days()).unwrap_or(self.start).year())
    }
}

/// The units in the order of their paths, so that those below a unit follow it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::executors) struct Hierarchy {
    /// Keys and paths by number; a unit without a path is below none.
    units: Vec<(i64, String)>,
    numbers: HashMap<i64, u32>,
}

impl Hierarchy {
    pub(in crate::executors) fn new(mut units: Vec<(i64, String)>) -> Hierarchy {
        units.sort_by(|one, other| (&one.1, one.0).cmp(&(&other.1, other.0)));
        let numbers = units.iter().zip(0..).map(|((key, _), number)| (*key, number)).collect();
        Hierarchy { units, numbers }
    }

    /// Keys and paths by number.
    pub(in crate::executors) fn units(&self) -> &[(i64, String)] {
        &self.units
    }

    /// How many units there are.
    pub(in crate::executors) fn count(&self) -> u32 {
        self.units.len() as u32
    }

    /// The number of a unit.
    pub(in crate::executors) fn number(&self, key: i64) -> Option<u32> {
        self.numbers.get(&key).copied()
    }

    /// The key of a unit.
    pub(in crate::executors) fn key(&self, number: u32) -> i64 {
        self.units.get(number as usize).map_or(0, |(key, _)| *key)
    }

    /// The numbers of the unit with a path and of all below it.
    pub(in crate::executors) fn below(&self, path: &str) -> Range<u32> {
        let start = self.units.partition_point(|(_, known)| known.as_str() < path);
        let is_below = |known: &str| {
            known.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let count = self.units[start..].partition_point(|(_, known)| is_below(known));
        start as u32..(start + count) as u32
    }

    /// The numbers that the units of this hierarchy have in another; nothing when none has changed.
    pub(in crate::executors) fn moved(&self, to: &Hierarchy) -> Option<Vec<Option<u32>>> {
        let numbers: Vec<Option<u32>> = self.units.iter().map(|(key, _)| to.number(*key)).collect();
        let is_same = numbers.iter().zip(0..).all(|(number, before)| *number == Some(before));
        (!is_same).then_some(numbers)
    }
}

/// The pairs of option combo and attribute option combo, numbered as they came.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::executors) struct Combos {
    pairs: Vec<(i64, i64)>,
    numbers: HashMap<(i64, i64), u32>,
}

impl Combos {
    /// The number of a pair, which is a new one for a new pair.
    pub(in crate::executors) fn number(&mut self, pair: (i64, i64)) -> u32 {
        *self.numbers.entry(pair).or_insert_with(|| {
            self.pairs.push(pair);
            self.pairs.len() as u32 - 1
        })
    }

    /// The pair of a number.
    pub(in crate::executors) fn pair(&self, number: u32) -> (i64, i64) {
        self.pairs.get(number as usize).copied().unwrap_or_default()
    }

    /// All pairs by number.
    pub(in crate::executors) fn pairs(&self) -> &[(i64, i64)] {
        &self.pairs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hierarchy(units: &[(i64, &str)]) -> Hierarchy {
        Hierarchy::new(units.iter().map(|(key, path)| (*key, (*path).to_owned())).collect())
    }

    #[test]
    fn units_below_a_unit_follow_it() {
        let units = hierarchy(&[(1, "/a"), (2, "/a/c"), (3, "/a/b"), (4, "/a/b/x"), (5, "/ab"), (6, "")]);
        let keys = |path: &str| units.below(path).map(|number| units.key(number)).collect::<Vec<_>>();
        assert_eq!(keys("/a"), [1, 3, 4, 2]);
        assert_eq!(keys("/a/b"), [3, 4]);
        assert_eq!(keys("/ab"), [5]);
        assert_eq!(keys("/a/d"), [0; 0]);
    }

    #[test]
    fn a_move_gives_numbers_anew() {
        let before = hierarchy(&[(1, "/a"), (2, "/a/b"), (3, "/a/c")]);
        let after = hierarchy(&[(1, "/a"), (2, "/a/c/b"), (3, "/a/c")]);
        assert_eq!(before.moved(&after), Some(vec![Some(0), Some(2), Some(1)]));
        assert_eq!(before.moved(&before.clone()), None);
        let without = hierarchy(&[(1, "/a"), (3, "/a/c")]);
        assert_eq!(before.moved(&without), Some(vec![Some(0), None, Some(1)]));
    }
}
