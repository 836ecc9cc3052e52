//! ClickHouse over HTTP: a statement with its values as parameters, and the answer as bytes.

use std::fmt;
use std::time::Duration;

use afya_store::Fault;
use ureq::Agent;

use crate::sql::clickhouse::Statement;

/// How long a question may take before PostgreSQL answers it.
const PATIENCE: Duration = Duration::from_secs(20);
/// How long rows may take to be written or brought together.
pub(super) const PATIENCE_TO_WRITE: Duration = Duration::from_secs(600);
/// How long it may take to reach the server.
const PATIENCE_TO_CONNECT: Duration = Duration::from_secs(2);
/// How many bytes an answer may have: some four million cells.
const MOST_BYTES: u64 = 200_000_000;
/// How much of an error is told.
const MOST_LETTERS: usize = 400;
/// What a server may have been told otherwise: rows that are not the newest are never looked at, a table has no nulls after a join,
/// and rows are there when an insert has ended, up to a million of them all at once.
const SETTINGS: &str = "optimize_move_to_prewhere_if_final=0&join_use_nulls=0&async_insert=0&max_insert_block_size=1048449\
    &min_insert_block_size_rows=1048449&min_insert_block_size_bytes=268435456&max_insert_threads=1&wait_end_of_query=1";
/// Between the parts of a form; no value has it.
const BOUNDARY: &str = "afya-5f0c1b7e92d84a36";

/// Where a ClickHouse is, and who asks.
#[derive(Clone, PartialEq, Eq)]
pub struct Access {
    /// Its address, such as `http://clickhouse:8123`.
    pub url: String,
    /// The database that our tables lie in.
    pub database: String,
    /// The user.
    pub username: String,
    /// The user's password.
    pub password: String,
}

impl fmt::Debug for Access {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} on {} of {}", self.username, self.database, self.url)
    }
}

/// What ClickHouse did not do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("ClickHouse {0}")]
pub(super) struct Trouble(pub(super) String);

impl From<Trouble> for Fault {
    fn from(trouble: Trouble) -> Fault {
        Fault::Unavailable(trouble.to_string())
    }
}

/// Speaks to a ClickHouse. Cloning shares its connections.
#[derive(Clone, Debug)]
pub(super) struct Client {
    agent: Agent,
    access: Access,
}

impl Client {
    pub(super) fn new(access: Access) -> Client {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(PATIENCE_TO_CONNECT))
            .build()
            .into();
        Client { agent, access }
    }

    /// What a statement answers.
    pub(super) async fn ask(&self, statement: &Statement) -> Result<Vec<u8>, Trouble> {
        self.ask_within(statement, PATIENCE).await
    }

    /// What a statement answers that may take so long.
    pub(super) async fn ask_within(&self, statement: &Statement, most: Duration) -> Result<Vec<u8>, Trouble> {
        let (text, parameters) = statement.build();
        let mut form = part("query", &text);
        for (name, value) in parameters {
            form.push_str(&part(&format!("param_{name}"), value));
        }
        form.push_str(&format!("--{BOUNDARY}--\r\n"));
        let content = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(String::new(), content, form.into_bytes(), most).await
    }

    /// Writes rows by a statement without values. ClickHouse refuses to write none.
    pub(super) async fn insert(&self, statement: &Statement, rows: Vec<u8>) -> Result<(), Trouble> {
        if rows.is_empty() {
            return Ok(());
        }
        let query: String = form_urlencoded::byte_serialize(statement.build().0.as_bytes()).collect();
        let content = "application/octet-stream".to_owned();
        self.send(format!("&query={query}"), content, rows, PATIENCE_TO_WRITE).await.map(drop)
    }

    async fn send(
        &self,
        query: String,
        content: String,
        body: Vec<u8>,
        most: Duration,
    ) -> Result<Vec<u8>, Trouble> {
        let client = self.clone();
        let sent = tokio::task::spawn_blocking(move || client.send_now(&query, &content, &body, most)).await;
        sent.map_err(|error| Trouble(format!("was not asked: {error}")))?
    }

    fn send_now(&self, query: &str, content: &str, body: &[u8], most: Duration) -> Result<Vec<u8>, Trouble> {
        let Access { url, database, username, password } = &self.access;
        let database: String = form_urlencoded::byte_serialize(database.as_bytes()).collect();
        // An answer is whole before its first byte is sent, so that its status tells of any error.
        let seconds = most.as_secs();
        let url = format!("{url}/?database={database}&max_execution_time={seconds}&{SETTINGS}{query}");
        let request = self.agent.post(&url).config().timeout_global(Some(most)).build();
        let mut request = request.header("Content-Type", content);
        if !username.is_empty() {
            request = request.header("X-ClickHouse-User", username).header("X-ClickHouse-Key", password);
        }
        let lost = |error: ureq::Error| Trouble(format!("at {} cannot be reached: {error}", self.access.url));
        let mut response = request.send(body).map_err(lost)?;
        let answer = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec().map_err(lost)?;
        if response.status().is_success() {
            return Ok(answer);
        }
        let said: String = String::from_utf8_lossy(&answer).trim().chars().take(MOST_LETTERS).collect();
        Err(Trouble(format!("refused a statement with {}: {said}", response.status())))
    }
}

fn part(name: &str, value: &str) -> String {
    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}
