//! `/api/staticContent`: the ministry's own logos, of the sign-in page and of the banner, as PNG.

use afya_access::settings;
use afya_files::pictures;
use afya_model::{ErrorCode, Refusal};
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::header::LOCATION;
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde_json::json;

use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::files::form;
use crate::route::{Route, Who, get, post};

const PATH: &str = "/api/staticContent/{key}";
/// Where the logo of this server lies, for who has none of their own.
const PLAIN_LOGO: &str = "/afya.svg";
const PNG: &str = "image/png";

/// The routes of this resource. The sign-in page shows a logo, so that anybody may see it.
pub(crate) fn routes() -> Vec<Route> {
    vec![get(PATH, Who::Anybody, find_logo), post(PATH, Who::Holders(&["F_SYSTEM_SETTING"]), save_logo)]
}

/// A logo that a ministry may have of its own, and the setting that says whether it is used.
fn setting_of(key: &str) -> Option<&'static str> {
    match key {
        "logo_banner" => Some("keyUseCustomLogoBanner"),
        "logo_front" => Some("keyUseCustomLogoFront"),
        _ => None,
    }
}

/// Where DHIS2 keeps such a file, below its folder of files.
fn place_of(key: &str) -> String {
    format!("document/{key}")
}

/// The picture itself for `.png` and for whoever asks for pictures; else where it is.
async fn find_logo(Path(key): Path<String>, call: Call) -> Outcome {
    let setting = setting_of(&key)
        .ok_or_else(|| Refusal::not_found("Key does not exist.").with_code(ErrorCode::E1005))?;
    let used = settings::read_system(&call.connect().await?).await?.is_on(setting);
    let missing = || Failure::from(Refusal::not_found("No custom file found."));
    let accept = &call.accept;
    let describes = call.extension != Some("png") && (accept.contains("json") || accept.contains("*/*"));
    let size = if used { call.app.files.size(&place_of(&key)).await? } else { None };
    if describes {
        size.ok_or_else(missing)?;
        let address = format!("{}/staticContent/{key}", call.base);
        return Ok(answer::json_with_status(302, &json!({ "images": { "png": address } })));
    }
    if !used {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::FOUND;
        response.headers_mut().insert(LOCATION, HeaderValue::from_static(PLAIN_LOGO));
        return Ok(response);
    }
    let content =
        call.app.files.open(&place_of(&key), 0..size.ok_or_else(missing)?).await?.ok_or_else(missing)?;
    Ok(answer::typed(200, PNG, Body::from_stream(content)))
}

async fn save_logo(Path(key): Path<String>, call: Call, request: Request<Body>) -> Outcome {
    let form = form::read(&call.app, request).await?;
    let upload = form.file.filter(|upload| upload.content.bytes > 0);
    let upload = upload.ok_or_else(|| Refusal::bad_request("Missing parameter 'file'"))?;
    if !upload.media_type.starts_with(PNG) || !pictures::is_png(upload.content.path()).await {
        return Err(Refusal::new(415, "A logo must be a picture in PNG. Send one as image/png").into());
    }
    if setting_of(&key).is_none() {
        return Err(Refusal::bad_request("This key is not supported.").into());
    }
    call.app.files.keep(upload.content, &place_of(&key)).await?;
    Ok(answer::empty(204))
}
