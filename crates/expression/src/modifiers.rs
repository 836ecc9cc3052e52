//! Modifiers: what bears on the items of an expression, such as `.periodOffset(-1)`.

use crate::ast::{Expression, Node};
use crate::items::Item;

/// All that bears on an item.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Modifiers {
    /// `.aggregationType(MAX)`: how its values come together.
    pub aggregation_type: Option<String>,
    /// `.periodOffset(-1)`: so many periods later; those of nested modifiers add up.
    pub period_offset: i32,
    /// `.yearToDate()`: all periods of the year up to the one asked for.
    pub year_to_date: bool,
    /// `.minDate(2024-07-01)`: no data from before.
    pub min_date: Option<String>,
    /// `.maxDate(2024-12-31)`: no data from after.
    pub max_date: Option<String>,
}

impl Modifiers {
    /// These and one more; a modifier of another language changes nothing.
    #[must_use]
    pub fn with(&self, name: &str, argument: &str) -> Modifiers {
        let mut modifiers = self.clone();
        match name {
            "aggregationType" => modifiers.aggregation_type = Some(argument.to_owned()),
            "periodOffset" => {
                let offset = argument.parse().unwrap_or(0);
                modifiers.period_offset = modifiers.period_offset.saturating_add(offset);
            }
            "yearToDate" => modifiers.year_to_date = true,
            "minDate" => modifiers.min_date = Some(argument.to_owned()),
            "maxDate" => modifiers.max_date = Some(argument.to_owned()),
            _ => {}
        }
        modifiers
    }
}

impl Expression {
    /// The items that the expression asks for, each with what bears on it on top of what bears on the whole, in the
    /// order of the text.
    pub fn modified_items(&self, outer: &Modifiers) -> Vec<(&Item, Modifiers)> {
        let mut found = Vec::new();
        collect(self, outer, &mut found);
        found
    }
}

fn collect<'a>(expression: &'a Expression, modifiers: &Modifiers, found: &mut Vec<(&'a Item, Modifiers)>) {
    match &expression.node {
        Node::Item(item) => found.push((item, modifiers.clone())),
        Node::Modified(inner, name, argument) => collect(inner, &modifiers.with(name, argument), found),
        _ => {
            for child in expression.children() {
                collect(child, modifiers, found);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Modifiers;
    use crate::parse;

    #[test]
    fn modifiers_bear_on_all_below_and_offsets_add_up() {
        let text = "(#{aaaaaaaaaaa} + #{bbbbbbbbbbb}.periodOffset(-1)).periodOffset(-2).aggregationType(MAX) / [days]";
        let expression = parse(text).unwrap();
        let items = expression.modified_items(&Modifiers::default());
        let offsets: Vec<i32> = items.iter().map(|(_, modifiers)| modifiers.period_offset).collect();
        assert_eq!(offsets, [-2, -3, 0]);
        assert_eq!(items[0].1.aggregation_type.as_deref(), Some("MAX"));
        assert_eq!(items[2].1.aggregation_type, None);
    }
}
