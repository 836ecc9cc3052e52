//! What must hold of each value.

use std::collections::HashMap;

use afya_model::ErrorCode;
use afya_model::period::Period;

use crate::value_type;
use crate::values::decode::Value;
use crate::values::preheat::{Element, Found};
use crate::values::report::{Arg, Conflict};
use crate::values::sorted::Placed;
use crate::values::words::{Word, Words};

const LONGEST_COMMENT: usize = 5000;

/// Two values of the same cell cannot both be meant: which ones, and the first of them.
pub(in crate::values) fn doubled(words: &Words, indexes: &[u32], first: &Value) -> Conflict {
    let indexes: Vec<String> = indexes.iter().map(u32::to_string).collect();
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
    Conflict::new(ErrorCode::E8128, args)
}

/// What the values of a group are checked with.
pub(in crate::values) struct Single<'c> {
    pub(in crate::values) found: &'c Found,
    /// The periods of the group by their places.
    pub(in crate::values) periods: &'c HashMap<Period, u32>,
    /// As in DHIS2 a value that is deleted is looked at only where others are not.
    pub(in crate::values) all_deleted: bool,
}

impl Single<'_> {
    /// The value by the keys of its cell, and what is wrong with it; nothing where it has no cell.
    pub(in crate::values) fn check(
        &self,
        words: &Words,
        mut value: Value,
        place: u32,
    ) -> Option<(Placed, Option<Conflict>)> {
        let found = self.found;
        let (element, unit) = (found.elements.get(&value.element)?, found.units.get(&value.unit)?);
        let mut conflict = None;
        if !self.all_deleted {
            if let Some(text) = value.value.take() {
                value.value = Some(value_type::normalise(&element.value_type, &text).into());
            }
            conflict = check(words, found, element, &value).err();
        }
        let combo = |word: Option<Word>| Some(found.combos.get(&word.unwrap_or(found.default_combo))?.id);
        let (option_combo, attribute_combo) = (combo(value.option_combo)?, combo(value.attribute_combo)?);
        let period = self.periods.get(&value.period).copied()?;
        let wrong = conflict.is_some();
        let placed = Placed {
            cell: (element.id, period, unit.id, option_combo, attribute_combo),
            place,
            index: value.index,
            value: value.value.filter(|_| !wrong),
            comment: value.comment.filter(|_| !wrong),
            follow_up: value.follow_up,
            deleted: value.deleted,
            wrong,
        };
        Some((placed, conflict))
    }
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
