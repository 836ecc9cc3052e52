//! The web UI, which the binary carries: hashed assets that browsers keep for good, and one page for all its screens.

use axum::body::Body;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use afya_model::Refusal;

use crate::answer::Failure;

/// The built web UI; a binary that was built without it says so on its first page.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../web/dist"]
#[allow_missing = true]
struct Files;

/// `wasm-unsafe-eval` lets the page compile our own module of the expression language, and no JavaScript.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' data: blob:; \
                      style-src 'self' 'unsafe-inline'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self';";

/// A file of the web UI, or its page for any other path: the screens have paths of their own.
pub(crate) async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path().trim_start_matches('/');
    if method != Method::GET && method != Method::HEAD {
        return Failure::from(Refusal::new(405, format!("Request method '{method}' is not supported")))
            .into_response();
    }
    let brotli = headers
        .get(ACCEPT_ENCODING)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|value| value.contains("br"));
    if let Some(response) = file(path, brotli) {
        return response;
    }
    // The letters of DHIS2 lead there.
    let path = if path == "login/index.html" { "login/" } else { path };
    if path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
        return Failure::from(Refusal::not_found(format!("There is no file /{path}"))).into_response();
    }
    file("index.html", brotli).unwrap_or_else(|| {
        let sentence = "This binary was built without the web UI. Run `npm ci && npm run build` in web/, then build it again.";
        Failure::from(Refusal::not_found(sentence)).into_response()
    })
}

fn file(path: &str, brotli: bool) -> Option<Response> {
    let plain = Files::get(path)?;
    let squeezed = brotli.then(|| Files::get(&format!("{path}.br"))).flatten();
    let encoded = squeezed.is_some();
    let mut response = body(squeezed.unwrap_or(plain));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(media_type(path)));
    headers.insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if encoded {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    let lasting = path.starts_with("assets/");
    let keep = if lasting { "public, max-age=31536000, immutable" } else { "no-cache" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Some(response)
}

fn body(file: EmbeddedFile) -> Response {
    let mut response = Response::new(Body::from(file.data.into_owned()));
    *response.status_mut() = StatusCode::OK;
    response
}

fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html;charset=UTF-8",
        "js" | "mjs" => "text/javascript;charset=UTF-8",
        "css" => "text/css;charset=UTF-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}
