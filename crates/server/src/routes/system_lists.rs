//! `/api/system`: new identifiers, flags, styles and counts.

use afya_metadata::{flags, statistics};
use afya_model::{Refusal, Uid};
use serde_json::json;

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

const LIMIT: usize = 10_000;

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/system/id", Who::SignedIn, list_uids),
        get("/api/system/uid", Who::SignedIn, list_uids),
        get("/api/system/uuid", Who::SignedIn, list_uuids),
        get("/api/system/flags", Who::SignedIn, list_flags),
        get("/api/system/styles", Who::SignedIn, list_styles),
        get("/api/system/objectCounts", Who::SignedIn, count_objects),
    ]
}

/// How many identifiers are wanted.
fn limit(call: &Call) -> Result<usize, Refusal> {
    let Some(text) = call.query.get("limit").filter(|text| !text.is_empty()) else { return Ok(1) };
    let number: i64 = text.parse().map_err(|_| {
        Refusal::bad_request(format!(
            "Value '{text}' is not valid for parameter limit. It should be of type Integer"
        ))
    })?;
    Ok(usize::try_from(number).unwrap_or(0).min(LIMIT))
}

/// New identifiers, as JSON or as CSV.
async fn list_uids(call: Call) -> Outcome {
    let uids: Vec<String> = (0..limit(&call)?).map(|_| Uid::generate(&call.app.random).to_string()).collect();
    let as_csv = call.extension == Some("csv") || call.accept.starts_with("application/csv");
    let answer = if as_csv {
        answer::typed(200, "application/csv", format!("uid\n{}\n", uids.join("\n")))
    } else {
        answer::json(&json!({ "codes": uids }))
    };
    Ok(answer::unstored(answer))
}

async fn list_uuids(call: Call) -> Outcome {
    let uuids: Vec<String> = (0..limit(&call)?).map(|_| call.app.random.uuid()).collect();
    Ok(answer::unstored(answer::json(&json!({ "codes": uuids }))))
}

async fn list_flags() -> Outcome {
    Ok(answer::json(&json!(flags::flags())))
}

async fn list_styles() -> Outcome {
    Ok(answer::json(&json!(flags::styles())))
}

async fn count_objects(call: Call) -> Outcome {
    Ok(answer::json(&statistics::object_counts(&mut call.connect().await?).await?))
}
