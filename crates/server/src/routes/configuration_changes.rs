//! Changing `/api/configuration`.

use afya_access::configuration::{self, Choice};
use afya_model::period::PeriodType;
use afya_model::{ErrorCode, Refusal};
use afya_schema::registry;
use axum::extract::Request;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::answer::{self, Failure, Outcome};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, delete, post};

const MANAGERS: Who = Who::Holders(&["F_SYSTEM_SETTING"]);

/// What DHIS2 lets a system be without again.
const REMOVABLE: [&str; 5] = [
    "feedbackRecipients",
    "systemUpdateNotificationRecipients",
    "offlineOrganisationUnitLevel",
    "selfRegistrationRole",
    "selfRegistrationOrgUnit",
];

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = vec![
        post("/api/configuration/systemId", Who::Holders(&["ALL"]), set_system_id),
        post("/api/configuration/infrastructuralPeriodType", MANAGERS, set_period_type),
        post("/api/configuration/corsWhitelist", MANAGERS, set_origins),
        post("/api/configuration/corsAllowlist", MANAGERS, set_origins),
        post("/api/configuration/dataOutputPeriodTypes", MANAGERS, set_output_types),
    ];
    for choice in Choice::all() {
        let path = format!("/api/configuration/{}", choice.name());
        if REMOVABLE.contains(&choice.name()) {
            routes.push(delete(path.clone(), MANAGERS, move |call: Call| remove(call, choice)));
        }
        routes.push(post(path, MANAGERS, move |call: Call, request: Request| choose(call, choice, request)));
    }
    routes
}

/// The body as text without the space around it.
async fn text(request: Request) -> Result<String, Failure> {
    let bytes = body::whole(request.into_body(), 1024 * 1024).await?;
    Ok(String::from_utf8_lossy(&bytes).trim().to_owned())
}

async fn parsed<T: DeserializeOwned>(request: Request) -> Result<T, Failure> {
    let text = text(request).await?;
    let parsed = serde_json::from_str(&text);
    Ok(parsed.map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))?)
}

async fn choose(call: Call, choice: Choice, request: Request) -> Outcome {
    let uid = text(request).await?;
    if !configuration::choose(&mut call.connect().await?, choice, Some(&uid)).await? {
        let class = registry().by_name(choice.type_name()).map_or("", |of| of.class_name());
        return Err(Refusal::no_such_object(class, &uid).into());
    }
    Ok(answer::empty(204))
}

async fn remove(call: Call, choice: Choice) -> Outcome {
    configuration::choose(&mut call.connect().await?, choice, None).await?;
    Ok(answer::empty(204))
}

async fn set_system_id(call: Call, request: Request) -> Outcome {
    let given = text(request).await?;
    let id = if given.is_empty() { call.app.random.uuid() } else { given };
    configuration::set_system_id(&mut call.connect().await?, &id).await?;
    Ok(answer::empty(204))
}

async fn set_period_type(call: Call, request: Request) -> Outcome {
    let name = text(request).await?;
    if PeriodType::parse(&name).is_none() {
        let refusal = Refusal::not_found(format!("Period type not found: {name}"));
        return Err(refusal.with_code(ErrorCode::E1005).into());
    }
    configuration::set_period_type(&mut call.connect().await?, &name).await?;
    Ok(answer::empty(204))
}

async fn set_origins(call: Call, request: Request) -> Outcome {
    let origins: Vec<String> = parsed(request).await?;
    configuration::set_origins(&mut call.connect().await?, &origins).await?;
    Ok(answer::empty(204))
}

/// Sets the types offered; years are always among them.
async fn set_output_types(call: Call, request: Request) -> Outcome {
    let given: Vec<Value> = parsed(request).await?;
    let mut names: Vec<String> =
        given.iter().filter_map(|kind| kind["name"].as_str()).map(str::to_owned).collect();
    names.push(PeriodType::Yearly.name().to_owned());
    configuration::set_output_types(&mut call.connect().await?, &names).await?;
    Ok(answer::empty(204))
}
