//! Imports that meet each other, are cut off, or find no room.

use std::collections::BTreeMap;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use afya_model::Random;
use afya_store::cluster::Durability;
use afya_tests::cluster::{TestCluster, run, texts};
use serde_json::{Value, json};

use super::country::country;
use super::{Server, block_on, import, stored};

/// A value of two elements at both clinics in each month of a year.
fn year(year: &str, value: &str, backwards: bool) -> Value {
    let mut values = Vec::new();
    for month in 1..=12 {
        for unit in ["ClinicOne11", "ClinicTwo22"] {
            for element in ["ElementNum1", "ElementTwo2"] {
                values.push(json!({
                    "dataElement": element, "period": format!("{year}{month:02}"), "orgUnit": unit, "value": value,
                }));
            }
        }
    }
    if backwards {
        values.reverse();
    }
    json!({ "dataSet": "MonthlySet1", "dataValues": values })
}

const OF_A_YEAR: usize = 48;

#[test]
fn imports_of_the_same_cells_are_as_if_one_came_after_the_other() {
    let server = Server::start("meeting");
    block_on(async {
        country(&server).await;
        for round in 0..6 {
            let (one, other) = (
                year("2025", &format!("{}", 10 + round), false),
                year("2025", &format!("{}", 20 + round), true),
            );
            let ((first, _), (second, _)) =
                tokio::join!(import(&server, "", &one), import(&server, "", &other));
            assert_eq!((first, second), (200, 200));
            let values = stored(&server, "MonthlySet1").await;
            let last = values[0].rsplit(' ').next().unwrap_or_default();
            assert_eq!(values.len(), OF_A_YEAR);
            assert!(values.iter().all(|value| value.ends_with(last)), "{values:?}");
        }
    });
}

/// What is stored, by cell.
type Cells = BTreeMap<String, String>;

/// Some of the cells of a year in an order of their own, and perhaps some that are to be deleted first; what they make of what
/// is stored.
fn some_of_a_year(random: &Random, text: &str) -> (Value, impl Fn(&mut Cells) + use<>) {
    let mut cells = year("2025", text, false)["dataValues"].as_array().unwrap().clone();
    for place in (1..cells.len()).rev() {
        cells.swap(place, random.below(place + 1));
    }
    cells.truncate(1 + random.below(OF_A_YEAR));
    let mut group = json!({ "dataSet": "MonthlySet1", "dataValues": cells });
    let deleted = (random.below(2) == 0).then(|| format!("2025{:02}", 1 + random.below(12)));
    if let Some(period) = &deleted {
        group["deletion"] = json!({
            "orgUnits": ["ClinicOne11", "ClinicTwo22"], "periods": [period], "elements": [{ "dataElement": "ElementNum1" }],
        });
    }
    let key = |cell: &Value| {
        let word = |key: &str| cell[key].as_str().unwrap_or_default().to_owned();
        format!("{} {} {}", word("dataElement"), word("period"), word("orgUnit"))
    };
    let keys: Vec<String> = cells.iter().map(key).collect();
    let text = text.to_owned();
    let after = move |stored: &mut Cells| {
        let in_scope = |key: &String| {
            deleted
                .as_ref()
                .is_some_and(|period| key.starts_with("ElementNum1") && key.contains(period.as_str()))
        };
        stored.retain(|key, _| !in_scope(key));
        stored.extend(keys.iter().map(|key| (key.clone(), text.clone())));
    };
    (group, after)
}

#[test]
fn imports_that_overlap_are_as_if_one_came_after_the_other() {
    const STORED: &str = "select concat_ws(' ', e.uid, p.iso, o.uid, v.value) from datavalue v join dataelement e using (dataelementid) \
        join period p using (periodid) join organisationunit o on o.organisationunitid = v.sourceid where not v.deleted";
    let server = Server::start("overlapping");
    block_on(async {
        country(&server).await;
        let random = Random::seeded(6);
        let mut before = BTreeMap::new();
        for round in 0..25 {
            let (one, after_one) = some_of_a_year(&random, &format!("{}", 100 + round));
            let (other, after_other) = some_of_a_year(&random, &format!("{}", 200 + round));
            let ((first, said), (second, told)) =
                tokio::join!(import(&server, "", &one), import(&server, "", &other));
            assert_eq!((first, second), (200, 200), "{said} {told}");
            let stored: Cells = texts(&server.database, STORED)
                .await
                .iter()
                .filter_map(|row| row.rsplit_once(' ').map(|(key, value)| (key.to_owned(), value.to_owned())))
                .collect();
            let in_order = |steps: [&dyn Fn(&mut Cells); 2]| {
                let mut all = before.clone();
                steps.iter().for_each(|step| step(&mut all));
                all
            };
            let (either, or) = (in_order([&after_one, &after_other]), in_order([&after_other, &after_one]));
            assert!(stored == either || stored == or, "round {round}: {one} {other}");
            before = stored;
        }
    });
}

#[test]
fn an_import_that_is_cut_off_leaves_all_or_nothing() {
    let server = Server::start("cut_off");
    block_on(async {
        country(&server).await;
        let all = year("2025", "7", false);
        let mut cut = 0;
        for after in [1, 4, 8, 12, 16, 20, 25, 30, 40] {
            let within = Duration::from_millis(after);
            cut += usize::from(tokio::time::timeout(within, import(&server, "", &all)).await.is_err());
            let left = stored(&server, "MonthlySet1").await.len();
            assert!(left == 0 || left == OF_A_YEAR, "{left} values after {after} ms");
        }
        assert!(cut > 0, "every import was done before it was cut off");
        assert_eq!(import(&server, "", &all).await.0, 200);
        assert_eq!(stored(&server, "MonthlySet1").await.len(), OF_A_YEAR);
    });
}

/// The largest file that PostgreSQL may write from now on, in bytes, or any. Only its own user may say so.
fn limit_files(server: &Server, to: &str) {
    let process = server.cluster.running().process().unwrap().to_string();
    let limit = format!("--fsize={to}:unlimited");
    let words = ["prlimit", "--pid", process.as_str(), limit.as_str()];
    let limited = match afya_store::cluster::is_root().unwrap() {
        true => Command::new("runuser").args(["-u", "postgres", "--"]).args(words).status(),
        false => Command::new(words[0]).args(&words[1..]).status(),
    };
    assert!(limited.unwrap().success());
}

#[test]
fn an_import_that_finds_no_room_says_so_and_leaves_nothing() {
    let cluster = Arc::new(TestCluster::start("full", Durability::ThrowAway));
    let database = cluster.migrated("full");
    let server = Server::on(cluster, database);
    block_on(async {
        country(&server).await;
        assert_eq!(import(&server, "", &year("2025", "7", false)).await.0, 200);
        // Comments fill a file that is larger than those of the write-ahead log; it may grow by half a page, and a page
        // that is written in part is a full disk to PostgreSQL. Connections that are open already know no limit.
        run(
            &server.database,
            "alter table datavalue alter comment set storage external; \
             alter table datavalue set (autovacuum_enabled = false, toast.autovacuum_enabled = false); \
             do $$ begin for i in 1..8 loop update datavalue set comment = repeat('x', 50000); end loop; end $$",
        )
        .await;
        let size = "select (pg_relation_size(reltoastrelid) + 4096)::text from pg_class where oid = 'datavalue'::regclass";
        limit_files(&server, &texts(&server.database, size).await[0]);
        let limited = Server::on(server.cluster.clone(), server.cluster.database("full"));
        let mut commented = year("2024", "7", false);
        for value in commented["dataValues"].as_array_mut().into_iter().flatten() {
            value["comment"] = json!("y".repeat(5_000));
        }
        let (status, answer) = import(&limited, "", &commented).await;
        assert_eq!(status, 507, "{answer}");
        assert!(
            answer["message"].as_str().is_some_and(|message| message.contains("no room left")),
            "{answer}"
        );
        let count =
            async |server: &Server| texts(&server.database, "select count(*)::text from datavalue").await;
        assert_eq!(count(&limited).await, [OF_A_YEAR.to_string()]);
        limit_files(&server, "unlimited");
        let again = Server::on(server.cluster.clone(), server.cluster.database("full"));
        assert_eq!(import(&again, "", &commented).await.0, 200);
        assert_eq!(count(&again).await, [(2 * OF_A_YEAR).to_string()]);
    });
}
