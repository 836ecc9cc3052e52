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

impl Facets {
    /// Those that were asked for, as axes or as filters.
    pub(crate) fn asked(&self) -> impl Iterator<Item = &Facet> {
        self.axes.iter().chain(&self.bounds).filter(|facet| facet.is_asked)
    }
}

/// Resolves the further dimensions and filters of a request, and those that bound the caller.
///
/// # Errors
/// 409 E7125 for what is no dimension, E7110 for option combos as a filter, E7123 for a caller who is bound by a dimension of which
/// there is nothing to be read.
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
    for uid in &constraints {
        bind(connection, caller, request, &rows, uid, &mut facets).await?;
    }
    Ok(facets)
}

/// Bounds figures by what the caller may read of a dimension that bounds the caller. Whoever asked for some of it has bounded them;
/// whoever asked for what there is not, or must not be seen, has not.
async fn bind(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    rows: &[Row],
    uid: &str,
    facets: &mut Facets,
) -> Result<(), Fault> {
    let mut asked = facets.axes.iter_mut().chain(&mut facets.bounds).find(|facet| facet.uid == uid);
    if asked.as_ref().is_some_and(|facet| !facet.is_open) {
        return Ok(());
    }
    let hidden = || Refusal::of(409, ErrorCode::E7123, &[uid]);
    if !rows.iter().any(|row| row.get::<_, &str>("uid") == uid) {
        return Err(hidden().into());
    }
    let bound = facet(connection, caller, request, rows, uid, &[]).await?;
    if bound.items.is_empty() {
        return Err(hidden().into());
    }
    match &mut asked {
        Some(asked) => **asked = bound,
        None => facets.bounds.push(Facet { is_asked: false, ..bound }),
    }
    Ok(())
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
    let wanted = if wanted.iter().any(|item| item == "ALL_ITEMS") { &[] } else { wanted };
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
