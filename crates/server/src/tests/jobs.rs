//! Imports as jobs: exactly one server runs each, and one whose server dies is run again.

use afya_model::Random;
use axum::body::Body;
use serde_json::{Value, json};

use super::data_value_import::country::{CLERK, country};
use super::data_value_import::{counts, monthly, send, stored, value};
use super::{ADMIN, Server, block_on};
use crate::app::App;
use crate::{configuration, jobs, serve};

const PATH: &str = "/api/dataValueSets?async=true";

impl Server {
    /// Another server on the same database.
    pub(super) fn other(&self) -> App {
        serve::app(self.database.clone(), &configuration::defaults())
    }
}

/// Queues an import; gives the paths of its notifications and its report.
async fn queue(server: &Server, kind: &str, body: String) -> (String, String) {
    let (status, answer) = send(server, ADMIN, PATH, kind, body).await;
    assert_eq!((status, answer["response"]["jobStatus"].as_str()), (200, Some("NOT_STARTED")), "{answer}");
    let tasks = answer["response"]["relativeNotifierEndpoint"].as_str().unwrap().to_owned();
    let summary = tasks.replace("/tasks/", "/taskSummaries/");
    (tasks, summary)
}

fn messages(said: &Value) -> Vec<&str> {
    said.as_array().into_iter().flatten().filter_map(|one| one["message"].as_str()).collect()
}

#[test]
fn an_import_is_a_job_when_that_is_asked() {
    let server = Server::start("jobs_import");
    block_on(async {
        country(&server).await;
        let group = monthly(&[value("ElementNum1", "1"), value("ElementTwo2", "x")]);
        let (tasks, summary) = queue(&server, "application/json", group.to_string()).await;
        assert_eq!(server.json("GET", &tasks, None).await, json!([]));
        assert_eq!(server.call(Some(ADMIN), "GET", &summary, None).await, (200, String::new()));
        let other = server.other();
        assert!(jobs::run_next(&other).await.unwrap());
        assert!(!jobs::run_next(&other).await.unwrap());
        let said = server.json("GET", &tasks, None).await;
        let end = "Import complete with status WARNING, 0 created, 1 updated, 0 deleted, 1 ignored";
        assert_eq!(
            (messages(&said).first(), messages(&said).last()),
            (Some(&end), Some(&"Data value set import"))
        );
        assert_eq!((&said[0]["completed"], &said[0]["category"]), (&json!(true), &json!("DATAVALUE_IMPORT")));
        let report = json!({ "response": server.json("GET", &summary, None).await });
        assert_eq!(counts(&report)["updated"], json!(1));
        assert_eq!(report["response"]["conflicts"][0]["errorCode"], "E8122");
        assert_eq!(stored(&server, "MonthlySet1").await.len(), 1);
        let all = server.json("GET", "/api/system/tasks?gist=true", None).await;
        assert_eq!(
            all["DATAVALUE_IMPORT"]
                .as_object()
                .map(|jobs| jobs.values().map(|said| said.as_array().unwrap().len()).sum()),
            Some(2)
        );
    });
}

#[test]
fn a_job_is_shown_to_whoever_asked_for_it() {
    let server = Server::start("jobs_shown");
    block_on(async {
        country(&server).await;
        let (tasks, _) =
            queue(&server, "application/json", monthly(&[value("ElementNum1", "1")]).to_string()).await;
        let path = format!(
            "/api/jobConfigurations/{}?fields=jobType,jobStatus,schedulingType",
            tasks.rsplit('/').next().unwrap()
        );
        let shown = |status: &str| json!({ "jobType": "DATAVALUE_IMPORT", "jobStatus": status, "schedulingType": "ONCE_ASAP" });
        assert_eq!(server.json("GET", &path, None).await, shown("NOT_STARTED"));
        assert_eq!(server.json("GET", "/api/scheduling/running/types", None).await, json!([]));
        assert_eq!(server.call(Some(CLERK), "GET", &path, None).await.0, 404);
        assert!(jobs::run_next(&server.other()).await.unwrap());
        assert_eq!(server.json("GET", &path, None).await, shown("COMPLETED"));
    });
}

#[test]
fn exactly_one_server_runs_a_job() {
    let server = Server::start("jobs_one");
    block_on(async {
        country(&server).await;
        queue(&server, "application/json", monthly(&[value("ElementNum1", "1")]).to_string()).await;
        let servers: Vec<App> = (0..4).map(|_| server.other()).collect();
        let ran = futures_util::future::join_all(servers.iter().map(jobs::run_next)).await;
        assert_eq!(ran.into_iter().filter(|ran| *ran.as_ref().unwrap()).count(), 1);
    });
}

#[test]
fn a_job_whose_server_dies_is_run_again_and_given_up_in_the_end() {
    let server = Server::start("jobs_crash");
    block_on(async {
        country(&server).await;
        let (tasks, summary) =
            queue(&server, "application/json", monthly(&[value("ElementNum1", "1")]).to_string()).await;
        let (app, random) = (server.other(), Random::seeded(1));
        for attempt in 1..=3 {
            // PostgreSQL lets go of the lock when it sees that the connection is closed.
            let job = loop {
                let mut connection = server.database.connect().await.unwrap();
                if let Some(job) = afya_jobs::take(&mut connection, &random, app.clock.now()).await.unwrap() {
                    break job;
                }
            };
            assert_eq!(job.attempts, attempt);
        }
        while server.call(Some(ADMIN), "GET", &summary, None).await.1.is_empty() {
            assert!(!jobs::run_next(&app).await.unwrap());
        }
        let report = server.json("GET", &summary, None).await;
        assert_eq!((&report["status"], &report["conflicts"]), (&json!("ERROR"), &json!([])));
        let said = server.json("GET", &tasks, None).await;
        let again = "The server that ran this job stopped; it is run again";
        assert_eq!(messages(&said), ["The servers that ran this job stopped; it is given up", again, again]);
        assert!(stored(&server, "MonthlySet1").await.is_empty());
    });
}

#[test]
fn a_job_that_cannot_be_done_says_why() {
    let server = Server::start("jobs_refused");
    block_on(async {
        country(&server).await;
        let (tasks, summary) =
            queue(&server, "application/xml", "<!DOCTYPE x><dataValueSet/>".to_owned()).await;
        assert!(jobs::run_next(&server.other()).await.unwrap());
        let report = server.json("GET", &summary, None).await;
        assert_eq!(report["status"], "ERROR");
        assert!(report["description"].as_str().is_some_and(|why| why.starts_with("XML file error")));
        let said = server.json("GET", &tasks, None).await;
        assert_eq!((&said[0]["level"], &said[0]["completed"]), (&json!("ERROR"), &json!(true)));
        let clerk = |method: &'static str, path: String| {
            let server = &server;
            async move { server.call(Some(CLERK), method, &path, None).await }
        };
        assert_eq!(clerk("GET", tasks.clone()).await, (200, "[]".to_owned()));
        assert_eq!(clerk("GET", summary.clone()).await, (200, String::new()));
        assert_eq!(clerk("DELETE", "/api/system/tasks".to_owned()).await.0, 204);
        assert_eq!(server.call(Some(ADMIN), "GET", "/api/system/tasks/NOTHING", None).await.0, 400);
        assert_eq!(server.call(Some(ADMIN), "DELETE", "/api/system/tasks?maxAge=x", None).await.0, 400);
        assert_eq!(
            server.call(Some(ADMIN), "DELETE", "/api/system/tasks?maxAge=2&maxCount=5", None).await.0,
            204
        );
        assert_eq!(server.json("GET", &summary, None).await["status"], "ERROR");
        assert_eq!(server.call(Some(ADMIN), "DELETE", &tasks, None).await.0, 204);
        assert_eq!(server.json("GET", "/api/system/tasks/DATAVALUE_IMPORT", None).await, json!({}));
    });
}

#[test]
fn a_job_that_finds_no_room_says_so_and_leaves_nothing() {
    let server = Server::start("jobs_full");
    block_on(async {
        country(&server).await;
        server.leave_no_room().await;
        let group = monthly(&[value("ElementNum1", "1"), value("ElementTwo2", "2")]).to_string();
        let (tasks, summary) = queue(&server, "application/json", group.clone()).await;
        let app = server.other();
        assert!(jobs::run_next(&app).await.unwrap());
        let report = server.json("GET", &summary, None).await;
        assert_eq!(report["status"], "ERROR");
        assert!(report["description"].as_str().is_some_and(|why| why.contains("no room left")), "{report}");
        assert_eq!(server.json("GET", &tasks, None).await[0]["level"], "ERROR");
        assert!(stored(&server, "MonthlySet1").await.is_empty());
        server.make_room().await;
        let (_, summary) = queue(&server, "application/json", group).await;
        assert!(jobs::run_next(&app).await.unwrap());
        assert_eq!(server.json("GET", &summary, None).await["status"], "SUCCESS");
        assert_eq!(stored(&server, "MonthlySet1").await.len(), 2);
    });
}

#[test]
fn a_body_that_does_not_arrive_whole_is_no_job() {
    let server = Server::start("jobs_cut_off");
    block_on(async {
        country(&server).await;
        let part: Result<&[u8], _> = Ok(b"{\"dataValues\":[");
        let broken = [part, Err(std::io::Error::other("the client went away"))];
        let body = Body::from_stream(futures_util::stream::iter(broken));
        assert_eq!(send(&server, ADMIN, PATH, "application/json", body).await.0, 400);
        assert!(!jobs::run_next(&server.other()).await.unwrap());
    });
}

#[test]
fn tables_for_analytics_are_filled_at_once() {
    let server = Server::start("jobs_tables");
    block_on(async {
        for (path, kind) in [
            ("/api/resourceTables/analytics?lastYears=2", "ANALYTICS_TABLE"),
            ("/api/resourceTables", "RESOURCE_TABLE"),
        ] {
            let answer = server.json("POST", path, None).await;
            assert_eq!(answer["response"]["jobType"], kind);
            assert!(jobs::run_next(&server.other()).await.unwrap());
            let tasks = answer["response"]["relativeNotifierEndpoint"].as_str().unwrap();
            let said = server.json("GET", tasks, None).await;
            assert_eq!((&said[0]["completed"], &said[0]["level"]), (&json!(true), &json!("INFO")), "{said}");
        }
        let info = server.json("GET", "/api/system/info", None).await;
        assert!(info["lastAnalyticsTableSuccess"].as_str().is_some_and(|at| at > "2020"), "{info}");
    });
}
