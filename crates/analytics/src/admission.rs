//! How much is computed at once: requests of many cells wait for each other, those of few have places of their own, and
//! each has a share of the memory that it may fill.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// A request of no more cells than this is light.
const LIGHT_CELLS: usize = 5_000;
/// How many light requests may wait.
const LIGHT_WAITING: usize = 1_000;
/// After how many seconds whoever was sent away may come again.
const COME_AGAIN_AFTER: u32 = 5;
/// About how many bytes a figure takes, beside what PostgreSQL says of it.
const BYTES_OF_CELL: usize = 160;
/// About how many bytes a row takes from its cell to the text of the answer.
const BYTES_OF_ROW: usize = 650;
/// The most that a place takes while columns or formulas look at it, whether it has a figure or not.
pub(crate) const BYTES_OF_PLACE: usize = 112;
const MEGABYTE: usize = 1 << 20;

/// What may be computed at once by one server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Heavy requests at once.
    pub heavy: usize,
    /// Light requests at once.
    pub light: usize,
    /// Heavy requests that may wait.
    pub waiting: usize,
    /// How long one waits at most.
    pub patience: Duration,
    /// Megabytes that the figures of one request may take.
    pub memory: usize,
}

/// Whether a request is of many cells or of few.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// Many cells, or many values to look at.
    Heavy,
    /// Few cells.
    Light,
}

impl Weight {
    /// The weight of a request of so many cells.
    pub fn of(cells: usize) -> Weight {
        if cells <= LIGHT_CELLS { Weight::Light } else { Weight::Heavy }
    }
}

/// Lets requests in to be computed. Cloning shares it.
#[derive(Clone, Debug)]
pub struct Gate {
    heavy: Arc<Lane>,
    light: Arc<Lane>,
    patience: Duration,
    memory: usize,
}

#[derive(Debug)]
struct Lane {
    running: Arc<Semaphore>,
    waiting: AtomicUsize,
    most_waiting: usize,
}

/// The right to be computed, until it is dropped.
#[derive(Debug)]
pub struct Admitted {
    _permit: OwnedSemaphorePermit,
}

impl Gate {
    /// A gate that nobody has come to yet.
    pub fn new(limits: Limits) -> Gate {
        let lane = |running: usize, most_waiting| Lane {
            running: Arc::new(Semaphore::new(running.clamp(1, Semaphore::MAX_PERMITS))),
            waiting: AtomicUsize::new(0),
            most_waiting,
        };
        Gate {
            heavy: Arc::new(lane(limits.heavy, limits.waiting)),
            light: Arc::new(lane(limits.light, LIGHT_WAITING)),
            patience: limits.patience,
            memory: limits.memory.saturating_mul(MEGABYTE),
        }
    }

    /// Waits until a request may be computed. The connection is lent to others meanwhile.
    ///
    /// # Errors
    /// 429 when too many wait already, or it took too long.
    pub async fn enter(&self, connection: &mut Connection, weight: Weight) -> Result<Admitted, Fault> {
        let lane = match weight {
            Weight::Heavy => &self.heavy,
            Weight::Light => &self.light,
        };
        if let Ok(permit) = lane.running.clone().try_acquire_owned() {
            return Ok(Admitted { _permit: permit });
        }
        let _waiting = Waiting::begin(lane).ok_or_else(busy)?;
        let turn = tokio::time::timeout(self.patience, lane.running.clone().acquire_owned());
        match connection.lend_while(turn).await? {
            Ok(Ok(permit)) => Ok(Admitted { _permit: permit }),
            _ => Err(busy().into()),
        }
    }

    /// The memory that a request has.
    pub fn memory(&self) -> Memory {
        Memory::of(self.memory)
    }

    /// How many heavy and light requests wait.
    pub fn waiting(&self) -> (usize, usize) {
        let of = |lane: &Lane| lane.waiting.load(Ordering::Relaxed);
        (of(&self.heavy), of(&self.light))
    }
}

fn busy() -> Refusal {
    let sentence = format!(
        "Many large analytics requests are being answered at the moment. Try again in {COME_AGAIN_AFTER} seconds, or ask for fewer data items, periods or organisation units at once"
    );
    Refusal::new(429, sentence).again_after(COME_AGAIN_AFTER)
}

/// A place in the queue, until it is dropped.
struct Waiting<'a>(&'a AtomicUsize);

impl Waiting<'_> {
    fn begin(lane: &Lane) -> Option<Waiting<'_>> {
        let more = |waiting: usize| (waiting < lane.most_waiting).then_some(waiting + 1);
        let begun = lane.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, more);
        begun.ok().map(|_| Waiting(&lane.waiting))
    }
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// What the figures of one request may still fill.
#[derive(Debug)]
pub struct Memory {
    left: AtomicUsize,
    most: usize,
    /// How many figures may still come, and how many may come in all.
    figures: AtomicUsize,
    most_figures: AtomicUsize,
}

impl Memory {
    /// As much as there is.
    pub const fn unbounded() -> Memory {
        Memory::of(usize::MAX)
    }

    const fn of(bytes: usize) -> Memory {
        Memory {
            left: AtomicUsize::new(bytes),
            most: bytes,
            figures: AtomicUsize::new(usize::MAX),
            most_figures: AtomicUsize::new(usize::MAX),
        }
    }

    /// From here on, refuses more figures than so many as they come.
    pub(crate) fn at_most(&self, figures: usize) {
        self.figures.store(figures, Ordering::Relaxed);
        self.most_figures.store(figures, Ordering::Relaxed);
    }

    /// Whether something of this size fits, as things are now.
    pub(crate) fn fits(&self, count: usize, bytes_of_each: usize) -> bool {
        count.saturating_mul(bytes_of_each) <= self.left.load(Ordering::Relaxed)
    }

    /// Takes room for figures of which PostgreSQL says so many bytes altogether.
    ///
    /// # Errors
    /// 409 E7128 where there is none left.
    pub(crate) fn take(&self, figures: usize, bytes: usize) -> Result<(), Refusal> {
        // What is said once is kept in the cell, in the row, in the answer and in its text.
        self.take_bytes(figures.saturating_mul(BYTES_OF_CELL).saturating_add(bytes.saturating_mul(4)))
    }

    /// Counts figures as they come.
    ///
    /// # Errors
    /// 409 E7128 where more come than may.
    pub(crate) fn count(&self, figures: usize) -> Result<(), Refusal> {
        let fewer = |left: usize| left.checked_sub(figures);
        let counted = self.figures.fetch_update(Ordering::Relaxed, Ordering::Relaxed, fewer);
        let most = self.most_figures.load(Ordering::Relaxed);
        counted.map(drop).map_err(|_| Refusal::of(409, ErrorCode::E7128, &[&most.to_string()]))
    }

    /// Takes room for rows of the answer.
    ///
    /// # Errors
    /// 409 E7128 where there is none left.
    pub(crate) fn take_rows(&self, rows: usize) -> Result<(), Refusal> {
        self.take_bytes(rows.saturating_mul(BYTES_OF_ROW))
    }

    fn take_bytes(&self, taken: usize) -> Result<(), Refusal> {
        let less = |left: usize| left.checked_sub(taken);
        let took = self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
        took.map(drop).map_err(|_| self.too_much())
    }

    /// The refusal of what does not fit.
    pub(crate) fn too_much(&self) -> Refusal {
        let limit = format!("{} MB of memory", self.most / MEGABYTE);
        let refusal = Refusal::of(409, ErrorCode::E7128, &[&limit]);
        let sentence = refusal.message.clone().unwrap_or_default();
        let advice = "ask for fewer data items, periods or organisation units at once";
        Refusal { message: Some(format!("{sentence}; {advice}")), ..refusal }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_taken_until_none_is_left() {
        let memory = Memory::of(MEGABYTE);
        assert!(memory.fits(9_000, BYTES_OF_PLACE) && !memory.fits(10_000, BYTES_OF_PLACE));
        assert!(memory.take(1_000, 10_000).is_ok() && memory.take_rows(1_000).is_ok());
        let refusal = memory.take_rows(1_000).unwrap_err();
        assert_eq!((refusal.http_status, refusal.code), (409, Some(ErrorCode::E7128)));
        assert!(refusal.message.unwrap().contains("`1 MB of memory`; ask for fewer"));
        assert!(memory.take(100, 0).is_ok(), "what did not fit was not taken");
        assert!(Memory::unbounded().take(usize::MAX, usize::MAX).is_ok());
    }

    #[test]
    fn more_figures_than_may_come_are_refused_as_they_come() {
        let memory = Memory::unbounded();
        memory.count(10).unwrap();
        memory.at_most(2);
        assert!(memory.count(1).is_ok() && memory.count(1).is_ok());
        let refusal = memory.count(1).unwrap_err();
        assert_eq!(refusal.message.as_deref(), Some("Query result set exceeded max limit: `2`"));
        memory.at_most(usize::MAX);
        memory.count(3).unwrap();
    }

    #[test]
    fn few_cells_are_light() {
        assert_eq!((Weight::of(5_000), Weight::of(5_001)), (Weight::Light, Weight::Heavy));
    }
}
