//! The columns of the classes that have an object a line.

use afya_model::PeriodType;
use afya_schema::{Property, PropertyType, Storage, Type, registry};
use serde_json::{Map, Value, json};

use super::cell;

/// What stands in an empty cell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Else {
    Nothing,
    /// The object's name.
    Name,
    Word(&'static str),
}

/// A column: the keys that lead to the value, how many characters count, and what an empty cell means.
pub(super) type Column = (&'static str, usize, Else);

const ANY: usize = usize::MAX;
const SHORT: Column = ("shortName", 50, Else::Name);

/// The columns that every object starts with.
const FIRST: [Column; 3] =
    [("name", 230, Else::Nothing), ("id", 11, Else::Nothing), ("code", 50, Else::Nothing)];

const DATA_ELEMENT: &[Column] = &[
    SHORT,
    ("description", ANY, Else::Nothing),
    ("formName", 230, Else::Nothing),
    ("domainType", 16, Else::Word("AGGREGATE")),
    ("valueType", 50, Else::Word("INTEGER")),
    ("aggregationType", 50, Else::Word("SUM")),
    ("categoryCombo.id", 11, Else::Nothing),
    ("url", 255, Else::Nothing),
    ("zeroIsSignificant", ANY, Else::Word("false")),
    ("optionSet.id", 11, Else::Nothing),
    ("commentOptionSet.id", 11, Else::Nothing),
];
const CATEGORY: &[Column] = &[
    ("description", 255, Else::Nothing),
    ("dataDimensionType", 40, Else::Word("DISAGGREGATION")),
    ("dataDimension", 40, Else::Word("false")),
];
const CATEGORY_COMBO: &[Column] =
    &[("dataDimensionType", 40, Else::Word("DISAGGREGATION")), ("skipTotal", 40, Else::Word("false"))];
const CATEGORY_OPTION_GROUP: &[Column] = &[SHORT, ("dataDimensionType", 50, Else::Word("DISAGGREGATION"))];
const ORGANISATION_UNIT: &[Column] = &[
    ("parent.id", 230, Else::Nothing),
    SHORT,
    ("description", ANY, Else::Nothing),
    ("openingDate", ANY, Else::Word("1970-01-01")),
    ("closedDate", ANY, Else::Nothing),
    ("comment", ANY, Else::Nothing),
    // Two columns are the geometry.
    ("", ANY, Else::Nothing),
    ("", ANY, Else::Nothing),
    ("url", 255, Else::Nothing),
    ("contactPerson", 255, Else::Nothing),
    ("address", 255, Else::Nothing),
    ("email", 150, Else::Nothing),
    ("phoneNumber", 150, Else::Nothing),
];
const VALIDATION_RULE: &[Column] = &[
    ("description", 255, Else::Nothing),
    ("instruction", 255, Else::Nothing),
    ("importance", 255, Else::Word("MEDIUM")),
    // Once the type of the rule.
    ("", ANY, Else::Nothing),
    ("operator", 255, Else::Word("equal_to")),
    ("periodType", 255, Else::Word("Monthly")),
    ("leftSide.expression", 255, Else::Nothing),
    ("leftSide.description", 255, Else::Nothing),
    ("leftSide.missingValueStrategy", 50, Else::Word("NEVER_SKIP")),
    ("rightSide.expression", 255, Else::Nothing),
    ("rightSide.description", 255, Else::Nothing),
    ("rightSide.missingValueStrategy", 50, Else::Word("NEVER_SKIP")),
];
const INDICATOR: &[Column] = &[
    ("description", 255, Else::Nothing),
    SHORT,
    ("denominator", ANY, Else::Nothing),
    ("denominatorDescription", 255, Else::Nothing),
    ("numerator", ANY, Else::Nothing),
    ("numeratorDescription", 255, Else::Nothing),
    ("annualized", 40, Else::Word("false")),
    ("decimals", ANY, Else::Nothing),
    ("indicatorType.id", ANY, Else::Nothing),
];

/// The type and the columns of a class.
pub(super) fn of(class: &str) -> Option<(&'static Type, &'static [Column])> {
    let (name, columns): (&str, &[Column]) = match class {
        "DATA_ELEMENT" => ("dataElement", DATA_ELEMENT),
        "DATA_ELEMENT_GROUP" => ("dataElementGroup", &[SHORT]),
        "CATEGORY_OPTION" => ("categoryOption", &[SHORT]),
        "CATEGORY" => ("category", CATEGORY),
        "CATEGORY_COMBO" => ("categoryCombo", CATEGORY_COMBO),
        "CATEGORY_OPTION_GROUP" => ("categoryOptionGroup", CATEGORY_OPTION_GROUP),
        "ORGANISATION_UNIT" => ("organisationUnit", ORGANISATION_UNIT),
        "ORGANISATION_UNIT_GROUP" => ("organisationUnitGroup", &[SHORT]),
        "VALIDATION_RULE" => ("validationRule", VALIDATION_RULE),
        "INDICATOR" => ("indicator", INDICATOR),
        _ => return None,
    };
    registry().by_name(name).map(|of| (of, columns))
}

/// The object that a line says: its name, identifier and code, then these columns.
pub(super) fn object(of: &'static Type, columns: &[Column], line: &[String]) -> Map<String, Value> {
    let mut object = Map::new();
    for (at, (path, longest, otherwise)) in FIRST.iter().chain(columns).enumerate() {
        let sent = cell(line, at).or(match otherwise {
            Else::Nothing => None,
            Else::Name => cell(line, 0),
            Else::Word(word) => Some(*word),
        });
        let Some(text) = sent.filter(|_| !path.is_empty()) else { continue };
        let text: String = text.chars().take(*longest).collect();
        match path.split_once('.') {
            None => drop(object.insert((*path).to_owned(), value(of.property(path), text))),
            Some((key, below)) => {
                let inner = object.entry(key).or_insert_with(|| json!({}));
                inner[below] = json!(text);
            }
        }
    }
    object
}

fn value(property: Option<&Property>, text: String) -> Value {
    let Some(property) = property else { return json!(text) };
    let same = |word: &&str| word.eq_ignore_ascii_case(&text);
    match property.kind {
        PropertyType::Boolean => json!(text.eq_ignore_ascii_case("true")),
        PropertyType::Integer | PropertyType::Number => json!(text.parse::<i64>().unwrap_or_default()),
        PropertyType::Constant => {
            json!(property.constants.iter().copied().find(|word| same(word)).unwrap_or(&text))
        }
        _ if matches!(property.storage, Storage::PeriodType(_)) => {
            let mut names = PeriodType::ALL.iter().map(|kind| kind.name());
            json!(names.find(|name| same(name)).unwrap_or(&text))
        }
        _ => json!(text),
    }
}
