//! The database goes away, and clients hang up.

use std::process::Command;
use std::sync::Arc;

use afya_store::Sql;
use afya_store::cluster::Durability;
use afya_tests::cluster::TestCluster;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, RETRY_AFTER};

use super::{ADMIN, Server, basic, block_on};

fn get(path: &str) -> Request {
    Request::builder().uri(path).header(AUTHORIZATION, basic(ADMIN)).body(Body::empty()).unwrap()
}

#[test]
fn a_killed_database_is_503_until_it_is_back() {
    let cluster = Arc::new(TestCluster::start("killed", Durability::ThrowAway));
    let database = cluster.migrated("killed");
    let server = Server::on(cluster, database);
    block_on(async {
        let path = "/api/dataElements?fields=id";
        assert_eq!(server.send(get(path)).await.status(), 200);
        let process = server.cluster.running().process().unwrap().to_string();
        let killed = Command::new("kill").args(["-9", &process]).status().unwrap();
        assert!(killed.success());
        let under_load = (0..20).map(|_| server.send(get(path)));
        for answer in futures_util::future::join_all(under_load).await {
            // Those that were with the old server's processes may still be answered.
            if answer.status() != 200 {
                assert_eq!(answer.status(), 503);
                assert!(answer.headers().contains_key(RETRY_AFTER));
            }
        }
        let again =
            afya_store::cluster::Cluster::start(&server.cluster.folder, Durability::ThrowAway).unwrap();
        let mut statuses = Vec::new();
        for _ in 0..20 {
            statuses.push(server.send(get(path)).await.status().as_u16());
        }
        assert!(statuses.ends_with(&[200; 5]), "{statuses:?}");
        again.stop().unwrap();
        assert_eq!(server.send(get(path)).await.status(), 503);
    });
}

#[test]
fn a_query_ends_with_the_request_that_asked() {
    let cluster = TestCluster::shared();
    let database = cluster.migrated("hang_up");
    block_on(async {
        let one = database.connect().await.unwrap();
        let other = database.connect().await.unwrap();
        let held = Sql::new("select 1 from pg_locks where locktype = 'advisory' and granted");
        let endless = Sql::new("select pg_advisory_lock(1), pg_sleep(3600)");
        let until_it_runs = async { while other.rows(&held).await.unwrap().is_empty() {} };
        tokio::select! {
            _ = one.rows(&endless) => panic!("the query ended by itself"),
            () = until_it_runs => {}
        }
        drop(one);
        // The lock is free as soon as the query is cancelled and its connection closed; until then this waits.
        other.rows(&Sql::new("select pg_advisory_lock(1)")).await.unwrap();
    });
}
