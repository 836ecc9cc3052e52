//! Those who run a plan. All answer the same cells.

pub mod clickhouse;
pub mod columns;
pub mod postgres;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use afya_store::{Connection, Fault, Sql};
use serde_json::{Value, json};
use tokio::sync::OnceCell;

use crate::admission::{Admitted, Gate, Memory, Weight};
use crate::plan::{Cell, Plan, Window};
use columns::{Answered, Resident};

/// Who runs the plans of a request: columns, as far as they are given and take a plan, then ClickHouse as far as it does, else
/// PostgreSQL.
#[derive(Debug)]
pub struct Executor<'a> {
    resident: Option<&'a Resident>,
    clickhouse: Option<&'a clickhouse::Feed>,
    /// What ClickHouse holds, once the request needs it.
    reached: OnceCell<Option<Arc<clickhouse::Reached>>>,
    asked_columns: AtomicBool,
    asked_clickhouse: AtomicBool,
    asked_postgres: AtomicBool,
    /// What is told of plans in place of running them.
    told: Option<(Told, Mutex<Vec<Value>>)>,
    /// Where a request has to be let in before its plans are run.
    gate: Option<&'a Gate>,
    admitted: Mutex<Option<Admitted>>,
    memory: Memory,
}

/// What can be told of a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    /// How it is run, and how long PostgreSQL took for it.
    Explanation,
    /// The statement that PostgreSQL is asked.
    Statement,
}

impl<'a> Executor<'a> {
    /// Runs plans on PostgreSQL.
    pub const fn on_postgres() -> Executor<'a> {
        Executor::on(None)
    }

    /// Runs plans on columns that have all that was saved before the request came, where there are some.
    pub const fn on(resident: Option<&'a Resident>) -> Executor<'a> {
        Executor {
            resident,
            clickhouse: None,
            reached: OnceCell::const_new(),
            asked_columns: AtomicBool::new(false),
            asked_clickhouse: AtomicBool::new(false),
            asked_postgres: AtomicBool::new(false),
            told: None,
            gate: None,
            admitted: Mutex::new(None),
            memory: Memory::unbounded(),
        }
    }

    /// Runs plans on ClickHouse where columns do not, as far as it has all that was saved before.
    #[must_use]
    pub fn beyond(self, clickhouse: Option<&'a clickhouse::Feed>) -> Executor<'a> {
        Executor { clickhouse, ..self }
    }

    /// Runs plans only once the gate has let the request in, within the memory that it has.
    #[must_use]
    pub fn behind(self, gate: &'a Gate) -> Executor<'a> {
        Executor { gate: Some(gate), memory: gate.memory(), ..self }
    }

    /// Waits until a request of so many cells may be computed.
    ///
    /// # Errors
    /// 429 when too many others wait or it took too long.
    pub(crate) async fn enter(&self, connection: &mut Connection, cells: usize) -> Result<(), Fault> {
        let Some(gate) = self.gate else { return Ok(()) };
        let admitted = gate.enter(connection, Weight::of(cells)).await?;
        *self.admitted.lock().unwrap_or_else(PoisonError::into_inner) = Some(admitted);
        Ok(())
    }

    /// What the figures of the request may still fill.
    pub(crate) fn memory(&self) -> &Memory {
        &self.memory
    }

    /// The right to be computed that the request was given: it is due until its answer is written.
    pub fn into_admitted(self) -> Option<Admitted> {
        self.admitted.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    /// Explains plans in place of answering their cells.
    #[must_use]
    pub fn explaining(self) -> Executor<'a> {
        Executor { told: Some((Told::Explanation, Mutex::default())), ..self }
    }

    /// Writes down the statements of plans in place of running them.
    pub fn writing() -> Executor<'a> {
        Executor { told: Some((Told::Statement, Mutex::default())), ..Executor::on_postgres() }
    }

    /// The cells of a plan that have a figure, in no order.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn run(&self, connection: &mut Connection, plan: &Plan<'_>) -> Result<Vec<Cell>, Fault> {
        if plan.items.is_empty() || plan.windows.is_empty() || plan.units.is_some_and(<[_]>::is_empty) {
            return Ok(Vec::new());
        }
        if self.is_telling() {
            self.tell(connection, Some(plan), &postgres::statement(plan)).await?;
            return Ok(Vec::new());
        }
        if let Some(resident) = self.resident
            && let Some(Answered { mut cells, left }) =
                columns::run(resident, connection, plan, &self.memory).await?
        {
            self.asked_columns.store(true, Ordering::Relaxed);
            if !left.is_empty() {
                cells.extend(self.run_windows(connection, plan, &left).await?);
            }
            return Ok(cells);
        }
        self.run_beyond(connection, plan).await
    }

    /// Runs a plan without columns.
    async fn run_beyond(&self, connection: &mut Connection, plan: &Plan<'_>) -> Result<Vec<Cell>, Fault> {
        if let Some(reached) = self.reached(connection).await?
            && let Some(cells) = clickhouse::run(&reached, connection, plan, &self.memory).await?
        {
            self.asked_clickhouse.store(true, Ordering::Relaxed);
            return Ok(cells);
        }
        self.note_postgres();
        postgres::run(connection, plan, &self.memory).await
    }

    /// What ClickHouse holds, where it has all that was saved before the request came.
    async fn reached(&self, connection: &mut Connection) -> Result<Option<Arc<clickhouse::Reached>>, Fault> {
        let Some(feed) = self.clickhouse else { return Ok(None) };
        self.reached.get_or_try_init(|| feed.current(connection)).await.cloned()
    }

    /// Runs a plan for some of its windows without columns.
    async fn run_windows(
        &self,
        connection: &mut Connection,
        plan: &Plan<'_>,
        positions: &[usize],
    ) -> Result<Vec<Cell>, Fault> {
        let windows: Vec<Window> = positions.iter().map(|at| plan.windows[*at]).collect();
        let cells = self.run_beyond(connection, &Plan { windows: &windows, ..plan.clone() }).await?;
        Ok(cells.into_iter().map(|cell| Cell { window: positions[cell.window], ..cell }).collect())
    }

    /// Whether plans are told of in place of being run.
    pub(crate) fn is_telling(&self) -> bool {
        self.told.is_some()
    }

    /// Tells of a statement, or of its plan where columns take it.
    pub(crate) async fn tell(
        &self,
        connection: &mut Connection,
        plan: Option<&Plan<'_>>,
        statement: &Sql,
    ) -> Result<(), Fault> {
        let Some((kind, told)) = &self.told else { return Ok(()) };
        let new = match (kind, plan) {
            (Told::Statement, _) => json!(statement.written_out()),
            (Told::Explanation, Some(plan)) if self.columns_take(plan) => explained(plan, "columns"),
            (Told::Explanation, Some(plan)) if self.clickhouse_takes(connection, plan).await? => {
                explained(plan, "clickhouse")
            }
            (Told::Explanation, _) => {
                self.note_postgres();
                postgres::explain(connection, statement).await?
            }
        };
        told.lock().unwrap_or_else(PoisonError::into_inner).push(new);
        Ok(())
    }

    fn columns_take(&self, plan: &Plan<'_>) -> bool {
        self.resident.is_some_and(|resident| columns::takes(resident, plan))
    }

    async fn clickhouse_takes(&self, connection: &mut Connection, plan: &Plan<'_>) -> Result<bool, Fault> {
        let reached = self.reached(connection).await?;
        let takes = reached.is_some_and(|reached| clickhouse::takes(&reached, plan));
        self.asked_clickhouse.fetch_or(takes, Ordering::Relaxed);
        Ok(takes)
    }

    /// What was told of plans.
    pub fn told(&self) -> Vec<Value> {
        let told = self.told.iter().map(|(_, told)| told.lock().unwrap_or_else(PoisonError::into_inner));
        told.flat_map(|told| told.clone()).collect()
    }

    /// Says that PostgreSQL answered something.
    pub(crate) fn note_postgres(&self) {
        self.asked_postgres.store(true, Ordering::Relaxed);
    }

    /// Who answered: columns, ClickHouse, PostgreSQL, or each a part.
    pub fn answered_by(&self) -> &'static str {
        let is_asked = |who: &AtomicBool| who.load(Ordering::Relaxed);
        let asked =
            (is_asked(&self.asked_columns), is_asked(&self.asked_clickhouse), is_asked(&self.asked_postgres));
        match asked {
            (true, true, true) => "columns, clickhouse, postgresql",
            (true, true, false) => "columns, clickhouse",
            (true, false, true) => "columns, postgresql",
            (true, false, false) => "columns",
            (false, true, true) => "clickhouse, postgresql",
            (false, true, false) => "clickhouse",
            (false, false, false) if self.resident.is_some() => "columns",
            (false, false, _) => "postgresql",
        }
    }
}

/// How a plan is run by another than PostgreSQL.
fn explained(plan: &Plan<'_>, executor: &'static str) -> Value {
    json!({ "plan": {
        "Executor": executor, "Items": plan.items.len(), "Windows": plan.windows.len(),
        "Units": plan.units.map(<[_]>::len), "Dimensions": plan.facets.len(),
    }})
}
