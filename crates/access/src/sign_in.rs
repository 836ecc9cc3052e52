//! Whether somebody with this password and code may sign in: the decision, without any IO.

use jiff::tz::Offset;
use jiff::{Timestamp, Unit};

use crate::account::{Account, SecondFactor};

/// What was found out about an attempt.
#[derive(Clone, Copy, Debug)]
pub struct Attempt {
    /// Whether the password is right.
    pub password_is_right: bool,
    /// For how many seconds the account is still locked after wrong passwords.
    pub locked_for: Option<i64>,
    /// Whether a second factor was given and is right.
    pub code: Code,
    /// The present, in seconds since 1970.
    pub now: i64,
    /// Months after which a password must be changed; 0 for never.
    pub password_months: i64,
}

/// The second factor of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Given and right.
    Right,
    /// Given and wrong.
    Wrong,
    /// Not given.
    Absent,
}

/// The answer to an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Come in.
    Success,
    /// No such account, a wrong password, or an account without a password of its own.
    BadCredentials,
    /// Too many wrong passwords a moment ago: closed for so many seconds more.
    Locked(i64),
    /// Switched off.
    Disabled,
    /// Its time is over.
    Expired,
    /// The password is too old.
    PasswordExpired,
    /// A code from the authenticator app is wanted.
    TotpWanted,
    /// A code from an e-mail is wanted.
    EmailCodeWanted,
    /// The code from the e-mail is wrong.
    EmailCodeWrong,
    /// A role asks for a second factor, and the account has none.
    EnrolmentWanted,
}

/// Decides an attempt. The state of an account is told to those with its password only; a lock is told to everybody,
/// since it must stop guesses.
pub fn decide(account: Option<&Account>, attempt: Attempt) -> Verdict {
    if let Some(seconds) = attempt.locked_for {
        return Verdict::Locked(seconds);
    }
    let Some(account) = account.filter(|account| attempt.password_is_right && !account.external) else {
        return Verdict::BadCredentials;
    };
    if account.caller.disabled {
        return Verdict::Disabled;
    }
    if account.expires.is_some_and(|expires| expires <= attempt.now) {
        return Verdict::Expired;
    }
    if is_too_old(account.password_updated, attempt.password_months, attempt.now) {
        return Verdict::PasswordExpired;
    }
    match (account.second_factor, attempt.code) {
        (SecondFactor::None, _) if account.needs_second_factor => Verdict::EnrolmentWanted,
        (SecondFactor::None, _) | (_, Code::Right) => Verdict::Success,
        (SecondFactor::Totp, _) => Verdict::TotpWanted,
        (SecondFactor::Email, Code::Absent) => Verdict::EmailCodeWanted,
        (SecondFactor::Email, Code::Wrong) => Verdict::EmailCodeWrong,
    }
}

/// Whether a password that was changed at this second is so many months of the calendar old; 0 months are never over.
pub fn is_too_old(updated: Option<i64>, months: i64, now: i64) -> bool {
    let month = |second: i64| {
        let at = Timestamp::from_second(second).ok()?;
        Some(Offset::UTC.to_datetime(at))
    };
    let Some((from, to)) = updated.and_then(month).zip(month(now)) else { return false };
    let passed = from.until((Unit::Month, to)).map_or(0, |span| i64::from(span.get_months()));
    months > 0 && passed >= months
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::Caller;

    fn account() -> Account {
        let caller = Caller {
            id: 1,
            uid: "abcdefghijk".into(),
            username: "amina".into(),
            password_hash: String::new(),
            first_name: "Amina".into(),
            surname: "Barro".into(),
            disabled: false,
            authorities: BTreeSet::new(),
            groups: vec![],
            org_units: vec![],
            data_view_org_units: vec![],
            deepest_view_level: None,
            search_org_units: vec![],
            db_locale: None,
        };
        Account {
            caller,
            expires: None,
            password_updated: Some(0),
            second_factor: SecondFactor::None,
            needs_second_factor: false,
            secret: None,
            external: false,
        }
    }

    /// Ten months of thirty days, which are nine of the calendar.
    const NOW: i64 = 10 * 30 * 24 * 3600;
    const RIGHT: Attempt = Attempt {
        password_is_right: true,
        locked_for: None,
        code: Code::Absent,
        now: NOW,
        password_months: 0,
    };

    #[test]
    fn the_state_of_an_account_is_told_to_those_with_its_password() {
        let disabled = Account { caller: Caller { disabled: true, ..account().caller }, ..account() };
        assert_eq!(decide(Some(&disabled), RIGHT), Verdict::Disabled);
        let wrong = Attempt { password_is_right: false, ..RIGHT };
        assert_eq!(decide(Some(&disabled), wrong), Verdict::BadCredentials);
        assert_eq!(decide(None, RIGHT), Verdict::BadCredentials);
    }

    #[test]
    fn an_account_is_closed_by_time_lock_and_age_of_password() {
        assert_eq!(decide(Some(&account()), RIGHT), Verdict::Success);
        let over = Account { expires: Some(1), ..account() };
        assert_eq!(decide(Some(&over), RIGHT), Verdict::Expired);
        let locked = Attempt { locked_for: Some(60), ..RIGHT };
        assert_eq!(decide(Some(&account()), locked), Verdict::Locked(60));
        let aged = Attempt { password_months: 9, ..RIGHT };
        assert_eq!(decide(Some(&account()), aged), Verdict::PasswordExpired);
        assert_eq!(decide(Some(&account()), Attempt { password_months: 10, ..RIGHT }), Verdict::Success);
    }

    #[test]
    fn nobody_passes_a_second_factor_without_its_code() {
        let totp = Account { second_factor: SecondFactor::Totp, ..account() };
        for code in [Code::Absent, Code::Wrong] {
            assert_eq!(decide(Some(&totp), Attempt { code, ..RIGHT }), Verdict::TotpWanted);
        }
        assert_eq!(decide(Some(&totp), Attempt { code: Code::Right, ..RIGHT }), Verdict::Success);
        let email = Account { second_factor: SecondFactor::Email, ..account() };
        assert_eq!(decide(Some(&email), RIGHT), Verdict::EmailCodeWanted);
        assert_eq!(decide(Some(&email), Attempt { code: Code::Wrong, ..RIGHT }), Verdict::EmailCodeWrong);
    }
}
