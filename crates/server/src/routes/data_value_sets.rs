//! `POST /api/dataValueSets`: many values at once.

use afya_aggregate::values::batch::Batch;
use afya_aggregate::values::read::{self, Format};
use afya_aggregate::values::{self, report::Summary};
use afya_model::{Refusal, Status};
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use serde_json::Value;

use crate::answer::{self, Failure, Outcome};
use crate::body::arriving::{ARRIVING_LIMIT, Trouble, arriving, unpacked};
use crate::call::Call;
use crate::import_options::ImportOptions;
use crate::route::{Route, Who, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![post("/api/dataValueSets", Who::Holders(&["F_DATAVALUE_ADD"]), import_values)]
}

async fn import_values(call: Call, request: Request<Body>) -> Outcome {
    let format = format(&request)?;
    let options = ImportOptions::parse(&call.query)?;
    if !options.has_header() {
        let sentence = "CSV without a header is not read; say the names of the columns in its first row";
        return Err(Refusal::bad_request(sentence).into());
    }
    if options.is_async {
        return Err(Refusal::new(501, "The option `async` of the import is not built here yet").into());
    }
    let batch = read(request.into_body(), format, options.clone()).await?;
    let mut values = options.values;
    values.dry_run = batch.dry_run.unwrap_or(values.dry_run);
    let told = options.told(&batch.schemes, values.dry_run);
    let now = call.app.clock.now();
    let summary = values::import(&mut call.connect().await?, call.caller(), batch, values, now).await?;
    Ok(report(&summary, &told))
}

/// The format of a body.
fn format(request: &Request<Body>) -> Result<Format, Refusal> {
    let header = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = header.unwrap_or_default();
    if media_type.starts_with("application/pdf") {
        return Err(Refusal::new(501, "Data values cannot be imported from PDF forms here yet; send JSON"));
    }
    let unknown = || {
        let sentence = format!(
            "Content-Type '{media_type}' is not supported. Send application/json, application/csv, application/xml or application/adx+xml"
        );
        Refusal::new(415, sentence)
    };
    Format::of(media_type).ok_or_else(unknown)
}

/// Reads a body while it arrives, on a thread that may wait for it.
async fn read(body: Body, format: Format, options: ImportOptions) -> Result<Batch, Failure> {
    let body = arriving(body);
    let reading = tokio::task::spawn_blocking(move || {
        let trouble = Trouble::default();
        let unread = |error: std::io::Error| {
            trouble.or(Refusal::bad_request(format!("The request's body cannot be read: {error}")))
        };
        let plain = unpacked(body, ARRIVING_LIMIT, &trouble).map_err(unread)?;
        let data_set = options.data_set.as_deref();
        read::read(plain, format, options.schemes, data_set).map_err(|refusal| trouble.or(refusal))
    });
    let read = reading.await.map_err(|_| Refusal::new(500, "The request's body could not be read"))?;
    Ok(read?)
}

fn report(summary: &Summary, told: &Value) -> Response {
    let (http_status, status, sentence) = match summary.status() {
        "SUCCESS" => (200, Status::Ok, "Import was successful."),
        "WARNING" => (200, Status::Warning, "Import completed with warnings, please check import summary."),
        _ => (409, Status::Error, "An error occurred, please check import summary."),
    };
    answer::web_message_with(http_status, status, sentence, &summary.json(told))
}
