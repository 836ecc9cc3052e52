//! `POST /api/dataValueSets`: many values at once, at once or as a job.

use afya_aggregate::values::read::Format;
use afya_aggregate::values::{self, report::Summary};
use afya_jobs::{NewJob, Queued, kind};
use afya_model::{Refusal, Status};
use axum::body::Body;
use axum::extract::Request;
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::response::Response;
use futures_util::StreamExt;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::answer::{self, Failure, Outcome};
use crate::body;
use crate::body::arriving::ARRIVING_LIMIT;
use crate::call::Call;
use crate::import_options::ImportOptions;
use crate::route::{Route, Who, post};

/// The body of a job is kept in parts of about this many bytes.
const PART: usize = 1024 * 1024;

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
        return queue(&call, request.into_body(), &media_type, &options).await;
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

/// Keeps the body for a job and says where its progress is told.
async fn queue(call: &Call, body: Body, media_type: &str, options: &ImportOptions) -> Outcome {
    let parameters = options.told(&options.schemes, options.values.dry_run);
    let job = NewJob {
        kind: kind::DATAVALUE_IMPORT,
        executed_by: &call.caller().username,
        parameters: &parameters,
        media_type,
    };
    let now = call.app.clock.now();
    let queued = afya_jobs::add(&mut call.connect().await?, &job, &call.app.random, now).await?;
    if let Err(failure) = keep(call, &queued.id, body).await {
        afya_jobs::discard(&mut call.connect().await?, &queued.id).await?;
        return Err(failure);
    }
    afya_jobs::ready(&mut call.connect().await?, &queued.id).await?;
    call.app.job_queued.notify_one();
    Ok(accepted(call, &job, &queued, now))
}

/// Keeps a body in parts. No connection is held while it arrives.
async fn keep(call: &Call, job: &str, body: Body) -> Result<(), Failure> {
    let (mut place, mut size, mut part) = (0, 0, Vec::with_capacity(PART));
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk
            .map_err(|_| Refusal::bad_request("The request's body did not arrive whole. Send it again"))?;
        size += chunk.len();
        if size > ARRIVING_LIMIT {
            return Err(body::too_large(ARRIVING_LIMIT).into());
        }
        part.extend_from_slice(&chunk);
        if part.len() >= PART {
            afya_jobs::add_input(&mut call.connect().await?, job, place, std::mem::take(&mut part)).await?;
            place += 1;
        }
    }
    Ok(afya_jobs::add_input(&mut call.connect().await?, job, place, part).await?)
}

fn accepted(call: &Call, job: &NewJob<'_>, queued: &Queued, now: Timestamp) -> Response {
    let told_at = format!("/system/tasks/{}", job.kind);
    let response = json!({
        "name": queued.name,
        "id": queued.id,
        "created": now.strftime("%Y-%m-%dT%H:%M:%S%.3f").to_string(),
        "jobType": job.kind,
        "jobStatus": "NOT_STARTED",
        "jobParameters": job.parameters,
        "relativeNotifierEndpoint": format!("/api{told_at}/{}", queued.id),
        "responseType": "JobConfiguration",
    });
    let mut answer = answer::message(200, Some(&format!("Initiated {}", queued.name)), Some(&response));
    if let Ok(location) = HeaderValue::from_str(&format!("{}{told_at}", call.base)) {
        answer.headers_mut().insert(LOCATION, location);
    }
    answer
}
