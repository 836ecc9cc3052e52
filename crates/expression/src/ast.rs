//! The tree of an expression.

use std::ops::Range;

use crate::items::{Item, ItemKind};

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

    /// The same expression with each `subExpression(...)` lifted out into an item of its own. It is computed for each
    /// unit before units come together, unlike all around it.
    #[must_use]
    pub fn lifted(&self, text: &str) -> Expression {
        let again = |inner: &Expression| Box::new(inner.lifted(text));
        let node = match &self.node {
            Node::Call(name, arguments) if name == "subExpression" && arguments.len() == 1 => {
                let inside = text[arguments[0].span.clone()].to_owned();
                Node::Item(Item { kind: ItemKind::SubExpression, parts: vec![inside] })
            }
            Node::Call(name, arguments) => {
                Node::Call(name.clone(), arguments.iter().map(|argument| argument.lifted(text)).collect())
            }
            Node::Unary(operator, inner) => Node::Unary(*operator, again(inner)),
            Node::Binary(operator, left, right) => Node::Binary(*operator, again(left), again(right)),
            Node::Modified(inner, name, argument) => {
                Node::Modified(again(inner), name.clone(), argument.clone())
            }
            leaf => leaf.clone(),
        };
        Expression { span: self.span.clone(), node, depth: self.depth }
    }
}

#[cfg(test)]
mod tests {
    use crate::{ItemKind, parse};

    #[test]
    fn sub_expressions_are_lifted_with_their_text() {
        let text =
            "2 * subExpression(if(#{aaaaaaaaaaa} > 1, 1, 0)).aggregationType(AVERAGE) + #{bbbbbbbbbbb}";
        let lifted = parse(text).unwrap().lifted(text);
        let items = lifted.items();
        assert_eq!(items.len(), 2);
        assert_eq!(
            (items[0].kind, items[0].parts[0].as_str()),
            (ItemKind::SubExpression, "if(#{aaaaaaaaaaa} > 1, 1, 0)")
        );
    }
}
