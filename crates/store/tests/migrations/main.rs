//! Migrations on a real PostgreSQL: what an empty database becomes, and what a database of DHIS2 keeps.

mod facts;

use std::process::Command;

use afya_store::cluster::{Cluster, Durability};
use afya_store::migrations::{FLYWAY_VERSION, MigrationError, Outcome, detach, inspect, migrate};
use afya_store::{Database, Sql};

use afya_tests::cluster::{TestCluster, block_on, run, texts};
use facts::differences;

async fn assert_schema_of_dhis2(database: &Database) {
    let found = differences(database).await;
    assert!(found.is_empty(), "{} differences\n{}", found.len(), found.join("\n"));
}

async fn tables_outside_extensions(database: &Database) -> usize {
    let tables = "select tablename::text from pg_tables where schemaname in ('public', 'afya')
        and tablename <> 'spatial_ref_sys'";
    texts(database, tables).await.len()
}

#[test]
fn an_empty_database_gets_the_schema_of_dhis2() {
    let cluster = TestCluster::shared();
    let database = cluster.migrated("whole");
    block_on(async {
        assert_schema_of_dhis2(&database).await;
        let history = "select version from flyway_schema_history where success order by installed_rank";
        let versions = texts(&database, history).await;
        assert_eq!((versions.len(), versions.last().map(String::as_str)), (371, Some(FLYWAY_VERSION)));
    });
}

#[test]
fn an_empty_database_gets_the_rows_that_everybody_needs() {
    let cluster = TestCluster::shared();
    let database = cluster.migrated("rows");
    block_on(async {
        let defaults = "select uid from category union all select uid from categoryoption
            union all select uid from categorycombo union all select uid from categoryoptioncombo order by 1";
        let expected = ["bjDvmb4bfuf", "GLevLNI9wkl", "HllvX50cXC0", "xYerKDKCefk"];
        let mut found = texts(&database, defaults).await;
        found.sort_by_key(|uid| uid.to_lowercase());
        assert_eq!(found, expected);
        let authorities = "select username || ' ' || r.name || ' ' || authority from userinfo
            join userrolemembers m on m.userid = userinfoid join userrole r using (userroleid)
            join userroleauthorities using (userroleid)";
        assert_eq!(texts(&database, authorities).await, ["admin Superuser ALL"]);
        let periods =
            "select name from periodtype join configuration_dataoutputperiodtype using (periodtypeid)";
        assert_eq!(texts(&database, periods).await.len(), 23);
    });
}

#[test]
fn hashes_and_their_places_are_those_of_java() {
    let cluster = TestCluster::shared();
    let database = cluster.migrated("hashes");
    block_on(async {
        // What `"hello".hashCode()` and `"Café".hashCode()` give in Java, the second as an unsigned number.
        let hashes =
            "select afya.hash_code('hello') || ' ' || afya.hash_code('Café') || ' ' || afya.hash_code(null)";
        assert_eq!(texts(&database, hashes).await, ["99162322 2092609 0"]);
        // 65536 + 3 falls on 2 of 16 places, and so on 12 items; 13 items have 32 places.
        let places = "select string_agg(afya.hash_place(65536 + 3, n)::text || ' ' || afya.hash_place(17, n), ', ' order by n)
            from unnest(array[1, 12, 13]) n";
        assert_eq!(texts(&database, places).await, ["2 1, 2 1, 2 17"]);
    });
}

#[test]
fn migrating_again_does_nothing() {
    let cluster = TestCluster::shared();
    let database = cluster.migrated("again");
    block_on(async {
        assert_eq!(migrate(&database).await.unwrap(), Outcome::Nothing);
        assert_schema_of_dhis2(&database).await;
    });
}

#[test]
fn servers_that_start_at_once_take_turns() {
    let cluster = TestCluster::shared();
    let (one, other) = (cluster.empty("at_once"), cluster.database("at_once"));
    block_on(async {
        let (first, second) = tokio::join!(migrate(&one), migrate(&other));
        let outcomes = [first.unwrap(), second.unwrap()];
        assert!(outcomes.contains(&Outcome::Created) && outcomes.contains(&Outcome::Nothing));
        assert_schema_of_dhis2(&one).await;
    });
}

#[test]
fn a_database_of_dhis2_gains_and_loses_our_schema_only() {
    let cluster = TestCluster::shared();
    let database = cluster.migrated("theirs");
    block_on(async {
        detach(&database).await.unwrap();
        assert_schema_of_dhis2(&database).await;
        assert!(!inspect(&mut database.connect().await.unwrap()).await.unwrap().attached);
        assert_eq!(migrate(&database).await.unwrap(), Outcome::Attached);
        assert_schema_of_dhis2(&database).await;
        detach(&database).await.unwrap();
        let ours = "select nspname::text from pg_namespace where nspname = 'afya'";
        assert!(texts(&database, ours).await.is_empty());
        assert_schema_of_dhis2(&database).await;
    });
}

#[test]
fn another_version_is_refused_and_left_alone() {
    let cluster = TestCluster::shared();
    let database = cluster.migrated("older");
    block_on(async {
        detach(&database).await.unwrap();
        run(&database, "delete from flyway_schema_history where version = '2.43.67'").await;
        let sentence = migrate(&database).await.unwrap_err().to_string();
        assert!(sentence.contains("2.43.66") && sentence.contains("2.43.67"), "{sentence}");
        assert!(!inspect(&mut database.connect().await.unwrap()).await.unwrap().attached);
    });
}

#[test]
fn a_foreign_database_is_refused_and_left_alone() {
    let cluster = TestCluster::shared();
    let database = cluster.empty("foreign");
    block_on(async {
        run(&database, "create table cow (name text)").await;
        assert!(matches!(migrate(&database).await, Err(MigrationError::Foreign(1))));
        assert_eq!(tables_outside_extensions(&database).await, 1);
    });
}

#[test]
fn a_failure_names_its_cause_and_leaves_nothing() {
    let cluster = TestCluster::shared();
    let database = cluster.empty("in_the_way");
    block_on(async {
        run(&database, "create domain uid_type as text").await;
        let sentence = migrate(&database).await.unwrap_err().to_string();
        assert!(sentence.contains("\"uid_type\" already exists"), "{sentence}");
        assert_eq!(tables_outside_extensions(&database).await, 0);
        run(&database, "drop domain uid_type").await;
        assert_eq!(migrate(&database).await.unwrap(), Outcome::Created);
    });
}

#[test]
fn missing_rights_are_said_before_anything_is_changed() {
    let cluster = TestCluster::shared();
    let owner = cluster.empty("rights");
    let mut settings = cluster.running().settings("rights", 2);
    settings.username = "guest".to_owned();
    let guest = Database::new(&settings).unwrap();
    block_on(async {
        run(&owner, "create role guest login").await;
        let sentence = migrate(&guest).await.unwrap_err().to_string();
        assert!(sentence.contains("let a superuser run `create extension postgis`"), "{sentence}");
        run(&owner, "create extension postgis").await;
        assert!(matches!(migrate(&guest).await, Err(MigrationError::Rights("a schema"))));
        run(&owner, "grant create on database rights to guest").await;
        assert!(matches!(migrate(&guest).await, Err(MigrationError::Rights("tables"))));
        assert_eq!(tables_outside_extensions(&owner).await, 0);
        run(&owner, "grant create on schema public to guest").await;
        assert_eq!(migrate(&guest).await.unwrap(), Outcome::Created);
        assert_schema_of_dhis2(&owner).await;
    });
}

#[test]
fn a_killed_cluster_starts_again_with_what_was_saved() {
    let mut own = TestCluster::start("killed", Durability::Durable);
    block_on(run(&own.empty("kept"), "create table cow (name text); insert into cow values ('Njambi')"));
    let killed = own.running().process().unwrap();
    assert!(Command::new("kill").args(["-9", &killed.to_string()]).status().unwrap().success());
    // As after a crash of the whole process: nobody stops the cluster, the next run finds its lock.
    std::mem::forget(own.cluster.take());
    own.cluster = Some(Cluster::start(&own.folder, Durability::Durable).unwrap());
    assert_ne!(own.running().process(), Some(killed));
    let database = own.database("kept");
    assert_eq!(block_on(texts(&database, "select name from cow")), ["Njambi"]);
}

#[test]
fn a_cluster_that_was_left_running_is_taken_over() {
    let mut own = TestCluster::start("left", Durability::ThrowAway);
    std::mem::forget(own.cluster.take());
    own.cluster = Some(Cluster::start(&own.folder, Durability::Durable).unwrap());
    let database = own.empty("left");
    let fsync = block_on(async {
        let row = database.connect().await.unwrap().first(&Sql::new("show fsync")).await.unwrap();
        row.unwrap().get::<_, String>(0)
    });
    assert_eq!(fsync, "on");
}
