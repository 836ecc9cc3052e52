//! Sessions: a random token in the browser's cookie, its digest in `afya.session`, shared by all replicas.

use afya_model::{Clock, Random};
use afya_store::{Connection, Fault};
use sha1::Sha1;
use sha2::{Digest, Sha256};

use crate::account::{self, Account};
use crate::sql::{self, session as statements};

/// How long the time of last use may be behind; it spares a write for every request.
const TOUCH_AFTER_SECONDS: i64 = 60;

/// How long sessions last, and how many a user may have.
#[derive(Clone, Copy, Debug)]
pub struct SessionLimits {
    /// Seconds from the last request to the end (`system.session.timeout`).
    pub idle_seconds: i64,
    /// Sessions of one user; opening another ends the one that was idle longest (`max.sessions.per_user`).
    pub per_user: i64,
}

/// Opens a session for a user and gives its token, 64 hexadecimal digits. Ends what is over by time or by number.
pub async fn open(
    connection: &mut Connection,
    clock: &Clock,
    random: &Random,
    user_id: i64,
    limits: SessionLimits,
) -> Result<String, Fault> {
    let token = hex(&random.bytes::<32>());
    let now = clock.now().as_second();
    connection.execute(&statements::open(&digest(&token), user_id, now, now + limits.idle_seconds)).await?;
    connection.execute(&statements::end_old(user_id, now, limits.per_user)).await?;
    Ok(token)
}

/// The account behind a token, if its session lasts. The session then lasts for another full time of idleness.
pub async fn resume(
    connection: &mut Connection,
    clock: &Clock,
    token: &str,
    limits: SessionLimits,
) -> Result<Option<Account>, Fault> {
    let id = digest(token);
    let now = clock.now().as_second();
    let Some(row) = connection.first(&sql::account_of_session(&id, now)).await? else { return Ok(None) };
    let stale = now - TOUCH_AFTER_SECONDS;
    if row.get::<_, i64>("session_used") < stale {
        connection.execute(&statements::touch(&id, now, now + limits.idle_seconds, stale)).await?;
    }
    Ok(Some(account::from_row(&row)))
}

/// The account behind a token, if its session lasts, which this does not make last longer.
pub async fn look(connection: &mut Connection, clock: &Clock, token: &str) -> Result<Option<Account>, Fault> {
    let session = sql::account_of_session(&digest(token), clock.now().as_second());
    Ok(connection.first(&session).await?.as_ref().map(account::from_row))
}

/// Ends the session of a token.
pub async fn close(connection: &mut Connection, token: &str) -> Result<(), Fault> {
    connection.execute(&statements::close(&digest(token))).await?;
    Ok(())
}

/// Ends all sessions of a user, as after a change of the password.
pub async fn close_all(connection: &mut Connection, user_id: i64) -> Result<(), Fault> {
    connection.execute(&statements::close_all(user_id)).await?;
    Ok(())
}

/// Ends the sessions of users who are switched off.
pub async fn close_disabled(connection: &mut Connection) -> Result<(), Fault> {
    connection.execute(&statements::close_disabled()).await?;
    Ok(())
}

/// The sessions that last, of one user or of all: a name for each, which opens nothing, and whose it is.
pub async fn list(
    connection: &mut Connection,
    clock: &Clock,
    user_id: Option<i64>,
) -> Result<Vec<(String, String)>, Fault> {
    let rows = connection.rows(&statements::list(user_id, clock.now().as_second())).await?;
    let named = rows.iter().map(|row| (hex(&Sha1::digest(row.get::<_, &str>("id"))), row.get("username")));
    Ok(named.collect())
}

/// Ends all sessions of everybody.
pub async fn close_everybodys(connection: &mut Connection) -> Result<(), Fault> {
    connection.execute(&statements::close_everybodys()).await?;
    Ok(())
}

fn digest(token: &str) -> String {
    hex(&Sha256::digest(token))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
