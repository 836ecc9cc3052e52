//! Translations of one object, and the users who like or follow it: changed without the rest of the object.

use std::collections::HashSet;

use afya_model::ErrorCode;
use afya_schema::Type;
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use super::documents;
use super::report::Problem;
use super::values::items;
use crate::sql::write;

const CLASS: &str = "org.hisp.dhis.translation.Translation";

/// Replaces the translations of an object; gives the report (`ObjectReport`) of what is wrong with them, if something is.
pub async fn replace(
    connection: &mut Connection,
    of: &'static Type,
    uid: &str,
    sent: &Map<String, Value>,
) -> Result<Option<Value>, Fault> {
    let list = sent.get("translations").unwrap_or(&Value::Null);
    let problems = problems(of, uid, list);
    if !problems.is_empty() {
        let reports: Vec<Value> = problems.iter().map(Problem::json).collect();
        return Ok(Some(
            json!({ "responseType": "ObjectReport", "klass": of.klass, "errorReports": reports }),
        ));
    }
    if let Some(statement) = write::translate(of, uid, documents::translations(list).to_string()) {
        connection.execute(&statement).await?;
    }
    Ok(None)
}

fn problems(of: &Type, uid: &str, list: &Value) -> Vec<Problem> {
    let about = |code, args: &[&str]| Problem::new(of, code, args).main(CLASS).class(of.klass);
    if !of.translatable {
        return vec![about(ErrorCode::E1107, &[of.class_name()])];
    }
    let mut found = Vec::new();
    let mut seen = HashSet::new();
    for item in items(list) {
        let text = |key: &str| item.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
        for key in ["property", "locale", "value"] {
            if text(key).is_none() {
                found.push(about(ErrorCode::E4000, &[key]));
            }
        }
        let (Some(property), Some(locale)) = (text("property"), text("locale")) else { continue };
        if !seen.insert((property, locale)) {
            found.push(about(ErrorCode::E1106, &[property, locale, of.class_name(), uid]));
        }
    }
    found
}

/// Adds a user to a list of an object (`favorites`, `subscribers`), or takes them out.
pub async fn list_user(
    connection: &mut Connection,
    of: &'static Type,
    column: &str,
    uid: &str,
    user: &str,
    add: bool,
) -> Result<(), Fault> {
    if let Some(statement) = write::list_user(of, column, uid, user, add) {
        connection.execute(&statement).await?;
    }
    Ok(())
}
