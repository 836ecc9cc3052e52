//! The port for whoever runs the server: probes and metrics. It is a port of its own because nobody signs in there, so it
//! must not be reachable from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use tokio::net::TcpListener;

use crate::app::App;

/// How long the database may take to answer a probe before the server counts as not ready.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the probes look at.
#[derive(Clone)]
pub(crate) struct Watched {
    app: App,
    stopping: Arc<AtomicBool>,
}

impl Watched {
    /// A server that has not been told to stop.
    pub(crate) fn new(app: App) -> Watched {
        Watched { app, stopping: Arc::default() }
    }

    /// From now on the server is not ready: it finishes what is under way, ends what has no end, and takes nothing new.
    pub(crate) fn stop(&self) {
        self.stopping.store(true, Ordering::Relaxed);
        self.app.listeners.stop();
    }
}

/// Answers probes and metrics until the process ends.
pub(crate) async fn serve(listener: TcpListener, watched: Watched) {
    if let Err(error) = axum::serve(listener, router(watched)).await {
        tracing::error!(%error, "the management port is closed");
    }
}

/// `/health/startup`, `/health/live`, `/health/ready` and `/metrics`.
pub(crate) fn router(watched: Watched) -> Router {
    Router::new()
        // Both listeners are opened after the migrations: whoever answers has started.
        .route("/health/startup", get(|| async { "started\n" }))
        // Never asks the database: a restart would not bring it back.
        .route("/health/live", get(|| async { "live\n" }))
        .route("/health/ready", get(ready))
        .route("/metrics", get(metrics))
        .with_state(watched)
}

async fn ready(State(watched): State<Watched>) -> (StatusCode, &'static str) {
    if watched.stopping.load(Ordering::Relaxed) {
        return (StatusCode::SERVICE_UNAVAILABLE, "stopping\n");
    }
    match tokio::time::timeout(PATIENCE, watched.app.database.ping()).await {
        Ok(Ok(())) => (StatusCode::OK, "ready\n"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n")
        }
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer in time\n"),
    }
}

async fn metrics(State(watched): State<Watched>) -> impl IntoResponse {
    let text = watched.app.metrics.text(&watched.app);
    ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text)
}
