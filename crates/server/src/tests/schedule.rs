//! Jobs that are configured: written by planners only, run when their moment comes by exactly one server, in queues one after
//! the other, and stopped on request.

use std::time::Duration;

use afya_model::Clock;
use afya_store::Sql;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use super::data_value_import::country::{CLERK, country};
use super::data_value_import::{monthly, send, value};
use super::{ADMIN, Server, basic, block_on, text};
use crate::app::App;
use crate::jobs;
use crate::jobs::scheduled;

const PATH: &str = "/api/jobConfigurations";

impl Server {
    /// Another server on the same database, at this moment.
    fn at(&self, moment: &str) -> App {
        let mut app = self.other();
        app.clock = Clock::Stopped(moment.parse().unwrap());
        app
    }

    async fn plan(&self, uid: &str, kind: &str, more: Value) -> (u16, Value) {
        let mut job = json!({ "id": uid, "name": format!("Job {uid}"), "jobType": kind });
        job.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
        self.answer(ADMIN, "POST", PATH, Some(job)).await
    }

    async fn answer(&self, who: &str, method: &str, path: &str, body: Option<Value>) -> (u16, Value) {
        let (status, text) = self.call(Some(who), method, path, body.as_ref()).await;
        (status, serde_json::from_str(&text).unwrap_or_default())
    }

    async fn job(&self, uid: &str, fields: &str) -> Value {
        self.json("GET", &format!("{PATH}/{uid}?fields={fields}"), None).await
    }
}

/// Runs what is due and what it leads to; how many jobs ran.
async fn run_all(app: &App) -> usize {
    let mut ran = 0;
    loop {
        scheduled::start_due(app).await.unwrap();
        if !jobs::run_next(app).await.unwrap() {
            return ran;
        }
        ran += 1;
    }
}

/// Changes a job by a JSON patch.
async fn patch(server: &Server, path: &str, patch: &Value) {
    let request = Request::builder().method("PATCH").uri(path).header(AUTHORIZATION, basic(ADMIN));
    let request = request.header(CONTENT_TYPE, "application/json-patch+json");
    let (status, text) = text(server.send(request.body(Body::from(patch.to_string())).unwrap()).await).await;
    assert_eq!(status, 200, "{text}");
}

fn problem(answer: &Value) -> (&str, &str) {
    let report = &answer["response"]["errorReports"][0];
    (report["errorCode"].as_str().unwrap_or_default(), report["message"].as_str().unwrap_or_default())
}

#[test]
fn a_job_runs_when_its_moment_comes_and_on_one_server_only() {
    let server = Server::start("schedule_moment");
    block_on(async {
        let nightly = json!({ "cronExpression": "0 0 3 ? * *" });
        assert_eq!(server.plan("NightlyJob1", "RESOURCE_TABLE", nightly).await.0, 201);
        assert_eq!(run_all(&server.at("2030-01-01T02:59:59Z")).await, 0);
        let servers: Vec<App> = (0..4).map(|_| server.at("2030-01-01T03:00:00Z")).collect();
        let ran = futures_util::future::join_all(servers.iter().map(run_all)).await;
        assert_eq!(ran.iter().sum::<usize>(), 1);
        let told =
            server.job("NightlyJob1", "jobStatus,lastExecutedStatus,lastExecuted,lastRuntimeExecution").await;
        let wanted = json!({
            "jobStatus": "SCHEDULED", "lastExecutedStatus": "COMPLETED", "lastExecuted": "2030-01-01T03:00:00.000",
            "lastRuntimeExecution": "00:00:00.000",
        });
        assert_eq!(told, wanted);
        assert_eq!(run_all(&server.at("2030-01-01T23:00:00Z")).await, 0);
        assert_eq!(
            server.job("NightlyJob1", "nextExecutionTime").await["nextExecutionTime"],
            "2030-01-02T03:00:00.000"
        );
        assert_eq!(run_all(&server.at("2030-01-02T03:00:05Z")).await, 1);
        let said = server.json("GET", "/api/system/tasks/RESOURCE_TABLE/NightlyJob1", None).await;
        assert_eq!(said[0]["message"], "Analytics are live: there are no tables to fill");
        let progress = server.json("GET", &format!("{PATH}/NightlyJob1/progress"), None).await;
        assert_eq!(progress["sequence"][0]["status"], "SUCCESS");
        assert_eq!(progress["sequence"][0]["jobId"], "NightlyJob1");
        let finished = "update jobconfiguration set lastfinished = lastexecuted + interval '1.5 seconds' where uid = 'NightlyJob1'";
        server.database.connect().await.unwrap().batch(finished).await.unwrap();
        let completed = server.json("GET", "/api/scheduling/completed", None).await;
        assert_eq!(
            completed["RESOURCE_TABLE"][0]["summary"],
            "Analytics are live: there are no tables to fill"
        );
        let one = server.json("GET", "/api/scheduling/completed/resource_table", None).await;
        assert_eq!(one["sequence"][0]["status"], "SUCCESS");
        assert_eq!(
            server.call(Some(ADMIN), "GET", "/api/scheduling/running/resource_table", None).await,
            (200, String::new())
        );
    });
}

#[test]
fn what_is_off_or_is_not_run_here_stays_as_it_is() {
    let server = Server::start("schedule_off");
    block_on(async {
        let soon = json!({ "cronExpression": "0 0 3 ? * *" });
        let off = json!({ "cronExpression": "0 0 3 ? * *", "enabled": false });
        assert_eq!(server.plan("JobOfOthers", "PREDICTOR", soon).await.0, 201);
        assert_eq!(server.plan("JobTurnedOf", "RESOURCE_TABLE", off).await.0, 201);
        let app = server.at("2030-01-01T03:00:00Z");
        assert_eq!(run_all(&app).await, 0);
        for uid in ["JobOfOthers", "JobTurnedOf"] {
            assert_eq!(server.job(uid, "lastExecutedStatus").await["lastExecutedStatus"], "NOT_STARTED");
        }
        let (status, answer) =
            server.answer(ADMIN, "POST", &format!("{PATH}/JobOfOthers/execute"), None).await;
        assert_eq!(status, 501, "{answer}");
        let (status, answer) =
            server.answer(ADMIN, "POST", &format!("{PATH}/JobTurnedOf/execute"), None).await;
        assert_eq!((status, answer["errorCode"].as_str()), (409, Some("E1004")), "{answer}");
        // Housekeeping says of it that it is off; turned on by a patch it runs all the same.
        let mut connection = server.database.connect().await.unwrap();
        afya_jobs::schedule::add_system_jobs(&mut connection, &app.random, app.clock.now()).await.unwrap();
        drop(connection);
        run_all(&app).await;
        assert_eq!(server.job("JobTurnedOf", "jobStatus").await["jobStatus"], "DISABLED");
        let on = json!([{ "op": "replace", "path": "/enabled", "value": true }]);
        patch(&server, &format!("{PATH}/JobTurnedOf"), &on).await;
        let later = server.at("2030-01-01T03:01:00Z");
        run_all(&later).await;
        assert_eq!(server.job("JobTurnedOf", "lastExecutedStatus").await["lastExecutedStatus"], "COMPLETED");
    });
}

#[test]
fn a_job_runs_at_a_word_and_once_where_it_has_no_plan() {
    let server = Server::start("schedule_execute");
    block_on(async {
        assert_eq!(server.plan("JobOnceOnly", "RESOURCE_TABLE", json!({})).await.0, 201);
        assert_eq!(server.job("JobOnceOnly", "jobStatus,schedulingType").await["jobStatus"], "NOT_STARTED");
        let execute = format!("{PATH}/JobOnceOnly/execute");
        let (status, report) = server.answer(ADMIN, "POST", &execute, None).await;
        assert_eq!(
            (status, report["klass"].as_str()),
            (200, Some("org.hisp.dhis.scheduling.JobConfiguration"))
        );
        assert_eq!(run_all(&server.other()).await, 1);
        let told = server.job("JobOnceOnly", "jobStatus,enabled,lastExecutedStatus").await;
        assert_eq!(
            told,
            json!({ "jobStatus": "DISABLED", "enabled": false, "lastExecutedStatus": "COMPLETED" })
        );
        assert_eq!(server.answer(ADMIN, "POST", &execute, None).await.0, 409);
        let (status, answer) =
            server.answer(ADMIN, "POST", &format!("{PATH}/JobUnknown1/execute"), None).await;
        assert_eq!((status, answer["errorCode"].as_str()), (404, Some("E1005")));
    });
}

#[test]
fn a_job_is_stopped_on_request() {
    let server = Server::start("schedule_cancel");
    block_on(async {
        country(&server).await;
        let soon = json!({ "cronExpression": "0 0 3 ? * *" });
        assert_eq!(server.plan("JobToStop11", "LOCK_EXCEPTION_CLEANUP", soon).await.0, 201);
        let app = server.at("2030-01-01T03:00:00Z");
        assert_eq!(scheduled::start_due(&app).await.unwrap(), 1);
        assert_eq!(server.job("JobToStop11", "jobStatus").await["jobStatus"], "RUNNING");
        let running = server.json("GET", "/api/scheduling/running/types", None).await;
        assert_eq!(running, json!(["LOCK_EXCEPTION_CLEANUP"]));
        let cancel = format!("{PATH}/JobToStop11/cancel");
        let (status, answer) = server.answer(CLERK, "POST", &cancel, None).await;
        assert_eq!((status, answer["errorCode"].as_str()), (403, Some("E1006")));
        assert_eq!(server.answer(ADMIN, "POST", &cancel, None).await.0, 204);
        assert!(jobs::run_next(&app).await.unwrap());
        let told = server.job("JobToStop11", "jobStatus,lastExecutedStatus").await;
        assert_eq!(told, json!({ "jobStatus": "SCHEDULED", "lastExecutedStatus": "STOPPED" }));
        let (status, _) = server.answer(ADMIN, "POST", &format!("{PATH}/JobToStop11/revert"), None).await;
        assert_eq!(status, 409);
    });
}

#[test]
fn a_run_that_says_nothing_any_more_is_given_up() {
    let server = Server::start("schedule_stale");
    block_on(async {
        let soon = json!({ "cronExpression": "0 0 3 ? * *" });
        assert_eq!(server.plan("JobOfDhis21", "PREDICTOR", soon).await.0, 201);
        // Another server's run, whose last word is old.
        let dead = "update jobconfiguration set jobstatus = 'RUNNING', lastexecuted = timestamp '2030-01-01 03:00', \
                    lastalive = timestamp '2030-01-01 03:00' where uid = 'JobOfDhis21'";
        server.database.connect().await.unwrap().batch(dead).await.unwrap();
        let system = server.at("2030-01-01T03:05:00Z");
        let mut connection = server.database.connect().await.unwrap();
        afya_jobs::schedule::add_system_jobs(&mut connection, &system.random, system.clock.now())
            .await
            .unwrap();
        afya_jobs::schedule::add_system_jobs(&mut connection, &system.random, system.clock.now())
            .await
            .unwrap();
        drop(connection);
        run_all(&system).await;
        assert_eq!(server.job("JobOfDhis21", "jobStatus").await["jobStatus"], "RUNNING");
        run_all(&server.at("2030-01-01T03:10:30Z")).await;
        let told = server.job("JobOfDhis21", "jobStatus,lastExecutedStatus").await;
        assert_eq!(told, json!({ "jobStatus": "SCHEDULED", "lastExecutedStatus": "FAILED" }));
        let house = server.job("DHIS2rocks1", "lastExecutedStatus,configurable").await;
        assert_eq!(house, json!({ "lastExecutedStatus": "COMPLETED", "configurable": false }));
        let system =
            server.json("GET", &format!("{PATH}?filter=name:eq:Housekeeping&paging=false"), None).await;
        assert_eq!(system["jobConfigurations"].as_array().map(Vec::len), Some(1));
    });
}

#[test]
fn housekeeping_that_somebody_left_is_done_again_and_a_run_that_waits_is_not_begun_twice() {
    let server = Server::start("schedule_left");
    block_on(async {
        assert_eq!(
            server.plan("JobThatWait", "RESOURCE_TABLE", json!({ "cronExpression": "0 0 3 ? * *" })).await.0,
            201
        );
        let app = server.at("2030-01-01T03:00:00Z");
        let mut connection = server.database.connect().await.unwrap();
        afya_jobs::schedule::add_system_jobs(&mut connection, &app.random, app.clock.now()).await.unwrap();
        let left = "update jobconfiguration set jobstatus = 'RUNNING', lastexecuted = timestamp '2030-01-01 02:00', lastalive = null \
                    where jobtype = 'HOUSEKEEPING'";
        connection.batch(left).await.unwrap();
        drop(connection);
        scheduled::start_due(&app).await.unwrap();
        let house = server.job("DHIS2rocks1", "jobStatus,lastExecutedStatus").await;
        assert_eq!(house, json!({ "jobStatus": "SCHEDULED", "lastExecutedStatus": "COMPLETED" }));
        // The job lies in the queue; another system takes its run for dead and would begin it again.
        let given_up = "update jobconfiguration set jobstatus = 'SCHEDULED', lastexecuted = null where uid = 'JobThatWait'";
        server.database.connect().await.unwrap().batch(given_up).await.unwrap();
        let later = server.at("2030-01-01T03:11:00Z");
        scheduled::start_due(&later).await.unwrap();
        let waiting =
            "select count(*)::int as number from afya.job where id = 'JobThatWait' and finished is null";
        let connection = server.database.connect().await.unwrap();
        let row = connection.first(&Sql::new(waiting)).await.unwrap().unwrap();
        assert_eq!(row.get::<_, i32>("number"), 1);
        drop(connection);
        run_all(&later).await;
    });
}

#[test]
fn the_jobs_of_a_queue_follow_each_other() {
    let server = Server::start("schedule_queue");
    block_on(async {
        for (uid, kind, cron) in [
            ("QueuedJob01", "RESOURCE_TABLE", "0 0 1 ? * *"),
            ("QueuedJob02", "LOCK_EXCEPTION_CLEANUP", "0 0 3 ? * *"),
            ("QueuedJob03", "ANALYTICS_TABLE", "0 0 2 ? * *"),
        ] {
            assert_eq!(server.plan(uid, kind, json!({ "cronExpression": cron })).await.0, 201);
        }
        let queue = "/api/scheduler/queues/night";
        let body = json!({ "name": "night", "cronExpression": "0 0 5 ? * *", "sequence": ["QueuedJob03", "QueuedJob01"] });
        assert_eq!(server.answer(ADMIN, "POST", queue, Some(body.clone())).await.0, 201);
        let (status, answer) = server.answer(ADMIN, "POST", queue, Some(body.clone())).await;
        assert_eq!((status, answer["errorCode"].as_str()), (409, Some("E7021")));
        let taken = json!({ "cronExpression": "0 0 5 ? * *", "sequence": ["QueuedJob02", "QueuedJob01"] });
        let (_, answer) = server.answer(ADMIN, "POST", "/api/scheduler/queues/other", Some(taken)).await;
        assert_eq!(answer["errorCode"], "E7022");
        assert_eq!(server.json("GET", queue, None).await, body);
        let app = server.at("2030-01-01T05:00:00Z");
        // The third job is no part of it; its moment was two hours ago.
        assert_eq!(run_all(&app).await, 3);
        for uid in ["QueuedJob01", "QueuedJob03"] {
            assert_eq!(
                server.job(uid, "lastExecutedStatus").await["lastExecutedStatus"],
                "COMPLETED",
                "{uid}"
            );
        }
        assert_eq!(run_all(&server.at("2030-01-01T06:00:00Z")).await, 0);
        let entries = server.json("GET", "/api/scheduler?order=name", None).await;
        let night = entries.as_array().unwrap().iter().find(|entry| entry["name"] == "night").unwrap();
        assert_eq!(
            (&night["type"], night["sequence"].as_array().map(Vec::len)),
            (&json!("Sequence"), Some(2))
        );
        let renamed = json!({ "name": "dawn" });
        assert_eq!(server.answer(ADMIN, "PUT", queue, Some(renamed)).await.0, 204);
        assert_eq!(server.json("GET", "/api/scheduler/queues", None).await, json!(["dawn"]));
        assert_eq!(server.answer(ADMIN, "DELETE", "/api/scheduler/queues/dawn", None).await.0, 204);
        assert_eq!(server.job("QueuedJob01", "enabled,queueName").await, json!({ "enabled": false }));
        assert_eq!(server.answer(ADMIN, "DELETE", "/api/scheduler/queues/dawn", None).await.0, 404);
    });
}

#[test]
fn what_is_wrong_with_a_job_is_named_and_nothing_is_kept() {
    let server = Server::start("schedule_wrong");
    block_on(async {
        let cron = |text: &str| json!({ "cronExpression": text });
        assert_eq!(server.plan("FirstJob001", "DATA_INTEGRITY", cron("0 0 3 ? * *")).await.0, 201);
        let cases = [
            ("DATA_INTEGRITY", cron("0 0 3 ? * *"), "E7000"),
            ("DATA_INTEGRITY", json!({ "schedulingType": "CRON" }), "E7004"),
            ("DATA_INTEGRITY", cron("every day"), "E7005"),
            ("CONTINUOUS_ANALYTICS_TABLE", json!({ "schedulingType": "FIXED_DELAY" }), "E7007"),
            ("DISABLE_INACTIVE_USERS", cron("0 0 3 ? * *"), "E4008"),
            ("AGGREGATE_DATA_EXCHANGE", cron("0 0 3 ? * *"), "E4000"),
            (
                "MONITORING",
                json!({ "cronExpression": "0 0 3 ? * *", "jobParameters": { "validationRuleGroups": ["x"] } }),
                "E4014",
            ),
        ];
        for (kind, more, code) in cases {
            let (status, answer) = server.plan("SecondJob01", kind, more).await;
            assert_eq!((status, problem(&answer).0), (409, code), "{answer}");
        }
        let odd = json!({ "jobParameters": { "lastYears": "two" } });
        let (status, answer) = server.plan("SecondJob01", "ANALYTICS_TABLE", odd).await;
        assert_eq!(status, 409);
        let sentence = "The parameter `lastYears` of a job of type ANALYTICS_TABLE must be a whole number";
        assert_eq!(answer["message"], sentence);
        let (status, answer) = server.plan("SecondJob01", "HOUSEKEEPING", cron("0 0 3 ? * *")).await;
        assert_eq!(
            (status, answer["message"].as_str()),
            (409, Some("Job SecondJob01 must be configurable but was not."))
        );
        assert_eq!(server.call(Some(ADMIN), "GET", &format!("{PATH}/SecondJob01"), None).await.0, 404);
    });
}

#[test]
fn only_planners_change_the_plan() {
    let server = Server::start("schedule_planners");
    block_on(async {
        country(&server).await;
        assert_eq!(
            server.plan("GuardedJob1", "RESOURCE_TABLE", json!({ "cronExpression": "0 0 3 ? * *" })).await.0,
            201
        );
        let job = format!("{PATH}/GuardedJob1");
        for (method, path) in [
            ("POST", PATH.to_owned()),
            ("PUT", job.clone()),
            ("DELETE", job.clone()),
            ("POST", format!("{job}/disable")),
            ("POST", format!("{job}/revert")),
            ("POST", "/api/scheduler/queues/night".to_owned()),
            ("DELETE", "/api/scheduler/queues/night".to_owned()),
        ] {
            let body = json!({ "name": "Mine", "jobType": "RESOURCE_TABLE" });
            let (status, answer) = server.answer(CLERK, method, &path, Some(body)).await;
            assert_eq!(status, 403, "{method} {path}: {answer}");
        }
        let patch = json!([{ "op": "replace", "path": "/cronExpression", "value": "0 15 4 ? * *" }]);
        self::patch(&server, &job, &patch).await;
        assert_eq!(server.job("GuardedJob1", "cronExpression").await["cronExpression"], "0 15 4 ? * *");
        let put = json!({ "name": "Renamed", "jobType": "PREDICTOR", "cronExpression": "0 15 4 ? * *", "enabled": false });
        assert_eq!(server.answer(ADMIN, "PUT", &job, Some(put)).await.0, 200);
        let told = server.job("GuardedJob1", "name,jobType,enabled,cronExpression").await;
        // Its type stays, and whether it is on is changed by enabling it.
        let wanted = json!({ "name": "Renamed", "jobType": "RESOURCE_TABLE", "enabled": true, "cronExpression": "0 15 4 ? * *" });
        assert_eq!(told, wanted);
    });
}

#[test]
fn people_who_stay_away_are_switched_off_but_the_last_administrator() {
    let server = Server::start("schedule_inactive");
    block_on(async {
        country(&server).await;
        let away = "update userinfo set lastlogin = timestamp '2029-06-01', disabled = false";
        server.database.connect().await.unwrap().batch(away).await.unwrap();
        let more = json!({ "cronExpression": "0 0 3 ? * *", "jobParameters": { "inactiveMonths": 6 } });
        assert_eq!(server.plan("InactiveJob", "DISABLE_INACTIVE_USERS", more).await.0, 201);
        let away_again = "update userinfo set lastlogin = timestamp '2029-06-01'";
        server.database.connect().await.unwrap().batch(away_again).await.unwrap();
        assert_eq!(run_all(&server.at("2030-01-01T03:00:00Z")).await, 1);
        assert_eq!(server.call(Some(CLERK), "GET", "/api/me", None).await.0, 401);
        assert_eq!(server.call(Some(ADMIN), "GET", "/api/me", None).await.0, 200);
    });
}

#[test]
fn the_schedule_goes_on_while_an_import_runs() {
    let server = Server::start("schedule_beside");
    block_on(async {
        country(&server).await;
        let group = |number: &str| monthly(&[value("ElementNum1", number)]).to_string();
        assert_eq!(send(&server, ADMIN, "/api/dataValueSets", "application/json", group("1")).await.0, 200);
        let mut holder = server.database.connect().await.unwrap();
        holder.begin().await.unwrap();
        holder.rows(&Sql::new("select 1 from datavalue for update")).await.unwrap();
        let queued = send(&server, ADMIN, "/api/dataValueSets?async=true", "application/json", group("2"));
        assert_eq!(queued.await.0, 200);
        let app = server.other();
        let working = tokio::spawn(jobs::work(app.clone()));
        server.until_somebody_waits().await;
        assert_eq!(
            server.plan("BesideJob01", "CONTINUOUS_ANALYTICS_TABLE", json!({ "delay": 3600 })).await.0,
            201
        );
        app.plan_changed.notify_one();
        let started =
            async { while server.job("BesideJob01", "jobStatus").await["jobStatus"] != "RUNNING" {} };
        tokio::time::timeout(Duration::from_secs(30), started).await.expect("the job is started");
        holder.rollback().await.unwrap();
        let ended = async {
            while server.job("BesideJob01", "lastExecutedStatus").await["lastExecutedStatus"] != "COMPLETED" {
            }
        };
        tokio::time::timeout(Duration::from_secs(30), ended).await.expect("the job runs");
        working.abort();
    });
}
