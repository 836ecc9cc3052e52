//! `/api/svg.png` and `/api/svg.pdf`: a drawing that the caller sends, as a file.

use afya_files::pictures;
use afya_model::Refusal;
use afya_render::{Drawing, pdf};
use axum::body::Body;
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;

use crate::answer::{self, Outcome};
use crate::body::whole;
use crate::call::Call;
use crate::files::answer::named;
use crate::parameters::missing;
use crate::query::Query;
use crate::route::{Route, Who, post};

/// The most bytes of the form: what a drawing of the longest kind may take with its escapes.
const LONGEST: usize = 16 * 1024 * 1024;

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![post("/api/svg", Who::SignedIn, convert)]
}

async fn convert(call: Call, headers: HeaderMap, body: Body) -> Outcome {
    let Some(extension @ ("png" | "pdf")) = call.extension else {
        return Err(Refusal::not_found("Ask for `/api/svg.png` or `/api/svg.pdf`").into());
    };
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !media_type.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        let sentence = format!(
            "Content-Type '{media_type}' is not supported. Send the field `svg` as application/x-www-form-urlencoded"
        );
        return Err(Refusal::new(415, sentence).into());
    }
    let bytes = whole(body, LONGEST).await?;
    let form = Query::parse(&String::from_utf8_lossy(&bytes));
    let field = |name: &str| call.query.get(name).or_else(|| form.get(name)).map(str::to_owned);
    let svg = field("svg").ok_or_else(|| missing("svg", "String"))?;
    let name = field("filename").filter(|name| !name.is_empty()).unwrap_or_else(|| "file".to_owned());
    let made = pictures::in_turn(move || {
        let drawing = Drawing::foreign(&svg);
        if extension == "png" { drawing?.png() } else { pdf([drawing]) }
    });
    let media_type = if extension == "png" { "image/png" } else { "application/pdf" };
    let response = answer::typed(200, media_type, made.await??);
    Ok(answer::unstored(named(response, &format!("{name}.{extension}"), true)))
}
