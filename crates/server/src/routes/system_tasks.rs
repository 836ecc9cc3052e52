//! `/api/system/tasks` and `/api/system/taskSummaries`: what jobs say of themselves. Everybody sees their own jobs; all are
//! seen by those who may read the log of jobs.

use afya_access::settings;
use afya_jobs::notifications::{self, Which};
use afya_model::Refusal;
use afya_schema::registry;
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, delete, get};

/// Who sees and forgets everybody's jobs.
pub(super) const ALL_JOBS: [&str; 2] = ["F_JOB_LOG_READ", "F_PERFORM_MAINTENANCE"];

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/system/tasks", Who::SignedIn, list_tasks),
        get("/api/system/tasks/{jobType}", Who::SignedIn, list_tasks_of_type),
        get("/api/system/tasks/{jobType}/{jobId}", Who::SignedIn, list_task),
        get("/api/system/taskSummaries/{jobType}", Who::SignedIn, list_summaries),
        get("/api/system/taskSummaries/{jobType}/{jobId}", Who::SignedIn, find_summary),
        delete("/api/system/tasks", Who::SignedIn, forget_tasks),
        delete("/api/system/tasks/{jobType}", Who::SignedIn, forget_tasks_of_type),
        delete("/api/system/tasks/{jobType}/{jobId}", Who::SignedIn, forget_task),
    ]
}

/// The jobs that the caller sees, of a type and an identifier where they are said.
fn which<'w>(call: &'w Call, kind: Option<&'w str>, id: Option<&'w str>) -> Result<Which<'w>, Refusal> {
    let known = registry().by_name("jobConfiguration").and_then(|of| of.property("jobType"));
    let known = known.map(|property| property.constants).unwrap_or_default();
    if let Some(kind) = kind.filter(|kind| !known.contains(kind)) {
        return Err(Refusal::bad_request(format!(
            "Value '{kind}' is not valid for path parameter jobType. Valid values are: [{}]",
            known.join(", ")
        )));
    }
    let own = !call.caller().has_any(&ALL_JOBS);
    Ok(Which { executed_by: own.then_some(call.caller().username.as_str()), kind, id })
}

/// Whether only the first and the last notification of a job are asked for.
async fn overview(call: &Call) -> Result<bool, afya_store::Fault> {
    if call.query.get("gist").is_some_and(|word| !word.is_empty()) {
        return Ok(call.query.is_true("gist"));
    }
    Ok(settings::read_system(&call.connect().await?).await?.is_on("notifierGistOverview"))
}

fn unstored(value: &Value) -> Response {
    answer::unstored(answer::json(value))
}

async fn list_tasks(call: Call) -> Outcome {
    let overview = overview(&call).await?;
    let which = which(&call, None, None)?;
    Ok(unstored(&Value::Object(notifications::list(&mut call.connect().await?, which, overview).await?)))
}

async fn list_tasks_of_type(call: Call, Path(kind): Path<String>) -> Outcome {
    let which = which(&call, Some(&kind), None)?;
    let overview = overview(&call).await?;
    let mut all = notifications::list(&mut call.connect().await?, which, overview).await?;
    Ok(unstored(&all.remove(&kind).unwrap_or_else(|| json!({}))))
}

async fn list_task(call: Call, Path((kind, id)): Path<(String, String)>) -> Outcome {
    let which = which(&call, Some(&kind), Some(&id))?;
    let all = notifications::list(&mut call.connect().await?, which, false).await?;
    let said = all.get(&kind).map(|jobs| jobs[&id].clone());
    Ok(unstored(&said.unwrap_or_else(|| json!([]))))
}

async fn list_summaries(call: Call, Path(kind): Path<String>) -> Outcome {
    let which = which(&call, Some(&kind), None)?;
    Ok(unstored(&Value::Object(notifications::summaries(&mut call.connect().await?, which).await?)))
}

/// The report of a job; nothing at all while there is none.
async fn find_summary(call: Call, Path((kind, id)): Path<(String, String)>) -> Outcome {
    let which = which(&call, Some(&kind), Some(&id))?;
    let mut all = notifications::summaries(&mut call.connect().await?, which).await?;
    Ok(match all.remove(&id) {
        Some(summary) => unstored(&summary),
        None => answer::unstored(answer::empty(200)),
    })
}

async fn forget_tasks(call: Call) -> Outcome {
    forget(&call, None, None).await
}

async fn forget_tasks_of_type(call: Call, Path(kind): Path<String>) -> Outcome {
    forget(&call, Some(&kind), None).await
}

async fn forget_task(call: Call, Path((kind, id)): Path<(String, String)>) -> Outcome {
    forget(&call, Some(&kind), Some(&id)).await
}

/// Forgets finished jobs; those that run are not touched.
async fn forget(call: &Call, kind: Option<&str>, id: Option<&str>) -> Outcome {
    let which = which(call, kind, id)?;
    let number = |name: &str| match call.query.get(name).filter(|word| !word.is_empty()) {
        Some(word) => word.parse::<i32>().map(|number| Some(i64::from(number))).map_err(|_| {
            let sentence =
                format!("Value '{word}' is not valid for parameter {name}. It should be of type Integer");
            Refusal::bad_request(sentence)
        }),
        None => Ok(None),
    };
    let limits = (number("maxAge")?, number("maxCount")?);
    notifications::forget(&mut call.connect().await?, which, limits, call.app.clock.now()).await?;
    Ok(answer::empty(204))
}
