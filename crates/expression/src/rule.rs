//! Conditions and data of program rules: whether their types fit, and what they say in words.

use std::collections::HashMap;

use crate::ast::{Expression, Node, Operator};
use crate::items::{Item, ItemKind};
use crate::parser::parse;
use crate::program::variable_name;

/// What a variable holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Numbers.
    Number,
    /// Truth.
    Boolean,
    /// Days.
    Date,
    /// Text.
    Text,
}

impl Kind {
    /// What a value type of DHIS2 holds.
    pub fn of_value_type(value_type: &str) -> Kind {
        match value_type {
            "NUMBER"
            | "INTEGER"
            | "INTEGER_POSITIVE"
            | "INTEGER_NEGATIVE"
            | "INTEGER_ZERO_OR_POSITIVE"
            | "UNIT_INTERVAL"
            | "PERCENTAGE" => Kind::Number,
            "BOOLEAN" | "TRUE_ONLY" => Kind::Boolean,
            "DATE" | "DATETIME" | "AGE" => Kind::Date,
            _ => Kind::Text,
        }
    }
}

/// A variable: what it is called in words, and what it holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variable {
    /// The name to show.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// The rule variables of a program by name, and constants by identifier.
pub type Variables = HashMap<String, Variable>;

/// What every program has.
const ENVIRONMENT: [(&str, Kind); 20] = [
    ("completed_date", Kind::Date),
    ("current_date", Kind::Date),
    ("event_date", Kind::Date),
    ("event_status", Kind::Text),
    ("due_date", Kind::Date),
    ("scheduled_date", Kind::Date),
    ("event_count", Kind::Number),
    ("enrollment_date", Kind::Date),
    ("enrollment_id", Kind::Text),
    ("enrollment_count", Kind::Number),
    ("enrollment_status", Kind::Text),
    ("tei_count", Kind::Number),
    ("event_id", Kind::Text),
    ("incident_date", Kind::Date),
    ("environment", Kind::Text),
    ("program_stage_id", Kind::Text),
    ("program_stage_name", Kind::Text),
    ("program_name", Kind::Text),
    ("org_unit", Kind::Text),
    ("orgunit_code", Kind::Text),
];

/// Functions whose first argument is the name of a variable in quotes.
const OF_VARIABLES: [&str; 8] = [
    "d2:hasValue",
    "d2:count",
    "d2:countIfValue",
    "d2:countIfZeroPos",
    "d2:lastEventDate",
    "d2:maxValue",
    "d2:minValue",
    "d2:countIfCondition",
];

const BOOLEAN_FUNCTIONS: [&str; 10] = [
    "d2:hasValue",
    "d2:hasUserRole",
    "d2:inOrgUnitGroup",
    "d2:inUserGroup",
    "d2:validatePattern",
    "d2:contains",
    "d2:containsItems",
    "isNull",
    "isNotNull",
    "is",
];

/// A condition in words.
///
/// # Errors
/// Where it cannot be read, or how many errors there are.
pub fn describe_condition(text: &str, variables: &Variables) -> Result<String, String> {
    describe(text, variables, Some(Kind::Boolean))
}

/// An expression for data in words; it may come to anything.
///
/// # Errors
/// Where it cannot be read, or how many errors there are.
pub fn describe_data(text: &str, variables: &Variables) -> Result<String, String> {
    describe(text, variables, None)
}

fn describe(text: &str, variables: &Variables, expected: Option<Kind>) -> Result<String, String> {
    let expression = parse(text).map_err(|_| unreadable(text))?;
    let mut described = Described { text, variables, errors: 0 };
    let (words, kind) = described.visit(&expression);
    if let Some(expected) = expected {
        described.expect(kind, expected);
    }
    match described.errors {
        0 => Ok(words),
        errors => Err(format!("{errors} error(s), 0 warning(s)")),
    }
}

/// The sentence about an expression that breaks off, with a mark below the place.
fn unreadable(text: &str) -> String {
    let (line, start) = text
        .rmatch_indices('\n')
        .next()
        .map_or((1, 0), |(at, _)| (text[..at].matches('\n').count() + 2, at + 1));
    let last = &text[start..];
    let character = last.chars().count();
    format!("expected name\n\tat line:{line} character:{character}\n\t{last}\n\t{}^", " ".repeat(character))
}

struct Described<'a> {
    text: &'a str,
    variables: &'a Variables,
    errors: usize,
}

impl Described<'_> {
    /// The words, and what the expression comes to where that is known.
    fn visit(&mut self, expression: &Expression) -> (String, Option<Kind>) {
        let source = &self.text[expression.span.clone()];
        let (words, kind) = match &expression.node {
            Node::Number(_) => (source.to_owned(), Some(Kind::Number)),
            Node::Boolean(_) => (source.to_owned(), Some(Kind::Boolean)),
            Node::Text(_) => (source.to_owned(), Some(Kind::Text)),
            Node::Null | Node::Word(_) => (source.to_owned(), None),
            Node::Item(item) => self.item(item, source),
            Node::Unary(operator, inner) => self.unary(*operator, inner),
            Node::Binary(operator, left, right) => self.binary(*operator, left, right),
            Node::Call(name, arguments) => self.call(name, arguments),
            Node::Modified(inner, name, argument) => {
                let (words, kind) = self.visit(inner);
                (format!("{words}.{name}({argument})"), kind)
            }
        };
        if is_bracketed(source, expression) { (format!("({words})"), kind) } else { (words, kind) }
    }

    fn item(&mut self, item: &Item, source: &str) -> (String, Option<Kind>) {
        let name = item.parts.join(".");
        if item.kind == ItemKind::Variable {
            let known = ENVIRONMENT.iter().find(|(known, _)| *known == name);
            if let Some((known, kind)) = known {
                return (variable_name(known).unwrap_or(known).to_owned(), Some(*kind));
            }
        }
        self.variable(&name).unwrap_or_else(|| (source.to_owned(), None))
    }

    /// A variable by its name; an unknown one is an error.
    fn variable(&mut self, name: &str) -> Option<(String, Option<Kind>)> {
        let found = self.variables.get(name);
        if found.is_none() {
            self.errors += 1;
        }
        found.map(|variable| (variable.name.clone(), Some(variable.kind)))
    }

    fn unary(&mut self, operator: Operator, inner: &Expression) -> (String, Option<Kind>) {
        let (words, kind) = self.visit(inner);
        let (sign, expected) = match operator {
            Operator::Not => ("!", Kind::Boolean),
            Operator::Minus => ("-", Kind::Number),
            _ => ("+", Kind::Number),
        };
        self.expect(kind, expected);
        (format!("{sign}{words}"), Some(expected))
    }

    fn binary(
        &mut self,
        operator: Operator,
        left: &Expression,
        right: &Expression,
    ) -> (String, Option<Kind>) {
        let (left, left_kind) = self.visit(left);
        let (right, right_kind) = self.visit(right);
        let (sign, operands, result) = of_operator(operator);
        if let Some(operands) = operands {
            self.expect(left_kind, operands);
            self.expect(right_kind, operands);
        }
        (format!("{left} {sign} {right}"), Some(result))
    }

    fn call(&mut self, name: &str, arguments: &[Expression]) -> (String, Option<Kind>) {
        let mut words = Vec::new();
        for (at, argument) in arguments.iter().enumerate() {
            let named = match &argument.node {
                Node::Text(variable) if at == 0 && OF_VARIABLES.contains(&name) => self.variable(variable),
                _ => None,
            };
            words.push(named.unwrap_or_else(|| self.visit(argument)).0);
        }
        let kind = BOOLEAN_FUNCTIONS.contains(&name).then_some(Kind::Boolean);
        (format!("{name}({})", words.join(",")), kind)
    }

    fn expect(&mut self, kind: Option<Kind>, expected: Kind) {
        if kind.is_some_and(|kind| kind != expected) {
            self.errors += 1;
        }
    }
}

/// How an operator is written, what it is between, and what it comes to.
fn of_operator(operator: Operator) -> (&'static str, Option<Kind>, Kind) {
    let number = Some(Kind::Number);
    match operator {
        Operator::Or => ("||", Some(Kind::Boolean), Kind::Boolean),
        Operator::And => ("&&", Some(Kind::Boolean), Kind::Boolean),
        Operator::Equal => ("==", None, Kind::Boolean),
        Operator::NotEqual | Operator::Not => ("!=", None, Kind::Boolean),
        Operator::Less => ("<", number, Kind::Boolean),
        Operator::Greater => (">", number, Kind::Boolean),
        Operator::LessOrEqual => ("<=", number, Kind::Boolean),
        Operator::GreaterOrEqual => (">=", number, Kind::Boolean),
        Operator::Plus => ("+", number, Kind::Number),
        Operator::Minus => ("-", number, Kind::Number),
        Operator::Multiply => ("*", number, Kind::Number),
        Operator::Divide => ("/", number, Kind::Number),
        Operator::Modulus => ("%", number, Kind::Number),
        Operator::Power => ("^", number, Kind::Number),
    }
}

/// Whether the expression was written in round brackets of its own.
fn is_bracketed(source: &str, expression: &Expression) -> bool {
    let first = match &expression.node {
        Node::Binary(_, left, _) | Node::Modified(left, ..) => left.span.start,
        _ => expression.span.start + usize::from(source.starts_with('(')),
    };
    first > expression.span.start
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variables() -> Variables {
        let variable = |name: &str, kind| Variable { name: name.to_owned(), kind };
        Variables::from([
            ("muac".to_owned(), variable("Arm circumference (mm)", Kind::Number)),
            ("dob".to_owned(), variable("Date of birth", Kind::Date)),
            ("sex".to_owned(), variable("Sex", Kind::Text)),
            ("danger".to_owned(), variable("Danger signs", Kind::Boolean)),
        ])
    }

    fn condition(text: &str) -> Result<String, String> {
        describe_condition(text, &variables())
    }

    #[test]
    fn variables_are_named_and_blanks_are_those_of_the_engine() {
        let said = |text: &str| condition(text).unwrap();
        assert_eq!(said("#{danger}"), "Danger signs");
        assert_eq!(
            said("d2:hasValue('muac')  && (#{muac}<115)"),
            "d2:hasValue(Arm circumference (mm)) && (Arm circumference (mm) < 115)"
        );
        assert_eq!(
            said("d2:daysBetween(A{dob}, V{current_date}) > 30"),
            "d2:daysBetween(Date of birth,Current date) > 30"
        );
        assert_eq!(
            describe_data("d2:addDays(V{enrollment_date}, 14)", &variables()).unwrap(),
            "d2:addDays(Enrollment date,14)"
        );
    }

    #[test]
    fn errors_are_counted() {
        assert_eq!(condition("V{event_date} > '2024-01-01'").unwrap_err(), "2 error(s), 0 warning(s)");
        assert_eq!(condition("#{nosuch} > 1").unwrap_err(), "1 error(s), 0 warning(s)");
        assert_eq!(
            condition("#{muac} > 120 &&").unwrap_err(),
            "expected name\n\tat line:1 character:16\n\t#{muac} > 120 &&\n\t                ^"
        );
    }
}
