//! What stands for each unit when only one of its figures counts: the newest, the oldest, the least or the greatest.

use std::ops::Range;

use crate::fold::{Combos, Figures, Filter, Place};
use crate::segment::Segment;

/// A figure, or none, for each unit of a range and each key; keys are combos or groups.
#[derive(Debug)]
pub struct Standing {
    units: Range<u32>,
    keys: Range<u32>,
    values: Vec<f64>,
}

impl Standing {
    /// No figure yet. Nothing when more cells than these would be needed.
    pub fn new(units: Range<u32>, keys: Range<u32>, most_cells: usize) -> Option<Standing> {
        let cells = units.len().checked_mul(keys.len()).filter(|cells| *cells <= most_cells)?;
        Some(Standing { units, keys, values: vec![f64::NAN; cells] })
    }

    /// Takes the figures of each unit and combo; `choose` says what stays of the one that stands, or of none as NaN, and
    /// of the other.
    pub fn lay_combos(&mut self, segment: &Segment, filter: &Filter<'_>, choose: impl Fn(f64, f64) -> f64) {
        let (units, keys, width) = (self.units.clone(), self.keys.clone(), self.keys.len());
        let values = &mut self.values;
        segment.runs(&[Place { units: units.clone(), slot: 0 }], |_, run| {
            let place =
                |unit: u32, combo: u32| (unit - units.start) as usize * width + (combo - keys.start) as usize;
            if let (Some(first), Some(combo)) = (run.follows_from(), run.combo())
                && keys.contains(&combo)
                && filter.holds_all(&run)
            {
                let values = &mut values[place(first, combo)..];
                run.each_value(|at, value| {
                    let standing = &mut values[at * width];
                    *standing = choose(*standing, value);
                });
                return;
            }
            for row in run.rows().filter(|row| filter.holds(row.value) && keys.contains(&row.combo)) {
                let standing = &mut values[place(row.unit, row.combo)];
                *standing = choose(*standing, row.value);
            }
        });
    }

    /// Takes the figures of each unit and group.
    pub fn lay_groups(
        &mut self,
        segment: &Segment,
        combos: Combos<'_>,
        filter: &Filter<'_>,
        choose: impl Fn(f64, f64) -> f64,
    ) {
        let (units, keys, width) = (self.units.clone(), self.keys.clone(), self.keys.len());
        let values = &mut self.values;
        segment.runs(&[Place { units: units.clone(), slot: 0 }], |_, run| {
            for row in run.rows().filter(|row| filter.holds(row.value)) {
                let first = (row.unit - units.start) as usize * width;
                for group in combos.groups(row.combo).iter().filter(|group| keys.contains(group)) {
                    let standing = &mut values[first + (group - keys.start) as usize];
                    *standing = choose(*standing, row.value);
                }
            }
        });
    }

    /// Brings together what stands for combos, by place and group.
    pub fn fold_combos<F: Figures>(&self, places: &[Place], combos: Combos<'_>, slots: &mut [F]) {
        if let Combos::All = combos {
            for place in places {
                let slot = &mut slots[place.slot];
                *slot = slot.with_all(&self.values[self.cells(place)]);
            }
            return;
        }
        let groups = combos.count();
        self.each(places, |place, key, value| {
            for group in combos.groups(key) {
                let slot = &mut slots[place.slot * groups + *group as usize];
                *slot = slot.with(value);
            }
        });
    }

    /// Brings together what stands for groups, by place and group.
    pub fn fold_groups<F: Figures>(&self, places: &[Place], slots: &mut [F]) {
        let groups = self.keys.len();
        self.each(places, |place, key, value| {
            let slot = &mut slots[place.slot * groups + key as usize];
            *slot = slot.with(value);
        });
    }

    #[inline]
    fn each(&self, places: &[Place], mut each: impl FnMut(&Place, u32, f64)) {
        for place in places {
            let keys = self.keys.clone().cycle();
            for (key, value) in keys.zip(&self.values[self.cells(place)]).filter(|(_, value)| !value.is_nan())
            {
                each(place, key, *value);
            }
        }
    }

    /// The figures of a place: of each of its units one for each key.
    fn cells(&self, place: &Place) -> Range<usize> {
        let cell = |unit: u32| {
            (unit.clamp(self.units.start, self.units.end) - self.units.start) as usize * self.keys.len()
        };
        cell(place.units.start)..cell(place.units.end)
    }
}
