//! `PUT /api/me`: changing one's own profile.

use afya_access::account::SecondFactor;
use afya_access::{find_account, me};
use afya_metadata::read;
use afya_model::{ErrorCode, Refusal};
use afya_schema::query::FieldTree;
use afya_schema::registry;
use axum::extract::Request;
use serde_json::{Map, Value};

use crate::answer::{self, Outcome};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, put};
use crate::routes::objects::asker;

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![put("/api/me", Who::SignedIn, change_profile)]
}

/// Changes what is given and not empty; everything else stays.
async fn change_profile(call: Call, request: Request) -> Outcome {
    let bytes = body::whole(request.into_body(), 1024 * 1024).await?;
    let given: Map<String, Value> = serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))?;
    if given.get("avatar").is_some_and(|avatar| !avatar.is_null()) {
        let sentence = "Pictures of users are part of the Web API and not built here yet";
        return Err(Refusal::new(501, sentence).into());
    }
    let changes = accept(&given)?;
    let mut connection = call.connect().await?;
    let email = changes.iter().find(|(key, _)| *key == "email").map(|(_, email)| email);
    if let Some(email) = email {
        let account = find_account(&mut connection, &call.caller().username).await?;
        let by_mail = account.is_some_and(|account| account.second_factor == SecondFactor::Email);
        let present = me::email(&mut connection, call.caller().id).await?;
        if by_mail && present.as_ref() != Some(email) {
            let sentence =
                "Email address cannot be changed, when email-based 2FA is enabled, please disable 2FA first";
            return Err(Refusal::conflict(sentence).with_code(ErrorCode::E1004).into());
        }
    }
    let now = call.app.clock.now().as_second();
    me::change_profile(&mut connection, call.caller().id, &changes, now).await?;
    let user = registry().by_name("user").expect("the registry has users");
    let (tree, locale) = (FieldTree::parse("*,!href"), call.locale());
    let asker = asker(&call, locale.as_deref());
    let text = read::own(&mut connection, asker, user, &call.caller().uid, &tree).await?;
    Ok(answer::json_text(200, text))
}

/// The changes that a body asks for, by property; texts that the database has no room for are refused.
fn accept(given: &Map<String, Value>) -> Result<Vec<(&'static str, String)>, Refusal> {
    let user = registry().by_name("user").expect("the registry has users");
    let mut changes = Vec::new();
    for key in me::PROFILE {
        let Some(text) = given.get(key).and_then(Value::as_str).filter(|text| !text.is_empty()) else {
            continue;
        };
        let room = user.property(key).and_then(|property| property.max).unwrap_or(f64::MAX);
        let length = text.chars().count();
        if length as f64 > room {
            let (room, length) = (room.to_string(), length.to_string());
            return Err(Refusal::of(409, ErrorCode::E4001, &[key, room.as_str(), length.as_str()]));
        }
        if key == "whatsApp" && !is_phone(text) {
            let refusal = Refusal::conflict(format!("Invalid format for WhatsApp value '{text}'"));
            return Err(refusal.with_code(ErrorCode::E1004));
        }
        if key == "birthday" && text.get(..10).is_none_or(|day| day.parse::<jiff::civil::Date>().is_err()) {
            let sentence = "only ISO format or UNIX Epoch timestamp is supported.";
            return Err(Refusal::bad_request(format!("Invalid date format '{text}', {sentence}")));
        }
        changes.push((key, text.to_owned()));
    }
    Ok(changes)
}

/// Whether a text is a telephone number in international form.
fn is_phone(text: &str) -> bool {
    let digits = text.strip_prefix('+').unwrap_or(text);
    (6..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_profile_takes_what_fits() {
        let check = |given: Value| accept(given.as_object().unwrap()).map(|changes| changes.len());
        assert_eq!(check(json!({"firstName": "Kofi", "surname": "", "username": "root"})).ok(), Some(1));
        assert!(check(json!({"firstName": "x".repeat(161)})).is_err());
        assert!(check(json!({"whatsApp": "no number"})).is_err());
        assert!(check(json!({"birthday": "1990-13-01"})).is_err());
    }
}
