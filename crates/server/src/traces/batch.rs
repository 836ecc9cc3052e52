//! Batches of spans on their way to a collector: OTLP/HTTP with JSON bodies.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::time::{Duration, Instant};

use afya_store::Asked;
use anyhow::Context as _;
use serde_json::{Value, json};

use super::{Message, Traced};

/// Requests of one batch, and how long the first of them waits for others.
const MOST: usize = 256;
const WAIT: Duration = Duration::from_secs(5);

/// How long a collector may take.
const PATIENCE: Duration = Duration::from_secs(4);

/// The kinds of spans that OTLP numbers: one that answers, one that asks.
const SERVER: u8 = 2;
const CLIENT: u8 = 3;

/// Who takes traces, and what they are told of this server.
pub(super) struct Collector {
    pub(super) url: String,
    pub(super) headers: Vec<(String, String)>,
    pub(super) service: String,
    pub(super) lost: Arc<AtomicU64>,
}

/// The headers that `a=1,b=2` names; values may be percent-encoded.
///
/// # Errors
/// When a part has no `=`.
pub(super) fn headers(text: &str) -> anyhow::Result<Vec<(String, String)>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    let read = |part: &str| {
        let (name, value) = part.split_once('=')?;
        let value = percent_encoding::percent_decode_str(value.trim()).decode_utf8().ok()?;
        Some((name.trim().to_owned(), value.into_owned()))
    };
    parts
        .map(|part| {
            read(part).context("otel.exporter.otlp.headers is wrong; write it as name=value,name=value")
        })
        .collect()
}

impl Collector {
    /// Sends batches until nobody is left who sends it something.
    pub(super) fn run(&self, receiver: &Receiver<Message>) {
        let agent: ureq::Agent = ureq::Agent::config_builder().timeout_global(Some(PATIENCE)).build().into();
        let mut fails = false;
        loop {
            let (batch, finished, is_over) = gather(receiver);
            if !batch.is_empty() {
                fails = self.send(&agent, &batch, fails);
            }
            for finished in finished {
                let _ = finished.send(());
            }
            if is_over {
                return;
            }
        }
    }

    /// Whether it failed. Only the first failure and the first success after it are worth a line of the log.
    fn send(&self, agent: &ureq::Agent, batch: &[Traced], failed_before: bool) -> bool {
        let mut request = agent.post(&self.url).header("Content-Type", "application/json");
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        let body = document(&self.service, batch).to_string();
        let lost = self.lost.swap(0, Ordering::Relaxed);
        if lost > 0 {
            tracing::warn!(lost, "requests came faster than their traces could be sent; some have none");
        }
        match request.send(body) {
            Ok(_) => {
                if failed_before {
                    tracing::info!(url = self.url, "traces are sent again");
                }
                false
            }
            Err(error) => {
                if !failed_before {
                    tracing::warn!(%error, url = self.url, "traces cannot be sent and are lost; see that the collector takes OTLP over HTTP there");
                }
                true
            }
        }
    }
}

/// What waits, as soon as it is a batch, has waited long enough, or is wanted at once.
fn gather(receiver: &Receiver<Message>) -> (Vec<Traced>, Vec<SyncSender<()>>, bool) {
    let (mut batch, mut finished) = (Vec::new(), Vec::new());
    let mut until: Option<Instant> = None;
    loop {
        let message = match until {
            None => receiver.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Some(until) => receiver.recv_timeout(until.saturating_duration_since(Instant::now())),
        };
        match message {
            Ok(Message::Traced(traced)) => {
                batch.push(*traced);
                until.get_or_insert_with(|| Instant::now() + WAIT);
            }
            Ok(Message::Finish(done)) => finished.push(done),
            Err(RecvTimeoutError::Timeout) => return (batch, finished, false),
            Err(RecvTimeoutError::Disconnected) => return (batch, finished, true),
        }
        if batch.len() >= MOST || !finished.is_empty() {
            return (batch, finished, false);
        }
    }
}

/// An `ExportTraceServiceRequest`.
fn document(service: &str, batch: &[Traced]) -> Value {
    let spans: Vec<Value> = batch.iter().flat_map(spans).collect();
    json!({"resourceSpans": [{
        "resource": {"attributes": [
            text("service.name", service),
            text("service.version", env!("CARGO_PKG_VERSION")),
        ]},
        "scopeSpans": [{"scope": {"name": "afya"}, "spans": spans}],
    }]})
}

fn spans(traced: &Traced) -> impl Iterator<Item = Value> {
    let asked = traced.asked.iter().map(|(id, asked)| statement(traced, *id, asked));
    std::iter::once(request(traced)).chain(asked)
}

fn request(traced: &Traced) -> Value {
    let mut attributes = vec![
        text("http.request.method", traced.method),
        text("http.route", &traced.route),
        json!({"key": "http.response.status_code", "value": {"intValue": traced.status.to_string()}}),
    ];
    let fails = traced.status >= 500;
    if fails {
        attributes.push(text("error.type", &traced.status.to_string()));
    }
    let mut span = json!({
        "traceId": traced.context.trace.to_string(),
        "spanId": id(traced.context.span),
        "name": format!("{} {}", traced.method, traced.route),
        "kind": SERVER,
        "startTimeUnixNano": traced.at.to_string(),
        "endTimeUnixNano": after(traced.at, traced.took),
        "attributes": attributes,
        "status": status(fails),
    });
    if let Some(parent) = traced.context.parent {
        span["parentSpanId"] = id(parent).into();
    }
    span
}

fn statement(traced: &Traced, span: u64, asked: &Asked) -> Value {
    let since = asked.began.saturating_duration_since(traced.began);
    json!({
        "traceId": traced.context.trace.to_string(),
        "spanId": id(span),
        "parentSpanId": id(traced.context.span),
        "name": asked.what,
        "kind": CLIENT,
        "startTimeUnixNano": after(traced.at, since),
        "endTimeUnixNano": after(traced.at, since + asked.took),
        "attributes": [text("db.system.name", "postgresql"), text("db.operation.name", asked.what)],
        "status": status(asked.failed),
    })
}

fn status(fails: bool) -> Value {
    if fails { json!({"code": 2}) } else { json!({}) }
}

fn text(key: &str, value: &str) -> Value {
    json!({"key": key, "value": {"stringValue": value}})
}

fn id(number: u64) -> String {
    format!("{number:016x}")
}

fn after(at: i128, duration: Duration) -> String {
    (at + i128::try_from(duration.as_nanos()).unwrap_or_default()).to_string()
}
