//! `PATCH /api/<plural>/sharing` and `PATCH /api/metadata/sharing`: the sharing of many objects at once.

use std::collections::BTreeMap;

use afya_metadata::import::sharing_patches::{self, Patches, Strictness};
use afya_metadata::import::{Report, Source};
use afya_model::{Refusal, Status};
use axum::body::Body;
use axum::extract::Request;
use serde_json::Value;

use super::metadata_import::PROBLEMS;
use super::object_writes::{check_media_type, patch_of, written};
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, patch};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let of_types = written()
        .filter_map(|of| Some(patch(format!("/api{}/sharing", of.endpoint?), Who::SignedIn, patch_some)));
    of_types.chain([patch("/api/metadata/sharing", Who::SignedIn, patch_each)]).collect()
}

/// The same patch for many objects of a type.
async fn patch_some(call: Call, request: Request<Body>) -> Outcome {
    check_media_type(&request)?;
    let sent = patch_of(request).await?;
    let named = sent.as_object().and_then(|sent| sent.iter().find(|(key, _)| *key != "patch"));
    let Some((plural, uids)) = named else {
        return Err(Refusal::bad_request(
            "The body must name objects, such as {\"dataElements\": [...], \"patch\": [...]}",
        )
        .into());
    };
    let uids = uids.as_array().into_iter().flatten().filter_map(Value::as_str);
    let objects = uids.map(|uid| (uid.to_owned(), sent["patch"].clone())).collect();
    let strict = Strictness {
        patches: call.query.is_true("atomic"),
        objects: call.query.get("atomicMode") != Some("NONE"),
    };
    apply(&call, BTreeMap::from([(plural.clone(), objects)]), strict).await
}

/// A patch for each object, by type.
async fn patch_each(call: Call, request: Request<Body>) -> Outcome {
    check_media_type(&request)?;
    let sent = patch_of(request).await?;
    let types = sent.as_object().into_iter().flatten();
    let patches = types.map(|(plural, objects)| {
        let objects = objects.as_object().into_iter().flatten();
        (plural.clone(), objects.map(|(uid, patch)| (uid.clone(), patch.clone())).collect())
    });
    let atomic = call.query.is_true("atomic");
    apply(&call, patches.collect(), Strictness { patches: atomic, objects: atomic }).await
}

async fn apply(call: &Call, patches: Patches, strict: Strictness) -> Outcome {
    let source = Source { clock: &call.app.clock, random: &call.app.random };
    let mut connection = call.connect().await?;
    let report = sharing_patches::apply(&mut connection, call.caller(), &patches, strict, source).await?;
    Ok(answer_for(&report))
}

fn answer_for(report: &Report) -> axum::response::Response {
    match report.status() {
        "OK" => answer::message(200, None, Some(&report.json())),
        _ => answer::web_message_with(409, Status::Warning, PROBLEMS, &report.json()),
    }
}
