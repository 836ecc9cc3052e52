//! One attempt to sign in with a name and a password, from the account to the verdict.

use afya_access::account::SecondFactor;
use afya_access::sign_in::{Attempt, Code, Verdict, decide};
use afya_access::{Account, find_account, lockout, me, settings, totp};

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
    let mut connection = app.database.connect().await?;
    let account = find_account(&mut connection, &username).await?;
    let rules = settings::sign_in_rules(&mut connection).await?;
    let locked_for = match rules.locks {
        true => lockout::locked_for(&mut connection, &app.clock, &username).await?,
        false => None,
    };
    // The connection goes back before bcrypt runs, so that slow checks do not use up the pool.
    drop(connection);
    let hash = account.as_ref().map(|account| account.caller.password_hash.as_str());
    let checked = check(&app.passwords, &app.clock, &username, password, hash).await;
    let now = app.clock.now().as_second();
    let verdict = decide(
        account.as_ref(),
        Attempt {
            password_is_right: checked != Checked::Wrong,
            locked_for,
            code: second_factor(account.as_ref(), code.as_deref(), now),
            now,
            password_months: rules.password_months,
        },
    );
    // A wrong code counts like a wrong password: six digits would be guessed otherwise.
    let guessed = verdict == Verdict::BadCredentials || (verdict == Verdict::TotpWanted && code.is_some());
    if guessed && rules.locks {
        lockout::note_failure(&mut app.database.connect().await?, &app.clock, &username).await?;
    }
    if verdict != Verdict::Success {
        return Ok((verdict, None));
    }
    if let (Checked::Right, Some(account)) = (checked, &account) {
        let mut connection = app.database.connect().await?;
        me::note_sign_in(&mut connection, account.caller.id, now).await?;
        if rules.locks {
            lockout::forget(&mut connection, &username).await?;
        }
    }
    Ok((verdict, account))
}

/// Whether the code of a second factor was given and is right. Codes sent by e-mail cannot be checked here yet: one that is
/// given counts as wrong, so that no such account is entered by its password alone.
fn second_factor(account: Option<&Account>, code: Option<&str>, now: i64) -> Code {
    let Some(code) = code.filter(|code| !code.trim().is_empty()) else { return Code::Absent };
    let secret = account
        .filter(|account| account.second_factor == SecondFactor::Totp)
        .and_then(|account| account.secret.as_deref());
    match secret {
        Some(secret) if totp::is_right(secret, code, now) => Code::Right,
        _ => Code::Wrong,
    }
}
