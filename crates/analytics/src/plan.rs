//! The neutral plan of a query: which cells are wanted and how their figures come together, whoever runs it.

use afya_model::period::{Period, PeriodType};
use jiff::civil::Date;

use crate::dimensions::data::Source;
use crate::dimensions::org_units::Unit;

/// How figures come together: first over time within a unit, then over units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Aggregation {
    /// Which of a unit's figures count, or what becomes of them, over time.
    pub over_time: OverTime,
    /// What becomes of the figures of several units.
    pub over_units: OverUnits,
}

/// What happens over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OverTime {
    /// Every figure counts.
    All,
    /// The mean, weighted by days where figures are added up over units. A figure of a longer period counts for
    /// the shorter ones within it, as a year's population does for its months.
    Average,
    /// Of each unit the newest figure of the ten years before the end of the period, as far as they are among the
    /// years of the query.
    Last,
    /// Of each unit the newest figure from within the period.
    LastInPeriod,
    /// Of each unit the oldest figure of the ten years before the end of the period, as far as they are among the
    /// years of the query.
    First,
    /// Of each unit the least figure.
    Min,
    /// Of each unit the greatest figure.
    Max,
}

/// What happens over units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OverUnits {
    /// Added up.
    Sum,
    /// The mean.
    Average,
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
    /// One of all units: the newest or the oldest figure, as over time.
    One,
}

impl Aggregation {
    /// Added up in every direction.
    pub const SUM: Aggregation = Aggregation { over_time: OverTime::All, over_units: OverUnits::Sum };

    /// The aggregation of a word of DHIS2's. `DEFAULT` and `CUSTOM` add up, as they do there.
    pub fn parse(word: &str) -> Option<Aggregation> {
        let (over_time, over_units) = match word {
            "SUM" | "DEFAULT" | "CUSTOM" => (OverTime::All, OverUnits::Sum),
            "AVERAGE" => (OverTime::Average, OverUnits::Average),
            "AVERAGE_SUM_ORG_UNIT" => (OverTime::Average, OverUnits::Sum),
            "LAST" => (OverTime::Last, OverUnits::Sum),
            "LAST_AVERAGE_ORG_UNIT" => (OverTime::Last, OverUnits::Average),
            "LAST_LAST_ORG_UNIT" => (OverTime::Last, OverUnits::One),
            "LAST_IN_PERIOD" => (OverTime::LastInPeriod, OverUnits::Sum),
            "LAST_IN_PERIOD_AVERAGE_ORG_UNIT" => (OverTime::LastInPeriod, OverUnits::Average),
            "FIRST" => (OverTime::First, OverUnits::Sum),
            "FIRST_AVERAGE_ORG_UNIT" => (OverTime::First, OverUnits::Average),
            "FIRST_FIRST_ORG_UNIT" => (OverTime::First, OverUnits::One),
            "COUNT" => (OverTime::All, OverUnits::Count),
            "STDDEV" => (OverTime::All, OverUnits::StandardDeviation),
            "VARIANCE" => (OverTime::All, OverUnits::Variance),
            "MIN" => (OverTime::All, OverUnits::Min),
            "MAX" => (OverTime::All, OverUnits::Max),
            "MIN_SUM_ORG_UNIT" => (OverTime::Min, OverUnits::Sum),
            "MAX_SUM_ORG_UNIT" => (OverTime::Max, OverUnits::Sum),
            "NONE" => (OverTime::All, OverUnits::One),
            _ => return None,
        };
        Some(Aggregation { over_time, over_units })
    }
}

/// A span of days that figures are wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Window {
    /// The type of the period; none for dates that were given as such.
    pub kind: Option<PeriodType>,
    /// The first day.
    pub start: Date,
    /// The last day.
    pub end: Date,
}

impl From<Period> for Window {
    fn from(period: Period) -> Window {
        Window { kind: Some(period.kind), start: period.start, end: period.end }
    }
}

impl Window {
    /// The number of days, both ends counted.
    pub fn days(&self) -> i64 {
        i64::from((self.end - self.start).get_days()) + 1
    }
}

/// A further dimension: figures are told apart, or bounded, by what their option combo, unit or element belongs to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// What belongs to what.
    pub kind: FacetKind,
    /// The key of the category or set; 0 for option combos.
    pub key: i64,
    /// The identifier, or `co` and `ao`.
    pub uid: String,
    /// The name to show.
    pub name: String,
    /// The items that count, in order.
    pub items: Vec<FacetItem>,
    /// Whether all items count, those that are not listed too.
    pub is_open: bool,
    /// Whether it was asked for; those that bound the caller were not.
    pub is_asked: bool,
}

/// An item of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetItem {
    /// The identifier.
    pub uid: String,
    /// The code.
    pub code: Option<String>,
    /// The name to show.
    pub name: String,
}

/// The kinds of further dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetKind {
    /// `co`
    OptionCombo,
    /// `ao`
    AttributeCombo,
    /// The options of a category.
    Category {
        /// Whether it tells values apart by their attributes.
        of_attributes: bool,
    },
    /// The groups of a set of category option groups.
    OptionGroups {
        /// Whether it tells values apart by their attributes.
        of_attributes: bool,
    },
    /// The groups of a set of unit groups.
    UnitGroups {
        /// Whether units below a member count with it.
        with_units_below: bool,
    },
    /// The groups of a set of data element groups.
    ElementGroups,
}

/// How a figure compares with a bound (`measureCriteria`).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Criterion {
    /// What has to hold.
    pub comparison: Comparison,
    /// The bound.
    pub bound: f64,
}

/// The comparisons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Comparison {
    Equal,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
}

impl Criterion {
    /// Whether a figure fits.
    #[expect(clippy::float_cmp, reason = "the criterion asks for equality")]
    pub fn holds(&self, value: f64) -> bool {
        match self.comparison {
            Comparison::Equal => value == self.bound,
            Comparison::Greater => value > self.bound,
            Comparison::GreaterOrEqual => value >= self.bound,
            Comparison::Less => value < self.bound,
            Comparison::LessOrEqual => value <= self.bound,
        }
    }
}

/// A query, resolved: items of one aggregation, windows of time and units, each an axis or a filter.
#[derive(Clone, Debug)]
pub struct Plan<'a> {
    /// How figures come together.
    pub aggregation: Aggregation,
    /// Whether values are text; then one of those that a cell holds is the answer: the first of the alphabet, where
    /// DHIS2 shows whichever comes.
    pub is_text: bool,
    /// Whether zeros of elements for which they are significant count.
    pub with_zeros: bool,
    /// What is counted; the position in the request's list goes with each.
    pub items: Vec<(usize, &'a Source)>,
    /// Whether items are an axis; as a filter they come together.
    pub by_item: bool,
    /// The windows.
    pub windows: &'a [Window],
    /// Whether windows are an axis; as a filter they come together.
    pub by_window: bool,
    /// The calendar years that any period of the whole query touches: DHIS2 opens only their tables, which bounds
    /// how far the newest and the oldest figures are looked for.
    pub years: &'a [i64],
    /// No figures of periods that begin before this day.
    pub from: Option<Date>,
    /// No figures of periods that end after this day.
    pub until: Option<Date>,
    /// The units; none for all there are.
    pub units: Option<&'a [Unit]>,
    /// Whether units are an axis.
    pub by_unit: bool,
    /// Whether each unit that has values is told apart; its key is then the last of a cell's facets.
    pub by_source: bool,
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
}

/// At which levels figures have to be approved to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// The paths of the units below which figures are seen, each with the lowest level that has to have approved them.
    pub units: Vec<(String, i32)>,
    /// The first year whose figures have to be approved; nothing for all years.
    pub from_year: Option<i64>,
}

/// A figure and its place: item, window and unit by their positions, 0 where there is no axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// The item's position.
    pub item: usize,
    /// The window's position.
    pub window: usize,
    /// The unit's position.
    pub unit: usize,
    /// The identifiers of the items of the further axes.
    pub facets: Vec<String>,
    /// The figure.
    pub value: Figure,
}

/// A single figure behind a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct RawCell {
    /// The item's position.
    pub item: usize,
    /// The path of the unit that it was saved for.
    pub path: String,
    /// The identifiers of the items of the further axes.
    pub facets: Vec<String>,
    /// The period that it was saved for.
    pub period: Period,
    /// The figure; nothing for text.
    pub number: Option<f64>,
}

impl RawCell {
    /// The identifiers of the units from the uppermost down to the one that it was saved for.
    pub fn units(&self) -> impl Iterator<Item = &str> {
        self.path.split('/').filter(|uid| !uid.is_empty())
    }

    /// The identifier of the unit that it was saved for.
    pub fn unit(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }
}

/// How many reports there are in a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportCell {
    /// The item's position.
    pub item: usize,
    /// The window's position.
    pub window: usize,
    /// The unit's position.
    pub unit: usize,
    /// The identifiers of the items of the further axes.
    pub facets: Vec<String>,
    /// How many units should report each time.
    pub units: i64,
    /// How many reports were completed.
    pub actual: i64,
    /// How many of them in time.
    pub timely: i64,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Figure {
    /// A number.
    Number(f64),
    /// Text, of elements that hold text.
    Text(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_of_requests_is_an_aggregation() {
        for word in crate::request::AGGREGATION_TYPES {
            assert!(Aggregation::parse(word).is_some(), "{word}");
        }
        assert_eq!(Aggregation::parse("MEDIAN"), None);
    }

    #[test]
    fn a_window_counts_both_ends() {
        let window = Window::from(Period::parse("202402").unwrap());
        assert_eq!(window.days(), 29);
    }
}
