//! Further dimensions: categories, sets of groups, and option combos (`co`, `ao`).

use afya_access::Caller;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault, Row};

use crate::plan::{Facet, FacetItem, FacetKind};
use crate::request::{Dimension, Request};
use crate::sql::facets as sql;

/// The further dimensions of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Facets {
    /// Those that are axes, in the order of the request.
    pub(crate) axes: Vec<Facet>,
    /// Those that only bound figures: filters, and what bounds the caller.
    pub(crate) bounds: Vec<Facet>,
}

/// Resolves the further dimensions and filters of a request, and those that bound the caller.
///
/// # Errors
/// 409 E7125 for what is no dimension, E7110 for option combos as a filter.
pub(crate) async fn resolve(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
) -> Result<Facets, Fault> {
    let axes: Vec<&Dimension> = request.dimensions.iter().filter(|one| is_further(one)).collect();
    let filters: Vec<&Dimension> = request.filters.iter().filter(|one| is_further(one)).collect();
    if filters.iter().any(|filter| filter.name == "co") {
        return Err(Refusal::of(409, ErrorCode::E7110, &[]).into());
    }
    let constraints: Vec<String> = if caller.is_super() {
        Vec::new()
    } else {
        connection.rows(&sql::constraints(caller)).await?.iter().map(|row| row.get("uid")).collect()
    };
    let mut facets = Facets::default();
    if axes.is_empty() && filters.is_empty() && constraints.is_empty() {
        return Ok(facets);
    }
    let asked = axes.iter().chain(&filters).map(|one| one.name.clone());
    let uids: Vec<String> = asked.chain(constraints.iter().cloned()).collect();
    let rows = connection.rows(&sql::dimensions(caller, &uids, &request.org_units)).await?;
    for dimension in axes {
        facets.axes.push(facet(connection, caller, request, &rows, &dimension.name, &dimension.items).await?);
    }
    for dimension in filters {
        let facet = facet(connection, caller, request, &rows, &dimension.name, &dimension.items).await?;
        facets.bounds.push(facet);
    }
    let is_new = |uid: &&String| !facets.axes.iter().chain(&facets.bounds).any(|facet| facet.uid == **uid);
    let unasked: Vec<&String> = constraints.iter().filter(is_new).collect();
    for uid in unasked {
        if rows.iter().any(|row| row.get::<_, &str>("uid") == uid.as_str()) {
            let bound = facet(connection, caller, request, &rows, uid, &[]).await?;
            facets.bounds.push(Facet { is_asked: false, ..bound });
        }
    }
    Ok(facets)
}

fn is_further(dimension: &Dimension) -> bool {
    !["dx", "pe", "ou"].contains(&dimension.name.as_str())
}

async fn facet(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    rows: &[Row],
    name: &str,
    wanted: &[String],
) -> Result<Facet, Fault> {
    if let Some(facet) = of_combos(name, wanted) {
        return Ok(facet);
    }
    let row = rows.iter().find(|row| row.get::<_, &str>("uid") == name);
    let row = row.ok_or_else(|| Refusal::of(409, ErrorCode::E7125, &[name]))?;
    let (kind, key) = (kind(row), row.get("key"));
    let found = connection.rows(&sql::items(kind, key, caller, &request.org_units)).await?;
    let all: Vec<FacetItem> = found.iter().map(item).collect();
    let chosen: Vec<FacetItem> = connection
        .rows(&sql::chosen(kind, wanted, caller, &request.org_units))
        .await?
        .iter()
        .map(item)
        .collect();
    // Items of which none exists leave the dimension as it is, but for its description.
    let is_open = chosen.is_empty() && !wanted.is_empty();
    Ok(Facet {
        kind,
        key,
        uid: name.to_owned(),
        name: row.get("name"),
        items: if wanted.is_empty() { all } else { chosen },
        is_open,
        is_asked: true,
    })
}

fn item(row: &Row) -> FacetItem {
    FacetItem { uid: row.get("uid"), code: row.get("code"), name: row.get("name") }
}

/// `co` and `ao`: all option combos, or those that are named.
fn of_combos(name: &str, wanted: &[String]) -> Option<Facet> {
    let (kind, title) = match name {
        "co" => (FacetKind::OptionCombo, "Category option combo"),
        "ao" => (FacetKind::AttributeCombo, "Attribute option combo"),
        _ => return None,
    };
    let item = |uid: &String| FacetItem { uid: uid.clone(), code: None, name: String::new() };
    Some(Facet {
        kind,
        key: 0,
        uid: name.to_owned(),
        name: title.to_owned(),
        items: wanted.iter().map(item).collect(),
        is_open: wanted.is_empty(),
        is_asked: true,
    })
}

fn kind(row: &Row) -> FacetKind {
    let flag = row.get("flag");
    match row.get("kind") {
        "CATEGORY" => FacetKind::Category { of_attributes: flag },
        "CATEGORY_OPTION_GROUP_SET" => FacetKind::OptionGroups { of_attributes: flag },
        "ORGANISATION_UNIT_GROUP_SET" => FacetKind::UnitGroups { with_units_below: flag },
        _ => FacetKind::ElementGroups,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn option_combos_are_all_unless_some_are_named() {
        let all = of_combos("co", &[]).unwrap();
        assert!(all.is_open && all.items.is_empty());
        let some = of_combos("ao", &["w0ic5dbGMfY".to_owned()]).unwrap();
        assert!(!some.is_open && some.kind == FacetKind::AttributeCombo);
        assert!(of_combos("CUHpuo0RxMA", &[]).is_none());
    }
}
