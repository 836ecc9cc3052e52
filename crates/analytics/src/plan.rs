//! The neutral plan of a query: which cells are wanted and how their figures come together, whoever runs it.

use afya_model::period::Period;

use crate::dimensions::data::DataItem;
use crate::dimensions::org_units::Unit;

/// How figures come together over time and hierarchy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Aggregation {
    /// Added up.
    Sum,
    /// The mean over time and hierarchy.
    Average,
    /// The mean over time, weighted by days, added up over the hierarchy.
    AverageSumOrgUnit,
    /// How many there are.
    Count,
    /// The least.
    Min,
    /// The greatest.
    Max,
    /// The standard deviation of the sample.
    StandardDeviation,
    /// The variance of the sample.
    Variance,
}

impl Aggregation {
    /// The aggregation of a word; nothing for those that are not built yet.
    pub fn parse(word: &str) -> Option<Aggregation> {
        Some(match word {
            "SUM" => Aggregation::Sum,
            "AVERAGE" => Aggregation::Average,
            "AVERAGE_SUM_ORG_UNIT" => Aggregation::AverageSumOrgUnit,
            "COUNT" => Aggregation::Count,
            "MIN" => Aggregation::Min,
            "MAX" => Aggregation::Max,
            "STDDEV" => Aggregation::StandardDeviation,
            "VARIANCE" => Aggregation::Variance,
            _ => return None,
        })
    }

    /// Whether a value of a longer period counts for a shorter one, as a year's population does for its months.
    pub fn spreads_over_time(self) -> bool {
        matches!(self, Aggregation::Average | Aggregation::AverageSumOrgUnit)
    }
}

/// A query, resolved: items of one aggregation, periods and units, each an axis or a filter.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// How figures come together.
    pub aggregation: Aggregation,
    /// What is counted; the position in the request's list goes with each.
    pub items: Vec<(usize, &'a DataItem)>,
    /// The periods.
    pub periods: &'a [Period],
    /// Whether periods are an axis; as a filter they come together.
    pub by_period: bool,
    /// The units.
    pub units: &'a [Unit],
    /// Whether units are an axis.
    pub by_unit: bool,
}

/// A figure and its place: item, period and unit by their positions, 0 where there is no axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    /// The item's position.
    pub item: usize,
    /// The period's position.
    pub period: usize,
    /// The unit's position.
    pub unit: usize,
    /// The figure.
    pub value: f64,
}
