//! `/api/orgUnitAnalytics`: how many organisation units there are, by their groups.

use afya_access::settings::read_system;
use afya_analytics::admission::Weight;
use afya_analytics::unit_counts::{self, Counted, GroupSet, Named};
use afya_metadata::read::{self, ListRequest};
use afya_schema::registry;
use afya_store::Connection;
use axum::http::HeaderMap;
use serde_json::Value;

use super::analytics::{freshness, rendered};
use super::objects::asker;
use crate::answer::{Failure, Outcome};
use crate::call::Call;
use crate::parameters::missing;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/orgUnitAnalytics", Who::SignedIn, count_units)]
}

async fn count_units(call: Call, headers: HeaderMap) -> Outcome {
    let required = |name: &str| call.query.get(name).ok_or_else(|| missing(name, "String"));
    let (units, sets) = (identifiers(required("ou")?), identifiers(required("ougs")?));
    let columns = identifiers(call.query.get("columns").unwrap_or_default());
    let mut connection = call.connect().await?;
    let level = |unit: &Value| unit["level"].as_i64().unwrap_or_default();
    let fields = "id,displayName,shortName,level";
    let units = objects(&call, &mut connection, "organisationUnit", fields, &units).await?;
    let counted = Counted {
        units: units.iter().map(|unit| (level(unit), named(unit))).collect(),
        group_sets: group_sets(&call, &mut connection, &sets).await?,
        columns: group_sets(&call, &mut connection, &columns).await?,
    };
    let admitted = call.app.gate.enter(&mut connection, Weight::Light).await?;
    let system = read_system(&connection).await?;
    let grid = unit_counts::count(&mut connection, &counted, &system).await?;
    drop((connection, admitted));
    let (media_type, bytes) = rendered(&call, grid).await?;
    let cache = freshness::cache_control(&system, None, call.app.clock.now());
    Ok(freshness::tagged(&headers, media_type, bytes, &cache))
}

fn identifiers(text: &str) -> Vec<String> {
    text.split(';').filter(|uid| !uid.is_empty()).map(str::to_owned).collect()
}

/// The objects with these identifiers that there are and that the caller may read, in this order.
async fn objects(
    call: &Call,
    connection: &mut Connection,
    of: &str,
    fields: &str,
    uids: &[String],
) -> Result<Vec<Value>, Failure> {
    let Some(of) = registry().by_name(of).filter(|_| !uids.is_empty()) else { return Ok(Vec::new()) };
    let filter = format!("id:in:[{}]", uids.join(","));
    let parameters = [("filter", filter.as_str()), ("fields", fields)];
    let parameters = parameters.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let locale = call.locale();
    let request = ListRequest::parse(of, &parameters, "id")?;
    let found = read::list(connection, asker(call, locale.as_deref()), of, &request).await?;
    let mut objects: Vec<Value> =
        found.objects.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    objects.sort_by_key(|object| uids.iter().position(|uid| object["id"] == uid.as_str()));
    Ok(objects)
}

async fn group_sets(
    call: &Call,
    connection: &mut Connection,
    uids: &[String],
) -> Result<Vec<GroupSet>, Failure> {
    let fields = "id,displayName,shortName,dataDimension,organisationUnitGroups[id,displayName,shortName]";
    let sets = objects(call, connection, "organisationUnitGroupSet", fields, uids).await?;
    let set = |set: &Value| {
        let Named { uid, name, .. } = named(set);
        let groups = set["organisationUnitGroups"].as_array().into_iter().flatten().map(named).collect();
        let is_dimension = set["dataDimension"] == true;
        GroupSet { uid, name, is_dimension, groups }
    };
    Ok(sets.iter().map(set).collect())
}

fn named(object: &Value) -> Named {
    let text = |key: &str| object[key].as_str().unwrap_or_default().to_owned();
    Named { uid: text("id"), name: text("displayName"), short_name: text("shortName") }
}
