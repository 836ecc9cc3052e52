//! Expressions and filters of program indicators: whether they are valid, and what they say in words.
//!
//! DHIS2 checks them by computing them with sample values, and describes them by putting names in the place of the
//! text of each item, item after item, so that a call such as `d2:hasValue(#{...})` gives way to the name as a whole.

mod functions;
mod items;

use std::collections::HashMap;

pub(crate) use items::variable_name;

use crate::ast::{Expression, Node, Operator};
use crate::evaluate::Value;
use crate::parser::parse;

/// What a whole expression has to come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// The expression of a program indicator.
    Number,
    /// Its filter.
    Boolean,
}

/// An object with a name and, of elements and attributes, a value type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The name to show.
    pub name: String,
    /// The value type, such as `NUMBER`.
    pub value_type: String,
    /// Of program stages: whether it may be repeated.
    pub is_repeatable: bool,
}

/// The objects that an expression may name, by identifier.
#[derive(Debug, Clone, Default)]
pub struct Objects {
    /// Program stages.
    pub stages: HashMap<String, Named>,
    /// Data elements.
    pub elements: HashMap<String, Named>,
    /// Tracked entity attributes.
    pub attributes: HashMap<String, Named>,
    /// Constants.
    pub constants: HashMap<String, Named>,
    /// Types of relationships.
    pub relationship_types: HashMap<String, Named>,
}

/// The identifiers that an expression may name, wherever they stand; for fetching their names.
pub fn identifiers(text: &str) -> Vec<String> {
    let is_inside = |letter: char| letter.is_ascii_alphanumeric();
    let words = text.split(|letter| !is_inside(letter));
    words.filter(|word| crate::items::is_uid(word)).map(str::to_owned).collect()
}

/// The expression in words.
///
/// # Errors
/// What is wrong, in DHIS2's sentence.
pub fn describe(text: &str, expected: Expected, objects: &Objects) -> Result<String, String> {
    let mut described = Described::default();
    check(text, expected, objects, &mut described)?;
    let mut words = text.to_owned();
    for (item, name) in described.0 {
        words = words.replace(&item, &name);
    }
    Ok(words)
}

/// The texts of items with what they say, in the order in which they were met.
#[derive(Debug, Default)]
struct Described(Vec<(String, String)>);

impl Described {
    fn put(&mut self, item: &str, name: &str) {
        if !self.0.iter().any(|(known, _)| known == item) {
            self.0.push((item.to_owned(), name.to_owned()));
        }
    }
}

fn check(text: &str, expected: Expected, objects: &Objects, described: &mut Described) -> Result<(), String> {
    let expression = parse(text)?;
    let mut visitor = Visitor { text, objects, described, has_offset: false };
    let value = visitor.visit(&expression)?;
    match expected {
        Expected::Number => drop(value.to_number()?),
        Expected::Boolean => drop(value.to_boolean()?),
    }
    Ok(())
}

struct Visitor<'a> {
    text: &'a str,
    objects: &'a Objects,
    described: &'a mut Described,
    /// Whether `.stageOffset()` bears on what is visited.
    has_offset: bool,
}

impl Visitor<'_> {
    /// The sample value.
    fn visit(&mut self, expression: &Expression) -> Result<Value, String> {
        match &expression.node {
            Node::Number(number) => Ok(Value::Number(*number)),
            Node::Text(text) => Ok(Value::Text(text.clone())),
            Node::Boolean(truth) => Ok(Value::Boolean(*truth)),
            Node::Null => Ok(Value::Null),
            Node::Item(item) => self.item(item, expression),
            Node::Word(_) => Err(crate::parser::unexpected(self.text, expression.span.clone())),
            Node::Unary(Operator::Not, inner) => {
                let truth = self.visit(inner)?.to_boolean()?;
                Ok(Value::Boolean(!truth.unwrap_or_default()))
            }
            Node::Unary(_, inner) => self.number(inner),
            Node::Binary(operator, left, right) => self.binary(*operator, left, right),
            Node::Call(name, arguments) => self.call(name, arguments, expression),
            Node::Modified(inner, name, _) => {
                let outer = self.has_offset;
                self.has_offset |= name == "stageOffset";
                let value = self.visit(inner);
                self.has_offset = outer;
                value
            }
        }
    }

    fn number(&mut self, expression: &Expression) -> Result<Value, String> {
        Ok(self.visit(expression)?.to_number()?.map_or(Value::Null, Value::Number))
    }

    fn binary(&mut self, operator: Operator, left: &Expression, right: &Expression) -> Result<Value, String> {
        match operator {
            Operator::And | Operator::Or => {
                self.visit(left)?.to_boolean()?;
                self.visit(right)?.to_boolean()?;
                Ok(Value::Boolean(true))
            }
            Operator::Plus
            | Operator::Minus
            | Operator::Multiply
            | Operator::Divide
            | Operator::Modulus
            | Operator::Power => {
                self.number(left)?;
                self.number(right)?;
                Ok(Value::Number(1.0))
            }
            // The sides of a comparison may be of any kind.
            _ => {
                self.visit(left)?;
                self.visit(right)?;
                Ok(Value::Boolean(true))
            }
        }
    }

    /// The text that an expression was read from.
    fn text_of(&self, expression: &Expression) -> &str {
        &self.text[expression.span.clone()]
    }
}

/// The day that stands for dates in checks.
const DATE: &str = "2017-07-08";

/// The value that a value type has in a check.
fn sample(value_type: &str) -> Value {
    match value_type {
        "INTEGER"
        | "INTEGER_POSITIVE"
        | "INTEGER_NEGATIVE"
        | "INTEGER_ZERO_OR_POSITIVE"
        | "NUMBER"
        | "UNIT_INTERVAL"
        | "PERCENTAGE" => Value::Number(0.0),
        "BOOLEAN" | "TRUE_ONLY" => Value::Boolean(false),
        "DATE" | "DATETIME" | "AGE" => Value::Text(DATE.to_owned()),
        _ => Value::Text(String::new()),
    }
}

#[cfg(test)]
mod tests;
