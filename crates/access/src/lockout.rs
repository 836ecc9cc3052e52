//! Counting what must not be tried without end. The counts lie in `afya.login_failure`, so that all replicas share them.

use afya_model::Clock;
use afya_store::{Connection, Fault};

use crate::sql::login_failure::{self as statements, Window};

/// Seconds in which attempts are counted together, and for which it is locked after the last that was allowed.
const KEPT_SECONDS: i64 = 15 * 60;

/// What is counted. Names without an account are counted too, so that nobody learns which exist.
#[derive(Clone, Copy, Debug)]
pub enum Counted<'a> {
    /// Wrong passwords of a login name; DHIS2 counts them when `keyLockMultipleFailedLogins` says so.
    SignIn(&'a str),
    /// Letters and attempts to get a new password for a login name or a mail address.
    Recovery(&'a str),
    /// Codes of a second factor that were given for a login name, and letters with such codes.
    Code(&'a str),
    /// The code of an authenticator app of a login name, which is good once.
    AppCode(&'a str, &'a str),
    /// Attempts to switch the second factor of a login name off.
    Disabling(&'a str),
    /// Letters that verify the mail address of a login name.
    Verification(&'a str),
    /// Accounts that people at an address made for themselves.
    Registration(&'a str),
}

impl Counted<'_> {
    /// What it is counted by. Each kind begins with its own word and a colon, so that the counts do not mix.
    fn key(&self) -> String {
        match self {
            Counted::SignIn(name) => format!("sign-in:{name}"),
            Counted::Recovery(name) => format!("recovery:{}", name.to_lowercase()),
            Counted::Code(name) => format!("code:{name}"),
            Counted::AppCode(name, code) => {
                let code: String = code.split_whitespace().collect();
                format!("app-code:{code}:{name}")
            }
            Counted::Disabling(name) => format!("disabling:{name}"),
            Counted::Verification(name) => format!("verification:{name}"),
            Counted::Registration(address) => format!("registration:{address}"),
        }
    }

    /// How often it may happen before it is locked.
    fn allowed(&self) -> i64 {
        match self {
            Counted::AppCode(..) => 1,
            Counted::SignIn(_) | Counted::Disabling(_) => 4,
            Counted::Recovery(_) | Counted::Verification(_) => 6,
            Counted::Code(_) => 8,
            // A class may register from one address in one lesson.
            Counted::Registration(_) => 60,
        }
    }

    fn window(&self, clock: &Clock) -> Window {
        let now = clock.now().as_second();
        Window { now, since: now - KEPT_SECONDS, allowed: self.allowed() }
    }
}

/// For how many seconds it is still locked, or nothing where it is not.
pub async fn locked_for(
    connection: &mut Connection,
    clock: &Clock,
    counted: Counted<'_>,
) -> Result<Option<i64>, Fault> {
    let row = connection.first(&statements::locked(&counted.key(), counted.window(clock))).await?;
    Ok(row.map(|row| row.get("seconds")))
}

/// Counts once more, unless it is locked already; whether it was still allowed. Those who count at once are counted one after
/// the other, so that no more are allowed than there should be.
pub async fn note(connection: &mut Connection, clock: &Clock, counted: Counted<'_>) -> Result<bool, Fault> {
    let window = counted.window(clock);
    connection.execute(&statements::forget_old(window.since)).await?;
    Ok(connection.execute(&statements::note(&counted.key(), window)).await? == 1)
}

/// Forgets a count, as after a right password.
pub async fn forget(connection: &mut Connection, counted: Counted<'_>) -> Result<(), Fault> {
    connection.execute(&statements::forget(&counted.key())).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn the_counts_of_different_kinds_do_not_mix_whatever_the_login_name() {
        let names = ["amina", "sign-in:amina", "recovery:amina", "code:amina", "verification:amina"];
        let kinds = |name| {
            [
                Counted::SignIn(name),
                Counted::Recovery(name),
                Counted::Code(name),
                Counted::AppCode(name, "123456"),
                Counted::Disabling(name),
                Counted::Verification(name),
                Counted::Registration(name),
            ]
        };
        let keys: Vec<String> = names.into_iter().flat_map(kinds).map(|counted| counted.key()).collect();
        assert_eq!(keys.iter().collect::<HashSet<_>>().len(), keys.len(), "{keys:?}");
    }
}
