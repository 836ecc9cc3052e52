//! A plan run by PostgreSQL, straight from the data values: what was saved a moment ago is in the answer.

use std::collections::HashMap;

use afya_model::period::{Period, PeriodType};
use afya_store::{Connection, Fault, Row, Sql};
use serde_json::{Value, json};

use crate::admission::Memory;
use crate::plan::{Cell, Figure, Plan, RawCell, ReportCell};
use crate::sql::{cells, reports, validation_results};

/// The cells of a plan that have a figure, in no order.
///
/// # Errors
/// 409 when they do not fit the memory or are more than may come; when the database cannot be reached.
pub async fn run(connection: &mut Connection, plan: &Plan<'_>, memory: &Memory) -> Result<Vec<Cell>, Fault> {
    let sql = cells::cells(plan);
    let fits = |row: &Row| memory.count(1).and_then(|()| memory.take(1, row.raw_size_bytes()));
    let rows = connection.rows_checked(&sql, fits).await?;
    Ok(rows.iter().filter_map(cell).collect())
}

/// The rows of a statement, which is stopped where they do not fit the memory.
async fn fitting(connection: &mut Connection, sql: &Sql, memory: &Memory) -> Result<Vec<Row>, Fault> {
    connection.rows_checked(sql, |row| memory.take(1, row.raw_size_bytes())).await
}

/// The statement of a plan.
pub(super) fn statement(plan: &Plan<'_>) -> Sql {
    cells::cells(plan)
}

/// How PostgreSQL runs a statement, and how long it took.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn explain(connection: &mut Connection, statement: &Sql) -> Result<Value, Fault> {
    let rows = connection.rows(&cells::explained(statement)).await?;
    let explained: Value = rows.first().map(|row| row.get(0)).unwrap_or_default();
    let took = |name: &str| explained[0][name].as_f64().unwrap_or_default();
    let (planning, execution) = (took("Planning Time"), took("Execution Time"));
    Ok(json!({
        "timeInMillis": planning + execution, "planningTime": planning, "executionTime": execution,
        "query": statement.build().0, "plan": explained[0]["Plan"],
    }))
}

/// The single figures behind a plan, in order.
///
/// # Errors
/// 409 when they do not fit the memory; when the database cannot be reached.
pub async fn raw(
    connection: &mut Connection,
    plan: &Plan<'_>,
    memory: &Memory,
) -> Result<Vec<RawCell>, Fault> {
    if plan.items.is_empty() || plan.windows.is_empty() || plan.units.is_some_and(<[_]>::is_empty) {
        return Ok(Vec::new());
    }
    let rows = fitting(connection, &cells::raw(plan), memory).await?;
    let cell = |row: &Row| {
        let day = |column: &str| row.get::<_, &str>(column).parse().ok();
        let kind = PeriodType::parse(row.get("period_type"))?;
        Some(RawCell {
            item: usize::try_from(row.get::<_, i64>("item")).unwrap_or_default(),
            path: row.get("path"),
            facets: row.get("facets"),
            period: Period { kind, start: day("starts")?, end: day("ends")? },
            number: row.get("number"),
        })
    };
    Ok(rows.iter().filter_map(cell).collect())
}

/// How many reports of data sets there should be and how many there are; a plan says over what, its items do not count.
/// Cells without a unit that should report are left out.
///
/// # Errors
/// 409 when they do not fit the memory; when the database cannot be reached.
pub async fn reports(
    connection: &mut Connection,
    data_sets: &[(usize, i64)],
    plan: &Plan<'_>,
    memory: &Memory,
) -> Result<Vec<ReportCell>, Fault> {
    if data_sets.is_empty() || plan.windows.is_empty() || plan.units.is_some_and(<[_]>::is_empty) {
        return Ok(Vec::new());
    }
    let expected = fitting(connection, &reports::expected(data_sets, plan), memory).await?;
    let actual = fitting(connection, &reports::actual(data_sets, plan), memory).await?;
    let mut counted: HashMap<_, (i64, i64)> = HashMap::new();
    for row in &actual {
        counted.insert(place(row), (row.get("reports"), row.get("timely")));
    }
    let cell = |row: &Row| {
        let place = place(row);
        let (actual, timely) = counted.get(&place).copied().unwrap_or_default();
        let (item, window, unit, facets) = place;
        ReportCell { item, window, unit, facets, units: row.get("reports"), actual, timely }
    };
    Ok(expected.iter().map(cell).collect())
}

/// How many results validation rules have, for cells that have any; a plan says over what, its items do not count.
///
/// # Errors
/// 409 when they do not fit the memory; when the database cannot be reached.
pub async fn results(
    connection: &mut Connection,
    rules: &[i64],
    plan: &Plan<'_>,
    memory: &Memory,
) -> Result<Vec<Cell>, Fault> {
    if plan.windows.is_empty() || plan.units.is_some_and(<[_]>::is_empty) {
        return Ok(Vec::new());
    }
    let rows = fitting(connection, &validation_results::results(rules, plan), memory).await?;
    Ok(rows.iter().filter_map(cell).collect())
}

fn place(row: &Row) -> (usize, usize, usize, Vec<String>) {
    let position = |name: &str| usize::try_from(row.get::<_, i64>(name)).unwrap_or_default();
    (position("item"), position("span"), position("unit"), row.get("facets"))
}

fn cell(row: &Row) -> Option<Cell> {
    let (item, window, unit, facets) = place(row);
    let number = row.get::<_, Option<f64>>("value").map(Figure::Number);
    let value = number.or_else(|| row.get::<_, Option<String>>("text").map(Figure::Text))?;
    Some(Cell { item, window, unit, facets, value })
}
