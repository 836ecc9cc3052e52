//! `/api/<plural>/{uid}/{property}`: items put into and taken out of a collection of one object.

use afya_metadata::import::collections::{self, Change};
use afya_schema::Type;
use axum::body::Body;
use axum::extract::{Path, Request};
use serde_json::{Map, Value};

use super::metadata_import::object;
use super::objects::endpoint_of;
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, delete, post, put};

/// The routes of all types.
pub(crate) fn routes() -> Vec<Route> {
    super::object_writes::written()
        .filter_map(|of| endpoint_of(of).map(|endpoint| (of, format!("/api{endpoint}/{{uid}}/{{property}}"))))
        .flat_map(|(of, path)| {
            let item = format!("{path}/{{item}}");
            [
                post(
                    path.clone(),
                    Who::SignedIn,
                    move |call: Call, Path(at): Path<(String, String)>, request: Request<Body>| {
                        change_items(of, call, at, request, Manner::Merge)
                    },
                ),
                put(
                    path.clone(),
                    Who::SignedIn,
                    move |call: Call, Path(at): Path<(String, String)>, request: Request<Body>| {
                        change_items(of, call, at, request, Manner::Replace)
                    },
                ),
                delete(
                    path,
                    Who::SignedIn,
                    move |call: Call, Path(at): Path<(String, String)>, request: Request<Body>| {
                        change_items(of, call, at, request, Manner::Remove)
                    },
                ),
                post(
                    item.clone(),
                    Who::SignedIn,
                    move |call: Call, Path((uid, key, item)): Path<(String, String, String)>| {
                        change(of, call, (uid, key), Change { additions: vec![item], ..Change::default() })
                    },
                ),
                delete(
                    item,
                    Who::SignedIn,
                    move |call: Call, Path((uid, key, item)): Path<(String, String, String)>| {
                        change(of, call, (uid, key), Change { deletions: vec![item], ..Change::default() })
                    },
                ),
            ]
        })
        .collect()
}

/// What a list of items in a body means.
#[derive(Clone, Copy)]
enum Manner {
    Merge,
    Replace,
    Remove,
}

async fn change_items(
    of: &'static Type,
    call: Call,
    at: (String, String),
    request: Request<Body>,
    manner: Manner,
) -> Outcome {
    let sent = object(request).await?;
    let list = ids(&sent, "identifiableObjects");
    let mut wanted =
        Change { additions: ids(&sent, "additions"), deletions: ids(&sent, "deletions"), replace: false };
    match manner {
        Manner::Merge => wanted.additions.extend(list),
        Manner::Replace => {
            wanted.additions.extend(list);
            wanted.replace = true;
        }
        Manner::Remove => wanted.deletions.extend(list),
    }
    change(of, call, at, wanted).await
}

fn ids(sent: &Map<String, Value>, key: &str) -> Vec<String> {
    let list = sent.get(key).and_then(Value::as_array);
    let each = list.into_iter().flatten();
    each.filter_map(|item| {
        item.get("id").and_then(Value::as_str).or_else(|| item.as_str()).map(str::to_owned)
    })
    .collect()
}

async fn change(of: &'static Type, call: Call, (uid, key): (String, String), wanted: Change) -> Outcome {
    let collection = collections::collection(of, &key)?;
    let mut connection = call.connect().await?;
    let at = (uid.as_str(), collection);
    let changed =
        collections::change(&mut connection, call.caller(), of, at, &wanted, &call.app.clock).await?;
    Ok(answer::message(200, None, Some(&changed.json())))
}
