//! Analytics from ClickHouse: what DHIS2's own keys say is used, and who answered is said.

use std::time::Duration;

use afya_tests::clickhouse::ClickHouse;
use afya_tests::cluster::TestCluster;

use super::columns::{answer, country, figure, said, save};
use super::{Server, block_on};
use crate::{configuration, route, routes, serve};

#[test]
fn clickhouse_answers_what_was_saved_a_moment_ago() {
    let clickhouse = ClickHouse::start("server");
    clickhouse.run("default", "create database analytics");
    let cluster = TestCluster::shared();
    let database = cluster.migrated("clickhouse");
    let url = format!("jdbc:clickhouse:{}/analytics", clickhouse.url());
    let keys = [("analytics.database", "clickhouse"), ("analytics.connection.url", url.as_str())];
    let mut app = serve::app(database.clone(), &configuration::with(&keys));
    // A machine with much else to do has the time that it needs.
    let feed = app.clickhouse.take().unwrap().waiting(Duration::from_secs(60));
    app.clickhouse = Some(feed.clone());
    let server = Server { router: route::router(&app, routes::all()), cluster, database };
    block_on(async {
        country(&server).await;
        save(&server, "ClinicOne11", "1").await;
        assert_eq!(figure(&server).await, said("postgresql", "1"), "nothing is loaded yet");
        feed.load("first").await.unwrap();
        assert_eq!(figure(&server).await, said("clickhouse", "1"));
        save(&server, "ClinicTwo22", "20").await;
        assert_eq!(figure(&server).await, said("clickhouse", "21"), "what was saved a moment ago");
        assert_eq!(answer(&server, "RemarkOfAll").await, said("postgresql", ""));
        assert_eq!(
            answer(&server, "Attendance1;MonthlySet1.ACTUAL_REPORTS").await.0,
            "clickhouse, postgresql"
        );
        let explained = server
            .json(
                "GET",
                "/api/analytics/explain?dimension=dx:Attendance1&dimension=pe:202401&filter=ou:CountryOne1",
                None,
            )
            .await;
        let plan = &explained["performanceMetrics"]["executionPlans"][0]["plan"];
        assert_eq!(plan["Executor"], "clickhouse", "{explained}");
        drop(clickhouse);
        assert_eq!(figure(&server).await, said("postgresql", "21"), "it is down");
    });
}
