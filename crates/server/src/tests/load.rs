//! Many large analytics at once: they wait for each other or are sent away, small ones are answered, and nothing goes on
//! for those who left.

use afya_analytics::admission::Gate;
use afya_store::{Connection, Database, Sql};
use afya_tests::cluster::TestCluster;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, RETRY_AFTER};
use futures_util::StreamExt;
use futures_util::stream::FuturesUnordered;
use serde_json::{Value, json};
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};

use super::{ADMIN, Server, basic, block_on, message, text};
use crate::{configuration, serve};

/// Whoever counts reports waits until this is let go; figures are answered meanwhile.
const REPORTS_ARE_HELD: &str = "begin; lock table completedatasetregistration in access exclusive mode";
/// How many clinics there are.
const CLINICS: usize = 50;
const LIGHT: &str = "/api/analytics?dimension=dx:Attendance1&dimension=pe:202401&filter=ou:CountryOne1";

/// A server that was told these limits, with its gate, on a country of clinics and one figure.
fn server(name: &str, limits: &[(&str, &str)]) -> (Server, Gate) {
    let cluster = TestCluster::shared();
    let database = cluster.migrated(name);
    let connections = Database::new(&cluster.running().settings(name, 8)).unwrap();
    let app = serve::app(connections, &configuration::with(limits));
    let gate = app.gate.clone();
    let server = Server::of(cluster, database, &app);
    block_on(country(&server));
    (server, gate)
}

async fn country(server: &Server) {
    let unit = |id: &str, parent: Option<&str>| {
        let parent = parent.map(|parent| json!({ "id": parent }));
        json!({ "id": id, "name": id, "shortName": id, "openingDate": "1960-01-01", "parent": parent })
    };
    let clinics: Vec<String> = (0..CLINICS).map(|number| format!("Clinic{number:05}")).collect();
    let mut units = vec![unit("CountryOne1", None)];
    units.extend(clinics.iter().map(|clinic| unit(clinic, Some("CountryOne1"))));
    let reporting: Vec<Value> = clinics.iter().map(|clinic| json!({ "id": clinic })).collect();
    let payload = json!({
        "organisationUnits": units,
        "dataElements": [{
            "id": "Attendance1", "name": "Attendance", "shortName": "Attendance", "valueType": "NUMBER",
            "domainType": "AGGREGATE", "aggregationType": "SUM",
        }],
        "dataSets": [{
            "id": "MonthlySet1", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly",
            "dataSetElements": [{ "dataElement": { "id": "Attendance1" } }],
            "organisationUnits": reporting, "sharing": { "public": "rwrw----" },
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    let admin = server.json("GET", "/api/me?fields=id", None).await;
    let path = format!("/api/users/{}/organisationUnits/CountryOne1", admin["id"].as_str().unwrap());
    server.json("POST", &path, None).await;
    let value =
        json!({ "dataElement": "Attendance1", "orgUnit": "Clinic00000", "period": "202401", "value": "7" });
    server.json("POST", "/api/dataValueSets", Some(&json!({ "dataValues": [value] }))).await;
}

/// Asks for four figures of the reports of each clinic in each of so many months.
fn reports(months: i32) -> String {
    let months: Vec<String> =
        (0..months).map(|month| format!("{}{:02}", 1990 + month / 12, month % 12 + 1)).collect();
    let metrics = ["ACTUAL_REPORTS", "EXPECTED_REPORTS", "REPORTING_RATE", "REPORTING_RATE_ON_TIME"];
    let metrics = metrics.map(|metric| format!("MonthlySet1.{metric}"));
    let (metrics, months) = (metrics.join(";"), months.join(";"));
    format!(
        "/api/analytics?dimension=dx:{metrics}&dimension=pe:{months}&dimension=ou:USER_ORGUNIT;USER_ORGUNIT_CHILDREN&skipMeta=true"
    )
}

/// More than 5,000 cells.
fn heavy() -> String {
    reports(36)
}

fn get(path: &str) -> Request {
    Request::get(path).header(AUTHORIZATION, basic(ADMIN)).body(Body::empty()).unwrap()
}

async fn hold_reports(server: &Server) -> Connection {
    let mut connection = server.database.connect().await.unwrap();
    connection.batch(REPORTS_ARE_HELD).await.unwrap();
    connection
}

/// How many statements wait for the reports that are held. A transaction is told the same each time, so that this asks outside of one.
async fn stuck(connection: &mut Connection) -> i64 {
    let sql = Sql::new(
        "select count(*) as stuck from pg_stat_activity where datname = current_database() and state = 'active' and wait_event_type = 'Lock'",
    );
    connection.first(&sql).await.unwrap().unwrap().get("stuck")
}

/// What comes sooner or later where the code is right.
async fn in_time(comes: impl Future<Output = ()>) {
    let minute = std::time::Duration::from_secs(60);
    tokio::time::timeout(minute, comes).await.expect("it came to nothing");
}

#[test]
fn of_many_heavy_requests_some_wait_the_others_may_come_again_and_light_ones_are_answered() {
    let limits =
        [("afya.analytics.heavy", "2"), ("afya.analytics.waiting", "5"), ("afya.analytics.patience", "600")];
    let (server, gate) = server("load_many", &limits);
    block_on(async {
        let mut held = hold_reports(&server).await;
        let mut watched = server.database.connect().await.unwrap();
        let path = heavy();
        let mut asked: FuturesUnordered<_> = (0..200).map(|_| server.send(get(&path))).collect();
        for _ in 0..193 {
            let answer = asked.next().await.unwrap();
            let again = answer.headers().get(RETRY_AFTER).cloned();
            let (status, body) = text(answer).await;
            assert_eq!((status, again.is_some_and(|again| again == "5")), (429, true), "{body}");
            assert!(message(&body).unwrap().contains("Try again in 5 seconds"), "{body}");
        }
        assert_eq!((stuck(&mut watched).await, gate.waiting()), (2, (5, 0)));
        for _ in 0..20 {
            let grid: Value = server.json("GET", LIGHT, None).await;
            assert_eq!(grid["rows"][0][2], "7");
        }
        held.batch("commit").await.unwrap();
        while let Some(answer) = asked.next().await {
            assert_eq!(answer.status(), 200);
        }
        assert_eq!(gate.waiting(), (0, 0));
    });
}

#[test]
fn whoever_waits_too_long_may_come_again() {
    let limits = [("afya.analytics.heavy", "1"), ("afya.analytics.patience", "0")];
    let (server, _) = server("load_patience", &limits);
    block_on(async {
        let mut held = hold_reports(&server).await;
        let mut watched = server.database.connect().await.unwrap();
        let path = heavy();
        let mut first = Box::pin(server.call(Some(ADMIN), "GET", &path, None));
        in_time(async {
            while stuck(&mut watched).await == 0 {
                assert!(super::waits(&mut first));
            }
        })
        .await;
        // Single figures are heavy however few there are.
        let raw = LIGHT.replace("analytics?", "analytics/rawData?").replace("filter", "dimension");
        for path in [&path, &raw] {
            let (status, body) = server.call(Some(ADMIN), "GET", path, None).await;
            assert_eq!(status, 429, "{path}: {body}");
        }
        assert_eq!(server.call(Some(ADMIN), "GET", LIGHT, None).await.0, 200);
        held.batch("commit").await.unwrap();
        assert_eq!(first.await.0, 200);
        let raw = server.json("GET", &raw, None).await;
        assert_eq!(raw["height"], 1);
        assert_eq!(server.call(Some(ADMIN), "GET", &path, None).await.0, 200);
    });
}

#[test]
fn nothing_goes_on_for_those_who_left() {
    let limits = [("afya.analytics.heavy", "2"), ("afya.analytics.patience", "600")];
    let (server, gate) = server("load_left", &limits);
    block_on(async {
        let address = listen(server.router.clone()).await;
        let mut held = hold_reports(&server).await;
        let mut watched = server.database.connect().await.unwrap();
        let mut clients = Vec::new();
        for _ in 0..10 {
            let mut client = TcpStream::connect(address).await.unwrap();
            let (path, who) = (heavy(), basic(ADMIN));
            let asked = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {who}\r\n\r\n");
            client.write_all(asked.as_bytes()).await.unwrap();
            clients.push(client);
        }
        in_time(async { while (stuck(&mut watched).await, gate.waiting()) != (2, (8, 0)) {} }).await;
        drop(clients);
        // The reports are still held: no statement ends by itself.
        in_time(async { while (stuck(&mut watched).await, gate.waiting()) != (0, (0, 0)) {} }).await;
        held.batch("commit").await.unwrap();
        assert_eq!(server.call(Some(ADMIN), "GET", &heavy(), None).await.0, 200, "their places are free");
    });
}

async fn listen(router: Router) -> std::net::SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

#[test]
fn what_does_not_fit_the_memory_of_a_request_is_refused() {
    let (server, _) = server("load_memory", &[("afya.analytics.memory", "1")]);
    block_on(async {
        assert_eq!(server.call(Some(ADMIN), "GET", &reports(2), None).await.0, 200);
        let (status, body) = server.call(Some(ADMIN), "GET", &reports(12), None).await;
        assert!(
            status == 409 && body.contains("E7128") && body.contains("1 MB of memory"),
            "{status} {body}"
        );
        // A table has a place for every cell, which is known before it is asked for.
        let mut held = hold_reports(&server).await;
        let table = format!("{}&tableLayout=true&columns=pe&rows=dx;ou", reports(120));
        let (status, body) = server.call(Some(ADMIN), "GET", &table, None).await;
        assert!(status == 409 && body.contains("E7128"), "{status} {body}");
        held.batch("commit").await.unwrap();
        assert_eq!(server.call(Some(ADMIN), "GET", &reports(2), None).await.0, 200);
    });
}
