//! What must hold of each value.

use std::collections::HashMap;

use afya_model::ErrorCode;
use afya_model::period::Period;

use crate::value_type;
use crate::values::decode::Value;
use crate::values::preheat::{Element, Found};
use crate::values::report::{Arg, Conflict};
use crate::values::words::{Word, Words};

/// A value that may be saved, by the keys of what it refers to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Good {
    pub(crate) element: i64,
    pub(crate) period: Period,
    pub(crate) unit: i64,
    pub(crate) option_combo: i64,
    pub(crate) attribute_combo: i64,
    pub(crate) value: Option<Box<str>>,
    pub(crate) comment: Option<Box<str>>,
    pub(crate) follow_up: Option<bool>,
    pub(crate) deleted: bool,
}

const LONGEST_COMMENT: usize = 5000;

/// Two values of the same cell cannot both be meant. An option combo that is not said is the default one.
pub(in crate::values) fn doubles(words: &Words, default_combo: Word, values: &[Value]) -> Option<Conflict> {
    let key = |value: &Value| {
        let (combo, attribute) = (value.option_combo, value.attribute_combo);
        let (combo, attribute) = (combo.unwrap_or(default_combo), attribute.unwrap_or(default_combo));
        (value.element, value.period, value.unit, combo, attribute)
    };
    let mut firsts = HashMap::with_capacity(values.len());
    let mut doubled: Option<usize> = None;
    for (place, value) in values.iter().enumerate() {
        let first = *firsts.entry(key(value)).or_insert(place);
        if first != place && doubled.is_none_or(|doubled| first < doubled) {
            doubled = Some(first);
        }
    }
    let first = &values[doubled?];
    let all = values.iter().filter(|value| key(value) == key(first));
    let indexes: Vec<String> = all.map(|value| value.index.to_string()).collect();
    let or_null = |word: Option<Word>| word.map_or("null", |word| words.text(word));
    let cell = format!(
        "DataValueKey[dataElement={}, orgUnit={}, categoryOptionCombo={}, attributeOptionCombo={}, period={}]",
        words.text(first.element),
        words.text(first.unit),
        or_null(first.option_combo),
        or_null(first.attribute_combo),
        first.period.id()
    );
    let args = vec![Arg::Text(format!("[{}]", indexes.join(", "))), Arg::Text(cell)];
    Some(Conflict::new(ErrorCode::E8128, args))
}

/// The values that may be saved, and what is wrong with the others.
pub(in crate::values) fn values(
    words: &Words,
    found: &Found,
    values: Vec<Value>,
) -> (Vec<Good>, Vec<Conflict>) {
    let (mut good, mut bad) = (Vec::with_capacity(values.len()), Vec::new());
    // As in DHIS2 a value that is deleted is looked at only where others are not.
    let all_deleted = values.iter().all(|value| value.deleted);
    for value in values {
        let index = value.index;
        match one(words, found, value, all_deleted) {
            Ok(value) => good.extend(value),
            Err(conflict) => bad.push(conflict.at([index].into_iter())),
        }
    }
    (good, bad)
}

fn one(words: &Words, found: &Found, mut value: Value, all_deleted: bool) -> Result<Option<Good>, Conflict> {
    let (Some(element), Some(unit)) = (found.elements.get(&value.element), found.units.get(&value.unit))
    else {
        return Ok(None);
    };
    if !all_deleted {
        if let Some(text) = value.value.take() {
            value.value = Some(value_type::normalise(&element.value_type, &text).into());
        }
        check(words, found, element, &value)?;
    }
    let combo =
        |word: Option<Word>| found.combos.get(&word.unwrap_or(found.default_combo)).map(|combo| combo.id);
    let (Some(option_combo), Some(attribute_combo)) =
        (combo(value.option_combo), combo(value.attribute_combo))
    else {
        return Ok(None);
    };
    Ok(Some(Good {
        element: element.id,
        period: value.period,
        unit: unit.id,
        option_combo,
        attribute_combo,
        value: value.value,
        comment: value.comment,
        follow_up: value.follow_up,
        deleted: value.deleted,
    }))
}

fn check(words: &Words, found: &Found, element: &Element, value: &Value) -> Result<(), Conflict> {
    let conflict = |code, args: Vec<Arg>| {
        let mut all = vec![Arg::index(value.index as usize)];
        all.extend(args);
        Err(Conflict::new(code, all))
    };
    let text = value.value.as_deref().unwrap_or_default();
    let comment = value.comment.as_deref();
    if text.is_empty() {
        let for_comment = found.set.as_ref().is_some_and(|set| set.comment_for_no_value);
        let allowed = value.deleted || for_comment && comment.is_none_or(str::is_empty);
        if !allowed {
            return conflict(if for_comment { ErrorCode::E8121 } else { ErrorCode::E8120 }, Vec::new());
        }
    } else {
        if let Some(reason) = value_type::fault(&element.value_type, text) {
            let args = vec![Arg::text(text), Arg::text(&element.value_type), Arg::text(reason)];
            return conflict(ErrorCode::E8122, args);
        }
        if let Some(foreign) = foreign_option(element, text) {
            let args = vec![Arg::text(foreign), Arg::text(words.text(value.element))];
            return conflict(ErrorCode::E8123, args);
        }
    }
    let Some(comment) = comment else { return Ok(()) };
    if element.comment_options.as_ref().is_some_and(|options| !options.contains(comment)) {
        return conflict(ErrorCode::E8124, vec![Arg::text(comment)]);
    }
    if comment.encode_utf16().count() > LONGEST_COMMENT {
        return conflict(ErrorCode::E8125, vec![Arg::Number(LONGEST_COMMENT)]);
    }
    Ok(())
}

/// The first word of a value that is none of the element's options.
fn foreign_option<'v>(element: &Element, text: &'v str) -> Option<&'v str> {
    let options = element.options.as_ref().filter(|options| !options.contains(text))?;
    if element.value_type != "MULTI_TEXT" {
        return Some(text);
    }
    text.trim_end_matches(',').split(',').find(|word| !options.contains(*word))
}
