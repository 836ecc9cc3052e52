//! The order of collections that have none. DHIS2 keeps them in Java's hash sets, whose order follows from the hashes of
//! the items and is the same every time; clients see it, so it is kept for collections of everyday size.

use afya_schema::{Storage, Type};
use afya_store::Sql;
use serde_json::Value;

use super::{Alias, fill, name};

/// Larger collections come in the order of their keys: their hashes would take longer than reading them.
const LARGEST: &str = "200";

/// The classes whose hash is of the short name and the description too.
const NAMEABLE: [&str; 22] = [
    "constant",
    "category",
    "categoryOptionGroupSet",
    "dataElementGroupSet",
    "organisationUnitGroupSet",
    "optionGroupSet",
    "visualization",
    "eventVisualization",
    "eventChart",
    "eventReport",
    "mapView",
    "programStage",
    "programSection",
    "programStageSection",
    "predictor",
    "attribute",
    "map",
    "trackedEntityType",
    "option",
    "validationRule",
    "dashboardItem",
    "relationshipType",
];

/// The classes whose hash has one more step, for something that is never there.
const DIMENSIONAL: [&str; 12] = [
    "dataElement",
    "dataElementGroup",
    "categoryOptionGroup",
    "categoryOptionCombo",
    "trackedEntityAttribute",
    "organisationUnit",
    "organisationUnitGroup",
    "optionGroup",
    "dataSet",
    "indicator",
    "programIndicator",
    "expressionDimensionItem",
];

/// Where an object of a type stands in a set, then its key.
pub(crate) fn of_objects(of: &Type, alias: Alias) -> Option<Sql> {
    let key = alias.column(of.key_column?);
    let Some(hash) = hash(of, alias) else { return Some(key) };
    Some(fill("{}, {}", [place(hash), key]))
}

/// Where a plain value stands in a set, then the value.
pub(crate) fn of_values(value: Sql) -> Sql {
    fill("{}, {}", [place(fill("afya.hash_code({}::text)", [value.clone()])), value])
}

/// Where a user, whose row has this alias, stands in a set, then their key.
pub(crate) fn of_users(row: &'static str) -> Sql {
    let column = |column: &str| fill("{}.{}", [name(row), name(column)]);
    let code = |value: Sql| fill("afya.hash_code({})", [value]);
    let full_name = fill("{} || ' ' || {}", [column("firstname"), column("surname")]);
    let hash =
        fill("(({} * 31 + {}) * 31 + {})", [code(column("uid")), code(column("code")), code(full_name)]);
    fill("{}, {}", [place(hash), column("userinfoid")])
}

fn place(hash: Sql) -> Sql {
    fill(
        "case when count(*) over () between 2 and {} then afya.hash_place({}, count(*) over ()) end",
        [LARGEST.into(), hash],
    )
}

/// The hash of an object; nothing for types without an identifier, whose hashes differ from one to the next.
fn hash(of: &Type, alias: Alias) -> Option<Sql> {
    let code = |key: &str| match of.property(key)?.storage {
        Storage::Column(column) => Some(fill("afya.hash_code({})", [alias.column(column)])),
        _ => None,
    };
    let mut steps = vec![code("id")?, code("code").unwrap_or_else(none), code("name").unwrap_or_else(none)];
    let dimensional = DIMENSIONAL.contains(&of.name);
    if dimensional || NAMEABLE.contains(&of.name) || of.name == "categoryOption" {
        steps.push(code("shortName").unwrap_or_else(none));
    }
    if dimensional || NAMEABLE.contains(&of.name) {
        steps.push(code("description").unwrap_or_else(none));
    }
    if dimensional || of.name == "categoryOption" {
        steps.push(none());
    }
    steps.into_iter().reduce(|hash, step| fill("({} * 31 + {})", [hash, step]))
}

fn none() -> Sql {
    "0".into()
}

/// Objects of a payload in the order of the hash set that Java reads them into.
pub(crate) fn as_read<'a>(of: &Type, items: &'a [Value]) -> Vec<&'a Value> {
    sorted(items, |item| hash_of(of, item))
}

/// Items in the order of a hash set.
pub(crate) fn sorted(items: &[Value], hash: impl Fn(&Value) -> u32) -> Vec<&Value> {
    let mut size = 16;
    while items.len() * 4 > size * 3 {
        size *= 2;
    }
    let place = |item: &&Value| {
        let hash = hash(item);
        (hash ^ hash >> 16) as usize & (size - 1)
    };
    let mut sorted: Vec<&Value> = items.iter().collect();
    sorted.sort_by_key(place);
    sorted
}

/// The hash of an object as it was sent, as far as it was.
fn hash_of(of: &Type, item: &Value) -> u32 {
    let code = |key: &str| item.get(key).and_then(Value::as_str).map_or(0, hash_code);
    let dimensional = DIMENSIONAL.contains(&of.name);
    let nameable = NAMEABLE.contains(&of.name);
    let mut steps = vec![item.as_str().map_or_else(|| code("id"), hash_code), code("code"), code("name")];
    if dimensional || nameable || of.name == "categoryOption" {
        steps.push(code("shortName"));
    }
    if dimensional || nameable {
        steps.push(code("description"));
    }
    if dimensional || of.name == "categoryOption" {
        steps.push(0);
    }
    steps.into_iter().fold(0, |hash, step| hash.wrapping_mul(31).wrapping_add(step))
}

/// Java's hash of several texts, of which some may be missing.
pub(crate) fn hash_of_texts<const N: usize>(texts: [Option<&str>; N]) -> u32 {
    let codes = texts.map(|text| text.map_or(0, hash_code));
    codes.into_iter().fold(1, |hash: u32, code| hash.wrapping_mul(31).wrapping_add(code))
}

/// Java's hash of a text.
pub(crate) fn hash_code(text: &str) -> u32 {
    text.encode_utf16().fold(0, |hash: u32, unit| hash.wrapping_mul(31).wrapping_add(unit.into()))
}

#[cfg(test)]
mod tests {
    use afya_schema::registry;
    use serde_json::json;

    use super::*;

    #[test]
    fn items_are_read_in_the_order_of_their_hashes() {
        assert_eq!(hash_code("afya"), 2_991_597);
        let of = registry().by_name("dataElement").expect("the registry has data elements");
        let sent =
            [json!({ "id": "ASdrO9BUuys" }), json!({ "id": "aAbBcCdDeE1" }), json!({ "id": "aAbBcCdDeE2" })];
        let read: Vec<_> = as_read(of, &sent).into_iter().map(|item| item["id"].clone()).collect();
        let missing: Vec<_> = read.into_iter().filter(|id| id != "ASdrO9BUuys").collect();
        assert_eq!(missing, ["aAbBcCdDeE2", "aAbBcCdDeE1"]);
    }
}
