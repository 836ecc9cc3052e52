//! The layout of charts, tables and map layers: `columns`, `rows` and `filters` become the properties that are kept, and
//! periods the list of their ids.

mod events;

use std::collections::{BTreeSet, HashMap};

use afya_model::{Period, RelativePeriod};
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use super::Identifier;
use super::bundle::Bundle;
use super::preheat::identifier;
use super::values::items;
use crate::sql::write;

/// The lists of dimensions, each with the property that keeps their names.
const AXES: [(&str, &str); 3] =
    [("columns", "columnDimensions"), ("rows", "rowDimensions"), ("filters", "filterDimensions")];

/// What a layout is kept as.
const KEPT: [&str; 14] = [
    "dataDimensionItems",
    "periods",
    "organisationUnits",
    "organisationUnitLevels",
    "itemOrganisationUnitGroups",
    "userOrganisationUnit",
    "userOrganisationUnitChildren",
    "userOrganisationUnitGrandChildren",
    "dataElementGroupSetDimensions",
    "organisationUnitGroupSetDimensions",
    "categoryDimensions",
    "categoryOptionGroupSetDimensions",
    "attributeDimensions",
    "dataElementDimensions",
];

/// The types that items and dimensions may be.
const KINDS: [&str; 9] = [
    "indicator",
    "dataElement",
    "programIndicator",
    "expressionDimensionItem",
    "dataElementGroupSet",
    "organisationUnitGroupSet",
    "category",
    "categoryOptionGroupSet",
    "trackedEntityAttribute",
];

/// The types with a layout of their own.
const LAID_OUT: [&str; 4] = ["visualization", "eventVisualization", "eventChart", "eventReport"];

/// Which type an identifier is of, and the level of an org unit level.
#[derive(Default)]
struct Kinds {
    types: HashMap<String, &'static str>,
    programs: BTreeSet<String>,
    data_sets: BTreeSet<String>,
    levels: HashMap<String, i64>,
}

/// Expands every layout of a payload. `always` also replaces properties that were sent besides it, as for single objects.
pub(crate) async fn expand(
    connection: &mut Connection,
    bundle: &mut Bundle,
    always: bool,
) -> Result<(), Fault> {
    let mut named = BTreeSet::new();
    for value in layouts(bundle) {
        if is_wanted(value, always) {
            name(value, &mut named);
        }
    }
    let kinds = if named.is_empty() { Kinds::default() } else { kinds(connection, bundle, named).await? };
    for value in layouts(bundle) {
        if is_wanted(value, always) {
            lay_out(value, &kinds);
        }
        list_periods(value);
    }
    if always {
        let objects = bundle.objects_mut().filter(|object| object.of.name == "eventVisualization");
        objects.for_each(|object| events::lay_out(&mut object.value));
    }
    Ok(())
}

/// The objects with a layout: charts and tables, and the layers of maps.
fn layouts(bundle: &mut Bundle) -> Vec<&mut Map<String, Value>> {
    let mut all = Vec::new();
    for object in bundle.objects_mut() {
        if LAID_OUT.contains(&object.of.name) {
            all.push(&mut object.value);
        } else if object.of.name == "map" {
            let layers = object.value.get_mut("mapViews").and_then(Value::as_array_mut);
            all.extend(layers.into_iter().flatten().filter_map(Value::as_object_mut));
        }
    }
    all
}

fn is_wanted(value: &Map<String, Value>, always: bool) -> bool {
    let sent = AXES.iter().any(|(axis, _)| value.get(*axis).is_some_and(|list| !items(list).is_empty()));
    let kept = AXES.iter().any(|(_, names)| value.contains_key(*names));
    always || sent && !kept
}

fn dimensions(value: &Map<String, Value>) -> impl Iterator<Item = (&'static str, &Value)> {
    AXES.iter().flat_map(|(axis, names)| {
        value.get(*axis).map(items).unwrap_or_default().iter().map(move |dimension| (*names, dimension))
    })
}

fn name(value: &Map<String, Value>, named: &mut BTreeSet<String>) {
    for (_, dimension) in dimensions(value) {
        named.extend(dimension.get("dimension").and_then(Value::as_str).map(str::to_owned));
        for item in dimension.get("items").map(items).unwrap_or_default() {
            let id = identifier(item, Identifier::Uid).unwrap_or_default();
            named.extend(id.split(['.', '-']).filter(|part| part.len() == 11).map(str::to_owned));
        }
    }
}

async fn kinds(
    connection: &mut Connection,
    bundle: &Bundle,
    named: BTreeSet<String>,
) -> Result<Kinds, Fault> {
    let mut kinds = Kinds::default();
    let named: Vec<String> = named.into_iter().collect();
    let types: Vec<&'static Type> =
        KINDS.iter().chain(&["program", "dataSet"]).filter_map(|name| registry().by_name(name)).collect();
    for row in connection.rows(&write::kinds(&types, &named)).await? {
        let (uid, kind): (String, String) = (row.get("uid"), row.get("kind"));
        kinds.add(uid, &kind);
    }
    for (of, objects) in &bundle.types {
        for object in objects {
            kinds.add(object.uid.clone(), of.name);
        }
    }
    for row in connection.rows(&write::levels()).await? {
        kinds.levels.insert(row.get("uid"), row.get("level"));
    }
    Ok(kinds)
}

impl Kinds {
    fn add(&mut self, uid: String, kind: &str) {
        match kind {
            "program" => drop(self.programs.insert(uid)),
            "dataSet" => drop(self.data_sets.insert(uid)),
            _ => {
                if let Some(kind) = KINDS.iter().find(|known| **known == kind) {
                    self.types.insert(uid, kind);
                }
            }
        }
    }

    fn of(&self, uid: &str) -> &'static str {
        self.types.get(uid).copied().unwrap_or_default()
    }

    /// A data item by its id, in the form in which it is kept.
    fn data_item(&self, id: &str) -> Option<Value> {
        let Some((above, below)) = id.split_once('.') else {
            let kind = self.of(id);
            let word = super::components::constant(kind);
            return (!kind.is_empty()).then(|| json!({ "dataDimensionItemType": word, kind: { "id": id } }));
        };
        let (word, key) = if self.data_sets.contains(above) {
            ("REPORTING_RATE", "reportingRate")
        } else if self.programs.contains(above) {
            match self.of(below) {
                "trackedEntityAttribute" => ("PROGRAM_ATTRIBUTE", "programAttribute"),
                _ => ("PROGRAM_DATA_ELEMENT", "programDataElement"),
            }
        } else {
            ("DATA_ELEMENT_OPERAND", "dataElementOperand")
        };
        Some(json!({ "dataDimensionItemType": word, key: { "id": id } }))
    }
}

fn lay_out(value: &mut Map<String, Value>, kinds: &Kinds) {
    let sent: Vec<(&str, Value)> =
        dimensions(value).map(|(names, dimension)| (names, dimension.clone())).collect();
    for key in AXES.iter().map(|(_, names)| *names).chain(KEPT) {
        value.remove(key);
    }
    value.remove("rawPeriods");
    for (names, dimension) in &sent {
        let Some(id) = dimension.get("dimension").and_then(Value::as_str) else { continue };
        push(value, names, json!(id));
        let ids: Vec<&str> = dimension
            .get("items")
            .map(items)
            .unwrap_or_default()
            .iter()
            .filter_map(|item| identifier(item, Identifier::Uid))
            .collect();
        match id {
            "dx" => ids
                .iter()
                .filter_map(|id| kinds.data_item(id))
                .for_each(|item| push(value, "dataDimensionItems", item)),
            "pe" => {
                for id in ids {
                    push(value, "rawPeriods", json!(id));
                    if Period::parse(id).is_ok() {
                        push(value, "periods", json!({ "id": id }));
                    }
                }
            }
            "ou" => ids.iter().for_each(|id| place(value, id, kinds)),
            _ => dimension_of(value, id, dimension, &ids, kinds),
        }
    }
}

/// An org unit, or a word that stands for some.
fn place(value: &mut Map<String, Value>, id: &str, kinds: &Kinds) {
    match id {
        "USER_ORGUNIT" => drop(value.insert("userOrganisationUnit".into(), json!(true))),
        "USER_ORGUNIT_CHILDREN" => drop(value.insert("userOrganisationUnitChildren".into(), json!(true))),
        "USER_ORGUNIT_GRANDCHILDREN" => {
            drop(value.insert("userOrganisationUnitGrandChildren".into(), json!(true)))
        }
        _ => {
            if let Some(level) = id.strip_prefix("LEVEL-") {
                let level = level.parse().ok().or_else(|| kinds.levels.get(level).copied());
                if let Some(level) = level {
                    push(value, "organisationUnitLevels", json!(level));
                }
            } else if let Some(group) = id.strip_prefix("OU_GROUP-") {
                push(value, "itemOrganisationUnitGroups", json!({ "id": group }));
            } else {
                push(value, "organisationUnits", json!({ "id": id }));
            }
        }
    }
}

/// A dimension that is an object itself.
fn dimension_of(value: &mut Map<String, Value>, id: &str, sent: &Value, ids: &[&str], kinds: &Kinds) {
    let listed: Vec<Value> = ids.iter().map(|id| json!({ "id": id })).collect();
    let with = |key: &str, rest: &[&str]| {
        let mut kept = Map::from_iter([(key.to_owned(), json!({ "id": id }))]);
        for name in rest {
            if let Some(other) = sent.get(*name).filter(|other| !other.is_null()) {
                kept.insert((*name).to_owned(), other.clone());
            }
        }
        Value::Object(kept)
    };
    match kinds.of(id) {
        "dataElementGroupSet" => push(
            value,
            "dataElementGroupSetDimensions",
            json!({ "dataElementGroupSet": { "id": id }, "dataElementGroups": listed }),
        ),
        "organisationUnitGroupSet" => push(
            value,
            "organisationUnitGroupSetDimensions",
            json!({ "organisationUnitGroupSet": { "id": id }, "organisationUnitGroups": listed }),
        ),
        "category" => {
            push(value, "categoryDimensions", json!({ "category": { "id": id }, "categoryOptions": listed }))
        }
        "categoryOptionGroupSet" => push(
            value,
            "categoryOptionGroupSetDimensions",
            json!({ "categoryOptionGroupSet": { "id": id }, "categoryOptionGroups": listed }),
        ),
        "trackedEntityAttribute" => {
            push(value, "attributeDimensions", with("attribute", &["legendSet", "filter"]))
        }
        "dataElement" => {
            push(
                value,
                "dataElementDimensions",
                with("dataElement", &["legendSet", "filter", "programStage"]),
            );
        }
        "programIndicator" => {
            push(value, "programIndicatorDimensions", with("programIndicator", &["legendSet", "filter"]));
        }
        _ => {}
    }
}

fn push(value: &mut Map<String, Value>, key: &str, item: Value) {
    let list = value.entry(key).or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut().filter(|list| !list.contains(&item)) {
        list.push(item);
    }
}

/// Keeps the ids of all periods in `rawPeriods`: those of the layout, the fixed ones and the relative ones.
fn list_periods(value: &mut Map<String, Value>) {
    let laid_out = dimensions(value).find(|(_, dimension)| dimension.get("dimension") == Some(&json!("pe")));
    let ids = laid_out.and_then(|(_, dimension)| dimension.get("items"));
    let mut raw: Vec<String> = Vec::new();
    for item in ids.map(items).unwrap_or_default() {
        raw.extend(identifier(item, Identifier::Uid).map(str::to_owned));
    }
    for item in value.get("periods").map(items).unwrap_or_default() {
        raw.extend(identifier(item, Identifier::Uid).map(str::to_owned));
    }
    raw.extend(relative_periods(value));
    let mut seen = BTreeSet::new();
    raw.retain(|id| seen.insert(id.clone()));
    value.insert("rawPeriods".into(), json!(raw));
}

/// The relative periods that are on in `relativePeriods`, or that `rawPeriods` names where those were not sent.
fn relative_periods(value: &Map<String, Value>) -> Vec<String> {
    let words = RelativePeriod::all().map(RelativePeriod::word);
    let named: Vec<&str> = match value.get("relativePeriods") {
        Some(Value::Object(sent)) => {
            words.filter(|word| sent.iter().any(|(key, on)| is_on(key, on, word))).collect()
        }
        _ => {
            let sent = value.get("rawPeriods").map(items).unwrap_or_default();
            words.filter(|word| sent.iter().any(|id| id == word)).collect()
        }
    };
    named.into_iter().map(str::to_owned).collect()
}

/// Whether a key such as `last12Months` switches on the relative period `LAST_12_MONTHS`.
fn is_on(key: &str, on: &Value, word: &str) -> bool {
    let key = if key == "thisDay" { "today" } else { key };
    *on == json!(true) && word.replace('_', "").eq_ignore_ascii_case(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_layout_becomes_what_is_kept() {
        let mut kinds = Kinds::default();
        kinds.add("IndicatorAA".into(), "indicator");
        kinds.add("CategoryAAA".into(), "category");
        let sent = json!({
            "columns": [{ "dimension": "dx", "items": [{ "id": "IndicatorAA" }] }],
            "rows": [{ "dimension": "ou", "items": [{ "id": "LEVEL-2" }, { "id": "OrgUnitAAAA" }, { "id": "USER_ORGUNIT" }] }],
            "filters": [
                { "dimension": "pe", "items": [{ "id": "202501" }, { "id": "LAST_12_MONTHS" }] },
                { "dimension": "CategoryAAA", "items": [{ "id": "OptionAAAAA" }] },
            ],
        });
        let Value::Object(mut value) = sent else { panic!("an object") };
        lay_out(&mut value, &kinds);
        list_periods(&mut value);
        assert_eq!(value["columnDimensions"], json!(["dx"]));
        assert_eq!(value["dataDimensionItems"][0]["indicator"]["id"], "IndicatorAA");
        assert_eq!(value["organisationUnitLevels"], json!([2]));
        assert_eq!(value["organisationUnits"], json!([{ "id": "OrgUnitAAAA" }]));
        assert_eq!(value["userOrganisationUnit"], true);
        assert_eq!(value["periods"], json!([{ "id": "202501" }]));
        assert_eq!(value["rawPeriods"], json!(["202501", "LAST_12_MONTHS"]));
        assert_eq!(value["categoryDimensions"][0]["categoryOptions"][0]["id"], "OptionAAAAA");
    }

    #[test]
    fn relative_periods_are_known_by_their_old_keys_or_by_the_list() {
        let of = |sent: Value| relative_periods(sent.as_object().expect("an object"));
        let old = json!({ "last12Months": true, "thisDay": true, "lastYear": false, "nothing": true });
        assert_eq!(of(json!({ "relativePeriods": old })), ["TODAY", "LAST_12_MONTHS"]);
        let listed = json!({ "rawPeriods": ["LAST_5_YEARS", "2021", "THIS_YEAR"] });
        assert_eq!(of(listed), ["THIS_YEAR", "LAST_5_YEARS"]);
        assert!(of(json!({ "rawPeriods": ["THIS_YEAR"], "relativePeriods": {} })).is_empty());
    }
}
