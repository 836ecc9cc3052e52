//! The functions of the languages: how many arguments they take, and those that need nothing but their arguments.

use std::ops::RangeInclusive;

use crate::ast::Expression;
use crate::evaluate::{Scope, Value, boolean, number};

/// Functions that every language has, and how many arguments they take.
pub(crate) const COMMON: [(&str, RangeInclusive<usize>); 12] = [
    ("contains", 2..=MANY),
    ("containsItems", 2..=MANY),
    ("firstNonNull", 1..=MANY),
    ("greatest", 1..=MANY),
    ("if", 3..=3),
    ("is", 2..=MANY),
    ("isNotNull", 1..=1),
    ("isNull", 1..=1),
    ("least", 1..=MANY),
    ("log", 1..=2),
    ("log10", 1..=1),
    ("removeZeros", 1..=1),
];

/// Functions of validation rules and predictors: their arguments are ids.
pub(crate) const ORG_UNIT: [(&str, RangeInclusive<usize>); 4] = [
    ("orgUnit.ancestor", 1..=MANY),
    ("orgUnit.dataSet", 1..=MANY),
    ("orgUnit.group", 1..=MANY),
    ("orgUnit.program", 1..=MANY),
];

/// Functions of predictors, most of them over the values of the sampled periods.
pub(crate) const VECTOR: [(&str, RangeInclusive<usize>); 12] = [
    ("avg", 1..=1),
    ("count", 1..=1),
    ("max", 1..=1),
    ("median", 1..=1),
    ("min", 1..=1),
    ("normDistCum", 1..=3),
    ("normDistDen", 1..=3),
    ("percentileCont", 2..=2),
    ("stddev", 1..=1),
    ("stddevPop", 1..=1),
    ("stddevSamp", 1..=1),
    ("sum", 1..=1),
];

const MANY: usize = usize::MAX;

/// Evaluates a function that needs nothing but its arguments. Those that need the database or a sample of
/// periods are refused by name: their callers replace them before they evaluate.
pub(crate) fn call(scope: &Scope<'_>, name: &str, arguments: &[Expression]) -> Result<Value, String> {
    let takes = COMMON.iter().find(|function| function.0 == name);
    if takes.is_some_and(|(_, count)| !count.contains(&arguments.len())) {
        return Err(format!("Function {name} has the wrong number of arguments"));
    }
    match name {
        "if" => choose(scope, arguments),
        "is" => is_one_of(scope, arguments),
        "isNull" => Ok(Value::Boolean(scope.value_or_null(&arguments[0])? == Value::Null)),
        "isNotNull" => Ok(Value::Boolean(scope.value_or_null(&arguments[0])? != Value::Null)),
        "firstNonNull" => first_non_null(scope, arguments),
        "greatest" => extreme(scope, arguments, f64::max),
        "least" => extreme(scope, arguments, f64::min),
        "log" => logarithm(scope, arguments),
        "log10" => Ok(number(scope.number(&arguments[0])?.map(f64::log10))),
        "removeZeros" => Ok(match scope.value(&arguments[0])? {
            Value::Number(0.0) => Value::Null,
            value => value,
        }),
        "contains" => text_holds(scope, arguments, |text, part| text.contains(part)),
        "containsItems" => {
            text_holds(scope, arguments, |text, part| text.split(',').any(|item| item == part))
        }
        "subExpression" if arguments.len() == 1 => scope.value(&arguments[0]),
        _ => Err(format!("Function {name} cannot be evaluated here")),
    }
}

fn choose(scope: &Scope<'_>, arguments: &[Expression]) -> Result<Value, String> {
    let condition = scope.truth(&arguments[0])?;
    if scope.all_paths {
        let (yes, no) = (scope.value(&arguments[1])?, scope.value(&arguments[2])?);
        match yes {
            Value::Number(_) => drop(no.to_number()?),
            Value::Boolean(_) => drop(no.to_boolean()?),
            Value::Text(_) | Value::Null => {}
        }
        return Ok(if condition == Some(true) { yes } else { no });
    }
    match condition {
        None => Ok(Value::Null),
        Some(true) => scope.value(&arguments[1]),
        Some(false) => scope.value(&arguments[2]),
    }
}

fn is_one_of(scope: &Scope<'_>, arguments: &[Expression]) -> Result<Value, String> {
    let value = scope.value(&arguments[0])?;
    for argument in &arguments[1..] {
        let order = value.compare(&scope.value(argument)?)?;
        if order.is_some_and(std::cmp::Ordering::is_eq) {
            return Ok(Value::Boolean(true));
        }
    }
    Ok(Value::Boolean(false))
}

fn first_non_null(scope: &Scope<'_>, arguments: &[Expression]) -> Result<Value, String> {
    for argument in arguments {
        let value = scope.value_or_null(argument)?;
        if value != Value::Null {
            return Ok(value);
        }
    }
    Ok(Value::Null)
}

fn extreme(
    scope: &Scope<'_>,
    arguments: &[Expression],
    better: fn(f64, f64) -> f64,
) -> Result<Value, String> {
    let mut best = None;
    for argument in arguments {
        if let Some(found) = scope.number(argument)? {
            best = Some(best.map_or(found, |best| better(best, found)));
        }
    }
    Ok(number(best))
}

fn logarithm(scope: &Scope<'_>, arguments: &[Expression]) -> Result<Value, String> {
    let value = scope.number(&arguments[0])?;
    let Some(base) = arguments.get(1) else {
        return Ok(number(value.map(f64::ln)));
    };
    let base = scope.number(base)?;
    match value.zip(base).map(|(value, base)| value.ln() / base.ln()) {
        Some(power) if !power.is_finite() => Err(unwritable(power)),
        power => Ok(number(power)),
    }
}

/// DHIS2 writes a logarithm to a base of one's own as digits, and fails where there are none.
fn unwritable(power: f64) -> String {
    let letter = if power.is_nan() { 'N' } else { 'I' };
    format!(
        "Character {letter} is neither a decimal digit number, decimal point, nor \"e\" notation exponential mark."
    )
}

fn text_holds(
    scope: &Scope<'_>,
    arguments: &[Expression],
    holds: fn(&str, &str) -> bool,
) -> Result<Value, String> {
    let Some(text) = scope.value(&arguments[0])?.to_text() else {
        return Ok(Value::Null);
    };
    let mut all = true;
    for argument in &arguments[1..] {
        let part = scope.value(argument)?.to_text();
        all &= part.is_some_and(|part| holds(&text, &part));
    }
    Ok(boolean(Some(all)))
}
