//! The organisation unit tree: lists by level and place, map data, and which unit lies where.

pub mod profile;
mod sql;

use afya_access::Caller;
use afya_access::caller::OrgUnit;
use afya_model::Refusal;
use afya_store::{Connection, Fault};

use crate::restriction::Restriction;

/// A part of the tree that a list is bound to.
#[derive(Clone, Debug, Default)]
pub struct TreeRequest {
    /// Exactly this level.
    pub level: Option<i32>,
    /// At most this level.
    pub max_level: Option<i32>,
    /// Within the caller's capture units.
    pub within_user: bool,
    /// Within the caller's data view units.
    pub within_data_view: bool,
    /// Within the caller's search units.
    pub within_search: bool,
    /// Only the caller's capture units.
    pub user_only: bool,
    /// Only the caller's data view units.
    pub data_view_only: bool,
    /// Only the caller's data view units, or the roots when there are none.
    pub data_view_fallback: bool,
}

impl TreeRequest {
    /// The conditions of this part.
    pub fn restrictions(&self, caller: &Caller) -> Vec<Restriction> {
        let mut found = Vec::new();
        found.extend(self.level.map(sql::at_level));
        found.extend(self.max_level.map(sql::up_to_level));
        let mut parents: Vec<&OrgUnit> = Vec::new();
        if self.within_user {
            parents.extend(&caller.org_units);
        }
        if self.within_data_view {
            parents.extend(caller.view_units());
        }
        if self.within_search {
            parents.extend(if caller.search_org_units.is_empty() {
                &caller.org_units
            } else {
                &caller.search_org_units
            });
        }
        if !parents.is_empty() {
            found.push(sql::within(parents.iter().map(|unit| unit.uid.clone()).collect()));
        }
        let uids = |units: &[OrgUnit]| units.iter().map(|unit| unit.uid.clone()).collect::<Vec<_>>();
        if self.user_only {
            found.push(sql::one_of(uids(&caller.org_units)));
        }
        match (self.data_view_fallback, self.data_view_only) {
            (true, _) if caller.view_units().is_empty() => found.push(sql::at_level(1)),
            (true, _) | (_, true) => found.push(sql::one_of(uids(caller.view_units()))),
            _ => {}
        }
        found
    }
}

/// A unit's place in the tree.
///
/// # Errors
/// 404 E1005 when there is no such unit.
pub async fn find(connection: &mut Connection, uid: &str) -> Result<OrgUnit, Fault> {
    let row = connection.first(&sql::unit(uid)).await?;
    let row = row.ok_or_else(|| Refusal::no_such_object("OrganisationUnit", uid))?;
    Ok(OrgUnit { id: row.get("id"), uid: row.get("uid"), path: row.get("path"), level: row.get("level") })
}

/// A unit and its children.
pub fn with_children(unit: &OrgUnit) -> Vec<Restriction> {
    vec![sql::below_by(&unit.path, 0, 1)]
}

/// The units so many levels below a unit.
pub fn below(unit: &OrgUnit, levels: i32) -> Vec<Restriction> {
    vec![sql::below_by(&unit.path, levels.max(0), levels.max(0))]
}

/// A unit and all below it.
pub fn descendants(uid: &str) -> Vec<Restriction> {
    vec![sql::within(vec![uid.to_owned()])]
}

/// The units above a unit, and itself when that is wanted.
pub fn ancestors(unit: &OrgUnit, and_itself: bool) -> Vec<Restriction> {
    let kept = unit.path.split('/').filter(|uid| !uid.is_empty() && (and_itself || *uid != unit.uid));
    vec![sql::one_of(kept.map(str::to_owned).collect())]
}

/// Units at levels within parents as a GeoJSON feature collection (JSON text).
///
/// # Errors
/// When the database cannot be reached.
pub async fn geo_json(
    connection: &mut Connection,
    caller: &Caller,
    levels: &[i32],
    parents: &[String],
    properties: bool,
) -> Result<String, Fault> {
    let roots: Vec<String> = caller.view_units().iter().map(|unit| unit.uid.clone()).collect();
    let levels = if levels.is_empty() { vec![1] } else { levels.to_vec() };
    let row = connection.first(&sql::geo_json(&levels, parents, properties, &roots)).await?;
    Ok(row.map_or_else(String::new, |row| row.get("collection")))
}

/// How many members each of these units has in its part of the tree, in a collection such as `dataSets`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn member_counts(
    connection: &mut Connection,
    collection: &str,
    member: &str,
) -> Result<Vec<(String, i64)>, Fault> {
    let Some(statement) = sql::member_counts(collection, member) else { return Ok(Vec::new()) };
    Ok(connection.rows(&statement).await?.iter().map(|row| (row.get("uid"), row.get("members"))).collect())
}

/// The units whose area covers a point, at the deepest level or at one asked for.
///
/// # Errors
/// When the database cannot be reached.
pub async fn covering(
    connection: &mut Connection,
    longitude: f64,
    latitude: f64,
    top: Option<&str>,
    level: Option<i32>,
) -> Result<Vec<String>, Fault> {
    Ok(connection
        .rows(&sql::covering(longitude, latitude, top, level))
        .await?
        .iter()
        .map(|row| row.get("uid"))
        .collect())
}

/// Whether a unit's area covers a point.
///
/// # Errors
/// When the database cannot be reached.
pub async fn covers(
    connection: &mut Connection,
    uid: &str,
    longitude: f64,
    latitude: f64,
) -> Result<bool, Fault> {
    Ok(connection.first(&sql::covers(uid, longitude, latitude)).await?.is_some())
}

/// The units whose point lies within so many metres.
///
/// # Errors
/// When the database cannot be reached.
pub async fn within_range(
    connection: &mut Connection,
    longitude: f64,
    latitude: f64,
    metres: f64,
) -> Result<Vec<String>, Fault> {
    Ok(connection
        .rows(&sql::within_range(longitude, latitude, metres))
        .await?
        .iter()
        .map(|row| row.get("uid"))
        .collect())
}

/// The levels that have units, each as its identifier; a level without a row of its own is left out.
///
/// # Errors
/// When the database cannot be reached.
pub async fn filled_levels(connection: &mut Connection) -> Result<Vec<String>, Fault> {
    Ok(connection.rows(&sql::filled_levels()).await?.iter().map(|row| row.get("uid")).collect())
}

/// Which units are assigned to objects: data sets, programs or category options (`assigned` names the type's plural).
///
/// # Errors
/// When the database cannot be reached.
pub async fn assignments(
    connection: &mut Connection,
    assigned: Assigned,
    uids: &[String],
) -> Result<String, Fault> {
    let row = connection.first(&sql::assignments(assigned, uids)).await?;
    Ok(row.map_or_else(|| "{}".to_owned(), |row| row.get("assignments")))
}

/// What units are assigned to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assigned {
    /// `/api/dataSets/orgUnits`
    DataSets,
    /// `/api/programs/orgUnits`
    Programs,
    /// `/api/categoryOptions/orgUnits`
    CategoryOptions,
}
