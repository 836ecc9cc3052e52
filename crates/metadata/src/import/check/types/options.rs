//! Option sets, their options, and the data elements that take them.

use std::collections::HashMap;

use afya_model::{ErrorCode, Refusal};
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault};
use serde_json::Value;

use super::Problems;
use crate::import::bundle::Object;
use crate::import::preheat::{Known, identifier};
use crate::import::report::Problem;
use crate::import::{Identifier, items};
use crate::sql::rules as sql;

/// What stands between the codes in a value of several.
const SEPARATOR: char = ',';

/// Options whose code or name their set has already, or whose code cannot stand in a value of several.
pub(super) async fn check(
    connection: &mut Connection,
    of: &Type,
    objects: &[Object],
    known: &Known,
) -> Result<Problems, Fault> {
    let Some(sets) = registry().by_name("optionSet") else { return Ok(Problems::new()) };
    let (mut keys, mut owners, mut codes, mut names) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for object in objects {
        let set = object.value.get("optionSet").and_then(|set| identifier(set, Identifier::Uid));
        if let (Some(set), Some(code)) = (set.and_then(|set| known.key(sets, set)), object.text("code")) {
            keys.push(object.key);
            owners.push(set);
            codes.push(code.to_owned());
            names.push(object.text("name").unwrap_or_default().to_owned());
        }
    }
    let mut problems = Problems::new();
    let place = |key: i64| objects.iter().position(|object| object.key == key);
    for row in connection.rows(&sql::options_twice(&keys, &owners, codes.clone(), names)).await? {
        let Some(at) = place(row.get("key")) else { continue };
        let other: String = row.get("other");
        // An option that the same payload gives another code is no longer in the way.
        if objects.iter().any(|object| object.uid == other) {
            continue;
        }
        let args = [row.get::<_, String>("set"), other];
        let problem = Problem::new(of, ErrorCode::E4028, &[&args[0], &args[1]]).main(sets.klass);
        problems.push((at, problem));
    }
    for row in connection.rows(&sql::sets_of_several(&owners)).await? {
        let (set, uid): (i64, String) = (row.get("key"), row.get("uid"));
        for at in (0..keys.len()).filter(|at| owners[*at] == set && codes[*at].contains(SEPARATOR)) {
            let problem = Problem::new(of, ErrorCode::E1118, &[&uid, &codes[at]]).main(sets.klass);
            problems.extend(place(keys[at]).map(|at| (at, problem)));
        }
    }
    Ok(problems)
}

/// Refuses a data element whose kind of value is not that of its option set, when it is written by itself.
pub(super) async fn refuse_unlike(connection: &mut Connection, objects: &[Object]) -> Result<(), Fault> {
    for object in objects {
        let kind = object.text("valueType").unwrap_or_default();
        let set = object.value.get("optionSet").and_then(|set| identifier(set, Identifier::Uid));
        let Some(set) = set else {
            if kind == "MULTI_TEXT" {
                return Err(Refusal::of(409, ErrorCode::E1116, &[&object.uid]).into());
            }
            continue;
        };
        let Some(row) = connection.first(&sql::option_set(set, SEPARATOR)).await? else { continue };
        let wanted: String = row.get("kind");
        if wanted != kind {
            return Err(Refusal::of(409, ErrorCode::E1115, &[&wanted]).into());
        }
        if let Some(code) = row.get::<_, Option<String>>("separated").filter(|_| kind == "MULTI_TEXT") {
            return Err(Refusal::of(409, ErrorCode::E1117, &[&object.uid, set, &code]).into());
        }
    }
    Ok(())
}

/// Refuses an option set for values of several whose options' codes cannot stand in one, when it is written by itself.
pub(super) async fn refuse_separators(
    connection: &mut Connection,
    objects: &[Object],
) -> Result<Problems, Fault> {
    for object in objects.iter().filter(|object| object.text("valueType") == Some("MULTI_TEXT")) {
        let options = object.value.get("options").map(items).unwrap_or_default();
        let uid = |option| identifier(option, Identifier::Uid).unwrap_or_default();
        let uids = options.iter().map(|option| uid(option).to_owned()).collect();
        let rows = connection.rows(&sql::codes_of_options(uids)).await?;
        let kept: HashMap<&str, &str> = rows.iter().map(|row| (row.get("uid"), row.get("code"))).collect();
        for option in options {
            let given = option.get("code").and_then(Value::as_str);
            let Some(code) = given.or_else(|| kept.get(uid(option)).copied()) else {
                return Err(Refusal::of(409, ErrorCode::E1113, &["Option", uid(option)]).into());
            };
            if code.contains(SEPARATOR) {
                return Err(Refusal::of(409, ErrorCode::E1118, &[&object.uid, code]).into());
            }
        }
    }
    Ok(Problems::new())
}
