//! An account: the caller it belongs to, and what decides whether somebody may sign in to it.

use afya_store::{Connection, Fault, Row};

use crate::caller::{self, Caller};
use crate::sql;

/// The second factor that an account asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecondFactor {
    /// None: the password is enough.
    None,
    /// A code from an authenticator app.
    Totp,
    /// A code sent by e-mail.
    Email,
}

/// An account.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Whoever signs in to it.
    pub caller: Caller,
    /// When it ends, in seconds since 1970.
    pub expires: Option<i64>,
    /// When the password was last changed, in seconds since 1970.
    pub password_updated: Option<i64>,
    /// The second factor.
    pub second_factor: SecondFactor,
    /// Whether a role asks for a second factor.
    pub needs_second_factor: bool,
    /// The shared secret of the second factor, as stored.
    pub secret: Option<String>,
    /// Whether only an identity provider may sign in to it, so that its password counts for nothing.
    pub external: bool,
}

/// The account with this login name. One statement.
pub async fn find_account(connection: &mut Connection, username: &str) -> Result<Option<Account>, Fault> {
    Ok(connection.first(&sql::account(username)).await?.as_ref().map(from_row))
}

pub(crate) fn from_row(row: &Row) -> Account {
    let second_factor = match row.get("twofactortype") {
        "TOTP_ENABLED" => SecondFactor::Totp,
        "EMAIL_ENABLED" => SecondFactor::Email,
        _ => SecondFactor::None,
    };
    Account {
        caller: caller::from_row(row),
        expires: row.get("account_expires"),
        password_updated: row.get("password_updated"),
        second_factor,
        needs_second_factor: row.get("needs_two_factor"),
        secret: row.get("secret"),
        external: row.get("external_auth"),
    }
}
