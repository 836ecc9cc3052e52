//! Functions of program indicators: what they take, and what they are worth in a check.

use std::ops::RangeInclusive;

use super::{Expected, Visitor, check};
use crate::ast::{Expression, Node};
use crate::evaluate::Value;
use crate::functions::COMMON;
use crate::items::ItemKind;
use crate::parser::unexpected;

const MANY: usize = usize::MAX;

/// The functions that only programs have, and how many arguments they take.
const OWN: [(&str, RangeInclusive<usize>); 23] = [
    ("d2:condition", 3..=3),
    ("d2:count", 1..=1),
    ("d2:countIfCondition", 2..=2),
    ("d2:countIfValue", 2..=2),
    ("d2:daysBetween", 2..=2),
    ("d2:hasValue", 1..=1),
    ("d2:maxValue", 1..=1),
    ("d2:minutesBetween", 2..=2),
    ("d2:minValue", 1..=1),
    ("d2:monthsBetween", 2..=2),
    ("d2:oizp", 1..=1),
    ("d2:relationshipCount", 0..=1),
    ("d2:weeksBetween", 2..=2),
    ("d2:yearsBetween", 2..=2),
    ("d2:zing", 1..=1),
    ("d2:zpvc", 1..=MANY),
    ("avg", 1..=1),
    ("count", 1..=1),
    ("max", 1..=1),
    ("min", 1..=1),
    ("stddev", 1..=1),
    ("sum", 1..=1),
    ("variance", 1..=1),
];

impl Visitor<'_> {
    pub(super) fn call(
        &mut self,
        name: &str,
        arguments: &[Expression],
        call: &Expression,
    ) -> Result<Value, String> {
        let known = OWN.iter().chain(&COMMON).find(|(known, _)| *known == name);
        let Some((_, takes)) = known else {
            return Err(format!("Item {name}( not supported for this type of expression"));
        };
        if arguments.len() < *takes.start() {
            return Err(unexpected(self.text, call.span.end - 1..call.span.end));
        }
        if arguments.len() > *takes.end() {
            return Err(unexpected(self.text, self.comma_before(&arguments[*takes.end()])));
        }
        match name {
            "d2:condition" => self.condition(arguments),
            "d2:count" | "d2:countIfCondition" | "d2:countIfValue" => self.counted(name, arguments, call),
            "d2:hasValue" => {
                self.whole_call(&arguments[0], call)?;
                Ok(Value::Boolean(true))
            }
            "d2:maxValue" | "d2:minValue" => self.whole_call(&arguments[0], call),
            "d2:relationshipCount" => self.relationships(arguments),
            "d2:oizp" | "d2:zing" => self.number(&arguments[0]),
            _ => self.computed(name, arguments),
        }
    }

    fn computed(&mut self, name: &str, arguments: &[Expression]) -> Result<Value, String> {
        let values = arguments.iter().map(|argument| self.visit(argument)).collect::<Result<Vec<_>, _>>()?;
        match name {
            "if" => {
                values[0].to_boolean()?;
                same_kind(&values[1], &values[2])?;
                Ok(values[1].clone())
            }
            "isNull" | "isNotNull" | "is" | "contains" | "containsItems" => Ok(Value::Boolean(true)),
            "firstNonNull" => Ok(values[0].clone()),
            _ if name.ends_with("Between") => Ok(Value::Number(1.0)),
            _ => {
                for value in &values {
                    value.to_number()?;
                }
                Ok(Value::Number(1.0))
            }
        }
    }

    /// The condition stands in quotes and is an expression of its own.
    fn condition(&mut self, arguments: &[Expression]) -> Result<Value, String> {
        let Node::Text(condition) = &arguments[0].node else {
            return Err(unexpected(self.text, arguments[0].span.clone()));
        };
        check(condition, Expected::Boolean, self.objects, self.described)?;
        let (yes, no) = (self.visit(&arguments[1])?, self.visit(&arguments[2])?);
        same_kind(&yes, &no)?;
        Ok(yes)
    }

    /// Counts of the values of an element: its name takes the place of the whole call.
    fn counted(&mut self, name: &str, arguments: &[Expression], call: &Expression) -> Result<Value, String> {
        let text = self.text_of(call).to_owned();
        let element = match &arguments[0].node {
            Node::Item(item) if item.kind == ItemKind::DataElement => {
                self.stage_element(item, &text, &text)?
            }
            _ => return Err(format!("First argument not supported for d2:count... functions: {text}")),
        };
        if name == "d2:countIfCondition" {
            let Node::Text(condition) = &arguments[1].node else {
                return Err(unexpected(self.text, arguments[1].span.clone()));
            };
            element.to_number()?;
            let whole = format!("{}{condition}", self.text_of(&arguments[0]));
            check(&whole, Expected::Boolean, self.objects, self.described)?;
        } else if name == "d2:countIfValue" {
            let value = self.visit(&arguments[1])?;
            same_kind(&element, &value)?;
        }
        Ok(Value::Number(1.0))
    }

    /// A call that the name of its only argument takes the place of.
    fn whole_call(&mut self, argument: &Expression, call: &Expression) -> Result<Value, String> {
        let text = self.text_of(call).to_owned();
        match &argument.node {
            Node::Item(item) if item.kind == ItemKind::DataElement => self.stage_element(item, &text, &text),
            Node::Item(item) if item.kind == ItemKind::Attribute => self.attribute(item, &text, &text),
            Node::Item(item) if item.kind == ItemKind::StageEventDate => self.event_date(item),
            _ => self.visit(argument),
        }
    }

    fn relationships(&mut self, arguments: &[Expression]) -> Result<Value, String> {
        let Some(argument) = arguments.first() else { return Ok(Value::Number(1.0)) };
        let Node::Text(uid) = &argument.node else {
            return Err(unexpected(self.text, argument.span.clone()));
        };
        let found = self.objects.relationship_types.get(uid);
        let found = found.ok_or_else(|| format!("Relationship type {uid} not found"))?;
        let text = self.text_of(argument).to_owned();
        self.described.put(&text, &found.name);
        Ok(Value::Number(1.0))
    }

    /// Where the comma before an argument stands.
    fn comma_before(&self, argument: &Expression) -> std::ops::Range<usize> {
        let comma = self.text[..argument.span.start].rfind(',');
        comma.map_or(argument.span.clone(), |at| at..at + 1)
    }
}

/// Both values must be of the kind of the first.
fn same_kind(first: &Value, second: &Value) -> Result<(), String> {
    match first {
        Value::Number(_) => drop(second.to_number()?),
        Value::Boolean(_) => drop(second.to_boolean()?),
        Value::Text(_) | Value::Null => {}
    }
    Ok(())
}
