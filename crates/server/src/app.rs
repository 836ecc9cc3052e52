//! What every request shares.

use std::sync::Arc;

use afya_analytics::admission::Gate;
use afya_analytics::executors::clickhouse;
use afya_analytics::executors::columns::Feed;
use afya_files::FileStore;
use afya_model::{Clock, Random};
use afya_store::Database;
use tokio::sync::Notify;

use crate::authentication::passwords::PasswordCache;
use crate::configuration::Settings;
use crate::listeners::Listeners;
use crate::metrics::Metrics;
use crate::traces::Tracer;

/// The server's state; cloning shares it.
#[derive(Clone)]
pub(crate) struct App {
    /// The pool.
    pub(crate) database: Database,
    /// The present.
    pub(crate) clock: Clock,
    /// Chance.
    pub(crate) random: Random,
    /// What the server was told at start.
    pub(crate) settings: Arc<Settings>,
    /// Passwords that were found right a moment ago.
    pub(crate) passwords: PasswordCache,
    /// What the server counts of itself.
    pub(crate) metrics: Metrics,
    /// Where traces of requests go, if anywhere.
    pub(crate) tracer: Option<Tracer>,
    /// Columns that follow the database, where analytics are answered from them.
    pub(crate) columns: Option<Feed>,
    /// Tables in ClickHouse that follow the database, where analytics are answered from them.
    pub(crate) clickhouse: Option<clickhouse::Feed>,
    /// Where analytics wait to be computed.
    pub(crate) gate: Gate,
    /// Those who follow what changes.
    pub(crate) listeners: Listeners,
    /// Where files lie.
    pub(crate) files: FileStore,
    /// Woken when a job was queued here.
    pub(crate) job_queued: Arc<Notify>,
    /// Woken when a job may be due that was not.
    pub(crate) plan_changed: Arc<Notify>,
}
