//! The cells of a plan, from what is resident.

use std::borrow::Cow;

use afya_columns::{
    Block, Combos, Figures, Filter, Groups, Moments, Place, Segment, Standing, Tally, Total, fold,
};

use super::belonging::Side;
use super::resident::Resident;
use super::spans::{Span, days};
use crate::plan::{Cell, Figure, OverTime, OverUnits, Plan};

/// How many units and combos may stand at once: 64 MB of figures.
const MOST_STANDING: usize = 8 << 20;

/// A plan beside what it is answered from.
pub(super) struct Work<'a> {
    pub(super) plan: &'a Plan<'a>,
    pub(super) resident: &'a Resident,
    /// Sorted by period.
    pub(super) spans: Vec<Span>,
    pub(super) places: Vec<Place>,
    /// How many units that were asked for are told apart.
    pub(super) unit_count: usize,
    pub(super) units: Side,
    pub(super) combos: Side,
}

/// Items that come together.
pub(super) struct Bundle<'a> {
    /// The position that their cells have.
    pub(super) item: usize,
    pub(super) parts: Vec<Part<'a>>,
    /// Where and what their elements belong to.
    pub(super) facets: Vec<(usize, String)>,
}

/// The figures of an item.
pub(super) struct Part<'a> {
    pub(super) block: &'a Block,
    /// The combos that count, by what they belong to; none for all.
    pub(super) groups: Option<Cow<'a, Groups>>,
    pub(super) zeros: bool,
    pub(super) is_truth: bool,
}

impl Part<'_> {
    fn combos(&self) -> Combos<'_> {
        self.groups.as_deref().map_or(Combos::All, Combos::Of)
    }
}

/// What figures over time come to within a cell: the share of each by the days of its period.
#[derive(Clone, Copy, Debug, Default)]
struct Weighed {
    count: u64,
    sum: f64,
    /// Each figure times its days, over the days of the window.
    share: f64,
    /// Each figure times its days.
    lengths: f64,
    days: f64,
    later: f64,
}

impl Work<'_> {
    /// The cells of a bundle; nothing where too much would have to stand at once.
    pub(super) fn cells(&self, bundle: &Bundle<'_>) -> Option<Vec<Cell>> {
        let aggregation = self.plan.aggregation;
        let values = match (aggregation.over_time, aggregation.over_units) {
            (_, OverUnits::One) => self.one(bundle),
            (OverTime::Average, over_units) => self.averaged(bundle, over_units),
            (over_time, OverUnits::StandardDeviation) => {
                let deviation = |moments: &Moments| moments.variance().map(f64::sqrt);
                self.gathered(bundle, over_time)?.iter().map(deviation).collect()
            }
            (over_time, OverUnits::Variance) => {
                self.gathered(bundle, over_time)?.iter().map(|moments: &Moments| moments.variance()).collect()
            }
            (over_time, OverUnits::Min | OverUnits::Max) => {
                let is_least = aggregation.over_units == OverUnits::Min;
                let bound = |tally: &Tally| {
                    (tally.count > 0).then_some(if is_least { tally.least } else { tally.greatest })
                };
                self.gathered(bundle, over_time)?.iter().map(bound).collect()
            }
            (over_time, over_units) => {
                self.gathered(bundle, over_time)?.iter().map(|total| together(total, over_units)).collect()
            }
        };
        Some(self.placed(bundle, &values))
    }

    /// How many places an item has, with and without a figure.
    pub(super) fn size(&self) -> usize {
        self.windows().saturating_mul(self.slots())
    }

    fn windows(&self) -> usize {
        if self.plan.by_window { self.plan.windows.len() } else { 1 }
    }

    fn groups(&self) -> usize {
        self.combos.tuples.len()
    }

    /// How many cells a window has.
    fn slots(&self) -> usize {
        self.unit_count * self.units.tuples.len() * self.groups()
    }

    fn segment<'a>(&self, part: &Part<'a>, period: usize) -> Option<&'a Segment> {
        part.block.segment(self.resident.periods[period].key)
    }

    /// Calls with the filter of a part, for a filter borrows what the plan bounds values by.
    fn filtered<T>(&self, part: &Part<'_>, with: impl FnOnce(&Filter<'_>) -> T) -> T {
        let criteria = self.plan.criteria;
        let bound = |value: f64| criteria.iter().all(|criterion| criterion.holds(value));
        let bound: Option<&(dyn Fn(f64) -> bool + Sync)> =
            if criteria.is_empty() { None } else { Some(&bound) };
        with(&Filter { zeros: part.zeros, bound })
    }

    /// What the figures of each cell come to, after what time does to them.
    fn gathered<F: Figures>(&self, bundle: &Bundle<'_>, over_time: OverTime) -> Option<Vec<F>> {
        match over_time {
            OverTime::Min => self.bounding(bundle, f64::min),
            OverTime::Max => self.bounding(bundle, f64::max),
            // What stands stays when figures are laid from the oldest on.
            OverTime::First => {
                self.standing(bundle, |standing, value| if standing.is_nan() { value } else { standing })
            }
            OverTime::Last | OverTime::LastInPeriod => self.standing(bundle, |_, value| value),
            OverTime::All | OverTime::Average => Some(self.all(bundle)),
        }
    }

    /// Every figure of each window.
    fn all<F: Figures>(&self, bundle: &Bundle<'_>) -> Vec<F> {
        let slots = self.slots();
        let mut cells = vec![F::default(); self.windows() * slots];
        for part in &bundle.parts {
            self.filtered(part, |filter| {
                for span in &self.spans {
                    let Some(segment) = self.segment(part, span.period) else { continue };
                    let cells = &mut cells[span.place * slots..][..slots];
                    fold(segment, &self.places, part.combos(), filter, cells);
                }
            });
        }
        cells
    }

    /// The figures that stand for each unit and combo in each window, chosen from the oldest period to the newest.
    fn standing<F: Figures>(
        &self,
        bundle: &Bundle<'_>,
        choose: impl Fn(f64, f64) -> f64 + Copy,
    ) -> Option<Vec<F>> {
        let slots = self.slots();
        let mut cells = vec![F::default(); self.windows() * slots];
        let windows = self.periods_of_windows();
        for part in &bundle.parts {
            let fresh = || Standing::new(self.span_of_units(), part.block.combos(), MOST_STANDING);
            let (mut standing, mut laid): (Standing, &[usize]) = (fresh()?, &[]);
            for (place, periods) in &windows {
                // A window that begins with the periods of the one before goes on from there.
                if !periods.starts_with(laid) {
                    (standing, laid) = (fresh()?, &[]);
                }
                self.filtered(part, |filter| {
                    let new = periods[laid.len()..].iter().filter_map(|period| self.segment(part, *period));
                    new.for_each(|segment| standing.lay_combos(segment, filter, choose));
                });
                laid = periods;
                standing.fold_combos(&self.places, part.combos(), &mut cells[place * slots..][..slots]);
            }
        }
        Some(cells)
    }

    /// The least or greatest figure of each unit in each window.
    fn bounding<F: Figures>(
        &self,
        bundle: &Bundle<'_>,
        choose: impl Fn(f64, f64) -> f64 + Copy,
    ) -> Option<Vec<F>> {
        let slots = self.slots();
        let mut cells = vec![F::default(); self.windows() * slots];
        for (place, periods) in &self.periods_of_windows() {
            let mut standing = Standing::new(self.span_of_units(), 0..self.groups() as u32, MOST_STANDING)?;
            for part in &bundle.parts {
                self.filtered(part, |filter| {
                    for segment in periods.iter().filter_map(|period| self.segment(part, *period)) {
                        standing.lay_groups(segment, part.combos(), filter, choose);
                    }
                });
            }
            standing.fold_groups(&self.places, &mut cells[place * slots..][..slots]);
        }
        Some(cells)
    }

    /// The means over time, which weigh figures by the days of their periods.
    fn averaged(&self, bundle: &Bundle<'_>, over_units: OverUnits) -> Vec<Option<f64>> {
        let slots = self.slots();
        let mut halves = vec![[Weighed::default(); 2]; self.windows() * slots];
        let mut scratch = vec![Total::default(); slots];
        for part in &bundle.parts {
            for spans in self.spans.chunk_by(|one, other| one.period == other.period) {
                let Some(segment) = self.segment(part, spans[0].period) else { continue };
                scratch.fill(Total::default());
                self.filtered(part, |filter| {
                    fold(segment, &self.places, part.combos(), filter, &mut scratch);
                });
                let length = days(self.resident.periods[spans[0].period].days());
                for span in spans {
                    let cells = halves[span.place * slots..].iter_mut();
                    for (cell, total) in cells.zip(&scratch).filter(|(_, total)| total.count > 0) {
                        cell[span.half].take(total, length, span);
                    }
                }
            }
        }
        let is_truth = bundle.parts.iter().any(|part| part.is_truth);
        halves.iter().map(|cell| whole(cell, over_units, is_truth)).collect()
    }

    /// The newest or oldest figure of each cell.
    fn one(&self, bundle: &Bundle<'_>) -> Vec<Option<f64>> {
        let (slots, groups) = (self.slots(), self.groups());
        let mut cells = vec![None; self.windows() * slots];
        let oldest_first = self.plan.aggregation.over_time == OverTime::First;
        for (place, mut periods) in self.periods_of_windows() {
            if !oldest_first {
                periods.reverse();
            }
            let mut best: Vec<Option<Found>> = vec![None; slots];
            for part in &bundle.parts {
                for period in &periods {
                    let Some(segment) = self.segment(part, *period) else { continue };
                    self.filtered(part, |filter| {
                        self.take_one(segment, *period, part, groups, filter, &mut best);
                    });
                }
            }
            let values = best.iter().map(|found| found.as_ref().map(|found| found.value));
            cells[place * slots..][..slots].iter_mut().zip(values).for_each(|(cell, value)| *cell = value);
        }
        cells
    }

    fn take_one(
        &self,
        segment: &Segment,
        period: usize,
        part: &Part<'_>,
        groups: usize,
        filter: &Filter<'_>,
        best: &mut [Option<Found>],
    ) {
        let stored = &self.resident.periods[period];
        segment.runs(&self.places, |place, run| {
            for row in run.rows().filter(|row| filter.holds(row.value)) {
                let (combo, attribute) = self.resident.combos.pair(row.combo);
                let key = (self.resident.units.key(row.unit), combo, attribute);
                let found = Found { days: (stored.end, stored.start), key, value: row.value };
                for group in part.combos().groups(row.combo) {
                    let standing = &mut best[place.slot * groups + *group as usize];
                    // Periods come in the order in which they count; of the same days the least key counts.
                    let replaces = standing
                        .as_ref()
                        .is_none_or(|standing| standing.days == found.days && found.key < standing.key);
                    if replaces {
                        *standing = Some(found.clone());
                    }
                }
            }
        });
    }

    /// The periods of each window from the oldest to the newest; windows by their ends, so that one goes on from another.
    fn periods_of_windows(&self) -> Vec<(usize, Vec<usize>)> {
        let periods = &self.resident.periods;
        let order = |period: &usize| (periods[*period].end, periods[*period].start, *period);
        let mut windows: Vec<(usize, Vec<usize>)> =
            (0..self.windows()).map(|place| (place, Vec::new())).collect();
        for span in &self.spans {
            windows[span.place].1.push(span.period);
        }
        for (_, periods) in &mut windows {
            periods.sort_by_key(order);
            periods.dedup();
        }
        windows.sort_by_key(|(_, periods)| periods.last().map(order));
        windows
    }

    fn span_of_units(&self) -> std::ops::Range<u32> {
        let start = self.places.iter().map(|place| place.units.start).min().unwrap_or(0);
        start..self.places.iter().map(|place| place.units.end).max().unwrap_or(start)
    }

    /// Figures in their places.
    fn placed(&self, bundle: &Bundle<'_>, values: &[Option<f64>]) -> Vec<Cell> {
        let (groups, tuples) = (self.groups(), self.units.tuples.len());
        let mut cells = Vec::new();
        for (window, values) in values.chunks(self.slots().max(1)).enumerate() {
            for (slot, value) in values.iter().enumerate() {
                let Some(value) = value else { continue };
                let mut facets = vec![String::new(); self.plan.facets.len()];
                let (unit_tuple, group) = (slot / groups % tuples, slot % groups);
                let of_units = self.units.facets.iter().zip(&self.units.tuples[unit_tuple]);
                let of_combos = self.combos.facets.iter().zip(&self.combos.tuples[group]);
                for (at, uid) in of_units.chain(of_combos) {
                    facets[*at].clone_from(uid);
                }
                for (at, uid) in &bundle.facets {
                    facets[*at].clone_from(uid);
                }
                let unit = slot / groups / tuples;
                // Negative zeros are ours alone.
                let value = Figure::Number(value + 0.0);
                cells.push(Cell { item: bundle.item, window, unit, facets, value });
            }
        }
        cells
    }
}

/// The figure of a whole cell, and what decides between it and another.
#[derive(Clone, Debug)]
struct Found {
    days: (jiff::civil::Date, jiff::civil::Date),
    /// The keys of unit, option combo and attribute option combo.
    key: (i64, i64, i64),
    value: f64,
}

impl Weighed {
    fn take(&mut self, total: &Total, length: f64, span: &Span) {
        self.count += total.count;
        self.sum += total.sum;
        self.share += total.sum * length / span.whole;
        self.lengths += total.sum * length;
        self.days += count_of(total.count) * length;
        self.later = self.later.max(span.later);
    }

    /// What a half comes to; truth values are counted or become a percentage.
    fn value(&self, over_units: OverUnits, is_truth: bool) -> Option<f64> {
        let value = match (over_units, is_truth) {
            (OverUnits::Sum, true) => self.sum,
            (OverUnits::Sum, false) => self.share,
            (_, true) => self.lengths / self.days * 100.0,
            (_, false) => self.sum / count_of(self.count),
        };
        (self.count > 0).then_some(value)
    }
}

/// Both halves of a cell, the second as far as it reaches into the window.
fn whole(halves: &[Weighed; 2], over_units: OverUnits, is_truth: bool) -> Option<f64> {
    let [first, second] = [&halves[0], &halves[1]].map(|half| half.value(over_units, is_truth));
    match (first, second) {
        (Some(first), Some(second)) => Some(first * (1.0 - halves[0].later) + second * halves[1].later),
        (first, second) => first.or(second),
    }
}

fn together(total: &Total, over_units: OverUnits) -> Option<f64> {
    let value = match over_units {
        OverUnits::Average => total.sum / count_of(total.count),
        OverUnits::Count => count_of(total.count),
        _ => total.sum,
    };
    (total.count > 0).then_some(value)
}

#[expect(clippy::cast_precision_loss, reason = "figures are far fewer than 2^53")]
fn count_of(count: u64) -> f64 {
    count as f64
}
