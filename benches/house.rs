//! The house: how soon the server answers, what memory it keeps, and lists beside PostgreSQL's own time for their
//! statements, which it logs. On the demo country, loaded into a cluster of its own.

use std::time::Duration;

use afya_benches::{Log, Server, demo, line, median};
use afya_tests::cluster::{block_on, run};

const LISTS: [(&str, &str); 4] = [
    (
        "50 data elements with combos and groups",
        "/api/dataElements?pageSize=50&fields=id,name,displayName,valueType,categoryCombo[id,name,categories[id,name]],dataElementGroups[id,name]",
    ),
    (
        "50 org units with ancestors and groups",
        "/api/organisationUnits?pageSize=50&fields=id,name,path,level,ancestors[id,name],organisationUnitGroups[id,name]",
    ),
    ("50 indicators, all fields", "/api/indicators?pageSize=50&fields=:all,indicatorType[id,name,factor]"),
    (
        "50 users with roles and units",
        "/api/users?pageSize=50&fields=id,username,displayName,userRoles[id,name],organisationUnits[id,name]",
    ),
];

const RUNS: usize = 400;

fn main() {
    let (cluster, database, settings) = demo();

    let mut starts: Vec<Duration> = (0..5).map(|_| Server::start(&settings).until_first_answer).collect();
    starts.sort_unstable();
    let server = Server::start(&settings);
    println!("\nstart to first answer: {:.0} ms (median of 5)", starts[2].as_secs_f64() * 1000.0);
    println!("resident, idle: {:.1} MB", server.resident_mb());

    // One by one: this one wants no transaction around it.
    block_on(run(&database, "alter system set log_min_duration_statement = 0"));
    block_on(run(&database, "select pg_reload_conf()"));
    println!("\n| list | ours | PostgreSQL's statements | ratio |\n|---|--:|--:|--:|");
    for (what, path) in LISTS {
        let mut log = Log::at_end(cluster.folder.join("log"));
        let mut statements = Vec::new();
        let ours = median(RUNS, || {
            server.get(path);
            statements.push(log.statements());
        });
        statements.sort_unstable();
        line(what, ours, statements[statements.len() / 2]);
    }
    println!("\nresident, after these: {:.1} MB", server.resident_mb());
}
