//! A server is killed in the middle of an import. What is imported waits for a row that the test holds, so that the kill lands
//! inside, each time. The server is a process of its own: this very program, told to serve.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::{JoinHandle, spawn};

use afya_store::{DatabaseSettings, Encryption, Sql};
use afya_tests::cluster::texts;
use serde_json::json;

use super::data_value_import::country::country;
use super::{ADMIN, Server, basic, block_on};
use crate::configuration;
use crate::serve::{Ports, serve};

/// Serves a database until it is killed, where its input says which; nothing for those who run all tests.
#[test]
#[ignore = "a server for other tests, which start it"]
fn a_process_that_serves() {
    let mut told = String::new();
    std::io::stdin().read_line(&mut told).unwrap();
    let mut words = told.trim().split('|');
    if told.is_empty() {
        return;
    }
    let mut word = || words.next().unwrap().to_owned();
    let port = word().parse().unwrap();
    let mut settings = configuration::defaults();
    settings.database = DatabaseSettings {
        host: word(),
        port: word().parse().unwrap(),
        name: word(),
        username: word(),
        password: String::new(),
        encryption: Encryption::Disable,
        connections: 4,
    };
    block_on(serve(&settings, Ports { public: port, management: None })).unwrap();
}

struct Process {
    process: Child,
    port: u16,
}

impl Process {
    fn start(server: &Server, name: &str) -> Process {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let at = server.cluster.running().settings(name, 4);
        let told = format!("{port}|{}|{}|{}|{}\n", at.host, at.port, at.name, at.username);
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "tests::killed::a_process_that_serves", "--ignored", "--nocapture"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        process.stdin.take().unwrap().write_all(told.as_bytes()).unwrap();
        let mut process = Process { process, port };
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(process.process.try_wait().unwrap().is_none(), "the server stopped by itself");
        }
        process
    }

    /// Sends ADX, on a thread that waits for the answer; nothing where the server went away.
    fn post(&self, query: &str, body: &str) -> JoinHandle<Option<String>> {
        let request = format!(
            "POST /api/dataValueSets?{query} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {}\r\nConnection: close\r\n\
             Content-Type: application/adx+xml\r\nContent-Length: {}\r\n\r\n{body}",
            basic(ADMIN),
            body.len()
        );
        let port = self.port;
        spawn(move || {
            let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
            stream.write_all(request.as_bytes()).ok()?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).ok()?;
            Some(answer).filter(|answer| !answer.is_empty())
        })
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Two sets of 48 values each, as two groups.
fn two_sets(value: &str) -> String {
    let mut body = String::from("<adx xmlns=\"urn:ihe:qrph:adx:2015\">");
    for (set, attribute, cells) in [
        ("MonthlySet1", "", [("ElementNum1", "HllvX50cXC0"), ("ElementTwo2", "HllvX50cXC0")]),
        (
            "PartnerSet1",
            " attributeOptionCombo=\"AidOneCombo\"",
            [("ElementSex1", "SexMaleComb"), ("ElementSex1", "SexFemaleCo")],
        ),
    ] {
        for (month, unit) in (1..=12).flat_map(|month| [(month, "ClinicOne11"), (month, "ClinicTwo22")]) {
            body += &format!(
                "<group dataSet=\"{set}\" orgUnit=\"{unit}\" period=\"2025-{month:02}-01/P1M\"{attribute}>"
            );
            for (element, combo) in cells {
                body += &format!(
                    "<dataValue dataElement=\"{element}\" categoryOptionCombo=\"{combo}\" value=\"{value}\"/>"
                );
            }
            body += "</group>";
        }
    }
    body + "</adx>"
}

/// How many values the first and the second set have, by value.
const STORED: &str = "select concat_ws(' ', case e.uid when 'ElementSex1' then 'second' else 'first' end, v.value, count(*)) \
    from datavalue v join dataelement e using (dataelementid) group by case e.uid when 'ElementSex1' then 'second' else 'first' end, v.value order by 1";

/// Sends the import to a server that is killed in the middle of the second set.
async fn kill_inside(server: &Server, name: &str, query: &str) {
    country(server).await;
    let one = json!({
        "dataSet": "PartnerSet1", "attributeOptionCombo": "AidOneCombo", "period": "202506", "orgUnit": "ClinicTwo22",
        "dataValues": [{ "dataElement": "ElementSex1", "categoryOptionCombo": "SexFemaleCo", "value": "1" }],
    });
    server.json("POST", "/api/dataValueSets", Some(&one)).await;
    let process = Process::start(server, name);
    let mut holder = server.database.connect().await.unwrap();
    holder.begin().await.unwrap();
    holder.rows(&Sql::new("select 1 from datavalue for update")).await.unwrap();
    let answer = process.post(query, &two_sets("2"));
    let waiting = server.until_somebody_waits().await;
    process.kill();
    holder.rollback().await.unwrap();
    let mut gone = Sql::new("select 1 from pg_stat_activity where pid::text = ");
    gone.bind(waiting);
    while !holder.rows(&gone).await.unwrap().is_empty() {}
    let answer = answer.join().unwrap();
    assert_eq!(answer.is_some(), query.contains("async"), "{answer:?}");
    assert_eq!(texts(&server.database, STORED).await, ["first 2 48", "second 1 1"]);
}

#[test]
fn a_killed_import_leaves_each_set_whole_or_not_at_all_and_again_is_the_same() {
    let server = Server::start("killed_import");
    block_on(async {
        kill_inside(&server, "killed_import", "").await;
        let again = Process::start(&server, "killed_import");
        let answer = again.post("", &two_sets("2")).join().unwrap().unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        assert_eq!(texts(&server.database, STORED).await, ["first 2 48", "second 2 48"]);
    });
}

#[test]
fn a_job_of_a_killed_server_is_taken_by_the_next_one() {
    let server = Server::start("killed_job");
    block_on(async {
        kill_inside(&server, "killed_job", "async=true").await;
        // Besides the import the servers do what the hour asks of them.
        let unfinished = "select id from afya.job where finished is null and type = 'DATAVALUE_IMPORT'";
        assert_eq!(texts(&server.database, unfinished).await.len(), 1);
        let again = Process::start(&server, "killed_job");
        while !texts(&server.database, unfinished).await.is_empty() {}
        let job = "select concat_ws(' ', attempts, status, summary->>'status') from afya.job where type = 'DATAVALUE_IMPORT'";
        assert_eq!(texts(&server.database, job).await, ["2 COMPLETED SUCCESS"]);
        assert_eq!(texts(&server.database, STORED).await, ["first 2 48", "second 2 48"]);
        again.kill();
    });
}
