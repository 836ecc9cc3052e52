//! Counting what must not be tried without end. The counts lie in `afya.login_failure`, so that all replicas share them.

use std::borrow::Cow;

use afya_model::Clock;
use afya_store::{Connection, Fault};

use crate::sql::login_failure as statements;

/// Seconds after the last attempt in which a count is kept.
const KEPT_SECONDS: i64 = 15 * 60;

/// What is counted. Names without an account are counted too, so that nobody learns which exist.
#[derive(Clone, Copy, Debug)]
pub enum Counted<'a> {
    /// Wrong passwords of a login name; DHIS2 counts them when `keyLockMultipleFailedLogins` says so.
    SignIn(&'a str),
    /// Letters and attempts to get a new password for a login name or a mail address.
    Recovery(&'a str),
    /// Codes that were sent by mail for a login name, and wrong ones that were given.
    Code(&'a str),
    /// Attempts to switch the second factor of a login name off.
    Disabling(&'a str),
    /// Accounts that people at an address made for themselves.
    Registration(&'a str),
}

impl Counted<'_> {
    /// What it is counted by. A login name holds no colon, so that the counts do not mix.
    fn key(&self) -> Cow<'_, str> {
        match self {
            Counted::SignIn(name) => Cow::Borrowed(name),
            Counted::Recovery(name) => Cow::Owned(format!("recovery:{}", name.to_lowercase())),
            Counted::Code(name) => Cow::Owned(format!("code:{name}")),
            Counted::Disabling(name) => Cow::Owned(format!("disabling:{name}")),
            Counted::Registration(address) => Cow::Owned(format!("registration:{address}")),
        }
    }

    /// How often it may happen before it is locked.
    fn allowed(&self) -> i64 {
        match self {
            Counted::SignIn(_) | Counted::Disabling(_) => 4,
            Counted::Recovery(_) => 6,
            Counted::Code(_) => 8,
            // A class may register from one address in one lesson.
            Counted::Registration(_) => 60,
        }
    }
}

/// For how many seconds it is still locked, or nothing where it is not.
pub async fn locked_for(
    connection: &mut Connection,
    clock: &Clock,
    counted: Counted<'_>,
) -> Result<Option<i64>, Fault> {
    let since = clock.now().as_second() - KEPT_SECONDS;
    let row = connection.first(&statements::failures(&counted.key(), since)).await?;
    let locked = row.filter(|row| row.get::<_, i64>("failures") >= counted.allowed());
    Ok(locked.map(|row| row.get::<_, i64>("last_failed") - since))
}

/// Counts once more.
pub async fn note(connection: &mut Connection, clock: &Clock, counted: Counted<'_>) -> Result<(), Fault> {
    let now = clock.now().as_second();
    connection.execute(&statements::forget_old(now - KEPT_SECONDS)).await?;
    connection.execute(&statements::note(&counted.key(), now)).await?;
    Ok(())
}

/// Forgets a count, as after a right password.
pub async fn forget(connection: &mut Connection, counted: Counted<'_>) -> Result<(), Fault> {
    connection.execute(&statements::forget(&counted.key())).await?;
    Ok(())
}
