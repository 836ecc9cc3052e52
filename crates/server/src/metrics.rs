//! What the server counts of itself, in the words of Prometheus.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::app::App;

/// The registry and what is counted in it. Cloning shares it.
#[derive(Clone)]
pub(crate) struct Metrics {
    registry: Arc<Registry>,
    requests: Family<Answered, Histogram>,
    connections: Family<Standing, Gauge>,
    waiting: Family<Queue, Gauge>,
    listeners: Gauge,
}

/// What is told apart of requests: the path is the route's and the method a known one, so that the number of series is bounded.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    method: &'static str,
    route: String,
    status: u16,
}

/// What connections do: `busy`, `idle`; `waiting` are requests that wait for one, `most` is how many may be open.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Standing {
    state: &'static str,
}

/// Which requests of analytics wait for a place: `heavy` or `light`.
#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Queue {
    weight: &'static str,
}

/// Seconds; an answer takes a millisecond, an import minutes.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0, 300.0];

impl Metrics {
    /// Nothing counted yet.
    pub(crate) fn new() -> Metrics {
        let requests = Family::<Answered, Histogram>::new_with_constructor(|| Histogram::new(BUCKETS));
        let connections = Family::<Standing, Gauge>::default();
        let waiting = Family::<Queue, Gauge>::default();
        let listeners = Gauge::default();
        let mut registry = Registry::with_prefix("afya");
        let build = Info::new(vec![("version", env!("CARGO_PKG_VERSION"))]);
        registry.register("build", "Which build serves", build);
        registry.register_with_unit(
            "http_request_duration",
            "Time until an answer begins",
            Unit::Seconds,
            requests.clone(),
        );
        registry.register(
            "database_connections",
            "Connections of the pool by what they do",
            connections.clone(),
        );
        registry.register(
            "analytics_waiting",
            "Requests of analytics that wait for a place",
            waiting.clone(),
        );
        registry.register("analytics_listeners", "Streams of changes that are open", listeners.clone());
        Metrics { registry: Arc::new(registry), requests, connections, waiting, listeners }
    }

    /// Everything counted so far, in the OpenMetrics text format.
    pub(crate) fn text(&self, app: &App) -> String {
        let gauge = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let pool = app.database.pool();
        for (state, count) in
            [("busy", pool.busy), ("idle", pool.idle), ("waiting", pool.waiting), ("most", pool.most)]
        {
            self.connections.get_or_create(&Standing { state }).set(gauge(count));
        }
        let (heavy, light) = app.gate.waiting();
        for (weight, count) in [("heavy", heavy), ("light", light)] {
            self.waiting.get_or_create(&Queue { weight }).set(gauge(count));
        }
        self.listeners.set(gauge(app.listeners.count()));
        let mut text = String::new();
        encode(&mut text, &self.registry).expect("a String takes whatever is written to it");
        text
    }
}

/// The method, or one word for all that there are not: whoever calls must not be able to make series.
pub(crate) fn known(method: &Method) -> &'static str {
    const METHODS: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
    METHODS.into_iter().find(|known| *known == method.as_str()).unwrap_or("other")
}

/// The path of the route that answers, with its names in braces.
pub(crate) fn route_of(request: &Request) -> String {
    let matched = request.extensions().get::<MatchedPath>();
    matched.map_or_else(|| "the web UI".to_owned(), |path| path.as_str().to_owned())
}

/// Measures each request until its answer begins.
pub(crate) async fn measure(State(app): State<App>, request: Request, next: Next) -> Response {
    let method = known(request.method());
    let route = route_of(&request);
    let begun = Instant::now();
    let response = next.run(request).await;
    let answered = Answered { method, route, status: response.status().as_u16() };
    app.metrics.requests.get_or_create(&answered).observe(begun.elapsed().as_secs_f64());
    response
}
