//! What data can be cut by: categories and the sets of groups of category options, data elements and organisation units, as
//! far as they are marked as data dimensions.

use afya_store::{Connection, Fault};

use crate::restriction::Restriction;
use crate::sql::data_dimensions as sql;

/// The types of dimensions, in the order in which DHIS2 lists them: each with the word for its kind and the property that
/// holds its items.
pub const TYPES: [(&str, &str, &str); 4] = [
    ("category", "CATEGORY", "categoryOptions"),
    ("categoryOptionGroupSet", "CATEGORY_OPTION_GROUP_SET", "categoryOptionGroups"),
    ("dataElementGroupSet", "DATA_ELEMENT_GROUP_SET", "dataElementGroups"),
    ("organisationUnitGroupSet", "ORGANISATION_UNIT_GROUP_SET", "organisationUnitGroups"),
];

/// The condition that an object of one of these types is a data dimension.
pub fn only_data_dimensions() -> Restriction {
    sql::only_data_dimensions()
}

/// The type of the dimension with this identifier, as in `TYPES`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn type_of(connection: &mut Connection, uid: &str) -> Result<Option<String>, Fault> {
    Ok(connection.first(&sql::type_of(uid)).await?.map(|row| row.get("type")))
}

/// The dimensions that reports of a data set are told apart by, as type and identifier: the categories of its combination,
/// then the sets of groups of their options. Nothing when there is no such set.
///
/// # Errors
/// When the database cannot be reached.
pub async fn of_data_set(
    connection: &mut Connection,
    uid: &str,
) -> Result<Option<Vec<(String, String)>>, Fault> {
    if connection.first(&sql::data_set(uid)).await?.is_none() {
        return Ok(None);
    }
    let rows = connection.rows(&sql::of_data_set(uid)).await?;
    Ok(Some(rows.iter().map(|row| (row.get("type"), row.get("uid"))).collect()))
}

/// The dimensions that figures of these data elements can sensibly be cut by, as type and identifier.
///
/// # Errors
/// When the database cannot be reached.
pub async fn recommended(
    connection: &mut Connection,
    data_elements: &[i64],
) -> Result<Vec<(String, String)>, Fault> {
    let rows = connection.rows(&sql::recommended(data_elements)).await?;
    Ok(rows.iter().map(|row| (row.get("type"), row.get("uid"))).collect())
}
