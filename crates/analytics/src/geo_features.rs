//! Map features of org units, with DHIS2's short keys: `co` coordinates, `ty` 1 for points and 2 for areas, `pg` path.

use afya_access::Caller;
use afya_model::Refusal;
use afya_store::{Connection, Fault};

use crate::dimensions::org_units::{OrgUnitOptions, resolve};
use crate::sql;

/// What is asked.
#[derive(Clone, Debug, Default)]
pub struct GeoRequest {
    /// The value of `ou`, such as `ou:LEVEL-2;uid`.
    pub org_units: Option<String>,
    /// An attribute whose GeoJSON is drawn instead of the unit's geometry.
    pub coordinate_field: Option<String>,
    /// Whether each unit's groups are named by group set.
    pub include_group_sets: bool,
    /// How units are resolved and named.
    pub options: OrgUnitOptions,
}

/// The features as a JSON array.
///
/// # Errors
/// 400 without a valid `ou`, or when the coordinate field is no GeoJSON attribute of org units.
pub async fn geo_features(
    connection: &mut Connection,
    caller: &Caller,
    request: &GeoRequest,
) -> Result<String, Fault> {
    let nothing =
        || Refusal::bad_request("Dimension is present in query without any valid dimension options");
    let asked = request.org_units.as_deref().ok_or_else(nothing)?;
    let items = asked.strip_prefix("ou:").ok_or_else(nothing)?;
    if let Some(attribute) = &request.coordinate_field {
        check_coordinate_field(connection, attribute).await?;
    }
    let resolved = resolve(connection, caller, items.split(';'), &request.options).await?;
    let units: Vec<i64> = resolved.units.iter().map(|unit| unit.id).collect();
    let roots: Vec<String> = caller.view_units().iter().map(|unit| unit.uid.clone()).collect();
    let row = connection.first(&sql::geo_features(&units, &roots, request)).await?;
    Ok(row.map_or_else(|| "[]".to_owned(), |row| row.get("features")))
}

async fn check_coordinate_field(connection: &mut Connection, attribute: &str) -> Result<(), Fault> {
    let invalid = || Refusal::bad_request(format!("Invalid coordinateField: {attribute}"));
    let row = connection.first(&sql::coordinate_field(attribute)).await?.ok_or_else(invalid)?;
    let value_type: String = row.get("valuetype");
    if value_type != "GEOJSON" {
        let sentence = format!("ValueType of coordinateField must be GeoJSON but found: {value_type}");
        return Err(Refusal::bad_request(sentence).into());
    }
    if !row.get::<_, bool>("of_units") {
        let sentence =
            format!("coordinateField does not support OrganisationUnit: {}", row.get::<_, String>("name"));
        return Err(Refusal::bad_request(sentence).into());
    }
    Ok(())
}
