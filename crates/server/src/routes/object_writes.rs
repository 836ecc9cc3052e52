//! `POST /api/<plural>`, `PUT` and `DELETE /api/<plural>/{uid}`: one object of any type that the import writes.

use afya_metadata::import::{self, Options, ReportMode, Source, Strategy};
use afya_model::{ErrorCode, Refusal, Status};
use afya_schema::{Type, registry};
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::HeaderValue;
use axum::http::header::LOCATION;
use serde_json::{Map, Value, json};

use super::metadata_import::{PROBLEMS, object};
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, delete, post, put};

/// Types whose single objects have rules that are not built, or a resource of their own.
const OTHERS: [&str; 8] = [
    "user",
    "apiToken",
    "jobConfiguration",
    "oAuth2Authorization",
    "oAuth2AuthorizationConsent",
    "oAuth2Client",
    "categoryOptionCombo",
    "mapView",
];

/// The routes of all types.
pub(crate) fn routes() -> Vec<Route> {
    let written = registry()
        .types()
        .iter()
        .filter(|of| of.metadata && of.identifiable && of.table.is_some() && !OTHERS.contains(&of.name));
    let mut routes: Vec<Route> = written
        .filter_map(|of| of.endpoint.map(|endpoint| (of, format!("/api{endpoint}"))))
        .flat_map(|(of, path)| {
            let one = format!("{path}/{{uid}}");
            [
                post(path, Who::SignedIn, move |call: Call, request: Request<Body>| {
                    create(of, call, request)
                }),
                put(
                    one.clone(),
                    Who::SignedIn,
                    move |call: Call, Path(uid): Path<String>, request: Request<Body>| {
                        replace(of, call, uid, request)
                    },
                ),
                delete(one, Who::SignedIn, move |call: Call, Path(uid): Path<String>| remove(of, call, uid)),
            ]
        })
        .collect();
    routes.push(post("/api/categoryOptionCombos", Who::SignedIn, refuse_option_combo));
    routes
}

async fn refuse_option_combo() -> Outcome {
    Err(Refusal::of(409, ErrorCode::E1129, &[]).into())
}

fn denied(what: &str) -> Refusal {
    let sentence = format!("You don't have the proper permissions to {what} this object.");
    Refusal::forbidden(sentence).with_code(ErrorCode::E1006)
}

async fn create(of: &'static Type, call: Call, request: Request<Body>) -> Outcome {
    if !import::may_create(of, call.caller()) {
        return Err(denied("create").into());
    }
    let mut sent = object(request).await?;
    sent.remove("translations");
    let (status, report) = write(of, &call, sent, Strategy::Create).await?;
    let mut response = answer_for(201, status, &report);
    if status == Status::Ok {
        let address = format!(
            "{}{}/{}",
            call.base,
            of.endpoint.unwrap_or_default(),
            report["uid"].as_str().unwrap_or_default()
        );
        if let Ok(address) = HeaderValue::from_str(&address) {
            response.headers_mut().insert(LOCATION, address);
        }
    }
    Ok(response)
}

async fn replace(of: &'static Type, call: Call, uid: String, request: Request<Body>) -> Outcome {
    let found = import::standing(&mut call.connect().await?, call.caller(), of, &uid).await?;
    if !found.ok_or_else(|| Refusal::no_such_object(of.class_name(), &uid))?.may_update {
        return Err(denied("update").into());
    }
    let mut sent = object(request).await?;
    sent.insert("id".into(), json!(uid));
    let (status, report) = write(of, &call, sent, Strategy::Update).await?;
    Ok(answer_for(200, status, &report))
}

async fn remove(of: &'static Type, call: Call, uid: String) -> Outcome {
    let found = import::standing(&mut call.connect().await?, call.caller(), of, &uid).await?;
    if !found.ok_or_else(|| Refusal::no_such_object(of.class_name(), &uid))?.may_delete {
        return Err(denied("delete").into());
    }
    let sent = Map::from_iter([("id".to_owned(), json!(uid))]);
    let (status, report) = write(of, &call, sent, Strategy::Delete).await?;
    Ok(answer_for(200, status, &report))
}

async fn write(
    of: &'static Type,
    call: &Call,
    sent: Map<String, Value>,
    strategy: Strategy,
) -> Result<(Status, Value), answer::Failure> {
    let options = Options { strategy, report: ReportMode::Full, single: true, ..Options::default() };
    let payload = Map::from_iter([(of.plural.to_owned(), json!([sent]))]);
    let source = Source { clock: &call.app.clock, random: &call.app.random };
    let report = import::import(&mut call.connect().await?, call.caller(), payload, &options, source).await?;
    let status = if report.status() == "OK" { Status::Ok } else { Status::Error };
    let first = report.first().map_or(Value::Null, import::ObjectReport::single);
    Ok((status, first))
}

fn answer_for(http_status: u16, status: Status, report: &Value) -> axum::response::Response {
    match status {
        Status::Ok => answer::message(http_status, None, Some(report)),
        _ => answer::web_message_with(409, status, PROBLEMS, report),
    }
}
