//! Tickets that let somebody into an account without its password: to choose a new one, or to take up an invitation. They are
//! kept as DHIS2 keeps them (an identifier in the open, a secret as its bcrypt hash, a day on which it ends), so that the
//! letters of either server open the other.

use afya_model::Random;
use afya_store::{Connection, Fault, Row};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::sql::recovery as statements;

const LETTERS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const TOKEN_LENGTH: usize = 44;
const DAY_SECONDS: i64 = 24 * 3600;
/// Seconds for which the letter that verifies an address is good.
const VERIFICATION_SECONDS: i64 = 3600;

/// A secret of letters and digits.
pub fn token(random: &Random) -> String {
    (0..TOKEN_LENGTH).map(|_| char::from(LETTERS[random.below(LETTERS.len())])).collect()
}

/// What a ticket is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// A new password.
    NewPassword,
    /// An invitation to somebody who chooses the login name.
    InvitationWithoutName,
    /// An invitation to an account that has its login name.
    Invitation,
}

impl Purpose {
    const ALL: [Purpose; 3] = [Purpose::NewPassword, Purpose::InvitationWithoutName, Purpose::Invitation];

    /// The letters that a secret of this purpose begins with.
    fn prefix(self) -> &'static str {
        match self {
            Purpose::NewPassword => "R",
            Purpose::InvitationWithoutName => "IC",
            Purpose::Invitation => "ID",
        }
    }

    /// How long a ticket is good, in seconds.
    pub fn seconds(self) -> i64 {
        if self.invites() { 7 * DAY_SECONDS } else { 2 * DAY_SECONDS }
    }

    /// Whether it is an invitation.
    pub fn invites(self) -> bool {
        self != Purpose::NewPassword
    }
}

/// A ticket.
#[derive(Clone, PartialEq, Eq)]
pub struct Ticket {
    /// What its account is found by.
    pub id: String,
    /// What only the letter knows.
    pub secret: String,
}

impl Ticket {
    /// A new ticket.
    pub fn new(random: &Random, purpose: Purpose) -> Ticket {
        Ticket { id: token(random), secret: format!("{}{}", purpose.prefix(), token(random)) }
    }

    /// The ticket as a letter says it.
    pub fn written(&self) -> String {
        URL_SAFE_NO_PAD.encode(format!("{}:{}", self.id, self.secret))
    }

    /// The ticket that a letter said.
    pub fn read(text: &str) -> Option<Ticket> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim().trim_end_matches('=')).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (id, secret) = text.split_once(':')?;
        (!id.is_empty() && !secret.is_empty()).then(|| Ticket { id: id.into(), secret: secret.into() })
    }

    /// What it is for.
    pub fn purpose(&self) -> Option<Purpose> {
        Purpose::ALL.into_iter().find(|purpose| self.secret.starts_with(purpose.prefix()))
    }
}

/// An account, as far as letters and tickets need it.
#[derive(Clone, Debug, PartialEq)]
pub struct Holder {
    /// The key.
    pub id: i64,
    /// The identifier.
    pub uid: String,
    /// The login name.
    pub username: String,
    /// The mail address.
    pub email: Option<String>,
    /// The mail address that was shown to be this person's.
    pub verified_email: Option<String>,
    /// The hash of the password.
    pub password_hash: Option<String>,
    /// When the password was last changed, in seconds since 1970.
    pub password_updated: Option<i64>,
    /// Whether only an identity provider may sign in to it.
    pub external: bool,
    /// Whether it is an invitation that nobody took up yet.
    pub invited: bool,
    /// What the administrator greets the person with.
    pub greeting: Option<String>,
    /// The language of the web UI, as a locale, where the person chose one.
    pub locale: Option<String>,
    /// The hash of the secret of the ticket under way.
    pub ticket_hash: Option<String>,
    /// When that ticket ends, in seconds since 1970.
    pub ticket_ends: Option<i64>,
}

impl Holder {
    /// Whether a ticket is under way and not over; its secret is still to be compared with the hash.
    pub fn awaits(&self, ticket: &Ticket, invitation: bool, now: i64) -> bool {
        self.ticket_hash.is_some()
            && self.ticket_ends.is_some_and(|ends| ends >= now)
            && ticket.purpose().is_some_and(|purpose| purpose.invites() == invitation)
    }

    /// Whether the address is shown to be this person's.
    pub fn is_verified(&self) -> bool {
        self.email.is_some() && self.email == self.verified_email
    }
}

/// What an account is found by.
#[derive(Clone, Copy, Debug)]
pub enum By<'a> {
    /// Its identifier.
    Uid(&'a str),
    /// Its login name.
    Username(&'a str),
    /// Its mail address.
    Email(&'a str),
    /// The identifier of a ticket.
    Ticket(&'a str),
    /// The secret of the letter that verifies its address.
    Verification(&'a str, i64),
}

/// The one account that is found so; none where there are several.
pub async fn find(connection: &mut Connection, by: By<'_>) -> Result<Option<Holder>, Fault> {
    let rows = connection.rows(&statements::find(by)).await?;
    Ok(match rows.as_slice() {
        [row] => Some(from_row(row)),
        _ => None,
    })
}

fn from_row(row: &Row) -> Holder {
    Holder {
        id: row.get("id"),
        uid: row.get("uid"),
        username: row.get("username"),
        email: row.get("email"),
        verified_email: row.get("verifiedemail"),
        password_hash: row.get("password"),
        password_updated: row.get("password_updated"),
        external: row.get("external"),
        invited: row.get("invited"),
        greeting: row.get("welcomemessage"),
        locale: row.get("locale"),
        ticket_hash: row.get("restoretoken"),
        ticket_ends: row.get("ticket_ends"),
    }
}

/// Keeps a ticket, by the hash of its secret; one that was under way is void.
pub async fn keep(
    connection: &mut Connection,
    user_id: i64,
    (id, hash): (&str, &str),
    ends: i64,
) -> Result<(), Fault> {
    connection.execute(&statements::keep(user_id, (id, hash), ends)).await?;
    Ok(())
}

/// Uses a ticket up, and gives the account its new password; whether the ticket was still there, so that it opens once only.
pub async fn redeem(
    connection: &mut Connection,
    holder: &Holder,
    hash: &str,
    invited: Option<&Invited<'_>>,
    now: i64,
) -> Result<bool, Fault> {
    connection.begin().await?;
    let ticket = holder.ticket_hash.as_deref().unwrap_or_default();
    let used = connection.execute(&statements::use_up(holder.id, ticket)).await? == 1;
    if used {
        crate::me::write_password(connection, holder.id, hash, now).await?;
        if let Some(invited) = invited {
            connection.execute(&statements::take_up(holder.id, invited, now)).await?;
        }
    }
    connection.commit().await?;
    Ok(used)
}

/// What somebody who takes up an invitation says of themselves.
#[derive(Clone, Copy, Debug)]
pub struct Invited<'a> {
    /// The login name.
    pub username: &'a str,
    /// First name.
    pub first_name: &'a str,
    /// Surname.
    pub surname: &'a str,
    /// Whether the mail address counts as verified: the invitation came to it.
    pub verified: bool,
}

/// Marks an account as invited.
pub async fn mark_invited(connection: &mut Connection, user_id: i64) -> Result<(), Fault> {
    connection.execute(&statements::mark_invited(user_id)).await?;
    Ok(())
}

/// Keeps the secret of a letter that verifies an address, with the time at which it ends, as DHIS2 does.
pub async fn await_verification(
    connection: &mut Connection,
    user_id: i64,
    token: &str,
    now_ms: i64,
) -> Result<(), Fault> {
    let ends = now_ms + VERIFICATION_SECONDS * 1000;
    connection.execute(&statements::await_verification(user_id, &format!("{token}|{ends}"))).await?;
    Ok(())
}

/// Whether another account has shown that this address is its own.
pub async fn is_verified_elsewhere(connection: &mut Connection, email: &str) -> Result<bool, Fault> {
    Ok(connection.first(&statements::verified(email)).await?.is_some())
}

/// Counts the address of an account as shown to be its own; not when it was changed, or is another's by now.
pub async fn verify(connection: &mut Connection, holder: &Holder) -> Result<bool, Fault> {
    Ok(connection.execute(&statements::verify(holder.id)).await? == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_is_read_as_it_was_written() {
        for purpose in Purpose::ALL {
            let ticket = Ticket::new(&Random::seeded(1), purpose);
            let read = Ticket::read(&ticket.written()).unwrap();
            assert!(read == ticket && read.purpose() == Some(purpose));
        }
        for text in ["", "nonsense", "!", "OjE", "YTo"] {
            assert!(Ticket::read(text).is_none(), "{text}");
        }
    }
}
