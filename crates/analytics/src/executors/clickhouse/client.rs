//! ClickHouse over HTTP: a statement with its values as parameters, and the answer as bytes.

use std::fmt;
use std::time::Duration;

use afya_model::clock::Random;
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
    random: Random,
}

impl Client {
    pub(super) fn new(access: Access) -> Client {
        let agent = Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(PATIENCE_TO_CONNECT))
            .build()
            .into();
        Client { agent, access, random: Random::system() }
    }

    /// What a statement answers. ClickHouse is told to stop when nobody waits for the answer any more.
    pub(super) async fn ask(&self, statement: &Statement) -> Result<Vec<u8>, Trouble> {
        let id = format!("afya-{}", self.random.uuid());
        let mut asked = Asked { client: self, id: &id, is_over: false };
        let answer = self.ask_as(statement, PATIENCE, format!("&query_id={id}")).await;
        // Also without an answer: what takes too long ClickHouse ends by itself.
        asked.is_over = true;
        answer
    }

    /// What a statement answers that may take so long.
    pub(super) async fn ask_within(&self, statement: &Statement, most: Duration) -> Result<Vec<u8>, Trouble> {
        self.ask_as(statement, most, String::new()).await
    }

    async fn ask_as(&self, statement: &Statement, most: Duration, query: String) -> Result<Vec<u8>, Trouble> {
        let (text, parameters) = statement.build();
        let mut form = part("query", &text);
        for (name, value) in parameters {
            form.push_str(&part(&format!("param_{name}"), value));
        }
        form.push_str(&format!("--{BOUNDARY}--\r\n"));
        let content = format!("multipart/form-data; boundary={BOUNDARY}");
        self.send(query, content, form.into_bytes(), most).await
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

/// A question as long as somebody waits for its answer.
struct Asked<'a> {
    client: &'a Client,
    id: &'a str,
    is_over: bool,
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        if self.is_over {
            return;
        }
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        let (client, id) = (self.client.clone(), self.id.to_owned());
        runtime.spawn_blocking(move || {
            let statement = format!("kill query where query_id = '{id}' async");
            let stopped = client.send_now("", "text/plain", statement.as_bytes(), PATIENCE_TO_CONNECT);
            if let Err(trouble) = stopped {
                tracing::warn!(%trouble, "a question could not be stopped");
            }
        });
    }
}

fn part(name: &str, value: &str) -> String {
    format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
}

#[cfg(test)]
mod tests {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::net::{TcpListener, TcpStream};

    use afya_tests::cluster::block_on;

    use super::*;

    /// A server that says nothing by itself, and who asks it.
    fn pair() -> (TcpListener, Client) {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let nobody = String::new;
        let access = Access { url, database: "afya".to_owned(), username: nobody(), password: nobody() };
        (listener, Client::new(access))
    }

    /// The next request: what it asks for and its body. The connection stays open until what is returned goes.
    fn request(listener: &TcpListener) -> (TcpStream, String, String) {
        let stream = listener.accept().unwrap().0;
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        let mut first = String::new();
        reader.read_line(&mut first).unwrap();
        let mut length = 0;
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            match line.trim().to_ascii_lowercase().split_once(": ") {
                Some(("content-length", number)) => length = number.parse().unwrap(),
                Some(_) => {}
                None => break,
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        (stream, first, String::from_utf8(body).unwrap())
    }

    fn query_id(first: &str) -> &str {
        let (_, id) = first.split_once("query_id=").unwrap();
        id.split(['&', ' ']).next().unwrap()
    }

    #[test]
    fn a_question_stops_with_whoever_asked() {
        let (listener, client) = pair();
        let (asked, has_come) = tokio::sync::oneshot::channel();
        let server = std::thread::spawn(move || {
            // Held open: the answer never comes.
            let (held, first, body) = request(&listener);
            assert!(body.contains("select 1"), "{body}");
            asked.send(()).unwrap();
            let (mut other, second, body) = request(&listener);
            assert!(!second.contains("query_id"), "{second}");
            assert_eq!(body, format!("kill query where query_id = '{}' async", query_id(&first)));
            other.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").unwrap();
            drop(held);
        });
        block_on(async {
            let statement = Statement::new("select 1");
            tokio::select! {
                _ = client.ask(&statement) => panic!("nothing answers"),
                come = has_come => come.unwrap(),
            }
        });
        server.join().unwrap();
    }

    #[test]
    fn a_question_that_is_answered_is_not_stopped() {
        let (listener, client) = pair();
        let server = std::thread::spawn(move || {
            let ids: Vec<String> = (0..2)
                .map(|_| {
                    let (mut stream, first, body) = request(&listener);
                    assert!(body.contains("select 1"), "{body}");
                    let answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\n1";
                    stream.write_all(answer).unwrap();
                    query_id(&first).to_owned()
                })
                .collect();
            assert_ne!(ids[0], ids[1]);
        });
        block_on(async {
            for _ in 0..2 {
                assert_eq!(client.ask(&Statement::new("select 1")).await.unwrap(), b"1");
            }
        });
        server.join().unwrap();
    }
}
