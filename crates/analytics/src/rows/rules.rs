//! The rows of validation rules: how many results they have.

use afya_model::java_map;
use afya_store::{Connection, Fault};

use super::{Line, fits, identifiers, line, plan, sort};
use crate::dimensions::data::DataItem;
use crate::executors::postgres;
use crate::grid::Resolved;
use crate::plan::Aggregation;
use crate::query::{Axes, years};
use crate::request::Request;
use crate::sql::validation_results as sql;

/// How many results the rules of a request have, whether they are approved or not; together where items are no axis.
pub(super) async fn rule_lines(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
    axes: &Axes<'_>,
    by_item: bool,
) -> Result<Vec<Line>, Fault> {
    let rules: Vec<(&DataItem, i64)> =
        resolved.data.items.iter().filter_map(|item| item.rule().map(|key| (item, key))).collect();
    if rules.is_empty() {
        return Ok(Vec::new());
    }
    let keys: Vec<i64> = rules.iter().map(|(_, key)| *key).collect();
    let years = years(axes.windows);
    let plan = plan(axes, Aggregation::SUM, false, Vec::new(), by_item, &years);
    if axes.executor.is_telling() {
        axes.executor.tell(connection, None, &sql::results(&keys, &plan)).await?;
        return Ok(Vec::new());
    }
    axes.executor.note_postgres();
    let mut cells = postgres::results(connection, &keys, &plan, axes.executor.memory()).await?;
    cells.retain(|cell| fits(request, &cell.value));
    sort(&mut cells);
    let named = |item: usize| if by_item { rules[item].0.id.clone() } else { String::new() };
    let mut lines: Vec<Line> = cells.into_iter().map(|cell| line(request, named(cell.item), cell)).collect();
    java_map::sort_grown(&mut lines, |line: &Line| identifiers(request, resolved, line).join("-"));
    Ok(lines)
}
