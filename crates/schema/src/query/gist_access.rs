//! What a gist asks about access: what users may do with an object, and what everybody may see of users.

use afya_model::Refusal;

use crate::property::PropertyType;
use crate::query::fields::FieldTree;
use crate::query::gist::{GistField, unknown};
use crate::registry::Type;

/// That a user may do something with an object (`id:canDataWrite:JYOrbWlUmRN`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccessFilter {
    /// The condition as DHIS2 writes it.
    pub text: String,
    /// The user's identifier.
    pub user: String,
    /// What the access string of the object's sharing must look like, as SQL's `like` reads it.
    pub pattern: String,
}

/// The condition on access that a text spells, if it spells one.
pub(super) fn access_filter(of: &Type, caller: &str, text: &str) -> Result<Option<AccessFilter>, Refusal> {
    let parts: Vec<&str> = text.splitn(3, [':', '~', '@']).collect();
    let word = parts.get(1).copied().unwrap_or_default().to_ascii_lowercase();
    let usual = match word.as_str() {
        "canread" => Some("r%"),
        "canwrite" => Some("_w%"),
        "candataread" => Some("__r%"),
        "candatawrite" => Some("___w%"),
        "canaccess" => None,
        _ => return Ok(None),
    };
    let value = parts.get(2).copied().unwrap_or_default().trim_start_matches('[').trim_end_matches(']');
    let mut values: Vec<&str> = value.split(',').map(str::trim).filter(|value| !value.is_empty()).collect();
    if values.len() < 1 + usize::from(usual.is_none()) {
        values.insert(0, caller);
    }
    let text = format!("{}:{word}:[{}]", parts[0], values.join(", "));
    let refused = |what: &str| Refusal::bad_request(format!("Filter `{text}` {what}"));
    let (user, pattern) = match (usual, values.as_slice()) {
        (Some(usual), [user]) => (*user, usual),
        (Some(_), _) => return Err(refused("requires a single user ID as argument.")),
        (None, [user, pattern]) => (*user, *pattern),
        (None, _) => return Err(refused("requires a user ID and an access pattern argument.")),
    };
    if !(2..=8).contains(&pattern.len()) || !pattern.bytes().all(|byte| b"_%rw".contains(&byte)) {
        return Err(refused("pattern argument must be 2 to 8 letters allowing letters 'r', 'w', '_' and '%'."));
    }
    match of.property(parts[0]) {
        Some(property) if property.is_collection() || property.kind == PropertyType::Reference => {
            Err(Refusal::new(501, "Conditions on access to what an object refers to are not built yet; ask by `id`."))
        }
        Some(_) if of.shareable => Ok(Some(AccessFilter { user: user.to_owned(), pattern: pattern.to_owned(), text })),
        Some(_) => Err(refused("asks for the sharing of objects that have none.")),
        None => Err(unknown(of, parts[0])),
    }
}

/// What everybody may see of a user.
const PUBLIC_OF_USERS: [&str; 7] = ["id", "code", "displayName", "name", "surname", "firstName", "username"];

/// Whether everybody may see a property of users.
pub fn is_public(key: &str) -> bool {
    PUBLIC_OF_USERS.contains(&key)
}

/// The fields that callers see who may not read users.
///
/// # Errors
/// 403 for a field that was asked for by name; what only a preset holds is left out.
pub fn public_fields(asked: &str, fields: Vec<GistField>) -> Result<Vec<GistField>, Refusal> {
    let named = FieldTree::parse(asked).fields;
    let mut kept = Vec::new();
    for field in fields {
        if is_public(&field.key) {
            kept.push(field);
        } else if named.iter().any(|(name, _)| *name == field.key) {
            return Err(Refusal::forbidden(format!("Field `{}` is not readable as user is not allowed to view objects of type User.", field.key)));
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use crate::query::gist::filters;
    use crate::registry::registry;

    #[test]
    fn conditions_on_access_name_a_user_and_a_pattern() {
        let access = |text: &str| filters(registry(), registry().by_name("dataElement").unwrap(), "JYOrbWlUmRN", [text]).map(|found| found.access);
        let one = &access("id:canDataWrite").unwrap()[0];
        assert_eq!((one.text.as_str(), one.pattern.as_str()), ("id:candatawrite:[JYOrbWlUmRN]", "___w%"));
        let two = &access("id:canAccess:[cstcXyxbJoj,_w%]").unwrap()[0];
        assert_eq!((two.user.as_str(), two.pattern.as_str()), ("cstcXyxbJoj", "_w%"));
        for wrong in ["id:canRead:[a,b]", "id:canAccess:[cstcXyxbJoj,';--]", "nothing:canRead"] {
            assert_eq!(access(wrong).unwrap_err().http_status, 400, "{wrong}");
        }
        assert_eq!(access("1:id:canRead").unwrap_err().http_status, 501);
        assert_eq!(access("categoryCombo:canRead").unwrap_err().http_status, 501);
    }
}
