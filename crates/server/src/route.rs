//! The one table that says which path is answered by what, and who may call it. The check, the OpenAPI document and the
//! authorization test derive from it.

use std::collections::BTreeMap;

use axum::Router;
use axum::handler::Handler;
use axum::http::Method;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use axum::routing::{MethodFilter, MethodRouter, any, on};

use crate::app::App;
use crate::authentication::authorize;
use crate::{compression, cross_origin, endpoints, headers, listeners, metrics, paths, traces, web};

/// Who may call a route. What the caller may see or change of single objects is decided later, by sharing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    /// Anybody, signed in or not.
    Anybody,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever holds one of these authorities, or `ALL`.
    Holders(&'static [&'static str]),
}

/// A route of the Web API.
pub(crate) struct Route {
    /// The HTTP method.
    pub(crate) method: Method,
    /// The path, with `{name}` for a segment.
    pub(crate) path: String,
    /// Who may call it.
    pub(crate) who: Who,
    handler: MethodRouter<App>,
}

macro_rules! methods {
    ($($function:ident $method:ident),*) => {
        $(
            /// A route of this method.
            pub(crate) fn $function<H, T>(path: impl Into<String>, who: Who, handler: H) -> Route
            where
                H: Handler<T, App>,
                T: 'static,
            {
                Route { method: Method::$method, path: path.into(), who, handler: on(MethodFilter::$method, handler) }
            }
        )*
    };
}
methods!(get GET, post POST, put PUT, patch PATCH, delete DELETE);

/// The router of these routes. Where two have the same method and path the first one counts, so that a resource's own
/// file comes before what the registry gives every type.
pub(crate) fn router(app: &App, routes: Vec<Route>) -> Router {
    let mut paths: BTreeMap<String, (Vec<Method>, MethodRouter<App>)> = BTreeMap::new();
    for route in routes {
        let (taken, merged) = paths.entry(route.path).or_default();
        if taken.contains(&route.method) {
            continue;
        }
        taken.push(route.method);
        let handler = route.handler.layer(from_fn_with_state((app.clone(), route.who), authorize));
        *merged = std::mem::take(merged).merge(handler);
    }
    for path in endpoints::fixed_paths() {
        paths.entry(path.to_owned()).or_default();
    }
    let signed_in = || from_fn_with_state((app.clone(), Who::SignedIn), authorize);
    let mut router = Router::new();
    for (path, (_, methods)) in paths {
        router = router.route(&path, methods.fallback(endpoints::refuse.layer(signed_in())));
    }
    let beside = Router::new().route("/api/{*path}", any(endpoints::refuse)).route_layer(signed_in());
    router
        .merge(beside)
        .fallback(web::serve)
        .layer(from_fn_with_state(app.clone(), listeners::look_after_writes))
        .layer(from_fn_with_state(app.clone(), cross_origin::check))
        .layer(from_fn(paths::check))
        .layer(compression::on_the_way())
        .layer(map_response(headers::always))
        .layer(from_fn_with_state(app.clone(), metrics::measure))
        .layer(from_fn_with_state(app.clone(), traces::trace))
        .with_state(app.clone())
}
