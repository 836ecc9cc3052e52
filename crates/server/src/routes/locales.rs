//! `/api/locales`, `/api/i18n` and `/api/staticConfiguration`: languages, and lists that never change.

use afya_metadata::{locales, rendering};
use afya_model::{ErrorCode, Refusal};
use axum::body::Body;
use axum::extract::{Path, Request};
use serde_json::{Map, Value, json};

use crate::answer::{self, Outcome};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, get, post};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/locales/ui", Who::Anybody, list_interface_locales),
        get("/api/locales/db", Who::SignedIn, list_database_locales),
        get("/api/locales/dbLocales", Who::SignedIn, list_locale_objects),
        get("/api/locales/dbLocales/{uid}", Who::SignedIn, find_locale_object),
        get("/api/locales/languages", Who::SignedIn, list_languages),
        post("/api/i18n", Who::SignedIn, translate),
        get("/api/staticConfiguration/renderingOptions", Who::SignedIn, list_rendering_options),
    ]
}

async fn list_interface_locales() -> Outcome {
    Ok(answer::json(&json!(locales::of_interface())))
}

async fn list_database_locales(call: Call) -> Outcome {
    Ok(answer::json(&json!(locales::of_database(&mut call.connect().await?).await?)))
}

async fn list_locale_objects(call: Call) -> Outcome {
    Ok(answer::json(&json!(locales::objects(&mut call.connect().await?, None).await?)))
}

async fn find_locale_object(call: Call, Path(uid): Path<String>) -> Outcome {
    let found = locales::objects(&mut call.connect().await?, Some(&uid)).await?.into_iter().next();
    let sentence =
        || Refusal::not_found(format!("Cannot find Locale with uid: {uid}")).with_code(ErrorCode::E1005);
    Ok(answer::private(answer::json(&found.ok_or_else(sentence)?)))
}

async fn list_languages() -> Outcome {
    Ok(answer::json(&Value::Object(locales::languages())))
}

/// Texts by key; a key without a text stands for itself.
async fn translate(request: Request<Body>) -> Outcome {
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    let keys: Vec<String> = serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))?;
    let texts: Map<String, Value> = keys.into_iter().map(|key| (key.clone(), key.into())).collect();
    Ok(answer::json(&Value::Object(texts)))
}

async fn list_rendering_options() -> Outcome {
    Ok(answer::json(&json!(rendering::options())))
}
