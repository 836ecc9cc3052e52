//! `/api/sharing` and `/api/<plural>/{uid}/sharing`: who may see and change an object.

use afya_metadata::sharing::{self, Shared};
use afya_model::{ErrorCode, Refusal, Status};
use afya_schema::{Type, registry};
use axum::body::Body;
use axum::extract::{Path, Request};
use serde_json::Value;

use super::metadata_import::{PROBLEMS, object};
use super::objects::{endpoint_of, find_property};
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get, post, put};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let shared = super::object_writes::written().filter(|of| of.shareable);
    let of_types = shared.filter_map(|of| {
        let path = format!("/api{}/{{uid}}/sharing", endpoint_of(of)?);
        Some([
            get(path.clone(), Who::SignedIn, move |call: Call, Path(uid): Path<String>| {
                find_property(of, call, uid, "sharing".to_owned())
            }),
            put(path, Who::SignedIn, move |call: Call, Path(uid): Path<String>, request: Request<Body>| {
                replace(of, call, uid, request)
            }),
        ])
    });
    let dialog = [
        get("/api/sharing", Who::SignedIn, describe),
        put("/api/sharing", Who::SignedIn, replace_by_dialog),
        post("/api/sharing", Who::SignedIn, replace_by_dialog),
        get("/api/sharing/search", Who::SignedIn, search),
    ];
    dialog.into_iter().chain(of_types.flatten()).collect()
}

/// The object that `type` and `id` name.
async fn named(call: &Call) -> Result<(Shared, String), Failure> {
    let parameter = |name: &str| {
        let value = call.query.get(name).filter(|value| !value.is_empty());
        value.ok_or_else(|| {
            Refusal::bad_request(format!(
                "Required request parameter '{name}' for method parameter type String is not present"
            ))
        })
    };
    let (kind, id) = (parameter("type")?, parameter("id")?);
    let of = registry().by_name(kind).filter(|of| of.shareable && of.table.is_some());
    let of = of.ok_or_else(|| Refusal::conflict(format!("Type {kind} is not supported.")))?;
    let found = sharing::find(&mut call.connect().await?, call.caller(), of, id).await?;
    let sentence = || Refusal::not_found(format!("Object of type {kind} with ID {id} was not found."));
    Ok((found.ok_or_else(sentence)?, kind.to_owned()))
}

fn no_manager() -> Refusal {
    Refusal::forbidden("You do not have manage access to this object.").with_code(ErrorCode::E1006)
}

async fn describe(call: Call) -> Outcome {
    let (shared, _) = named(&call).await?;
    if !shared.may_read {
        return Err(no_manager().into());
    }
    let described = shared.describe(&mut call.connect().await?, call.caller()).await?;
    Ok(answer::private(answer::json(&described)))
}

async fn replace_by_dialog(call: Call, request: Request<Body>) -> Outcome {
    let (shared, kind) = named(&call).await?;
    if shared.is_default() {
        let sentence =
            format!("Sharing settings of system default metadata object of type {kind} cannot be modified.");
        return Err(Refusal::conflict(sentence).into());
    }
    if !shared.may_update {
        return Err(no_manager().into());
    }
    let sent = Value::Object(object(request).await?);
    shared.replace_by_dialog(&mut call.connect().await?, call.caller(), &sent, &call.app.clock).await?;
    Ok(answer::message(200, Some("Access control set"), None))
}

async fn replace(of: &'static Type, call: Call, uid: String, request: Request<Body>) -> Outcome {
    let found = sharing::find(&mut call.connect().await?, call.caller(), of, &uid).await?;
    let found = found.filter(|found| found.may_read);
    let shared = found.ok_or_else(|| Refusal::no_such_object(of.class_name(), &uid))?;
    if !shared.may_update {
        let sentence = "You don't have the proper permissions to update this object.";
        return Err(Refusal::forbidden(sentence).with_code(ErrorCode::E1006).into());
    }
    let sent = object(request).await?;
    let report = shared.replace(&mut call.connect().await?, call.caller(), &sent, &call.app.clock).await?;
    Ok(match report {
        None => answer::empty(204),
        Some(report) => answer::web_message_with(409, Status::Error, PROBLEMS, &report),
    })
}

async fn search(call: Call) -> Outcome {
    let words = call.query.get("key").ok_or_else(|| {
        Refusal::bad_request(
            "Required request parameter 'key' for method parameter type String is not present",
        )
    })?;
    let most = match call.query.get("pageSize").filter(|text| !text.is_empty()) {
        None => 50,
        Some(text) => text.parse::<u16>().map_err(|_| {
            Refusal::bad_request(format!(
                "Value '{text}' is not valid for parameter pageSize. It should be of type int"
            ))
        })?,
    };
    let found = sharing::search(&mut call.connect().await?, call.caller(), words, most.into()).await?;
    Ok(answer::private(answer::json(&found)))
}
