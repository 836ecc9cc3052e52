//! Requests that pages of other web sites make from a browser: refused unless the site is on the system's list.

use afya_access::configuration;
use axum::extract::{Request, State};
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
    ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, HOST, ORIGIN, VARY,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::answer::Failure;
use crate::app::App;

/// Lets a request through when it does not come from a page, or from one of ours, or from one that is allowed. Others get
/// an empty answer without the headers that a browser wants, and nothing is done.
pub(crate) async fn check(State(app): State<App>, request: Request, next: Next) -> Response {
    let Some(origin) = request.headers().get(ORIGIN).cloned() else { return next.run(request).await };
    let Ok(text) = origin.to_str() else { return Response::default() };
    if !text.eq_ignore_ascii_case(&own_origin(request.headers())) {
        match is_listed(&app, text).await {
            Ok(true) => {}
            Ok(false) => return Response::default(),
            Err(failure) => return failure.into_response(),
        }
    }
    let preflight =
        request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if preflight { answer_preflight(request.headers()) } else { next.run(request).await };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if !preflight {
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("ETag, Location"));
    }
    response
}

fn own_origin(headers: &HeaderMap) -> String {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    format!("{}://{}", text("x-forwarded-proto").unwrap_or("http"), text(HOST.as_str()).unwrap_or_default())
}

async fn is_listed(app: &App, origin: &str) -> Result<bool, Failure> {
    let patterns = configuration::origins(&mut app.database.connect().await?).await?;
    Ok(patterns.iter().any(|pattern| fits(pattern, origin)))
}

/// Whether a text fits a pattern in which `*` stands for any characters.
fn fits(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|head| text.strip_prefix(head)) else { return false };
    let middle: Vec<&str> = parts.collect();
    let Some((tail, middle)) = middle.split_last() else { return rest.is_empty() };
    for part in middle {
        let Some(place) = rest.find(part) else { return false };
        rest = &rest[place + part.len()..];
    }
    rest.ends_with(tail)
}

fn answer_preflight(asked: &HeaderMap) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    let answered = [
        (ACCESS_CONTROL_REQUEST_METHOD, ACCESS_CONTROL_ALLOW_METHODS),
        (ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_ALLOW_HEADERS),
    ];
    for (request, answer) in answered {
        if let Some(value) = asked.get(request) {
            response.headers_mut().insert(answer, value.clone());
        }
    }
    response.headers_mut().insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("3600"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asterisk_stands_for_any_characters() {
        let check = |pattern: &str, text: &str, expected: bool| {
            assert_eq!(fits(pattern, text), expected, "{pattern}")
        };
        check("https://app.example.org", "https://app.example.org", true);
        check("https://app.example.org", "https://app.example.org.evil.net", false);
        check("https://*.example.org", "https://app.example.org", true);
        check("https://*.example.org", "https://example.org", false);
        check("https://*.example.org", "https://app.example.org.evil.net", false);
        check("*", "https://any.net", true);
        check("", "https://any.net", false);
    }
}
