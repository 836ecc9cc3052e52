//! Traces for whoever runs the server: a span for each request and one for each statement in it, sent to a collector by
//! OTLP/HTTP where one is configured. Nothing that names a person, an object or a value is in them.

mod batch;
mod context;

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{SyncSender, TrySendError, sync_channel};
use std::time::{Duration, Instant};

use afya_model::Random;
use afya_store::{Asked, noting};
use anyhow::{Context as _, bail, ensure};
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use tracing::Instrument;

use crate::app::App;
use crate::configuration::Settings;
use crate::metrics::{known, route_of};
use context::Context;

/// Requests that wait to be sent; more are lost, since requests must not wait for a collector.
const WAITING: usize = 4096;

/// How long a stopping server waits for its last spans to arrive.
const LAST: Duration = Duration::from_secs(5);

/// Where traces go. Cloning shares it.
#[derive(Clone)]
pub(crate) struct Tracer {
    sender: SyncSender<Message>,
    sampled: f64,
    lost: Arc<AtomicU64>,
}

enum Message {
    Traced(Box<Traced>),
    /// Send what there is, and say when that is done.
    Finish(SyncSender<()>),
}

/// A request that was answered.
struct Traced {
    context: Context,
    method: &'static str,
    route: String,
    status: u16,
    /// Nanoseconds since 1970.
    at: i128,
    began: Instant,
    took: Duration,
    asked: Vec<(u64, Asked)>,
}

impl Tracer {
    /// Where the settings send traces; nothing where they name no collector.
    ///
    /// # Errors
    /// When address, headers or share are wrong.
    pub(crate) fn new(settings: &Settings) -> anyhow::Result<Option<Tracer>> {
        let endpoint = settings.text("otel.exporter.otlp.endpoint");
        if endpoint.is_empty() {
            return Ok(None);
        }
        if !endpoint.starts_with("http://") && !endpoint.starts_with("https://") {
            bail!("otel.exporter.otlp.endpoint is `{endpoint}`; write it as http://collector:4318");
        }
        let share = settings.text("otel.traces.sampler.arg");
        let sampled: f64 = share.parse().ok().with_context(|| wrong_share(share))?;
        ensure!((0.0..=1.0).contains(&sampled), wrong_share(share));
        let lost = Arc::default();
        let collector = batch::Collector {
            url: format!("{}/v1/traces", endpoint.trim_end_matches('/')),
            headers: batch::headers(settings.text("otel.exporter.otlp.headers"))?,
            service: settings.text("otel.service.name").to_owned(),
            lost: Arc::clone(&lost),
        };
        let (sender, receiver) = sync_channel(WAITING);
        // A thread of its own: it waits for the network, and must not wait for requests.
        std::thread::Builder::new().name("traces".to_owned()).spawn(move || collector.run(&receiver))?;
        Ok(Some(Tracer { sender, sampled, lost }))
    }

    /// Sends what waits; returns when it has arrived, or after some seconds.
    pub(crate) fn finish(&self) {
        let (done, finished) = sync_channel(1);
        if self.sender.send(Message::Finish(done)).is_ok() {
            let _ = finished.recv_timeout(LAST);
        }
    }

    fn send(&self, traced: Traced) {
        if let Err(TrySendError::Full(_)) = self.sender.try_send(Message::Traced(Box::new(traced))) {
            self.lost.fetch_add(1, Ordering::Relaxed);
        }
    }
}

fn wrong_share(share: &str) -> String {
    format!("otel.traces.sampler.arg is `{share}`; give the share of requests to trace, from 0 to 1")
}

/// Traces each request of a server that has a collector, until its answer begins.
pub(crate) async fn trace(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(tracer) = &app.tracer else { return next.run(request).await };
    let said = request.headers().get("traceparent").and_then(|value| value.to_str().ok());
    let context = Context::of(said, tracer.sampled, &app.random);
    // Whoever reads the log finds its lines by the trace, sampled or not.
    let span = tracing::info_span!("request", trace_id = %context.trace);
    if !context.sampled {
        return next.run(request).instrument(span).await;
    }
    let (method, route) = (known(request.method()), route_of(&request));
    let (at, began) = (app.clock.now().as_nanosecond(), Instant::now());
    let (response, asked) = noting(next.run(request)).instrument(span).await;
    let asked = asked.into_iter().map(|one| (span_id(&app.random), one)).collect();
    let status = response.status().as_u16();
    tracer.send(Traced { context, method, route, status, at, began, took: began.elapsed(), asked });
    response
}

/// A name for a span; never zero.
fn span_id(random: &Random) -> u64 {
    u64::from_be_bytes(random.bytes()).max(1)
}
