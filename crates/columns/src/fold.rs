//! Figures that come together: by ranges of units and by what combos belong to, in one pass over the rows.

use std::ops::Range;

use crate::pack::{Run, is_plain_zero};
use crate::segment::Segment;

/// Neighbouring units that come together in a slot. Places are sorted by their first unit; they may overlap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The numbers of the units.
    pub units: Range<u32>,
    /// Which slot they count for; slots of groups lie `slot * groups + group`.
    pub slot: usize,
}

/// Which combos count, and for which groups.
#[derive(Clone, Copy, Debug)]
pub enum Combos<'a> {
    /// All, for the only group.
    All,
    /// Those that belong to a group.
    Of(&'a Groups),
}

/// The groups of each combo. A combo may belong to several, as an age does to an age group and to all children.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    ends: Vec<u32>,
    members: Vec<u32>,
    count: usize,
}

impl Groups {
    /// So many groups, with the groups of each combo in the order of their numbers.
    pub fn new<'a>(count: usize, of_combos: impl IntoIterator<Item = &'a [u32]>) -> Groups {
        let mut groups = Groups { count, ..Groups::default() };
        for of_combo in of_combos {
            groups.members.extend_from_slice(of_combo);
            groups.ends.push(groups.members.len() as u32);
        }
        groups
    }

    /// The groups of a combo; none for one that came later.
    #[inline]
    fn of(&self, combo: u32) -> &[u32] {
        let combo = combo as usize;
        let Some(end) = self.ends.get(combo) else { return &[] };
        let start = combo.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        &self.members[start as usize..*end as usize]
    }
}

impl Combos<'_> {
    /// How many groups there are.
    pub fn count(&self) -> usize {
        match self {
            Combos::All => 1,
            Combos::Of(groups) => groups.count,
        }
    }

    /// The groups of a combo.
    #[inline]
    pub fn groups(&self, combo: u32) -> &[u32] {
        match self {
            Combos::All => &[0],
            Combos::Of(groups) => groups.of(combo),
        }
    }
}

/// Which single values count.
#[derive(Clone, Copy)]
pub struct Filter<'a> {
    /// Whether plain zeros do; a negative zero always does.
    pub zeros: bool,
    /// What else has to hold.
    pub bound: Option<&'a (dyn Fn(f64) -> bool + Sync)>,
}

impl Filter<'_> {
    /// Whether a value counts.
    #[inline]
    pub fn holds(&self, value: f64) -> bool {
        (self.zeros || !is_plain_zero(value)) && self.bound.is_none_or(|bound| bound(value))
    }

    /// Whether every value of a run counts, as far as can be told without reading it.
    pub(crate) fn holds_all(&self, run: &Run<'_>) -> bool {
        self.bound.is_none() && (self.zeros || !run.may_have_zeros())
    }
}

/// What figures come to.
pub trait Figures: Copy + Default {
    /// With one more figure.
    #[must_use]
    fn with(self, value: f64) -> Self;
    /// With all figures of a run.
    #[must_use]
    fn with_run(self, run: &Run<'_>) -> Self;
    /// With all figures of a list, in which NaN is none.
    #[must_use]
    fn with_all(self, values: &[f64]) -> Self {
        values.iter().filter(|value| !value.is_nan()).fold(self, |figures, value| figures.with(*value))
    }
}

/// How many, and their sum.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Total {
    /// How many.
    pub count: u64,
    /// Added up.
    pub sum: f64,
}

impl Figures for Total {
    #[inline]
    fn with(self, value: f64) -> Total {
        Total { count: self.count + 1, sum: self.sum + value }
    }

    fn with_run(self, run: &Run<'_>) -> Total {
        let run = run.total();
        Total { count: self.count + run.count, sum: self.sum + run.sum }
    }

    fn with_all(self, values: &[f64]) -> Total {
        // Several sums at once: one would wait for each of its additions.
        let (mut counts, mut sums) = ([0_u64; 8], [0.0_f64; 8]);
        let (lanes, rest) = values.as_chunks::<8>();
        for values in lanes {
            for at in 0..8 {
                let is_none = values[at].is_nan();
                counts[at] += u64::from(!is_none);
                sums[at] += if is_none { 0.0 } else { values[at] };
            }
        }
        let together = Total {
            count: self.count + counts.iter().sum::<u64>(),
            sum: self.sum + sums.iter().sum::<f64>(),
        };
        rest.iter().filter(|value| !value.is_nan()).fold(together, |total, value| total.with(*value))
    }
}

/// How many, their sum and their bounds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tally {
    /// How many.
    pub count: u64,
    /// Added up.
    pub sum: f64,
    /// The least; infinite when there is none.
    pub least: f64,
    /// The greatest; infinite when there is none.
    pub greatest: f64,
}

impl Default for Tally {
    fn default() -> Tally {
        Tally { count: 0, sum: 0.0, least: f64::INFINITY, greatest: f64::NEG_INFINITY }
    }
}

impl Tally {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Tally) -> Tally {
        Tally {
            count: self.count + other.count,
            sum: self.sum + other.sum,
            least: self.least.min(other.least),
            greatest: self.greatest.max(other.greatest),
        }
    }
}

impl Figures for Tally {
    #[inline]
    fn with(self, value: f64) -> Tally {
        self.and(Tally { count: 1, sum: value, least: value, greatest: value })
    }

    fn with_run(self, run: &Run<'_>) -> Tally {
        self.and(run.tally())
    }
}

/// How many, their mean, and the sum of the squares of their distances from it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// How many.
    pub count: u64,
    /// The mean.
    pub mean: f64,
    /// The sum of squares.
    pub squares: f64,
}

impl Moments {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Moments) -> Moments {
        if other.count == 0 || self.count == 0 {
            return if self.count == 0 { other } else { self };
        }
        let count = self.count + other.count;
        let (before, added, both) = (self.count as f64, other.count as f64, count as f64);
        let apart = other.mean - self.mean;
        Moments {
            count,
            mean: self.mean + apart * added / both,
            squares: self.squares + other.squares + apart * apart * before * added / both,
        }
    }

    /// The variance of a sample; none of fewer than two.
    pub fn variance(self) -> Option<f64> {
        (self.count > 1).then(|| self.squares / (self.count - 1) as f64)
    }
}

impl Figures for Moments {
    #[inline]
    fn with(self, value: f64) -> Moments {
        let count = self.count + 1;
        let apart = value - self.mean;
        let mean = self.mean + apart / count as f64;
        Moments { count, mean, squares: self.squares + apart * (value - mean) }
    }

    fn with_run(self, run: &Run<'_>) -> Moments {
        self.and(run.values().fold(Moments::default(), Moments::with))
    }
}

/// Brings the figures of a segment together by place and group.
pub fn fold<F: Figures>(
    segment: &Segment,
    places: &[Place],
    combos: Combos<'_>,
    filter: &Filter<'_>,
    slots: &mut [F],
) {
    let groups = combos.count();
    let is_plain = matches!(combos, Combos::All);
    segment.runs(places, |place, run| {
        if is_plain && filter.holds_all(&run) {
            let slot = &mut slots[place.slot];
            *slot = slot.with_run(&run);
            return;
        }
        let first = place.slot * groups;
        for row in run.rows().filter(|row| filter.holds(row.value)) {
            for group in combos.groups(row.combo) {
                let slot = &mut slots[first + *group as usize];
                *slot = slot.with(row.value);
            }
        }
    });
}
