//! The third stage: what must hold of the group, and of each value.

use std::collections::{BTreeMap, BTreeSet};

use afya_access::Caller;
use afya_model::ErrorCode;
use afya_model::period::{Period, PeriodType};
use jiff::ToSpan;
use jiff::civil::Date;

use super::Options;
use super::preheat::{DEFAULT_COMBO, Found, Unit};
use super::read::Decoded;
use super::report::Conflict;
use crate::value_type;

/// A value that may be saved.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Good {
    pub(crate) element: i64,
    pub(crate) period: Period,
    pub(crate) unit: i64,
    pub(crate) option_combo: i64,
    pub(crate) attribute_combo: i64,
    pub(crate) value: Option<String>,
    pub(crate) comment: Option<String>,
    pub(crate) follow_up: Option<bool>,
    pub(crate) deleted: bool,
}

const LONGEST_COMMENT: usize = 5000;

/// What is wrong with the group as a whole: who may enter, what belongs together, and when.
pub(super) fn group(
    caller: &Caller,
    found: &Found,
    values: &[Decoded],
    options: Options,
    today: Date,
) -> Option<Conflict> {
    let forced = options.force && caller.is_super();
    let conflict = user(caller, found, values).or_else(|| keys(found, values));
    let conflict = conflict.or_else(|| if forced { None } else { time(caller, found, values, today) });
    conflict
        .or_else(|| doubles(values))
        .map(|conflict| if conflict.indexes.is_empty() { conflict.over(values) } else { conflict })
}

/// The words of values for which something holds, each once, in brackets.
fn listed<'v>(
    values: &'v [Decoded],
    wrong: impl Fn(&Decoded) -> bool,
    word: impl Fn(&'v Decoded) -> String,
) -> Option<String> {
    let mut words: Vec<String> = Vec::new();
    for value in values.iter().filter(|value| wrong(value)) {
        let word = word(value);
        if !words.contains(&word) {
            words.push(word);
        }
    }
    (!words.is_empty()).then(|| format!("[{}]", words.join(", ")))
}

fn user(caller: &Caller, found: &Found, values: &[Decoded]) -> Option<Conflict> {
    if caller.is_super() {
        return None;
    }
    if !found.writable {
        return Some(Conflict::new(ErrorCode::E8010, &[&found.set], Vec::new()));
    }
    let outside =
        |value: &Decoded| found.units.get(&value.unit).is_some_and(|unit| !caller.may_capture_in(&unit.path));
    if let Some(units) = listed(values, outside, |value| value.unit.clone()) {
        return Some(Conflict::new(ErrorCode::E8011, &[&units], Vec::new()));
    }
    let barred = |uid: &Option<String>| {
        uid.as_ref().and_then(|uid| found.combos.get(uid)).is_some_and(|combo| !combo.writable)
    };
    let closed = |value: &Decoded| barred(&value.option_combo) || barred(&value.attribute_combo);
    let options = listed(values, closed, |value| {
        value.attribute_combo.clone().or(value.option_combo.clone()).unwrap_or_default()
    })?;
    Some(Conflict::new(ErrorCode::E8012, &[&options], Vec::new()))
}

fn keys(found: &Found, values: &[Decoded]) -> Option<Conflict> {
    let set = found.set.as_str();
    let conflict = |code, args: &[&str]| Some(Conflict::new(code, args, Vec::new()));
    if let Some(elements) =
        listed(values, |value| !found.elements.contains_key(&value.element), |value| value.element.clone())
    {
        return conflict(ErrorCode::E8020, &[set, &elements]);
    }
    let elsewhere = |value: &Decoded| found.units.get(&value.unit).is_none_or(|unit| !unit.assigned);
    if let Some(units) = listed(values, elsewhere, |value| value.unit.clone()) {
        return conflict(ErrorCode::E8022, &[set, &units]);
    }
    if let Some(periods) =
        listed(values, |value| value.period.kind.name() != found.period_type, |value| value.period.id())
    {
        return conflict(ErrorCode::E8021, &[set, &periods]);
    }
    let of_combo =
        |uid: &str, combo: i64| found.combos.get(uid).is_some_and(|known| known.combos.contains(&combo));
    let foreign = |value: &Decoded| match &value.attribute_combo {
        Some(uid) => !of_combo(uid, found.combo),
        None => false,
    };
    if let Some(combos) = listed(values, foreign, |value| value.attribute_combo.clone().unwrap_or_default()) {
        return conflict(ErrorCode::E8023, &[set, &combos]);
    }
    for element in values.iter().map(|value| &value.element).collect::<BTreeSet<_>>() {
        let known = found.elements.get(element)?;
        let foreign = |value: &Decoded| {
            value.element == *element
                && value.option_combo.as_ref().is_some_and(|uid| !of_combo(uid, known.combo))
        };
        if let Some(combos) = listed(values, foreign, |value| value.option_combo.clone().unwrap_or_default())
        {
            return conflict(ErrorCode::E8024, &[set, element, &combos]);
        }
    }
    for (uid, combo) in attribute_combos(found, values) {
        let away = |value: &Decoded| {
            let Some(unit) = found.units.get(&value.unit) else { return false };
            value.attribute_combo.as_deref() == Some(uid)
                && !combo.places.iter().all(|places| within_any(unit, places))
        };
        if let Some(units) = listed(values, away, |value| value.unit.clone()) {
            return conflict(ErrorCode::E8025, &[uid, &units]);
        }
    }
    for (uid, unit) in &found.units {
        let early_or_late = |value: &Decoded| {
            value.unit == *uid
                && (value.period.end < unit.opening
                    || unit.closed.is_some_and(|closed| value.period.start > closed))
        };
        if let Some(periods) = listed(values, early_or_late, |value| value.period.id()) {
            return conflict(ErrorCode::E8031, &[uid, &periods]);
        }
    }
    None
}

fn attribute_combos<'f>(found: &'f Found, values: &[Decoded]) -> Vec<(&'f str, &'f super::preheat::Combo)> {
    let used: BTreeSet<&String> = values.iter().filter_map(|value| value.attribute_combo.as_ref()).collect();
    let known = used.into_iter().filter_map(|uid| found.combos.get_key_value(uid));
    known.filter(|(uid, _)| uid.as_str() != DEFAULT_COMBO).map(|(uid, combo)| (uid.as_str(), combo)).collect()
}

fn within_any(unit: &Unit, places: &[String]) -> bool {
    places.is_empty()
        || places.iter().any(|place| {
            unit.path
                .strip_prefix(place.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
}

fn time(caller: &Caller, found: &Found, values: &[Decoded], today: Date) -> Option<Conflict> {
    let conflict = |code, args: &[&str]| Some(Conflict::new(code, args, Vec::new()));
    let late = |value: &Decoded| {
        if !found.input_periods.is_empty() {
            return found.input_periods.get(&value.period.id()).is_none_or(|(opening, closing)| {
                opening.is_some_and(|opening| today < opening)
                    || closing.is_some_and(|closing| today > closing)
            });
        }
        !caller.has_any(&["F_EDIT_EXPIRED"])
            && (expired(found, value, today) || too_early(found, value, today))
    };
    if let Some(periods) = listed(values, late, |value| value.period.id()) {
        return conflict(ErrorCode::E8030, &[&found.set, &periods]);
    }
    // As in DHIS2 only an attribute option combo that is named is looked up, and only the unit's own approval.
    for value in values {
        let Some(combo) = value.attribute_combo.as_deref() else { continue };
        let approved = |(unit, period, of): &(String, String, String)| {
            of == combo && *unit == value.unit && *period == value.period.id()
        };
        if found.approved.iter().any(approved) {
            return conflict(ErrorCode::E8033, &[combo, &value.unit, &format!("[{}]", value.period.id())]);
        }
    }
    for (uid, combo) in attribute_combos(found, values) {
        let outside = |value: &Decoded| {
            let ends = combo.ends.and_then(|ends| later(ends, value.period.kind, found.after_option));
            value.attribute_combo.as_deref() == Some(uid)
                && (combo.starts.is_some_and(|starts| value.period.end < starts)
                    || ends.is_some_and(|ends| value.period.start > ends))
        };
        if let Some(periods) = listed(values, outside, |value| value.period.id()) {
            return conflict(ErrorCode::E8032, &[uid, &periods]);
        }
    }
    None
}

/// A day moved on by so many periods.
fn later(day: Date, kind: PeriodType, periods: i32) -> Option<Date> {
    if periods == 0 {
        return Some(day);
    }
    Some(Period::containing(kind, day)?.shift(periods)?.end)
}

fn expired(found: &Found, value: &Decoded, today: Date) -> bool {
    let excepted = || found.exceptions.contains(&(value.unit.clone(), value.period.id()));
    // Expiry days are whole days in practice; a part of one rounds up.
    let days = found.expiry_days.ceil() as i64 + 1;
    let last = value.period.end.checked_add(days.days());
    found.expiry_days > 0.0 && last.is_ok_and(|last| today > last) && !excepted()
}

fn too_early(found: &Found, value: &Decoded, today: Date) -> bool {
    let now = Period::containing(value.period.kind, today);
    let last = now.and_then(|now| now.shift(found.open_future - 1));
    last.is_some_and(|last| value.period.start > last.start)
}

/// Two values of the same key cannot both be meant.
fn doubles(values: &[Decoded]) -> Option<Conflict> {
    let mut seen: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, value) in values.iter().enumerate() {
        let or_null = |uid: &Option<String>| uid.clone().unwrap_or_else(|| "null".to_owned());
        let key = format!(
            "DataValueKey[dataElement={}, orgUnit={}, categoryOptionCombo={}, attributeOptionCombo={}, period={}]",
            value.element,
            value.unit,
            or_null(&value.option_combo),
            or_null(&value.attribute_combo),
            value.period.id()
        );
        seen.entry(key).or_default().push(index);
    }
    let (key, places) = seen.into_iter().find(|(_, places)| places.len() > 1)?;
    Some(Conflict::new(ErrorCode::E8128, &[&format!("{places:?}"), &key], Vec::new()))
}

/// The values that may be saved, and what is wrong with the others.
pub(super) fn values(found: &Found, values: &[Decoded]) -> (Vec<Good>, Vec<Conflict>) {
    let (mut good, mut bad) = (Vec::with_capacity(values.len()), Vec::new());
    for (index, value) in values.iter().enumerate() {
        match value_of(found, value, index) {
            Ok(value) => good.push(value),
            Err(conflict) => bad.push(conflict),
        }
    }
    (good, bad)
}

fn value_of(found: &Found, value: &Decoded, index: usize) -> Result<Good, Conflict> {
    let place = index.to_string();
    let conflict = |code, args: &[&str]| {
        let mut all = vec![place.as_str()];
        all.extend(args);
        Conflict::new(code, &all, vec![i64::try_from(index).unwrap_or(-1)])
    };
    let missing = || conflict(ErrorCode::E8120, &[]);
    let element = found.elements.get(&value.element).ok_or_else(missing)?;
    let text = value.value.as_deref().map(|text| value_type::normalise(&element.value_type, text));
    let empty = text.as_deref().is_none_or(str::is_empty);
    if !value.deleted {
        let silent = value.comment.as_deref().is_none_or(str::is_empty);
        if empty && !(found.comment_for_no_value && silent) {
            let code = if found.comment_for_no_value { ErrorCode::E8121 } else { ErrorCode::E8120 };
            return Err(conflict(code, &[]));
        }
        if let Some(text) = text.as_deref().filter(|text| !text.is_empty()) {
            if let Some(options) = &element.options {
                let codes: Vec<&str> =
                    if element.value_type == "MULTI_TEXT" { text.split(',').collect() } else { vec![text] };
                if let Some(foreign) = codes.iter().find(|code| !options.contains(**code)) {
                    return Err(conflict(ErrorCode::E8123, &[foreign, &value.element]));
                }
            } else if let Some(reason) = value_type::fault(&element.value_type, text) {
                return Err(conflict(ErrorCode::E8122, &[text, &element.value_type, reason]));
            }
        }
        if let Some(comment) = &value.comment {
            if element.comment_options.as_ref().is_some_and(|options| !options.contains(comment)) {
                return Err(conflict(ErrorCode::E8124, &[comment]));
            }
            let length = comment.chars().count();
            if length > LONGEST_COMMENT {
                return Err(conflict(ErrorCode::E8125, &[&length.to_string()]));
            }
        }
    }
    let combo = |uid: &Option<String>| {
        uid.as_ref().and_then(|uid| found.combos.get(uid)).map_or(found.default_combo, |combo| combo.id)
    };
    Ok(Good {
        element: element.id,
        period: value.period,
        unit: found.units.get(&value.unit).map(|unit| unit.id).ok_or_else(missing)?,
        option_combo: combo(&value.option_combo),
        attribute_combo: combo(&value.attribute_combo),
        value: text,
        comment: value.comment.clone(),
        follow_up: value.follow_up,
        deleted: value.deleted,
    })
}
