//! `/api/me`: the caller, their authorities, settings and passwords.

use afya_access::{me, password, settings};
use afya_metadata::read;
use afya_model::Refusal;
use afya_schema::fields_on_json::pick;
use afya_schema::query::FieldTree;
use afya_schema::registry;
use axum::extract::{Path, Request};
use serde_json::{Map, Value, json};

use crate::answer::{self, Outcome};
use crate::authentication::passwords::{Checked, check};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, get, post};
use crate::routes::objects::asker;

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/me", Who::SignedIn, find_me),
        get("/api/me/authorities", Who::SignedIn, list_authorities),
        get("/api/me/authorization", Who::SignedIn, list_authorities),
        get("/api/me/authorities/{authority}", Who::SignedIn, has_authority),
        get("/api/me/authorization/{authority}", Who::SignedIn, has_authority),
        get("/api/me/settings", Who::SignedIn, list_settings),
        get("/api/me/settings/{key}", Who::SignedIn, find_setting),
        get("/api/me/dashboard", Who::SignedIn, find_dashboard),
        post("/api/me/verifyPassword", Who::SignedIn, verify_password),
        post("/api/me/validatePassword", Who::SignedIn, validate_password),
    ]
}

/// What the answer takes from the registry's user; the rest of it is made here.
const OF_USER: [&str; 35] = [
    "id",
    "username",
    "surname",
    "firstName",
    "employer",
    "languages",
    "gender",
    "jobTitle",
    "avatar",
    "created",
    "lastUpdated",
    "dataViewOrganisationUnits",
    "favorites",
    "userGroups",
    "translations",
    "teiSearchOrganisationUnits",
    "organisationUnits",
    "displayName",
    "access",
    "name",
    "email",
    "emailVerified",
    "phoneNumber",
    "introduction",
    "birthday",
    "nationality",
    "education",
    "interests",
    "whatsApp",
    "facebookMessenger",
    "skype",
    "telegram",
    "twitter",
    "userRoles",
    "attributeValues",
];

/// The caller as an object of its own form: most of a user, and what the caller may do.
async fn find_me(call: Call) -> Outcome {
    let tree = fields(&call);
    let user = registry().by_name("user").expect("the registry has users");
    let locale = call.locale();
    let mut connection = call.connect().await?;
    let wanted = tree_of_user(&tree);
    let text = read::own(&mut connection, asker(&call, locale.as_deref()), user, &call.caller().uid, &wanted)
        .await?;
    let mut answer: Map<String, Value> = serde_json::from_str(&text).unwrap_or_default();
    let reach = me::reach(&mut connection, call.caller()).await?;
    let own = settings::read_user(&mut connection, &call.caller().username, true).await?;
    let tokens: Vec<Value> = reach.tokens.iter().map(|uid| json!({ "id": uid })).collect();
    let beside = json!({
        "settings": own.all(),
        "programs": reach.programs,
        "authorities": call.caller().authorities,
        "dataSets": reach.data_sets,
        "patTokens": tokens,
        "twoFactorType": reach.two_factor,
    });
    if let Value::Object(picked) = pick(&beside, &tree) {
        answer.extend(picked);
    }
    Ok(answer::json(&Value::Object(answer)))
}

/// The fields asked for; brackets that do not close ask for everything here.
fn fields(call: &Call) -> FieldTree {
    let asked = call.query.all("fields").collect::<Vec<_>>().join(",");
    let tree = FieldTree::parse(if asked.is_empty() { "*" } else { &asked });
    if tree.is_empty() { FieldTree::parse("*") } else { tree }
}

/// The same expression with what users have here only: presets become names.
fn tree_of_user(tree: &FieldTree) -> FieldTree {
    let everything = !tree.presets.is_empty();
    let mut wanted = FieldTree::default();
    for name in OF_USER.iter().filter(|name| !tree.excluded.iter().any(|other| other == *name)) {
        let asked = tree.fields.iter().find(|(field, _)| field == name).map(|(_, field)| field.clone());
        if everything || asked.as_ref().is_some_and(|field| field.named) {
            let mut field = asked.unwrap_or_default();
            field.named = true;
            wanted.fields.push(((*name).to_owned(), field));
        }
    }
    wanted
}

async fn list_authorities(call: Call) -> Outcome {
    Ok(answer::unstored(answer::json(&json!(call.caller().authorities))))
}

async fn has_authority(call: Call, Path(authority): Path<String>) -> Outcome {
    Ok(answer::unstored(answer::json(&json!(call.caller().has_any(&[&authority])))))
}

async fn list_settings(call: Call) -> Outcome {
    let own = settings::read_user(&mut call.connect().await?, &call.caller().username, true).await?;
    let keys = call.keys();
    let all = if keys.is_empty() {
        own.all()
    } else {
        keys.iter().map(|key| (key.clone(), own.json(key))).collect()
    };
    Ok(answer::private(answer::json(&Value::Object(all))))
}

async fn find_setting(call: Call, Path(key): Path<String>) -> Outcome {
    let own = settings::read_user(&mut call.connect().await?, &call.caller().username, true).await?;
    Ok(answer::json(&own.json(&key)))
}

async fn find_dashboard(call: Call) -> Outcome {
    let unread = me::unread(&mut call.connect().await?, call.caller()).await?;
    Ok(answer::unstored(answer::json(&unread)))
}

/// A password as plain text, or as `{"password": …}`.
async fn given_password(request: Request) -> Result<String, answer::Failure> {
    let media =
        request.headers().get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_json = media.starts_with("application/json");
    let bytes = body::whole(request.into_body(), 64 * 1024).await?;
    if !is_json {
        return Ok(String::from_utf8_lossy(&bytes).into_owned());
    }
    let parsed: Option<Value> = serde_json::from_slice(&bytes).ok();
    let password = parsed.as_ref().and_then(|value| value["password"].as_str()).map(str::to_owned);
    Ok(password.ok_or_else(|| Refusal::conflict("Required attribute 'password' missing or null."))?)
}

async fn verify_password(call: Call, request: Request) -> Outcome {
    let password = given_password(request).await?;
    let caller = call.caller();
    let hash = Some(caller.password_hash.as_str());
    let found = check(&call.app.passwords, &call.app.clock, &caller.username, password, hash).await;
    Ok(answer::json(&json!({ "isCorrectPassword": found != Checked::Wrong })))
}

async fn validate_password(call: Call, request: Request) -> Outcome {
    let password = given_password(request).await?;
    let caller = call.caller();
    let mut connection = call.connect().await?;
    let owner = password::Owner {
        username: Some(caller.username.clone()),
        email: me::email(&mut connection, caller.id).await?,
        ..password::lengths(&settings::read_system(&connection).await?)
    };
    let mut objection = password::objection(&password, &owner);
    if objection.is_none() {
        let former = me::previous_passwords(&mut connection, caller.id).await?;
        drop(connection);
        let used = tokio::task::spawn_blocking(move || password::was_used(&password, &former)).await;
        objection = used.unwrap_or(true).then(password::used_before);
    }
    Ok(answer::json(&match objection {
        None => json!({"isValidPassword": true}),
        Some(sentence) => json!({"isValidPassword": false, "errorMessage": sentence}),
    }))
}
