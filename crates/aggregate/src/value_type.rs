//! What a value of each type must look like, and how it is written down (contract data section 7).

use std::sync::LazyLock;

use jiff::civil::Date;
use regex::Regex;

macro_rules! patterns {
    ($($name:ident $text:literal),* $(,)?) => {
        $(static $name: LazyLock<Regex> = LazyLock::new(|| Regex::new($text).expect("the pattern is a constant"));)*
    };
}
patterns!(
    NUMBER r"^(-?0|-?[1-9]\d*)(\.\d+)?$",
    INTEGER r"^(0|-?[1-9]\d*)$",
    POSITIVE r"^[1-9]\d*$",
    NEGATIVE r"^-[1-9]\d*$",
    ZERO_OR_POSITIVE r"^(0|[1-9]\d*)$",
    PHONE r"^[0-9+\(\)#\.\s/ext-]{6,50}$",
    TIME r"^([0-9]|0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]$",
    EMAIL r"^[^@\s]+@[^@\s]+\.[^@\s.]{2,}$",
    URL r"^(https?|ftp)://[^\s/$.?#][^\s]*$",
    COORDINATE r"^\[\s*(-?\d+(?:\.\d+)?)\s*,\s*(-?\d+(?:\.\d+)?)\s*\]$",
    USERNAME r"^[-_.@a-zA-Z0-9]{4,255}$",
    DATETIME r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?$",
);

/// The longest value that there may be.
const LONGEST: usize = 50_000;

/// A value as it is stored: whole numbers lose `.0`, truth values have two words.
pub fn normalise(value_type: &str, value: &str) -> String {
    match value_type {
        "INTEGER" | "INTEGER_POSITIVE" | "INTEGER_NEGATIVE" | "INTEGER_ZERO_OR_POSITIVE" => {
            value.strip_suffix(".0").unwrap_or(value).to_owned()
        }
        "BOOLEAN" | "TRUE_ONLY" => match value.to_lowercase().as_str() {
            "f" | "n" | "0" | "no" | "false" => "false".to_owned(),
            "t" | "y" | "1" | "yes" | "true" => "true".to_owned(),
            _ => value.to_owned(),
        },
        _ => value.to_owned(),
    }
}

/// Why a value is none of its type, as DHIS2 names it; nothing when it is one.
pub fn fault(value_type: &str, value: &str) -> Option<&'static str> {
    if value.chars().count() > LONGEST {
        return Some("value_length_greater_than_max_length");
    }
    let number = || value.parse::<f64>().ok().filter(|_| NUMBER.is_match(value));
    let (holds, reason) = match value_type {
        "NUMBER" => (NUMBER.is_match(value) && value.len() < 250, "value_not_numeric"),
        "UNIT_INTERVAL" => (number().is_some_and(|n| (0.0..=1.0).contains(&n)), "value_not_unit_interval"),
        "PERCENTAGE" => (number().is_some_and(|n| (0.0..=100.0).contains(&n)), "value_not_percentage"),
        "INTEGER" => (INTEGER.is_match(value) && value.parse::<i32>().is_ok(), "value_not_integer"),
        "INTEGER_POSITIVE" => {
            (POSITIVE.is_match(value) && value.parse::<i32>().is_ok(), "value_not_positive_integer")
        }
        "INTEGER_NEGATIVE" => {
            (NEGATIVE.is_match(value) && value.parse::<i32>().is_ok(), "value_not_negative_integer")
        }
        "INTEGER_ZERO_OR_POSITIVE" => (
            ZERO_OR_POSITIVE.is_match(value) && value.parse::<i32>().is_ok(),
            "value_not_zero_or_positive_integer",
        ),
        "BOOLEAN" => (["true", "false"].contains(&value), "value_not_bool"),
        "TRUE_ONLY" => (value == "true", "value_not_true_only"),
        "LETTER" => {
            (value.chars().count() == 1 && value.chars().all(char::is_alphabetic), "value_not_valid_letter")
        }
        "PHONE_NUMBER" => (PHONE.is_match(value), "value_not_phone_number"),
        "EMAIL" => (EMAIL.is_match(value), "value_not_valid_email"),
        "URL" => (URL.is_match(value), "value_not_url"),
        "TIME" => (TIME.is_match(value), "value_not_valid_time"),
        "DATE" => (is_date(value), "value_not_valid_date"),
        "AGE" => (is_date(value), "value_not_valid_age"),
        "DATETIME" => (DATETIME.is_match(value) && is_date(&value[..10]), "value_not_valid_datetime"),
        "COORDINATE" => (is_coordinate(value), "value_not_coordinate"),
        "USERNAME" => (USERNAME.is_match(value), "value_not_valid_username"),
        "ORGANISATION_UNIT" => (afya_model::Uid::parse(value).is_some(), "value_not_valid_org_unit_uid"),
        "FILE_RESOURCE" | "IMAGE" => {
            (afya_model::Uid::parse(value).is_some(), "value_not_valid_file_resource_uid")
        }
        _ => (true, ""),
    };
    (!holds).then_some(reason)
}

fn is_date(value: &str) -> bool {
    value.len() == 10 && value.parse::<Date>().is_ok()
}

fn is_coordinate(value: &str) -> bool {
    COORDINATE.captures(value).is_some_and(|parts| {
        let part = |index| {
            parts
                .get(index)
                .and_then(|part: regex::Match| part.as_str().parse::<f64>().ok())
                .unwrap_or(f64::MAX)
        };
        part(1).abs() <= 180.0 && part(2).abs() <= 90.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn right_values_have_no_fault() {
        let right = [
            ("NUMBER", "-0.75"),
            ("INTEGER", "-2147483648"),
            ("INTEGER_ZERO_OR_POSITIVE", "0"),
            ("PERCENTAGE", "100"),
            ("DATE", "2020-02-29"),
            ("DATETIME", "2024-01-01T10:00"),
            ("TIME", "9:05"),
            ("COORDINATE", "[-1.2, 0.5]"),
            ("PHONE_NUMBER", "+000 55 123 100"),
            ("TEXT", "anything"),
        ];
        for (value_type, value) in right {
            assert_eq!(fault(value_type, value), None, "{value_type} {value}");
        }
    }

    #[test]
    fn wrong_values_are_named() {
        let wrong = [
            ("INTEGER", "2147483648", "value_not_integer"),
            ("INTEGER_ZERO_OR_POSITIVE", "007", "value_not_zero_or_positive_integer"),
            ("INTEGER_NEGATIVE", "3", "value_not_negative_integer"),
            ("PERCENTAGE", "101", "value_not_percentage"),
            ("DATE", "2021-02-30", "value_not_valid_date"),
            ("COORDINATE", "[200,0]", "value_not_coordinate"),
        ];
        for (value_type, value, reason) in wrong {
            assert_eq!(fault(value_type, value), Some(reason), "{value_type} {value}");
        }
    }

    #[test]
    fn values_are_written_in_one_way() {
        assert_eq!(normalise("INTEGER", "5.0"), "5");
        assert_eq!(normalise("BOOLEAN", "Yes"), "true");
        assert_eq!(normalise("TEXT", "5.0"), "5.0");
    }
}
