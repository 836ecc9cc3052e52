//! What the formulas of indicators ask for, each once.

use afya_expression::{Item, ItemKind, Modifiers};

use crate::dimensions::indicators::{Indicator, Indicators};

/// An item that formulas ask for, with what bears on it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Need {
    /// The item.
    pub(super) item: Item,
    /// What bears on it.
    pub(super) modifiers: Modifiers,
}

/// The items of these formulas and of the indicators that they name.
pub(super) fn collect<'a>(
    indicators: impl Iterator<Item = &'a Indicator>,
    nested: &'a Indicators,
) -> Vec<Need> {
    let mut needs = Vec::new();
    for indicator in indicators {
        gather(indicator, nested, &Modifiers::default(), &mut needs);
    }
    needs
}

fn gather(indicator: &Indicator, nested: &Indicators, outer: &Modifiers, needs: &mut Vec<Need>) {
    for expression in [&indicator.numerator, &indicator.denominator] {
        for (item, modifiers) in expression.modified_items(outer) {
            let named = item.parts.first().and_then(|uid| nested.get(uid));
            if let (ItemKind::Indicator, Some(named)) = (item.kind, named) {
                gather(named, nested, &modifiers, needs);
                continue;
            }
            let need = Need { item: item.clone(), modifiers };
            if !needs.contains(&need) {
                needs.push(need);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_named_indicators_are_needed_with_what_bears_on_them() {
        let indicator = |numerator: &str| Indicator {
            numerator: afya_expression::parse(numerator).unwrap(),
            denominator: afya_expression::parse("[days]").unwrap(),
            factor: 1,
            is_annualized: false,
            decimals: None,
        };
        let nested = Indicators::from([("bbbbbbbbbbb".to_owned(), indicator("#{eeeeeeeeeee}"))]);
        let asking = indicator("N{bbbbbbbbbbb}.periodOffset(-1) + #{eeeeeeeeeee} + #{eeeeeeeeeee}");
        let needs = collect([&asking].into_iter(), &nested);
        let offsets: Vec<i32> = needs.iter().map(|need| need.modifiers.period_offset).collect();
        assert_eq!(offsets, [-1, -1, 0, 0]);
    }
}
