//! What a setting is: its key, the kind of its value, its default, and how it is shown.

use std::sync::LazyLock;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

static SYSTEM: LazyLock<Vec<Definition>> =
    LazyLock::new(|| parse(include_str!("../../data/system_settings.tsv")));
static USER: LazyLock<Vec<Definition>> =
    LazyLock::new(|| parse(include_str!("../../data/user_settings.tsv")));

/// The kind of a setting's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Anything.
    Text,
    /// `true` or `false`.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// An instant, stored as milliseconds since 1970.
    Date,
    /// A language tag.
    Locale,
    /// A constant in capitals.
    Word,
    /// `NAME` or `SHORTNAME`, shown as `name` and `shortName`.
    Display,
}

/// A setting.
#[derive(Clone, Copy, Debug)]
pub struct Definition {
    /// The key, such as `applicationTitle`.
    pub key: &'static str,
    /// The kind of its value.
    pub kind: Kind,
    /// The value where none is stored, as it would be stored.
    pub default: &'static str,
    /// Whether its value is never told.
    pub confidential: bool,
    /// Whether it has translations.
    pub translatable: bool,
    /// The words that a `Word` may be, with spaces between; none where the list is not known here.
    words: &'static str,
}

impl Definition {
    /// A stored value as JSON; one that is not of the kind counts as absent.
    pub fn json(&self, stored: Option<&str>) -> Value {
        stored.and_then(|text| self.typed(text)).or_else(|| self.typed(self.default)).unwrap_or(json!(""))
    }

    /// A given value as it is stored, or nothing when it is not of the kind.
    pub fn accept(&self, given: &str) -> Option<String> {
        let fits = match self.kind {
            Kind::Boolean => return given.to_lowercase().parse::<bool>().ok().map(|truth| truth.to_string()),
            Kind::Display => return display_word(given),
            Kind::Word => {
                let word = given.to_uppercase();
                let known = self.words.is_empty() || self.words.split(' ').any(|one| one == word);
                return known.then_some(word);
            }
            Kind::Date => return milliseconds(given),
            Kind::Integer => given.parse::<i64>().is_ok(),
            Kind::Number => given.parse::<f64>().is_ok_and(f64::is_finite),
            Kind::Text | Kind::Locale => true,
        };
        fits.then(|| given.to_owned())
    }

    fn typed(&self, text: &str) -> Option<Value> {
        match self.kind {
            Kind::Text | Kind::Word | Kind::Locale => Some(json!(text)),
            Kind::Boolean => text.to_lowercase().parse::<bool>().ok().map(Value::from),
            Kind::Integer => text.parse::<i64>().ok().map(Value::from),
            Kind::Number => text.parse::<f64>().ok().map(Value::from),
            Kind::Date => Some(json!(date(text)?)),
            Kind::Display => {
                let short = text.replace('_', "").eq_ignore_ascii_case("shortname");
                Some(json!(if short { "shortName" } else { "name" }))
            }
        }
    }
}

fn display_word(given: &str) -> Option<String> {
    match given.replace('_', "").to_uppercase().as_str() {
        "NAME" => Some("NAME".into()),
        "SHORTNAME" => Some("SHORTNAME".into()),
        _ => None,
    }
}

/// Milliseconds, given as such or as a date with or without a time.
fn milliseconds(given: &str) -> Option<String> {
    if given.parse::<i64>().is_ok() {
        return Some(given.to_owned());
    }
    let at = given.parse::<DateTime>().ok()?;
    Some(TimeZone::UTC.to_timestamp(at).ok()?.as_millisecond().to_string())
}

/// An instant in DHIS2's form; stored as milliseconds.
fn date(milliseconds: &str) -> Option<String> {
    let at = Timestamp::from_millisecond(milliseconds.parse().ok()?).ok()?;
    Some(at.strftime("%Y-%m-%dT%H:%M:%S.%3f").to_string())
}

/// The system setting of this key.
pub fn system_definition(key: &str) -> Option<&'static Definition> {
    SYSTEM.iter().find(|definition| definition.key == key)
}

/// The user setting of this key.
pub fn user_definition(key: &str) -> Option<&'static Definition> {
    USER.iter().find(|definition| definition.key == key)
}

pub(super) fn all_of_system() -> &'static [Definition] {
    &SYSTEM
}

pub(super) fn all_of_user() -> &'static [Definition] {
    &USER
}

fn parse(table: &'static str) -> Vec<Definition> {
    table.lines().skip(1).map(definition).collect()
}

fn definition(line: &'static str) -> Definition {
    let mut cells = line.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let key = next();
    let kind = match next() {
        "boolean" => Kind::Boolean,
        "integer" => Kind::Integer,
        "number" => Kind::Number,
        "date" => Kind::Date,
        "locale" => Kind::Locale,
        "word" => Kind::Word,
        "display" => Kind::Display,
        _ => Kind::Text,
    };
    let default = next();
    let flag = next();
    Definition {
        key,
        kind,
        default,
        confidential: flag == "confidential",
        translatable: flag == "translatable",
        words: next(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_default_is_of_its_kind() {
        for definition in SYSTEM.iter().chain(USER.iter()) {
            assert!(definition.typed(definition.default).is_some(), "{}", definition.key);
        }
    }

    #[test]
    fn stored_texts_become_json_by_kind() {
        let check = |key: &str, stored: &str, expected: Value| {
            assert_eq!(system_definition(key).unwrap().json(Some(stored)), expected);
        };
        check("factorDeviation", "2.5", json!(2.5));
        check("keyAnalysisDisplayProperty", "SHORTNAME", json!("shortName"));
        check("keyLastMonitoringRun", "1795546060019", json!("2026-11-24T18:47:40.019"));
        check("minPasswordLength", "many", json!(8));
    }

    #[test]
    fn given_values_are_stored_in_one_form() {
        let check = |key: &str, given: &str, expected: Option<&str>| {
            assert_eq!(system_definition(key).unwrap().accept(given).as_deref(), expected);
        };
        check("credentialsExpires", "soon", None);
        check("keyAccountRecovery", "TRUE", Some("true"));
        check("keyCacheStrategy", "no_cache", Some("NO_CACHE"));
        check("keyCacheStrategy", "SOMETIMES", None);
        check("keyAnalysisDisplayProperty", "shortName", Some("SHORTNAME"));
        check("keyLastMonitoringRun", "2026-11-24T18:47:40.019", Some("1795546060019"));
    }
}
