//! One attempt to sign in with a name and a password, from the account to the verdict.

use afya_access::account::SecondFactor;
use afya_access::lockout::{self, Counted};
use afya_access::sign_in::{Attempt, Code, Verdict, decide};
use afya_access::{Account, find_account, me, second_factor, settings, totp};

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
        true => lockout::locked_for(&mut connection, &app.clock, Counted::SignIn(&username)).await?,
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
            code: second_factor(account.as_ref(), code.as_deref(), app.clock.now().as_millisecond()),
            now,
            password_months: rules.password_months,
        },
    );
    // A wrong code counts like a wrong password: six digits would be guessed otherwise.
    let guessed = verdict == Verdict::BadCredentials || (verdict == Verdict::TotpWanted && code.is_some());
    if guessed && rules.locks {
        let mut connection = app.database.connect().await?;
        lockout::note(&mut connection, &app.clock, Counted::SignIn(&username)).await?;
    }
    let verdict = match &account {
        Some(account) if code.is_some() && account.second_factor == SecondFactor::Email => {
            spend(app, account, verdict).await?
        }
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

/// Whether the code of a second factor was given and is right.
fn second_factor(account: Option<&Account>, code: Option<&str>, now_ms: i64) -> Code {
    let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else { return Code::Absent };
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

/// The verdict on a code from a letter: it is good once, and guessing ends after a few.
async fn spend(app: &App, account: &Account, verdict: Verdict) -> Result<Verdict, Failure> {
    let counted = Counted::Code(&account.caller.username);
    let mut connection = app.database.connect().await?;
    match verdict {
        Verdict::Success | Verdict::EmailCodeWrong => {
            if let Some(seconds) = lockout::locked_for(&mut connection, &app.clock, counted).await? {
                return Ok(Verdict::Locked(seconds));
            }
        }
        _ => return Ok(verdict),
    }
    let secret = account.secret.as_deref().unwrap_or_default();
    let spent = verdict == Verdict::Success
        && second_factor::spend(&mut connection, account.caller.id, secret).await?;
    if spent {
        lockout::forget(&mut connection, counted).await?;
        return Ok(Verdict::Success);
    }
    lockout::note(&mut connection, &app.clock, counted).await?;
    Ok(Verdict::EmailCodeWrong)
}
