//! Requests that nobody should send: each gets a message that says what is wrong, none breaks anything.

use axum::body::Body;
use axum::extract::Request;
use axum::http::Method;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};

use super::{ADMIN, Server, basic, block_on, message, text};
use crate::route::Route;
use crate::routes;

/// Queries that are wrong, or strange, for some or all resources.
const QUERIES: [&str; 24] = [
    "fields=id,name(",
    "fields=)",
    "fields=id~foo(bar",
    "fields=%5B%5D,:nothing,!!",
    "fields=a(b(c(d(e(f(g(h(i(j(k(l(m(n))))))))))))",
    "filter=x",
    "filter=name:like",
    "filter=name:unknown:x&rootJunction=XOR",
    "filter=created:gt:not-a-date",
    "filter=id:in:%5Ba,b",
    "filter=name.name.name:eq:1",
    "order=name:sideways",
    "order=nothing:asc,name:asc",
    "page=-1&pageSize=-7",
    "page=99999999999999999999999999&pageSize=1e99",
    "paging=perhaps&page=x",
    "query=%00%01&name=%ff%fe",
    "%=&&==&a=%zz",
    "dataSet=x&period=2024Q9&orgUnit=y&startDate=2024-13-45",
    "dimension=dx:;;&dimension=pe:2024W99;LAST_0_MONTHS&dimension=ou:LEVEL-x",
    "dimension=dx&filter=ou&aggregationType=NOTHING",
    "de=x&ou=y&pe=0000&co=%27%3B--&cp=z",
    "expression=%23%7B&locale=xx_YY_zz_nn&userId=%F0%9F%98%80",
    "limit=2147483648&depth=-1&level=99999999999",
];

/// Bodies that no resource takes.
fn bodies() -> Vec<(&'static str, Vec<u8>)> {
    let deep = |open: &str, times| open.repeat(times).into_bytes();
    vec![
        ("application/json", b"{".to_vec()),
        ("application/json", b"[1, 2".to_vec()),
        ("application/json", b"\xff\xfe{}".to_vec()),
        ("application/json", b"{\"name\": \"\xc3\x28\"}".to_vec()),
        ("application/json", br#"{"name": 1e400, "id": 99999999999999999999999}"#.to_vec()),
        ("application/json", br#"{"id": {"a": [1]}, "name": ["x"], "created": "yesterday"}"#.to_vec()),
        ("application/json", br#"{"dataValues": [{"value": {"x": 1}}], "dataElements": "all"}"#.to_vec()),
        ("application/json", br#"{"name": "\u0000", "code": "\ud800"}"#.to_vec()),
        ("application/json", deep("[", 100_000)),
        ("application/json", deep("{\"a\":", 100_000)),
        ("application/json", b"\x1f\x8b\x08nothing".to_vec()),
        ("application/json", b"PK\x03\x04nothing".to_vec()),
        ("application/octet-stream", b"nothing".to_vec()),
    ]
}

/// The routes with something wrong in the places of their paths.
fn path(route: &Route, place: &str) -> String {
    let part = |part: &str| if part.starts_with('{') { place.to_owned() } else { part.to_owned() };
    route.path.split('/').map(part).collect::<Vec<_>>().join("/")
}

fn requests() -> Vec<(Request, String)> {
    let mut requests = Vec::new();
    let request = |method: &Method, path: &str, kind: &str, body: Vec<u8>| {
        let built = Request::builder().method(method).uri(path).header(AUTHORIZATION, basic(ADMIN));
        built.header(CONTENT_TYPE, kind).body(Body::from(body)).expect("the request can be built")
    };
    let bodies = bodies();
    for (at, route) in routes::all().iter().enumerate() {
        let method = &route.method;
        if route.path.contains("logout") {
            continue;
        }
        if method == Method::GET {
            for step in 0..4 {
                let query = QUERIES[(at + step * 7) % QUERIES.len()];
                let path = format!("{}?{query}", path(route, "nothing"));
                requests
                    .push((request(method, &path, "application/json", Vec::new()), format!("GET {path}")));
            }
            let path = path(route, "%27%00%ff");
            requests.push((request(method, &path, "application/json", Vec::new()), format!("GET {path}")));
            continue;
        }
        for step in 0..3 {
            let (kind, body) = &bodies[(at + step * 5) % bodies.len()];
            let path = path(route, "aaaaaaaaaaa");
            let label = format!("{method} {path} {:?}", String::from_utf8_lossy(&body[..body.len().min(40)]));
            requests.push((request(method, &path, kind, body.clone()), label));
        }
    }
    requests
}

#[test]
fn malformed_requests_are_answered_with_what_is_wrong() {
    let server = Server::start("malformed");
    block_on(async {
        let requests = requests();
        assert!(requests.len() > 2_000, "{} requests", requests.len());
        let mut faults = Vec::new();
        for (request, label) in requests {
            let (status, text) = text(server.send(request).await).await;
            if status >= 500 && status != 501 {
                faults.push(format!("{label}: {status} {text}"));
            }
            if status >= 400 && message(&text).is_none_or(|message| message.trim().is_empty()) {
                faults.push(format!("{label}: {status} without a message: {text}"));
            }
        }
        assert!(faults.is_empty(), "{} faults\n{}\n", faults.len(), faults.join("\n"));
    });
}
