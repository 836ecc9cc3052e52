//! The single figures behind a request, as they were saved.

use std::collections::{BTreeSet, HashMap};

use afya_access::settings::SystemSettings;
use afya_store::{Connection, Fault};
use serde_json::{Value, json};

use super::{axes, counted, plan};
use crate::executors::{Executor, postgres};
use crate::grid::Resolved;
use crate::plan::{Aggregation, RawCell};
use crate::query::{Axes, years};
use crate::request::Request;
use crate::{schemes, sql};

/// The rows of single figures: items, units and further dimensions, then period, the units above (`showHierarchy`) as far as
/// `levels`, the first and last day of the period, and the figure.
///
/// # Errors
/// 409 when they do not fit the memory; when the database cannot be reached.
pub(crate) async fn rows(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
    system: &SystemSettings,
    executor: &Executor<'_>,
    levels: usize,
) -> Result<Vec<Vec<String>>, Fault> {
    let axes = Axes { by_window: false, ..axes(request, resolved, system, executor) };
    let counted = counted(&resolved.data.items);
    let years = years(axes.windows);
    let items = counted.iter().map(|(_, source)| source).enumerate().collect();
    let plan = plan(&axes, Aggregation::SUM, false, items, true, &years);
    let cells = postgres::raw(connection, &plan, executor.memory()).await?;
    executor.memory().take_rows(cells.len())?;
    let names = names(connection, request, resolved, &cells).await?;
    let named = |id: &str| names.get(id).map_or(id, String::as_str).to_owned();
    let by_item = request.items("dx").is_some_and(|(_, is_axis)| is_axis);
    let by_unit = request.items("ou").is_some_and(|(_, is_axis)| is_axis);
    let row = |cell: RawCell| {
        let mut row: Vec<String> = Vec::new();
        for dimension in &request.dimensions {
            let facet = resolved.facets.axes.iter().position(|facet| facet.uid == dimension.name);
            match dimension.name.as_str() {
                "dx" if by_item => row.push(named(&counted[cell.item].0)),
                "ou" if by_unit => row.push(named(cell.unit())),
                _ => row.extend(facet.and_then(|at| cell.facets.get(at)).map(|id| named(id))),
            }
        }
        row.push(cell.period.id());
        let above = cell.units().map(named).chain(std::iter::repeat(String::new()));
        row.extend(above.take(levels));
        row.extend([cell.period.start.to_string(), cell.period.end.to_string()]);
        row.push(format!("{:?}", cell.number.unwrap_or_default()));
        row
    };
    Ok(cells.into_iter().map(row).collect())
}

/// What single figures are named by; the units that they were saved for are mostly not those that were asked for.
async fn names(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
    cells: &[RawCell],
) -> Result<HashMap<String, String>, Fault> {
    if request.skip_meta {
        return Ok(HashMap::new());
    }
    let units: BTreeSet<&str> = cells.iter().flat_map(RawCell::units).collect();
    let mut names = schemes::of_units(connection, request, &units.into_iter().collect::<Vec<_>>()).await?;
    names.extend(schemes::names(connection, request, resolved, false).await?);
    Ok(names)
}

/// The headers of the levels above, where they are asked for: a level that has no name is known by its number.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn levels(connection: &mut Connection, request: &Request) -> Result<Vec<Value>, Fault> {
    if !request.show_hierarchy {
        return Ok(Vec::new());
    }
    let rows = connection.rows(&sql::level_names()).await?;
    let header = |(at, name): (usize, Option<String>)| {
        let level = at + 1;
        let name = name.unwrap_or_else(|| format!("Level {level}"));
        json!({"name": format!("oulevel{level}"), "column": name, "valueType": "TEXT",
            "type": "java.lang.String", "hidden": false, "meta": true})
    };
    Ok(rows.iter().map(|row| row.get("name")).enumerate().map(header).collect())
}
