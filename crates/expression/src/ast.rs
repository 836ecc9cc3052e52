//! The tree of an expression.

use std::ops::Range;

use crate::items::Item;

/// A node, and the bytes of the text it was read from.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// Where it stands in the text.
    pub span: Range<usize>,
    /// What it is.
    pub node: Node,
    /// The height of the tree below, at most [`Expression::DEEPEST`], so that recursion over it is safe.
    pub depth: usize,
}

/// What an expression may be.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// A number.
    Number(f64),
    /// Text in quotes, unescaped.
    Text(String),
    /// `true` or `false`.
    Boolean(bool),
    /// `null`.
    Null,
    /// Something whose value comes from outside: `#{...}`, `[days]`.
    Item(Item),
    /// A bare id, which only some functions take.
    Word(String),
    /// `-x`, `+x`, `!x`.
    Unary(Operator, Box<Expression>),
    /// `x + y`.
    Binary(Operator, Box<Expression>, Box<Expression>),
    /// `name(x, y)`; `is(x in y, z)` has the arguments x, y, z.
    Call(String, Vec<Expression>),
    /// `x.periodOffset(-1)`: what is modified, the name and the bare argument.
    Modified(Box<Expression>, String, String),
}

/// The operators.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Operator {
    Or,
    And,
    Equal,
    NotEqual,
    Less,
    Greater,
    LessOrEqual,
    GreaterOrEqual,
    Plus,
    Minus,
    Multiply,
    Divide,
    Modulus,
    Power,
    Not,
}

impl Expression {
    /// No tree is higher than this.
    pub const DEEPEST: usize = 1000;

    /// The nodes right below.
    pub fn children(&self) -> Vec<&Self> {
        match &self.node {
            Node::Unary(_, inner) | Node::Modified(inner, ..) => vec![inner],
            Node::Binary(_, left, right) => vec![left, right],
            Node::Call(_, arguments) => arguments.iter().collect(),
            _ => Vec::new(),
        }
    }

    /// This node and all below, in the order of the text.
    pub fn walk(&self) -> Vec<&Self> {
        let mut found = vec![self];
        for child in self.children() {
            found.extend(child.walk());
        }
        found
    }

    /// The items that the expression asks for, in the order of the text, repetitions included.
    pub fn items(&self) -> Vec<&Item> {
        let nodes = self.walk();
        let items = nodes.into_iter().filter_map(|found| match &found.node {
            Node::Item(item) => Some(item),
            _ => None,
        });
        items.collect()
    }
}
