//! `/api/scheduler` and `/api/scheduling`: the plan of all jobs, queues of jobs that run one after the other, and what runs
//! or ran last.

use afya_jobs::cron::Cron;
use afya_jobs::schedule::{self, Configuration};
use afya_model::{ErrorCode, Refusal};
use axum::body::Body;
use axum::extract::{Path, Request};
use jiff::ToSpan;
use jiff::civil::DateTime;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::job_configurations::{PLANNERS, replan};
use super::metadata_import::object;
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::jobs::scheduled;
use crate::route::{Route, Who, delete, get, post, put};

const QUEUE: &str = "/api/scheduler/queues/{name}";

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/scheduler", Who::SignedIn, list_entries),
        get("/api/scheduler/queueable", Who::SignedIn, list_queueable),
        get("/api/scheduler/queues", Who::SignedIn, list_queues),
        get(QUEUE, Who::SignedIn, find_queue),
        post(QUEUE, PLANNERS, create_queue),
        put(QUEUE, PLANNERS, replace_queue),
        delete(QUEUE, PLANNERS, delete_queue),
        get("/api/scheduling/running", Who::SignedIn, |call: Call| list_processes(call, true)),
        get("/api/scheduling/completed", Who::SignedIn, |call: Call| list_processes(call, false)),
        get("/api/scheduling/running/{type}", Who::SignedIn, |call: Call, Path(kind): Path<String>| {
            find_process(call, kind, true)
        }),
        get("/api/scheduling/completed/{type}", Who::SignedIn, |call: Call, Path(kind): Path<String>| {
            find_process(call, kind, false)
        }),
        post("/api/scheduling/cancel/{type}", PLANNERS, cancel_type),
    ]
}

/// All configurations, with the present and the hours by which they may be late.
struct Plan {
    all: Vec<Configuration>,
    now: DateTime,
    late: i64,
}

impl Plan {
    async fn read(call: &Call) -> Result<Plan, Failure> {
        let mut connection = call.connect().await?;
        let late = scheduled::most_late(&mut connection).await?;
        let all = schedule::all(&mut connection).await?;
        Ok(Plan { all, now: schedule::moment(call.app.clock.now()), late })
    }

    /// The entry of jobs that run as one: a job by itself, or the jobs of a queue in their order.
    fn entry(&self, jobs: &[&Configuration]) -> Value {
        let first = jobs[0];
        let queue = first.queue.as_ref().map(|(name, _)| name);
        let runs = jobs.iter().any(|of| of.status == "RUNNING");
        let next = first.next_execution(self.now, self.late);
        let latest = next.filter(|_| first.scheduling == "CRON");
        let latest = latest.and_then(|at| at.checked_add(self.late.hours()).ok());
        let seconds = |at: DateTime| at.duration_since(self.now).as_secs();
        let mut entry = json!({
            "name": queue.unwrap_or(&first.name),
            "type": if queue.is_some() { "Sequence" } else { &first.kind },
            "status": if runs { "RUNNING" } else { &first.status },
            "enabled": first.enabled,
            "configurable": queue.is_some() || !first.is_system(),
            "sequence": jobs.iter().map(|of| self.job(of)).collect::<Vec<_>>(),
        });
        put_some(&mut entry, "cronExpression", first.cron.as_deref().map(Value::from));
        put_some(&mut entry, "delay", first.delay.map(Value::from));
        put_some(&mut entry, "nextExecutionTime", next.map(shown));
        put_some(&mut entry, "maxDelayedExecutionTime", latest.map(shown));
        put_some(&mut entry, "secondsToNextExecutionTime", next.map(|at| seconds(at).into()));
        put_some(&mut entry, "secondsToMaxDelayedExecutionTime", latest.map(|at| seconds(at).into()));
        entry
    }

    fn job(&self, of: &Configuration) -> Value {
        let mut job = json!({ "id": of.uid, "name": of.name, "type": of.kind, "status": of.status });
        put_some(&mut job, "cronExpression", of.cron.as_deref().map(Value::from));
        put_some(&mut job, "delay", of.delay.map(Value::from));
        put_some(&mut job, "nextExecutionTime", of.next_execution(self.now, self.late).map(shown));
        job
    }
}

fn put_some(object: &mut Value, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        object[key] = value;
    }
}

fn shown(at: DateTime) -> Value {
    json!(at.strftime("%Y-%m-%dT%H:%M:%S%.3f").to_string())
}

async fn list_entries(call: Call) -> Outcome {
    let plan = Plan::read(&call).await?;
    let mut grouped: Vec<(&str, Vec<&Configuration>)> = Vec::new();
    for of in plan.all.iter().filter(|of| !of.is_run_once()) {
        let key = of.queue.as_ref().map_or(of.uid.as_str(), |(name, _)| name);
        match grouped.iter_mut().find(|(known, _)| *known == key) {
            Some((_, jobs)) => jobs.push(of),
            None => grouped.push((key, vec![of])),
        }
    }
    for (_, jobs) in &mut grouped {
        jobs.sort_by_key(|of| of.queue.as_ref().map(|(_, position)| *position));
    }
    let mut entries: Vec<Value> = grouped.iter().map(|(_, jobs)| plan.entry(jobs)).collect();
    let text = |entry: &Value, key: &str| entry[key].as_str().map(str::to_owned);
    if call.query.get("order") == Some("name") {
        entries.sort_by_key(|entry| text(entry, "name"));
    } else {
        // What never runs by itself comes last.
        entries.sort_by_key(|entry| (entry["nextExecutionTime"].is_null(), text(entry, "nextExecutionTime")));
    }
    Ok(answer::json(&Value::Array(entries)))
}

async fn list_queueable(call: Call) -> Outcome {
    let plan = Plan::read(&call).await?;
    let fit = |of: &&Configuration| !of.is_system() && of.scheduling == "CRON" && of.queue.is_none();
    let mut free: Vec<&Configuration> = plan.all.iter().filter(fit).collect();
    free.sort_by_key(|of| &of.name);
    Ok(answer::json(&free.into_iter().map(|of| plan.entry(&[of])).collect()))
}

async fn list_queues(call: Call) -> Outcome {
    let all = schedule::all(&mut call.connect().await?).await?;
    let mut names: Vec<String> = all.into_iter().filter_map(|of| Some(of.queue?.0)).collect();
    names.sort();
    names.dedup();
    Ok(answer::json(&json!(names)))
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Queue {
    name: Option<String>,
    cron_expression: Option<String>,
    sequence: Vec<String>,
}

async fn sent(request: Request<Body>) -> Result<Queue, Failure> {
    let sent = Value::Object(object(request).await?);
    let wrong = |error| Refusal::bad_request(format!("JSON parse error: {error}"));
    Ok(serde_json::from_value(sent).map_err(wrong)?)
}

/// The jobs of a queue, in their order.
fn jobs_of<'a>(all: &'a [Configuration], name: &str) -> Result<Vec<&'a Configuration>, Refusal> {
    let in_queue = |of: &&Configuration| of.queue.as_ref().is_some_and(|(queue, _)| queue == name);
    let mut jobs: Vec<&Configuration> = all.iter().filter(in_queue).collect();
    if jobs.is_empty() {
        return Err(Refusal::of(404, ErrorCode::E7020, &[name]));
    }
    jobs.sort_by_key(|of| of.queue.as_ref().map(|(_, position)| *position));
    Ok(jobs)
}

async fn find_queue(call: Call, Path(name): Path<String>) -> Outcome {
    let all = schedule::all(&mut call.connect().await?).await?;
    let jobs = jobs_of(&all, &name)?;
    let mut queue = json!({ "name": name, "sequence": jobs.iter().map(|of| &of.uid).collect::<Vec<_>>() });
    put_some(&mut queue, "cronExpression", jobs[0].cron.as_deref().map(Value::from));
    Ok(answer::json(&queue))
}

/// Refuses a queue whose moment or jobs do not fit, in DHIS2's order.
fn check_queue(all: &[Configuration], name: &str, queue: &Queue) -> Result<(), Refusal> {
    let cron = queue.cron_expression.as_deref().unwrap_or_default();
    Cron::parse(cron).map_err(|wrong| Refusal::of(409, ErrorCode::E7005, &[&wrong]))?;
    let named = |uid: &String| all.iter().find(|of| of.uid == *uid);
    let jobs: Vec<&Configuration> = queue.sequence.iter().filter_map(named).collect();
    if jobs.len() < 2 {
        return Err(Refusal::of(409, ErrorCode::E7024, &[]));
    }
    for of in &jobs {
        if let Some((other, _)) = of.queue.as_ref().filter(|(other, _)| other != name) {
            return Err(Refusal::of(409, ErrorCode::E7022, &[&of.uid, other]));
        }
    }
    if let Some(of) = jobs.iter().find(|of| of.is_system()) {
        return Err(Refusal::of(409, ErrorCode::E7023, &[&of.uid]));
    }
    match queue.sequence.iter().find(|uid| named(uid).is_none()) {
        Some(uid) => Err(Refusal::no_such_object("JobConfiguration", uid)),
        None => Ok(()),
    }
}

async fn create_queue(call: Call, Path(name): Path<String>, request: Request<Body>) -> Outcome {
    let queue = sent(request).await?;
    let all = schedule::all(&mut call.connect().await?).await?;
    if jobs_of(&all, &name).is_ok() {
        return Err(Refusal::of(409, ErrorCode::E7021, &[&name]).into());
    }
    check_queue(&all, &name, &queue)?;
    save(&call, None, &name, &queue).await?;
    Ok(answer::empty(201))
}

async fn replace_queue(call: Call, Path(name): Path<String>, request: Request<Body>) -> Outcome {
    let mut queue = sent(request).await?;
    let all = schedule::all(&mut call.connect().await?).await?;
    let jobs = jobs_of(&all, &name)?;
    let new_name = queue.name.clone().filter(|new| !new.is_empty() && *new != name);
    if new_name.is_some() {
        queue.cron_expression = queue.cron_expression.or_else(|| jobs[0].cron.clone());
        if queue.sequence.is_empty() {
            queue.sequence = jobs.iter().map(|of| of.uid.clone()).collect();
        }
    }
    let target = new_name.as_deref().unwrap_or(&name);
    if new_name.is_some() && jobs_of(&all, target).is_ok() {
        return Err(Refusal::of(409, ErrorCode::E7021, &[target]).into());
    }
    // Jobs of the queue itself are free for its new name.
    let free: Vec<Configuration> = all
        .iter()
        .cloned()
        .map(|of| Configuration { queue: of.queue.filter(|(queue, _)| *queue != name), ..of })
        .collect();
    check_queue(&free, target, &queue)?;
    save(&call, Some(&name), target, &queue).await?;
    Ok(answer::empty(204))
}

async fn save(call: &Call, before: Option<&str>, name: &str, queue: &Queue) -> Result<(), Failure> {
    let cron = queue.cron_expression.as_deref().unwrap_or_default();
    let now = call.app.clock.now();
    let mut connection = call.connect().await?;
    schedule::set_queue(&mut connection, (before, name), cron, &queue.sequence, now).await?;
    drop(connection);
    replan(call).await
}

async fn delete_queue(call: Call, Path(name): Path<String>) -> Outcome {
    let mut connection = call.connect().await?;
    jobs_of(&schedule::all(&mut connection).await?, &name)?;
    schedule::set_queue(&mut connection, (Some(&name), &name), "", &[], call.app.clock.now()).await?;
    drop(connection);
    replan(&call).await?;
    Ok(answer::empty(204))
}

/// The job of each type that runs, or that ended last.
async fn latest(call: &Call, running: bool) -> Result<Vec<Configuration>, Failure> {
    let mut all = schedule::all(&mut call.connect().await?).await?;
    all.retain(|of| match running {
        true => of.status == "RUNNING",
        false => of.status != "RUNNING" && of.last_finished > of.last_executed,
    });
    all.sort_by(|one, other| one.kind.cmp(&other.kind).then(other.last_executed.cmp(&one.last_executed)));
    all.dedup_by(|one, other| one.kind == other.kind);
    Ok(all)
}

async fn list_processes(call: Call, running: bool) -> Outcome {
    let mut out = Map::new();
    for of in latest(&call, running).await? {
        if of.progress.is_none() && !running {
            continue;
        }
        let processes =
            of.progress.as_ref().and_then(|told| told["sequence"].as_array().cloned()).unwrap_or_default();
        out.insert(of.kind, processes.iter().map(process).collect());
    }
    Ok(answer::unstored(answer::json(&Value::Object(out))))
}

/// A process with its stages as sentences.
fn process(told: &Value) -> Value {
    let stages = told["stages"].as_array().cloned().unwrap_or_default();
    let stage = |stage: &Value| {
        let description = stage["description"].as_str().unwrap_or_default();
        match stage["totalItems"].as_i64().filter(|total| *total > 1) {
            Some(total) => {
                let done = stage["items"].as_array().map_or(0, Vec::len);
                json!(format!("{description} [{done}/{total}]"))
            }
            None => json!(description),
        }
    };
    let mut out = json!({ "stages": stages.iter().map(stage).collect::<Vec<_>>() });
    for key in [
        "jobId",
        "status",
        "description",
        "startedTime",
        "completedTime",
        "cancelledTime",
        "summary",
        "error",
    ] {
        put_some(&mut out, key, told.get(key).cloned());
    }
    out
}

async fn find_process(call: Call, kind: String, running: bool) -> Outcome {
    let kind = kind.to_uppercase();
    let found = latest(&call, running).await?.into_iter().find(|of| of.kind == kind);
    let told = found.and_then(|of| of.progress);
    Ok(told.map_or_else(|| answer::empty(200), |told| answer::unstored(answer::json(&told))))
}

async fn cancel_type(call: Call, Path(kind): Path<String>) -> Outcome {
    let kind = kind.to_uppercase();
    if let Some(of) = latest(&call, true).await?.into_iter().find(|of| of.kind == kind) {
        schedule::cancel(&mut call.connect().await?, &of.uid).await?;
        replan(&call).await?;
    }
    Ok(answer::empty(204))
}
