//! What the registry says of single properties: required, lengths, ranges, forms.

use afya_model::{ErrorCode, PeriodType};
use afya_schema::{Property, PropertyType, Storage, Type};
use serde_json::{Value, json};

use super::Problems;
use crate::import::bundle::Object;
use crate::import::defaults;
use crate::import::report::Problem;
use crate::import::shape;

/// Properties that every object has; DHIS2 looks at a type's own first.
const COMMON: [&str; 16] = [
    "access",
    "attributeValues",
    "code",
    "created",
    "createdBy",
    "href",
    "id",
    "lastUpdated",
    "lastUpdatedBy",
    "name",
    "sharing",
    "translations",
    "user",
    "description",
    "formName",
    "shortName",
];

/// The problems of the properties of one type's objects.
pub(super) fn check(of: &Type, objects: &[Object]) -> Problems {
    let (common, own): (Vec<_>, Vec<_>) = of
        .properties
        .iter()
        .filter(|property| property.persisted)
        .partition(|property| COMMON.contains(&property.key));
    let mut problems = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        for property in own.iter().chain(&common) {
            problems.extend(problem(of, property, object).map(|problem| (at, problem)));
        }
    }
    problems
}

fn problem(of: &Type, property: &Property, object: &Object) -> Option<Problem> {
    let sent = object
        .value
        .get(property.key)
        .filter(|value| !value.is_null() && !is_no_period_type(property, value));
    let Some(sent) = sent else {
        let missing = property.required && !is_made(of, property);
        return missing.then(|| {
            let class = match property.storage {
                Storage::PeriodType(_) => "org.hisp.dhis.period.PeriodType",
                _ => property.klass,
            };
            let problem = Problem::new(of, ErrorCode::E4000, &[property.name]);
            problem.class(class).at(property.name)
        });
    };
    match sent {
        Value::String(text) if !text.is_empty() => text_problem(of, property, text),
        Value::Number(number) => {
            let value = number.as_f64()?;
            let typed = property.kind == PropertyType::Integer || property.klass.ends_with("Double");
            (typed && outside(property, value)).then(|| ranged(of, ErrorCode::E4008, property, sent.clone()))
        }
        Value::Array(items) if property.is_collection() => {
            let size = items.len();
            outside(property, size as f64).then(|| ranged(of, ErrorCode::E4007, property, json!(size)))
        }
        _ => None,
    }
}

/// Whether a value names a period type that there is not.
fn is_no_period_type(property: &Property, sent: &Value) -> bool {
    let name = sent.as_str().or_else(|| sent.get("name").and_then(Value::as_str));
    matches!(property.storage, Storage::PeriodType(_)) && name.and_then(PeriodType::parse).is_none()
}

/// Whether the server has a value for a required property that was not sent.
fn is_made(of: &Type, property: &Property) -> bool {
    let default = matches!(
        property.target,
        Some("CategoryCombo" | "Category" | "CategoryOption" | "CategoryOptionCombo")
    );
    let primitive =
        matches!(property.kind, PropertyType::Boolean | PropertyType::Integer | PropertyType::Number);
    let started = matches!(property.key, "id" | "created" | "lastUpdated" | "createdBy" | "lastUpdatedBy");
    default
        || primitive
        || started
        || property.storage == Storage::Nowhere && !shape::is_written(property)
        || (of.name, property.key) == ("user", "name")
        || defaults::first_value(of, property).is_some()
}

fn text_problem(of: &Type, property: &Property, text: &str) -> Option<Problem> {
    let simple = !matches!(
        property.kind,
        PropertyType::Constant
            | PropertyType::Date
            | PropertyType::Password
            | PropertyType::Complex
            | PropertyType::Reference
            | PropertyType::Collection
            | PropertyType::Number
            | PropertyType::Integer
            | PropertyType::Boolean
    );
    if !simple {
        return None;
    }
    let length = text.encode_utf16().count();
    let longest = property.length.filter(|longest| length as f64 > *longest);
    if let Some(longest) =
        longest.filter(|_| property.kind != PropertyType::Identifier || property.key != "id")
    {
        let longest = longest as u64;
        let args = [property.name, &longest.to_string(), &length.to_string()];
        let problem = Problem::new(of, ErrorCode::E4001, &args).class(property.klass).at(property.name);
        return Some(problem.properties(vec![json!(property.name), json!(longest), json!(length)]));
    }
    if outside(property, length as f64) {
        return Some(ranged(of, ErrorCode::E4002, property, json!(length)));
    }
    let code = match property.kind {
        PropertyType::Email if !is_email(text) => ErrorCode::E4003,
        PropertyType::Url if !(text.starts_with("http://") || text.starts_with("https://")) => {
            ErrorCode::E4004
        }
        PropertyType::Color if !is_colour(text) => ErrorCode::E4006,
        _ => return None,
    };
    Some(Problem::new(of, code, &[property.name, text]).class(property.klass).at(property.name))
}

fn outside(property: &Property, value: f64) -> bool {
    property.min.is_some_and(|min| value < min) || property.max.is_some_and(|max| value > max)
}

/// A problem with a range: its ends are written as Java writes them, `11.0` as an argument and `11` in the sentence.
fn ranged(of: &Type, code: ErrorCode, property: &Property, given: Value) -> Problem {
    let ends = [property.min.unwrap_or(f64::MIN_POSITIVE), property.max.unwrap_or(f64::MAX)];
    let [least, most] = ends.map(|end| format!("{end:?}"));
    let args = [property.name, &least, &most, &given.to_string()];
    let properties = vec![json!(property.name), json!(ends[0]), json!(ends[1]), given.clone()];
    let mut problem =
        Problem::new(of, code, &args).class(property.klass).at(property.name).properties(properties);
    let given = given.as_f64().unwrap_or_default();
    problem.sentence =
        Some(code.message(&[property.name, &grouped(ends[0]), &grouped(ends[1]), &grouped(given)]));
    problem
}

/// A number as Java's messages write it: `2,147,483,647`, at most three decimals.
fn grouped(number: f64) -> String {
    let text = format!("{:.3}", number.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut out = String::new();
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            out.push(',');
        }
        out.push(digit);
    }
    let decimals = decimals.trim_end_matches('0');
    let sign = if number < 0.0 { "-" } else { "" };
    if decimals.is_empty() { format!("{sign}{out}") } else { format!("{sign}{out}.{decimals}") }
}

fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| {
        let plain = |part: &str| !part.is_empty() && !part.contains(['@', ' ', ',', ';']);
        plain(name) && plain(host) && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
    })
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#')
        .is_some_and(|hex| matches!(hex.len(), 3 | 6) && hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_as_java_does() {
        for (number, expected) in
            [(11.0, "11"), (2_147_483_647.0, "2,147,483,647"), (-1234.5, "-1,234.5"), (0.0, "0")]
        {
            assert_eq!(grouped(number), expected);
        }
    }
}
