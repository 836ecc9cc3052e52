//! What job configurations need beyond their properties: how they are scheduled where that is not said, the parameters that
//! their type starts with, and what a stored one keeps. Their run belongs to the schedule, whatever is sent.

use std::collections::HashMap;

use afya_access::Caller;
use afya_jobs::cron::Cron;
use afya_jobs::types::{self, IN_SOMEBODYS_NAME, JobType};
use afya_model::{ErrorCode, Refusal};
use afya_schema::Type;
use afya_store::{Connection, Fault, Row};
use serde_json::{Map, Value, json};

use super::bundle::{Bundle, Object};
use super::report::Problem;
use crate::sql::jobs as sql;

/// The name of the type.
pub(crate) const NAME: &str = "jobConfiguration";

/// Properties that only the schedule writes.
pub(crate) const RUN: [&str; 8] = [
    "errorCodes",
    "jobStatus",
    "lastAlive",
    "lastExecuted",
    "lastExecutedStatus",
    "lastFinished",
    "queueName",
    "queuePosition",
];

/// Completes the job configurations of a payload.
///
/// # Errors
/// When a parameter is of another kind than its type wants.
pub(crate) async fn complete(
    connection: &mut Connection,
    caller: &Caller,
    bundle: &mut Bundle,
) -> Result<(), Fault> {
    let uids: Vec<String> = bundle.of(NAME).iter().map(|object| object.uid.clone()).collect();
    if uids.is_empty() {
        return Ok(());
    }
    let rows = connection.rows(&sql::stored(&uids)).await?;
    let stored: HashMap<String, Row> = rows.into_iter().map(|row| (row.get("uid"), row)).collect();
    for object in bundle.objects_mut().filter(|object| object.of.name == NAME) {
        RUN.iter().for_each(|key| drop(object.value.remove(*key)));
        let uid = object.uid.clone();
        one(&mut object.value, stored.get(&uid), caller)?;
    }
    Ok(())
}

fn one(job: &mut Map<String, Value>, stored: Option<&Row>, caller: &Caller) -> Result<(), Refusal> {
    let named = |job: &Map<String, Value>, key: &str| job.get(key).is_some_and(|value| !value.is_null());
    if let Some(row) = stored {
        job.insert("jobType".into(), json!(row.get::<_, String>("type")));
    }
    let kind = text(job, "jobType").unwrap_or_default().to_owned();
    if !named(job, "executedBy") && IN_SOMEBODYS_NAME.contains(&kind.as_str()) {
        let before = stored.and_then(|row| row.get::<_, Option<String>>("executed_by"));
        let creator = stored.is_none().then(|| caller.uid.clone());
        job.insert("executedBy".into(), json!(before.or(creator)));
    }
    if !named(job, "schedulingType") {
        let scheduling = match (named(job, "cronExpression"), named(job, "delay")) {
            (true, _) => "CRON",
            (_, true) => "FIXED_DELAY",
            _ => "ONCE_ASAP",
        };
        job.insert("schedulingType".into(), json!(scheduling));
    }
    if text(job, "schedulingType") == Some("ONCE_ASAP") {
        job.insert("jobStatus".into(), json!("NOT_STARTED"));
    }
    if !named(job, "enabled") {
        job.insert("enabled".into(), json!(true));
    }
    let Some(of) = types::configurable(&kind) else { return Ok(()) };
    let sent = job.get("jobParameters").unwrap_or(&Value::Null);
    if let Some((key, wanted)) = of.misfit(sent) {
        return Err(Refusal::conflict(format!(
            "The parameter `{key}` of a job of type {kind} must be {wanted}"
        )));
    }
    let completed = of.completed(sent).unwrap_or(Value::Null);
    job.insert("jobParameters".into(), completed);
    Ok(())
}

/// The problems of job configurations, those of one in DHIS2's order.
pub(crate) async fn check(
    connection: &mut Connection,
    of: &Type,
    objects: &[Object],
) -> Result<Vec<(usize, Problem)>, Fault> {
    let mut problems = Vec::new();
    let texts = |key: &str| -> Vec<String> {
        objects.iter().map(|object| object.text(key).unwrap_or_default().to_owned()).collect()
    };
    let uids = objects.iter().map(|object| object.uid.clone()).collect();
    let beside = connection.rows(&sql::beside(uids, texts("jobType"), texts("cronExpression"))).await?;
    for ((at, object), beside) in objects.iter().enumerate().zip(beside) {
        let kind = object.text("jobType").unwrap_or_default();
        let configurable = types::configurable(kind);
        if let (Some(enabled), None) = (beside.get::<_, Option<bool>>("enabled"), configurable)
            && object.value.get("enabled") != Some(&json!(enabled))
        {
            problems.push((at, Problem::new(of, ErrorCode::E7003, &[kind])));
        }
        problems.extend(trigger(of, object).map(|problem| (at, problem)));
        let cron = object.text("cronExpression").unwrap_or_default();
        problems.extend(
            (0..beside.get::<_, i64>("same")).map(|_| (at, Problem::new(of, ErrorCode::E7000, &[cron]))),
        );
        let wrong = configurable.and_then(|kind| wrong_parameter(of, kind, object));
        problems.extend(wrong.map(|problem| (at, problem)));
    }
    Ok(problems)
}

/// What is wrong with the moment at which a job runs.
fn trigger(of: &Type, object: &Object) -> Option<Problem> {
    let cron = object.value.get("cronExpression").and_then(Value::as_str);
    match (object.text("schedulingType")?, cron) {
        ("CRON", None) => Some(Problem::new(of, ErrorCode::E7004, &[&object.uid])),
        // The sentence stays without the expression, as DHIS2's does.
        ("CRON", Some(cron)) if Cron::parse(cron).is_err() => Some(Problem::new(of, ErrorCode::E7005, &[])),
        ("FIXED_DELAY", _) if object.value.get("delay").is_none_or(Value::is_null) => {
            Some(Problem::new(of, ErrorCode::E7007, &[&object.uid]))
        }
        _ => None,
    }
}

fn wrong_parameter(of: &Type, kind: &JobType, object: &Object) -> Option<Problem> {
    let wrong = kind.wrong(object.value.get("jobParameters")?)?;
    let texts: Vec<String> = wrong
        .arguments
        .iter()
        .map(|value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
        .collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    Some(Problem::new(of, wrong.code, &texts).main(&wrong.class).properties(wrong.arguments))
}

/// Puts the parameters in the form in which they are kept.
pub(crate) fn keep_parameters(bundle: &mut Bundle) {
    for object in bundle.objects_mut().filter(|object| object.of.name == NAME) {
        let kind = object.text("jobType").and_then(types::configurable);
        let parameters = object.value.get("jobParameters").cloned().unwrap_or_default();
        if let Some(kind) = kind {
            object.value.insert("jobParameters".into(), kind.kept(&parameters));
        }
    }
}

fn text<'j>(job: &'j Map<String, Value>, key: &str) -> Option<&'j str> {
    job.get(key).and_then(Value::as_str)
}
