//! Values that no two objects may share, in the database or in the payload.

use std::collections::HashMap;

use afya_model::ErrorCode;
use afya_schema::{Storage, Type};
use afya_store::{Connection, Fault};
use serde_json::Value;

use super::Problems;
use crate::import::bundle::Object;
use crate::import::report::Problem;
use crate::sql::write;

/// The problems of one type's objects.
pub(super) async fn check(
    connection: &mut Connection,
    of: &Type,
    objects: &[Object],
) -> Result<Problems, Fault> {
    let mut problems = Vec::new();
    let unique = of.properties.iter().filter(|property| {
        property.persisted
            && property.owner
            && property.unique
            && property.simple
            && property.key != "id"
            && matches!(property.storage, Storage::Column(_))
    });
    for property in unique {
        let sent: Vec<(usize, String)> = objects
            .iter()
            .enumerate()
            .filter_map(|(at, object)| Some((at, text(object.value.get(property.key)?)?)))
            .collect();
        if sent.is_empty() {
            continue;
        }
        let values = sent.iter().map(|(_, value)| value.clone()).collect();
        let Some(statement) = write::holders(of, property.key, values) else { continue };
        let mut holders: HashMap<String, String> = HashMap::new();
        for row in connection.rows(&statement).await? {
            holders.insert(row.get("value"), row.get("uid"));
        }
        for (at, value) in sent {
            let object = &objects[at];
            let holder = holders.entry(value.clone()).or_insert_with(|| object.uid.clone());
            if *holder != object.uid {
                let args = [property.name, &value, &object.label(), holder];
                let problem = Problem::new(of, ErrorCode::E5003, &args);
                problems.push((at, problem.about(holder).at(property.name)));
            }
        }
    }
    problems.sort_by_key(|(at, _)| *at);
    Ok(problems)
}

fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
