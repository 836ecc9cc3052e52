//! Rows with faults from a seed, and what must become of each: said here from what was planted, not by asking the server.

use std::collections::BTreeMap;

use afya_model::Random;
use serde_json::{Map, Value, json};

/// The set that the rows are of.
pub(super) const SET: &str = "FaultySet11";

/// A right text, with what is stored of it.
type Right = (&'static str, &'static str);

/// An element with what is right and what is wrong for it.
pub(super) struct Element {
    pub(super) id: &'static str,
    pub(super) value_type: &'static str,
    right: &'static [Right],
    wrong: &'static [&'static str],
    reason: &'static str,
}

const fn element(
    id: &'static str,
    value_type: &'static str,
    right: &'static [Right],
    (wrong, reason): (&'static [&'static str], &'static str),
) -> Element {
    Element { id, value_type, right, wrong, reason }
}

pub(super) const ELEMENTS: [Element; 9] = [
    element(
        "FaultyInt11",
        "INTEGER",
        &[("0", "0"), ("-5", "-5"), ("7.0", "7")],
        (&["x", "1.5", "2147483648", "01", "1e3", "--1"], "value_not_integer"),
    ),
    element(
        "FaultyNum11",
        "NUMBER",
        &[("1.5", "1.5"), ("-0.25", "-0.25"), ("0", "0")],
        (&["1,5", "1e5", "NaN", ".5", "1.", "0x10"], "value_not_numeric"),
    ),
    element(
        "FaultyZero1",
        "INTEGER_ZERO_OR_POSITIVE",
        &[("0", "0"), ("12", "12")],
        (&["-1", "+1", "1.2"], "value_not_zero_or_positive_integer"),
    ),
    element(
        "FaultyBool1",
        "BOOLEAN",
        &[("true", "true"), ("N", "false"), ("1", "true"), ("FALSE", "false")],
        (&["maybe", "2", "ja"], "value_not_bool"),
    ),
    element(
        "FaultyDate1",
        "DATE",
        &[("2024-02-29", "2024-02-29")],
        (&["2023-02-29", "29.02.2024", "2024-13-01", "yesterday"], "value_not_valid_date"),
    ),
    element(
        "FaultyPerc1",
        "PERCENTAGE",
        &[("0", "0"), ("100", "100"), ("33.3", "33.3")],
        (&["101", "-1", "50%"], "value_not_percentage"),
    ),
    element(
        "FaultyText1",
        "TEXT",
        &[("fine", "fine"), ("ünï ✓ \"quoted\", so", "ünï ✓ \"quoted\", so")],
        (&[], ""),
    ),
    element("FaultyOpti1", "TEXT", &[("YES", "YES")], (&[], "")),
    element("FaultyComm1", "TEXT", &[("said", "said")], (&[], "")),
];

/// A file, and what must become of it.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) rows: Vec<Value>,
    /// The text of each row that is stored, by element, unit and period.
    pub(super) stored: BTreeMap<(String, String, String), String>,
    /// Code, sentence and index of each fault, in order.
    pub(super) faults: Vec<(&'static str, String, usize)>,
}

/// A number as sentences write it.
fn grouped(number: usize) -> String {
    if number < 1000 {
        number.to_string()
    } else {
        format!("{},{:03}", grouped(number / 1000), number % 1000)
    }
}

/// So many rows, of which about every eighth is wrong; each of another cell.
pub(super) fn rows(seed: u64, wanted: usize, units: &[String]) -> Rows {
    let random = Random::seeded(seed);
    let months: Vec<String> =
        (2020..2100).flat_map(|year| (1..=12).map(move |month| format!("{year}{month:02}"))).collect();
    let cells = ELEMENTS.len() * units.len() * months.len();
    assert!(wanted <= cells, "{cells} cells are too few for {wanted} rows");
    let mut all = Rows::default();
    // Steps of a prime that divides no number of cells visit each cell once, from a place of the seed's own.
    let (start, step) = (random.below(cells), 15_485_863 % cells);
    for index in 0..wanted {
        let cell = (start + index * step) % cells;
        let element = &ELEMENTS[cell % ELEMENTS.len()];
        let unit = &units[cell / ELEMENTS.len() % units.len()];
        let period = &months[cell / ELEMENTS.len() / units.len()];
        let mut row = Map::new();
        row.insert("dataElement".to_owned(), json!(element.id));
        row.insert("orgUnit".to_owned(), json!(unit));
        row.insert("period".to_owned(), json!(period));
        match fault(&random, element, index, &mut row) {
            Some((code, sentence)) => all.faults.push((code, sentence, index)),
            None => {
                let (sent, kept) = element.right[random.below(element.right.len())];
                row.insert("value".to_owned(), json!(sent));
                if element.id == "FaultyComm1" {
                    row.insert("comment".to_owned(), json!("YES"));
                }
                let cell = (element.id.to_owned(), unit.clone(), period.clone());
                all.stored.insert(cell, kept.to_owned());
            }
        }
        all.rows.push(Value::Object(row));
    }
    all
}

/// Makes a row wrong, sometimes; says how that is named.
fn fault(
    random: &Random,
    element: &Element,
    index: usize,
    row: &mut Map<String, Value>,
) -> Option<(&'static str, String)> {
    let number = grouped(index);
    let mut set = |key: &str, value: String| drop(row.insert(key.to_owned(), Value::String(value)));
    match random.below(1000) {
        0..30 => {
            if random.below(2) == 0 {
                set("value", String::new());
            }
            Some(("E8120", format!("Value #{number} value is required")))
        }
        // Long texts are rare, so that the file stays of a size.
        30 => {
            let long = "ab ".repeat(20_000);
            set("value", long.clone());
            let kind = element.value_type;
            let sentence = format!(
                "Value #{number} value `{long}` is no valid {kind}: value_length_greater_than_max_length"
            );
            Some(("E8122", sentence))
        }
        31..33 if element.id != "FaultyComm1" => {
            set("value", element.right[0].0.to_owned());
            set("comment", "é".repeat(5001));
            Some(("E8125", format!("Value #{number} comment too long (max 5,000 characters)`")))
        }
        33..120 if element.id == "FaultyOpti1" => {
            set("value", "NO".to_owned());
            Some((
                "E8123",
                format!("Value #{number} value `NO` is no valid option for data element `FaultyOpti1`"),
            ))
        }
        33..120 if element.id == "FaultyComm1" => {
            set("value", "said".to_owned());
            set("comment", "perhaps".to_owned());
            Some((
                "E8124",
                format!("Value #{number} comment is restricted to options and does not allow perhaps`"),
            ))
        }
        33..120 if !element.wrong.is_empty() => {
            let text = element.wrong[random.below(element.wrong.len())];
            set("value", text.to_owned());
            let (kind, reason) = (element.value_type, element.reason);
            Some(("E8122", format!("Value #{number} value `{text}` is no valid {kind}: {reason}")))
        }
        _ => None,
    }
}
