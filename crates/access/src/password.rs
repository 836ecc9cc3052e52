//! What a new password must be like: DHIS2's rules in DHIS2's order.

use crate::settings::SystemSettings;

/// Passwords that an account had and may not have again.
pub const HISTORY_LIMIT: usize = 24;

const RESERVED: [&str; 8] =
    ["user", "admin", "system", "administrator", "username", "password", "login", "manager"];

/// Whose password it is, and how long it may be.
#[derive(Clone, Debug, Default)]
pub struct Owner {
    /// The login name; absent where the account is only about to be made.
    pub username: Option<String>,
    /// The mail address.
    pub email: Option<String>,
    /// Characters at least.
    pub min_length: usize,
    /// Characters at most.
    pub max_length: usize,
    /// Whether the account is only about to be made.
    pub is_new: bool,
}

/// An owner of whom only the allowed lengths are known.
pub fn lengths(system: &SystemSettings) -> Owner {
    let number = |key: &str| {
        system.json(key).as_u64().and_then(|length| usize::try_from(length).ok()).unwrap_or_default()
    };
    Owner {
        min_length: number("minPasswordLength"),
        max_length: number("maxPasswordLength"),
        ..Owner::default()
    }
}

/// Why a password is refused, as DHIS2 says it; nothing when it is good. The history of an account is checked by
/// [`was_used`], since that takes seconds.
pub fn objection(password: &str, owner: &Owner) -> Option<String> {
    let has = |test: fn(&char) -> bool| password.chars().any(|character| test(&character));
    let contains = |part: &str| !part.is_empty() && password.to_lowercase().contains(&part.to_lowercase());
    let length = password.trim().chars().count();
    let nameless = !owner.is_new && owner.username.as_deref().is_none_or(|name| name.trim().is_empty());
    if length == 0 || nameless {
        return Some("Username or Password is missing".into());
    }
    if length < owner.min_length || length > owner.max_length {
        return Some(format!(
            "Password must have at least {}, and at most {} characters",
            owner.min_length, owner.max_length
        ));
    }
    let sentence = if !has(char::is_ascii_digit) {
        "Password must have at least one digit"
    } else if !has(char::is_ascii_uppercase) {
        "Password must have at least one upper case"
    } else if !has(char::is_ascii_lowercase) {
        "Password must have at least one lower case"
    } else if !has(|character| !character.is_ascii_alphanumeric()) {
        "Password must have at least one special character"
    } else if RESERVED.iter().any(|word| contains(word)) {
        "Password must not have any generic word"
    } else if [&owner.username, &owner.email].into_iter().flatten().any(|name| contains(name)) {
        "Username/Email must not be a part of password"
    } else {
        return None;
    };
    Some(sentence.into())
}

/// Whether a password matches one of these hashes. Takes tens of milliseconds for each: not for a worker thread.
pub fn was_used(password: &str, hashes: &[String]) -> bool {
    hashes.iter().any(|hash| bcrypt::verify(password, hash).unwrap_or(false))
}

/// The hash of a new password as DHIS2 stores it, with bcrypt of cost 10; nothing when it cannot be hashed. Takes tens of
/// milliseconds: not for a worker thread.
pub fn hash(password: &str, salt: [u8; 16]) -> Option<String> {
    Some(bcrypt::hash_with_salt(password, 10, salt).ok()?.format_for_version(bcrypt::Version::TwoA))
}

/// The sentence for a password that was used before.
pub fn used_before() -> String {
    format!("Password must not be one of the previous {HISTORY_LIMIT} passwords")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(password: &str, expected: Option<&str>) {
        let owner = Owner {
            username: Some("amina".into()),
            email: Some("a@example.org".into()),
            min_length: 8,
            max_length: 72,
            is_new: false,
        };
        assert_eq!(objection(password, &owner).as_deref(), expected);
    }

    #[test]
    fn the_first_broken_rule_is_named() {
        check("Nursing-ward-77", None);
        check("", Some("Username or Password is missing"));
        check("short", Some("Password must have at least 8, and at most 72 characters"));
        check("alllowercase", Some("Password must have at least one digit"));
        check("alllowercase1!", Some("Password must have at least one upper case"));
        check("ALLUPPERCASE1!", Some("Password must have at least one lower case"));
        check("Nursingward77", Some("Password must have at least one special character"));
        check("My-Password-77", Some("Password must not have any generic word"));
        check("Amina-ward-77", Some("Username/Email must not be a part of password"));
    }
}
