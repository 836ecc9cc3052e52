//! The management port: probes that say the truth, and metrics that count.

use std::sync::Arc;

use afya_store::cluster::Durability;
use afya_tests::cluster::TestCluster;
use axum::Router;
use axum::body::Body;
use axum::extract::Request;
use tower::ServiceExt;

use super::{ADMIN, block_on, text};
use crate::management::{self, Watched};
use crate::{configuration, route, routes, serve};

async fn ask(router: &Router, path: &str) -> (u16, String) {
    let request = Request::builder().uri(path).body(Body::empty()).unwrap();
    text(router.clone().oneshot(request).await.unwrap()).await
}

#[test]
fn a_server_is_ready_while_its_database_answers_and_live_without_it() {
    let cluster = Arc::new(TestCluster::start("probes", Durability::ThrowAway));
    let app = serve::app(cluster.migrated("probes"), &configuration::defaults());
    let watched = Watched::new(app);
    let router = management::router(watched.clone());
    block_on(async {
        for probe in ["/health/startup", "/health/live", "/health/ready"] {
            assert_eq!(ask(&router, probe).await.0, 200, "{probe}");
        }
        cluster.running().stop().unwrap();
        assert_eq!(ask(&router, "/health/ready").await, (503, "the database does not answer\n".to_owned()));
        assert_eq!(ask(&router, "/health/live").await.0, 200);
        watched.stop();
        assert_eq!(ask(&router, "/health/ready").await, (503, "stopping\n".to_owned()));
    });
}

#[test]
fn requests_are_counted_by_route_and_never_by_what_their_paths_name() {
    let cluster = TestCluster::shared();
    let app = serve::app(cluster.migrated("metrics"), &configuration::defaults());
    let public = route::router(&app, routes::all());
    let router = management::router(Watched::new(app));
    block_on(async {
        for uid in ["abcdefghij1", "abcdefghij2"] {
            let request = Request::builder().uri(format!("/api/dataElements/{uid}"));
            let request = request.header("Authorization", super::basic(ADMIN)).body(Body::empty()).unwrap();
            assert_eq!(public.clone().oneshot(request).await.unwrap().status(), 404);
        }
        let request = Request::builder().method("BREW").uri("/api/ping").body(Body::empty()).unwrap();
        public.clone().oneshot(request).await.unwrap();
        let (status, told) = ask(&router, "/metrics").await;
        assert_eq!(status, 200);
        let line = told.lines().find(|line| {
            line.starts_with("afya_http_request_duration_seconds_count") && line.contains("{uid}")
        });
        let line = line.unwrap_or_else(|| panic!("no request is counted in {told}"));
        assert!(
            line.contains("method=\"GET\"") && line.contains("status=\"404\"") && line.ends_with(" 2"),
            "{line}"
        );
        assert!(line.contains("route=\"/api/dataElements/{uid}\""), "{line}");
        assert!(told.contains("afya_database_connections{state=\"most\"} "), "{told}");
        assert!(told.contains("afya_analytics_listeners 0\n"), "{told}");
        assert!(told.contains("afya_analytics_waiting{weight=\"heavy\"} 0"), "{told}");
        assert!(!told.contains("abcdefghij1"));
        assert!(told.contains("method=\"other\"") && !told.contains("BREW"), "{told}");
    });
}

#[test]
fn nobody_reaches_probes_or_metrics_by_the_public_port() {
    let cluster = TestCluster::shared();
    let app = serve::app(cluster.migrated("public_port"), &configuration::defaults());
    let public = route::router(&app, routes::all());
    block_on(async {
        for path in ["/metrics", "/health/ready"] {
            let (_, told) = ask(&public, path).await;
            assert!(!told.contains("afya_http") && !told.contains("ready\n"), "{path}: {told}");
        }
    });
}
