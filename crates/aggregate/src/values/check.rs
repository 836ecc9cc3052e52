//! The fourth stage: what must hold of a group, in DHIS2's order, and of each value.

mod single;
mod time;

use afya_access::Caller;
use afya_model::ErrorCode;
use jiff::civil::DateTime;

pub(super) use single::{Single, doubled};

use super::Options;
use super::keys::Keys;
use super::preheat::{Combo, Found, Unit};
use super::report::{Arg, Conflict};
use super::words::{Word, Words};

/// What is wrong with a group as a whole: who may enter, what belongs together, and when.
pub(super) fn group(
    (caller, options, now): (&Caller, Options, DateTime),
    words: &Words,
    found: &Found,
    keys: &Keys,
) -> Option<Conflict> {
    let check = Check { words, found, keys };
    let forced = options.force && caller.is_super();
    check
        .user(caller)
        .or_else(|| check.belonging())
        .or_else(|| check.places())
        .or_else(|| if forced { None } else { time::check(&check, caller, now) })
}

/// What the checks look at.
struct Check<'c> {
    words: &'c Words,
    found: &'c Found,
    keys: &'c Keys,
}

/// Texts in brackets; nothing where there are none.
fn listed(texts: impl Iterator<Item = String>) -> Option<Arg> {
    let texts: Vec<String> = texts.collect();
    (!texts.is_empty()).then(|| Arg::Text(format!("[{}]", texts.join(", "))))
}

/// Identifiers in brackets, in their order; nothing where there are none.
fn sorted(texts: impl Iterator<Item = String>) -> Option<Arg> {
    let mut texts: Vec<String> = texts.collect();
    texts.sort_unstable();
    listed(texts.into_iter())
}

impl Check<'_> {
    fn text(&self, word: Word) -> String {
        self.words.text(word).to_owned()
    }

    fn set(&self) -> Arg {
        Arg::Text(self.found.uid.clone())
    }

    fn user(&self, caller: &Caller) -> Option<Conflict> {
        if caller.is_super() {
            return None;
        }
        if self.found.set.as_ref().is_some_and(|set| !set.writable) {
            return Some(Conflict::new(ErrorCode::E8010, vec![self.set()]));
        }
        let outside =
            |unit: &Word| self.found.units.get(unit).is_some_and(|unit| !caller.may_capture_in(&unit.path));
        if let Some(units) = sorted(self.keys.units.iter().filter(outside).map(|unit| self.text(unit))) {
            return Some(Conflict::new(ErrorCode::E8011, vec![units]));
        }
        let mut combos: Vec<&Combo> =
            self.keys.option_combos().filter_map(|combo| self.found.combos.get(&combo)).collect();
        combos.sort_by_key(|combo| combo.id);
        combos.dedup_by_key(|combo| combo.id);
        let options = listed(combos.into_iter().flat_map(|combo| combo.barred.iter().cloned()))?;
        Some(Conflict::new(ErrorCode::E8012, vec![options]))
    }

    /// That elements, units, periods and option combos are those of the set.
    fn belonging(&self) -> Option<Conflict> {
        let (found, keys) = (self.found, self.keys);
        let conflict = |code, list: Arg| Some(Conflict::new(code, vec![self.set(), list]));
        let foreign = keys.elements.iter().filter(|element| !found.elements.contains_key(element));
        if let Some(elements) = sorted(foreign.map(|element| self.text(element))) {
            return conflict(ErrorCode::E8020, elements);
        }
        let elsewhere = |unit: &Word| found.units.get(unit).is_none_or(|unit| !unit.assigned);
        if let Some(units) = sorted(keys.units.iter().filter(elsewhere).map(|unit| self.text(unit))) {
            return conflict(ErrorCode::E8022, units);
        }
        let set = found.set.as_ref()?;
        let other = keys.periods.iter().filter(|period| period.kind.name() != set.period_type);
        if let Some(periods) = listed(other.map(|period| period.id())) {
            return conflict(ErrorCode::E8021, periods);
        }
        let of_combo = |word: &Word, combo: i64| {
            found.combos.get(word).is_some_and(|known| known.combos.contains(&combo))
        };
        let attributes = keys.attribute_combos.iter().map(|combo| combo.unwrap_or(found.default_combo));
        let foreign = attributes.filter(|combo| !of_combo(combo, set.combo));
        if let Some(combos) = sorted(foreign.map(|combo| self.text(combo))) {
            return conflict(ErrorCode::E8023, combos);
        }
        let foreign = |(element, combo): &(Word, Word)| {
            found.elements.get(element).is_some_and(|element| !of_combo(combo, element.combo))
        };
        let (element, _) = keys.cells.iter().find(foreign)?;
        let combos = keys.cells.iter().filter(|cell| cell.0 == element && foreign(cell));
        let combos = sorted(combos.map(|(_, combo)| self.text(combo)))?;
        let args = vec![self.set(), Arg::Text(self.text(element)), combos];
        Some(Conflict::new(ErrorCode::E8024, args))
    }

    /// That units lie where the attribute options are bound to, and are open.
    fn places(&self) -> Option<Conflict> {
        let (found, keys) = (self.found, self.keys);
        let away = |(combo, unit): &(Word, Word)| {
            let known = found.combos.get(combo).zip(found.units.get(unit));
            known.is_some_and(|(combo, unit)| !combo.places.iter().all(|places| within_any(unit, places)))
        };
        if let Some((combo, _)) = keys.combo_units.iter().find(away) {
            let units = keys.combo_units.iter().filter(|pair| pair.0 == combo && away(pair));
            let units = sorted(units.map(|(_, unit)| self.text(unit)))?;
            return Some(Conflict::new(ErrorCode::E8025, vec![Arg::Text(self.text(combo)), units]));
        }
        let shut = |(unit, period): &(Word, afya_model::period::Period)| {
            found.units.get(unit).is_some_and(|unit| {
                period.start < unit.opening || unit.closed.is_some_and(|closed| period.start > closed)
            })
        };
        let (unit, _) = keys.unit_periods.iter().find(shut)?;
        let periods = keys.unit_periods.iter().filter(|pair| pair.0 == unit && shut(pair));
        let periods = listed(periods.map(|(_, period)| period.id()))?;
        Some(Conflict::new(ErrorCode::E8031, vec![Arg::Text(self.text(unit)), periods]))
    }
}

fn within_any(unit: &Unit, places: &[String]) -> bool {
    places.iter().any(|place| {
        unit.path.strip_prefix(place.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
