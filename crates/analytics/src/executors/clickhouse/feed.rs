//! The feed: tables in ClickHouse that follow the database, written by one server at a time and asked by all.
//!
//! ClickHouse itself holds the moment that its tables are of, so that tables that were emptied or put back from a copy never
//! count as newer than they are. A request is only answered from there when nothing was noted since that moment, or after a
//! round that began after the request came; else PostgreSQL answers it.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use afya_store::{Connection, Database, Fault};
use tokio::sync::Mutex;

use super::client::{Access, Client};
use super::standing::{self, Reached};
use super::{loading, rounds};
use crate::executors::columns::following::Moment;
use crate::sql::clickhouse::tables;
use crate::sql::columns as sql;

/// How long a change waits to be read at most when nobody asks.
const ROUND_EVERY: Duration = Duration::from_secs(1);
/// How long a server waits before it tries again what failed.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(10);
/// How many rounds pass before the tables are looked at, and the reader says that it is there.
const ROUNDS_UNTIL_SEEN: u32 = 15;
/// How long a request waits for tables that are behind before PostgreSQL answers it.
const WAIT_AT_MOST: Duration = Duration::from_secs(2);

/// Tables in ClickHouse that follow a database. Cloning shares them.
#[derive(Clone)]
pub struct Feed {
    shared: Arc<Shared>,
    wait_at_most: Duration,
}

impl std::fmt::Debug for Feed {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Feed").field("client", &self.shared.client).finish_non_exhaustive()
    }
}

struct Shared {
    database: Database,
    client: Client,
    reached: RwLock<Option<Arc<Reached>>>,
    /// Held by this server's round under way.
    round: Mutex<()>,
    /// How many rounds have begun.
    begun: AtomicU64,
}

impl Feed {
    /// A feed that has nothing yet.
    pub fn new(database: Database, access: Access) -> Feed {
        let shared = Shared {
            database,
            client: Client::new(access),
            reached: RwLock::default(),
            round: Mutex::default(),
            begun: AtomicU64::new(0),
        };
        Feed { shared: Arc::new(shared), wait_at_most: WAIT_AT_MOST }
    }

    /// The same feed, of which a request waits so long for tables that are behind.
    #[must_use]
    pub fn waiting(self, wait_at_most: Duration) -> Feed {
        Feed { wait_at_most, ..self }
    }

    /// Loads, and follows for as long as it is awaited. `new_name` names tables and readers, each differently.
    pub async fn run(&self, new_name: impl Fn() -> String) {
        loop {
            if let Err(fault) = self.load(&new_name()).await {
                tracing::warn!(?fault, "ClickHouse cannot be loaded; PostgreSQL answers analytics");
            } else if let Err(fault) = self.follow().await {
                tracing::warn!(
                    ?fault,
                    "ClickHouse can no longer follow; PostgreSQL answers analytics until it is loaded"
                );
            }
            self.reach(None);
            tokio::time::sleep(TRY_AGAIN_AFTER).await;
        }
    }

    /// Takes what ClickHouse holds where it is of use, else reads everything.
    ///
    /// # Errors
    /// When the database or ClickHouse cannot be reached, or the triggers cannot be made.
    pub async fn load(&self, name: &str) -> Result<(), Fault> {
        let _round = self.shared.round.lock().await;
        let round = self.shared.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let mut connection = self.locked().await?;
        let reached =
            loading::load(&self.shared.database, &mut connection, &self.shared.client, name, round).await?;
        self.reach(Some(Arc::new(reached)));
        Ok(())
    }

    /// A connection while which no other server writes.
    async fn locked(&self) -> Result<Connection, Fault> {
        let mut connection = self.shared.database.connect().await?;
        connection.close_when_dropped();
        connection.rows(&tables::lock()).await?;
        Ok(connection)
    }

    async fn follow(&self) -> Result<(), Fault> {
        let mut rounds = 0_u32;
        loop {
            tokio::time::sleep(ROUND_EVERY).await;
            rounds += 1;
            let Some(reached) = self.reached().filter(|reached| !reached.is_broken()) else {
                return Err(Fault::Unavailable("ClickHouse did not answer".to_owned()));
            };
            let mut connection = self.shared.database.connect().await?;
            if rounds.is_multiple_of(ROUNDS_UNTIL_SEEN) {
                connection.execute(&sql::wanted(&reached.state.reader)).await?;
                connection.execute(&sql::forget_readers()).await?;
                connection.execute(&sql::prune()).await?;
            }
            let is_due = rounds.is_multiple_of(ROUNDS_UNTIL_SEEN);
            if !is_due && holds(connection.first(&reached.is_current()).await?) {
                continue;
            }
            drop(connection);
            let came_after = self.shared.begun.load(Ordering::SeqCst);
            if self.round_after(came_after).await?.is_none() {
                return Err(Fault::Unavailable("what it holds is not what it was".to_owned()));
            }
        }
    }

    /// What ClickHouse holds, of a moment that shows everything that was committed when this was called; nothing when that
    /// cannot be had soon.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn current(&self, connection: &mut Connection) -> Result<Option<Arc<Reached>>, Fault> {
        let Some(reached) = self.reached().filter(|reached| !reached.is_broken()) else { return Ok(None) };
        let came_after = self.shared.begun.load(Ordering::SeqCst);
        if holds(connection.first(&reached.is_current()).await?)
            && reached.periods == standing::count_of_periods(connection).await?
        {
            return Ok(Some(reached));
        }
        // A round goes on though nobody waits for it any more: one that is broken off costs all that is there.
        let feed = self.clone();
        let round = tokio::spawn(async move { feed.round_after(came_after).await });
        match tokio::time::timeout(self.wait_at_most, round).await {
            Ok(Ok(Ok(reached))) => Ok(reached),
            Ok(Ok(Err(fault))) => {
                tracing::warn!(?fault, "ClickHouse could not follow; PostgreSQL answers analytics");
                reached.is_broken.store(true, Ordering::Relaxed);
                Ok(None)
            }
            Ok(Err(_)) | Err(_) => Ok(None),
        }
    }

    /// What a round reached that began after so many others.
    async fn round_after(&self, others: u64) -> Result<Option<Arc<Reached>>, Fault> {
        let _round = self.shared.round.lock().await;
        if self.reached().is_none_or(|reached| reached.round <= others) {
            let reached = self.round().await?;
            self.reach(reached.map(Arc::new));
        }
        Ok(self.reached())
    }

    /// Reads what has become visible since the last round of any server; nothing when something of it was lost. Whoever calls
    /// holds the lock of this server's rounds.
    async fn round(&self) -> Result<Option<Reached>, Fault> {
        let round = self.shared.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let client = &self.shared.client;
        let mut connection = self.locked().await?;
        let Some(state) = standing::held(client).await? else { return Ok(None) };
        connection.begin_reading().await?;
        let moment = Moment::read(&mut connection).await?;
        if !standing::is_ours(&mut connection, &state, &moment).await? {
            return Ok(None);
        }
        let Some(state) = rounds::follow(&mut connection, client, state, moment).await? else {
            return Ok(None);
        };
        let before = self.reached();
        standing::found(&mut connection, client, state, before.as_deref(), round).await.map(Some)
    }

    fn reached(&self) -> Option<Arc<Reached>> {
        self.shared.reached.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn reach(&self, reached: Option<Arc<Reached>>) {
        *self.shared.reached.write().unwrap_or_else(PoisonError::into_inner) = reached;
    }
}

/// Whether a statement that asks this answered so.
fn holds(row: Option<afya_store::Row>) -> bool {
    row.is_some_and(|row| row.get("holds"))
}
