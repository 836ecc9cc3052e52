//! What a request's data say of themselves, before anything is counted.

use afya_access::Caller;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};

use crate::dimensions::data::{self, DataItem};
use crate::dimensions::org_units::{self, OrgUnitOptions};
use crate::request::dimension;

/// The keys of the data elements among the data of these dimensions (`dx:a;b`, `ou:c`).
///
/// # Errors
/// E7124 for data of which nothing is left, E7143 for units of which nothing is left.
pub async fn data_elements(
    connection: &mut Connection,
    caller: &Caller,
    dimensions: &[String],
) -> Result<Vec<i64>, Fault> {
    let options = OrgUnitOptions::default();
    let mut elements = Vec::new();
    for asked in dimensions.iter().map(|text| dimension(text)) {
        match asked.name.as_str() {
            "dx" => {
                let data = data::resolve(connection, caller, &asked.items, &options).await?;
                elements.extend(data.items.iter().filter_map(DataItem::source).map(|source| source.element));
            }
            "ou" => {
                let items = asked.items.iter().map(String::as_str);
                if org_units::resolve(connection, caller, items, &options).await?.units.is_empty() {
                    return Err(Refusal::of(409, ErrorCode::E7143, &[]).into());
                }
            }
            _ => {}
        }
    }
    Ok(elements)
}
