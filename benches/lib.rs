//! What benches share: the release server as a process on a database, and figures with their floor.

use std::fs::{File, read_to_string};
use std::io::{Read, Seek, SeekFrom, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use afya_store::cluster::Durability;
use afya_store::{Database, DatabaseSettings};
use afya_tests::cluster::{TestCluster, block_on, run, texts};

/// The binary that is measured.
pub const BINARY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../target/release/afya");

/// A running server, stopped when dropped.
#[derive(Debug)]
pub struct Server {
    process: Child,
    agent: ureq::Agent,
    address: String,
    /// The session of the administrator, who signs in at the start as a browser does.
    cookie: String,
    /// From the start of the process to its first answer.
    pub until_first_answer: Duration,
}

impl Server {
    /// Starts the release binary on a database and waits until it answers.
    ///
    /// # Panics
    /// When the binary is missing or does not answer within a minute: a bench without a server measures nothing.
    pub fn start(at: &DatabaseSettings) -> Server {
        Server::told(at, &[])
    }

    /// As `start`, with variables that tell the server more.
    ///
    /// # Panics
    /// As `start`.
    pub fn told(at: &DatabaseSettings, variables: &[(&str, &str)]) -> Server {
        let port = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let port = port.expect("a port is free").port();
        let started = Instant::now();
        let process = Command::new(BINARY)
            .args(["serve", "--port", &port.to_string()])
            .envs([("DB_HOST", &at.host), ("DB_NAME", &at.name), ("DB_USERNAME", &at.username)])
            .env("DB_PORT", at.port.to_string())
            .envs(variables.iter().copied())
            .stderr(Stdio::null())
            .spawn()
            .expect("target/release/afya is built: cargo build --release -p afya-server");
        let mut server = Server {
            process,
            agent: ureq::Agent::config_builder().http_status_as_error(false).build().into(),
            address: format!("http://127.0.0.1:{port}"),
            cookie: String::new(),
            until_first_answer: Duration::ZERO,
        };
        while server.agent.get(format!("{}/api/ping", server.address)).call().is_err() {
            assert!(started.elapsed() < Duration::from_secs(60), "the server does not answer");
        }
        server.until_first_answer = started.elapsed();
        server.sign_in();
        server
    }

    fn sign_in(&mut self) {
        let (address, who) =
            (format!("{}/api/auth/login", self.address), r#"{"username":"admin","password":"district"}"#);
        let answer =
            self.agent.post(address).content_type("application/json").send(who).expect("the server answers");
        let cookie = answer.headers().get("Set-Cookie").and_then(|cookie| cookie.to_str().ok());
        let cookie = cookie.and_then(|cookie| cookie.split(';').next());
        self.cookie = cookie.expect("the administrator can sign in").to_owned();
    }

    /// What a path answers, read whole.
    ///
    /// # Panics
    /// When it is no success.
    pub fn get(&self, path: &str) -> String {
        let request = self.agent.get(format!("{}{path}", self.address));
        let mut answer = request.header("Cookie", &self.cookie).call().expect("the server answers");
        let body = answer.body_mut().with_config().limit(1 << 30);
        let text = body.read_to_string().expect("the answer is text");
        assert_eq!(answer.status(), 200, "{path}: {text}");
        text
    }

    /// Asks and does not wait for the answer; who drops the connection leaves before it.
    ///
    /// # Panics
    /// When the server cannot be reached.
    pub fn ask(&self, path: &str) -> TcpStream {
        let host = self.address.trim_start_matches("http://");
        let mut connection = TcpStream::connect(host).expect("the server listens");
        write!(connection, "GET {path} HTTP/1.1\r\nHost: {host}\r\nCookie: {}\r\n\r\n", self.cookie)
            .expect("the server reads");
        connection
    }

    /// What a path of analytics answers, and who answered.
    ///
    /// # Panics
    /// When it is no success.
    pub fn analytics(&self, path: &str) -> (String, String) {
        let request = self.agent.get(format!("{}{path}", self.address));
        let mut answer = request.header("Cookie", &self.cookie).call().expect("the server answers");
        let who = answer.headers().get("X-Afya-Analytics").and_then(|who| who.to_str().ok());
        let who = who.unwrap_or_default().to_owned();
        let text = answer.body_mut().read_to_string().expect("the answer is text");
        assert_eq!(answer.status(), 200, "{path}: {text}");
        (text, who)
    }

    /// What a path answers, read to its end and not kept; how many bytes.
    ///
    /// # Panics
    /// When it is no success, or breaks off.
    pub fn drain(&self, path: &str) -> u64 {
        let request = self.agent.get(format!("{}{path}", self.address));
        let mut answer = request.header("Cookie", &self.cookie).call().expect("the server answers");
        assert_eq!(answer.status(), 200, "{path}");
        let mut body = answer.body_mut().with_config().limit(u64::MAX).reader();
        std::io::copy(&mut body, &mut std::io::sink()).expect("the answer comes whole")
    }

    /// Sends a body and gives the answer.
    ///
    /// # Panics
    /// When the server does not answer.
    pub fn post_as(&self, path: &str, media_type: &str, body: &str) -> (u16, String) {
        let request = self.agent.post(format!("{}{path}", self.address));
        let request = request.header("Cookie", &self.cookie).content_type(media_type);
        let mut answer = request.send(body).expect("the server answers");
        (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap_or_default())
    }

    /// Memory that is resident now, in MB.
    ///
    /// # Panics
    /// Where there is no `/proc`.
    pub fn resident_mb(&self) -> f64 {
        self.memory_mb("VmRSS:")
    }

    /// The most memory that was ever resident, in MB.
    ///
    /// # Panics
    /// Where there is no `/proc`.
    pub fn peak_mb(&self) -> f64 {
        self.memory_mb("VmHWM:")
    }

    fn memory_mb(&self, name: &str) -> f64 {
        let status = read_to_string(format!("/proc/{}/status", self.process.id())).expect("Linux has /proc");
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
        let kilobytes: f64 = line.trim().trim_end_matches(" kB").parse().expect("memory is a number of kB");
        kilobytes / 1024.0
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The median of the times that `action` takes, after a few runs that do not count.
pub fn median(runs: usize, mut action: impl FnMut()) -> Duration {
    for _ in 0..runs / 10 + 3 {
        action();
    }
    let mut times: Vec<Duration> = (0..runs)
        .map(|_| {
            let started = Instant::now();
            action();
            started.elapsed()
        })
        .collect();
    times.sort_unstable();
    times[times.len() / 2]
}

/// A line of the table: what, ours, its floor, and ours in floors.
pub fn line(what: &str, ours: Duration, floor: Duration) {
    let (ours, floor) = (ours.as_secs_f64() * 1000.0, floor.as_secs_f64() * 1000.0);
    println!("| {what} | {ours:.2} ms | {floor:.2} ms | {:.2} |", ours / floor);
}

/// PostgreSQL's log, read on from where it was read to.
#[derive(Debug)]
pub struct Log {
    file: PathBuf,
    read: u64,
}

impl Log {
    /// The log from its present end on.
    pub fn at_end(file: PathBuf) -> Log {
        let read = read_to_string(&file).map_or(0, |text| text.len() as u64);
        Log { file, read }
    }

    /// What the statements logged since took together: parse, bind and execute.
    ///
    /// # Panics
    /// Where the log cannot be read.
    pub fn statements(&mut self) -> Duration {
        let mut text = String::new();
        let mut file = File::open(&self.file).expect("the cluster has a log");
        file.seek(SeekFrom::Start(self.read))
            .and_then(|_| file.read_to_string(&mut text))
            .expect("the log is text");
        self.read += text.len() as u64;
        let times = text
            .lines()
            .filter_map(|line| line.split_once("duration: ")?.1.split(" ms").next()?.parse::<f64>().ok());
        Duration::from_secs_f64(times.sum::<f64>() / 1000.0)
    }
}

/// The demo country in a durable cluster of its own, loaded by the release binary, and where it is.
///
/// # Panics
/// When it cannot be loaded.
pub fn demo() -> (TestCluster, Database, DatabaseSettings) {
    demo_of(1.0)
}

/// As `demo`, at a scale.
///
/// # Panics
/// As `demo`.
pub fn demo_of(scale: f64) -> (TestCluster, Database, DatabaseSettings) {
    let cluster = TestCluster::start("bench", Durability::Durable);
    let database = cluster.empty("demo");
    let settings = cluster.running().settings("demo", 8);
    let loaded = Command::new(BINARY)
        .args(["demo", "--load-only", "--scale", &scale.to_string()])
        .envs([("DB_HOST", &settings.host), ("DB_NAME", &settings.name), ("DB_USERNAME", &settings.username)])
        .status();
    assert!(loaded.is_ok_and(|status| status.success()), "the demo country was not loaded");
    (cluster, database, settings)
}

/// A table of what monthly values are made for: elements that take whole numbers, with the combos and units of the largest set.
pub const CELLS: &str = "create unlogged table cells as select d.dataelementid as de_id, d.uid as de, c.categoryoptioncomboid as coc_id, \
     c.uid as coc, o.organisationunitid as ou_id, o.uid as ou \
     from (select s.* from dataset s join periodtype t using (periodtypeid) join datasetelement e using (datasetid) \
     where t.name = 'Monthly' group by s.datasetid order by count(*) desc, s.uid limit 1) s join datasetelement e on e.datasetid = s.datasetid join dataelement d on d.dataelementid = e.dataelementid \
     and d.valuetype in ('NUMBER', 'INTEGER', 'INTEGER_ZERO_OR_POSITIVE') join categorycombos_optioncombos m \
     on m.categorycomboid = coalesce(e.categorycomboid, d.categorycomboid) join categoryoptioncombo c \
     on c.categoryoptioncomboid = m.categoryoptioncomboid join datasetsource x on x.datasetid = s.datasetid \
     join organisationunit o on o.organisationunitid = x.sourceid \
     group by 1, 2, 3, 4, 5, 6";

/// How many months so many values fill.
fn months_of(database: &Database, wanted: usize) -> usize {
    let cells: usize = first(database, "select count(*)::text from cells").parse().expect("a count");
    wanted.div_ceil(cells)
}

/// How many years so many values take, where the table of cells is there.
///
/// # Panics
/// Where it is not.
pub fn years_of(database: &Database, wanted: usize) -> usize {
    months_of(database, wanted).div_ceil(12)
}

/// So many values from a year on, written by PostgreSQL itself and without their audit; how many years they take.
///
/// # Panics
/// Where there is no table of cells.
pub fn fill(database: &Database, year: usize, wanted: usize) -> usize {
    let (months, years) = (months_of(database, wanted), years_of(database, wanted));
    let statements = format!(
        "insert into period (periodid, periodtypeid, startdate, enddate, iso) select nextval('hibernate_sequence'), t.periodtypeid, \
         d::date, (d + interval '1 month - 1 day')::date, to_char(d, 'YYYYMM') from periodtype t, \
         generate_series('{year}-01-01'::timestamp, '{}-12-01', '1 month') d where t.name = 'Monthly' on conflict do nothing; \
         alter table datavalue disable trigger user; \
         insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, storedby, \
         created, lastupdated, deleted) select k.de_id, p.periodid, k.ou_id, k.coc_id, (select categoryoptioncomboid from \
         categoryoptioncombo where name = 'default' limit 1), (k.de_id * 7 + p.periodid) % 100, 'admin', now(), now(), false \
         from (select periodid, startdate from period join periodtype t using (periodtypeid) where t.name = 'Monthly' \
         and startdate >= '{year}-01-01' order by startdate limit {months}) p, cells k order by k.de_id, p.periodid limit {wanted}; \
         alter table datavalue enable trigger user; analyze datavalue; analyze period",
        year + years - 1
    );
    block_on(run(database, &statements));
    years
}

/// The text of the first row of a statement.
///
/// # Panics
/// When there is none.
pub fn first(database: &Database, sql: &'static str) -> String {
    let found = block_on(texts(database, sql));
    found.into_iter().next().expect("the demo has one")
}
