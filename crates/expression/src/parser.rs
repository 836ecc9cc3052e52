//! From tokens to a tree, by precedence climbing.

use std::ops::Range;

use crate::ast::{Expression, Node, Operator};
use crate::lexer::{Token, tokens};

/// Reads an expression. The error is a sentence with the place, as DHIS2 words it.
pub fn parse(text: &str) -> Result<Expression, String> {
    let mut parser = Parser { text, tokens: tokens(text)?, next: 0, nesting: 0 };
    let expression = parser.expression(0)?;
    match parser.tokens.get(parser.next) {
        None => Ok(expression),
        Some((_, span)) => Err(unexpected(text, span.clone())),
    }
}

/// The sentence about text that cannot stand where it stands.
pub(crate) fn unexpected(text: &str, span: Range<usize>) -> String {
    let place = place(text, span.start);
    format!("Invalid string token '{}' at {place}", &text[span])
}

/// The sentence about text that is no token at all.
pub(crate) fn unreadable(text: &str, at: usize) -> String {
    format!("Invalid string token 'syntax error' at {}", place(text, at))
}

fn place(text: &str, at: usize) -> String {
    let before = &text[..at];
    let line = before.matches('\n').count() + 1;
    let character = before.chars().rev().take_while(|letter| *letter != '\n').count();
    format!("line:{line} character:{character}")
}

const TOO_DEEP: &str = "Expression is nested too deeply";
const MOST_NESTED: usize = 150;
const UNARY: u8 = 13;

struct Parser<'a> {
    text: &'a str,
    tokens: Vec<(Token, Range<usize>)>,
    next: usize,
    nesting: usize,
}

impl Parser<'_> {
    /// Reads operands joined by operators that bind at least this tightly.
    fn expression(&mut self, tightness: u8) -> Result<Expression, String> {
        self.nesting += 1;
        if self.nesting > MOST_NESTED {
            return Err(TOO_DEEP.to_owned());
        }
        let mut left = self.operand()?;
        while let Some((operator, binds, right_binds)) = self.operator() {
            if binds < tightness {
                break;
            }
            self.next += 1;
            let right = self.expression(right_binds)?;
            let span = left.span.start..right.span.end;
            left = made(span, Node::Binary(operator, Box::new(left), Box::new(right)))?;
        }
        self.nesting -= 1;
        Ok(left)
    }

    /// The operator that comes next, how tightly it binds on its left, and what its right side must bind at least.
    fn operator(&self) -> Option<(Operator, u8, u8)> {
        let name = match self.tokens.get(self.next)? {
            (Token::Symbol(symbol), _) => symbol,
            (Token::Word(word), _) => word.as_str(),
            _ => return None,
        };
        Some(match name {
            "||" | "or" => (Operator::Or, 1, 2),
            "&&" | "and" => (Operator::And, 3, 4),
            "==" => (Operator::Equal, 5, 6),
            "!=" => (Operator::NotEqual, 5, 6),
            "<" => (Operator::Less, 7, 8),
            ">" => (Operator::Greater, 7, 8),
            "<=" => (Operator::LessOrEqual, 7, 8),
            ">=" => (Operator::GreaterOrEqual, 7, 8),
            "+" => (Operator::Plus, 9, 10),
            "-" => (Operator::Minus, 9, 10),
            "*" => (Operator::Multiply, 11, 12),
            "/" => (Operator::Divide, 11, 12),
            "%" => (Operator::Modulus, 11, 12),
            "^" => (Operator::Power, 15, 15),
            _ => return None,
        })
    }

    fn operand(&mut self) -> Result<Expression, String> {
        let Some((token, span)) = self.tokens.get(self.next).cloned() else {
            return Err(self.unfinished());
        };
        self.next += 1;
        let mut found = match token {
            Token::Number(number) => made(span, Node::Number(number))?,
            Token::Text(text) => made(span, Node::Text(text))?,
            Token::Item(item) => made(span, Node::Item(item))?,
            Token::Symbol("(") => {
                let inner = self.expression(0)?;
                let end = self.expect(")")?;
                Expression { span: span.start..end, ..inner }
            }
            Token::Symbol("-") => return self.unary(Operator::Minus, span.start),
            Token::Symbol("+") => return self.unary(Operator::Plus, span.start),
            Token::Symbol("!") => return self.unary(Operator::Not, span.start),
            Token::Word(word) if word == "not" => return self.unary(Operator::Not, span.start),
            Token::Word(word) => self.word(word, span)?,
            Token::Symbol(_) | Token::Modifier(..) => return Err(unexpected(self.text, span)),
        };
        while let Some((Token::Modifier(name, argument), span)) = self.tokens.get(self.next).cloned() {
            self.next += 1;
            let whole = found.span.start..span.end;
            found = made(whole, Node::Modified(Box::new(found), name, argument))?;
        }
        Ok(found)
    }

    fn unary(&mut self, operator: Operator, start: usize) -> Result<Expression, String> {
        let inner = self.expression(UNARY)?;
        made(start..inner.span.end, Node::Unary(operator, Box::new(inner)))
    }

    fn word(&mut self, word: String, span: Range<usize>) -> Result<Expression, String> {
        if self.next_is("(") {
            self.next += 1;
            let arguments = self.arguments(&word)?;
            let end = self.expect(")")?;
            return made(span.start..end, Node::Call(word, arguments));
        }
        let node = match word.as_str() {
            "true" => Node::Boolean(true),
            "false" => Node::Boolean(false),
            "null" => Node::Null,
            _ => Node::Word(word),
        };
        made(span, node)
    }

    fn arguments(&mut self, function: &str) -> Result<Vec<Expression>, String> {
        let mut arguments = Vec::new();
        if self.next_is(")") {
            return Ok(arguments);
        }
        arguments.push(self.expression(0)?);
        let is_in = |token: Option<&(Token, Range<usize>)>| matches!(token, Some((Token::Word(word), _)) if word == "in");
        if function == "is" && is_in(self.tokens.get(self.next)) {
            self.next += 1;
            arguments.push(self.expression(0)?);
        }
        while self.next_is(",") {
            self.next += 1;
            arguments.push(self.expression(0)?);
        }
        Ok(arguments)
    }

    fn next_is(&self, symbol: &str) -> bool {
        matches!(self.tokens.get(self.next), Some((Token::Symbol(found), _)) if *found == symbol)
    }

    /// Passes the symbol and says where it ends.
    fn expect(&mut self, symbol: &str) -> Result<usize, String> {
        match self.tokens.get(self.next) {
            Some((Token::Symbol(found), span)) if *found == symbol => {
                self.next += 1;
                Ok(span.end)
            }
            Some((_, span)) => Err(unexpected(self.text, span.clone())),
            None => Err(self.unfinished()),
        }
    }

    fn unfinished(&self) -> String {
        unexpected(self.text, self.text.len()..self.text.len())
    }
}

fn made(span: Range<usize>, node: Node) -> Result<Expression, String> {
    let mut expression = Expression { span, node, depth: 1 };
    let below = expression.children().iter().map(|child| child.depth).max();
    expression.depth = below.unwrap_or(0) + 1;
    if expression.depth > Expression::DEEPEST {
        return Err(TOO_DEEP.to_owned());
    }
    Ok(expression)
}
