//! ClickHouse for tests: its engine in a process of its own behind the HTTP interface of `clickhouse/front.py`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::repository;

/// A ClickHouse with nothing in it; it ends with this.
pub struct ClickHouse {
    process: Child,
    port: u16,
    folder: PathBuf,
}

impl ClickHouse {
    /// Starts one, by the Python that `./test` installs.
    ///
    /// # Panics
    /// When that is not there.
    pub fn start(name: &str) -> ClickHouse {
        let python = repository().join(".afya/clickhouse/bin/python");
        assert!(
            python.exists(),
            "{} is not there: run ./test, which installs the engine of ClickHouse for its tests",
            python.display()
        );
        let folder = std::env::temp_dir().join(format!("afya-clickhouse-{}-{name}", std::process::id()));
        let mut process = Command::new(python)
            .arg(repository().join("tests/clickhouse/front.py"))
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().parse().expect("the front says its port");
        ClickHouse { process, port, folder }
    }

    /// Where it is.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Runs a statement, and says what it answered.
    ///
    /// # Panics
    /// When it is refused.
    pub fn run(&self, database: &str, statement: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        let length = statement.len();
        write!(
            stream,
            "POST /?database={database} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{statement}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.1 200"), "{statement}: {body}");
        body.to_owned()
    }
}

impl Drop for ClickHouse {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
