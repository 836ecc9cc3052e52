//! A plan run by PostgreSQL, straight from the data values: what was saved a moment ago is in the answer.

use afya_store::{Connection, Fault, Row};

use crate::plan::{Cell, Figure, Plan};
use crate::sql::cells;

/// The cells of a plan that have a figure, in no order.
///
/// # Errors
/// When the database cannot be reached.
pub async fn run(connection: &mut Connection, plan: &Plan<'_>) -> Result<Vec<Cell>, Fault> {
    if plan.items.is_empty() || plan.windows.is_empty() || plan.units.is_some_and(<[_]>::is_empty) {
        return Ok(Vec::new());
    }
    let rows = connection.rows(&cells::cells(plan)).await?;
    Ok(rows.iter().filter_map(cell).collect())
}

fn cell(row: &Row) -> Option<Cell> {
    let position = |name: &str| usize::try_from(row.get::<_, i64>(name)).unwrap_or_default();
    let number = row.get::<_, Option<f64>>("value").map(Figure::Number);
    let value = number.or_else(|| row.get::<_, Option<String>>("text").map(Figure::Text))?;
    Some(Cell {
        item: position("item"),
        window: position("span"),
        unit: position("unit"),
        facets: row.get("facets"),
        value,
    })
}
