//! An answer that is a file: whole or in part, named so that no header breaks, and never run by a browser.

use std::ops::Range;

use afya_files::pictures::Size;
use afya_files::resource::FileResource;
use afya_model::Refusal;
use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::answer::{Failure, web_message};
use crate::app::App;

/// What needs no escape in `filename*` (RFC 8187).
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Media types that a browser may show in its place; everything else is saved.
const SHOWN: [&str; 5] = ["image/gif", "image/jpeg", "image/jpg", "image/png", "image/webp"];

/// The file of a resource in a size; nothing when it has no content.
///
/// # Errors
/// When the content cannot be read.
pub(crate) async fn file(
    app: &App,
    headers: &HeaderMap,
    resource: &FileResource,
    size: Size,
) -> Result<Option<Response>, Failure> {
    let key = resource.key_of(size);
    let Some(bytes) = app.files.size(&key).await? else { return Ok(None) };
    let tag = format!("\"{}{}\"", resource.md5, if resource.has_sizes { size.suffix() } else { "" });
    if is_known(headers, &tag) {
        return Ok(Some(described(app, StatusCode::NOT_MODIFIED, resource, &tag, Body::empty())));
    }
    let whole_again = headers.contains_key(IF_RANGE) && !asks_for(headers, &IF_RANGE, &tag);
    let range = headers.get(RANGE).filter(|_| !whole_again).and_then(|range| range.to_str().ok());
    let part = match range.map(|range| part(range, bytes)) {
        None | Some(Part::Whole) => None,
        Some(Part::Range(range)) => Some(range),
        Some(Part::Nothing) => return Ok(Some(unsatisfiable(bytes))),
    };
    let range = part.clone().unwrap_or(0..bytes);
    let Some(content) = app.files.open(&key, range.clone()).await? else { return Ok(None) };
    let status = if part.is_some() { StatusCode::PARTIAL_CONTENT } else { StatusCode::OK };
    let mut response = described(app, status, resource, &tag, Body::from_stream(content));
    set(&mut response, CONTENT_LENGTH, &(range.end - range.start).to_string());
    if part.is_some() {
        set(&mut response, CONTENT_RANGE, &format!("bytes {}-{}/{bytes}", range.start, range.end - 1));
    }
    Ok(Some(response))
}

/// Whether the caller has the answer of this tag already.
pub(crate) fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    asks_for(headers, &IF_NONE_MATCH, tag)
}

/// Whether a header names this tag, or any.
fn asks_for(headers: &HeaderMap, name: &HeaderName, tag: &str) -> bool {
    let value = headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    value.split(',').map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

fn described(app: &App, status: StatusCode, resource: &FileResource, tag: &str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    set(&mut response, CONTENT_TYPE, "application/octet-stream");
    set(&mut response, CONTENT_TYPE, &resource.media_type);
    set(&mut response, CONTENT_DISPOSITION, &disposition(&resource.name, !is_shown(&resource.media_type)));
    set(&mut response, ACCEPT_RANGES, "bytes");
    set(&mut response, ETAG, tag);
    // A file opened by itself is a stranger's page: it runs nothing and knows nothing of whoever is signed in.
    let policy = format!("{} sandbox", app.settings.text("csp.header.value").trim());
    set(&mut response, CONTENT_SECURITY_POLICY, policy.trim());
    response
}

/// Sets a header; a value that is none leaves it as it was.
fn set(response: &mut Response, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

fn is_shown(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_lowercase();
    SHOWN.contains(&essence.as_str())
}

/// The name of a file as a header, to be shown or to be saved: plain for old readers, and exactly for the others.
pub(crate) fn disposition(name: &str, attached: bool) -> String {
    let kind = if attached { "attachment" } else { "inline" };
    let plain: String =
        name.chars()
            .map(|c| {
                if c.is_ascii_graphic() && !matches!(c, '"' | '\\' | '%' | ';') || c == ' ' { c } else { '_' }
            })
            .collect();
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{}", utf8_percent_encode(name, ESCAPED))
}

/// The answer under the name of a file, to be shown or to be saved.
pub(crate) fn named(mut response: Response, name: &str, attached: bool) -> Response {
    set(&mut response, CONTENT_DISPOSITION, &disposition(name, attached));
    response
}

/// What a `Range` asks for.
#[derive(Debug, PartialEq)]
enum Part {
    Whole,
    Range(Range<u64>),
    Nothing,
}

/// The part of a file that a range means; several ranges, or what is no range, mean the whole.
fn part(range: &str, bytes: u64) -> Part {
    let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
        return Part::Whole;
    };
    let number = |text: &str| text.trim().parse::<u64>().ok();
    let found = match (first.trim(), last.trim()) {
        ("", last) => number(last).map(|count| bytes.saturating_sub(count)..bytes),
        (first, "") => number(first).map(|first| first..bytes),
        (first, last) => number(first)
            .zip(number(last))
            .and_then(|(first, last)| (first <= last).then(|| first..bytes.min(last.saturating_add(1)))),
    };
    match found {
        None => Part::Whole,
        Some(range) if range.start >= range.end => Part::Nothing,
        Some(range) => Part::Range(range),
    }
}

fn unsatisfiable(bytes: u64) -> Response {
    let mut response =
        web_message(&Refusal::new(416, format!("The file has {bytes} bytes; ask for some of these")));
    set(&mut response, CONTENT_RANGE, &format!("bytes */{bytes}"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read() {
        assert_eq!(part("bytes=0-3", 10), Part::Range(0..4));
        assert_eq!(part("bytes=4-", 10), Part::Range(4..10));
        assert_eq!(part("bytes=-3", 10), Part::Range(7..10));
        assert_eq!(part("bytes=-30", 10), Part::Range(0..10));
        assert_eq!(part("bytes=8-99", 10), Part::Range(8..10));
        assert_eq!(part("bytes=10-", 10), Part::Nothing);
        assert_eq!(part("bytes=-0", 10), Part::Nothing);
        for whole in ["bytes=3-1", "bytes=0-1,4-5", "lines=0-1", "bytes=a-b", "bytes", "bytes=-"] {
            assert_eq!(part(whole, 10), Part::Whole, "{whole}");
        }
    }

    #[test]
    fn a_name_cannot_break_the_header() {
        let hostile = disposition("a\"; filename=evil.html\r\n<img>.png", true);
        assert!(
            hostile.starts_with("attachment; filename=\"a__ filename=evil.html__<img>.png\";"),
            "{hostile}"
        );
        assert!(!hostile.contains('\r') && hostile.matches('"').count() == 2);
        let arabic = disposition("صورة.png", false);
        assert!(arabic.starts_with("inline; filename=\"____.png\"; filename*=UTF-8''%D8%B5"), "{arabic}");
        assert!(is_shown("image/png; x=y") && !is_shown("image/svg+xml"));
    }
}
