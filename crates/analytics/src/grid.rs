//! The grid of an answer: headers, rows and the description of what they hold, whoever ran the plan.

use afya_access::Caller;
use afya_model::period::RelativeSettings;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use crate::dimensions::data::{self, DataItems};
use crate::dimensions::org_units::{self, OrgUnits};
use crate::dimensions::periods::{self, Periods};
use crate::executors::postgres;
use crate::plan::{Aggregation, Cell, Plan};
use crate::request::Request;

struct Resolved {
    data: DataItems,
    periods: Periods,
    units: OrgUnits,
    user_words: Map<String, Value>,
}

/// Answers an analytics request.
///
/// # Errors
/// E71xx for what cannot be asked; 501 for what is not built yet.
pub async fn answer(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    settings: &RelativeSettings,
) -> Result<Value, Fault> {
    let resolved = resolve(connection, caller, request, settings).await?;
    let rows = if request.skip_data { Vec::new() } else { rows(connection, request, &resolved).await? };
    Ok(grid(request, &resolved, rows))
}

async fn resolve(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    settings: &RelativeSettings,
) -> Result<Resolved, Fault> {
    let items = |name: &str| request.items(name).map(|(items, _)| items.to_vec()).unwrap_or_default();
    let periods = periods::resolve(&items("pe"), request.relative_to, settings)?;
    let asked = items("ou");
    let words = asked.iter().map(String::as_str);
    let units = org_units::resolve(connection, caller, words, &request.org_units).await?;
    if units.units.is_empty() && request.items("ou").is_some() {
        return Err(Refusal::of(409, ErrorCode::E7143, &["ou"]).into());
    }
    check_units(caller, &units)?;
    let mut user_words = Map::new();
    for word in ["USER_ORGUNIT", "USER_ORGUNIT_CHILDREN", "USER_ORGUNIT_GRANDCHILDREN"] {
        if asked.iter().any(|item| item == word) {
            let only =
                org_units::resolve(connection, caller, [word], &org_units::OrgUnitOptions::default()).await?;
            let uids: Vec<&str> = only.units.iter().map(|unit| unit.uid.as_str()).collect();
            user_words.insert(word.to_owned(), json!({ "organisationUnits": uids }));
        }
    }
    let data = data::resolve(connection, caller, &items("dx"), &request.org_units).await?;
    Ok(Resolved { data, periods, units, user_words })
}

/// Refuses units that the caller may not look at.
fn check_units(caller: &Caller, units: &OrgUnits) -> Result<(), Refusal> {
    let view = caller.view_units();
    if caller.is_super() || view.is_empty() {
        return Ok(());
    }
    let covers = |path: &str| {
        view.iter().any(|root| {
            path.strip_prefix(root.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    };
    match units.units.iter().find(|unit| !covers(&unit.path)) {
        Some(hidden) => Err(Refusal::of(409, ErrorCode::E7120, &[&caller.username, &hidden.uid])),
        None => Ok(()),
    }
}

async fn rows(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
) -> Result<Vec<Vec<String>>, Fault> {
    let is_axis = |name: &str| request.items(name).is_some_and(|(_, axis)| axis);
    let mut groups: Vec<(Aggregation, Vec<usize>)> = Vec::new();
    for (index, item) in resolved.data.items.iter().enumerate() {
        let word = request.aggregation.as_deref().unwrap_or(&item.aggregation);
        if word == "NONE" {
            continue;
        }
        let aggregation = Aggregation::parse(word).ok_or_else(|| {
            Refusal::new(501, format!("The aggregation {word} of `{}` is not built here yet", item.name))
        })?;
        match groups.iter_mut().find(|(known, _)| *known == aggregation) {
            Some((_, items)) => items.push(index),
            None => groups.push((aggregation, vec![index])),
        }
    }
    let mut cells: Vec<Cell> = Vec::new();
    for (aggregation, items) in groups {
        let plan = Plan {
            aggregation,
            items: items.into_iter().map(|index| (index, &resolved.data.items[index])).collect(),
            periods: &resolved.periods.periods,
            by_period: is_axis("pe"),
            units: &resolved.units.units,
            by_unit: is_axis("ou"),
        };
        cells.extend(postgres::run(connection, &plan).await?);
    }
    cells.sort_by_key(|cell| (cell.item, cell.period, cell.unit));
    Ok(cells.into_iter().map(|cell| row(request, resolved, cell)).collect())
}

fn row(request: &Request, resolved: &Resolved, cell: Cell) -> Vec<String> {
    let mut row: Vec<String> = request
        .dimensions
        .iter()
        .map(|dimension| match dimension.name.as_str() {
            "dx" => resolved.data.items[cell.item].id.clone(),
            "pe" => resolved.periods.periods[cell.period].id(),
            _ => resolved.units.units[cell.unit].uid.clone(),
        })
        .collect();
    row.push(figure(cell.value, request.skip_rounding));
    row
}

/// A figure as text: rounded half up to two places, whole numbers without any.
pub(crate) fn figure(value: f64, skip_rounding: bool) -> String {
    let places = if skip_rounding { 1e10 } else { 100.0 };
    let rounded = (value.abs() * places + 0.5 + 1e-9).floor() / places * value.signum();
    if rounded == 0.0 {
        return "0".to_owned();
    }
    format!("{rounded}")
}

fn grid(request: &Request, resolved: &Resolved, rows: Vec<Vec<String>>) -> Value {
    let titles = [("dx", "Data"), ("pe", "Period"), ("ou", "Organisation unit")];
    let title = |name: &str| titles.iter().find(|(known, _)| *known == name).map_or("", |(_, title)| title);
    let mut headers: Vec<Value> = request
        .dimensions
        .iter()
        .map(|dimension| {
            json!({"name": dimension.name, "column": title(&dimension.name), "valueType": "TEXT", "type": "java.lang.String",
                "hidden": false, "meta": true})
        })
        .collect();
    headers.push(json!({"name": "value", "column": "Value", "valueType": "NUMBER", "type": "java.lang.Double", "hidden": false, "meta": false}));
    let (width, height) = (rows.first().map_or(0, Vec::len), rows.len());
    if request.skip_data {
        headers.clear();
    }
    json!({
        "headers": headers, "metaData": meta_data(request, resolved, title), "rowContext": {}, "rows": rows,
        "width": width, "height": height, "headerWidth": headers.len(),
    })
}

fn meta_data(request: &Request, resolved: &Resolved, title: impl Fn(&str) -> &'static str) -> Value {
    if request.skip_meta {
        return json!({});
    }
    let mut items = resolved.user_words.clone();
    for dimension in request.dimensions.iter().chain(&request.filters) {
        items.insert(dimension.name.clone(), json!({"name": title(&dimension.name)}));
    }
    for keyword in resolved.units.keywords.iter().chain(&resolved.data.keywords) {
        let code = keyword.code.as_ref().map(|code| json!(code));
        let mut entry = json!({"uid": keyword.uid, "name": keyword.name});
        if let Some(code) = code {
            entry["code"] = code;
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
    for unit in &resolved.units.units {
        items.insert(unit.uid.clone(), json!({"name": unit.name}));
    }
    let uids = |ids: Vec<String>| Value::from(ids);
    json!({
        "items": items,
        "dimensions": {
            "dx": uids(resolved.data.items.iter().map(|item| item.id.clone()).collect()),
            "pe": uids(resolved.periods.periods.iter().map(|period| period.id()).collect()),
            "ou": uids(resolved.units.units.iter().map(|unit| unit.uid.clone()).collect()),
            "co": uids(resolved.data.option_combos.iter().map(|(uid, _)| uid.clone()).collect()),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::figure;

    #[test]
    fn figures_are_rounded_half_up_and_whole_ones_have_no_point() {
        assert_eq!(figure(58237.0, false), "58237");
        assert_eq!(figure(66.4805936073, false), "66.48");
        assert_eq!(figure(2.675, false), "2.68");
        assert_eq!(figure(-0.001, false), "0");
        assert_eq!(figure(1.0 / 3.0, true), "0.3333333333");
    }
}
