//! Locking an account after wrong passwords, when `keyLockMultipleFailedLogins` says so. The count lies in
//! `afya.login_failure`, so that all replicas share it.

use afya_model::Clock;
use afya_store::{Connection, Fault};

use crate::sql::login_failure as statements;

/// So many wrong passwords in a row lock the account.
const ALLOWED_FAILURES: i64 = 4;
/// Seconds after the last wrong password in which the count is kept.
const KEPT_SECONDS: i64 = 15 * 60;

/// For how many seconds the account is still locked, or nothing where it is not. Names without an account are counted too,
/// so that nobody learns which exist.
pub async fn locked_for(
    connection: &mut Connection,
    clock: &Clock,
    username: &str,
) -> Result<Option<i64>, Fault> {
    let since = clock.now().as_second() - KEPT_SECONDS;
    let row = connection.first(&statements::failures(username, since)).await?;
    let locked = row.filter(|row| row.get::<_, i64>("failures") >= ALLOWED_FAILURES);
    Ok(locked.map(|row| row.get::<_, i64>("last_failed") - since))
}

/// Counts a wrong password.
pub async fn note_failure(connection: &mut Connection, clock: &Clock, username: &str) -> Result<(), Fault> {
    let now = clock.now().as_second();
    connection.execute(&statements::forget_old(now - KEPT_SECONDS)).await?;
    connection.execute(&statements::note(username, now)).await?;
    Ok(())
}

/// Forgets the failures of a name, after a right password.
pub async fn forget(connection: &mut Connection, username: &str) -> Result<(), Fault> {
    connection.execute(&statements::forget(username)).await?;
    Ok(())
}
