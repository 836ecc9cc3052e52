//! The feed: columns that follow the database, for as long as a server lives.
//!
//! Triggers note what changed, in the transaction that changes it, whoever writes. A round reads what has become visible since
//! the moment of the round before, in a transaction that sees one moment, so that columns are always exactly what the
//! database was at some moment. A request is only answered from columns of a moment after it came, or with nothing noted
//! since; else PostgreSQL answers it.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock, Weak};
use std::time::Duration;

use afya_columns::Unreadable;
use afya_store::{Connection, Database, Fault};
use tokio::sync::{Mutex, Notify};
use tokio::time::Instant;

use super::following::{Moment, followed};
use super::kept::{self, Origin};
use super::news::{Found, News};
use super::reading;
use super::resident::{Hierarchy, Resident};
use crate::sql::columns as sql;

/// How long a change waits to be read at most when nobody asks.
const ROUND_EVERY: Duration = Duration::from_secs(1);
/// How long a round waits after the one before, however much is written.
const ROUNDS_APART: Duration = Duration::from_millis(50);
/// How long a server waits before it tries again what failed.
const TRY_AGAIN_AFTER: Duration = Duration::from_secs(10);
/// How long it takes until the reader says again that it is there.
const SEEN_EVERY: Duration = Duration::from_secs(15);
/// How often it has said so before what it had read then is taken away: listeners that come back are told from the log.
const SEEN_UNTIL_PRUNED: usize = 5;
/// How long it takes until what has changed is kept as a file again.
const KEPT_EVERY: Duration = Duration::from_secs(600);
/// How long a request waits for columns that are behind before PostgreSQL answers it.
const WAIT_AT_MOST: Duration = Duration::from_secs(1);

/// What columns may take.
#[derive(Clone, Debug, Default)]
pub struct Room {
    /// How many bytes of memory figures may take; those of the oldest periods are left to PostgreSQL. None for as many as there are.
    pub most_bytes: Option<usize>,
    /// The file that they are kept in for the next start, if any.
    pub file: Option<PathBuf>,
}

/// Columns that follow a database. Cloning shares them.
#[derive(Clone)]
pub struct Feed {
    shared: Arc<Shared>,
}

struct Shared {
    database: Database,
    reached: RwLock<Option<Arc<Reached>>>,
    /// Held by the round under way.
    round: Mutex<()>,
    /// How many rounds have begun.
    begun: AtomicU64,
    room: Room,
    /// What the file holds.
    kept: Mutex<Option<Kept>>,
    /// What rounds found, for whoever listens.
    news: News,
    /// Woken when something may have been written.
    written: Notify,
}

/// What a file holds, and the name of its reader.
struct Kept {
    reader: String,
    resident: Weak<Resident>,
}

/// What is resident, and the moment it is of.
struct Reached {
    resident: Arc<Resident>,
    moment: Moment,
    /// The name of the reader among those of all servers, a new one whenever everything is read anew.
    reader: Arc<str>,
    /// The number of the round that reached it.
    round: u64,
}

impl Feed {
    /// A feed that has nothing yet.
    pub fn new(database: Database, room: Room) -> Feed {
        let shared = Shared {
            database,
            reached: RwLock::default(),
            round: Mutex::default(),
            begun: AtomicU64::new(0),
            room,
            kept: Mutex::default(),
            news: News::default(),
            written: Notify::new(),
        };
        Feed { shared: Arc::new(shared) }
    }

    /// Loads, and follows for as long as it is awaited. `new_reader` names readers, each differently.
    pub async fn run(&self, new_reader: impl Fn() -> String) {
        loop {
            let reader = new_reader();
            if let Err(fault) = self.load(&reader).await {
                tracing::warn!(?fault, "columns cannot be loaded; PostgreSQL answers analytics");
            } else if let Err(fault) = self.follow().await {
                tracing::warn!(?fault, "columns can no longer follow; they are loaded anew");
            }
            self.forget(&reader).await;
            tokio::time::sleep(TRY_AGAIN_AFTER).await;
        }
    }

    /// Reads everything, and takes the moment of it as reached; of what a file holds only what was written since.
    ///
    /// # Errors
    /// When the database cannot be reached or the triggers cannot be made.
    pub async fn load(&self, reader: &str) -> Result<(), Fault> {
        let _round = self.shared.round.lock().await;
        let mut connection = self.shared.database.connect().await?;
        connection.begin().await?;
        connection.batch(sql::FOLLOW).await?;
        connection.commit().await?;
        if self.load_kept(&mut connection, reader).await? {
            return Ok(());
        }
        connection.execute(&sql::begins(reader)).await?;
        let round = self.shared.begun.fetch_add(1, Ordering::SeqCst) + 1;
        connection.begin_reading().await?;
        let moment = Moment::read(&mut connection).await?;
        let resident = reading::everything(&mut connection, self.shared.room.most_bytes).await?;
        connection.commit().await?;
        let (figures, bytes) = (resident.count(), resident.bytes());
        tracing::info!(figures, bytes, "columns are loaded");
        let reached = Reached { resident: Arc::new(resident), moment, reader: reader.into(), round };
        self.reach(Some(reached), Some(Found::Everything));
        Ok(())
    }

    /// Takes what the file holds and reads what was written since; whether that could be done. Whoever calls holds the lock of rounds.
    async fn load_kept(&self, connection: &mut Connection, reader: &str) -> Result<bool, Fault> {
        let Room { most_bytes, file: Some(path) } = self.shared.room.clone() else { return Ok(false) };
        let read = tokio::task::spawn_blocking(move || kept::read(&path, most_bytes)).await;
        let (origin, resident) = match read {
            Ok(Ok(kept)) => kept,
            Ok(Err(Unreadable::Io(error))) if error.kind() == std::io::ErrorKind::NotFound => {
                return Ok(false);
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the file of columns is of no use; everything is read anew");
                return Ok(false);
            }
            Err(_) => return Ok(false),
        };
        let Origin { database, reader: of_file, moment } = origin;
        let begins = sql::begins_beside(reader, &of_file, &moment.snapshot);
        if database != this_database(connection).await? || connection.execute(&begins).await? != 1 {
            tracing::info!(
                "the file of columns is not of this database, or too old; everything is read anew"
            );
            return Ok(false);
        }
        let resident = Arc::new(resident);
        let round = self.shared.begun.load(Ordering::SeqCst);
        let kept = Kept { reader: of_file, resident: Arc::downgrade(&resident) };
        // Its reader goes when the file is written anew.
        *self.shared.kept.lock().await = Some(kept);
        let reached = Reached { resident, moment, reader: reader.into(), round };
        if !self.round_from(&reached).await? {
            connection.execute(&sql::ends(reader)).await?;
            return Ok(false);
        }
        let reached = self.reached().map(|reached| reached.resident.count());
        tracing::info!(figures = reached, "columns are as a file has them, and what was written since");
        Ok(true)
    }

    /// Writes what is resident to the file, if there is one and it is not as it was. What fails is said in the log.
    pub async fn keep(&self) {
        let Some(path) = self.shared.room.file.clone() else { return };
        if let Err(fault) = self.keep_in(path).await {
            tracing::warn!(?fault, "columns could not be kept as a file; the next start reads everything");
        }
    }

    /// Keeps what is resident and leaves the readers, so that nothing is noted for a server that has stopped.
    pub async fn stop(&self) {
        self.keep().await;
        if let Some(reached) = self.reached() {
            self.forget(&reached.reader).await;
        }
    }

    async fn keep_in(&self, path: PathBuf) -> Result<(), Fault> {
        let mut kept = self.shared.kept.lock().await;
        let Some(reached) = self.reached() else { return Ok(()) };
        let is_kept = kept.as_ref().and_then(|kept| kept.resident.upgrade());
        if is_kept.is_some_and(|kept| Arc::ptr_eq(&kept, &reached.resident)) {
            return Ok(());
        }
        let mut connection = self.shared.database.connect().await?;
        let database = this_database(&mut connection).await?;
        let reader = format!("{}/{}", reached.reader, reached.round);
        let begins = sql::begins_beside(&reader, &reached.reader, &reached.moment.snapshot);
        if connection.execute(&begins).await? != 1 {
            return Ok(());
        }
        let origin = Origin { database, reader: reader.clone(), moment: reached.moment.clone() };
        let resident = reached.resident.clone();
        let written = tokio::task::spawn_blocking(move || kept::write(&path, origin, &resident)).await;
        if let Err(error) = written.map_err(std::io::Error::other).flatten() {
            // Nothing is kept in the log for a file that grows old.
            for reader in [Some(reader), kept.take().map(|before| before.reader)].into_iter().flatten() {
                connection.execute(&sql::ends(&reader)).await?;
            }
            return Err(Fault::Unavailable(error.to_string()));
        }
        let before = kept.replace(Kept { reader, resident: Arc::downgrade(&reached.resident) });
        if let Some(before) = before {
            connection.execute(&sql::ends(&before.reader)).await?;
        }
        Ok(())
    }

    async fn follow(&self) -> Result<(), Fault> {
        self.keep().await;
        let (mut seen, mut kept) = (Instant::now(), Instant::now());
        let mut moments = VecDeque::new();
        loop {
            tokio::time::sleep(ROUNDS_APART).await;
            // Whether somebody wrote, or it is time.
            let _ = tokio::time::timeout(ROUND_EVERY - ROUNDS_APART, self.shared.written.notified()).await;
            {
                let _round = self.shared.round.lock().await;
                if !self.round().await? {
                    return Err(Fault::Unavailable("what noted changes is not what it was".to_owned()));
                }
            }
            if seen.elapsed() >= SEEN_EVERY {
                seen = Instant::now();
                if !self.say_seen(&mut moments).await? {
                    return Err(Fault::Unavailable("this reader was forgotten".to_owned()));
                }
            }
            if kept.elapsed() >= KEPT_EVERY {
                kept = Instant::now();
                self.keep().await;
            }
        }
    }

    /// Lets the next round begin soon where somebody listens: something may have been written.
    pub fn look(&self) {
        if self.shared.news.is_heard() {
            self.shared.written.notify_one();
        }
    }

    /// What is resident, of a moment that shows everything that was committed when this was called; nothing when that cannot
    /// be had soon.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn current(&self, connection: &Connection) -> Result<Option<Arc<Resident>>, Fault> {
        let Some(reached) = self.reached() else { return Ok(None) };
        let came_after = self.shared.begun.load(Ordering::SeqCst);
        if self.is_current(connection, &reached).await? {
            return Ok(Some(reached.resident.clone()));
        }
        match tokio::time::timeout(WAIT_AT_MOST, self.round_after(came_after)).await {
            Ok(Ok(resident)) => Ok(resident),
            Ok(Err(fault)) => {
                tracing::warn!(?fault, "columns could not follow");
                Ok(None)
            }
            Err(_) => Ok(None),
        }
    }

    /// What a round reached that began after so many others.
    async fn round_after(&self, others: u64) -> Result<Option<Arc<Resident>>, Fault> {
        let _round = self.shared.round.lock().await;
        let is_later = |reached: &Arc<Reached>| reached.round > others;
        if !self.reached().as_ref().is_some_and(is_later) && !self.round().await? {
            return Ok(None);
        }
        Ok(self.reached().map(|reached| reached.resident.clone()))
    }

    /// Reads what has become visible since the last round; whether nothing of it was lost. Whoever calls holds the lock of
    /// rounds.
    async fn round(&self) -> Result<bool, Fault> {
        let Some(reached) = self.reached() else { return Ok(false) };
        self.round_from(&reached).await
    }

    /// As `round`, from what was reached once.
    async fn round_from(&self, reached: &Reached) -> Result<bool, Fault> {
        let round = self.shared.begun.fetch_add(1, Ordering::SeqCst) + 1;
        let mut connection = self.shared.database.connect().await?;
        connection.begin_reading().await?;
        let moment = Moment::read(&mut connection).await?;
        let known = connection.first(&sql::is_known(&reached.reader, &reached.moment.snapshot)).await?;
        if moment.triggers != reached.moment.triggers || !holds(known) {
            self.reach(None, None);
            return Ok(false);
        }
        let (resident, found) = followed(&mut connection, &reached.resident, &reached.moment).await?;
        connection.commit().await?;
        let reader = reached.reader.clone();
        self.reach(Some(Reached { resident, moment, reader, round }), found);
        Ok(true)
    }

    async fn is_current(&self, connection: &Connection, reached: &Reached) -> Result<bool, Fault> {
        let Moment { snapshot, triggers } = &reached.moment;
        Ok(holds(connection.first(&sql::is_current(&reached.reader, snapshot, triggers)).await?))
    }

    /// Says that this reader is there, and takes away what all have read for a while; whether it still was known. The moments
    /// are those at which it said so before.
    async fn say_seen(&self, moments: &mut VecDeque<String>) -> Result<bool, Fault> {
        let Some(reached) = self.reached() else { return Ok(false) };
        moments.push_back(reached.moment.snapshot.clone());
        if moments.len() > SEEN_UNTIL_PRUNED {
            moments.pop_front();
        }
        let mut connection = self.shared.database.connect().await?;
        let known = connection.execute(&sql::seen(&reached.reader, &moments[0])).await?;
        let of_file = self.shared.kept.lock().await.as_ref().map(|kept| kept.reader.clone());
        if let Some(of_file) = of_file {
            connection.execute(&sql::wanted(&of_file)).await?;
        }
        connection.execute(&sql::forget_readers()).await?;
        connection.execute(&sql::prune()).await?;
        Ok(known == 1)
    }

    /// Lets go of what is resident and of the name among the readers.
    async fn forget(&self, reader: &str) {
        self.reach(None, None);
        if let Ok(mut connection) = self.shared.database.connect().await
            && let Err(fault) = connection.execute(&sql::ends(reader)).await
        {
            tracing::warn!(?fault, "a reader of changes could not be forgotten");
        }
    }

    fn reached(&self) -> Option<Arc<Reached>> {
        self.shared.reached.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn reach(&self, reached: Option<Reached>, found: Option<Found>) {
        let moment = reached.as_ref().map(|reached| reached.moment.snapshot.clone());
        *self.shared.reached.write().unwrap_or_else(PoisonError::into_inner) = reached.map(Arc::new);
        self.shared.news.reach(moment.as_deref(), found);
    }

    /// What rounds found, for whoever listens.
    pub(super) fn news(&self) -> &News {
        &self.shared.news
    }

    /// The name of the reader, and the hierarchy that its changes are of.
    pub(super) fn reader(&self) -> Option<(Arc<str>, Arc<Hierarchy>)> {
        self.reached().map(|reached| (reached.reader.clone(), reached.resident.units.clone()))
    }
}

async fn this_database(connection: &mut Connection) -> Result<String, Fault> {
    let row = connection.first(&sql::database()).await?;
    row.map(|row| row.get("database")).ok_or_else(|| Fault::Unavailable("no answer".to_owned()))
}

/// Whether a statement that asks this answered so.
fn holds(row: Option<afya_store::Row>) -> bool {
    row.is_some_and(|row| row.get("holds"))
}

/// Takes away the triggers that note changes and what they noted, unless another server follows.
///
/// # Errors
/// When the database cannot be reached, or somebody writes for long.
pub async fn stop_noting(connection: &mut Connection) -> Result<(), Fault> {
    connection.begin().await?;
    connection.batch(sql::UNFOLLOW).await?;
    connection.commit().await
}
