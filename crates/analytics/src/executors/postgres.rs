//! A plan run by PostgreSQL, straight from the data values: what was saved a moment ago is in the answer.

use afya_store::{Connection, Fault};

use crate::plan::{Cell, Plan};
use crate::sql;

/// The cells of a plan that have a figure, in no order.
///
/// # Errors
/// When the database cannot be reached.
pub async fn run(connection: &mut Connection, plan: &Plan<'_>) -> Result<Vec<Cell>, Fault> {
    if plan.units.is_empty() {
        return Ok(Vec::new());
    }
    let rows = connection.rows(&sql::cells(plan)).await?;
    let position =
        |row: &afya_store::Row, name: &str| usize::try_from(row.get::<_, i64>(name)).unwrap_or_default();
    let cells = rows.iter().filter_map(|row| {
        let value = row.get::<_, Option<f64>>("value")?;
        Some(Cell {
            item: position(row, "item"),
            period: position(row, "period"),
            unit: position(row, "unit"),
            value,
        })
    });
    Ok(cells.collect())
}
