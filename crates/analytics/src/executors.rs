//! Those who run a plan. All answer the same cells.

pub mod columns;
pub mod postgres;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use afya_store::{Connection, Fault, Sql};
use serde_json::{Value, json};

use crate::admission::{Admitted, Gate, Memory, Weight};
use crate::plan::{Cell, Plan, Window};
use columns::{Answered, Resident};

/// Who runs the plans of a request: columns, as far as they are given and take a plan, else PostgreSQL.
#[derive(Debug)]
pub struct Executor<'a> {
    resident: Option<&'a Resident>,
    asked_columns: AtomicBool,
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
            asked_columns: AtomicBool::new(false),
            asked_postgres: AtomicBool::new(false),
            told: None,
            gate: None,
            admitted: Mutex::new(None),
            memory: Memory::unbounded(),
        }
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
        self.note_postgres();
        postgres::run(connection, plan, &self.memory).await
    }

    /// Runs a plan for some of its windows on PostgreSQL.
    async fn run_windows(
        &self,
        connection: &mut Connection,
        plan: &Plan<'_>,
        positions: &[usize],
    ) -> Result<Vec<Cell>, Fault> {
        self.note_postgres();
        let windows: Vec<Window> = positions.iter().map(|at| plan.windows[*at]).collect();
        let cells =
            postgres::run(connection, &Plan { windows: &windows, ..plan.clone() }, &self.memory).await?;
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
        let taken = self.resident.zip(plan).filter(|(resident, plan)| columns::takes(resident, plan));
        let new = match (kind, taken) {
            (Told::Statement, _) => json!(statement.written_out()),
            (Told::Explanation, Some((_, plan))) => json!({ "plan": {
                "Executor": "columns", "Items": plan.items.len(), "Windows": plan.windows.len(),
                "Units": plan.units.map(<[_]>::len), "Dimensions": plan.facets.len(),
            }}),
            (Told::Explanation, None) => {
                self.note_postgres();
                postgres::explain(connection, statement).await?
            }
        };
        told.lock().unwrap_or_else(PoisonError::into_inner).push(new);
        Ok(())
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

    /// Who answered: columns, PostgreSQL, or each a part.
    pub fn answered_by(&self) -> &'static str {
        let is_asked = |who: &AtomicBool| who.load(Ordering::Relaxed);
        match (is_asked(&self.asked_columns), is_asked(&self.asked_postgres)) {
            (true, true) => "columns, postgresql",
            (true, false) => "columns",
            (false, false) if self.resident.is_some() => "columns",
            (false, _) => "postgresql",
        }
    }
}
