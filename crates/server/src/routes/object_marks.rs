//! What single objects carry besides their properties' usual way in: translations, and who likes or follows them.

use afya_metadata::import::{self, translations};
use afya_model::{ErrorCode, Refusal, Status};
use afya_schema::Type;
use axum::body::Body;
use axum::extract::{Path, Request};

use super::metadata_import::{PROBLEMS, object};
use super::objects::{endpoint_of, find_property};
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, delete, get, post, put};

/// The routes of all types.
pub(crate) fn routes() -> Vec<Route> {
    super::object_writes::written()
        .filter_map(|of| endpoint_of(of).map(|endpoint| (of, format!("/api{endpoint}/{{uid}}"))))
        .flat_map(|(of, path)| {
            let read = |key: &'static str| {
                let read =
                    move |call: Call, Path(uid): Path<String>| find_property(of, call, uid, key.to_owned());
                get(format!("{path}/{key}"), Who::SignedIn, read)
            };
            [
                read("translations"),
                read("favorite"),
                read("subscriber"),
                put(
                    format!("{path}/translations"),
                    Who::SignedIn,
                    move |call: Call, Path(uid): Path<String>, request: Request<Body>| {
                        translate(of, call, uid, request)
                    },
                ),
                post(
                    format!("{path}/favorite"),
                    Who::SignedIn,
                    move |call: Call, Path(uid): Path<String>| mark(of, call, uid, Mark::Favorite, true),
                ),
                delete(
                    format!("{path}/favorite"),
                    Who::SignedIn,
                    move |call: Call, Path(uid): Path<String>| mark(of, call, uid, Mark::Favorite, false),
                ),
                post(
                    format!("{path}/subscriber"),
                    Who::SignedIn,
                    move |call: Call, Path(uid): Path<String>| mark(of, call, uid, Mark::Subscriber, true),
                ),
                delete(
                    format!("{path}/subscriber"),
                    Who::SignedIn,
                    move |call: Call, Path(uid): Path<String>| mark(of, call, uid, Mark::Subscriber, false),
                ),
            ]
        })
        .collect()
}

async fn translate(of: &'static Type, call: Call, uid: String, request: Request<Body>) -> Outcome {
    let mut connection = call.connect().await?;
    let found = import::standing(&mut connection, call.caller(), of, &uid).await?;
    if !found.ok_or_else(|| Refusal::no_such_object(of.class_name(), &uid))?.may_update {
        let sentence = "You don't have the proper permissions to update this object.";
        return Err(Refusal::forbidden(sentence).with_code(ErrorCode::E1006).into());
    }
    let sent = object(request).await?;
    let report = translations::replace(&mut connection, of, &uid, &sent).await?;
    Ok(match report {
        None => answer::empty(204),
        Some(report) => answer::web_message_with(409, Status::Warning, PROBLEMS, &report),
    })
}

/// What an account can be to an object.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    Favorite,
    Subscriber,
}

async fn mark(of: &'static Type, call: Call, uid: String, mark: Mark, add: bool) -> Outcome {
    let (known, column, refused) = match mark {
        Mark::Favorite => (of.favoritable, "favorites", "Objects of this class cannot be set as favorite"),
        Mark::Subscriber => (of.subscribable, "subscribers", "Objects of this class cannot be subscribed to"),
    };
    if !known {
        return Err(Refusal::conflict(refused).with_code(ErrorCode::E1004).into());
    }
    let caller = call.caller();
    let mut connection = call.connect().await?;
    import::standing(&mut connection, caller, of, &uid)
        .await?
        .ok_or_else(|| Refusal::no_such_object(of.class_name(), &uid))?;
    translations::list_user(&mut connection, of, column, &uid, &caller.uid, add).await?;
    let name = &caller.username;
    let sentence = match (mark, add) {
        (Mark::Favorite, true) => format!("Object '{uid}' set as favorite for user '{name}'"),
        (Mark::Favorite, false) => format!("Object '{uid}' removed as favorite for user '{name}'"),
        (Mark::Subscriber, true) => format!("User '{name}' subscribed to object '{uid}'"),
        (Mark::Subscriber, false) => format!("User '{name}' removed as subscriber of object '{uid}'"),
    };
    Ok(answer::message(200, Some(&sentence), None))
}
