//! What a group is about: everything that its values, or what is to be deleted, refer to, each once.

use std::collections::HashSet;
use std::hash::Hash;

use afya_model::period::Period;

use super::decode::{Scope, Value};
use super::words::Word;

/// Different things in the order in which they first came.
#[derive(Debug)]
pub(super) struct Distinct<T>(HashSet<T>, Vec<T>);

impl<T: Copy + Eq + Hash> Distinct<T> {
    fn add(&mut self, item: T) {
        if self.0.insert(item) {
            self.1.push(item);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = T> + '_ {
        self.1.iter().copied()
    }
}

impl<T> Default for Distinct<T> {
    fn default() -> Distinct<T> {
        Distinct(HashSet::new(), Vec::new())
    }
}

/// What the checks of a group look at.
#[derive(Debug, Default)]
pub(super) struct Keys {
    pub(super) elements: Distinct<Word>,
    pub(super) units: Distinct<Word>,
    pub(super) periods: Distinct<Period>,
    /// Attribute option combos; nothing is the default one.
    pub(super) attribute_combos: Distinct<Option<Word>>,
    /// Elements with their category option combos.
    pub(super) cells: Distinct<(Word, Word)>,
    pub(super) unit_periods: Distinct<(Word, Period)>,
    pub(super) combo_units: Distinct<(Word, Word)>,
    pub(super) combo_periods: Distinct<(Word, Period)>,
}

impl Keys {
    /// Adds those of a value. An option combo that is not said is the default one, which is not checked.
    pub(super) fn add(&mut self, value: &Value) {
        self.elements.add(value.element);
        self.units.add(value.unit);
        self.periods.add(value.period);
        self.attribute_combos.add(value.attribute_combo);
        self.unit_periods.add((value.unit, value.period));
        if let Some(combo) = value.option_combo {
            self.cells.add((value.element, combo));
        }
        if let Some(combo) = value.attribute_combo {
            self.combo_units.add((combo, value.unit));
            self.combo_periods.add((combo, value.period));
        }
    }

    /// Those of what is to be deleted, where an option combo that is not said is the default one and checked.
    pub(super) fn of_scope(scope: &Scope, default_combo: Word) -> Keys {
        let mut keys = Keys::default();
        for (element, option_combo, attribute_combo) in &scope.elements {
            keys.elements.add(*element);
            keys.cells.add((*element, option_combo.unwrap_or(default_combo)));
            keys.attribute_combos.add(*attribute_combo);
            let Some(combo) = *attribute_combo else { continue };
            scope.units.iter().for_each(|unit| keys.combo_units.add((combo, *unit)));
            scope.periods.iter().for_each(|period| keys.combo_periods.add((combo, *period)));
        }
        for unit in &scope.units {
            keys.units.add(*unit);
            scope.periods.iter().for_each(|period| keys.unit_periods.add((*unit, *period)));
        }
        scope.periods.iter().for_each(|period| keys.periods.add(*period));
        keys
    }

    /// All option combos.
    pub(super) fn option_combos(&self) -> impl Iterator<Item = Word> + '_ {
        self.attribute_combos.iter().flatten().chain(self.cells.iter().map(|(_, combo)| combo))
    }
}
