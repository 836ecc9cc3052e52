//! `/api/fileResources`: files that come in, what is said of them, and their content.

use afya_files::domain::Domain;
use afya_files::pictures::Size;
use afya_files::resource::{self, FileResource, Sent};
use afya_files::{owners, resource::describe};
use afya_model::{ErrorCode, Refusal, Uid};
use afya_schema::registry;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::HeaderMap;
use serde_json::{Value, json};

use super::objects;
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::files::answer::file;
use crate::files::form::{self, Upload};
use crate::query::Query;
use crate::route::{Route, Who, get, post};

const PATH: &str = "/api/fileResources";

/// The routes of this resource. Who may have a file is a matter of what it is for.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        post(PATH, Who::SignedIn, save_file),
        get("/api/fileResources/owners", Who::SignedIn, list_owners),
        get("/api/fileResources/{uid}", Who::SignedIn, find_file),
        get("/api/fileResources/{uid}/data", Who::SignedIn, find_content),
    ]
}

async fn save_file(call: Call, request: Request<Body>) -> Outcome {
    let mut form = form::read(&call.app, request).await?;
    let query = form.query(&call.query);
    let domain = domain(&query)?;
    let uid = uid(&query)?;
    let missing = || Refusal::bad_request("Required part 'file' is not present.");
    let upload = form.file.take().ok_or_else(missing)?;
    let saved = save(&call, upload, domain, uid).await?;
    answer_saved(&call, &saved).await
}

/// Keeps an uploaded file.
pub(super) async fn save(
    call: &Call,
    upload: Upload,
    domain: Domain,
    uid: Option<&str>,
) -> Result<FileResource, Failure> {
    let sent =
        Sent { uid, name: &upload.name, media_type: &upload.media_type, domain, content: upload.content };
    let places = (&mut call.connect().await?, &call.app.files);
    Ok(Box::pin(resource::save(places, call.caller(), sent, &call.app.random, call.app.clock.now())).await?)
}

/// 202 with what is said of a file that was kept.
pub(super) async fn answer_saved(call: &Call, saved: &FileResource) -> Outcome {
    let said = describe(&mut call.connect().await?, saved, "STORED").await?;
    let response = json!({ "responseType": "FileResource", "fileResource": said });
    Ok(answer::message(202, None, Some(&response)))
}

fn domain(query: &Query) -> Result<Domain, Refusal> {
    let Some(word) = query.get("domain").filter(|word| !word.is_empty()) else {
        return Ok(Domain::DataValue);
    };
    Domain::parse(word).ok_or_else(|| {
        let words = Domain::ALL.map(Domain::name).join(", ");
        Refusal::bad_request(format!(
            "Value '{word}' is not valid for parameter domain. Valid values are: [{words}]"
        ))
    })
}

fn uid(query: &Query) -> Result<Option<&str>, Refusal> {
    let uid = query.get("uid").filter(|uid| !uid.is_empty());
    if let Some(wrong) = uid.filter(|uid| Uid::parse(uid).is_none()) {
        let sentence =
            "UID must be an alphanumeric string of 11 characters starting with a letter, but was: ";
        return Err(Refusal::bad_request(format!("{sentence}{wrong}")).with_code(ErrorCode::E1003));
    }
    Ok(uid)
}

/// The size of a picture that is asked for.
pub(super) fn size(query: &Query) -> Result<Size, Refusal> {
    let Some(word) = query.get("dimension").filter(|word| !word.is_empty()) else {
        return Ok(Size::Original);
    };
    Size::parse(word).ok_or_else(|| {
        let words = "SMALL, MEDIUM, LARGE, ORIGINAL";
        Refusal::bad_request(format!(
            "Value '{word}' is not valid for parameter dimension. Valid values are: [{words}]"
        ))
    })
}

async fn list_owners(call: Call) -> Outcome {
    let missing = || {
        let sentence =
            "Required request parameter 'storageKey' for method parameter type String is not present";
        Refusal::bad_request(sentence)
    };
    let key = call.query.get("storageKey").ok_or_else(missing)?;
    let found = owners::of_key(&mut call.connect().await?, key).await?;
    Ok(answer::json_text(200, format!("[{}]", found.join(","))))
}

/// A file's row; with `fields` as any other object.
async fn find_file(call: Call, Path(uid): Path<String>) -> Outcome {
    if let Some(of) = registry().by_name("fileResource").filter(|_| call.query.get("fields").is_some()) {
        return objects::find_object(of, call, uid).await;
    }
    objects::check_uid(&uid)?;
    let mut connection = call.connect().await?;
    let found = resource::find(&mut connection, &uid).await?;
    let size = size(&call.query)?;
    let stored = call.app.files.size(&found.key_of(size)).await?.is_some();
    let said = describe(&mut connection, &found, if stored { "STORED" } else { "PENDING" }).await?;
    Ok(answer::private(answer::json(&said)))
}

async fn find_content(call: Call, headers: HeaderMap, Path(uid): Path<String>) -> Outcome {
    objects::check_uid(&uid)?;
    let mut connection = call.connect().await?;
    let found = resource::find(&mut connection, &uid).await?;
    let size = size(&call.query)?;
    if !owners::may_read(&mut connection, call.caller(), &found).await? {
        let sentence = format!("File resource not found or not accessible: {uid}");
        return Err(Refusal::forbidden(sentence).with_code(ErrorCode::E1006).into());
    }
    drop(connection);
    match file(&call.app, &headers, &found, size).await? {
        Some(answer) => Ok(answer::private(answer)),
        None => Err(lost(&Value::Null).into()),
    }
}

/// 409 for a file whose content is not there.
pub(super) fn lost(response: &Value) -> Refusal {
    let refusal =
        Refusal::conflict("The content is being processed and is not available yet. Try again later.");
    if response.is_null() { refusal } else { refusal.with_response(response.clone()) }
}
