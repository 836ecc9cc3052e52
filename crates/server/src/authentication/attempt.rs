//! One attempt to sign in with a name and a password, from the account to the verdict.

use afya_access::account::SecondFactor;
use afya_access::lockout::{self, Counted};
use afya_access::sign_in::{Attempt, Code, Verdict, decide};
use afya_access::{Account, find_account, me, second_factor, settings, totp};
use afya_store::Connection;

use super::passwords::{Checked, check};
use crate::answer::Failure;
use crate::app::App;

/// What somebody gives to sign in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Credentials {
    /// The login name.
    pub(crate) username: String,
    /// The password.
    pub(crate) password: String,
    /// The code of a second factor.
    pub(crate) code: Option<String>,
}

/// Tries to sign in. The account is given with a success only.
pub(crate) async fn attempt(
    app: &App,
    credentials: Credentials,
) -> Result<(Verdict, Option<Account>), Failure> {
    let Credentials { username, password, code } = credentials;
    let code = code.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let mut connection = app.database.connect().await?;
    let account = find_account(&mut connection, &username).await?;
    let rules = settings::sign_in_rules(&mut connection).await?;
    // The connection goes back before bcrypt runs, so that slow checks do not use up the pool.
    drop(connection);
    let hash = account.as_ref().map(|account| account.caller.password_hash.as_str());
    let checked = check(&app.passwords, &app.clock, &username, password, hash).await;
    let locked_for = if rules.locks { count_password(app, &username, checked).await? } else { None };
    let now = app.clock.now().as_second();
    let verdict = decide(
        account.as_ref(),
        Attempt {
            password_is_right: checked != Checked::Wrong,
            locked_for,
            code: second_factor(account.as_ref(), code, app.clock.now().as_millisecond()),
            now,
            password_months: rules.password_months,
        },
    );
    let verdict = match (&account, code) {
        (Some(account), Some(code)) => count_code(app, account, code, verdict).await?,
        _ => verdict,
    };
    if verdict != Verdict::Success {
        return Ok((verdict, None));
    }
    if let (Checked::Right, Some(account)) = (checked, &account) {
        let mut connection = app.database.connect().await?;
        me::note_sign_in(&mut connection, account.caller.id, now).await?;
        if rules.locks {
            lockout::forget(&mut connection, Counted::SignIn(&username)).await?;
        }
    }
    Ok((verdict, account))
}

/// For how many seconds a login name is locked, once its password was checked, so that wrong ones that were tried meanwhile
/// count; a wrong one is counted.
async fn count_password(app: &App, username: &str, checked: Checked) -> Result<Option<i64>, Failure> {
    let mut connection = app.database.connect().await?;
    let counted = Counted::SignIn(username);
    if checked == Checked::Wrong {
        return count(&mut connection, app, counted).await;
    }
    Ok(lockout::locked_for(&mut connection, &app.clock, counted).await?)
}

/// Counts an attempt; for how many seconds it is locked where it was one too many.
async fn count(connection: &mut Connection, app: &App, counted: Counted<'_>) -> Result<Option<i64>, Failure> {
    if lockout::note(connection, &app.clock, counted).await? {
        return Ok(None);
    }
    let seconds = lockout::locked_for(connection, &app.clock, counted).await?;
    Ok(Some(seconds.unwrap_or(1)))
}

/// Whether the code of a second factor was given and is right.
fn second_factor(account: Option<&Account>, code: Option<&str>, now_ms: i64) -> Code {
    let Some(code) = code else { return Code::Absent };
    let Some((account, secret)) = account.and_then(|account| Some((account, account.secret.as_deref()?)))
    else {
        return Code::Wrong;
    };
    let right = match account.second_factor {
        SecondFactor::None => false,
        SecondFactor::Totp => totp::is_right(secret, code, now_ms / 1000),
        SecondFactor::Email => second_factor::is_sent(secret, code, now_ms),
    };
    if right { Code::Right } else { Code::Wrong }
}

/// The verdict on a code that came with the right password: guessing ends after a few, and a right one is good once. It is
/// counted before it counts for anything, so that many at once are no way around.
async fn count_code(app: &App, account: &Account, code: &str, verdict: Verdict) -> Result<Verdict, Failure> {
    let wrong = match account.second_factor {
        SecondFactor::None => return Ok(verdict),
        SecondFactor::Totp => Verdict::TotpWanted,
        SecondFactor::Email => Verdict::EmailCodeWrong,
    };
    if verdict != Verdict::Success && verdict != wrong {
        return Ok(verdict);
    }
    let (caller, secret) = (&account.caller, account.secret.as_deref().unwrap_or_default());
    let counted = Counted::Code(&caller.username);
    let mut connection = app.database.connect().await?;
    if let Some(seconds) = count(&mut connection, app, counted).await? {
        return Ok(Verdict::Locked(seconds));
    }
    let good = verdict == Verdict::Success
        && match account.second_factor {
            SecondFactor::Email => second_factor::spend(&mut connection, caller.id, secret).await?,
            _ => {
                let once = Counted::AppCode(&caller.username, code);
                lockout::note(&mut connection, &app.clock, once).await?
            }
        };
    if !good {
        return Ok(wrong);
    }
    lockout::forget(&mut connection, counted).await?;
    Ok(Verdict::Success)
}
