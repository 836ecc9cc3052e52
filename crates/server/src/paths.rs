//! DHIS2 serves the same resource under several paths: `/api/41/me` is `/api/me`, and `.json` or `.csv` at the end asks
//! for a format. One rewrite in front of the router settles both.

use afya_model::Refusal;
use axum::extract::Request;
use axum::http::Uri;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;

use crate::answer::Failure;

/// Extensions that ask for a format (with the dot); `.geojson` and `.adx+xml` name resources of their own.
const EXTENSIONS: [&str; 17] = [
    ".json.gz",
    ".json.zip",
    ".xml.gz",
    ".xml.zip",
    ".csv.gz",
    ".csv.zip",
    ".json",
    ".xml",
    ".csv",
    ".xlsx",
    ".xls",
    ".html",
    ".pdf",
    ".jsonp",
    ".html+css",
    ".png",
    ".svg",
];

/// The format that the path asked for by its extension, without the dot.
#[derive(Clone, Debug)]
pub(crate) struct RequestedExtension(pub(crate) &'static str);

/// The request with its path in the one form that routes are written in.
pub(crate) fn rewrite(mut request: Request) -> Request {
    let Some((path, extension)) = plain_path(request.uri().path()) else { return request };
    let text = match request.uri().query() {
        Some(query) => format!("{path}?{query}"),
        None => path,
    };
    if let Ok(uri) = text.parse::<Uri>() {
        *request.uri_mut() = uri;
        if let Some(extension) = extension {
            request.extensions_mut().insert(RequestedExtension(extension));
        }
    }
    request
}

/// Refuses a path whose escapes are no text.
pub(crate) async fn check(request: Request, next: Next) -> Response {
    if percent_decode_str(request.uri().path()).decode_utf8().is_err() {
        let sentence = "The path holds escapes (%..) that are no UTF-8 text. Write it anew";
        return Failure::from(Refusal::bad_request(sentence)).into_response();
    }
    next.run(request).await
}

/// The plain path and the extension, or nothing when the path is plain already.
fn plain_path(path: &str) -> Option<(String, Option<&'static str>)> {
    let rest = path.strip_prefix("/api/")?;
    let unversioned = match rest.split_once('/') {
        Some((version, below)) if is_version(version) => below,
        _ => rest,
    };
    let extension = EXTENSIONS.into_iter().find(|extension| {
        // Only data are drawn as SVG; `icon.svg` is a resource of its own.
        let fits = |stem: &str| *extension != ".svg" || stem.ends_with("/data");
        unversioned
            .strip_suffix(extension)
            .is_some_and(|stem| !stem.is_empty() && !stem.ends_with('/') && fits(stem))
    });
    if unversioned.len() == rest.len() && extension.is_none() {
        return None;
    }
    let stem = extension.map_or(unversioned, |extension| &unversioned[..unversioned.len() - extension.len()]);
    Some((format!("/api/{stem}"), extension.map(|extension| &extension[1..])))
}

/// The versions that DHIS2 2.43 takes as aliases.
fn is_version(segment: &str) -> bool {
    segment.len() == 2 && segment.parse::<u8>().is_ok_and(|version| (28..=43).contains(&version))
}

#[cfg(test)]
mod tests {
    use super::plain_path;

    #[test]
    fn versions_and_extensions_are_taken_off() {
        assert_eq!(plain_path("/api/41/me.json"), Some(("/api/me".into(), Some("json"))));
        assert_eq!(plain_path("/api/metadata.json.gz"), Some(("/api/metadata".into(), Some("json.gz"))));
        assert_eq!(plain_path("/api/43/me"), Some(("/api/me".into(), None)));
        assert_eq!(plain_path("/api/44/me"), None);
        assert_eq!(plain_path("/api/me"), None);
        assert_eq!(plain_path("/api/organisationUnits.geojson"), None);
        assert_eq!(plain_path("/api/maps/a/data.svg"), Some(("/api/maps/a/data".into(), Some("svg"))));
        assert_eq!(plain_path("/api/icons/a/icon.svg"), None);
    }
}
