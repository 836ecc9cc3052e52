//! Sub-expressions: computed for each unit that has values, before what they come to is brought together over units.

use std::collections::{HashMap, HashSet};

use afya_expression::{Asked, Expression, ItemKind, Missing, Modifiers, Value, evaluate_as_is, parse};
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};

use super::needs::Need;
use super::{sources, values};
use crate::plan::{Aggregation, OverUnits};
use crate::query::{Axes, Place};

/// What the sub-expressions among these needs come to in each place.
///
/// # Errors
/// 409 for one that cannot be read, E7132 for one that divides by zero, E7150 for one that looks at other periods where there are
/// none but two dates; 400 for one that cannot be computed otherwise.
pub(super) async fn figures(
    connection: &mut Connection,
    needs: &[Need],
    axes: &Axes<'_>,
) -> Result<HashMap<Need, HashMap<Place, f64>>, Fault> {
    let mut figures = HashMap::new();
    for need in needs.iter().filter(|need| need.item.kind == ItemKind::SubExpression) {
        let text = need.item.parts.first().map_or("", String::as_str);
        let expression = parse(text).map_err(|sentence| Refusal::new(409, sentence))?;
        let without_periods = axes.windows.iter().all(|window| window.kind.is_none());
        if without_periods && is_shifted(&expression, &need.modifiers) {
            return Err(Refusal::of(409, ErrorCode::E7150, &[]).into());
        }
        let inside = Inside::fetch(connection, &expression, need, axes).await?;
        let word = need.modifiers.aggregation_type.as_deref().unwrap_or("SUM");
        let over_units =
            Aggregation::parse(word).map_or(OverUnits::Sum, |aggregation| aggregation.over_units);
        let mut parts: HashMap<Place, Vec<f64>> = HashMap::new();
        for place in inside.places() {
            let Some(value) = inside.value(&expression, &place)? else { continue };
            let mut whole = place;
            whole.facets.pop();
            parts.entry(whole).or_default().push(value);
        }
        let together = parts.into_iter().filter_map(|(place, values)| {
            together(over_units, &values).map(|value| (place, super::entering(value, axes.skip_rounding)))
        });
        figures.insert(need.clone(), together.collect());
    }
    Ok(figures)
}

/// What a sub-expression asks for, by place; the last facet of a place is the unit.
struct Inside {
    outer: Modifiers,
    constants: HashMap<String, f64>,
    figures: HashMap<Need, HashMap<Place, f64>>,
}

impl Inside {
    async fn fetch(
        connection: &mut Connection,
        expression: &Expression,
        need: &Need,
        axes: &Axes<'_>,
    ) -> Result<Inside, Fault> {
        let outer = Modifiers { aggregation_type: None, ..need.modifiers.clone() };
        let items = expression.modified_items(&outer).into_iter();
        let needs: Vec<Need> =
            items.map(|(item, modifiers)| Need { item: item.clone(), modifiers }).collect();
        let constants = values::constants(connection, &needs).await?;
        let sources = sources::find(connection, &needs).await?;
        let figures = values::figures(connection, &sources, axes, true).await?;
        Ok(Inside { outer, constants, figures })
    }

    fn places(&self) -> HashSet<Place> {
        self.figures.values().flat_map(HashMap::keys).cloned().collect()
    }

    fn value(&self, expression: &Expression, place: &Place) -> Result<Option<f64>, Refusal> {
        let item = |asked: &Asked<'_>| {
            let constant = asked.item.parts.first().and_then(|uid| self.constants.get(uid));
            let found = match (asked.item.kind, constant) {
                (ItemKind::Constant, constant) => constant.copied(),
                _ => {
                    let need = Need { item: asked.item.clone(), modifiers: asked.modifiers.clone() };
                    self.figures.get(&need).and_then(|places| places.get(place)).copied()
                }
            };
            found.map_or(Value::Null, Value::Number)
        };
        let value = evaluate_as_is(expression, Missing::Zero, &self.outer, &item);
        let value = value.and_then(|value| value.to_number()).map_err(Refusal::bad_request)?;
        if value.is_some_and(|value| !value.is_finite()) {
            return Err(Refusal::of(409, ErrorCode::E7132, &[]));
        }
        Ok(value)
    }
}

/// Whether a formula looks at other periods than those asked for, in its sub-expressions too.
pub(crate) fn is_shifted(expression: &Expression, outer: &Modifiers) -> bool {
    expression.modified_items(outer).iter().any(|(item, modifiers)| {
        let inside = || item.parts.first().and_then(|text| parse(text).ok());
        modifiers.period_offset != 0
            || item.kind == ItemKind::SubExpression
                && inside().is_some_and(|inside| is_shifted(&inside, modifiers))
    })
}

/// Brings the values of units together.
fn together(over_units: OverUnits, values: &[f64]) -> Option<f64> {
    #[expect(clippy::cast_precision_loss, reason = "units are far fewer than 2^53")]
    let count = values.len() as f64;
    let sum: f64 = values.iter().sum();
    let variance = || {
        let mean = sum / count;
        values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / (count - 1.0)
    };
    match over_units {
        _ if values.is_empty() => None,
        OverUnits::Sum => Some(sum),
        OverUnits::Average => Some(sum / count),
        OverUnits::Count => Some(count),
        OverUnits::Min => values.iter().copied().reduce(f64::min),
        OverUnits::Max | OverUnits::One => values.iter().copied().reduce(f64::max),
        OverUnits::Variance if values.len() > 1 => Some(variance()),
        OverUnits::StandardDeviation if values.len() > 1 => Some(variance().sqrt()),
        OverUnits::Variance | OverUnits::StandardDeviation => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_come_together_as_asked() {
        let values = [1.0, 2.0, 6.0];
        assert_eq!(together(OverUnits::Sum, &values), Some(9.0));
        assert_eq!(together(OverUnits::Average, &values), Some(3.0));
        assert_eq!(together(OverUnits::Max, &values), Some(6.0));
        assert_eq!(together(OverUnits::Variance, &values), Some(7.0));
        assert_eq!(together(OverUnits::Variance, &[1.0]), None);
        assert_eq!(together(OverUnits::Sum, &[]), None);
    }
}
