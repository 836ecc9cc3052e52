//! The axes of a query: windows of time and units, each spread out or taken together.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::dimensions::org_units::Unit;
use crate::executors::Executor;
use crate::plan::{Approval, Criterion, Facet, Window};

/// What the figures of a query are spread over.
#[derive(Clone, Debug)]
pub struct Axes<'a> {
    /// Who runs the plans.
    pub executor: &'a Executor<'a>,
    /// The windows of time.
    pub windows: &'a [Window],
    /// Whether each window has figures of its own.
    pub by_window: bool,
    /// The units; none for all there are.
    pub units: Option<&'a [Unit]>,
    /// Whether each unit has figures of its own.
    pub by_unit: bool,
    /// The further axes.
    pub facets: &'a [Facet],
    /// What bounds figures further.
    pub bounds: &'a [Facet],
    /// What each single value has to fit before it counts.
    pub criteria: &'a [Criterion],
    /// At which levels figures have to be approved; nothing where all are seen.
    pub approval: Option<&'a Approval>,
    /// Whether figures count only while the category options that they were saved by are valid.
    pub within_dates: bool,
    /// An aggregation in the place of the elements' own.
    pub aggregation: Option<&'a str>,
    /// No figures of periods that begin before this day.
    pub from: Option<Date>,
    /// No figures of periods that end after this day.
    pub until: Option<Date>,
    /// Whether zeros of elements for which they are significant count.
    pub with_zeros: bool,
    /// Whether figures are not rounded.
    pub skip_rounding: bool,
}

/// A place in a grid: positions of window and unit, 0 where there is no axis, and items of the further axes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The position of the window.
    pub window: usize,
    /// The position of the unit.
    pub unit: usize,
    /// The identifiers of the items of the further axes.
    pub facets: Vec<String>,
}

impl Axes<'_> {
    /// The places of all cells.
    pub fn places(&self) -> Vec<Place> {
        let windows = if self.by_window { self.windows.len() } else { 1 };
        let units = if self.by_unit { self.units.map_or(0, <[Unit]>::len) } else { 1 };
        let mut combinations: Vec<Vec<String>> = vec![Vec::new()];
        for facet in self.facets {
            let extended = combinations.iter().flat_map(|begun| {
                facet
                    .items
                    .iter()
                    .map(move |item| [begun.as_slice(), std::slice::from_ref(&item.uid)].concat())
            });
            combinations = extended.collect();
        }
        let mut places = Vec::new();
        for window in 0..windows {
            for unit in 0..units {
                places.extend(combinations.iter().map(|facets| Place {
                    window,
                    unit,
                    facets: facets.clone(),
                }));
            }
        }
        places
    }

    /// The days of a cell: those of its window, or of all windows together.
    pub fn days(&self, window: usize) -> i64 {
        if self.by_window {
            self.windows.get(window).map_or(0, Window::days)
        } else {
            self.windows.iter().map(Window::days).sum()
        }
    }

    /// The only window of a cell, if there is just one.
    pub fn window(&self, window: usize) -> Option<Window> {
        match self.windows {
            [only] => Some(*only),
            _ if self.by_window => self.windows.get(window).copied(),
            _ => None,
        }
    }
}

/// The calendar years that these windows touch, each once.
pub(crate) fn years<'a>(windows: impl IntoIterator<Item = &'a Window>) -> Vec<i64> {
    let touched = windows.into_iter().flat_map(|window| window.start.year()..=window.end.year());
    let years: BTreeSet<i64> = touched.map(i64::from).collect();
    years.into_iter().collect()
}

#[cfg(test)]
impl Axes<'_> {
    /// Axes with nothing but these windows.
    pub(crate) fn of(windows: &[Window], by_window: bool) -> Axes<'_> {
        static POSTGRES: Executor<'static> = Executor::on_postgres();
        Axes {
            executor: &POSTGRES,
            windows,
            by_window,
            units: None,
            by_unit: false,
            facets: &[],
            bounds: &[],
            criteria: &[],
            approval: None,
            within_dates: false,
            aggregation: None,
            from: None,
            until: None,
            with_zeros: false,
            skip_rounding: false,
        }
    }
}

#[cfg(test)]
mod tests {
    use afya_model::period::Period;

    use super::*;

    #[test]
    fn years_are_those_that_a_window_touches() {
        let windows: Vec<Window> =
            ["2024Oct", "202201"].iter().map(|id| Window::from(Period::parse(id).unwrap())).collect();
        assert_eq!(years(&windows), [2022, 2024, 2025]);
    }

    #[test]
    fn what_is_no_axis_has_one_cell() {
        let windows: Vec<Window> =
            ["202401", "202402"].iter().map(|id| Window::from(Period::parse(id).unwrap())).collect();
        let axes = Axes::of(&windows, false);
        assert_eq!(axes.places(), [Place::default()]);
        assert_eq!((axes.days(0), axes.window(0)), (60, None));
        let second = Place { window: 1, ..Place::default() };
        assert_eq!(Axes { by_window: true, ..axes }.places(), [Place::default(), second]);
    }
}
