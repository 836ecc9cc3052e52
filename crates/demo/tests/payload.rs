//! The payload as a whole: identifiers, references, and what there is of everything.

use std::collections::{BTreeMap, BTreeSet};

use afya_demo::Country;
use afya_model::Uid;
use afya_model::period::RelativePeriod;
use serde_json::{Map, Value};

/// Identifiers that every database has.
const DEFAULTS: [&str; 3] = ["bjDvmb4bfuf", "HllvX50cXC0", "yrB6vc5Ip3r"];

fn payload() -> Map<String, Value> {
    Country::new(1.0).metadata()
}

fn list(value: Option<&Value>) -> &[Value] {
    value.and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// Calls `found` with each object that has an identifier, and whether it only refers to one.
fn walk<'a>(value: &'a Value, found: &mut impl FnMut(&'a str, bool)) {
    match value {
        Value::Object(object) => {
            if let Some(id) = object.get("id").and_then(Value::as_str) {
                found(id, object.len() == 1);
            }
            object.values().for_each(|value| walk(value, found));
        }
        Value::Array(list) => list.iter().for_each(|value| walk(value, found)),
        _ => {}
    }
}

#[test]
fn there_is_enough_of_everything() {
    let payload = payload();
    let counts: BTreeMap<&str, usize> =
        payload.iter().map(|(key, objects)| (key.as_str(), list(Some(objects)).len())).collect();
    assert_eq!(counts["organisationUnits"], 1 + 5 + 40 + 1_200);
    assert_eq!((counts["organisationUnitLevels"], counts["dataSets"]), (4, 12));
    assert!((78..=90).contains(&counts["dataElements"]), "{} elements", counts["dataElements"]);
    assert!(counts["indicators"] >= 20 && counts["users"] > 80 && counts["visualizations"] >= 10);
    assert_eq!((counts["maps"], counts["dashboards"], counts["legendSets"]), (2, 3, 2));
}

#[test]
fn every_identifier_is_valid_and_there_once() {
    let payload = payload();
    let mut seen = BTreeSet::new();
    for objects in payload.values() {
        walk(objects, &mut |id, reference| {
            if !reference {
                assert!(Uid::parse(id).is_some(), "{id}");
                assert!(seen.insert(id.to_owned()), "{id} is there twice");
            }
        });
    }
}

#[test]
fn every_reference_leads_somewhere() {
    let payload = payload();
    let (mut there, mut named) = (BTreeSet::new(), BTreeSet::new());
    for objects in payload.values() {
        walk(objects, &mut |id, reference| {
            let _ = if reference { named.insert(id) } else { there.insert(id) };
        });
    }
    let words = ["USER_ORGUNIT", "LEVEL-", "OU_GROUP-"];
    let lost: Vec<&&str> = named
        .iter()
        .filter(|id| !there.contains(**id) && !DEFAULTS.contains(id))
        .filter(|id| !words.iter().any(|word| id.starts_with(word)) && RelativePeriod::parse(id).is_none())
        .collect();
    assert!(lost.is_empty(), "{lost:?}");
}

#[test]
fn expressions_name_elements_that_there_are() {
    let payload = payload();
    let elements: BTreeSet<&str> =
        list(payload.get("dataElements")).iter().filter_map(|element| element["id"].as_str()).collect();
    for indicator in list(payload.get("indicators")) {
        for side in ["numerator", "denominator"] {
            let text = indicator[side].as_str().unwrap_or_default();
            let named: Vec<&str> =
                text.split("#{").skip(1).filter_map(|rest| rest.split('}').next()).collect();
            assert!(!named.is_empty() && named.iter().all(|id| elements.contains(id)), "{text}");
        }
    }
}

#[test]
fn names_and_codes_are_there_once_in_their_type() {
    for (of, objects) in &payload() {
        for key in ["name", "code"] {
            let values: Vec<&str> =
                list(Some(objects)).iter().filter_map(|object| object[key].as_str()).collect();
            let unique: BTreeSet<&&str> = values.iter().collect();
            // Option combos of different combos may have the same name.
            assert!(
                unique.len() == values.len() || of == "categoryOptionCombos" || of == "sections",
                "{of}.{key}"
            );
        }
    }
}

#[test]
fn the_same_country_is_made_every_time() {
    assert_eq!(Value::Object(payload()).to_string(), Value::Object(payload()).to_string());
}
