//! Those who run a plan. All answer the same cells.

pub mod columns;
pub mod postgres;

use std::sync::atomic::{AtomicBool, Ordering};

use afya_store::{Connection, Fault};

use crate::plan::{Cell, Plan};
use columns::Resident;

/// Who runs the plans of a request: columns, as far as they are given and take a plan, else PostgreSQL.
#[derive(Debug)]
pub struct Executor<'a> {
    resident: Option<&'a Resident>,
    asked_postgres: AtomicBool,
}

impl<'a> Executor<'a> {
    /// Runs plans on PostgreSQL.
    pub const fn on_postgres() -> Executor<'a> {
        Executor { resident: None, asked_postgres: AtomicBool::new(false) }
    }

    /// Runs plans on columns that have all that was saved before the request came.
    pub fn on_columns(resident: &'a Resident) -> Executor<'a> {
        Executor { resident: Some(resident), asked_postgres: AtomicBool::new(false) }
    }

    /// The cells of a plan that have a figure, in no order.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn run(&self, connection: &mut Connection, plan: &Plan<'_>) -> Result<Vec<Cell>, Fault> {
        if plan.items.is_empty() || plan.windows.is_empty() || plan.units.is_some_and(<[_]>::is_empty) {
            return Ok(Vec::new());
        }
        if let Some(resident) = self.resident
            && let Some(cells) = columns::run(resident, connection, plan).await?
        {
            return Ok(cells);
        }
        self.note_postgres();
        postgres::run(connection, plan).await
    }

    /// Says that PostgreSQL answered something.
    pub(crate) fn note_postgres(&self) {
        self.asked_postgres.store(true, Ordering::Relaxed);
    }

    /// Who answered: `columns` when nothing had to be asked of PostgreSQL's executor.
    pub fn answered_by(&self) -> &'static str {
        let is_columns = self.resident.is_some() && !self.asked_postgres.load(Ordering::Relaxed);
        if is_columns { "columns" } else { "postgresql" }
    }
}
