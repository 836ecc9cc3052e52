//! Groups of DHIS2's value types (`ValueType`), by their words.

/// Numbers.
pub const NUMERIC: [&str; 7] = [
    "INTEGER",
    "INTEGER_POSITIVE",
    "INTEGER_NEGATIVE",
    "INTEGER_ZERO_OR_POSITIVE",
    "NUMBER",
    "UNIT_INTERVAL",
    "PERCENTAGE",
];

/// Text for analytics: dates and times are, coordinates and files are nothing.
pub const TEXTUAL: [&str; 11] = [
    "TEXT",
    "LONG_TEXT",
    "LETTER",
    "TIME",
    "USERNAME",
    "EMAIL",
    "PHONE_NUMBER",
    "URL",
    "DATE",
    "DATETIME",
    "AGE",
];

/// Values that never come together, whatever the aggregation type.
const ALONE: [&str; 8] =
    ["DATE", "DATETIME", "TIME", "ORGANISATION_UNIT", "REFERENCE", "AGE", "IMAGE", "GEOJSON"];

/// Whether values of a type are numbers.
pub fn is_numeric(value_type: &str) -> bool {
    NUMERIC.contains(&value_type)
}

/// The kind of value behind a value type.
pub fn simplified(value_type: &str) -> &'static str {
    match value_type {
        numeric if is_numeric(numeric) => "NUMBER",
        "BOOLEAN" | "TRUE_ONLY" => "BOOLEAN",
        "DATE" | "DATETIME" | "AGE" => "DATE",
        "FILE_RESOURCE" | "IMAGE" => "FILE_RESOURCE",
        "COORDINATE" | "GEOJSON" => "COORDINATE",
        _ => "TEXT",
    }
}

/// Whether values of a type can come together over periods or places.
pub fn is_aggregatable(value_type: &str) -> bool {
    !ALONE.contains(&value_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_have_a_kind_of_value() {
        assert_eq!(["AGE", "LETTER", "PERCENTAGE"].map(simplified), ["DATE", "TEXT", "NUMBER"]);
    }
}
