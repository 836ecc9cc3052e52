//! A mail server that takes letters on a port of its own, speaking SMTP, and hands them to the test.

use std::time::Duration;

use serde_json::json;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::Server;

/// A letter that arrived.
#[derive(Debug)]
pub(super) struct Arrived {
    /// The address that it was sent to.
    pub(super) to: String,
    /// Headers and text, decoded.
    pub(super) text: String,
}

impl Arrived {
    /// The value of a parameter of the link in the letter, or what stands alone on a line and is so long.
    pub(super) fn token(&self) -> String {
        let after = self.text.split_once("token=").map(|(_, rest)| rest);
        let end = |text: &str| {
            text.split(|letter: char| letter.is_whitespace() || letter == '&').next().unwrap().to_owned()
        };
        after.map(end).unwrap_or_else(|| {
            self.text.lines().find(|line| line.len() > 80 && !line.contains(' ')).unwrap().to_owned()
        })
    }

    /// The six digits that stand alone on a line.
    pub(super) fn code(&self) -> String {
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
        self.text.lines().find(is_code).unwrap().to_owned()
    }
}

/// The mail server of a test.
pub(super) struct Mailbox {
    port: u16,
    arriving: UnboundedReceiver<Arrived>,
}

impl Mailbox {
    /// A mail server that a server of the Web API was told of.
    pub(super) async fn of(server: &Server) -> Mailbox {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (letters, arriving) = unbounded_channel();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(talk(stream, letters.clone()));
            }
        });
        let settings = json!({
            "keyEmailHostName": "127.0.0.1", "keyEmailPort": port, "keyEmailUsername": "afya", "keyEmailTls": false,
            "keyEmailSender": "afya@example.org", "applicationTitle": "Kolanda",
        });
        server.json("POST", "/api/systemSettings", Some(&settings)).await;
        Mailbox { port, arriving }
    }

    /// The next letter.
    pub(super) async fn letter(&mut self) -> Arrived {
        let arrived = tokio::time::timeout(Duration::from_secs(30), self.arriving.recv()).await;
        arrived.expect("a letter arrives").expect("the mail server is there")
    }

    /// Whether no letter waits to be read.
    pub(super) fn is_empty(&mut self) -> bool {
        self.arriving.try_recv().is_err()
    }

    /// From now on the server of the Web API is told of a port where nobody listens.
    pub(super) async fn move_away(&self, server: &Server) {
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        assert_ne!(free, self.port);
        server.json("POST", "/api/systemSettings", Some(&json!({ "keyEmailPort": free }))).await;
    }
}

async fn talk(stream: TcpStream, letters: UnboundedSender<Arrived>) {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    let mut to = String::new();
    writing.write_all(b"220 test\r\n").await.unwrap();
    while let Ok(Some(line)) = lines.next_line().await {
        let answer: &[u8] = match line.split([' ', ':']).next().unwrap() {
            "EHLO" => b"250 test\r\n",
            "RCPT" => {
                to = line.trim_start_matches("RCPT TO:<").trim_end_matches('>').to_owned();
                b"250 fine\r\n"
            }
            "DATA" => {
                writing.write_all(b"354 go on\r\n").await.unwrap();
                let mut message = String::new();
                while let Ok(Some(line)) = lines.next_line().await {
                    if line == "." {
                        break;
                    }
                    message.push_str(&line);
                    message.push('\n');
                }
                let _ = letters.send(Arrived { to: std::mem::take(&mut to), text: decoded(&message) });
                b"250 taken\r\n"
            }
            "QUIT" => b"221 bye\r\n",
            _ => b"250 fine\r\n",
        };
        if writing.write_all(answer).await.is_err() {
            break;
        }
    }
}

/// A message whose text is readable, in whatever encoding it travelled.
fn decoded(message: &str) -> String {
    use base64::Engine;
    let (head, text) = message.split_once("\n\n").unwrap();
    let bytes = if head.contains("Content-Transfer-Encoding: base64") {
        base64::engine::general_purpose::STANDARD.decode(text.replace('\n', "")).unwrap()
    } else if head.contains("Content-Transfer-Encoding: quoted-printable") {
        unquoted(&text.replace("=\n", ""))
    } else {
        text.as_bytes().to_vec()
    };
    format!("{head}\n\n{}", String::from_utf8(bytes).unwrap().replace('\r', ""))
}

fn unquoted(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        if *first == b'=' && after.len() >= 2 {
            let hex = std::str::from_utf8(&after[..2]).unwrap();
            bytes.push(u8::from_str_radix(hex, 16).unwrap());
            rest = &after[2..];
        } else {
            bytes.push(*first);
        }
    }
    bytes
}
