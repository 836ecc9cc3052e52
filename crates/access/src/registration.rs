//! Accounts that people make for themselves, where the system has a role and an org unit for them.

use afya_model::Uid;
use afya_store::{Connection, Fault};

use crate::sql::registration as statements;

/// An account that is about to be made.
#[derive(Clone, Copy, Debug)]
pub struct NewAccount<'a> {
    /// The identifier.
    pub uid: &'a Uid,
    /// The login name.
    pub username: &'a str,
    /// First name.
    pub first_name: &'a str,
    /// Surname.
    pub surname: &'a str,
    /// The mail address.
    pub email: &'a str,
    /// The phone number.
    pub phone_number: Option<&'a str>,
    /// The hash of the password.
    pub hash: &'a str,
}

/// Makes an account with the role and in the org unit of those who register themselves; not when its login name was taken
/// a moment ago.
pub async fn register(
    connection: &mut Connection,
    account: &NewAccount<'_>,
    uuid: &str,
    now: i64,
) -> Result<bool, Fault> {
    connection.begin().await?;
    let Some(row) = connection.first(&statements::create(account, uuid, now)).await? else {
        connection.commit().await?;
        return Ok(false);
    };
    let user_id = row.get("id");
    for statement in statements::belongings(user_id) {
        connection.execute(&statement).await?;
    }
    crate::me::write_password(connection, user_id, account.hash, now).await?;
    connection.commit().await?;
    Ok(true)
}
