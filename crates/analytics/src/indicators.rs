//! Indicators, cell by cell: what their formulas ask for is fetched by plans, whoever runs them, and then computed.

mod needs;
mod sources;
mod sub_expressions;
mod values;

use afya_expression::{Asked, ItemKind, Missing, Modifiers, Value, evaluate_modified};
use afya_model::Refusal;
use afya_store::{Connection, Fault};

use crate::dimensions::data::DataItems;
use crate::dimensions::indicators::Indicator;
use crate::figures::{of_indicator, rounded, unrounded};
use crate::query::{Axes, Place};
pub(crate) use sub_expressions::is_shifted;
use values::Values;

/// How many places are computed in a go.
const PLACES_AT_ONCE: usize = 1_000;

/// What an indicator comes to in one cell.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Outcome {
    /// The numerator.
    pub numerator: f64,
    /// The denominator, never zero.
    pub denominator: f64,
    /// What the quotient is multiplied by: the factor, times 365 where it is annualised.
    pub multiplier: i64,
    /// What it is divided by: the days of the period where it is annualised.
    pub divisor: i64,
}

impl Outcome {
    /// The multiplier over the divisor.
    pub fn factor(&self) -> f64 {
        as_float(self.multiplier) / as_float(self.divisor)
    }

    /// The figure itself, unrounded.
    pub fn value(&self) -> f64 {
        self.numerator * self.factor() / self.denominator
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of days and factors are far below 2^53")]
fn as_float(number: i64) -> f64 {
    number as f64
}

/// An outcome and its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Computed {
    /// The position in the dimension.
    pub item: usize,
    /// Where in the grid.
    pub place: Place,
    /// What the indicator comes to there.
    pub outcome: Outcome,
}

/// Computes the indicators of the dimension for every cell; those without a figure are left out.
///
/// # Errors
/// When a formula cannot be computed; 501 for items that are not built yet.
pub async fn compute(
    connection: &mut Connection,
    data: &DataItems,
    axes: &Axes<'_>,
) -> Result<Vec<Computed>, Fault> {
    let asked: Vec<(usize, &Indicator)> = data
        .items
        .iter()
        .enumerate()
        .filter_map(|(at, item)| item.indicator().map(|indicator| (at, indicator)))
        .collect();
    if asked.is_empty() {
        return Ok(Vec::new());
    }
    let needs = needs::collect(asked.iter().map(|(_, indicator)| *indicator), &data.nested);
    let values = values::fetch(connection, &needs, axes).await?;
    let computation = Computation { data, axes, values: &values };
    let places = axes.places();
    let mut computed = Vec::new();
    for (item, indicator) in asked {
        for (at, place) in places.iter().enumerate() {
            if at % PLACES_AT_ONCE == 0 {
                tokio::task::yield_now().await;
            }
            let outcome = computation.outcome(indicator, &Modifiers::default(), place)?;
            if let Some(outcome) = outcome {
                axes.executor.memory().take(1, 0)?;
                computed.push(Computed { item, place: place.clone(), outcome });
            }
        }
    }
    Ok(computed)
}

struct Computation<'a> {
    data: &'a DataItems,
    axes: &'a Axes<'a>,
    values: &'a Values,
}

impl Computation<'_> {
    fn outcome(
        &self,
        indicator: &Indicator,
        outer: &Modifiers,
        place: &Place,
    ) -> Result<Option<Outcome>, Refusal> {
        let side = |expression| self.side(expression, outer, place);
        let Some(denominator) = side(&indicator.denominator)?.filter(|denominator| *denominator != 0.0)
        else {
            return Ok(None);
        };
        let Some(numerator) = side(&indicator.numerator)? else { return Ok(None) };
        let (yearly, divisor) =
            if indicator.is_annualized { (365, self.axes.days(place.window).max(1)) } else { (1, 1) };
        Ok(Some(Outcome { numerator, denominator, multiplier: indicator.factor * yearly, divisor }))
    }

    /// A side of a formula; nothing when all its items are missing.
    fn side(
        &self,
        expression: &afya_expression::Expression,
        outer: &Modifiers,
        place: &Place,
    ) -> Result<Option<f64>, Refusal> {
        let (found, valued) = (std::cell::Cell::new(0), std::cell::Cell::new(0));
        let failure = std::cell::RefCell::new(None);
        let item = |asked: &Asked<'_>| {
            let value = self.item(asked, place).unwrap_or_else(|refusal| {
                failure.borrow_mut().get_or_insert(refusal);
                Value::Null
            });
            if asked.missing == Missing::Zero && counts_as_missing(asked.item.kind) {
                found.set(found.get() + 1);
                valued.set(valued.get() + i32::from(value != Value::Null));
            }
            value
        };
        let value = evaluate_modified(expression, Missing::Zero, outer, &item)
            .and_then(|value| value.to_number())
            .map_err(Refusal::bad_request)?;
        if let Some(refusal) = failure.into_inner() {
            return Err(refusal);
        }
        let is_missing = found.get() > 0 && valued.get() == 0;
        Ok((!is_missing).then(|| value.unwrap_or(0.0)))
    }

    fn item(&self, asked: &Asked<'_>, place: &Place) -> Result<Value, Refusal> {
        if asked.item.kind != ItemKind::Indicator {
            let value = self.values.get(asked.item, asked.modifiers, place, self.axes);
            return Ok(value.map_or(Value::Null, Value::Number));
        }
        let named = asked.item.parts.first().and_then(|uid| self.data.nested.get(uid));
        let Some(named) = named else { return Ok(Value::Null) };
        let outcome = self.outcome(named, asked.modifiers, place)?;
        Ok(outcome.map_or(Value::Null, |outcome| Value::Number(self.shown(named, outcome.value()))))
    }

    /// A named indicator enters with the figure that it shows.
    fn shown(&self, indicator: &Indicator, value: f64) -> f64 {
        of_indicator(value, indicator.decimals, self.axes.skip_rounding).parse().unwrap_or(value)
    }
}

/// Whether an item is data that may be missing; days and constants never are.
fn counts_as_missing(kind: ItemKind) -> bool {
    !matches!(
        kind,
        ItemKind::Constant
            | ItemKind::Days
            | ItemKind::PeriodInYear
            | ItemKind::YearlyPeriodCount
            | ItemKind::OrgUnitGroup
    )
}

/// A figure of an element as it enters formulas: rounded as it is shown.
pub(crate) fn entering(value: f64, skip_rounding: bool) -> f64 {
    if skip_rounding { unrounded(value) } else { rounded(value, 2) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_annualised_figure_is_that_of_a_year() {
        let outcome = Outcome { numerator: 10.0, denominator: 500.0, multiplier: 1000 * 365, divisor: 28 };
        assert!((outcome.value() - 260.714_285).abs() < 1e-5);
        assert!((outcome.factor() - 13_035.714).abs() < 1e-3);
    }
}
