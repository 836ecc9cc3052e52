//! The rules as they are judged: their sides read, and the items that these name.

use std::collections::HashSet;

use afya_expression::{Expression, Item, ItemKind, Node, parse};
use afya_model::period::PeriodType;
use afya_store::{Connection, Fault, Row, Sql};

/// What a side is worth when some of its values are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Skip {
    /// Nothing, when one is missing.
    AnyMissing,
    /// Nothing, when all are missing.
    AllMissing,
    /// Missing values are 0.
    Never,
}

/// A side of a rule.
#[derive(Clone, Debug)]
pub(super) struct Side {
    pub(super) expression: Expression,
    pub(super) skip: Skip,
}

/// How the sides of a rule must stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operator {
    Equal,
    NotEqual,
    Greater,
    GreaterOrEqual,
    Less,
    LessOrEqual,
    CompulsoryPair,
    ExclusivePair,
}

/// A rule that can be judged.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(super) id: i64,
    pub(super) kind: PeriodType,
    pub(super) operator: Operator,
    pub(super) left: Side,
    pub(super) right: Side,
    levels: Vec<i32>,
}

/// A data element, or one of its option combos, as a rule names it.
pub(super) type Operand = (String, Option<String>);

impl Rule {
    /// Whether units of this level are judged by it.
    pub(super) fn is_for(&self, level: i32) -> bool {
        self.levels.is_empty() || self.levels.contains(&level)
    }

    /// The data elements and operands that a side names.
    pub(super) fn operands(side: &Side) -> Vec<Operand> {
        let nodes = side.expression.walk().into_iter().map(|expression| &expression.node);
        nodes.filter_map(|node| if let Node::Item(item) = node { operand(item) } else { None }).collect()
    }

    fn sides(&self) -> [&Side; 2] {
        [&self.left, &self.right]
    }

    /// Whether it names one of these.
    pub(super) fn names(&self, operands: &HashSet<Operand>) -> bool {
        items([self]).iter().any(|operand| operands.contains(operand))
    }

    /// The nodes of both sides.
    pub(super) fn nodes(&self) -> impl Iterator<Item = &Node> {
        self.sides().into_iter().flat_map(|side| side.expression.walk()).map(|expression| &expression.node)
    }
}

/// The data elements and operands that rules name.
pub(super) fn items<'r>(rules: impl IntoIterator<Item = &'r Rule>) -> HashSet<Operand> {
    rules.into_iter().flat_map(Rule::sides).flat_map(Rule::operands).collect()
}

/// What an item names of data elements; nothing for other kinds of items.
pub(super) fn operand(item: &Item) -> Option<Operand> {
    if item.kind != ItemKind::DataElement {
        return None;
    }
    let combo = item.parts.get(1).filter(|part| *part != "*");
    Some((item.parts.first()?.clone(), combo.cloned()))
}

/// Whether an item can be looked up in values as they were entered. Program data, reporting rates and groups of elements
/// cannot, nor can an element whose attribute option combo is named, which is the one that is judged.
fn is_plain(item: &Item) -> bool {
    match item.kind {
        ItemKind::DataElement => item.parts.len() <= 2 && item.parts.iter().all(|part| !part.contains(':')),
        ItemKind::Constant | ItemKind::Days | ItemKind::OrgUnitGroup => true,
        _ => false,
    }
}

/// The rules of a statement. Rules that cannot be read, or that name what is not looked up here, are left out.
pub(super) async fn read(connection: &mut Connection, statement: &Sql) -> Result<Vec<Rule>, Fault> {
    Ok(connection.rows(statement).await?.iter().filter_map(rule).collect())
}

fn rule(row: &Row) -> Option<Rule> {
    let side = |text: &str, skip: &str| {
        let expression = parse(row.get::<_, Option<&str>>(text)?).ok()?;
        let skip = match row.get::<_, Option<&str>>(skip) {
            Some("SKIP_IF_ANY_VALUE_MISSING") => Skip::AnyMissing,
            Some("NEVER_SKIP") => Skip::Never,
            _ => Skip::AllMissing,
        };
        Some(Side { expression, skip })
    };
    let rule = Rule {
        id: row.get("id"),
        kind: PeriodType::parse(row.get("period_type"))?,
        operator: operator(row.get("operator"))?,
        left: side("left_side", "left_skip")?,
        right: side("right_side", "right_skip")?,
        levels: row.get("levels"),
    };
    let plain = rule.nodes().all(|node| if let Node::Item(item) = node { is_plain(item) } else { true });
    plain.then_some(rule)
}

fn operator(name: &str) -> Option<Operator> {
    Some(match name {
        "equal_to" => Operator::Equal,
        "not_equal_to" => Operator::NotEqual,
        "greater_than" => Operator::Greater,
        "greater_than_or_equal_to" => Operator::GreaterOrEqual,
        "less_than" => Operator::Less,
        "less_than_or_equal_to" => Operator::LessOrEqual,
        "compulsory_pair" => Operator::CompulsoryPair,
        "exclusive_pair" => Operator::ExclusivePair,
        _ => return None,
    })
}
