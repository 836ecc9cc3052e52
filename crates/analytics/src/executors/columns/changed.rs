//! Which values changed: the elements, and of each where, as far as that is known; and whether reports did.

use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use afya_access::Caller;
use afya_columns::{Row, Segment};

use super::resident::Hierarchy;

/// How many ranges tell units apart.
const MOST_RANGES: usize = 64;

/// The elements whose values changed, and whether it was said of any report that it is complete, or no longer.
#[derive(Clone, Debug, Default)]
pub struct Changed {
    /// By their keys; units are none where it is not known which.
    elements: BTreeMap<i64, Option<Units>>,
    reports: bool,
    hierarchy: Arc<Hierarchy>,
}

impl Changed {
    /// No values yet, of units of this hierarchy.
    pub(super) fn of(hierarchy: Arc<Hierarchy>) -> Changed {
        Changed { hierarchy, ..Changed::default() }
    }

    /// Adds values of these units by their keys; of any where none are given.
    pub(super) fn add<'a>(&mut self, element: i64, units: Option<impl IntoIterator<Item = &'a i64>>) {
        let Some(units) = units else {
            self.elements.insert(element, None);
            return;
        };
        for unit in units {
            match self.hierarchy.number(*unit) {
                Some(number) => self.cover(element, number..number + 1),
                None => drop(self.elements.insert(element, None)),
            }
        }
    }

    /// Adds the values that differ between what there was of an element and a period and what there is.
    pub(super) fn add_between(&mut self, element: i64, before: Option<&Segment>, after: Option<&Segment>) {
        let (mut before, mut after) = (
            before.into_iter().flat_map(Segment::rows).peekable(),
            after.into_iter().flat_map(Segment::rows).peekable(),
        );
        let place = |row: &Row| (row.unit, row.combo);
        loop {
            let order = match (before.peek(), after.peek()) {
                (None, None) => return,
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(one), Some(other)) => place(one).cmp(&place(other)),
            };
            let one = if order.is_le() { before.next() } else { None };
            let other = if order.is_ge() { after.next() } else { None };
            let value = |row: Option<Row>| row.map(|row| row.value.to_bits());
            if let Some(row) = one.or(other).filter(|_| value(one) != value(other)) {
                self.cover(element, row.unit..row.unit + 1);
            }
        }
    }

    /// Adds reports, of whichever data set and unit.
    pub(super) fn add_reports(&mut self) {
        self.reports = true;
    }

    /// Adds all that others are.
    pub(super) fn add_all(&mut self, others: &Changed) {
        self.reports |= others.reports;
        for (element, units) in &others.elements {
            match units {
                Some(units) => units.0.iter().for_each(|range| self.cover(*element, range.clone())),
                None => drop(self.elements.insert(*element, None)),
            }
        }
    }

    fn cover(&mut self, element: i64, numbers: Range<u32>) {
        if let Some(units) = self.elements.entry(element).or_insert_with(|| Some(Units::default())) {
            units.cover(numbers);
        }
    }

    /// Of how many elements they are.
    pub(super) fn count(&self) -> usize {
        self.elements.len()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.elements.is_empty() && !self.reports
    }

    /// Whether there are reports.
    pub(super) fn has_reports(&self) -> bool {
        self.reports
    }

    /// About how much room they take.
    pub(super) fn size(&self) -> usize {
        let elements = self.elements.values();
        let ranges = elements.map(|units| 1 + units.as_ref().map_or(0, |units| units.0.len())).sum::<usize>();
        ranges + usize::from(self.reports)
    }

    /// The keys of the elements of which something changed, or may have, where the caller looks at data.
    pub(super) fn seen_by(&self, caller: &Caller) -> Vec<i64> {
        let view: Vec<Range<u32>> =
            caller.data_view_org_units.iter().map(|unit| self.hierarchy.below(&unit.path)).collect();
        let is_seen = |units: &Units| view.is_empty() || view.iter().any(|below| units.meet(below));
        let seen = self.elements.iter().filter(|(_, units)| units.as_ref().is_none_or(is_seen));
        seen.map(|(element, _)| *element).collect()
    }
}

/// Numbers of units as a few ranges in order. Where they are scattered, what lies between the closest is taken along.
#[derive(Clone, Debug, Default)]
struct Units(Vec<Range<u32>>);

impl Units {
    fn cover(&mut self, more: Range<u32>) {
        let from = self.0.partition_point(|range| range.end < more.start);
        let to = self.0.partition_point(|range| range.start <= more.end);
        let touched = &self.0[from..to];
        let start = touched.first().map_or(more.start, |range| range.start.min(more.start));
        let end = touched.last().map_or(more.end, |range| range.end.max(more.end));
        self.0.splice(from..to, std::iter::once(start..end));
        let gaps = self.0.windows(2).map(|pair| pair[1].start - pair[0].end).enumerate();
        if self.0.len() > MOST_RANGES
            && let Some((closest, _)) = gaps.min_by_key(|(_, gap)| *gap)
        {
            let next = self.0.remove(closest + 1);
            self.0[closest].end = next.end;
        }
    }

    fn meet(&self, others: &Range<u32>) -> bool {
        let at = self.0.partition_point(|range| range.end <= others.start);
        !others.is_empty() && self.0.get(at).is_some_and(|range| range.start < others.end)
    }
}

#[cfg(test)]
mod tests {
    use afya_access::OrgUnit;

    use super::*;

    fn viewing(path: &str) -> Caller {
        let unit = OrgUnit { id: 0, uid: String::new(), path: path.to_owned(), level: 2 };
        Caller { data_view_org_units: vec![unit], ..Caller::default() }
    }

    fn values() -> Changed {
        let units = [(1, "/a"), (2, "/a/b"), (3, "/a/c"), (4, "/a/c/d"), (5, "/e")];
        Changed::of(Arc::new(Hierarchy::new(units.map(|(key, path)| (key, path.to_owned())).into())))
    }

    #[test]
    fn what_changed_elsewhere_is_not_seen() {
        let mut values = values();
        values.add(10, Some(&[2]));
        values.add(20, Some(&[4, 5]));
        values.add(30, None::<&[i64]>);
        values.add(40, Some(&[99]));
        values.add(50, Some(&[]));
        assert_eq!(values.seen_by(&Caller::default()), [10, 20, 30, 40]);
        // Where it is not known which units changed, it may be these.
        for (path, seen) in [
            ("/a", vec![10, 20, 30, 40]),
            ("/a/b", vec![10, 30, 40]),
            ("/a/c", vec![20, 30, 40]),
            ("/e", vec![20, 30, 40]),
            ("/elsewhere", vec![30, 40]),
        ] {
            assert_eq!(values.seen_by(&viewing(path)), seen, "{path}");
        }
        let mut all = Changed::of(values.hierarchy.clone());
        all.add(10, Some(&[5]));
        all.add_all(&values);
        assert!(!all.has_reports());
        values.add_reports();
        all.add_all(&values);
        assert!(all.has_reports());
        assert_eq!(all.seen_by(&viewing("/e")), [10, 20, 30, 40]);
        assert_eq!((all.count(), all.size()), (4, 8));
    }

    #[test]
    fn what_differs_is_found_by_unit() {
        let row = |unit, combo, value| Row { unit, combo, value };
        let before = Segment::new(vec![row(0, 0, 1.0), row(1, 0, 1.0), row(1, 1, 2.0), row(2, 0, 0.0)]);
        let after = Segment::new(vec![row(0, 0, 1.0), row(1, 1, 3.0), row(2, 0, 0.0), row(4, 0, 5.0)]);
        let found = |one: Option<&Segment>, other: Option<&Segment>| {
            let mut values = values();
            values.add_between(10, one, other);
            values.elements.remove(&10).flatten().unwrap_or_default().0
        };
        assert_eq!(found(Some(&before), Some(&after)), [1..2, 4..5]);
        assert_eq!(found(Some(&after), Some(&before)), [1..2, 4..5]);
        assert_eq!(found(Some(&before), None).as_slice(), std::slice::from_ref(&(0..3)));
        assert_eq!(found(None, Some(&after)), [0..3, 4..5]);
        assert!(found(Some(&after), Some(&after)).is_empty());
    }

    #[test]
    fn scattered_units_take_along_what_lies_between_the_closest() {
        let mut units = Units::default();
        for unit in [5, 3, 4, 9] {
            units.cover(unit..unit + 1);
        }
        units.cover(4..7);
        assert_eq!(units.0, [3..7, 9..10]);
        assert!(units.meet(&(0..4)) && units.meet(&(9..20)) && !units.meet(&(7..9)) && !units.meet(&(5..5)));
        let mut units = Units::default();
        (0..1_000).for_each(|unit| units.cover(unit * 100..unit * 100 + 1));
        units.cover(500_000..500_001);
        assert_eq!(units.0.len(), MOST_RANGES);
        assert!((0..1_000).all(|unit| units.meet(&(unit * 100..unit * 100 + 1))));
        assert!(!units.meet(&(200_000..400_000)) && units.meet(&(500_000..500_001)));
    }
}
