//! The router on a real database.

mod account_recovery;
mod analytics;
mod analytics_codes;
mod approvals;
mod authorization;
mod bad_days;
mod cases;
mod changes;
mod charts;
mod clickhouse;
mod collections;
mod columns;
mod completion;
mod dashboards;
mod data_entry;
mod data_value_export;
mod data_value_import;
mod data_value_round_trip;
mod data_values;
mod every_property;
mod files;
mod forms;
mod freshness;
mod geometries;
mod interpretations;
mod invitations;
mod jobs;
mod killed;
mod load;
mod mailbox;
mod malformed;
mod management;
mod maps;
mod metadata_export;
mod metadata_import;
mod on_the_way;
mod option_combos;
mod outliers;
pub(crate) mod packed;
mod patches;
mod profiles;
mod registration;
mod schedule;
mod sharing;
mod svg;
mod tiles;
mod traces;
mod two_factor;
mod unit_counts;
mod users;
mod validation;
mod visualizations;
mod wrong_values;

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Waker};

use afya_store::Database;
use afya_tests::cluster::{TestCluster, block_on, texts};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use axum::response::Response;
use base64::Engine;
use serde_json::Value;
use tower::ServiceExt;

use crate::app::App;
use crate::configuration::Settings;
use crate::{configuration, paths, route, routes, serve};

/// A server on a database of its own, which has the administrator that every new database has.
struct Server {
    router: Router,
    cluster: Arc<TestCluster>,
    database: Database,
}

impl Server {
    fn start(name: &str) -> Server {
        let cluster = TestCluster::shared();
        let database = cluster.migrated(name);
        Server::on(cluster, database)
    }

    fn on(cluster: Arc<TestCluster>, database: Database) -> Server {
        Server::told(cluster, database, &configuration::defaults())
    }

    /// A server that was told these settings.
    fn told(cluster: Arc<TestCluster>, database: Database, settings: &Settings) -> Server {
        let app = serve::app(database.clone(), settings);
        Server::of(cluster, database, &app)
    }

    /// A server of an app that was made before.
    fn of(cluster: Arc<TestCluster>, database: Database, app: &App) -> Server {
        Server { router: route::router(app, routes::all()), cluster, database }
    }

    async fn send(&self, request: Request) -> Response {
        let answer = self.router.clone().oneshot(paths::rewrite(request)).await;
        answer.expect("a router always answers")
    }

    /// Sends JSON, or nothing, as somebody; gives the status and the answer's body as text.
    async fn call(&self, who: Option<&str>, method: &str, path: &str, body: Option<&Value>) -> (u16, String) {
        let mut request = Request::builder().method(method).uri(path);
        if let Some(who) = who {
            request = request.header(AUTHORIZATION, basic(who));
        }
        let body = match body {
            Some(body) => {
                request = request.header(CONTENT_TYPE, "application/json");
                Body::from(body.to_string())
            }
            None => Body::empty(),
        };
        text(self.send(request.body(body).unwrap()).await).await
    }

    /// Returns once a statement waits for a lock of another; gives the process of the database that runs it.
    async fn until_somebody_waits(&self) -> String {
        let waiting = "select pid::text from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'";
        loop {
            if let [waiting] = &texts(&self.database, waiting).await[..] {
                return waiting.clone();
            }
        }
    }

    /// From now on the disk is full for whoever saves the value 2.
    async fn leave_no_room(&self) {
        let full = "create function no_room() returns trigger language plpgsql as $$ begin \
            if new.value = '2' then raise exception using errcode = 'disk_full'; end if; return new; end $$; \
            create trigger no_room before insert on datavalue for each row execute function no_room()";
        self.database.connect().await.unwrap().batch(full).await.unwrap();
    }

    /// There is room again.
    async fn make_room(&self) {
        let roomy = "drop trigger no_room on datavalue";
        self.database.connect().await.unwrap().batch(roomy).await.unwrap();
    }

    /// The JSON that the administrator is answered, which must be a success.
    async fn json(&self, method: &str, path: &str, body: Option<&Value>) -> Value {
        let (status, text) = self.call(Some(ADMIN), method, path, body).await;
        assert!(status < 300, "{method} {path}: {status} {text}");
        serde_json::from_str(&text).unwrap_or(Value::Null)
    }
}

/// Begins something, or goes on with it; whether it has to wait then.
pub(crate) fn waits(something: &mut Pin<Box<impl Future>>) -> bool {
    something.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending()
}

const ADMIN: &str = "admin:district";

fn basic(who: &str) -> String {
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(who))
}

async fn text(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, String::from_utf8_lossy(&body).into_owned())
}

/// The message of an answer, if it is a web message.
fn message(text: &str) -> Option<String> {
    serde_json::from_str::<Value>(text).ok()?.get("message")?.as_str().map(str::to_owned)
}
