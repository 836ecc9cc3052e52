//! The payload of the metadata.

use serde_json::{Map, Value, json};

use crate::catalogue::{CATEGORIES, Category, Combo, Model, Reporters, Set};
use crate::geography::{Facility, Geography, Kind, Owner};
use crate::random::uid;
use crate::sets::{elements, sets};
use crate::values::OPENED;
use crate::{charts, indicators, people};

/// Everybody may see, and whoever may enter data writes.
pub(crate) fn open_data() -> Value {
    json!({ "public": "r-rw----" })
}

/// A list of references.
pub(crate) fn references(ids: impl IntoIterator<Item = String>) -> Value {
    ids.into_iter().map(|id| json!({ "id": id })).collect()
}

pub(crate) fn payload(geography: &Geography) -> Map<String, Value> {
    let mut payload = Map::new();
    let mut put = |key: &str, objects: Vec<Value>| {
        payload.insert(key.to_owned(), Value::Array(objects));
    };
    put("organisationUnits", units(geography));
    put("organisationUnitLevels", levels());
    put("organisationUnitGroups", unit_groups(geography));
    put("organisationUnitGroupSets", unit_group_sets());
    put("categoryOptions", category_options());
    put("categories", CATEGORIES.iter().map(category).collect());
    put("categoryCombos", Combo::ALL.into_iter().map(combo).collect());
    put("categoryOptionCombos", Combo::ALL.into_iter().flat_map(option_combos).collect());
    put("dataElements", elements().map(|(set, element)| data_element(set, element)).collect());
    put("dataElementGroups", sets().iter().map(element_group).collect());
    put("dataSets", sets().iter().map(|set| data_set(set, geography)).collect());
    put("sections", sets().iter().flat_map(sections).collect());
    put("indicatorTypes", indicators::types());
    put("indicators", indicators::indicators());
    put("indicatorGroups", indicators::groups());
    put("legendSets", indicators::legend_sets());
    put("userRoles", people::roles());
    put("userGroups", people::groups());
    put("users", people::users(geography));
    put("visualizations", charts::visualizations());
    put("maps", charts::maps());
    put("dashboards", charts::dashboards());
    payload
}

fn units(geography: &Geography) -> Vec<Value> {
    let area = |area: &crate::geography::Area, parent: Option<&str>| {
        let mut unit = json!({
            "id": area.uid, "code": area.code, "name": area.name, "shortName": area.name,
            "openingDate": OPENED.to_string(), "geometry": area.geometry(),
        });
        if let Some(parent) = parent {
            unit["parent"] = json!({ "id": parent });
        }
        unit
    };
    let mut units = vec![area(&geography.country, None)];
    units.extend(geography.provinces.iter().map(|province| area(province, Some(&geography.country.uid))));
    units.extend(
        geography
            .districts
            .iter()
            .enumerate()
            .map(|(at, district)| area(district, Some(&geography.provinces[Geography::province(at)].uid))),
    );
    units.extend(geography.facilities.iter().map(|facility| {
        json!({
            "id": facility.uid, "code": facility.code, "name": facility.name, "shortName": facility.name,
            "openingDate": OPENED.to_string(), "parent": { "id": geography.districts[facility.district].uid },
            "geometry": { "type": "Point", "coordinates": [facility.point.0, facility.point.1] },
        })
    }));
    units
}

fn levels() -> Vec<Value> {
    let names = ["Country", "Province", "District", "Facility"];
    let level = |(at, name): (usize, &&str)| json!({ "id": uid(&format!("level {name}")), "name": name, "level": at + 1 });
    names.iter().enumerate().map(level).collect()
}

/// The groups of facilities: code, name, and who belongs to it.
type Belongs = fn(&Facility) -> bool;
const KINDS: [(&str, &str, Belongs); 3] = [
    ("KIND_HOSPITAL", "Hospitals", |facility| facility.kind == Kind::Hospital),
    ("KIND_CENTRE", "Health centres", |facility| facility.kind == Kind::Centre),
    ("KIND_POST", "Health posts", |facility| facility.kind == Kind::Post),
];
const OWNERS: [(&str, &str, Belongs); 3] = [
    ("OWNER_GOVERNMENT", "Government", |facility| facility.owner == Owner::Government),
    ("OWNER_MISSION", "Mission", |facility| facility.owner == Owner::Mission),
    ("OWNER_PRIVATE", "Private", |facility| facility.owner == Owner::Private),
];

/// The identifier of a group of facilities.
pub(crate) fn unit_group(code: &str) -> String {
    uid(&format!("unit group {code}"))
}

fn unit_groups(geography: &Geography) -> Vec<Value> {
    let groups = KINDS.iter().chain(&OWNERS).map(|(code, name, belongs)| {
        let members = geography.facilities.iter().filter(|facility| belongs(facility));
        json!({
            "id": unit_group(code), "code": code, "name": name, "shortName": name,
            "organisationUnits": references(members.map(|facility| facility.uid.clone())),
        })
    });
    groups.collect()
}

fn unit_group_sets() -> Vec<Value> {
    let sets = [("KIND", "Kind of facility", &KINDS), ("OWNER", "Ownership", &OWNERS)];
    let sets = sets.into_iter().map(|(code, name, groups)| {
        json!({
            "id": uid(&format!("unit group set {code}")), "code": code, "name": name, "shortName": name,
            "compulsory": true, "dataDimension": true,
            "organisationUnitGroups": references(groups.iter().map(|(code, ..)| unit_group(code))),
        })
    });
    sets.collect()
}

fn option(code: &str) -> String {
    uid(&format!("category option {code}"))
}

fn category_options() -> Vec<Value> {
    let all = CATEGORIES.iter().flat_map(|category| category.options);
    all.map(|(code, name)| {
        json!({
            "id": option(code), "code": code, "name": name, "shortName": name, "sharing": { "public": "rwrw----" },
        })
    })
    .collect()
}

fn category(category: &Category) -> Value {
    json!({
        "id": uid(&format!("category {}", category.code)), "code": category.code, "name": category.name,
        "shortName": category.name, "dataDimensionType": "DISAGGREGATION", "dataDimension": true,
        "categoryOptions": references(category.options.iter().map(|(code, _)| option(code))),
    })
}

fn combo(combo: Combo) -> Value {
    let (code, name, categories) = combo.parts();
    let categories = categories.iter().map(|at| uid(&format!("category {}", CATEGORIES[*at].code)));
    json!({
        "id": combo.uid(), "code": code, "name": name, "dataDimensionType": "DISAGGREGATION",
        "categories": references(categories),
    })
}

fn option_combos(combo: Combo) -> Vec<Value> {
    let choices = combo.choices().into_iter().enumerate().map(|(place, choice)| {
        let options: Vec<(&str, &str)> =
            choice.into_iter().map(|(category, place)| CATEGORIES[category].options[place]).collect();
        let names: Vec<&str> = options.iter().map(|(_, name)| *name).collect();
        json!({
            "id": combo.option_combo(place), "name": names.join(", "), "categoryCombo": { "id": combo.uid() },
            "categoryOptions": references(options.iter().map(|(code, _)| option(code))),
        })
    });
    choices.collect()
}

fn data_element(set: &Set, element: &crate::catalogue::Element) -> Value {
    let aggregation = match element.model {
        Model::People(_) => "AVERAGE_SUM_ORG_UNIT",
        _ => "SUM",
    };
    json!({
        "id": element.uid(), "code": element.code, "name": element.name, "shortName": element.name,
        "formName": element.name, "description": format!("Reported in: {}", set.name),
        "domainType": "AGGREGATE", "valueType": "INTEGER_ZERO_OR_POSITIVE", "aggregationType": aggregation,
        "zeroIsSignificant": matches!(element.model, Model::Days(_)),
        "categoryCombo": { "id": element.combo.uid() },
    })
}

fn element_group(set: &Set) -> Value {
    json!({
        "id": uid(&format!("element group {}", set.code)), "code": set.code, "name": set.name, "shortName": set.name,
        "dataElements": references(set.elements.iter().map(|element| element.uid())),
    })
}

fn data_set(set: &Set, geography: &Geography) -> Value {
    let facilities = geography.facilities.iter().filter(|facility| set.reporters.has(facility));
    let units: Vec<String> = if set.reporters == Reporters::Districts {
        geography.districts.iter().map(|area| area.uid.clone()).collect()
    } else {
        facilities.map(|facility| facility.uid.clone()).collect()
    };
    let elements: Vec<Value> = set
        .elements
        .iter()
        .map(|element| json!({ "dataElement": { "id": element.uid() }, "dataSet": { "id": set.uid() } }))
        .collect();
    json!({
        "id": set.uid(), "code": set.code, "name": set.name, "shortName": set.name, "periodType": set.every.name(),
        "categoryCombo": { "id": Combo::Whole.uid() }, "dataSetElements": elements, "organisationUnits": references(units),
        "expiryDays": 0, "openFuturePeriods": 0, "timelyDays": 15, "sharing": open_data(),
    })
}

fn sections(set: &Set) -> Vec<Value> {
    let mut from = 0;
    let sections = set.sections.iter().enumerate().map(|(at, (name, count))| {
        let own = &set.elements[from..from + count];
        from += count;
        json!({
            "id": uid(&format!("section {} {name}", set.code)), "name": name, "sortOrder": at,
            "dataSet": { "id": set.uid() },
            "dataElements": references(own.iter().map(|element| element.uid())),
        })
    });
    sections.collect()
}
