//! `/api/organisationUnits/geometry` and `/api/organisationUnits/{uid}/geometry`: geometries from GeoJSON.

use afya_metadata::geometry::{self, Named, Options, Report};
use afya_model::{Refusal, Status};
use afya_schema::registry;
use axum::body::Body;
use axum::extract::{Path, Request};
use serde_json::{Value, json};

use super::metadata_import::media_type;
use super::objects::find_property;
use crate::answer::{self, Failure, Outcome};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, delete, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    const ALL: &str = "/api/organisationUnits/geometry";
    const ONE: &str = "/api/organisationUnits/{uid}/geometry";
    let of = registry().by_name("organisationUnit");
    let read = of.map(|of| {
        get(ONE, Who::SignedIn, move |call: Call, Path(uid): Path<String>| {
            find_property(of, call, uid, "geometry".to_owned())
        })
    });
    let writes = [
        post(ALL, Who::SignedIn, import_all),
        delete(ALL, Who::Holders(&["F_PERFORM_MAINTENANCE"]), clear_all),
        post(ONE, Who::SignedIn, import_one),
        delete(ONE, Who::SignedIn, clear_one),
    ];
    read.into_iter().chain(writes).collect()
}

async fn import_all(call: Call, request: Request<Body>) -> Outcome {
    if call.query.is_true("async") {
        let sentence = "Geometries cannot be imported by a job here yet; leave `async` out";
        return Err(Refusal::new(501, sentence).into());
    }
    let by_id = call.query.get("geoJsonId").is_none() || call.query.is_true("geoJsonId");
    let property = call.query.get("geoJsonProperty").unwrap_or_default();
    let path = if by_id { "id".to_owned() } else { format!("properties.{property}") };
    let named = match call.query.get("orgUnitProperty").map(str::to_uppercase).as_deref() {
        None | Some("" | "UID" | "ID") => Named::Uid,
        Some("CODE") => Named::Code,
        Some("NAME") => Named::Name,
        Some(other) => {
            let sentence = format!(
                "Value '{other}' is not valid for parameter orgUnitProperty. Valid values are: [uid, code, name]"
            );
            return Err(Refusal::bad_request(sentence).into());
        }
    };
    let sent = json(request).await?;
    import(&call, &sent, path, named).await
}

async fn import_one(call: Call, Path(uid): Path<String>, request: Request<Body>) -> Outcome {
    let geometry = json(request).await?;
    let feature = json!({ "features": [{ "id": uid, "geometry": geometry }] });
    import(&call, &feature, "id".to_owned(), Named::Uid).await
}

async fn clear_one(call: Call, Path(uid): Path<String>) -> Outcome {
    let feature = json!({ "features": [{ "id": uid, "geometry": null }] });
    import(&call, &feature, "id".to_owned(), Named::Uid).await
}

async fn clear_all(call: Call) -> Outcome {
    let report = geometry::clear(&mut call.connect().await?, attribute(&call)).await?;
    Ok(answer_for(&report))
}

async fn import(call: &Call, sent: &Value, path: String, named: Named) -> Outcome {
    let options = Options {
        attribute: attribute(call).map(str::to_owned),
        path,
        named,
        dry_run: call.query.is_true("dryRun"),
    };
    let mut connection = call.connect().await?;
    let report = geometry::import(&mut connection, call.caller(), sent, &options, &call.app.clock).await?;
    Ok(answer_for(&report))
}

fn attribute(call: &Call) -> Option<&str> {
    call.query.get("attributeId").filter(|uid| !uid.is_empty())
}

fn answer_for(report: &Report) -> axum::response::Response {
    let (status, sentence) = match report.status() {
        "ERROR" => (Status::Error, "Import failed."),
        _ if report.has_ignored() => (Status::Warning, "Import partially successful."),
        _ => (Status::Ok, "Import successful."),
    };
    answer::web_message_with(200, status, sentence, &report.json())
}

async fn json(request: Request<Body>) -> Result<Value, Failure> {
    let media_type = media_type(&request);
    if !["application/geo+json", "application/json", ""].contains(&media_type) {
        return Err(Refusal::new(415, format!("Content-Type '{media_type}' is not supported")).into());
    }
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")).into())
}
