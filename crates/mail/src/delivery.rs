//! Delivery by SMTP.

use std::fmt;
use std::time::Duration;

use lettre::message::header::ContentType;
use lettre::message::{Mailbox, Message};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::Letter;

/// How long a server may take for each step.
const PATIENCE: Duration = Duration::from_secs(20);
/// The port on which a connection is encrypted from its first byte.
const ENCRYPTED_PORT: u16 = 465;

/// The server that takes our mail, and whom letters come from.
#[derive(Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its name.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// The name to sign in with; empty for a server that asks for none.
    pub username: String,
    /// The password to sign in with.
    pub password: String,
    /// Whether the connection must be encrypted.
    pub encrypted: bool,
    /// The address of the sender.
    pub from: String,
    /// The name of the sender.
    pub from_name: String,
}

impl fmt::Debug for MailServer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "MailServer({}:{} as {})", self.host, self.port, self.from)
    }
}

/// Why a letter was not taken, for the log.
#[derive(Debug)]
pub struct Undelivered(String);

impl fmt::Display for Undelivered {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl std::error::Error for Undelivered {}

impl Undelivered {
    fn because(what: &str, error: &impl fmt::Display) -> Undelivered {
        Undelivered(format!("{what}: {error}"))
    }
}

/// Hands a letter to a mail server.
///
/// # Errors
/// When an address is none, or when the server cannot be reached or does not take the letter.
pub async fn deliver(server: &MailServer, to: &str, letter: &Letter) -> Result<(), Undelivered> {
    let address = |text: &str| text.parse().map_err(|error| Undelivered::because(text, &error));
    let message = Message::builder()
        .from(Mailbox::new(Some(server.from_name.clone()), address(&server.from)?))
        .to(Mailbox::new(None, address(to)?))
        .subject(letter.subject.as_str())
        .header(ContentType::TEXT_PLAIN)
        .body(letter.text.clone())
        .map_err(|error| Undelivered::because("the letter cannot be written", &error))?;
    let sent = transport(server)?.send(message).await;
    sent.map(|_| ()).map_err(|error| Undelivered::because(&server.host, &error))
}

fn transport(server: &MailServer) -> Result<AsyncSmtpTransport<Tokio1Executor>, Undelivered> {
    let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
        .port(server.port)
        .timeout(Some(PATIENCE));
    if server.encrypted {
        let parameters = TlsParameters::new(server.host.clone())
            .map_err(|error| Undelivered::because(&server.host, &error))?;
        transport = transport.tls(match server.port {
            ENCRYPTED_PORT => Tls::Wrapper(parameters),
            _ => Tls::Required(parameters),
        });
    }
    if !server.username.is_empty() && !server.password.is_empty() {
        transport = transport.credentials(Credentials::new(server.username.clone(), server.password.clone()));
    }
    Ok(transport.build())
}
