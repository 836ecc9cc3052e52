//! Lines that put objects into groups, and groups of options, which belong to a set that is there already.

use std::collections::{BTreeMap, BTreeSet};

use afya_schema::{Type, registry};
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use super::columns::{self, Column, Else};
use super::{cell, payload};
use crate::export;
use crate::read::Asker;

/// The group and its property of a class that puts objects into groups.
pub(super) fn memberships(class: &str) -> Option<(&'static Type, &'static str)> {
    let (name, key) = match class {
        "ORGANISATION_UNIT_GROUP_MEMBERSHIP" => ("organisationUnitGroup", "organisationUnits"),
        "DATA_ELEMENT_GROUP_MEMBERSHIP" => ("dataElementGroup", "dataElements"),
        "INDICATOR_GROUP_MEMBERSHIP" => ("indicatorGroup", "indicators"),
        "OPTION_GROUP_SET_MEMBERSHIP" => ("optionGroupSet", "optionGroups"),
        _ => return None,
    };
    registry().by_name(name).map(|of| (of, key))
}

/// Groups that are there, with the members that lines add; groups that are not are left aside, as DHIS2 does.
pub(super) async fn join(
    connection: &mut Connection,
    asker: Asker<'_>,
    owner: &'static Type,
    key: &str,
    lines: &[Vec<String>],
) -> Result<Map<String, Value>, Fault> {
    let mut wanted: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for line in lines {
        if let (Some(group), Some(member)) = (cell(line, 0), cell(line, 1)) {
            wanted.entry(group).or_default().push(member);
        }
    }
    let uids = wanted.keys().map(|uid| (*uid).to_owned()).collect();
    let mut groups = export::find(connection, asker, owner, "id", &uids, export::OWNED).await?;
    for group in &mut groups {
        let members = group.get("id").and_then(Value::as_str).and_then(|uid| wanted.get(uid));
        let members: Vec<Value> = members.into_iter().flatten().map(|uid| json!({ "id": uid })).collect();
        let list = group.entry(key).or_insert_with(|| json!([]));
        for member in members {
            if let Some(list) = list.as_array_mut().filter(|list| !list.contains(&member)) {
                list.push(member);
            }
        }
    }
    Ok(payload(owner, groups.into_iter().map(Value::Object).collect()))
}

/// Groups of options: a line per option, of a set that has it.
pub(super) async fn option_groups(
    connection: &mut Connection,
    asker: Asker<'_>,
    lines: &[Vec<String>],
) -> Result<Map<String, Value>, Fault> {
    const SHORT: Column = ("shortName", 50, Else::Nothing);
    let of = |name| registry().by_name(name);
    let (Some(group_type), Some(option_type)) = (of("optionGroup"), of("option")) else {
        return Ok(Map::new());
    };
    let sets: BTreeSet<String> = lines.iter().filter_map(|line| cell(line, 4)).map(str::to_owned).collect();
    let fields = "id,code,optionSet[id]";
    let options = export::find(connection, asker, option_type, "optionSet.id", &sets, fields).await?;
    let mut groups: Vec<Map<String, Value>> = Vec::new();
    for line in lines {
        let (Some(name), Some(_), Some(set)) = (cell(line, 0), cell(line, 3), cell(line, 4)) else {
            continue;
        };
        let (key, named) =
            if cell(line, 5).is_some() { ("id", cell(line, 5)) } else { ("code", cell(line, 6)) };
        let Some(option) = options.iter().find(|option| {
            let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
            let is_of_set = option.get("optionSet").is_some_and(|of| of["id"] == json!(set));
            is_of_set && named.is_some() && text(option.get(key)).as_deref() == named
        }) else {
            continue;
        };
        let place = groups.iter().position(|group| group.get("name") == Some(&json!(name)));
        let place = place.unwrap_or_else(|| {
            let mut group = columns::object(group_type, &[SHORT], line);
            group.insert("optionSet".to_owned(), json!({ "id": set }));
            group.insert("options".to_owned(), json!([]));
            groups.push(group);
            groups.len() - 1
        });
        if let Some(list) = groups[place].get_mut("options").and_then(Value::as_array_mut) {
            list.push(json!({ "id": option.get("id") }));
        }
    }
    Ok(payload(group_type, groups.into_iter().map(Value::Object).collect()))
}

/// Sets of groups of options, of an option set by its identifier or code.
pub(super) async fn option_group_sets(
    connection: &mut Connection,
    asker: Asker<'_>,
    lines: &[Vec<String>],
) -> Result<Map<String, Value>, Fault> {
    const COLUMNS: [Column; 2] =
        [("dataDimension", 40, Else::Word("false")), ("description", usize::MAX, Else::Nothing)];
    let of = |name| registry().by_name(name);
    let (Some(group_set_type), Some(set_type)) = (of("optionGroupSet"), of("optionSet")) else {
        return Ok(Map::new());
    };
    let mut sets = Vec::new();
    for (key, at) in [("id", 5), ("code", 6)] {
        let named: BTreeSet<String> =
            lines.iter().filter_map(|line| cell(line, at)).map(str::to_owned).collect();
        sets.extend(export::find(connection, asker, set_type, key, &named, "id,code").await?);
    }
    let each = lines.iter().filter_map(|line| {
        let (key, named) =
            if cell(line, 5).is_some() { ("id", cell(line, 5)) } else { ("code", cell(line, 6)) };
        let set = sets
            .iter()
            .find(|set| set.get(key).and_then(Value::as_str) == Some(named.unwrap_or_default()))?;
        let mut object = columns::object(group_set_type, &COLUMNS, line);
        object.insert("optionSet".to_owned(), json!({ "id": set.get("id") }));
        Some(Value::Object(object))
    });
    Ok(payload(group_set_type, each.collect()))
}
