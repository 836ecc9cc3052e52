//! What data can be cut by: categories and the sets of groups of category options, data elements and organisation units, as
//! far as they are marked as data dimensions.

use afya_model::Refusal;
use afya_schema::query::FieldTree;
use afya_schema::registry;
use afya_store::{Connection, Fault};
use serde_json::Value;

use crate::read::{self, Asker};
use crate::restriction::Restriction;
use crate::sql::{Scope, data_dimensions as sql};

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
/// then the sets of groups of their options.
///
/// # Errors
/// 404 E1005 when there is no such set, or none that the caller may read.
pub async fn of_data_set(
    connection: &mut Connection,
    asker: Asker<'_>,
    uid: &str,
) -> Result<Vec<(String, String)>, Fault> {
    let of = registry().by_name("dataSet").ok_or_else(|| Refusal::no_such_object("DataSet", uid))?;
    let tree = FieldTree::parse("categoryCombo[categories[id,name]]");
    let set = read::single(connection, asker, of, uid, &tree).await?;
    let set: Value = serde_json::from_str(&set).unwrap_or_default();
    let categories = set["categoryCombo"]["categories"].as_array().into_iter().flatten();
    let categories = categories.filter(|category| category["name"] != "default");
    let named = |of: &str, uid: &str| (of.to_owned(), uid.to_owned());
    let mut found: Vec<(String, String)> =
        categories.filter_map(|category| Some(named("category", category["id"].as_str()?))).collect();
    let scope = Scope::new(asker.caller, asker.locale, asker.base);
    for row in connection.rows(&sql::option_group_sets(uid, &scope)).await? {
        found.push(named("categoryOptionGroupSet", row.get("uid")));
    }
    Ok(found)
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
