//! Every endpoint of DHIS2's Web API, from `data/endpoints.tsv`: what no route answers is refused by name, and
//! `docs/status.md` is written from the join of the two lists.

use std::collections::BTreeMap;
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
    /// The area that DHIS2 counts it to.
    pub(crate) area: &'static str,
    /// Why it will never be answered; empty for those that are or will be.
    pub(crate) left_out: &'static str,
}

/// All endpoints of DHIS2.
pub(crate) fn all() -> &'static [Endpoint] {
    &ENDPOINTS
}

/// Whether two paths are the same but for the names of their places.
pub(crate) fn same_shape(one: &str, other: &str) -> bool {
    let place = |segment: &str| segment.starts_with('{');
    one.split('/').count() == other.split('/').count()
        && one.split('/').zip(other.split('/')).all(|(a, b)| a == b || (place(a) && place(b)))
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

/// The page `docs/status.md`: every endpoint with what becomes of it; `works` says whether a route answers it.
pub(crate) fn status_page(works: impl Fn(&Endpoint) -> bool) -> String {
    let mut areas: BTreeMap<&str, BTreeMap<&str, Vec<String>>> = BTreeMap::new();
    let (mut built, mut left_out) = (0, 0);
    for endpoint in all() {
        let state = if works(endpoint) {
            built += 1;
            "works".to_owned()
        } else if endpoint.left_out.is_empty() {
            "501".to_owned()
        } else {
            left_out += 1;
            format!("left out: {}", endpoint.left_out)
        };
        let paths = areas.entry(endpoint.area).or_default();
        paths.entry(endpoint.path).or_default().push(format!("{} {state}", endpoint.method));
    }
    let total = all().len();
    let mut page = format!(
        "# What is built\n\nEvery endpoint of DHIS2's Web API 2.43 and what becomes of it here: {built} of {total} work, \
         {left_out} are left out for a reason, the others answer 501.\nThis page is written by the tests of `server` \
         (`BLESS=1 cargo test -p afya-server status`).\n"
    );
    for (area, paths) in areas {
        page.push_str(&format!("\n## {area}\n\n| path | methods |\n|---|---|\n"));
        for (path, states) in paths {
            page.push_str(&format!("| `{path}` | {} |\n", states.join(", ")));
        }
    }
    page
}

fn endpoint(line: &'static str) -> Endpoint {
    let mut cells = line.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    Endpoint { method: next(), path: next(), area: next(), left_out: next() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::routes;

    #[test]
    fn what_is_not_built_says_so() {
        assert_eq!(refusal(&Method::POST, "/api/tracker").http_status, 501);
        assert_eq!(refusal(&Method::GET, "/api/nothing/here").http_status, 404);
        assert_eq!(refusal(&Method::DELETE, "/api/me").http_status, 405);
    }

    #[test]
    fn the_status_page_says_what_the_router_answers() {
        let routes = routes::all();
        let works = |endpoint: &Endpoint| {
            routes
                .iter()
                .any(|route| route.method == endpoint.method && same_shape(&route.path, endpoint.path))
        };
        let page = status_page(works);
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/status.md");
        if option_env!("BLESS").is_some() {
            std::fs::write(file, &page).unwrap();
        }
        let written = std::fs::read_to_string(file).unwrap_or_default();
        assert!(written == page, "docs/status.md is not what the router answers; write it anew with BLESS=1");
    }
}
