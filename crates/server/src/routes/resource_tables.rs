//! `/api/resourceTables`: the jobs that clients start before they ask for figures. Each is done at once.

use afya_jobs::NewJob;
use afya_model::Refusal;
use axum::body::Body;
use serde_json::{Value, json};

use crate::answer::Outcome;
use crate::call::Call;
use crate::jobs::queueing::queue;
use crate::query::Query;
use crate::route::{Route, Who, post, put};

const WHO: Who = Who::Holders(&["F_PERFORM_MAINTENANCE"]);

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post("/api/resourceTables", WHO, fill_resource_tables),
        put("/api/resourceTables", WHO, fill_resource_tables),
        post("/api/resourceTables/analytics", WHO, fill_analytics_tables),
        put("/api/resourceTables/analytics", WHO, fill_analytics_tables),
    ]
}

async fn fill_resource_tables(call: Call) -> Outcome {
    start(&call, "RESOURCE_TABLE", &json!({})).await
}

async fn fill_analytics_tables(call: Call) -> Outcome {
    let parameters = parameters(&call.query)?;
    start(&call, "ANALYTICS_TABLE", &parameters).await
}

async fn start(call: &Call, kind: &'static str, parameters: &Value) -> Outcome {
    let executed_by = &call.caller().username;
    let job = NewJob { kind, executed_by, parameters, media_type: "" };
    queue(call, Body::empty(), &job).await
}

/// The types of tables that each word leaves out.
const SKIPPED: [(&str, &[&str]); 6] = [
    ("skipAggregate", &["DATA_VALUE", "COMPLETENESS", "COMPLETENESS_TARGET"]),
    ("skipValidationResult", &["VALIDATION_RESULT"]),
    ("skipEvents", &["EVENT"]),
    ("skipEnrollment", &["ENROLLMENT"]),
    ("skipOrgUnitOwnership", &["OWNERSHIP"]),
    (
        "skipTrackedEntities",
        &["TRACKED_ENTITY_INSTANCE_EVENTS", "TRACKED_ENTITY_INSTANCE_ENROLLMENTS", "TRACKED_ENTITY_INSTANCE"],
    ),
];

fn parameters(query: &Query) -> Result<Value, Refusal> {
    let mut types: Vec<&str> = Vec::new();
    for (word, skipped) in SKIPPED {
        if is_on(query, word)? {
            types.extend(skipped);
        }
    }
    let mut parameters = json!({
        "skipTableTypes": types, "skipPrograms": [],
        "skipResourceTables": is_on(query, "skipResourceTables")?, "skipOutliers": is_on(query, "skipOutliers")?,
    });
    if let Some(text) = query.get("lastYears").filter(|text| !text.is_empty()) {
        let years: i32 = text.parse().map_err(|_| wrong("lastYears", text, "Integer"))?;
        parameters["lastYears"] = json!(years);
    }
    Ok(parameters)
}

fn is_on(query: &Query, name: &str) -> Result<bool, Refusal> {
    match query.get(name).map(str::to_lowercase).as_deref() {
        None | Some("" | "false" | "off" | "no" | "0") => Ok(false),
        Some("true" | "on" | "yes" | "1") => Ok(true),
        Some(_) => Err(wrong(name, query.get(name).unwrap_or_default(), "Boolean")),
    }
}

fn wrong(name: &str, value: &str, kind: &str) -> Refusal {
    Refusal::bad_request(format!(
        "Value '{value}' is not valid for parameter {name}. It should be of type {kind}"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_is_told_by_the_types_of_tables() {
        let told = parameters(&Query::parse("skipEvents=true&skipAggregate=yes&lastYears=2")).unwrap();
        let types = json!(["DATA_VALUE", "COMPLETENESS", "COMPLETENESS_TARGET", "EVENT"]);
        assert_eq!((&told["skipTableTypes"], &told["lastYears"]), (&types, &json!(2)));
        for wrong in ["skipEvents=maybe", "lastYears=some"] {
            assert_eq!(parameters(&Query::parse(wrong)).unwrap_err().http_status, 400);
        }
    }
}
