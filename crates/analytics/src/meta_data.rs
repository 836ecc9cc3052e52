//! The description of a grid: the names behind its identifiers, and the items of each dimension.

mod details;

use std::collections::HashSet;

use afya_access::Caller;
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use crate::dimensions::org_units::Unit;
use crate::grid::Resolved;
use crate::plan::{Facet, FacetKind};
use crate::request::Request;
use details::Details;

/// What a dimension is called.
pub(crate) fn title(resolved: &Resolved, name: &str) -> String {
    let facets = resolved.facets.axes.iter().chain(&resolved.facets.bounds);
    match name {
        "dx" => "Data".to_owned(),
        "pe" => "Period".to_owned(),
        "ou" => "Organisation unit".to_owned(),
        _ => facets
            .into_iter()
            .find(|facet| facet.uid == name)
            .map_or_else(String::new, |facet| facet.name.clone()),
    }
}

/// The `metaData` of a grid.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn meta_data(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    resolved: &Resolved,
    rows: &[Vec<String>],
) -> Result<Value, Fault> {
    if request.skip_meta {
        return Ok(json!({}));
    }
    let details =
        if request.include_details { Some(details::read(connection, resolved).await?) } else { None };
    let mut said = json!({ "items": null, "dimensions": null });
    said["items"] = Value::from(items(request, resolved, details.as_ref()));
    said["dimensions"] = Value::from(dimensions(request, resolved));
    let units = placed(request, resolved, rows);
    // What lies above the caller's own units is not told.
    let roots: Vec<&str> = caller.org_units.iter().map(|unit| unit.uid.as_str()).collect();
    if request.hierarchy_meta {
        said["ouHierarchy"] =
            units.iter().map(|unit| (unit.uid.clone(), json!(ancestors(&unit.path, &roots)))).collect();
    }
    if request.show_hierarchy {
        said["ouNameHierarchy"] = details::name_hierarchy(connection, request, &units, &roots).await?;
    }
    Ok(said)
}

/// The units that rows are of; all that were asked for, where there are no such rows.
fn placed<'a>(request: &Request, resolved: &'a Resolved, rows: &[Vec<String>]) -> Vec<&'a Unit> {
    let asked = || resolved.units.iter().flat_map(|units| &units.units);
    let column = request.dimensions.iter().position(|dimension| dimension.name == "ou");
    let told: HashSet<&str> = column
        .iter()
        .flat_map(|column| rows.iter().filter_map(|row| Some(row.get(*column)?.as_str())))
        .collect();
    let with_rows: Vec<&Unit> = asked().filter(|unit| told.contains(unit.uid.as_str())).collect();
    if with_rows.is_empty() { asked().collect() } else { with_rows }
}

/// The identifiers above the last one of a path, from the nearest root down; from the first of all where none is above it.
fn ancestors(path: &str, roots: &[&str]) -> String {
    let mut above: Vec<&str> = Vec::new();
    for uid in path.rsplit('/').skip(1).filter(|uid| !uid.is_empty()) {
        above.insert(0, uid);
        if roots.contains(&uid) {
            break;
        }
    }
    above.join("/")
}

fn dimensions(request: &Request, resolved: &Resolved) -> Map<String, Value> {
    let mut dimensions = Map::new();
    if request.items("dx").is_some() {
        let ids: Vec<&str> = resolved.data.items.iter().map(|item| item.id.as_str()).collect();
        dimensions.insert("dx".to_owned(), json!(ids));
    }
    let periods: Vec<String> = resolved.periods.periods.iter().map(|period| period.id()).collect();
    dimensions.insert("pe".to_owned(), json!(periods));
    let units = resolved.units.iter().flat_map(|units| &units.units);
    dimensions.insert("ou".to_owned(), units.map(|unit| unit.uid.clone()).collect());
    for facet in all_facets(resolved) {
        let uids: Vec<&str> = facet.items.iter().map(|item| item.uid.as_str()).collect();
        // The combos of `ao` are told by the rows alone.
        let told = if facet.kind == FacetKind::AttributeCombo { Vec::new() } else { uids };
        dimensions.insert(facet.uid.clone(), json!(told));
    }
    let combos: Vec<&str> = resolved.data.option_combos.iter().map(|(uid, _)| uid.as_str()).collect();
    dimensions.insert("co".to_owned(), json!(combos));
    dimensions
}

fn all_facets(resolved: &Resolved) -> impl Iterator<Item = &Facet> {
    resolved.facets.axes.iter().chain(&resolved.facets.bounds)
}

fn items(request: &Request, resolved: &Resolved, details: Option<&Details>) -> Map<String, Value> {
    let mut items = resolved.user_words.clone();
    let units = resolved.units.iter();
    for keyword in units.clone().flat_map(|units| &units.keywords).chain(&resolved.data.keywords) {
        let mut entry = json!({"uid": keyword.uid, "name": keyword.name});
        if let Some(code) = &keyword.code {
            entry["code"] = json!(code);
        }
        items.insert(keyword.uid.clone(), entry);
    }
    let mut put = |id: &str, name: &str, detail: &dyn Fn(&Details) -> Value| {
        let mut entry = details.map_or_else(|| Value::from(Map::new()), detail);
        entry["name"] = Value::from(name);
        items.insert(id.to_owned(), entry);
    };
    if request.items("dx").is_some() {
        for item in &resolved.data.items {
            put(&item.id, &item.name, &|known| known.of_data(item));
        }
    }
    for (uid, name) in &resolved.data.option_combos {
        put(uid, name, &|known| known.of_combo(uid));
    }
    for period in &resolved.periods.periods {
        put(&period.id(), &period.name_in(request.language), &|_| details::of_period(period));
    }
    for unit in units.flat_map(|units| &units.units) {
        put(&unit.uid, &unit.name, &|known| known.of_unit(&unit.uid));
    }
    for facet in all_facets(resolved).filter(|facet| !matches!(facet.uid.as_str(), "co" | "ao")) {
        for item in &facet.items {
            put(&item.uid, &item.name, &|known| known.of_facet_item(facet.kind, item));
        }
    }
    let with_units = resolved.units.is_some().then_some("ou");
    let named = request.dimensions.iter().chain(&request.filters).map(|dimension| dimension.name.as_str());
    for name in named.chain(with_units) {
        put(name, &title(resolved, name), &|_| details::of_dimension(resolved, name));
    }
    for facet in all_facets(resolved).filter(|facet| !facet.is_asked) {
        items.insert(facet.uid.clone(), json!({}));
    }
    for (word, name) in &resolved.periods.keywords {
        items.insert(word.clone(), json!({"name": name}));
    }
    items
}

#[cfg(test)]
mod tests {
    use super::ancestors;

    #[test]
    fn what_lies_above_is_told_from_the_root_down() {
        let path = "/r3jF7wyaeso/eLZyLznY77x/ghFzhmZjYuJ";
        assert_eq!(ancestors(path, &[]), "r3jF7wyaeso/eLZyLznY77x");
        assert_eq!(ancestors(path, &["eLZyLznY77x"]), "eLZyLznY77x");
        assert_eq!(ancestors(path, &["ghFzhmZjYuJ"]), "r3jF7wyaeso/eLZyLznY77x");
        assert_eq!(ancestors("/r3jF7wyaeso", &["r3jF7wyaeso"]), "");
    }
}
