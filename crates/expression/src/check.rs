//! What each language allows, and of which type its results are.

use crate::NOT_WELL_FORMED;
use crate::ast::{Expression, Node};
use crate::evaluate::{Asked, Missing, Scope, Value};
use crate::functions::{COMMON, ORG_UNIT, VECTOR};
use crate::items::{ItemKind, is_uid};
use crate::modifiers::Modifiers;

/// The languages over aggregate data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// Numerators and denominators of indicators, and expression dimension items.
    Indicator,
    /// The sides of validation rules.
    ValidationRule,
    /// The generators of predictors.
    Predictor,
    /// The tests by which predictors skip periods; they give truth.
    PredictorSkipTest,
    /// Tests without data; they give truth.
    SimpleTest,
}

/// Checks the expression as DHIS2 does: it is evaluated along all its paths with every item worth 1.
/// Whether the ids in it exist is for the caller to say.
pub fn check(expression: &Expression, language: Language) -> Result<(), String> {
    let refused = || NOT_WELL_FORMED.to_owned();
    if !expression.walk().into_iter().all(|node| allows(language, node)) {
        return Err(refused());
    }
    let sample = sampled(expression);
    let one = |_: &Asked<'_>| Value::Number(1.0);
    let scope =
        Scope { missing: Missing::Null, item: &one, all_paths: true, modifiers: Modifiers::default() };
    let value = scope.value(&sample).map_err(|_| refused())?;
    let fits = match language {
        Language::PredictorSkipTest | Language::SimpleTest => value.to_boolean().is_ok(),
        _ => value.to_number().is_ok(),
    };
    if fits { Ok(()) } else { Err(refused()) }
}

fn allows(language: Language, expression: &Expression) -> bool {
    match &expression.node {
        Node::Item(item) => allows_item(language, item.kind) && item.is_well_formed(),
        Node::Call(name, arguments) => allows_call(language, name, arguments),
        Node::Modified(_, name, argument) => allows_modifier(language, name, argument),
        // Only functions over org units take bare ids, and they look at them on their own.
        Node::Word(word) => language.has_org_unit_functions() && is_uid(word),
        _ => true,
    }
}

impl Language {
    fn has_org_unit_functions(self) -> bool {
        self == Self::ValidationRule || self.is_predictor()
    }

    fn is_predictor(self) -> bool {
        matches!(self, Self::Predictor | Self::PredictorSkipTest)
    }
}

fn allows_item(language: Language, kind: ItemKind) -> bool {
    match kind {
        ItemKind::Constant => true,
        ItemKind::DataElement
        | ItemKind::Attribute
        | ItemKind::ProgramDataElement
        | ItemKind::ProgramIndicator
        | ItemKind::OrgUnitGroup
        | ItemKind::ReportingRate
        | ItemKind::Days => language != Language::SimpleTest,
        ItemKind::Indicator | ItemKind::PeriodInYear | ItemKind::YearlyPeriodCount => {
            language == Language::Indicator
        }
        ItemKind::Variable | ItemKind::Other | ItemKind::StageEventDate | ItemKind::SubExpression => false,
    }
}

fn allows_call(language: Language, name: &str, arguments: &[Expression]) -> bool {
    let takes = |(function, count): &(&str, std::ops::RangeInclusive<usize>)| {
        *function == name && count.contains(&arguments.len())
    };
    let is_bare = |argument: &Expression| matches!(argument.node, Node::Word(_));
    if name.starts_with("orgUnit.") {
        return language.has_org_unit_functions()
            && ORG_UNIT.iter().any(takes)
            && arguments.iter().all(is_bare);
    }
    let is_known = COMMON.iter().any(takes)
        || (language.is_predictor() && VECTOR.iter().any(takes))
        || (language == Language::Indicator && name == "subExpression" && arguments.len() == 1);
    is_known && !arguments.iter().any(is_bare)
}

const AGGREGATION_TYPES: [&str; 17] = [
    "SUM",
    "AVERAGE",
    "AVERAGE_SUM_ORG_UNIT",
    "LAST",
    "LAST_AVERAGE_ORG_UNIT",
    "LAST_LAST_ORG_UNIT",
    "LAST_IN_PERIOD",
    "LAST_IN_PERIOD_AVERAGE_ORG_UNIT",
    "FIRST",
    "FIRST_AVERAGE_ORG_UNIT",
    "FIRST_FIRST_ORG_UNIT",
    "COUNT",
    "STDDEV",
    "VARIANCE",
    "MIN",
    "MAX",
    "NONE",
];

fn allows_modifier(language: Language, name: &str, argument: &str) -> bool {
    match name {
        "maxDate" | "minDate" => {
            (language == Language::Indicator || language.is_predictor()) && is_date(argument)
        }
        "aggregationType" => language == Language::Indicator && AGGREGATION_TYPES.contains(&argument),
        "periodOffset" => language == Language::Indicator && argument.parse::<i32>().is_ok(),
        "yearToDate" => language == Language::Indicator && argument.is_empty(),
        _ => false,
    }
}

/// Whether the text is written as a date: `2024-01-31`.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.char_indices().all(|(at, letter)| match at {
            4 | 7 => letter == '-',
            _ => letter.is_ascii_digit(),
        })
}

/// The expression with the functions that need data replaced by what they are worth in a check.
fn sampled(expression: &Expression) -> Expression {
    let again = |inner: &Expression| Box::new(sampled(inner));
    let node = match &expression.node {
        Node::Call(name, _) if name.starts_with("orgUnit.") => Node::Boolean(true),
        Node::Call(name, _) if VECTOR.iter().any(|function| function.0 == name) => Node::Number(1.0),
        Node::Call(name, arguments) => Node::Call(name.clone(), arguments.iter().map(sampled).collect()),
        Node::Unary(operator, inner) => Node::Unary(*operator, again(inner)),
        Node::Binary(operator, left, right) => Node::Binary(*operator, again(left), again(right)),
        Node::Modified(inner, name, argument) => Node::Modified(again(inner), name.clone(), argument.clone()),
        leaf => leaf.clone(),
    };
    Expression { span: expression.span.clone(), node, depth: expression.depth }
}
