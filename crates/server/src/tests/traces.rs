//! Traces as a collector receives them.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use afya_tests::cluster::TestCluster;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use serde_json::Value;
use tower::ServiceExt;

use super::{ADMIN, basic, block_on};
use crate::app::App;
use crate::traces::Tracer;
use crate::{configuration, route, routes, serve};

const TRACE: &str = "0af7651916cd43dd8448eb211c80319c";
const PARENT: &str = "b7ad6b7169203331";

/// A request that a collector received: its head in lower case, and its body.
type Received = (String, Value);

/// A collector that takes batches at the address, until the test ends.
fn collector() -> (String, Receiver<Received>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let mut reader = BufReader::new(connection.unwrap());
            // The client keeps its connection for the next batch.
            while let Some(received) = read(&mut reader) {
                reader.get_mut().write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").unwrap();
                if sender.send(received).is_err() {
                    return;
                }
            }
        }
    });
    (format!("http://{address}"), receiver)
}

fn read(reader: &mut impl BufRead) -> Option<Received> {
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let head = head.to_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length: "))?.parse().ok()?;
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some((head, serde_json::from_slice(&body).unwrap()))
}

fn traced(name: &str, keys: &[(&str, &str)]) -> (App, Router) {
    let settings = configuration::with(keys);
    let mut app = serve::app(TestCluster::shared().migrated(name), &settings);
    app.tracer = Tracer::new(&settings).unwrap();
    let router = route::router(&app, routes::all());
    (app, router)
}

async fn ask(router: &Router, path: &str, traceparent: Option<&str>) -> u16 {
    let mut request = Request::builder().uri(path).header("Authorization", basic(ADMIN));
    if let Some(traceparent) = traceparent {
        request = request.header("traceparent", traceparent);
    }
    router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap().status().as_u16()
}

fn spans(batch: &Value) -> &Vec<Value> {
    batch["resourceSpans"][0]["scopeSpans"][0]["spans"].as_array().unwrap()
}

fn attribute<'a>(span: &'a Value, key: &str) -> &'a Value {
    let all = span["attributes"].as_array().unwrap();
    all.iter().find(|one| one["key"] == key).map_or(&Value::Null, |one| &one["value"])
}

#[test]
fn a_request_is_a_span_of_its_callers_trace_and_its_statements_are_children() {
    let _cluster = TestCluster::shared();
    let (url, received) = collector();
    let keys = [("otel.exporter.otlp.endpoint", url.as_str()), ("otel.exporter.otlp.headers", "x-key=a%20b")];
    let (app, router) = traced("traces", &keys);
    let parent = format!("00-{TRACE}-{PARENT}-01");
    assert_eq!(block_on(ask(&router, "/api/dataElements/abcdefghij1?fields=name", Some(&parent))), 404);
    app.tracer.unwrap().finish();
    let (head, batch) = received.recv_timeout(Duration::from_secs(60)).unwrap();
    assert!(head.starts_with("post /v1/traces ") && head.contains("x-key: a b"), "{head}");
    assert!(head.contains("content-type: application/json"), "{head}");
    let text = batch.to_string();
    for kept_back in ["abcdefghij1", "admin", "fields"] {
        assert!(!text.contains(kept_back), "{kept_back} in {text}");
    }
    let spans = spans(&batch);
    assert!(spans.iter().all(|span| span["traceId"] == TRACE), "{text}");
    let (request, statements) = spans.split_first().unwrap();
    assert_eq!(request["parentSpanId"], PARENT);
    assert_eq!(request["name"], "GET /api/dataElements/{uid}");
    assert_eq!(attribute(request, "http.response.status_code")["intValue"], "404");
    assert_eq!((&request["kind"], &request["status"]), (&Value::from(2), &serde_json::json!({})));
    let select = statements.iter().find(|span| span["name"] == "select").unwrap();
    assert_eq!((&select["parentSpanId"], &select["kind"]), (&request["spanId"], &Value::from(3)));
    let time = |span: &Value, edge: &str| span[edge].as_str().unwrap().parse::<u128>().unwrap();
    for (earlier, later) in [
        (time(request, "startTimeUnixNano"), time(select, "startTimeUnixNano")),
        (time(select, "startTimeUnixNano"), time(select, "endTimeUnixNano")),
        (time(select, "endTimeUnixNano"), time(request, "endTimeUnixNano")),
    ] {
        assert!(earlier <= later, "{text}");
    }
}

#[test]
fn what_its_caller_does_not_trace_is_not_sent() {
    let _cluster = TestCluster::shared();
    let (url, received) = collector();
    let (app, router) = traced("untraced", &[("otel.exporter.otlp.endpoint", url.as_str())]);
    block_on(async {
        assert_eq!(ask(&router, "/api/me", Some(&format!("00-{TRACE}-{PARENT}-00"))).await, 200);
        assert_eq!(ask(&router, "/api/ping", None).await, 200);
    });
    app.tracer.unwrap().finish();
    let (_, batch) = received.recv_timeout(Duration::from_secs(60)).unwrap();
    let names: Vec<&Value> =
        spans(&batch).iter().filter(|span| span["kind"] == 2).map(|span| &span["name"]).collect();
    assert_eq!(names, ["GET /api/ping"]);
    assert!(spans(&batch)[0].get("parentSpanId").is_none());
}

#[test]
fn a_collector_that_is_gone_costs_traces_and_nothing_else() {
    let _cluster = TestCluster::shared();
    let closed = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let url = format!("http://{closed}");
    let (app, router) = traced("gone", &[("otel.exporter.otlp.endpoint", url.as_str())]);
    for _ in 0..2 {
        assert_eq!(block_on(ask(&router, "/api/ping", None)), 200);
        app.tracer.as_ref().unwrap().finish();
    }
}

#[test]
fn only_a_server_that_is_told_where_sends_traces() {
    let read = |keys: &[(&str, &str)]| Tracer::new(&configuration::with(keys));
    assert!(read(&[]).unwrap().is_none());
    let to = ("otel.exporter.otlp.endpoint", "http://127.0.0.1:4318");
    for (keys, named) in [
        ([("otel.exporter.otlp.endpoint", "collector:4317"), ("otel.service.name", "x")], "`collector:4317`"),
        ([to, ("otel.traces.sampler.arg", "2")], "`2`"),
        ([to, ("otel.traces.sampler.arg", "NaN")], "`NaN`"),
        ([to, ("otel.exporter.otlp.headers", "key")], "name=value"),
    ] {
        let error = read(&keys).err().unwrap().to_string();
        assert!(error.contains(named), "{error}");
    }
}
