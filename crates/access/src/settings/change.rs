//! Changing settings, of the system and of users.

use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};

use super::definition::{Definition, system_definition, user_definition};
use crate::encryption;
use crate::sql::settings as statements;

/// Sets settings of the system, all or none; an empty value takes a setting back to its default. `password` is
/// `encryption.password`, for those that are confidential.
///
/// # Errors
/// 404 E1005 for an unknown key, 400 E1003 for a value that is not of the setting's kind.
pub async fn set_system(
    connection: &mut Connection,
    given: &[(String, String)],
    password: &str,
) -> Result<(), Fault> {
    let accepted = accept(given, system_definition)?;
    connection.begin().await?;
    for (definition, value) in accepted {
        let stored = match value {
            Some(value) if definition.confidential => encryption::encrypt_setting(password, &value),
            other => other,
        };
        connection.execute(&statements::remove_of_system(definition.key)).await?;
        if let Some(stored) = stored {
            connection.execute(&statements::set_of_system(definition.key, &stored)).await?;
        }
    }
    connection.commit().await
}

/// Sets a translation of a setting of the system; an empty text takes it away.
///
/// # Errors
/// 400 when the setting has no translations.
pub async fn set_translation(
    connection: &mut Connection,
    uid: &str,
    key: &str,
    locale: &str,
    text: &str,
) -> Result<(), Fault> {
    if !system_definition(key).is_some_and(|definition| definition.translatable) {
        return Err(Refusal::bad_request(format!("Not translatable: {key}"))
            .with_code(ErrorCode::E1003)
            .into());
    }
    connection.begin().await?;
    if text.is_empty() {
        connection.execute(&statements::remove_translation(key, locale)).await?;
        connection.execute(&statements::remove_untranslated(key)).await?;
    } else {
        connection.execute(&statements::set_translation(uid, key, locale, text)).await?;
    }
    connection.commit().await
}

/// Sets a setting of a user; an empty value takes it back to its default.
///
/// # Errors
/// 404 E1005 for an unknown key, 400 E1003 for a value that is not of the setting's kind, 409 for an unknown user.
pub async fn set_user(
    connection: &mut Connection,
    username: &str,
    key: &str,
    value: &str,
) -> Result<(), Fault> {
    let accepted = accept(&[(key.to_owned(), value.to_owned())], user_definition)?;
    if connection.first(&statements::user(username)).await?.is_none() {
        let sentence = format!("User with username {username} could not be found.");
        return Err(Refusal::conflict(sentence).with_code(ErrorCode::E1004).into());
    }
    for (definition, value) in accepted {
        match value {
            Some(value) => {
                connection.execute(&statements::set_of_user(username, definition.key, java(&value))).await?
            }
            None => connection.execute(&statements::remove_of_user(username, definition.key)).await?,
        };
    }
    Ok(())
}

type Accepted = Vec<(&'static Definition, Option<String>)>;

fn accept(
    given: &[(String, String)],
    find: fn(&str) -> Option<&'static Definition>,
) -> Result<Accepted, Refusal> {
    let unknown: Vec<&str> =
        given.iter().map(|(key, _)| key.as_str()).filter(|key| find(key).is_none()).collect();
    if !unknown.is_empty() {
        let sentence = format!("Setting does not exist: {}", unknown.join(","));
        return Err(Refusal::not_found(sentence).with_code(ErrorCode::E1005));
    }
    let mut accepted = Vec::new();
    for (key, value) in given {
        let Some(definition) = find(key) else { continue };
        let stored = if value.is_empty() { None } else { definition.accept(value) };
        if stored.is_none() && !value.is_empty() {
            let sentence = format!("Not a valid value for setting {key}: {value}");
            return Err(Refusal::bad_request(sentence).with_code(ErrorCode::E1003));
        }
        accepted.push((definition, stored));
    }
    Ok(accepted)
}

/// A text as Java serialises a string: a head of five bytes, the length, the text.
fn java(text: &str) -> Vec<u8> {
    let length = u16::try_from(text.len()).unwrap_or(u16::MAX);
    let mut bytes = vec![0xac, 0xed, 0x00, 0x05, 0x74];
    bytes.extend(length.to_be_bytes());
    bytes.extend(text.as_bytes().iter().take(length.into()));
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_setting_of_a_user_is_a_serialised_java_string() {
        assert_eq!(java("fr"), [0xac, 0xed, 0, 5, 0x74, 0, 2, b'f', b'r']);
    }
}
