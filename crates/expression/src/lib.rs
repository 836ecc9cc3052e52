//! The expression language of indicators, predictors, validation rules and program indicators: read, check, describe, evaluate. No IO.
//!
//! `parse` makes a tree whose nodes know where they stand in the text; `check` says whether a language allows
//! it and whether its result is of the right type; `describe` puts names in the place of ids; `evaluate` asks
//! a closure for the value of every item.

pub mod ast;
pub mod check;
pub mod describe;
pub mod evaluate;
pub mod functions;
pub mod items;
mod lexer;
pub mod modifiers;
mod parser;
pub mod program;
pub mod rule;

pub use ast::{Expression, Node};
pub use check::{Language, check};
pub use describe::describe;
pub use evaluate::{Asked, Missing, Value, evaluate, evaluate_as_is, evaluate_modified};
pub use items::{Item, ItemKind};
pub use modifiers::Modifiers;
pub use parser::parse;

/// What DHIS2 says of an expression that it cannot read or that a language does not allow.
pub const NOT_WELL_FORMED: &str = "Expression is not well-formed";

#[cfg(test)]
mod tests;
