//! Serving until told to stop.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use afya_analytics::admission::Gate;
use afya_analytics::executors::clickhouse;
use afya_analytics::executors::columns::{Feed, stop_noting};
use afya_model::{Clock, Random, Uid};
use afya_store::Database;
use afya_store::migrations::{self, Outcome};
use anyhow::Context;
use axum::ServiceExt;
use axum::extract::Request;
use tokio::net::TcpListener;
use tower::util::MapRequest;

use crate::app::App;
use crate::authentication::passwords::PasswordCache;
use crate::configuration::Settings;
use crate::listeners::Listeners;
use crate::management::{self, Watched};
use crate::metrics::Metrics;
use crate::traces::Tracer;
use crate::{jobs, paths, route, routes};

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, Default, clap::ValueEnum)]
pub(crate) enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// An object a line, for programs.
    Json,
}

/// The ports to listen on.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ports {
    /// For the Web API and the web UI.
    pub(crate) public: u16,
    /// For probes and metrics, if they are wanted.
    pub(crate) management: Option<u16>,
}

/// Writes the log to standard error; `RUST_LOG` says how much.
pub(crate) fn start_log(format: LogFormat) {
    let filter = tracing_subscriber::EnvFilter::try_from_default_env()
        .unwrap_or_else(|_| "info,refinery_core=warn".into());
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    match format {
        LogFormat::Text => log.init(),
        LogFormat::Json => log.json().flatten_event(true).init(),
    }
}

/// What became of the schema, in a sentence.
pub(crate) fn outcome_sentence(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Created => {
            "DHIS2's schema was made, and the schema afya beside it. Sign in as admin with the password district, and change it."
        }
        Outcome::Attached => "The schema afya was added or brought up to date; nothing else was changed.",
        Outcome::Nothing => "The schema is up to date.",
    }
}

/// Serves until SIGTERM or Ctrl-C; requests under way are answered first.
pub(crate) async fn serve(settings: &Settings, ports: Ports) -> anyhow::Result<()> {
    for remark in &settings.remarks {
        tracing::warn!("{remark}");
    }
    let database = Database::new(&settings.database)?;
    // Not inside the log line: what a log line is made of is not evaluated where the log leaves it out.
    let outcome = migrations::migrate(&database).await?;
    tracing::info!("{}", outcome_sentence(outcome));
    let mut app = app(database, settings);
    app.tracer = Tracer::new(settings)?;
    let tracer = app.tracer.clone();
    let router = route::router(&app, routes::all());
    let listener = listener(ports.public).await?;
    let watched = Watched::new(app.clone());
    if let Some(port) = ports.management {
        tokio::spawn(management::serve(self::listener(port).await?, watched.clone()));
    }
    // What it does when the server stops is taken up by the next server that looks.
    tokio::spawn(jobs::work(app.clone()));
    let columns = app.columns.clone();
    tokio::spawn(follow(app));
    tracing::info!(port = ports.public, "serving");
    let service = MapRequest::new(router, paths::rewrite as fn(Request) -> Request);
    axum::serve(listener, service.into_make_service())
        .with_graceful_shutdown(async move {
            stop_signal().await;
            watched.stop();
        })
        .await
        .context("serving failed")?;
    if let Some(columns) = columns {
        columns.stop().await;
    }
    if let Some(tracer) = tracer {
        tokio::task::spawn_blocking(move || tracer.finish()).await?;
    }
    Ok(())
}

/// Keeps columns and ClickHouse beside the database, or takes the triggers away that did so for a server that was told to.
async fn follow(app: App) {
    let new_name = || Uid::generate(&app.random).as_str().to_owned();
    match (&app.columns, &app.clickhouse) {
        (Some(columns), Some(clickhouse)) => {
            tokio::join!(columns.run(new_name), clickhouse.run(new_name));
            return;
        }
        (Some(columns), None) => return columns.run(new_name).await,
        (None, Some(clickhouse)) => return clickhouse.run(new_name).await,
        (None, None) => {}
    }
    let stopped = match app.database.connect().await {
        Ok(mut connection) => stop_noting(&mut connection).await,
        Err(fault) => Err(fault),
    };
    if let Err(fault) = stopped {
        tracing::warn!(
            ?fault,
            "triggers that note changes may be left in the database; the next start tries again"
        );
    }
}

/// Opens the port.
pub(crate) async fn listener(port: u16) -> anyhow::Result<TcpListener> {
    let address = SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
    let opened = TcpListener::bind(address).await;
    opened.with_context(|| format!("port {port} cannot be opened; another program may hold it (try --port)"))
}

/// What the requests of a server share; they are not traced.
pub(crate) fn app(database: Database, settings: &Settings) -> App {
    let columns =
        settings.is_on("afya.columns").then(|| Feed::new(database.clone(), settings.columns_room()));
    let clickhouse = settings.clickhouse.clone();
    App {
        listeners: Listeners::new(settings.listeners(), database.pool().most),
        gate: Gate::new(settings.analytics_limits(database.pool().most)),
        clickhouse: clickhouse.map(|access| clickhouse::Feed::new(database.clone(), access)),
        database,
        columns,
        clock: Clock::System,
        random: Random::system(),
        passwords: PasswordCache::default(),
        metrics: Metrics::new(),
        tracer: None,
        files: settings.files(),
        job_queued: Arc::default(),
        plan_changed: Arc::default(),
        settings: Arc::new(settings.clone()),
    }
}

/// Waits for SIGTERM or Ctrl-C.
pub(crate) async fn stop_signal() {
    let interrupted = tokio::signal::ctrl_c();
    let mut terminated = match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        Ok(signal) => signal,
        Err(error) => {
            tracing::warn!(%error, "SIGTERM cannot be watched for");
            let _ = interrupted.await;
            return;
        }
    };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
}
