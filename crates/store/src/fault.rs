//! What goes wrong between a request and its answer.

use std::error::Error;
use std::fmt;

use afya_model::Refusal;
use tokio_postgres::error::SqlState;

/// Why a domain function gives no answer.
#[derive(thiserror::Error)]
pub enum Fault {
    /// The caller's doing: the answer says what is wrong.
    #[error("refused: {0:?}")]
    Refused(Box<Refusal>),
    /// The database cannot be reached now; the same request may work in a moment (503).
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// PostgreSQL has no room left: what it was asked to keep is not kept (507).
    #[error("the database has no room left: {0}")]
    Full(String),
    /// PostgreSQL refused a statement: a bug of ours, or a rule of the schema (500).
    #[error("the database refused a statement: {}", told(.0))]
    Database(tokio_postgres::Error),
}

impl fmt::Debug for Fault {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The driver's own way would tell the details too.
        write!(out, "{self}")
    }
}

impl Fault {
    /// PostgreSQL's own error, where it answered with one.
    pub fn database_error(&self) -> Option<&tokio_postgres::error::DbError> {
        match self {
            Fault::Database(error) => error.as_db_error(),
            _ => None,
        }
    }
}

impl From<Refusal> for Fault {
    fn from(refusal: Refusal) -> Fault {
        Fault::Refused(Box::new(refusal))
    }
}

impl From<tokio_postgres::Error> for Fault {
    fn from(error: tokio_postgres::Error) -> Fault {
        // An error that PostgreSQL did not send and that is no lost connection is a wrong bind or column type.
        let by_io = || error.source().is_some_and(|source| source.is::<std::io::Error>());
        let lost = match error.as_db_error() {
            Some(sent) => is_shutdown(sent.code()),
            None => error.is_closed() || by_io(),
        };
        match error.as_db_error() {
            _ if lost => Fault::Unavailable(told(&error)),
            Some(sent) if *sent.code() == SqlState::DISK_FULL => Fault::Full(sent.message().to_owned()),
            _ => Fault::Database(error),
        }
    }
}

/// An error of the driver, for the log: with its causes, which it does not tell itself. Of what PostgreSQL sent only the message: its details
/// hold values of rows.
pub fn told(error: &tokio_postgres::Error) -> String {
    if let Some(sent) = error.as_db_error() {
        return sent.message().to_owned();
    }
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    if text.ends_with("server does not support TLS") {
        text.push_str("; set ssl = on in postgresql.conf, or sslmode (DB_SSLMODE) to prefer");
    }
    text
}

fn is_shutdown(code: &SqlState) -> bool {
    // Class 57P: admin shutdown, crash shutdown, cannot connect now; 53300: too many connections.
    code.code().starts_with("57P") || code.code() == "53300"
}

impl From<deadpool_postgres::PoolError> for Fault {
    fn from(error: deadpool_postgres::PoolError) -> Fault {
        match error {
            deadpool_postgres::PoolError::Backend(error)
                if error.as_db_error().is_some_and(|e| !is_shutdown(e.code())) =>
            {
                Fault::Database(error)
            }
            deadpool_postgres::PoolError::Backend(error) => Fault::Unavailable(told(&error)),
            other => Fault::Unavailable(other.to_string()),
        }
    }
}
