//! What an expression is worth, once a closure gives the values of its items.

use crate::ast::{Expression, Node, Operator};
use crate::functions;
use crate::items::Item;
use crate::modifiers::Modifiers;

/// A value of the language.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// No value.
    Null,
    /// Every number is a double.
    Number(f64),
    /// Text; dates are text too.
    Text(String),
    /// Truth.
    Boolean(bool),
}

/// What an item without a value is worth outside of `isNull`, `isNotNull` and `firstNonNull`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// It stays null, and makes null of what it is computed with.
    Null,
    /// It is 0, as in indicators.
    Zero,
}

/// Evaluates the expression. Division by zero and other results that are no finite number are null.
/// The error says which value could not be read as what it is used for.
pub fn evaluate(
    expression: &Expression,
    missing: Missing,
    item: &dyn Fn(&Item) -> Value,
) -> Result<Value, String> {
    evaluate_modified(expression, missing, &Modifiers::default(), &|asked| item(asked.item))
}

/// Evaluates the expression as [`evaluate`] does; the closure also sees the modifiers that bear on an item, on top of
/// those that bear on the whole, and whether a missing value will be replaced.
pub fn evaluate_modified(
    expression: &Expression,
    missing: Missing,
    outer: &Modifiers,
    item: &dyn Fn(&Asked<'_>) -> Value,
) -> Result<Value, String> {
    Ok(match evaluate_as_is(expression, missing, outer, item)? {
        Value::Number(number) if !number.is_finite() => Value::Null,
        value => value,
    })
}

/// Evaluates the expression as [`evaluate_modified`] does, but leaves numbers that are not finite as they are, so that a
/// division by zero is told from what has no value.
pub fn evaluate_as_is(
    expression: &Expression,
    missing: Missing,
    outer: &Modifiers,
    item: &dyn Fn(&Asked<'_>) -> Value,
) -> Result<Value, String> {
    Scope { missing, item, all_paths: false, modifiers: outer.clone() }.value(expression)
}

/// An item whose value is wanted.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The item.
    pub item: &'a Item,
    /// What bears on it.
    pub modifiers: &'a Modifiers,
    /// What it is worth when there is no value.
    pub missing: Missing,
}

/// Where items get their values from while one expression is evaluated.
pub(crate) struct Scope<'a> {
    pub(crate) missing: Missing,
    pub(crate) item: &'a dyn Fn(&Asked<'_>) -> Value,
    /// What bears on the items below.
    pub(crate) modifiers: Modifiers,
    /// Also look at what the values would skip: both arms of `if`, both sides of `&&`.
    pub(crate) all_paths: bool,
}

impl Scope<'_> {
    pub(crate) fn value(&self, expression: &Expression) -> Result<Value, String> {
        Ok(match &expression.node {
            Node::Number(number) => Value::Number(*number),
            Node::Text(text) | Node::Word(text) => Value::Text(text.clone()),
            Node::Boolean(truth) => Value::Boolean(*truth),
            Node::Null => Value::Null,
            Node::Item(item) => {
                let asked = Asked { item, modifiers: &self.modifiers, missing: self.missing };
                match ((self.item)(&asked), self.missing) {
                    (Value::Null, Missing::Zero) => Value::Number(0.0),
                    (value, _) => value,
                }
            }
            Node::Unary(operator, inner) => self.unary(*operator, inner)?,
            Node::Binary(operator, left, right) => self.binary(*operator, left, right)?,
            Node::Call(name, arguments) => functions::call(self, name, arguments)?,
            Node::Modified(inner, name, argument) => {
                let modifiers = self.modifiers.with(name, argument);
                Scope { modifiers, ..*self }.value(inner)?
            }
        })
    }

    /// The value where a missing item is null, whatever the expression does elsewhere.
    pub(crate) fn value_or_null(&self, expression: &Expression) -> Result<Value, String> {
        Scope { missing: Missing::Null, modifiers: self.modifiers.clone(), ..*self }.value(expression)
    }

    pub(crate) fn number(&self, expression: &Expression) -> Result<Option<f64>, String> {
        self.value(expression)?.to_number()
    }

    pub(crate) fn truth(&self, expression: &Expression) -> Result<Option<bool>, String> {
        self.value(expression)?.to_boolean()
    }

    fn unary(&self, operator: Operator, inner: &Expression) -> Result<Value, String> {
        Ok(match operator {
            Operator::Not => boolean(self.truth(inner)?.map(|truth| !truth)),
            Operator::Minus => number(self.number(inner)?.map(|found| -found)),
            _ => number(self.number(inner)?),
        })
    }

    fn binary(&self, operator: Operator, left: &Expression, right: &Expression) -> Result<Value, String> {
        match operator {
            Operator::And | Operator::Or => self.logical(operator, left, right),
            Operator::Plus
            | Operator::Minus
            | Operator::Multiply
            | Operator::Divide
            | Operator::Modulus
            | Operator::Power => {
                let (Some(left), Some(right)) = (self.number(left)?, self.number(right)?) else {
                    return Ok(Value::Null);
                };
                Ok(Value::Number(arithmetic(operator, left, right)))
            }
            _ => {
                let order = self.value(left)?.compare(&self.value(right)?)?;
                Ok(boolean(order.map(|order| match operator {
                    Operator::Equal => order.is_eq(),
                    Operator::NotEqual => order.is_ne(),
                    Operator::Less => order.is_lt(),
                    Operator::LessOrEqual => order.is_le(),
                    Operator::Greater => order.is_gt(),
                    _ => order.is_ge(),
                })))
            }
        }
    }

    /// A side that decides wins over one that is null.
    fn logical(&self, operator: Operator, left: &Expression, right: &Expression) -> Result<Value, String> {
        let deciding = Some(operator == Operator::Or);
        let left = self.truth(left)?;
        if left == deciding && !self.all_paths {
            return Ok(boolean(left));
        }
        let right = self.truth(right)?;
        Ok(boolean(if left == deciding || right == deciding { deciding } else { left.and(right) }))
    }
}

fn arithmetic(operator: Operator, left: f64, right: f64) -> f64 {
    match operator {
        Operator::Plus => left + right,
        Operator::Minus => left - right,
        Operator::Multiply => left * right,
        Operator::Divide => left / right,
        Operator::Modulus => left % right,
        _ => left.powf(right),
    }
}

impl Value {
    /// The value as a number: text must read as one, truth cannot be one.
    pub fn to_number(&self) -> Result<Option<f64>, String> {
        match self {
            Self::Null => Ok(None),
            Self::Number(number) => Ok(Some(*number)),
            Self::Text(text) => {
                text.trim().parse().map(Some).map_err(|_| format!("Could not cast String '{text}' to Double"))
            }
            Self::Boolean(truth) => Err(format!("Could not cast Boolean '{truth}' to Double")),
        }
    }

    /// The value as truth: a number is true unless it is 0.
    pub fn to_boolean(&self) -> Result<Option<bool>, String> {
        match self {
            Self::Null => Ok(None),
            Self::Boolean(truth) => Ok(Some(*truth)),
            Self::Number(number) => Ok(Some(*number != 0.0)),
            Self::Text(text) if text.eq_ignore_ascii_case("true") => Ok(Some(true)),
            Self::Text(text) if text.eq_ignore_ascii_case("false") => Ok(Some(false)),
            Self::Text(text) => Err(format!("Could not cast String '{text}' to Boolean")),
        }
    }

    /// The value as text; `None` for null.
    pub fn to_text(&self) -> Option<String> {
        match self {
            Self::Null => None,
            Self::Number(number) => Some(number.to_string()),
            Self::Text(text) => Some(text.clone()),
            Self::Boolean(truth) => Some(truth.to_string()),
        }
    }

    /// The order of two values, the right one read as what the left one is; `None` if one of them is null.
    pub(crate) fn compare(&self, other: &Self) -> Result<Option<std::cmp::Ordering>, String> {
        if *self == Self::Null || *other == Self::Null {
            return Ok(None);
        }
        let is_number = matches!(self, Self::Number(_)) || matches!(other, Self::Number(_));
        if is_number {
            let (left, right) = (self.to_number()?, other.to_number()?);
            return Ok(left.partial_cmp(&right));
        }
        if let Self::Boolean(left) = self {
            return Ok(other.to_boolean()?.map(|right| left.cmp(&right)));
        }
        Ok(self.to_text().partial_cmp(&other.to_text()))
    }
}

pub(crate) fn number(number: Option<f64>) -> Value {
    number.map_or(Value::Null, Value::Number)
}

pub(crate) fn boolean(truth: Option<bool>) -> Value {
    truth.map_or(Value::Null, Value::Boolean)
}
