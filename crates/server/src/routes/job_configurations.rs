//! `/api/jobConfigurations/{uid}` and `/api/scheduling/running/types`: the jobs of the queue beside those that are configured.

use afya_schema::fields_on_json::pick;
use afya_schema::query::FieldTree;
use afya_schema::registry;
use axum::extract::Path;
use serde_json::json;

use super::objects;
use super::system_tasks::ALL_JOBS;
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/jobConfigurations/{uid}", Who::SignedIn, find_job),
        get("/api/scheduling/running/types", Who::SignedIn, list_running_types),
    ]
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
    let of = registry().by_name("jobConfiguration").expect("the registry has job configurations");
    objects::find_object(of, call, uid).await
}

async fn list_running_types(call: Call) -> Outcome {
    let types = afya_jobs::running_types(&mut call.connect().await?).await?;
    Ok(answer::unstored(answer::json(&json!(types))))
}
