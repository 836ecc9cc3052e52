//! Profiles of organisation units: a unit's own facts, and what else profiles are set to show. DHIS2 keeps the settings in
//! its data store.

use afya_model::value_type::is_aggregatable;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use super::sql;

/// What a profile may show of a unit besides its own facts.
const PARTS: [&str; 3] = ["attributes", "groupSets", "dataItems"];

/// What profiles show of every unit: the identifiers of attributes, group sets and data items.
///
/// # Errors
/// When the database cannot be reached.
pub async fn settings(connection: &mut Connection) -> Result<Value, Fault> {
    let row = connection.first(&sql::profile_settings()).await?;
    let stored: Value = row
        .and_then(|row| row.get::<_, Option<String>>("profile"))
        .and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default();
    let part = |key: &&str| ((*key).to_owned(), stored.get(*key).cloned().unwrap_or_else(|| json!([])));
    Ok(Value::Object(PARTS.iter().map(part).collect()))
}

/// Keeps what profiles show from now on; `uid` is a new identifier.
///
/// # Errors
/// 400 E1003 with a report of each identifier that there is no object for (E4014), or whose element cannot be added up
/// (E7115).
pub async fn save(connection: &mut Connection, caller: i64, uid: &str, given: &Value) -> Result<(), Fault> {
    let mut settings = Map::new();
    let mut reports = Vec::new();
    for part in PARTS {
        let uids = identifiers(given, part)?;
        let rows = connection.rows(&sql::profile_items(part, &uids)).await?;
        let known: Vec<(String, Option<String>)> =
            rows.iter().map(|row| (row.get("uid"), row.get("value_type"))).collect();
        reports.extend(uids.iter().filter_map(|uid| report(part, uid, &known)));
        settings.insert(part.to_owned(), json!(uids));
    }
    if !reports.is_empty() {
        let response = json!({ "errorReports": reports, "responseType": "ErrorReports" });
        let refusal = Refusal::bad_request("Validation failed").with_code(ErrorCode::E1003);
        return Err(refusal.with_response(response).into());
    }
    let text = Value::Object(settings).to_string();
    connection.execute(&sql::save_profile_settings(&text, uid, caller)).await?;
    Ok(())
}

fn identifiers(given: &Value, part: &str) -> Result<Vec<String>, Refusal> {
    let wrong = || Refusal::bad_request(format!("`{part}` must be a list of identifiers"));
    let one = |uid: &Value| uid.as_str().map(str::to_owned).ok_or_else(wrong);
    match given.get(part) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(uids)) => uids.iter().map(one).collect(),
        Some(_) => Err(wrong()),
    }
}

/// What is wrong with an identifier of a part, if anything.
fn report(part: &str, uid: &str, known: &[(String, Option<String>)]) -> Option<Value> {
    let (class, code, args) = match known.iter().find(|(known, _)| known == uid) {
        None => {
            let class = match part {
                "attributes" => "org.hisp.dhis.attribute.Attribute",
                "groupSets" => "org.hisp.dhis.organisationunit.OrganisationUnitGroupSet",
                _ => "java.util.Collection",
            };
            (class, ErrorCode::E4014, vec![uid, part])
        }
        Some((_, Some(value_type))) if !is_aggregatable(value_type) => {
            ("org.hisp.dhis.dataelement.DataElement", ErrorCode::E7115, vec![uid])
        }
        Some(_) => return None,
    };
    Some(json!({
        "message": code.message(&args), "mainKlass": class, "errorCode": code.name(), "errorProperties": args.clone(),
        "args": args,
    }))
}

/// A profile without its data items, whose figures come from elsewhere.
pub struct Profile {
    /// The unit's own facts, as JSON text.
    pub info: String,
    /// Values of attributes, as JSON text.
    pub attributes: String,
    /// Groups by group set, as JSON text.
    pub group_sets: String,
    /// Identifiers and names of the data items.
    pub data_items: Vec<(String, String)>,
}

/// The profile of a unit.
///
/// # Errors
/// 409 E1102 when there is no such unit.
pub async fn profile(connection: &mut Connection, uid: &str, locale: Option<&str>) -> Result<Profile, Fault> {
    let row = connection.first(&sql::profile(uid, locale)).await?;
    let info = row.ok_or_else(|| Refusal::of(409, ErrorCode::E1102, &[uid]))?.get("info");
    let settings = settings(connection).await?;
    let set = |part: &str| identifiers(&settings, part).unwrap_or_default();
    let attributes = sql::profile_attributes(uid, &set("attributes"), locale);
    let groups = sql::profile_groups(uid, &set("groupSets"), locale);
    let items = connection.rows(&sql::profile_data_items(&set("dataItems"), locale)).await?;
    Ok(Profile {
        info,
        attributes: list(connection.first(&attributes).await?),
        group_sets: list(connection.first(&groups).await?),
        data_items: items.iter().map(|row| (row.get("uid"), row.get("label"))).collect(),
    })
}

fn list(row: Option<afya_store::Row>) -> String {
    row.map_or_else(|| "[]".to_owned(), |row| row.get("items"))
}
