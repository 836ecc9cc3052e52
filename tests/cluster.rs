//! One cluster per test process, started by the first test that asks and stopped with the last one; a database per test,
//! cloned from a migrated one.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, Weak};
use std::{env, fs, process};

use afya_store::cluster::{Cluster, Durability};
use afya_store::migrations::{self, Outcome};
use afya_store::{Database, Sql};

/// The database that others are cloned from.
const MIGRATED: &str = "migrated";

static SHARED: Mutex<Weak<TestCluster>> = Mutex::new(Weak::new());

/// A cluster for tests; its folder goes with it.
pub struct TestCluster {
    /// The cluster, while it runs.
    pub cluster: Option<Cluster>,
    /// Its folder.
    pub folder: PathBuf,
    migrated: OnceLock<()>,
}

impl TestCluster {
    /// The one that all tests of this process share.
    pub fn shared() -> Arc<TestCluster> {
        let mut shared = SHARED.lock().unwrap();
        if let Some(running) = shared.upgrade() {
            return running;
        }
        let started = Arc::new(TestCluster::start("shared", Durability::ThrowAway));
        *shared = Arc::downgrade(&started);
        started
    }

    /// One of the caller's own. Sockets want short paths, and the user that PostgreSQL runs as must reach them.
    pub fn start(name: &str, durability: Durability) -> TestCluster {
        let folder = env::temp_dir().join(format!("afya-{}-{name}", process::id()));
        let _ = fs::remove_dir_all(&folder);
        let cluster = Some(Cluster::start(&folder, durability).unwrap());
        TestCluster { cluster, folder, migrated: OnceLock::new() }
    }

    /// The cluster, which must run.
    pub fn running(&self) -> &Cluster {
        self.cluster.as_ref().unwrap()
    }

    /// A database with nothing in it.
    pub fn empty(&self, name: &str) -> Database {
        self.running().create_database(name, None).unwrap();
        self.database(name)
    }

    /// A database after its first migration.
    pub fn migrated(&self, name: &str) -> Database {
        self.migrated.get_or_init(|| {
            let database = self.empty(MIGRATED);
            let migrating = migrations::migrate(&database);
            assert_eq!(block_on(migrating).unwrap(), Outcome::Created);
        });
        self.running().create_database(name, Some(MIGRATED)).unwrap();
        self.database(name)
    }

    /// A database of it.
    pub fn database(&self, name: &str) -> Database {
        Database::new(&self.running().settings(name, 4)).unwrap()
    }
}

impl Drop for TestCluster {
    fn drop(&mut self) {
        drop(self.cluster.take());
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// Runs to the end, in a runtime that goes away and takes its connections along.
pub fn block_on<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// The first column of each row.
pub async fn texts(database: &Database, sql: &'static str) -> Vec<String> {
    let rows = database.connect().await.unwrap().rows(&Sql::new(sql)).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// Runs statements.
pub async fn run(database: &Database, statements: &str) {
    database.connect().await.unwrap().batch(statements).await.unwrap();
}
