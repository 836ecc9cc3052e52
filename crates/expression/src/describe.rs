//! Descriptions: the text as it was written, with names in the place of ids.

use crate::ast::{Expression, Node};
use crate::items::{Item, ItemKind};

/// Describes the expression that was read from the text. The closures name an item, and a bare id of a
/// function such as `orgUnit.group`; `None` from either means that it does not exist, and ends in `None`.
pub fn describe(
    text: &str,
    expression: &Expression,
    item_name: &dyn Fn(&Item) -> Option<String>,
    word_name: &dyn Fn(&str, &str) -> Option<String>,
) -> Option<String> {
    let mut names = Vec::new();
    for node in expression.walk() {
        match &node.node {
            Node::Item(item) => names.push((node.span.clone(), name_of(item, item_name)?)),
            Node::Call(function, arguments) => {
                for argument in arguments {
                    let Node::Word(word) = &argument.node else { continue };
                    names.push((argument.span.clone(), word_name(function, word)?));
                }
            }
            _ => {}
        }
    }
    // A call is met before what stands inside of it, the names of its own words with it.
    names.sort_by_key(|(span, _)| span.start);
    let mut description = String::new();
    let mut copied = 0;
    for (span, name) in names {
        description.push_str(&text[copied..span.start]);
        description.push_str(&name);
        copied = span.end;
    }
    description.push_str(&text[copied..]);
    Some(description)
}

fn name_of(item: &Item, item_name: &dyn Fn(&Item) -> Option<String>) -> Option<String> {
    match item.kind {
        ItemKind::Days => Some("[Number of days]".to_owned()),
        ItemKind::PeriodInYear => Some("[periodInYear]".to_owned()),
        ItemKind::YearlyPeriodCount => Some("[yearlyPeriodCount]".to_owned()),
        _ => item_name(item),
    }
}
