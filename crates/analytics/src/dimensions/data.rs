//! The dimension `dx`: data elements and operands; indicators by their parts.

use afya_access::Caller;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault, Row};

use super::org_units::{Keyword, OrgUnitOptions};
use crate::sql;

/// A data element, or the part of one that an option combo singles out.
#[derive(Clone, Debug, PartialEq)]
pub struct DataItem {
    /// How it is named in the grid: `uid`, `uid.coc` or `uid.coc.aoc`.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// The element's key.
    pub element: i64,
    /// The option combo's key, for an operand.
    pub option_combo: Option<i64>,
    /// The attribute option combo's key, for an operand.
    pub attribute_combo: Option<i64>,
    /// The element's value type.
    pub value_type: String,
    /// The element's aggregation type.
    pub aggregation: String,
}

/// The resolved dimension.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DataItems {
    /// The items, each once.
    pub items: Vec<DataItem>,
    /// The groups that were asked for.
    pub keywords: Vec<Keyword>,
    /// The option combos of the elements, with their names.
    pub option_combos: Vec<(String, String)>,
}

/// An item of `dx`, by its form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Operand {
    pub(crate) element: String,
    pub(crate) option_combo: Option<String>,
    pub(crate) attribute_combo: Option<String>,
}

impl Operand {
    /// `uid`, `uid.coc`, `uid.coc.aoc`; `*` stands for any. Anything else is none.
    pub(crate) fn parse(item: &str) -> Option<Operand> {
        let mut parts = item.split('.');
        let element = parts.next().filter(|uid| afya_model::Uid::parse(uid).is_some())?.to_owned();
        let mut part = || parts.next().filter(|uid| *uid != "*").map(str::to_owned);
        let (option_combo, attribute_combo) = (part(), part());
        parts.next().is_none().then_some(Operand { element, option_combo, attribute_combo })
    }
}

/// Resolves the items of `dx` that the caller may read; unknown ones are left out.
///
/// # Errors
/// 409 E7124 when none is left; 501 for kinds that are not built yet.
pub async fn resolve(
    connection: &mut Connection,
    caller: &Caller,
    items: &[String],
    options: &OrgUnitOptions,
) -> Result<DataItems, Fault> {
    let mut resolved = DataItems::default();
    let mut wanted: Vec<(String, Operand)> = Vec::new();
    for item in items {
        if let Some(group) = item.strip_prefix("DE_GROUP-") {
            let rows = connection.rows(&sql::element_group(group, options)).await?;
            for row in &rows {
                let element: String = row.get("element");
                let operand = Operand { element: element.clone(), option_combo: None, attribute_combo: None };
                wanted.push((element, operand));
                let keyword = Keyword { uid: group.to_owned(), code: row.get("code"), name: row.get("name") };
                if !resolved.keywords.contains(&keyword) {
                    resolved.keywords.push(keyword);
                }
            }
        } else if let Some(operand) = Operand::parse(item) {
            wanted.push((item.trim_end_matches(".*").to_owned(), operand));
        }
    }
    let uids: Vec<String> = wanted.iter().map(|(_, operand)| operand.element.clone()).collect();
    if connection.first(&sql::other_items(&uids)).await?.is_some() {
        return Err(Refusal::new(
            501,
            "Indicators and program items are not answered by analytics here yet; ask for data elements",
        )
        .into());
    }
    let rows = connection.rows(&sql::data_items(caller, &wanted, options)).await?;
    for row in &rows {
        let item = item(row);
        if !resolved.items.iter().any(|known| known.id == item.id) {
            resolved.items.push(item);
        }
    }
    if resolved.items.is_empty() {
        return Err(Refusal::of(409, ErrorCode::E7124, &["dx"]).into());
    }
    let whole = resolved.items.iter().filter(|item| !item.id.contains('.') && item.option_combo.is_none());
    let elements: Vec<i64> = whole.map(|item| item.element).collect();
    let combos = connection.rows(&sql::option_combos(&elements, options)).await?;
    resolved.option_combos = combos.iter().map(|row| (row.get("uid"), row.get("name"))).collect();
    Ok(resolved)
}

fn item(row: &Row) -> DataItem {
    let combo: Option<String> = row.get("combo_name");
    let name: String = row.get("name");
    DataItem {
        id: row.get("item"),
        name: combo
            .filter(|combo| combo != "default")
            .map_or(name.clone(), |combo| format!("{name} {combo}")),
        element: row.get("element"),
        option_combo: row.get("option_combo"),
        attribute_combo: row.get("attribute_combo"),
        value_type: row.get("valuetype"),
        aggregation: row.get("aggregationtype"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operands_are_read_by_their_parts() {
        let operand = Operand::parse("lxi6rrRicWY.*.HllvX50cXC0").unwrap();
        assert_eq!(operand.option_combo, None);
        assert_eq!(operand.attribute_combo.as_deref(), Some("HllvX50cXC0"));
        assert!(Operand::parse("short").is_none() && Operand::parse("lxi6rrRicWY.a.b.c").is_none());
    }
}
