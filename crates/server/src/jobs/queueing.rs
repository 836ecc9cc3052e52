//! Putting imports in the queue: the body is kept as it arrives, and the answer says where the job tells of itself.

use afya_jobs::{NewJob, Queued};
use afya_model::Refusal;
use axum::body::Body;
use axum::http::HeaderValue;
use axum::http::header::LOCATION;
use axum::response::Response;
use futures_util::StreamExt;
use jiff::Timestamp;
use serde_json::json;

use crate::answer::{self, Failure, Outcome};
use crate::body;
use crate::body::arriving::ARRIVING_LIMIT;
use crate::call::Call;

/// The body of a job is kept in parts of about this many bytes.
const PART: usize = 1024 * 1024;

/// Keeps the body for a job and says where its progress is told.
pub(crate) async fn queue(call: &Call, body: Body, job: &NewJob<'_>) -> Outcome {
    let now = call.app.clock.now();
    let queued = afya_jobs::add(&mut call.connect().await?, job, &call.app.random, now).await?;
    if let Err(failure) = keep(call, &queued.id, body).await {
        afya_jobs::discard(&mut call.connect().await?, &queued.id).await?;
        return Err(failure);
    }
    afya_jobs::ready(&mut call.connect().await?, &queued.id).await?;
    call.app.job_queued.notify_one();
    Ok(accepted(call, job, &queued, now))
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
