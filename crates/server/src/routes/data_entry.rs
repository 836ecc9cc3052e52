//! `/api/dataEntry`: what a form reads.

use afya_aggregate::context::{self, Cell};
use afya_aggregate::entry::{self, Form};
use afya_metadata::entry_metadata::entry_metadata;
use afya_model::period::Period;
use afya_model::{Refusal, Uid};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;

use super::objects::asker;
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::query::Query;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/dataEntry/metadata", Who::SignedIn, find_metadata),
        get("/api/dataEntry/dataValues", Who::SignedIn, find_form_values),
        get("/api/dataEntry/dataValueContext", Who::SignedIn, find_context),
        get("/api/dataEntry/lockExceptions", Who::SignedIn, list_exceptions),
    ]
}

async fn find_metadata(call: Call) -> Outcome {
    let locale = call.locale();
    let text = entry_metadata(&mut call.connect().await?, asker(&call, locale.as_deref())).await?;
    let mut response = answer::json_text(200, text);
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("max-age=0, must-revalidate, private"));
    Ok(response)
}

async fn find_form_values(call: Call) -> Outcome {
    let query = &call.query;
    let form = Form {
        set: query.get("ds").unwrap_or_default(),
        period: query.get("pe"),
        unit: query.get("ou").unwrap_or_default(),
        combo: query.get("cc"),
        options: options(query),
    };
    let today = call.app.clock.today();
    Ok(answer::json_text(200, entry::form(&mut call.connect().await?, call.caller(), &form, today).await?))
}

/// The attribute options of a request.
fn options(query: &Query) -> Vec<String> {
    let options = query.get("cp").unwrap_or_default().split(';');
    options.filter(|uid| !uid.is_empty()).map(str::to_owned).collect()
}

async fn find_context(call: Call) -> Outcome {
    let query = &call.query;
    let uid = |name: &str| {
        let sent = query.get(name).unwrap_or("null");
        let sentence =
            "UID must be an alphanumeric string of 11 characters starting with a letter, but was: ";
        Uid::parse(sent).map(|_| sent).ok_or_else(|| Refusal::bad_request(format!("{sentence}{sent}")))
    };
    let options = options(query);
    let (element, unit, option_combo) = (uid("de")?, uid("ou")?, uid("co")?);
    let period = Period::parse(query.get("pe").unwrap_or_default()).map_err(Refusal::bad_request)?;
    let combo = query.get("cc").filter(|uid| !uid.is_empty());
    let cell = Cell { element, period, unit, option_combo, combo, options: &options };
    Ok(answer::json(&context::context(&mut call.connect().await?, call.caller(), &cell).await?))
}

async fn list_exceptions(call: Call) -> Outcome {
    let all = context::exceptions(&mut call.connect().await?, call.caller()).await?;
    Ok(answer::json_text(200, format!("{{\"lockExceptions\":[{}]}}", all.join(","))))
}
