//! `/api/interpretations`: texts about charts, maps and reports, comments on them, and likes.

use afya_metadata::interpretations::{self, About, Author, Interpretation, Place};
use afya_model::{Period, Refusal};
use afya_store::Connection;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::HeaderValue;
use axum::http::header::LOCATION;
use axum::response::Response;

use super::metadata_import::media_type;
use crate::answer::{self, Failure, Outcome};
use crate::body;
use crate::call::Call;
use crate::parameters::missing;
use crate::route::{Route, Who, delete, post, put};

/// A text is small.
const LIMIT: usize = 4 * 1024 * 1024;

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let written = About::ALL.into_iter().map(|(word, about)| {
        let write = move |call: Call, Path(uid): Path<String>, request: Request<Body>| {
            create(about, call, uid, request)
        };
        post(format!("/api/interpretations/{word}/{{uid}}"), Who::SignedIn, write)
    });
    let others = [
        put("/api/interpretations/{uid}", Who::SignedIn, change),
        delete("/api/interpretations/{uid}", Who::SignedIn, remove),
        post("/api/interpretations/{uid}/comments", Who::SignedIn, comment),
        put("/api/interpretations/{uid}/comments/{cuid}", Who::SignedIn, change_comment),
        delete("/api/interpretations/{uid}/comments/{cuid}", Who::SignedIn, remove_comment),
        post("/api/interpretations/{uid}/like", Who::SignedIn, like),
        delete("/api/interpretations/{uid}/like", Who::SignedIn, unlike),
    ];
    written.chain(others).collect()
}

async fn create(about: About, call: Call, uid: String, request: Request<Body>) -> Outcome {
    let text = text(request).await?;
    let given = |name: &str| call.query.get(name).filter(|value| !value.is_empty()).map(str::to_owned);
    let place = match about {
        About::DataSetReport => {
            let period = given("pe").ok_or_else(|| missing("pe", "String"))?;
            let invalid =
                |_| Refusal::conflict(format!("Invalid Period `{period}`, failed to create date interval"));
            Place {
                unit: Some(given("ou").ok_or_else(|| missing("ou", "String"))?),
                period: Some(Period::parse(&period).map_err(invalid)?),
            }
        }
        About::Map => Place::default(),
        _ => Place { unit: given("ou"), period: None },
    };
    let mut connection = call.connect().await?;
    let new = interpretations::create(&mut connection, author(&call), about, &uid, &place, &text).await?;
    Ok(created(&call, "Interpretation created", &new))
}

async fn change(call: Call, Path(uid): Path<String>, request: Request<Body>) -> Outcome {
    let text = text(request).await?;
    let mut connection = call.connect().await?;
    let found = own(&mut connection, &call, &uid, "update").await?;
    found.change(&mut connection, author(&call), &text).await?;
    Ok(answer::empty(204))
}

async fn remove(call: Call, Path(uid): Path<String>) -> Outcome {
    let mut connection = call.connect().await?;
    let found = own(&mut connection, &call, &uid, "delete").await?;
    found.remove(&mut connection).await?;
    Ok(answer::empty(204))
}

/// An interpretation that the caller may change.
async fn own(
    connection: &mut Connection,
    call: &Call,
    uid: &str,
    verb: &str,
) -> Result<Interpretation, Failure> {
    let found = interpretations::find(connection, call.caller(), uid).await?;
    let found = found.ok_or_else(|| Refusal::not_found(format!("Interpretation does not exist: {uid}")))?;
    if !found.may_change(call.caller()) {
        return Err(Refusal::forbidden(format!("You are not allowed to {verb} this interpretation.")).into());
    }
    Ok(found)
}

/// An interpretation for whoever writes beside it.
async fn another(connection: &mut Connection, call: &Call, uid: &str) -> Result<Interpretation, Failure> {
    let found = interpretations::find(connection, call.caller(), uid).await?;
    Ok(found.ok_or_else(|| Refusal::conflict(format!("Interpretation does not exist: {uid}")))?)
}

async fn comment(call: Call, Path(uid): Path<String>, request: Request<Body>) -> Outcome {
    let text = text(request).await?;
    let mut connection = call.connect().await?;
    let found = another(&mut connection, &call, &uid).await?;
    let new = found.comment(&mut connection, author(&call), &text).await?;
    Ok(created(&call, "Commented created", &format!("{uid}/comments/{new}")))
}

async fn change_comment(
    call: Call,
    Path((uid, comment)): Path<(String, String)>,
    request: Request<Body>,
) -> Outcome {
    let text = text(request).await?;
    let mut connection = call.connect().await?;
    let found = another(&mut connection, &call, &uid).await?;
    found.change_comment(&mut connection, author(&call), &comment, &text).await?;
    Ok(answer::empty(204))
}

async fn remove_comment(call: Call, Path((uid, comment)): Path<(String, String)>) -> Outcome {
    let mut connection = call.connect().await?;
    let found = another(&mut connection, &call, &uid).await?;
    found.remove_comment(&mut connection, author(&call), &comment).await?;
    Ok(answer::empty(204))
}

async fn like(call: Call, Path(uid): Path<String>) -> Outcome {
    let mut connection = call.connect().await?;
    let found = another(&mut connection, &call, &uid).await?;
    if found.like(&mut connection, author(&call), true).await? {
        return Ok(answer::message(201, Some("Like added to interpretation"), None));
    }
    Err(Refusal::conflict("Could not add like, user had already liked interpretation").into())
}

async fn unlike(call: Call, Path(uid): Path<String>) -> Outcome {
    let mut connection = call.connect().await?;
    let found = another(&mut connection, &call, &uid).await?;
    if found.like(&mut connection, author(&call), false).await? {
        return Ok(answer::message(201, Some("Like removed from interpretation"), None));
    }
    Err(Refusal::conflict("Could not remove like, user had not previously liked interpretation").into())
}

fn author(call: &Call) -> Author<'_> {
    let address = call.base.strip_suffix("/api").unwrap_or(&call.base);
    Author { caller: call.caller(), clock: &call.app.clock, random: &call.app.random, address }
}

/// The body, which is a text.
async fn text(request: Request<Body>) -> Result<String, Failure> {
    match media_type(&request) {
        "text/plain" | "text/html" => {}
        "" => return Err(Refusal::new(415, "Content-Type is not supported").into()),
        other => return Err(Refusal::new(415, format!("Content-Type '{other}' is not supported")).into()),
    }
    let bytes = body::whole(request.into_body(), LIMIT).await?;
    if bytes.is_empty() {
        return Err(Refusal::bad_request("Required request body is missing. Send the text").into());
    }
    let text = String::from_utf8(bytes.to_vec());
    Ok(text.map_err(|_| Refusal::bad_request("The text is no UTF-8. Write it anew in UTF-8"))?)
}

fn created(call: &Call, sentence: &str, path: &str) -> Response {
    let mut response = answer::message(201, Some(sentence), None);
    if let Ok(address) = HeaderValue::from_str(&format!("{}/interpretations/{path}", call.base)) {
        response.headers_mut().insert(LOCATION, address);
    }
    response
}
