//! `/api/jobConfigurations`: jobs that are configured, beside the jobs of the queue: what they are, when they run, and what
//! can be done with them. Their objects are written as every type's are, within the rules of [`check_created`] and
//! [`check_changed`].

use afya_jobs::schedule::{self, Configuration};
use afya_jobs::types::{self, CONFIGURABLE};
use afya_model::{ErrorCode, Refusal};
use afya_schema::fields_on_json::pick;
use afya_schema::query::FieldTree;
use afya_schema::{Type, registry};
use axum::extract::Path;
use serde_json::{Map, Value, json};

use super::objects;
use super::system_tasks::ALL_JOBS;
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::jobs::scheduled::{self, RUNNABLE};
use crate::route::{Route, Who, get, post};

const PATH: &str = "/api/jobConfigurations";
/// Who plans the jobs of a system.
pub(super) const PLANNERS: Who = Who::Holders(&["F_SCHEDULING_ADMIN"]);
const KEEPERS: Who = Who::Holders(&["F_PERFORM_MAINTENANCE"]);
const READERS: Who = Who::Holders(&["F_JOB_LOG_READ"]);

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let one = |end: &str| format!("{PATH}/{{uid}}{end}");
    vec![
        get(format!("{PATH}/jobTypes"), Who::SignedIn, list_types),
        get(format!("{PATH}/jobTypesExtended"), Who::SignedIn, describe_types),
        get(format!("{PATH}/due"), Who::SignedIn, list_due),
        get(format!("{PATH}/stale"), Who::SignedIn, list_stale),
        get(format!("{PATH}/errors"), READERS, list_errors),
        post(format!("{PATH}/clean"), KEEPERS, forget_finished),
        get(one(""), Who::SignedIn, find_job),
        get(one("/errors"), Who::SignedIn, find_errors),
        get(one("/progress"), Who::SignedIn, find_progress),
        get(one("/progress/errors"), Who::SignedIn, find_progress_errors),
        post(one("/execute"), Who::SignedIn, execute),
        post(one("/cancel"), Who::SignedIn, cancel),
        post(one("/revert"), KEEPERS, revert),
        post(one("/enable"), PLANNERS, |call: Call, Path(uid): Path<String>| switch(call, uid, true)),
        post(one("/disable"), PLANNERS, |call: Call, Path(uid): Path<String>| switch(call, uid, false)),
        get("/api/scheduling/running/types", Who::SignedIn, list_running_types),
    ]
}

fn of_job() -> &'static Type {
    registry().by_name("jobConfiguration").expect("the registry has job configurations")
}

/// A job of the queue, as whoever asked for it and the readers of the log see it; else one that is configured.
async fn find_job(call: Call, Path(uid): Path<String>) -> Outcome {
    let own = !call.caller().has_any(&ALL_JOBS);
    let name = own.then_some(call.caller().username.as_str());
    if let Some(job) = afya_jobs::find(&mut call.connect().await?, &uid, name).await? {
        let asked = call.query.all("fields").collect::<Vec<_>>().join(",");
        let tree = FieldTree::parse(if asked.is_empty() { "*" } else { &asked });
        return Ok(answer::unstored(answer::json(&pick(&job, &tree))));
    }
    objects::find_object(of_job(), call, uid).await
}

async fn list_running_types(call: Call) -> Outcome {
    let types = afya_jobs::running_types(&mut call.connect().await?).await?;
    Ok(answer::unstored(answer::json(&json!(types))))
}

async fn list_types() -> Outcome {
    let types: Vec<Value> = CONFIGURABLE.iter().map(types::JobType::described).collect();
    Ok(answer::json(&json!({ "jobTypes": types })))
}

async fn describe_types() -> Outcome {
    let types = CONFIGURABLE.iter().map(|of| (of.name.to_owned(), Value::Object(of.properties())));
    Ok(answer::json(&Value::Object(types.collect())))
}

/// A job that is configured.
///
/// # Errors
/// 404 when there is none.
pub(super) async fn configuration(call: &Call, uid: &str) -> Result<Configuration, Failure> {
    let found = schedule::find(&mut call.connect().await?, uid).await?;
    Ok(found.ok_or_else(|| Refusal::no_such_object(of_job().class_name(), uid))?)
}

fn system_job(of: &Configuration, what: &str) -> Result<(), Refusal> {
    if of.is_system() {
        let sentence = format!("Job {} is a system job that cannot be {what}.", of.uid);
        return Err(Refusal::conflict(sentence).with_code(ErrorCode::E1004));
    }
    Ok(())
}

/// Refuses a new job of a type that only the system has.
///
/// # Errors
/// 409 for such a job.
pub(super) fn check_created(sent: &Map<String, Value>) -> Result<(), Refusal> {
    let text = |key: &str| sent.get(key).and_then(Value::as_str);
    let Some(kind) = text("jobType").filter(|kind| is_type(kind)) else { return Ok(()) };
    if types::configurable(kind).is_some() {
        return Ok(());
    }
    let who = text("id").or(text("name")).unwrap_or_default();
    let sentence = format!("Job {who} must be configurable but was not.");
    Err(Refusal::conflict(sentence).with_code(ErrorCode::E1004))
}

fn is_type(kind: &str) -> bool {
    of_job().property("jobType").is_some_and(|property| property.constants.contains(&kind))
}

/// Refuses to write over a system job, or to delete it; else gives whether the job is on, which writing it leaves as it is.
///
/// # Errors
/// 409 for such a job.
pub(super) async fn check_changed(call: &Call, uid: &str, what: &str) -> Result<bool, Failure> {
    let of = configuration(call, uid).await?;
    system_job(&of, what)?;
    Ok(of.enabled)
}

/// Works out anew when jobs run, and lets the server look for what is due.
pub(super) async fn replan(call: &Call) -> Result<(), Failure> {
    let mut connection = call.connect().await?;
    let late = scheduled::most_late(&mut connection).await?;
    schedule::refresh(&mut connection, call.app.clock.now(), late).await?;
    call.app.plan_changed.notify_one();
    Ok(())
}

async fn switch(call: Call, uid: String, enabled: bool) -> Outcome {
    let of = configuration(&call, &uid).await?;
    system_job(&of, "modified")?;
    if of.enabled != enabled {
        if enabled && !of.is_ready() {
            let sentence = "Job requires schedule setup before it can be enabled.";
            return Err(Refusal::conflict(sentence).with_code(ErrorCode::E1004).into());
        }
        schedule::enable(&mut call.connect().await?, &uid, enabled, call.app.clock.now()).await?;
        replan(&call).await?;
    }
    Ok(answer::empty(204))
}

async fn execute(call: Call, Path(uid): Path<String>) -> Outcome {
    let of = configuration(&call, &uid).await?;
    if !RUNNABLE.contains(&of.kind.as_str()) {
        let sentence =
            format!("Jobs of type {} are not built here yet; docs/status.md lists what is", of.kind);
        return Err(Refusal::new(501, sentence).into());
    }
    if !schedule::execute_now(&mut call.connect().await?, &uid).await? {
        let sentence = match of.status.as_str() {
            "RUNNING" => "Job is already running.",
            _ if of.scheduling == "ONCE_ASAP" && of.last_finished.is_some() => "Job did already run once.",
            _ => "Failed to transition job into ONCE_ASAP state.",
        };
        return Err(Refusal::conflict(sentence).with_code(ErrorCode::E1004).into());
    }
    replan(&call).await?;
    let report = json!({ "klass": of_job().klass, "index": 0, "errorReports": [] });
    Ok(answer::json(&report))
}

/// Refuses who is neither the one whom a job runs for nor holds an authority. Jobs of the queue are their askers'.
async fn check_own(call: &Call, uid: &str, also: &str) -> Result<(), Failure> {
    let mut connection = call.connect().await?;
    let caller = call.caller();
    let others = caller.has_any(&[also]);
    let own = match schedule::find(&mut connection, uid).await? {
        Some(of) => of.executed_by.as_deref() == Some(caller.uid.as_str()),
        None => {
            let name = (!others).then_some(caller.username.as_str());
            let found = afya_jobs::find(&mut connection, uid, name).await?;
            found.ok_or_else(|| Refusal::no_such_object(of_job().class_name(), uid))?;
            true
        }
    };
    if own || others {
        return Ok(());
    }
    let sentence = format!("User has no access to {}:{uid}", of_job().class_name());
    Err(Refusal::forbidden(sentence).with_code(ErrorCode::E1006).into())
}

async fn cancel(call: Call, Path(uid): Path<String>) -> Outcome {
    check_own(&call, &uid, "F_PERFORM_MAINTENANCE").await?;
    schedule::cancel(&mut call.connect().await?, &uid).await?;
    replan(&call).await?;
    Ok(answer::empty(204))
}

async fn revert(call: Call, Path(uid): Path<String>) -> Outcome {
    let of = configuration(&call, &uid).await?;
    if !schedule::revert(&mut call.connect().await?, &uid, call.app.clock.now()).await? {
        let sentence = match of.status.as_str() {
            "RUNNING" => "Failed to transition job from RUNNING state",
            _ => "Job is not running",
        };
        return Err(Refusal::conflict(sentence).with_code(ErrorCode::E1004).into());
    }
    replan(&call).await?;
    Ok(answer::empty(204))
}

async fn forget_finished(call: Call) -> Outcome {
    let minutes = whole(&call, "minutes")?;
    schedule::forget_finished(&mut call.connect().await?, minutes, call.app.clock.now()).await?;
    Ok(answer::empty(204))
}

fn whole(call: &Call, name: &str) -> Result<i64, Refusal> {
    let text = call.query.get(name).ok_or_else(|| {
        let sentence =
            format!("Required request parameter '{name}' for method parameter type int is not present");
        Refusal::bad_request(sentence)
    })?;
    text.parse().map_err(|_| Refusal::bad_request(format!("`{name}` is `{text}`; give a whole number")))
}

async fn list_due(call: Call) -> Outcome {
    let seconds = whole(&call, "seconds")?;
    let mut connection = call.connect().await?;
    let late = scheduled::most_late(&mut connection).await?;
    let now = schedule::moment(call.app.clock.now());
    let all = schedule::all(&mut connection).await?;
    let waits = call.query.is_true("includeWaiting");
    let busy = |of: &Configuration| {
        all.iter().any(|other| other.kind == of.kind && other.uid != of.uid && other.status == "RUNNING")
    };
    let due = all.iter().filter(|of| of.enabled && of.status == "SCHEDULED" && (waits || !busy(of)));
    let soon = due.filter(|of| {
        of.next_execution(now, late).is_some_and(|at| at.duration_since(now).as_secs() <= seconds)
    });
    Ok(answer::json(&soon.map(|of| of.entry.clone()).collect()))
}

async fn list_stale(call: Call) -> Outcome {
    let seconds = whole(&call, "seconds")?;
    let stale = schedule::stale(&mut call.connect().await?, seconds, call.app.clock.now()).await?;
    Ok(answer::json(&stale.into_iter().map(|of| of.entry).collect()))
}

async fn list_errors(call: Call) -> Outcome {
    let words = |name: &str| -> Vec<String> {
        let words = call.query.all(name).flat_map(|words| words.split(','));
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let which = schedule::Errors {
        job: None,
        user: call.query.get("user"),
        from: call.query.get("from"),
        to: call.query.get("to"),
        codes: words("code"),
        types: words("type"),
        objects: words("object"),
    };
    Ok(answer::json(&Value::Array(schedule::errors(&mut call.connect().await?, &which).await?)))
}

async fn find_errors(call: Call, Path(uid): Path<String>) -> Outcome {
    check_own(&call, &uid, "F_JOB_LOG_READ").await?;
    let which = schedule::Errors { job: Some(&uid), ..schedule::Errors::default() };
    let found = schedule::errors(&mut call.connect().await?, &which).await?;
    Ok(answer::json(&found.into_iter().next().unwrap_or_else(|| json!({}))))
}

/// What the run of a configuration told of itself last; nothing of a job of the queue.
async fn progress(call: &Call, uid: &str) -> Result<Option<Value>, Failure> {
    Ok(schedule::find(&mut call.connect().await?, uid).await?.and_then(|of| of.progress))
}

async fn find_progress(call: Call, Path(uid): Path<String>) -> Outcome {
    check_own(&call, &uid, "F_JOB_LOG_READ").await?;
    let mut told = progress(&call, &uid).await?;
    if let Some(Value::Object(progress)) = &mut told
        && !call.caller().has_any(&["F_JOB_LOG_READ"])
    {
        progress.remove("errors");
    }
    Ok(told.map_or_else(|| answer::empty(200), |told| answer::json(&told)))
}

async fn find_progress_errors(call: Call, Path(uid): Path<String>) -> Outcome {
    check_own(&call, &uid, "F_JOB_LOG_READ").await?;
    let told = progress(&call, &uid).await?.unwrap_or_default();
    let by_object = told["errors"].as_object().into_iter().flat_map(Map::values);
    let by_code = by_object.filter_map(Value::as_object).flat_map(Map::values);
    let all: Vec<Value> = by_code.filter_map(Value::as_array).flatten().cloned().collect();
    Ok(answer::json(&Value::Array(all)))
}
