//! By what somebody was let in who stays for long, to be looked at again without counting as a request of theirs.

use afya_access::account::Account;
use afya_access::session;
use afya_access::sign_in::{Attempt, Code, Verdict, decide};
use afya_access::tokens::{self, Presented};
use afya_access::{Caller, find_account, settings};
use afya_store::{Connection, Fault};
use axum::http::HeaderMap;
use axum::http::header::AUTHORIZATION;

use super::{api_token, basic, cookies, is_open};
use crate::app::App;

/// What a request was let in by.
pub(crate) enum Proof {
    /// The token of a session.
    Session(String),
    /// An access token, with what of the request it may be bound to.
    Token { token: String, address: Option<String>, referrer: Option<String> },
    /// A password, by the hash that it was checked against.
    Password { username: String, hash: String },
}

impl Proof {
    /// What a request with these headers was let in by.
    pub(crate) fn of(headers: &HeaderMap, caller: &Caller) -> Option<Proof> {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let authorization = headers.get(AUTHORIZATION).and_then(|header| header.to_str().ok());
        if let Some(token) = authorization.and_then(api_token) {
            let (address, referrer) = (text("x-forwarded-for"), text("referer"));
            return Some(Proof::Token { token: token.to_owned(), address, referrer });
        }
        if authorization.and_then(basic).is_some() {
            let (username, hash) = (caller.username.clone(), caller.password_hash.clone());
            return Some(Proof::Password { username, hash });
        }
        cookies::session_token(headers).map(Proof::Session)
    }

    /// Who it lets in now; nobody any more once the session has ended, the account is closed or the password another one.
    ///
    /// # Errors
    /// When the database cannot be asked.
    pub(crate) async fn caller(
        &self,
        app: &App,
        connection: &mut Connection,
    ) -> Result<Option<Caller>, Fault> {
        let account = match self {
            Proof::Session(token) => {
                let account = session::look(connection, &app.clock, token).await?;
                account.filter(|account| is_open(account, app))
            }
            Proof::Token { token, address, referrer } => {
                let presented = Presented {
                    method: "GET",
                    address: address.as_deref(),
                    referrer: referrer.as_deref(),
                    now_ms: app.clock.now().as_millisecond(),
                };
                match tokens::resume(connection, token, presented).await {
                    Err(Fault::Refused(_)) => None,
                    account => Some(account?),
                }
            }
            Proof::Password { username, hash } => account_with(app, connection, username, hash).await?,
        };
        Ok(account.map(|account| account.caller))
    }
}

/// The account of a name, if its password is still the one with this hash and opens it.
async fn account_with(
    app: &App,
    connection: &mut Connection,
    username: &str,
    hash: &str,
) -> Result<Option<Account>, Fault> {
    let account = find_account(connection, username).await?;
    let rules = settings::sign_in_rules(connection).await?;
    let attempt = Attempt {
        password_is_right: account.as_ref().is_some_and(|account| account.caller.password_hash == hash),
        locked_for: None,
        code: Code::Absent,
        now: app.clock.now().as_second(),
        password_months: rules.password_months,
    };
    Ok(account.filter(|account| decide(Some(account), attempt) == Verdict::Success))
}
