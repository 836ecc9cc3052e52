//! What the caller may do beyond what the registry knows of a user: data sets, programs, tokens, unread things.

use afya_store::{Connection, Fault};
use serde_json::{Value, json};

use crate::caller::Caller;
use crate::sql::me as statements;

/// What users change of themselves, by property.
pub const PROFILE: [&str; 18] = [
    "firstName",
    "surname",
    "email",
    "phoneNumber",
    "jobTitle",
    "introduction",
    "gender",
    "skype",
    "facebookMessenger",
    "telegram",
    "whatsApp",
    "twitter",
    "birthday",
    "nationality",
    "employer",
    "education",
    "interests",
    "languages",
];

/// Identifiers of what the caller may see data of, and of the caller's access tokens.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reach {
    /// Data sets whose data the caller may read.
    pub data_sets: Vec<String>,
    /// Programs whose data the caller may read.
    pub programs: Vec<String>,
    /// Access tokens of the caller.
    pub tokens: Vec<String>,
    /// The kind of second factor, as DHIS2 names it.
    pub two_factor: String,
}

/// The caller's reach, by one statement.
pub async fn reach(connection: &mut Connection, caller: &Caller) -> Result<Reach, Fault> {
    let row = connection.first(&statements::reach(caller)).await?;
    Ok(row.map_or_else(Reach::default, |row| Reach {
        data_sets: row.get("data_sets"),
        programs: row.get("programs"),
        tokens: row.get("tokens"),
        two_factor: row.get("two_factor"),
    }))
}

/// Unread interpretations and conversations of the caller, as `/api/me/dashboard` says them.
pub async fn unread(connection: &mut Connection, caller: &Caller) -> Result<Value, Fault> {
    let row = connection.first(&statements::unread(caller.id)).await?;
    let count = |name: &str| row.as_ref().map_or(0, |row| row.get::<_, i64>(name));
    Ok(
        json!({"unreadMessageConversations": count("conversations"), "unreadInterpretations": count("interpretations")}),
    )
}

/// Whether a login name is taken, in whatever case.
pub async fn is_taken(connection: &mut Connection, username: &str) -> Result<bool, Fault> {
    Ok(connection.first(&statements::taken(username)).await?.is_some())
}

/// The login name of the account with this identifier.
pub async fn username(connection: &mut Connection, uid: &str) -> Result<Option<String>, Fault> {
    Ok(connection.first(&statements::username(uid)).await?.map(|row| row.get("username")))
}

/// Hashes of the passwords that an account had.
pub async fn previous_passwords(connection: &mut Connection, user_id: i64) -> Result<Vec<String>, Fault> {
    let rows = connection.rows(&statements::previous_passwords(user_id)).await?;
    Ok(rows.iter().map(|row| row.get("hash")).collect())
}

/// Sets the password of an account, by its hash, and remembers it among those that the account had.
pub async fn set_password(
    connection: &mut Connection,
    user_id: i64,
    hash: &str,
    now: i64,
) -> Result<(), Fault> {
    connection.begin().await?;
    write_password(connection, user_id, hash, now).await?;
    connection.commit().await
}

/// Sets and remembers a password within a transaction.
pub(crate) async fn write_password(
    connection: &mut Connection,
    user_id: i64,
    hash: &str,
    now: i64,
) -> Result<(), Fault> {
    connection.execute(&statements::set_password(user_id, hash, now)).await?;
    connection.execute(&statements::remember_password(user_id, hash)).await?;
    Ok(())
}

/// Changes the profile of an account; the properties are some of [`PROFILE`], a birthday as `yyyy-MM-dd`.
pub async fn change_profile(
    connection: &mut Connection,
    user_id: i64,
    changes: &[(&'static str, String)],
    now: i64,
) -> Result<(), Fault> {
    connection.execute(&statements::change_profile(user_id, changes, now)).await?;
    Ok(())
}

/// The mail address of an account.
pub async fn email(connection: &mut Connection, user_id: i64) -> Result<Option<String>, Fault> {
    Ok(connection.first(&statements::email(user_id)).await?.and_then(|row| row.get("email")))
}

/// Notes that the account was signed in to at this second since 1970.
pub async fn note_sign_in(connection: &mut Connection, user_id: i64, now: i64) -> Result<(), Fault> {
    connection.execute(&statements::note_sign_in(user_id, now)).await?;
    Ok(())
}
