//! The description of a grid: the names behind its identifiers, and the items of each dimension.

use serde_json::{Map, Value, json};

use crate::grid::Resolved;
use crate::request::Request;

/// What a dimension is called.
pub(crate) fn title(name: &str) -> &'static str {
    match name {
        "dx" => "Data",
        "pe" => "Period",
        "ou" => "Organisation unit",
        _ => "",
    }
}

/// The `metaData` of a grid.
pub(crate) fn meta_data(request: &Request, resolved: &Resolved) -> Value {
    if request.skip_meta {
        return json!({});
    }
    let no_units = Vec::new();
    let units = resolved.units.as_ref().map_or(&no_units, |units| &units.units);
    json!({
        "items": items(request, resolved),
        "dimensions": {
            "dx": resolved.data.items.iter().map(|item| item.id.as_str()).collect::<Vec<_>>(),
            "pe": resolved.periods.periods.iter().map(|period| period.id()).collect::<Vec<_>>(),
            "ou": units.iter().map(|unit| unit.uid.as_str()).collect::<Vec<_>>(),
            "co": resolved.data.option_combos.iter().map(|(uid, _)| uid.as_str()).collect::<Vec<_>>(),
        },
    })
}

fn items(request: &Request, resolved: &Resolved) -> Map<String, Value> {
    let mut items = resolved.user_words.clone();
    for dimension in request.dimensions.iter().chain(&request.filters) {
        items.insert(dimension.name.clone(), json!({"name": title(&dimension.name)}));
    }
    if resolved.units.is_some() {
        items.insert("ou".to_owned(), json!({"name": title("ou")}));
    }
    let of_units = resolved.units.iter().flat_map(|units| &units.keywords);
    for keyword in of_units.chain(&resolved.data.keywords) {
        let mut entry = json!({"uid": keyword.uid, "name": keyword.name});
        if let Some(code) = &keyword.code {
            entry["code"] = json!(code);
        }
        items.insert(keyword.uid.clone(), entry);
    }
    for item in &resolved.data.items {
        items.insert(item.id.clone(), json!({"name": item.name}));
    }
    for (uid, name) in &resolved.data.option_combos {
        items.insert(uid.clone(), json!({"name": name}));
    }
    for period in &resolved.periods.periods {
        items.insert(period.id(), json!({"name": period.name()}));
    }
    for (word, name) in &resolved.periods.keywords {
        items.insert(word.clone(), json!({"name": name}));
    }
    for unit in resolved.units.iter().flat_map(|units| &units.units) {
        items.insert(unit.uid.clone(), json!({"name": unit.name}));
    }
    items
}
