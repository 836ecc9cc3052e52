//! `POST /api/metadata`: objects of any types at once.

use afya_metadata::import::{self, Identifier, Options, ReportMode, Source, Strategy, csv};
use afya_model::{Refusal, Status};
use afya_store::Connection;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use serde_json::{Map, Value, json};

use crate::answer::{self, Failure, Outcome};
use crate::body;
use crate::call::Call;
use crate::query::Query;
use crate::route::{Route, Who, get, post};

/// The sentence of every report with problems.
pub(super) const PROBLEMS: &str = "One or more errors occurred, please see full details in import report.";

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/api/metadata", Who::SignedIn, import_metadata),
        get("/api/metadata/csvImportClasses", Who::SignedIn, list_csv_classes),
    ]
}

async fn list_csv_classes() -> Outcome {
    Ok(answer::json(&json!(csv::CLASSES)))
}

async fn import_metadata(call: Call, request: Request<Body>) -> Outcome {
    let options = options(&call.query)?;
    let source = Source { clock: &call.app.clock, random: &call.app.random };
    let (payload, mut connection) = match media_type(&request) {
        "application/csv" => read_csv(&call, request).await?,
        _ => (object(request).await?, call.connect().await?),
    };
    let report = import::import(&mut connection, call.caller(), payload, &options, source).await?;
    Ok(match report.status() {
        "OK" => answer::message(200, None, Some(&report.json())),
        _ => answer::web_message_with(409, Status::Warning, PROBLEMS, &report.json()),
    })
}

/// The media type of a body, without its parameters.
pub(super) fn media_type(request: &Request<Body>) -> &str {
    let sent = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    sent.split(';').next().unwrap_or_default().trim()
}

/// The payload that lines of CSV say, of the class that `classKey` names.
async fn read_csv(call: &Call, request: Request<Body>) -> Result<(Map<String, Value>, Connection), Failure> {
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Refusal::bad_request("The lines are no UTF-8 text. Write them anew in UTF-8"))?;
    let titled = call.query.get("firstRowIsHeader").is_none() || call.query.is_true("firstRowIsHeader");
    let mut connection = call.connect().await?;
    let class = call.query.get("classKey").filter(|class| !class.is_empty());
    let payload = csv::read(&mut connection, call.caller(), class, text, titled).await?;
    Ok((payload, connection))
}

/// The body as an object.
pub(super) async fn object(request: Request<Body>) -> Result<Map<String, Value>, Failure> {
    let media_type = media_type(&request);
    if !media_type.is_empty() && !media_type.contains("json") {
        return Err(Refusal::new(415, format!("Content-Type '{media_type}' is not supported")).into());
    }
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    let value: Value = serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))?;
    match value {
        Value::Object(object) => Ok(object),
        _ => Err(Refusal::bad_request("The body must be a JSON object").into()),
    }
}

/// The options of a request; a word that DHIS2 does not know means the default, as there. `flushMode` and `preheatMode=ALL`
/// say how much DHIS2's session holds at once; the objects come out the same, and here all are looked up and saved by sets.
fn options(query: &Query) -> Result<Options, Refusal> {
    for name in ["skipValidation", "metadataSyncImport", "async"] {
        if query.is_true(name) {
            return Err(not_built(name));
        }
    }
    let words =
        [("importStrategy", "SYNC"), ("importReportMode", "ERRORS_NOT_OWNER"), ("preheatMode", "NONE")];
    for (name, word) in words {
        if query.get(name) == Some(word) {
            return Err(not_built(&format!("{name}={word}")));
        }
    }
    Ok(Options {
        validate_only: query.get("importMode") == Some("VALIDATE"),
        identifier: if query.get("identifier") == Some("CODE") { Identifier::Code } else { Identifier::Uid },
        strategy: match query.get("importStrategy") {
            Some("CREATE" | "NEW") => Strategy::Create,
            Some("UPDATE" | "UPDATES") => Strategy::Update,
            Some("DELETE" | "DELETES") => Strategy::Delete,
            _ => Strategy::CreateAndUpdate,
        },
        atomic: query.get("atomicMode") != Some("NONE"),
        report: match query.get("importReportMode") {
            Some("FULL") => ReportMode::Full,
            Some("DEBUG") => ReportMode::Debug,
            _ => ReportMode::Errors,
        },
        skip_sharing: query.is_true("skipSharing"),
        skip_translation: query.is_true("skipTranslation"),
        only: None,
        single: false,
    })
}

fn not_built(option: &str) -> Refusal {
    Refusal::new(501, format!("The option `{option}` of the import is not built here yet; leave it out"))
}
