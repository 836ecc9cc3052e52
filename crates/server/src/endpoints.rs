//! Every endpoint of DHIS2's Web API, from `data/endpoints.tsv`: what no route answers is refused by name, and
//! `docs/status.md` is written from the join of the two lists.

#[cfg(test)]
mod status;

use std::sync::LazyLock;

use afya_model::Refusal;
use axum::extract::Request;
use axum::http::Method;
use axum::response::{IntoResponse, Response};

use crate::answer::Failure;

static ENDPOINTS: LazyLock<Vec<Endpoint>> =
    LazyLock::new(|| include_str!("../data/endpoints.tsv").lines().skip(1).map(endpoint).collect());

/// An endpoint of DHIS2.
#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    /// The method.
    pub(crate) method: &'static str,
    /// The path, with `{name}` for a segment and `{*name}` for the rest.
    pub(crate) path: &'static str,
    /// Why it will never be answered; empty for those that are or will be.
    pub(crate) left_out: &'static str,
}

/// The paths without places, such as `/api/dashboards/search`, which a route with a place must not take for an identifier.
pub(crate) fn fixed_paths() -> impl Iterator<Item = &'static str> {
    ENDPOINTS.iter().map(|endpoint| endpoint.path).filter(|path| !path.contains('{'))
}

/// The answer to a request that no route takes.
pub(crate) async fn refuse(request: Request) -> Response {
    Failure::from(refusal(request.method(), request.uri().path())).into_response()
}

fn refusal(method: &Method, path: &str) -> Refusal {
    let on_path: Vec<&Endpoint> = ENDPOINTS.iter().filter(|endpoint| matches(endpoint.path, path)).collect();
    if let Some(known) = on_path.iter().find(|endpoint| endpoint.method == method.as_str()) {
        let sentence = if known.left_out.is_empty() {
            format!(
                "{method} {} is part of the Web API and not built here yet; docs/status.md lists what is",
                known.path
            )
        } else {
            format!("{method} {} is left out here: {}", known.path, known.left_out)
        };
        return Refusal::new(501, sentence);
    }
    if on_path.is_empty() {
        return Refusal::not_found(format!("There is nothing at {path}. Check the spelling of the path"));
    }
    Refusal::new(405, format!("Request method '{method}' is not supported"))
}

/// Whether a path is of an endpoint's form; a `uid` place takes eleven characters only, as in DHIS2.
fn matches(template: &str, path: &str) -> bool {
    let mut segments = path.split('/');
    for part in template.split('/') {
        if part.starts_with("{*") {
            return segments.next().is_some();
        }
        let Some(segment) = segments.next() else { return false };
        let fits = match part {
            "{uid}" => segment.len() == 11 && segment.bytes().all(|byte| byte.is_ascii_alphanumeric()),
            _ if part.starts_with('{') => !segment.is_empty(),
            _ => part == segment,
        };
        if !fits {
            return false;
        }
    }
    segments.next().is_none()
}

fn endpoint(line: &'static str) -> Endpoint {
    let mut cells = line.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let (method, path) = (next(), next());
    // The third column is the area, which only the status page shows.
    next();
    Endpoint { method, path, left_out: next() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_built_says_so() {
        assert_eq!(refusal(&Method::POST, "/api/tracker").http_status, 501);
        assert_eq!(refusal(&Method::GET, "/api/nothing/here").http_status, 404);
        assert_eq!(refusal(&Method::DELETE, "/api/me").http_status, 405);
    }
}
