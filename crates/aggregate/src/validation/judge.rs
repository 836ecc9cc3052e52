//! Judges a rule: what its sides are worth at a unit, and whether these stand to each other as they must.

use std::cell::Cell as Count;
use std::collections::{HashMap, HashSet};

use afya_expression::{Expression, Item, ItemKind, Missing, Node, Value, evaluate};
use afya_model::period::Period;
use afya_store::{Connection, Fault};
use jiff::civil::Date;

use super::rules::{Operator, Rule, Side, Skip, operand};
use super::values::{Cell, Found};
use super::{Unit, Violation};
use crate::sql::validation as sql;

/// What rules ask for beside values.
#[derive(Debug, Default)]
pub(super) struct Facts {
    constants: HashMap<String, f64>,
    group_sizes: HashMap<String, f64>,
    /// Units and what they belong to: groups, data sets, programs.
    memberships: HashSet<(i64, String)>,
}

impl Facts {
    /// Reads what these rules ask for.
    pub(super) async fn read(
        connection: &mut Connection,
        rules: &[Rule],
        units: &[Unit],
    ) -> Result<Facts, Fault> {
        let (mut constants, mut groups, mut owners) = (Vec::new(), Vec::new(), Vec::new());
        for node in rules.iter().flat_map(Rule::nodes) {
            match node {
                Node::Item(Item { kind: ItemKind::Constant, parts }) => {
                    constants.extend(parts.iter().cloned())
                }
                Node::Item(Item { kind: ItemKind::OrgUnitGroup, parts }) => {
                    groups.extend(parts.iter().cloned())
                }
                Node::Call(name, words) if name.starts_with("orgUnit.") => owners.extend(self::words(words)),
                _ => {}
            }
        }
        let mut facts = Facts::default();
        if !constants.is_empty() {
            let rows = connection.rows(&sql::constants(constants)).await?;
            facts.constants = rows.iter().map(|row| (row.get("uid"), row.get("value"))).collect();
        }
        if !groups.is_empty() {
            let rows = connection.rows(&sql::group_sizes(groups)).await?;
            facts.group_sizes = rows.iter().map(|row| (row.get("uid"), row.get("size"))).collect();
        }
        if !owners.is_empty() {
            let ids = units.iter().map(|unit| unit.id).collect();
            let rows = connection.rows(&sql::memberships(ids, owners)).await?;
            facts.memberships = rows.iter().map(|row| (row.get("unit"), row.get("owner"))).collect();
        }
        Ok(facts)
    }

    /// What a function of org units says of one.
    fn holds(&self, name: &str, words: &[String], unit: &Unit) -> bool {
        words.iter().any(|word| match name {
            "orgUnit.ancestor" => {
                let above = unit.path.rsplit_once('/').map_or("", |(above, _)| above);
                above.split('/').any(|uid| uid == word)
            }
            _ => self.memberships.contains(&(unit.id, word.clone())),
        })
    }
}

fn words(arguments: &[Expression]) -> Vec<String> {
    let word = |argument: &Expression| match &argument.node {
        Node::Word(word) => Some(word.clone()),
        _ => None,
    };
    arguments.iter().filter_map(word).collect()
}

/// The violations of a rule at a unit: one of each attribute option combo that has values there.
pub(super) fn broken(
    rule: &Rule,
    unit: &Unit,
    period: &Period,
    found: &Found,
    facts: &Facts,
    today: Date,
) -> Vec<Violation> {
    let Some(cells) = found.get(&unit.id) else { return Vec::new() };
    let (left, right) = (settled(&rule.left, unit, facts), settled(&rule.right, unit, facts));
    let judged = cells.iter().filter_map(|(attribute_combo, cell)| {
        let (left, right) = (worth(&left, cell, period, facts), worth(&right, cell, period, facts));
        is_broken(rule, left, right).then(|| Violation {
            rule: rule.id,
            unit: unit.id,
            period: *period,
            attribute_combo: attribute_combo.clone(),
            left: rounded(left.unwrap_or_default()),
            right: rounded(right.unwrap_or_default()),
            day_in_period: days_over(period, today),
        })
    });
    judged.collect()
}

/// The side with what functions of org units say of this unit in their place.
fn settled(side: &Side, unit: &Unit, facts: &Facts) -> Side {
    Side { expression: settle(&side.expression, unit, facts), skip: side.skip }
}

fn settle(expression: &Expression, unit: &Unit, facts: &Facts) -> Expression {
    let again = |inner: &Expression| Box::new(settle(inner, unit, facts));
    let node = match &expression.node {
        Node::Call(name, arguments) if name.starts_with("orgUnit.") => {
            Node::Boolean(facts.holds(name, &words(arguments), unit))
        }
        Node::Call(name, arguments) => {
            Node::Call(name.clone(), arguments.iter().map(|one| settle(one, unit, facts)).collect())
        }
        Node::Unary(operator, inner) => Node::Unary(*operator, again(inner)),
        Node::Binary(operator, left, right) => Node::Binary(*operator, again(left), again(right)),
        Node::Modified(inner, name, argument) => Node::Modified(again(inner), name.clone(), argument.clone()),
        leaf => leaf.clone(),
    };
    Expression { span: expression.span.clone(), node, depth: expression.depth }
}

/// What a side is worth; nothing where it is skipped or comes to no number.
fn worth(side: &Side, cell: &Cell, period: &Period, facts: &Facts) -> Option<f64> {
    let (asked, had) = (Count::new(0), Count::new(0));
    let item = |item: &Item| match item.kind {
        ItemKind::Constant => number(item.parts.first().and_then(|uid| facts.constants.get(uid))),
        ItemKind::OrgUnitGroup => {
            number(item.parts.first().and_then(|uid| facts.group_sizes.get(uid)).or(Some(&0.0)))
        }
        ItemKind::Days => Value::Number(period.days() as f64),
        _ => {
            asked.set(asked.get() + 1);
            let value = operand(item).and_then(|operand| cell.get(&operand).cloned());
            had.set(had.get() + i32::from(value.is_some()));
            value.unwrap_or(Value::Null)
        }
    };
    let value = evaluate(&side.expression, Missing::Zero, &item).ok()?;
    let skipped = match side.skip {
        Skip::AnyMissing => had.get() < asked.get(),
        Skip::AllMissing => asked.get() > 0 && had.get() == 0,
        Skip::Never => false,
    };
    if skipped { None } else { value.to_number().ok().flatten().filter(|number| number.is_finite()) }
}

fn number(known: Option<&f64>) -> Value {
    known.map_or(Value::Null, |number| Value::Number(*number))
}

fn is_broken(rule: &Rule, left: Option<f64>, right: Option<f64>) -> bool {
    match rule.operator {
        Operator::CompulsoryPair => return left.is_some() != right.is_some(),
        Operator::ExclusivePair => return left.is_some() && right.is_some(),
        _ => {}
    }
    let or_zero = |value: Option<f64>, side: &Side| value.or((side.skip == Skip::Never).then_some(0.0));
    let (Some(left), Some(right)) = (or_zero(left, &rule.left), or_zero(right, &rule.right)) else {
        return false;
    };
    !match rule.operator {
        Operator::Equal => left == right,
        Operator::NotEqual => left != right,
        Operator::Greater => left > right,
        Operator::GreaterOrEqual => left >= right,
        Operator::Less => left < right,
        _ => left <= right,
    }
}

/// To one decimal, or to three digits where the number is less than ten.
fn rounded(number: f64) -> f64 {
    if number == 0.0 || !number.is_finite() {
        return number;
    }
    let digits = if number.abs() >= 10.0 { 1 } else { 2 - number.abs().log10().floor() as i32 };
    let factor = 10f64.powi(digits);
    (number * factor).round() / factor
}

/// The days of a period that are over.
fn days_over(period: &Period, today: Date) -> i64 {
    let days = (today - period.start).get_days();
    i64::from(days).clamp(0, period.days())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_as_they_are_shown() {
        for (number, shown) in [
            (0.0, 0.0),
            (123.456, 123.5),
            (9.8765, 9.88),
            (0.012_345, 0.0123),
            (-12.34, -12.3),
            (-1.2345, -1.23),
        ] {
            assert!((rounded(number) - shown).abs() < 1e-12, "{number}: {}", rounded(number));
        }
    }
}
