//! The kinds of the values that were sent: a word where a number belongs is refused before anything else is looked at, as
//! the reading of the body refuses it in DHIS2.

use afya_model::Refusal;
use afya_schema::{Property, PropertyType, Type};
use serde_json::{Map, Value};

use super::{inner, shape};

/// Refuses an object whose values have the wrong kind, down to the objects it owns.
pub(crate) fn check_kinds(of: &'static Type, object: &Map<String, Value>) -> Result<(), Refusal> {
    for (key, value) in object {
        let Some(property) = of.property(key).filter(|property| property.writable) else { continue };
        check_value(property, value)?;
        let Some(shape::Shape::Type(below)) = shape::owned(property) else { continue };
        for item in items(value) {
            match item {
                Value::Object(item) => check_kinds(below, item)?,
                other => return Err(inner::refused(below.klass, other, "give an object")),
            }
        }
    }
    Ok(())
}

/// The values of a collection, or the one value.
pub(crate) fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

fn check_value(property: &Property, value: &Value) -> Result<(), Refusal> {
    let kind = property.kind;
    let fits = match (kind, value) {
        (_, Value::Null) => true,
        (PropertyType::Boolean, Value::String(text)) => matches!(text.as_str(), "true" | "false" | ""),
        (PropertyType::Boolean, value) => value.is_boolean() || value.is_number(),
        (PropertyType::Number, Value::String(text)) => text.is_empty() || text.parse::<f64>().is_ok(),
        (PropertyType::Integer, Value::String(text)) => text.is_empty() || text.parse::<i64>().is_ok(),
        (PropertyType::Number | PropertyType::Integer, value) => value.is_number(),
        (PropertyType::Constant, Value::String(word)) => word.is_empty() || known(property, word),
        (PropertyType::Constant, _) => false,
        (PropertyType::Date, Value::String(text)) => text.is_empty() || is_date(text),
        (PropertyType::Date, value) => value.is_i64(),
        (PropertyType::Collection, Value::Array(items)) => return check_items(property, items),
        (PropertyType::Collection, _) => property.item_kind.is_none(),
        (PropertyType::Reference, value) => value.is_object() || value.is_array() || value.is_string(),
        (PropertyType::Complex, value) => return inner::check(property.klass, value),
        (_, value) => {
            !value.is_array() && !value.is_object()
                || matches!(property.storage, afya_schema::Storage::Json(_))
        }
    };
    if fits { Ok(()) } else { Err(wrong_kind(property, value)) }
}

/// Refuses items that are no objects where objects belong.
fn check_items(property: &Property, items: &[Value]) -> Result<(), Refusal> {
    let class = property.item_klass.unwrap_or(property.klass);
    for item in items {
        match property.item_kind {
            Some(PropertyType::Reference) if item.is_number() || item.is_boolean() || item.is_array() => {
                return Err(inner::refused(class, item, "give an object"));
            }
            Some(PropertyType::Reference) if class == DIMENSION => check_dimension(item)?,
            Some(PropertyType::Complex) => inner::check(class, item)?,
            _ => {}
        }
    }
    Ok(())
}

/// The class of what is laid out on columns, rows and filters.
const DIMENSION: &str = "org.hisp.dhis.common.DimensionalObject";

/// Refuses a dimension of a layout that is no object, or whose items are neither objects nor identifiers.
fn check_dimension(dimension: &Value) -> Result<(), Refusal> {
    let listed = match dimension {
        Value::Object(object) => object.get("items").unwrap_or(&Value::Null),
        other => return Err(inner::refused(DIMENSION, other, "give an object with `dimension` and `items`")),
    };
    match items(listed).iter().find(|item| !item.is_object() && !item.is_string()) {
        Some(other) => {
            let class = "org.hisp.dhis.common.DimensionalItemObject";
            Err(inner::refused(class, other, "give an object with `id`"))
        }
        None => Ok(()),
    }
}

fn known(property: &Property, word: &str) -> bool {
    property.constants.is_empty() || property.constants.contains(&word)
}

/// Whether a text starts as a date that PostgreSQL reads: `2025-01-31`, with or without a time.
fn is_date(text: &str) -> bool {
    let (day, time) = text.split_once(['T', ' ']).map_or((text, None), |(day, time)| (day, Some(time)));
    let shape = |text: &str, allowed: &[char]| {
        text.chars().all(|character| character.is_ascii_digit() || allowed.contains(&character))
    };
    let parts: Vec<&str> = day.split('-').collect();
    let number = |at: usize| parts.get(at).and_then(|part| part.parse::<i16>().ok());
    let real = match (number(0), number(1).unwrap_or(1), number(2).unwrap_or(1)) {
        (Some(year), month, day) if parts.len() <= 3 => i8::try_from(month)
            .ok()
            .zip(i8::try_from(day).ok())
            .is_some_and(|(month, day)| jiff::civil::Date::new(year, month, day).is_ok()),
        _ => false,
    };
    shape(day, &['-']) && real && time.is_none_or(|time| shape(time, &[':', '.', '+', '-', 'Z']))
}

fn wrong_kind(property: &Property, value: &Value) -> Refusal {
    let why = match property.kind {
        PropertyType::Constant => {
            let words = property.constants.join(", ");
            format!("not one of the values accepted for Enum class: [{words}]")
        }
        PropertyType::Date => "not a valid date. Write `2025-01-31` or `2025-01-31T00:00:00.000`".into(),
        _ => format!("the property `{}` takes no such value", property.key),
    };
    inner::refused(property.klass, value, &why)
}
