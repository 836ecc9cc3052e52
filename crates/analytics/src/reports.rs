//! Reporting rates: how many of the reports that should be there are there.

use afya_model::period::PeriodType;
use afya_store::{Connection, Fault};

use crate::executors::postgres;
use crate::plan::{Aggregation, Plan};
use crate::query::{Axes, Place, years};
use crate::sql::reports as sql;

/// What is asked of the reports of a data set.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Report {
    /// The data set's key.
    pub data_set: i64,
    /// How often it is reported.
    pub kind: PeriodType,
    /// What is asked.
    pub metric: Metric,
}

/// What can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Metric {
    Rate,
    RateOnTime,
    Actual,
    ActualOnTime,
    Expected,
}

impl Metric {
    /// The metric behind a word of DHIS2's.
    pub fn parse(word: &str) -> Option<Metric> {
        Some(match word {
            "REPORTING_RATE" => Metric::Rate,
            "REPORTING_RATE_ON_TIME" => Metric::RateOnTime,
            "ACTUAL_REPORTS" => Metric::Actual,
            "ACTUAL_REPORTS_ON_TIME" => Metric::ActualOnTime,
            "EXPECTED_REPORTS" => Metric::Expected,
            _ => return None,
        })
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Metric::Rate => "Reporting rate",
            Metric::RateOnTime => "Reporting rate on time",
            Metric::Actual => "Actual reports",
            Metric::ActualOnTime => "Actual reports on time",
            Metric::Expected => "Expected reports",
        }
    }

    fn is_on_time(self) -> bool {
        matches!(self, Metric::RateOnTime | Metric::ActualOnTime)
    }
}

/// A figure about reports and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Reported {
    /// The position among what was asked.
    pub item: usize,
    /// Where in the grid.
    pub place: Place,
    /// The figure: a percentage of at most 100, or a number of reports.
    pub value: f64,
    /// How many reports there are.
    pub actual: f64,
    /// How many there should be.
    pub expected: f64,
}

/// What is asked of reports, for every place where there should be any.
///
/// # Errors
/// When the database cannot be reached.
pub async fn compute(
    connection: &mut Connection,
    asked: &[&Report],
    axes: &Axes<'_>,
) -> Result<Vec<Reported>, Fault> {
    let data_sets: Vec<(usize, i64)> =
        asked.iter().enumerate().map(|(at, report)| (at, report.data_set)).collect();
    let years = years(axes.windows);
    let plan = Plan {
        aggregation: Aggregation::SUM,
        is_text: false,
        with_zeros: true,
        items: Vec::new(),
        by_item: true,
        windows: axes.windows,
        by_window: axes.by_window,
        years: &years,
        from: axes.from,
        until: axes.until,
        units: axes.units,
        by_unit: axes.by_unit,
        by_source: false,
        facets: axes.facets,
        bounds: axes.bounds,
        criteria: &[],
        // Reports are counted whether they are approved or not.
        approval: None,
        within_dates: false,
    };
    if data_sets.is_empty() {
        return Ok(Vec::new());
    }
    if axes.executor.is_telling() {
        for statement in [sql::expected(&data_sets, &plan), sql::actual(&data_sets, &plan)] {
            axes.executor.tell(connection, None, &statement).await?;
        }
        return Ok(Vec::new());
    }
    axes.executor.note_postgres();
    let cells = postgres::reports(connection, &data_sets, &plan, axes.executor.memory()).await?;
    let reported = cells.into_iter().map(|cell| {
        let report = asked[cell.item];
        let times = times(report.kind, axes, cell.window);
        let expected = as_float(cell.units * times);
        let actual = as_float(if report.metric.is_on_time() { cell.timely } else { cell.actual });
        Reported {
            item: cell.item,
            place: Place { window: cell.window, unit: cell.unit, facets: cell.facets },
            value: value(report.metric, actual, expected),
            actual,
            expected,
        }
    });
    Ok(reported.collect())
}

#[expect(clippy::cast_precision_loss, reason = "reports are far fewer than 2^53")]
fn as_float(number: i64) -> f64 {
    number as f64
}

fn value(metric: Metric, actual: f64, expected: f64) -> f64 {
    match metric {
        Metric::Expected => expected,
        Metric::Actual | Metric::ActualOnTime => actual,
        Metric::Rate | Metric::RateOnTime if expected == 0.0 => 0.0,
        Metric::Rate | Metric::RateOnTime => (actual * 100.0 / expected).min(100.0),
    }
}

/// How often a unit should report in a window: by the lengths of the period types, or daily by the days. Windows that
/// are no axis count as often as there are of them.
fn times(kind: PeriodType, axes: &Axes<'_>, window: usize) -> i64 {
    let filters = if axes.by_window { 1 } else { i64::try_from(axes.windows.len()).unwrap_or(1) };
    let one = if axes.by_window { axes.windows.get(window) } else { axes.windows.first() };
    if kind == PeriodType::Daily {
        return axes.days(window) * filters;
    }
    let length = one.and_then(|window| window.kind).map_or(0, PeriodType::frequency_order);
    i64::from(length / kind.frequency_order()) * filters
}

#[cfg(test)]
mod tests {
    use afya_model::period::Period;

    use super::*;
    use crate::plan::Window;

    #[test]
    fn a_quarter_wants_three_monthly_and_thirteen_weekly_reports() {
        let windows = [Window::from(Period::parse("2025Q2").unwrap())];
        assert_eq!(times(PeriodType::Monthly, &Axes::of(&windows, true), 0), 3);
        assert_eq!(times(PeriodType::Weekly, &Axes::of(&windows, true), 0), 13);
        assert_eq!(times(PeriodType::Daily, &Axes::of(&windows, true), 0), 91);
        assert_eq!(times(PeriodType::Yearly, &Axes::of(&windows, true), 0), 0);
    }

    #[test]
    fn rates_are_at_most_100_and_nothing_expected_is_0() {
        assert_eq!(value(Metric::Rate, 5.0, 4.0), 100.0);
        assert_eq!(value(Metric::Rate, 3.0, 4.0), 75.0);
        assert_eq!(value(Metric::RateOnTime, 3.0, 0.0), 0.0);
        assert_eq!(value(Metric::Expected, 3.0, 4.0), 4.0);
    }
}
