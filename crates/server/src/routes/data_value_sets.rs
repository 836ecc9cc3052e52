//! `POST /api/dataValueSets`: many values at once, at once or as a job.

use afya_aggregate::values::read::Format;
use afya_aggregate::values::{self, report::Summary};
use afya_jobs::{NewJob, kind};
use afya_model::{Refusal, Status};
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::CONTENT_TYPE;
use serde_json::Value;

use crate::answer::{self, Outcome};
use crate::body;
use crate::call::Call;
use crate::import_options::ImportOptions;
use crate::jobs::queueing::queue;
use crate::route::{Route, Who, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![post("/api/dataValueSets", Who::Holders(&["F_DATAVALUE_ADD"]), import_values)]
}

async fn import_values(call: Call, request: Request<Body>) -> Outcome {
    let (format, media_type) = format(&request)?;
    let options = ImportOptions::parse(&call.query)?;
    if !options.has_header() {
        let sentence = "CSV without a header is not read; say the names of the columns in its first row";
        return Err(Refusal::bad_request(sentence).into());
    }
    if options.is_async {
        let job = NewJob {
            kind: kind::DATAVALUE_IMPORT,
            executed_by: &call.caller().username,
            parameters: &options.told(&options.schemes, options.values.dry_run),
            media_type: &media_type,
        };
        return queue(&call, request.into_body(), &job).await;
    }
    let batch = body::values::read(request.into_body(), format, options.clone()).await?;
    let mut how = options.values;
    how.dry_run = batch.dry_run.unwrap_or(how.dry_run);
    let told = options.told(&batch.schemes, how.dry_run);
    let now = call.app.clock.now();
    let summary = values::import(&mut call.connect().await?, call.caller(), batch, how, now).await?;
    report(&call.accept, &summary, &told)
}

/// The format of a body, and its media type.
fn format(request: &Request<Body>) -> Result<(Format, String), Refusal> {
    let header = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = header.unwrap_or_default().to_owned();
    if media_type.starts_with("application/pdf") {
        return Err(Refusal::new(501, "Data values cannot be imported from PDF forms here yet; send JSON"));
    }
    match Format::of(&media_type) {
        Some(format) => Ok((format, media_type)),
        None if media_type.is_empty() => Err(Refusal::new(415, "Content-Type is not supported")),
        None => Err(Refusal::new(415, format!("Content-Type '{media_type}' is not supported"))),
    }
}

fn report(accept: &str, summary: &Summary, told: &Value) -> Outcome {
    let said = match summary.status() {
        "SUCCESS" => (200, Status::Ok, "Import was successful."),
        "WARNING" => (200, Status::Warning, "Import completed with warnings, please check import summary."),
        _ => (409, Status::Error, "An error occurred, please check import summary."),
    };
    answer::import_report(accept, said, |out| summary.write(told, out))
}
