//! What a handler needs, as one extractor: who calls, with which parameters, at which address.

use std::convert::Infallible;
use std::sync::Arc;

use afya_access::Caller;
use afya_store::{Connection, Fault};
use axum::extract::FromRequestParts;
use axum::http::header::{ACCEPT, HOST, USER_AGENT};
use axum::http::request::Parts;

use crate::app::App;
use crate::paths::RequestedExtension;
use crate::query::Query;

/// A request, as handlers see it.
pub(crate) struct Call {
    /// The server's state.
    pub(crate) app: App,
    /// The caller; absent on routes for anybody.
    caller: Option<Arc<Caller>>,
    /// The query string.
    pub(crate) query: Query,
    /// The path and the query string as sent.
    pub(crate) asked: String,
    /// The API's address, such as `http://localhost:8080/api`.
    pub(crate) base: String,
    /// The format that the path's extension asks for.
    pub(crate) extension: Option<&'static str>,
    /// The `Accept` header; `*/*` when there is none.
    pub(crate) accept: String,
    /// The `User-Agent` header.
    pub(crate) user_agent: Option<String>,
}

impl Call {
    /// The caller of a route that wants one.
    pub(crate) fn caller(&self) -> &Caller {
        self.caller.as_deref().expect("routes that ask for the caller are not for anybody")
    }

    /// A connection to the database.
    pub(crate) async fn connect(&self) -> Result<Connection, Fault> {
        self.app.database.connect().await
    }

    /// The values of `key`: repeated, or by comma.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.query
            .all("key")
            .flat_map(|keys| keys.split(','))
            .filter(|key| !key.is_empty())
            .map(str::to_owned)
            .collect()
    }

    /// The locale of names from the database: `?translate=true&locale=` before the caller's own.
    pub(crate) fn locale(&self) -> Option<String> {
        let asked = self.query.get("locale").filter(|_| self.query.is_true("translate"));
        asked.map(str::to_owned).or_else(|| self.caller.as_ref().and_then(|caller| caller.db_locale.clone()))
    }
}

impl FromRequestParts<App> for Call {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Call, Infallible> {
        let header =
            |name| parts.headers.get(name).and_then(|value: &axum::http::HeaderValue| value.to_str().ok());
        let host = header(HOST).unwrap_or("localhost");
        let scheme =
            parts.headers.get("x-forwarded-proto").and_then(|value| value.to_str().ok()).unwrap_or("http");
        Ok(Call {
            app: app.clone(),
            caller: parts.extensions.get::<Arc<Caller>>().cloned(),
            asked: parts.uri.path_and_query().map_or_else(String::new, ToString::to_string),
            query: Query::parse(parts.uri.query().unwrap_or_default()),
            base: format!("{scheme}://{host}/api"),
            extension: parts.extensions.get::<RequestedExtension>().map(|requested| requested.0),
            accept: header(ACCEPT).unwrap_or("*/*").to_owned(),
            user_agent: header(USER_AGENT).map(str::to_owned),
        })
    }
}
