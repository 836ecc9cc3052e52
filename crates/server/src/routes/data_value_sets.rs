//! `/api/dataValueSets`: many values at once.

use afya_aggregate::values::read::Group;
use afya_aggregate::values::{self, Options};
use afya_model::{Refusal, Status};
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;

use crate::answer::{self, Outcome};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, post};

/// Parameters of DHIS2 that change what is imported and are not built yet.
const NOT_BUILT: [&str; 10] = [
    "idScheme",
    "dataElementIdScheme",
    "orgUnitIdScheme",
    "categoryOptionComboIdScheme",
    "attributeOptionComboIdScheme",
    "dataSetIdScheme",
    "categoryIdScheme",
    "categoryOptionIdScheme",
    "async",
    "dataSet",
];

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![post("/api/dataValueSets", Who::Holders(&["F_DATAVALUE_ADD"]), import_values)]
}

async fn import_values(call: Call, request: Request<Body>) -> Outcome {
    let media_type = request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default()
        .to_owned();
    if !media_type.contains("json") {
        return Err(Refusal::new(
            501,
            format!("Data values as `{media_type}` cannot be imported here yet; send application/json"),
        )
        .into());
    }
    let plain = |value: &str| {
        value.eq_ignore_ascii_case("uid") || value.eq_ignore_ascii_case("false") || value.is_empty()
    };
    if let Some(name) = NOT_BUILT.iter().find(|name| call.query.get(name).is_some_and(|value| !plain(value)))
    {
        return Err(Refusal::new(
            501,
            format!("The option `{name}` of the import is not built here yet; leave it out"),
        )
        .into());
    }
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    let group: Group = serde_json::from_slice(&bytes).map_err(|error| {
        Refusal::bad_request(format!(
            "The body is no set of data values: {error}. Send an object with `dataValues`"
        ))
    })?;
    if let Some(name) = group.not_built() {
        return Err(
            Refusal::new(501, format!("`{name}` in the body is not built here yet; leave it out")).into()
        );
    }
    let options = Options {
        dry_run: group.dry_run.unwrap_or_default() || call.query.is_true("dryRun"),
        atomic: call.query.is_true("atomic"),
        delete: matches!(call.query.get("importStrategy"), Some("DELETE" | "DELETES")),
        force: call.query.is_true("force"),
    };
    let today = call.app.clock.today();
    let summary = values::import(&mut call.connect().await?, call.caller(), &group, options, today).await?;
    Ok(match summary.status() {
        "SUCCESS" => answer::web_message_with(200, Status::Ok, "Import was successful.", &summary.json()),
        "WARNING" => {
            let sentence = "Import completed with warnings, please check import summary.";
            answer::web_message_with(200, Status::Warning, sentence, &summary.json())
        }
        _ => answer::web_message_with(
            409,
            Status::Error,
            "An error occurred, please check import summary.",
            &summary.json(),
        ),
    })
}
