//! `/api/configuration`: whom to write to, which groups and levels have a meaning, and what the server allows.

use afya_access::configuration::{self, Choice};
use afya_access::settings;
use afya_metadata::read;
use afya_model::period::PeriodType;
use afya_schema::query::FieldTree;
use afya_schema::registry;
use afya_store::{Connection, Fault};
use axum::response::Response;
use serde_json::{Map, Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};
use crate::routes::objects::asker;
use crate::routes::period_types::described;

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        get("/api/configuration", Who::SignedIn, find_configuration),
        get("/api/configuration/systemId", Who::SignedIn, find_system_id),
        get("/api/configuration/infrastructuralPeriodType", Who::SignedIn, find_period_type),
        get("/api/configuration/corsWhitelist", Who::SignedIn, list_origins),
        get("/api/configuration/corsAllowlist", Who::SignedIn, list_origins),
        get("/api/configuration/dataOutputPeriodTypes", Who::SignedIn, list_output_types),
        get("/api/configuration/twoFactorMethods", Who::SignedIn, find_second_factors),
        get("/api/configuration/systemReadOnlyMode", Who::SignedIn, find_read_only_mode),
        get("/api/configuration/remoteServerUrl", Who::SignedIn, find_remote_address),
        get("/api/configuration/remoteServerUsername", Who::SignedIn, find_remote_name),
    ];
    routes.extend(Choice::all().map(|choice| {
        get(format!("/api/configuration/{}", choice.name()), Who::SignedIn, move |call: Call| {
            find_choice(call, choice)
        })
    }));
    routes
}

/// What DHIS2 shows of an object that stands inside the whole configuration; it depends on what is loaded there.
fn inside(choice: Choice) -> &'static str {
    match choice.type_name() {
        "indicatorGroup" => {
            "id,code,name,created,createdBy,lastUpdated,lastUpdatedBy,sharing,translations,attributeValues"
        }
        _ => {
            "id,code,name,created,createdBy,lastUpdated,lastUpdatedBy,sharing,translations,attributeValues,\
             displayName,favorite,favorites,user,level,offlineLevels"
        }
    }
}

const ALONE: &str = "*,!access,!href,users[id,code,name,displayName,username]";

async fn object(
    connection: &mut Connection,
    call: &Call,
    choice: Choice,
    fields: &str,
) -> Result<Option<Value>, Fault> {
    let Some(uid) = configuration::chosen(connection, choice).await? else { return Ok(None) };
    let of = registry().by_name(choice.type_name()).expect("the registry has what can be chosen");
    let locale = call.locale();
    let text =
        read::own(connection, asker(call, locale.as_deref()), of, &uid, &FieldTree::parse(fields)).await?;
    Ok(serde_json::from_str(&text).ok())
}

async fn find_configuration(call: Call) -> Outcome {
    let mut connection = call.connect().await?;
    let mut all = Map::new();
    all.insert("systemId".into(), json!(configuration::system_id(&mut connection).await?));
    for choice in Choice::all() {
        if let Some(value) = object(&mut connection, &call, choice, inside(choice)).await? {
            all.insert(choice.name().into(), value);
        }
    }
    if let Some(name) = configuration::period_type(&mut connection).await? {
        all.insert("infrastructuralPeriodType".into(), name.into());
    }
    let origins = configuration::origins(&mut connection).await?;
    all.insert("corsWhitelist".into(), json!(origins));
    all.insert("corsAllowlist".into(), json!(origins));
    let types = configuration::output_types(&mut connection).await?;
    all.insert("dataOutputPeriodTypes".into(), types.iter().map(|_| json!({})).collect());
    Ok(answer::json(&Value::Object(all)))
}

/// What was chosen, as an object; an empty answer where nothing was.
async fn find_choice(call: Call, choice: Choice) -> Outcome {
    let found = object(&mut call.connect().await?, &call, choice, ALONE).await?;
    Ok(found.map_or_else(Response::default, |value| answer::json(&value)))
}

async fn find_system_id(call: Call) -> Outcome {
    let id = configuration::system_id(&mut call.connect().await?).await?;
    Ok(answer::json_text(200, id.unwrap_or_default()))
}

async fn find_period_type(call: Call) -> Outcome {
    let name = configuration::period_type(&mut call.connect().await?).await?;
    let name = name.unwrap_or_else(|| "Yearly".to_owned());
    Ok(answer::json(&json!({
        "id": name, "code": name, "name": name, "displayName": name, "translations": [], "favorites": [],
        "favorite": false, "attributeValues": [], "sharing": {"users": {}, "userGroups": {}},
    })))
}

async fn list_origins(call: Call) -> Outcome {
    Ok(answer::json(&json!(configuration::origins(&mut call.connect().await?).await?)))
}

async fn list_output_types(call: Call) -> Outcome {
    let names = configuration::output_types(&mut call.connect().await?).await?;
    let types: Vec<Value> = names.iter().filter_map(|name| PeriodType::parse(name)).map(described).collect();
    Ok(answer::json(&json!(types)))
}

async fn find_second_factors(call: Call) -> Outcome {
    Ok(answer::json(&json!({
        "totp2faEnabled": call.app.settings.is_on("login.security.totp_2fa.enabled"),
        "email2faEnabled": call.app.settings.is_on("login.security.email_2fa.enabled"),
    })))
}

async fn find_read_only_mode(call: Call) -> Outcome {
    Ok(answer::json(&json!(call.app.settings.is_on("system.read_only_mode"))))
}

async fn find_remote_address(call: Call) -> Outcome {
    let system = settings::read_system(&call.connect().await?).await?;
    Ok(answer::json_text(200, system.text("keyRemoteInstanceUrl")))
}

async fn find_remote_name(call: Call) -> Outcome {
    let system = settings::read_system(&call.connect().await?).await?;
    Ok(answer::json_text(200, system.text("keyRemoteInstanceUsername")))
}
