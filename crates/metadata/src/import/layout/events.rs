//! The dimensions of event visualizations that are only words, such as `eventDate`: kept with what was chosen of each.

use serde_json::{Map, Value, json};

use super::{AXES, dimensions};
use crate::import::Identifier;
use crate::import::preheat::identifier;
use crate::import::values::items;

/// The words.
const SIMPLE: [&str; 14] = [
    "eventDate",
    "enrollmentDate",
    "incidentDate",
    "scheduledDate",
    "lastUpdated",
    "created",
    "createdDate",
    "completed",
    "eventStatus",
    "programStatus",
    "createdBy",
    "lastUpdatedBy",
    "ou",
    "enrollmentOu",
];

/// What the axes are called where words are kept.
const PARENTS: [(&str, &str); 3] =
    [("columnDimensions", "COLUMN"), ("rowDimensions", "ROW"), ("filterDimensions", "FILTER")];

/// Names the dimensions of a layout with their programs and stages, and keeps the words among them. What is written by itself is
/// no longer of the older apps.
pub(super) fn lay_out(value: &mut Map<String, Value>) {
    let sent: Vec<(&str, Value)> =
        dimensions(value).map(|(names, dimension)| (names, dimension.clone())).collect();
    let mut named: Map<String, Value> =
        AXES.iter().map(|(_, names)| ((*names).to_owned(), json!([]))).collect();
    let mut simple = Vec::new();
    for (names, dimension) in &sent {
        let Some(word) = dimension.get("dimension").and_then(Value::as_str) else { continue };
        let of = |key: &str| dimension.get(key).and_then(|other| identifier(other, Identifier::Uid));
        let (program, stage) = (of("program"), of("programStage"));
        let qualified = [program, stage, Some(word)].into_iter().flatten().collect::<Vec<_>>().join(".");
        if let Some(list) = named[*names].as_array_mut() {
            list.push(json!(qualified));
        }
        let actual = word.rsplit('.').next().unwrap_or(word);
        let parent = PARENTS.iter().find(|(known, _)| known == names).map(|(_, parent)| *parent);
        if let Some(parent) = parent.filter(|_| SIMPLE.contains(&word)) {
            simple.push(kept(parent, actual, (program, stage), dimension));
        }
    }
    value.extend(named);
    value.insert("simpleDimensions".into(), Value::Array(simple));
    value.insert("legacy".into(), json!(false));
}

fn kept(parent: &str, word: &str, (program, stage): (Option<&str>, Option<&str>), sent: &Value) -> Value {
    let chosen = sent.get("items").map(items).unwrap_or_default();
    let values: Vec<&str> = chosen.iter().filter_map(|item| identifier(item, Identifier::Uid)).collect();
    let mut kept = Map::from_iter([
        ("parent".to_owned(), json!(parent)),
        ("dimension".to_owned(), json!(word)),
        ("values".to_owned(), json!(values)),
    ]);
    for (key, uid) in [("program", program), ("programStage", stage)] {
        if let Some(uid) = uid {
            kept.insert(key.to_owned(), json!(uid));
        }
    }
    Value::Object(kept)
}
