//! Whoever follows what changes is told what they may see, and nothing else.

mod endings;

use std::time::Duration;

use afya_analytics::executors::columns::Feed;
use afya_store::Connection;
use afya_tests::cluster::TestCluster;
use axum::body::{Body, BodyDataStream};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{ACCEPT_ENCODING, AUTHORIZATION, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE};
use futures_util::StreamExt;
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on};
use crate::app::App;
use crate::{configuration, route, routes, serve};

/// Looks at data of the whole country, and may not read everything.
const CLERK: &str = "clerk:Clerk-1234";
/// Looks at data of the first clinic only.
const NURSE: &str = "nurse:Nurse-1234";
const PATH: &str = "/api/analytics/changes";

/// A server whose columns have loaded a country of two clinics, with its state and its columns.
fn server(name: &str, keys: &[(&str, &str)]) -> (Server, App, Feed) {
    let cluster = TestCluster::shared();
    let database = cluster.migrated(name);
    let keys: Vec<_> = keys.iter().chain(&[("afya.columns", "on")]).copied().collect();
    let app = serve::app(database.clone(), &configuration::with(&keys));
    let feed = app.columns.clone().unwrap();
    let server = Server { router: route::router(&app, routes::all()), cluster, database };
    block_on(async {
        country(&server).await;
        feed.load(name).await.unwrap();
    });
    (server, app, feed)
}

async fn country(server: &Server) {
    let unit = |id: &str, parent: Option<&str>| {
        let parent = parent.map(|parent| json!({ "id": parent }));
        json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01", "parent": parent })
    };
    let element = |id: &str, letters: &str| {
        json!({
            "id": id, "name": id, "shortName": id, "valueType": "NUMBER", "domainType": "AGGREGATE", "aggregationType": "SUM",
            "sharing": { "public": letters, "users": {}, "userGroups": {} },
        })
    };
    let user = |name: &str, password: &str, units: &Value| {
        json!({
            "username": name, "password": password, "firstName": name, "surname": name, "userRoles": [{ "id": "RoleOfNone1" }],
            "dataViewOrganisationUnits": units,
        })
    };
    let members: Vec<Value> =
        ["ElemPublic1", "ElemPublic2", "ElemHidden1"].map(|id| json!({ "dataElement": { "id": id } })).into();
    let payload = json!({
        "organisationUnits": [unit("CountryOne1", None), unit("ClinicOne11", Some("CountryOne1")), unit("ClinicTwo22", Some("CountryOne1"))],
        "dataElements": [element("ElemPublic1", "r-------"), element("ElemPublic2", "r-------"), element("ElemHidden1", "--------")],
        "dataSets": [{
            "id": "MonthlySet1", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly",
            "dataSetElements": members,
            "organisationUnits": [{ "id": "ClinicOne11" }, { "id": "ClinicTwo22" }], "sharing": { "public": "rwrw----" },
        }],
        "userRoles": [{ "id": "RoleOfNone1", "name": "None", "authorities": [] }],
        "users": [user("clerk", "Clerk-1234", &json!([])), user("nurse", "Nurse-1234", &json!([{ "id": "ClinicOne11" }]))],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    let admin = server.json("GET", "/api/me?fields=id", None).await;
    let path = format!("/api/users/{}/organisationUnits/CountryOne1", admin["id"].as_str().unwrap());
    server.json("POST", &path, None).await;
}

/// Saves a value of January.
async fn save(server: &Server, element: &str, unit: &str, value: &str) {
    let value = json!({ "dataElement": element, "orgUnit": unit, "period": "202401", "value": value });
    server.json("POST", "/api/dataValueSets", Some(&json!({ "dataValues": [value] }))).await;
}

/// Lets columns follow, as they do once a second; whether they still could.
async fn follow(server: &Server, feed: &Feed) -> bool {
    let connection = server.database.connect().await.unwrap();
    feed.current(&connection).await.unwrap().is_some()
}

async fn by_hand(server: &Server, statement: &str) -> Connection {
    let mut connection = server.database.connect().await.unwrap();
    connection.batch("select set_config('dhis2.user', 'psql', false)").await.unwrap();
    connection.batch(statement).await.unwrap();
    connection
}

/// An event as it came.
#[derive(Clone, Debug, Default, PartialEq)]
struct Came {
    event: String,
    id: String,
    data: Value,
    retry: String,
    is_comment: bool,
}

/// A stream that is read event by event.
struct Events {
    body: BodyDataStream,
    text: String,
}

impl Events {
    /// The next event or comment; nothing at the end.
    async fn any(&mut self) -> Option<Came> {
        loop {
            if let Some((block, rest)) = self.text.split_once("\n\n") {
                let mut came = Came::default();
                for line in block.lines() {
                    match line.split_once(':').map(|(name, value)| (name, value.trim_start())) {
                        Some(("event", value)) => value.clone_into(&mut came.event),
                        Some(("id", value)) => value.clone_into(&mut came.id),
                        Some(("data", value)) => came.data = serde_json::from_str(value).unwrap(),
                        Some(("retry", value)) => value.clone_into(&mut came.retry),
                        Some(("", _)) => came.is_comment = true,
                        _ => panic!("{line} is no line of an event"),
                    }
                }
                self.text = rest.to_owned();
                return Some(came);
            }
            let read = tokio::time::timeout(Duration::from_secs(30), self.body.next()).await;
            let bytes = read.expect("nothing comes")?.unwrap();
            self.text.push_str(&String::from_utf8_lossy(&bytes));
        }
    }

    /// The next event; nothing at the end.
    async fn next(&mut self) -> Option<Came> {
        loop {
            match self.any().await {
                Some(came) if came.event.is_empty() => {}
                came => return came,
            }
        }
    }

    /// What the next event says has changed.
    async fn changed(&mut self) -> Value {
        let came = self.next().await.expect("the stream is over");
        assert_eq!(came.event, "changed");
        assert!(!came.id.is_empty());
        came.data
    }
}

/// Asks for the stream with some headers.
async fn ask(server: &Server, headers: &[(&str, &str)]) -> (u16, HeaderMap, Events) {
    let request =
        headers.iter().fold(Request::get(PATH), |request, (name, value)| request.header(*name, *value));
    let (head, body) = server.send(request.body(Body::empty()).unwrap()).await.into_parts();
    (head.status.as_u16(), head.headers, Events { body: body.into_data_stream(), text: String::new() })
}

/// A stream that has begun, with the event that says so.
async fn begun(server: &Server, headers: &[(&str, &str)]) -> (Events, Came) {
    let (status, _, mut events) = ask(server, headers).await;
    assert_eq!(status, 200);
    let ready = events.next().await.unwrap();
    assert_eq!((ready.event.as_str(), &ready.data), ("ready", &json!({})));
    (events, ready)
}

async fn listening(server: &Server, who: &str) -> Events {
    begun(server, &[("Authorization", &basic(who))]).await.0
}

/// Comes back with the moment that was told last; what is told then.
async fn coming_back(server: &Server, who: &str, moment: &str) -> (Events, Came) {
    begun(server, &[("Authorization", &basic(who)), ("Last-Event-ID", moment)]).await
}

fn elements(uids: &[&str]) -> Value {
    json!({ "dataElements": uids })
}

fn everything() -> Value {
    json!({ "everything": true })
}

#[test]
fn a_stream_is_never_kept_packed_or_held_back_and_says_when_to_come_back() {
    let (server, ..) = server("changes_head", &[]);
    block_on(async {
        let who = basic(ADMIN);
        let (status, headers, mut events) =
            ask(&server, &[(AUTHORIZATION.as_str(), &who), (ACCEPT_ENCODING.as_str(), "gzip")]).await;
        assert_eq!(status, 200);
        assert_eq!(headers[CONTENT_TYPE], "text/event-stream");
        assert_eq!(headers[CACHE_CONTROL], "no-store");
        assert!(headers.get(CONTENT_ENCODING).is_none());
        assert_eq!(headers["X-Accel-Buffering"], "no");
        let first = events.any().await.unwrap();
        assert!((2_000..4_000).contains(&first.retry.parse::<u32>().unwrap()), "{first:?}");
        let ready = events.any().await.unwrap();
        assert_eq!((ready.event.as_str(), ready.data), ("ready", json!({})));
        let parts: Vec<&str> = ready.id.split(':').collect();
        assert!(parts.len() == 3 && parts[0].parse::<u64>().is_ok(), "{} is no snapshot", ready.id);
        assert_eq!(server.database.pool().busy, 0, "whoever listens holds no connection");
    });
}

#[test]
fn a_saved_value_is_told_to_those_who_may_see_it() {
    let (server, _, feed) = server("changes_told", &[]);
    block_on(async {
        let (mut admin, mut clerk, mut nurse) = (
            listening(&server, ADMIN).await,
            listening(&server, CLERK).await,
            listening(&server, NURSE).await,
        );
        save(&server, "ElemHidden1", "ClinicOne11", "1").await;
        follow(&server, &feed).await;
        assert_eq!(admin.changed().await, elements(&["ElemHidden1"]));
        save(&server, "ElemPublic1", "ClinicTwo22", "1").await;
        follow(&server, &feed).await;
        assert_eq!(clerk.changed().await, elements(&["ElemPublic1"]), "and not what is not shared");
        save(&server, "ElemPublic2", "ClinicOne11", "1").await;
        follow(&server, &feed).await;
        assert_eq!(nurse.changed().await, elements(&["ElemPublic2"]), "and not what changed elsewhere");
        assert_eq!(clerk.changed().await, elements(&["ElemPublic2"]));
        assert_eq!(admin.changed().await, elements(&["ElemPublic1", "ElemPublic2"]), "together");
        // One statement that writes values of several units, some of them as they were.
        let value = |unit: &str, value: &str| json!({ "dataElement": "ElemPublic1", "orgUnit": unit, "period": "202401", "value": value });
        let values = json!({ "dataValues": [value("ClinicOne11", "7"), value("ClinicTwo22", "7")] });
        server.json("POST", "/api/dataValueSets", Some(&values)).await;
        follow(&server, &feed).await;
        assert_eq!(nurse.changed().await, elements(&["ElemPublic1"]));
        let values = json!({ "dataValues": [value("ClinicOne11", "7"), value("ClinicTwo22", "8")] });
        server.json("POST", "/api/dataValueSets", Some(&values)).await;
        by_hand(&server, "update datavalue set value = value").await;
        follow(&server, &feed).await;
        save(&server, "ElemPublic2", "ClinicOne11", "8").await;
        follow(&server, &feed).await;
        assert_eq!(nurse.changed().await, elements(&["ElemPublic2"]));
        let mut clerk = listening(&server, CLERK).await;
        // Rights are those of the moment that it is told.
        let shared = json!({ "object": { "publicAccess": "--------" } });
        server.json("PUT", "/api/sharing?type=dataElement&id=ElemPublic1", Some(&shared)).await;
        follow(&server, &feed).await;
        assert_eq!(clerk.changed().await, everything(), "an element is another one");
        save(&server, "ElemPublic1", "ClinicOne11", "2").await;
        save(&server, "ElemPublic2", "ClinicTwo22", "2").await;
        follow(&server, &feed).await;
        assert_eq!(clerk.changed().await, elements(&["ElemPublic2"]));
    });
}

#[test]
fn that_a_report_is_complete_is_told_and_not_which() {
    let (server, _, feed) = server("changes_reports", &[]);
    block_on(async {
        let mut nurse = listening(&server, NURSE).await;
        let reports = json!({ "dataElements": [], "completeDataSetRegistrations": true });
        let report = json!({ "completeDataSetRegistrations": [
            { "dataSet": "MonthlySet1", "period": "202401", "organisationUnit": "ClinicTwo22", "completed": true },
        ] });
        server.json("POST", "/api/completeDataSetRegistrations", Some(&report)).await;
        save(&server, "ElemPublic1", "ClinicTwo22", "1").await;
        follow(&server, &feed).await;
        assert_eq!(nurse.changed().await, reports, "and not what changed elsewhere");
        save(&server, "ElemPublic1", "ClinicOne11", "1").await;
        by_hand(&server, "delete from completedatasetregistration").await;
        follow(&server, &feed).await;
        let both = json!({ "dataElements": ["ElemPublic1"], "completeDataSetRegistrations": true });
        assert_eq!(nurse.changed().await, both);
    });
}

#[test]
fn a_saved_value_is_told_at_once_though_nobody_asks_for_figures() {
    let (server, _, feed) = server("changes_once", &[]);
    block_on(async {
        let mut events = listening(&server, ADMIN).await;
        let following = tokio::spawn(async move { feed.run(|| "once".to_owned()).await });
        assert_eq!(events.changed().await, everything(), "columns are loaded anew before they follow");
        save(&server, "ElemPublic1", "ClinicOne11", "1").await;
        assert_eq!(events.changed().await, elements(&["ElemPublic1"]));
        by_hand(&server, "update datavalue set value = '2'").await;
        assert_eq!(events.changed().await, elements(&["ElemPublic1"]), "whoever wrote it");
        following.abort();
    });
}

#[test]
fn a_transaction_that_commits_late_is_told() {
    let (server, _, feed) = server("changes_late", &[]);
    block_on(async {
        save(&server, "ElemPublic1", "ClinicOne11", "1").await;
        save(&server, "ElemPublic2", "ClinicOne11", "1").await;
        follow(&server, &feed).await;
        let mut events = listening(&server, ADMIN).await;
        let update = |element: &str| {
            format!(
                "update datavalue set value = '2' where dataelementid = (select dataelementid from dataelement where uid = '{element}')"
            )
        };
        let (mut late, mut early) = (by_hand(&server, "begin").await, by_hand(&server, "begin").await);
        late.batch(&update("ElemPublic1")).await.unwrap();
        early.batch(&update("ElemPublic2")).await.unwrap();
        early.batch("commit").await.unwrap();
        follow(&server, &feed).await;
        let first = events.next().await.unwrap();
        assert_eq!(first.data, elements(&["ElemPublic2"]));
        late.batch("commit").await.unwrap();
        let (mut back, ready) = coming_back(&server, ADMIN, &first.id).await;
        assert_eq!(
            (ready.id.as_str(), back.changed().await),
            ("", elements(&["ElemPublic1"])),
            "from the log"
        );
        follow(&server, &feed).await;
        assert_eq!(events.changed().await, elements(&["ElemPublic1"]));
    });
}

#[test]
fn whoever_comes_back_is_told_what_changed_meanwhile() {
    let (server, _, feed) = server("changes_back", &[]);
    block_on(async {
        let (events, ready) = begun(&server, &[("Authorization", &basic(CLERK))]).await;
        drop(events);
        let (_, again) = coming_back(&server, CLERK, &ready.id).await;
        assert_eq!(again.id, ready.id, "nothing has changed");
        save(&server, "ElemPublic1", "ClinicTwo22", "1").await;
        save(&server, "ElemHidden1", "ClinicOne11", "1").await;
        follow(&server, &feed).await;
        let (mut back, again) = coming_back(&server, CLERK, &ready.id).await;
        assert_eq!((again.id.as_str(), back.next().await.unwrap().data), ("", elements(&["ElemPublic1"])));
        let (mut nurse, again) = coming_back(&server, NURSE, &ready.id).await;
        assert!(!again.id.is_empty(), "nothing has changed where the nurse looks");
        save(&server, "ElemPublic2", "ClinicOne11", "1").await;
        follow(&server, &feed).await;
        assert_eq!(nurse.changed().await, elements(&["ElemPublic2"]));
        // What is no moment, has not been yet, or is no longer in the log.
        for moment in ["nonsense", "1:1:", "999999999:999999999:", "9999999999999999999:1:"] {
            let (mut back, ready) = coming_back(&server, CLERK, moment).await;
            assert_eq!((ready.id.as_str(), back.changed().await), ("", everything()), "{moment}");
        }
        by_hand(&server, "update afya.change_reader set oldest = pg_snapshot_xmin(pg_current_snapshot())")
            .await;
        let (mut back, _) = coming_back(&server, CLERK, &ready.id).await;
        assert_eq!(back.changed().await, everything(), "others may have taken it away");
    });
}

#[test]
fn everything_may_have_changed_once_units_move_or_columns_are_loaded_anew() {
    let (server, _, feed) = server("changes_everything", &[]);
    block_on(async {
        let mut nurse = listening(&server, NURSE).await;
        let moved = json!({ "id": "ClinicTwo22", "name": "ClinicTwo22", "shortName": "ClinicTwo22", "openingDate": "2020-01-01", "parent": { "id": "ClinicOne11" } });
        server.json("PUT", "/api/organisationUnits/ClinicTwo22", Some(&moved)).await;
        follow(&server, &feed).await;
        assert_eq!(nurse.changed().await, everything());
        save(&server, "ElemPublic1", "ClinicTwo22", "1").await;
        follow(&server, &feed).await;
        assert_eq!(
            nurse.changed().await,
            elements(&["ElemPublic1"]),
            "the clinic lies where the nurse looks now"
        );
        let group = json!({ "dataElementGroups": [{ "id": "GroupOfOne1", "name": "Group", "shortName": "Group", "dataElements": [{ "id": "ElemPublic1" }] }] });
        server.json("POST", "/api/metadata", Some(&group)).await;
        follow(&server, &feed).await;
        assert_eq!(nurse.changed().await, everything());
        feed.load("again").await.unwrap();
        assert_eq!(nurse.changed().await, everything());
        by_hand(&server, "truncate datavalue").await;
        follow(&server, &feed).await;
        assert_eq!(nurse.changed().await, everything());
        // What is lost is told once columns are there again; a stream that begins meanwhile waits for them.
        by_hand(
            &server,
            "alter table datavalue disable trigger all; alter table datavalue enable trigger all",
        )
        .await;
        assert!(!follow(&server, &feed).await);
        let (_, _, mut waiting) = ask(&server, &[("Authorization", &basic(NURSE))]).await;
        assert!(!waiting.any().await.unwrap().retry.is_empty());
        feed.load("third").await.unwrap();
        assert_eq!(nurse.changed().await, everything());
        assert_eq!(waiting.next().await.unwrap().event, "ready");
    });
}

#[test]
fn whoever_does_not_read_is_told_all_of_it_later() {
    let (server, _, feed) = server("changes_slow", &[]);
    block_on(async {
        let mut slow = listening(&server, ADMIN).await;
        for round in 0..50 {
            let element = ["ElemPublic1", "ElemPublic2", "ElemHidden1"][round % 3];
            save(&server, element, "ClinicOne11", &round.to_string()).await;
            assert!(follow(&server, &feed).await, "nobody waits for whoever is slow");
        }
        assert_eq!(slow.changed().await, elements(&["ElemHidden1", "ElemPublic1", "ElemPublic2"]));
        save(&server, "ElemPublic1", "ClinicOne11", "100").await;
        follow(&server, &feed).await;
        assert_eq!(slow.changed().await, elements(&["ElemPublic1"]));
    });
}
