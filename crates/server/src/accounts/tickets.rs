//! Tickets into accounts: written into letters, and redeemed by whoever the letter reached.

use afya_access::lockout::{self, Counted};
use afya_access::password::{self, Owner};
use afya_access::recovery::{self, By, Holder, Invited, Purpose, Ticket};
use afya_access::{me, session, settings};
use afya_model::Refusal;
use afya_store::{Connection, Fault};

use super::{bad_request, new_password};
use crate::answer::Failure;
use crate::app::App;

/// Makes a ticket into an account, in the words of a letter; nothing where bcrypt fails.
pub(crate) async fn issue(app: &App, holder: &Holder, purpose: Purpose) -> Result<Option<String>, Fault> {
    let ticket = Ticket::new(&app.random, purpose);
    let Some(hash) = new_password::hash(app, &ticket.secret).await else { return Ok(None) };
    let ends = app.clock.now().as_second() + purpose.seconds();
    let mut connection = app.database.connect().await?;
    recovery::keep(&mut connection, holder.id, (&ticket.id, &hash), ends).await?;
    Ok(Some(ticket.written()))
}

/// The ticket that a letter said, and the account that it names; the secret is not compared yet.
pub(crate) async fn named(
    connection: &mut Connection,
    written: &str,
) -> Result<Option<(Ticket, Holder)>, Fault> {
    let Some(ticket) = Ticket::read(written) else { return Ok(None) };
    let holder = recovery::find(connection, By::Ticket(&ticket.id)).await?;
    Ok(holder.filter(|holder| !holder.external).map(|holder| (ticket, holder)))
}

/// Whether a ticket opens its account: under way, not over, for this purpose, and with the right secret.
pub(crate) async fn opens(app: &App, ticket: &Ticket, holder: &Holder, invitation: bool) -> bool {
    let now = app.clock.now().as_second();
    match &holder.ticket_hash {
        Some(hash) if holder.awaits(ticket, invitation, now) => {
            new_password::fits(&ticket.secret, hash).await
        }
        _ => false,
    }
}

/// The hash of the new password of an account.
///
/// # Errors
/// 400 with the sentence that says why the password does not do.
pub(crate) async fn new_hash(app: &App, holder: &Holder, wanted: &str) -> Result<String, Failure> {
    if wanted.trim() == holder.username.trim() {
        return Err(bad_request("Password cannot be equal to username").into());
    }
    let mut connection = app.database.connect().await?;
    let owner = Owner {
        username: Some(holder.username.clone()),
        email: holder.email.clone(),
        ..password::lengths(&settings::read_system(&connection).await?)
    };
    let former = me::previous_passwords(&mut connection, holder.id).await?;
    drop(connection);
    Ok(new_password::accept(app, wanted, &owner, former).await.map_err(bad_request)?)
}

/// Uses a ticket up and sets the password; all sessions of the account end, and failed attempts are forgotten.
///
/// # Errors
/// 400 with `refusal` when somebody else used the ticket in the meantime.
pub(crate) async fn redeem(
    app: &App,
    holder: &Holder,
    hash: &str,
    invited: Option<&Invited<'_>>,
    refusal: Refusal,
) -> Result<(), Failure> {
    let mut connection = app.database.connect().await?;
    let now = app.clock.now().as_second();
    if !recovery::redeem(&mut connection, holder, hash, invited, now).await? {
        return Err(refusal.into());
    }
    session::close_all(&mut connection, holder.id).await?;
    lockout::forget(&mut connection, Counted::SignIn(&holder.username)).await?;
    Ok(())
}
