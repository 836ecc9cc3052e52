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
        self.lay(segment, filter, |combo, lay| lay(combo), choose);
    }

    /// Takes the figures of each unit and group.
    pub fn lay_groups(
        &mut self,
        segment: &Segment,
        combos: Combos<'_>,
        filter: &Filter<'_>,
        choose: impl Fn(f64, f64) -> f64,
    ) {
        let each = |combo: u32, lay: &mut dyn FnMut(u32)| {
            combos.groups(combo).iter().for_each(|group| lay(*group));
        };
        self.lay(segment, filter, each, choose);
    }

    #[inline]
    fn lay(
        &mut self,
        segment: &Segment,
        filter: &Filter<'_>,
        each_key: impl Fn(u32, &mut dyn FnMut(u32)),
        choose: impl Fn(f64, f64) -> f64,
    ) {
        let (units, keys, width) = (self.units.clone(), self.keys.clone(), self.keys.len());
        let all = [Place { units: units.clone(), slot: 0 }];
        let values = &mut self.values;
        segment.runs(&all, |_, run| {
            for row in run.rows().filter(|row| filter.holds(row.value)) {
                let first = (row.unit - units.start) as usize * width;
                each_key(row.combo, &mut |key| {
                    if keys.contains(&key) {
                        let standing = &mut values[first + (key - keys.start) as usize];
                        *standing = choose(*standing, row.value);
                    }
                });
            }
        });
    }

    /// Brings together what stands for combos, by place and group.
    pub fn fold_combos<F: Figures>(&self, places: &[Place], combos: Combos<'_>, slots: &mut [F]) {
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
        let width = self.keys.len();
        for place in places {
            let (start, end) = (place.units.start.max(self.units.start), place.units.end.min(self.units.end));
            for unit in start..end {
                let first = (unit - self.units.start) as usize * width;
                for (key, value) in self.keys.clone().zip(&self.values[first..first + width]) {
                    if !value.is_nan() {
                        each(place, key, *value);
                    }
                }
            }
        }
    }
}
