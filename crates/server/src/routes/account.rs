//! `/api/account`: whether a login name or a password would do.

use afya_access::{me, password, settings};
use afya_model::Refusal;
use serde_json::{Value, json};

use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/account/username", Who::SignedIn, check_username),
        post("/api/account/validateUsername", Who::SignedIn, check_username),
        get("/api/account/password", Who::SignedIn, check_password),
        post("/api/account/validatePassword", Who::SignedIn, check_password),
    ]
}

fn parameter<'c>(call: &'c Call, name: &str) -> Result<&'c str, Failure> {
    let missing = || Refusal::bad_request(format!("Required parameter '{name}' is not present."));
    Ok(call.query.get(name).ok_or_else(missing)?)
}

fn verdict(objection: Option<&str>) -> Value {
    match objection {
        None => json!({"response": "success", "message": ""}),
        Some(sentence) => json!({"response": "error", "message": sentence}),
    }
}

async fn check_username(call: Call) -> Outcome {
    let username = parameter(&call, "username")?;
    let objection = if me::is_taken(&mut call.connect().await?, username).await? {
        Some("Username is already taken")
    } else {
        (!is_fit(username)).then_some("Username is not valid")
    };
    Ok(answer::unstored(answer::json(&verdict(objection))))
}

/// Whether a login name has DHIS2's form: 4 to 255 letters, digits and a few marks, none of them at an end or twice.
fn is_fit(username: &str) -> bool {
    let marks = |character: char| "._-@".contains(character);
    let length = username.chars().count();
    let all = username.chars().all(|character| character.is_ascii_alphanumeric() || marks(character));
    let twice = username.as_bytes().windows(2).any(|pair| marks(pair[0].into()) && marks(pair[1].into()));
    (4..=255).contains(&length) && all && !twice && !username.starts_with(marks) && !username.ends_with(marks)
}

async fn check_password(call: Call) -> Outcome {
    let password = parameter(&call, "password")?;
    let system = settings::read_system(&mut call.connect().await?).await?;
    let owner = password::Owner { is_new: true, ..password::lengths(&system) };
    let objection = password::objection(password, &owner);
    Ok(answer::unstored(answer::json(&verdict(objection.as_deref()))))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_names_have_a_form() {
        assert!(is_fit("amina.barro") && is_fit("a@b.org"));
        assert!(!is_fit("abc") && !is_fit(".amina") && !is_fit("amina..b") && !is_fit("a mina"));
    }
}
