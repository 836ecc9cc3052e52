//! The first stage: a group of values as JSON, each value with what the group says for all.

use afya_model::period::Period;
use afya_model::{ErrorCode, Uid};
use serde::Deserialize;
use serde_json::Value;

use super::Options;
use super::report::Conflict;

/// A group of values, as sent. Numbers and truth values are taken for values too.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Group {
    /// The data set.
    pub data_set: Option<String>,
    /// The day on which the set was complete.
    pub complete_date: Option<String>,
    /// The period of values that name none.
    pub period: Option<String>,
    /// The unit of values that name none.
    pub org_unit: Option<String>,
    /// The attribute option combo of values that name none.
    pub attribute_option_combo: Option<Value>,
    /// The element of values that name none.
    pub data_element: Option<String>,
    /// Check only.
    pub dry_run: Option<bool>,
    /// What to delete first; not built yet.
    pub deletion: Option<Value>,
    /// The scheme of identifiers; only `UID` is built.
    pub id_scheme: Option<String>,
    /// The scheme of elements.
    pub data_element_id_scheme: Option<String>,
    /// The scheme of units.
    pub org_unit_id_scheme: Option<String>,
    /// The scheme of option combos.
    pub category_option_combo_id_scheme: Option<String>,
    /// The scheme of data sets.
    pub data_set_id_scheme: Option<String>,
    /// The values.
    pub data_values: Vec<Input>,
}

/// A value, as sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Input {
    /// The element.
    pub data_element: Option<String>,
    /// The period.
    pub period: Option<String>,
    /// The unit.
    pub org_unit: Option<String>,
    /// The option combo, or options by category.
    pub category_option_combo: Option<Value>,
    /// The attribute option combo, or options by category.
    pub attribute_option_combo: Option<Value>,
    /// The value.
    pub value: Option<Value>,
    /// The comment.
    pub comment: Option<String>,
    /// Whether it is to be followed up.
    #[serde(alias = "followup")]
    pub follow_up: Option<bool>,
    /// Whether it is deleted.
    pub deleted: Option<bool>,
}

/// A value with all its words.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Decoded {
    pub(super) element: String,
    pub(super) period: Period,
    pub(super) unit: String,
    pub(super) option_combo: Option<String>,
    pub(super) attribute_combo: Option<String>,
    pub(super) value: Option<String>,
    pub(super) comment: Option<String>,
    pub(super) follow_up: Option<bool>,
    pub(super) deleted: bool,
}

impl Group {
    /// An option of the body that is not built yet, by name.
    pub fn not_built(&self) -> Option<&'static str> {
        let plain = |scheme: &Option<String>| {
            scheme.as_deref().is_none_or(|scheme| scheme.eq_ignore_ascii_case("UID"))
        };
        let maps = self.attribute_option_combo.iter().chain(
            self.data_values
                .iter()
                .flat_map(|value| value.category_option_combo.iter().chain(&value.attribute_option_combo)),
        );
        [
            ("deletion", self.deletion.is_none()),
            ("idScheme", plain(&self.id_scheme)),
            ("dataElementIdScheme", plain(&self.data_element_id_scheme)),
            ("orgUnitIdScheme", plain(&self.org_unit_id_scheme)),
            ("categoryOptionComboIdScheme", plain(&self.category_option_combo_id_scheme)),
            ("dataSetIdScheme", plain(&self.data_set_id_scheme)),
            ("categoryOptionCombo as options by category", !maps.into_iter().any(Value::is_object)),
        ]
        .into_iter()
        .find(|(_, built)| !built)
        .map(|(name, _)| name)
    }
}

/// All values with all their words, or the first that cannot be understood.
pub(super) fn decode(group: &Group, options: Options) -> Result<Vec<Decoded>, Conflict> {
    if let Some(date) = &group.complete_date
        && date.get(..10).is_none_or(|day| day.parse::<jiff::civil::Date>().is_err())
    {
        return Err(Conflict::undecoded(ErrorCode::E8008, &[date]));
    }
    let all_named = group.data_set.is_some() && group.period.is_some() && group.org_unit.is_some();
    if group.complete_date.is_some() && !(all_named && group.attribute_option_combo.is_some()) {
        return Err(Conflict::undecoded(ErrorCode::E8009, &[]));
    }
    if let Some(set) = group.data_set.as_deref().filter(|set| Uid::parse(set).is_none()) {
        return Err(Conflict::undecoded(ErrorCode::E8004, &[set]));
    }
    group
        .data_values
        .iter()
        .enumerate()
        .map(|(index, input)| decode_one(group, input, index, options))
        .collect()
}

fn decode_one(group: &Group, input: &Input, index: usize, options: Options) -> Result<Decoded, Conflict> {
    let place = index.to_string();
    let whole = || written(input);
    let element = input.data_element.as_ref().or(group.data_element.as_ref());
    let element = element.ok_or_else(|| Conflict::undecoded(ErrorCode::E8102, &[&place, &whole()]))?;
    let unit = input.org_unit.as_ref().or(group.org_unit.as_ref());
    let unit = unit.ok_or_else(|| Conflict::undecoded(ErrorCode::E8105, &[&place, &whole()]))?;
    let period = input.period.as_ref().or(group.period.as_ref());
    let period = period.ok_or_else(|| Conflict::undecoded(ErrorCode::E8100, &[&place, &whole()]))?;
    let period =
        Period::parse(period).map_err(|_| Conflict::undecoded(ErrorCode::E8100, &[&place, &whole()]))?;
    for (code, uid) in [(ErrorCode::E8104, element), (ErrorCode::E8106, unit)] {
        if Uid::parse(uid).is_none() {
            return Err(Conflict::undecoded(code, &[&place, uid]));
        }
    }
    let option_combo = combo(input.category_option_combo.as_ref(), ErrorCode::E8109, &place)?;
    let attribute = input.attribute_option_combo.as_ref().or(group.attribute_option_combo.as_ref());
    let attribute_combo = combo(attribute, ErrorCode::E8111, &place)?;
    Ok(Decoded {
        element: element.clone(),
        period,
        unit: unit.clone(),
        option_combo,
        attribute_combo,
        value: input.value.as_ref().and_then(text),
        comment: input.comment.clone(),
        follow_up: input.follow_up,
        deleted: options.delete || input.deleted.unwrap_or_default(),
    })
}

fn combo(value: Option<&Value>, code: ErrorCode, place: &str) -> Result<Option<String>, Conflict> {
    let Some(uid) = value.and_then(Value::as_str) else { return Ok(None) };
    if Uid::parse(uid).is_none() {
        Err(Conflict::undecoded(code, &[place, uid]))
    } else {
        Ok(Some(uid.to_owned()))
    }
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        other => Some(other.to_string()),
    }
}

/// A value as DHIS2 writes it in its sentences.
fn written(input: &Input) -> String {
    let or_null = |text: Option<String>| text.unwrap_or_else(|| "null".to_owned());
    let combo = |value: &Option<Value>| or_null(value.as_ref().and_then(text));
    format!(
        "Input[dataElement={}, orgUnit={}, categoryOptionCombo={}, categoryOptions=null, attributeOptionCombo={}, attributeCombo=null, \
         attributeOptions=null, period={}, value={}, comment={}, followUp={}, deleted={}]",
        or_null(input.data_element.clone()),
        or_null(input.org_unit.clone()),
        combo(&input.category_option_combo),
        combo(&input.attribute_option_combo),
        or_null(input.period.clone()),
        or_null(input.value.as_ref().and_then(text)),
        or_null(input.comment.clone()),
        or_null(input.follow_up.map(|flag| flag.to_string())),
        or_null(input.deleted.map(|flag| flag.to_string())),
    )
}
