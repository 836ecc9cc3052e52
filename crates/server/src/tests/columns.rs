//! Analytics from columns in memory: who answered is said, and whoever it was, what was saved before is in the answer.

use afya_analytics::executors::columns::Feed;
use afya_store::Connection;
use afya_tests::cluster::TestCluster;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::AUTHORIZATION;
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on, text, waits};
use crate::{configuration, serve};

/// Made before triggers are made or taken away, so that servers wait for each other.
const TRIGGERS_ARE_MADE: &str = "select pg_advisory_lock(1633777773)";

/// A server with columns that are not loaded yet, on a country of two clinics.
fn server(name: &str) -> (Server, Feed) {
    let cluster = TestCluster::shared();
    let database = cluster.migrated(name);
    let app = serve::app(database.clone(), &configuration::with(&[("afya.columns", "on")]));
    let feed = app.columns.clone().unwrap();
    let server = Server::of(cluster, database, &app);
    block_on(country(&server));
    (server, feed)
}

pub(super) async fn country(server: &Server) {
    let unit = |id: &str, parent: Option<&str>| {
        let parent = parent.map(|parent| json!({ "id": parent }));
        json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01", "parent": parent })
    };
    let element = |id: &str, kind: &str, aggregation: &str| json!({ "id": id, "name": id, "shortName": id, "valueType": kind, "domainType": "AGGREGATE", "aggregationType": aggregation });
    let payload = json!({
        "organisationUnits": [unit("CountryOne1", None), unit("ClinicOne11", Some("CountryOne1")), unit("ClinicTwo22", Some("CountryOne1"))],
        "dataElements": [element("Attendance1", "NUMBER", "SUM"), element("RemarkOfAll", "TEXT", "NONE")],
        "dataSets": [{
            "id": "MonthlySet1", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly",
            "dataSetElements": [{ "dataElement": { "id": "Attendance1" } }, { "dataElement": { "id": "RemarkOfAll" } }],
            "organisationUnits": [{ "id": "ClinicOne11" }, { "id": "ClinicTwo22" }], "sharing": { "public": "rwrw----" },
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    let admin = server.json("GET", "/api/me?fields=id", None).await;
    let path = format!("/api/users/{}/organisationUnits/CountryOne1", admin["id"].as_str().unwrap());
    server.json("POST", &path, None).await;
}

pub(super) async fn save(server: &Server, unit: &str, value: &str) {
    let value = json!({ "dataElement": "Attendance1", "orgUnit": unit, "period": "202401", "value": value });
    server.json("POST", "/api/dataValueSets", Some(&json!({ "dataValues": [value] }))).await;
}

/// Who answered, and the figure of the first row; empty when there is none.
pub(super) async fn answer(server: &Server, data: &str) -> (String, String) {
    let path = format!("/api/analytics?dimension=dx:{data}&dimension=pe:202401&filter=ou:CountryOne1");
    let request = Request::get(path).header(AUTHORIZATION, basic(ADMIN)).body(Body::empty()).unwrap();
    let response = server.send(request).await;
    let who = response.headers()["X-Afya-Analytics"].to_str().unwrap().to_owned();
    let (status, text) = text(response).await;
    assert_eq!(status, 200, "{text}");
    let grid: Value = serde_json::from_str(&text).unwrap();
    (who, grid["rows"][0][2].as_str().unwrap_or_default().to_owned())
}

pub(super) async fn figure(server: &Server) -> (String, String) {
    answer(server, "Attendance1").await
}

pub(super) fn said(who: &str, figure: &str) -> (String, String) {
    (who.to_owned(), figure.to_owned())
}

async fn by_hand(server: &Server, statement: &str) -> Connection {
    let mut connection = server.database.connect().await.unwrap();
    connection.batch(statement).await.unwrap();
    connection
}

#[test]
fn a_header_says_who_answered_and_what_was_saved_is_in_the_answer() {
    let (server, feed) = server("columns_header");
    block_on(async {
        save(&server, "ClinicOne11", "1").await;
        assert_eq!(figure(&server).await, said("postgresql", "1"), "nothing is loaded yet");
        feed.load("header").await.unwrap();
        assert_eq!(figure(&server).await, said("columns", "1"));
        save(&server, "ClinicTwo22", "20").await;
        assert_eq!(figure(&server).await, said("columns", "21"), "what was saved a moment ago");
        save(&server, "ClinicTwo22", "30").await;
        assert_eq!(figure(&server).await, said("columns", "31"), "a correction");
        by_hand(&server, "select set_config('dhis2.user', 'psql', false); update datavalue set value = '100' where value = '1'").await;
        assert_eq!(figure(&server).await, said("columns", "130"), "whoever wrote it");
        let gone = json!({ "dataValues": [{ "dataElement": "Attendance1", "orgUnit": "ClinicOne11", "period": "202401" }] });
        server.json("POST", "/api/dataValueSets?importStrategy=DELETE", Some(&gone)).await;
        assert_eq!(figure(&server).await, said("columns", "30"), "a value that was taken away");
        // Who answered a part is said too.
        assert_eq!(answer(&server, "RemarkOfAll").await, said("postgresql", ""));
        assert_eq!(answer(&server, "Attendance1;MonthlySet1.ACTUAL_REPORTS").await.0, "columns, postgresql");
    });
}

#[test]
fn columns_that_are_being_rebuilt_or_behind_leave_the_answer_to_postgresql() {
    let (server, feed) = server("columns_behind");
    block_on(async {
        save(&server, "ClinicOne11", "1").await;
        feed.load("behind").await.unwrap();
        // A load that has begun and goes on for as long as somebody else makes triggers.
        let mut making = by_hand(&server, TRIGGERS_ARE_MADE).await;
        let mut loading = Box::pin(feed.load("rebuilt"));
        assert!(waits(&mut loading));
        assert_eq!(figure(&server).await, said("columns", "1"), "nothing has changed since");
        save(&server, "ClinicTwo22", "20").await;
        assert_eq!(figure(&server).await, said("postgresql", "21"), "columns cannot follow for now");
        making.batch("select pg_advisory_unlock_all()").await.unwrap();
        loading.await.unwrap();
        assert_eq!(figure(&server).await, said("columns", "21"));
    });
}

#[test]
fn an_answer_waits_for_columns_that_are_behind_for_a_moment() {
    let (server, feed) = server("columns_waited_for");
    block_on(async {
        feed.load("first").await.unwrap();
        let mut making = by_hand(&server, TRIGGERS_ARE_MADE).await;
        let mut loading = Box::pin(feed.load("second"));
        assert!(waits(&mut loading));
        save(&server, "ClinicOne11", "7").await;
        let freed = async {
            making.batch("select pg_advisory_unlock_all()").await.unwrap();
            loading.await.unwrap();
        };
        let (answer, ()) = tokio::join!(figure(&server), freed);
        assert_eq!(answer, said("columns", "7"));
    });
}

#[test]
fn columns_that_may_have_lost_something_answer_nothing_until_they_are_loaded_anew() {
    let (server, feed) = server("columns_lost");
    block_on(async {
        save(&server, "ClinicOne11", "1").await;
        feed.load("lost").await.unwrap();
        by_hand(&server, "alter table datavalue disable trigger all").await;
        save(&server, "ClinicTwo22", "20").await;
        by_hand(&server, "alter table datavalue enable trigger all").await;
        assert_eq!(figure(&server).await, said("postgresql", "21"));
        assert_eq!(figure(&server).await, said("postgresql", "21"));
        feed.load("again").await.unwrap();
        assert_eq!(figure(&server).await, said("columns", "21"));
    });
}

#[test]
fn without_columns_postgresql_answers() {
    let server = Server::start("columns_off");
    block_on(async {
        country(&server).await;
        save(&server, "ClinicOne11", "3").await;
        assert_eq!(figure(&server).await, said("postgresql", "3"));
    });
}
