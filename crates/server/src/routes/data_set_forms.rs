//! What belongs to one data set: its form, its custom form, and the template of its values.

use afya_aggregate::forms::{self, Asked, Named, custom};
use afya_metadata::import::standing;
use afya_metadata::read::{self, ListRequest};
use afya_model::period::Period;
use afya_model::{ErrorCode, Refusal};
use afya_schema::query::FieldTree;
use afya_schema::{Type, registry};
use afya_store::Connection;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::{Value, json};

use super::metadata_import;
use super::objects::{asker, check_uid, list_answer};
use crate::answer::{self, Failure, Outcome};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, get, post, put};

const PATH: &str = "/api/dataSets/{uid}";

/// The routes of this resource. Who may read or change what is a matter of sharing.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get(format!("{PATH}/form"), Who::SignedIn, find_form),
        post(format!("{PATH}/form"), Who::SignedIn, save_form),
        put(format!("{PATH}/form"), Who::SignedIn, save_form),
        post(format!("{PATH}/customDataEntryForm"), Who::SignedIn, save_form),
        put(format!("{PATH}/customDataEntryForm"), Who::SignedIn, save_form),
        get(format!("{PATH}/dataValueSet"), Who::SignedIn, find_template),
        get(format!("{PATH}/categoryCombos"), Who::SignedIn, list_combos),
        get("/api/dataEntry/customForms/{uid}", Who::SignedIn, find_custom_form),
    ]
}

fn type_of(name: &'static str) -> Result<&'static Type, Refusal> {
    registry().by_name(name).ok_or_else(|| Refusal::not_found(format!("There is no type {name} here")))
}

/// Refuses a data set that the caller may not read, or that there is not.
async fn check_readable(connection: &mut Connection, call: &Call, uid: &str) -> Result<(), Failure> {
    check_uid(uid)?;
    read::single(connection, asker(call, None), type_of("dataSet")?, uid, &FieldTree::parse("id")).await?;
    Ok(())
}

/// Refuses a data set that the caller may not change, or that there is not.
async fn check_writable(connection: &mut Connection, call: &Call, uid: &str) -> Result<(), Failure> {
    check_readable(connection, call, uid).await?;
    let standing = standing(connection, call.caller(), type_of("dataSet")?, uid).await?;
    if standing.is_some_and(|standing| standing.may_update) {
        return Ok(());
    }
    Err(Refusal::forbidden("You don't have the proper permissions to update this object.").into())
}

/// Forms as XML are not built.
fn only_json(call: &Call) -> Result<(), Refusal> {
    let xml = call.extension == Some("xml") || call.accept.contains("xml") && !call.accept.contains("json");
    if xml { Err(Refusal::new(501, "Forms as XML are not built here yet; ask for JSON")) } else { Ok(()) }
}

async fn find_form(call: Call, Path(uid): Path<String>) -> Outcome {
    only_json(&call)?;
    let query = &call.query;
    let unit = query.get("ou").unwrap_or_default();
    let options = query.get("categoryOptions").unwrap_or_default();
    let options = options.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or_default();
    let locale = call.locale();
    let asked = Asked {
        set: &uid,
        unit,
        period: query.get("pe").filter(|period| !period.is_empty()),
        options: options.split(',').filter(|uid| !uid.is_empty()).map(str::to_owned).collect(),
        metadata: query.is_true("metaData"),
        locale: locale.as_deref(),
    };
    let mut connection = call.connect().await?;
    check_readable(&mut connection, &call, &uid).await?;
    Ok(answer::json(&forms::form(&mut connection, call.caller(), &asked).await?))
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct CustomForm {
    html_code: Option<String>,
    style: Option<String>,
}

/// A custom form, as HTML or as an object.
async fn save_form(call: Call, Path(uid): Path<String>, request: Request<Body>) -> Outcome {
    let media_type =
        request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let is_html = media_type.starts_with("text/html");
    let sent = if is_html {
        let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
        let html = String::from_utf8(bytes.to_vec())
            .map_err(|_| Refusal::bad_request("The form is no UTF-8 text. Send it as UTF-8"))?;
        CustomForm { html_code: Some(html), style: None }
    } else {
        let object = Value::Object(metadata_import::object(request).await?);
        serde_json::from_value(object)
            .map_err(|error| Refusal::bad_request(format!("Failed to parse request: {error}")))?
    };
    let mut connection = call.connect().await?;
    check_writable(&mut connection, &call, &uid).await?;
    let form = (sent.html_code.as_deref(), sent.style.as_deref(), !is_html);
    custom::save(&mut connection, call.caller(), &uid, form, &call.app.random).await?;
    Ok(answer::empty(204))
}

async fn find_template(call: Call, Path(uid): Path<String>) -> Outcome {
    only_json(&call)?;
    let query = &call.query;
    let units: Vec<String> = query
        .all("orgUnit")
        .flat_map(|units| units.split(','))
        .filter(|unit| !unit.is_empty())
        .map(str::to_owned)
        .collect();
    let by_code = |name: &str| query.get(name).is_some_and(|word| word.eq_ignore_ascii_case("code"));
    let named =
        Named { units_by_code: by_code("orgUnitIdScheme"), elements_by_code: by_code("dataElementIdScheme") };
    let period = match query.get("period").filter(|period| !period.is_empty()) {
        None => None,
        Some(id) => Some(Period::parse(id).map_err(Refusal::bad_request)?.id()),
    };
    let mut connection = call.connect().await?;
    check_readable(&mut connection, &call, &uid).await?;
    let values = forms::template(&mut connection, &uid, period.as_deref(), &units, named).await?;
    Ok(answer::json(&json!({ "dataValues": values })))
}

async fn list_combos(call: Call, Path(uid): Path<String>) -> Outcome {
    let mut connection = call.connect().await?;
    check_readable(&mut connection, &call, &uid).await?;
    let combos = forms::combos(&mut connection, &uid).await?;
    let of = type_of("categoryCombo")?;
    let parameters = [
        ("fields".to_owned(), call.query.all("fields").collect::<Vec<_>>().join(",")),
        ("filter".to_owned(), format!("id:in:[{}]", combos.join(","))),
    ];
    let request = ListRequest::parse(of, &parameters, "*,!href")?;
    let locale = call.locale();
    let page = read::list(&mut connection, asker(&call, locale.as_deref()), of, &request).await?;
    Ok(list_answer(of.plural, None, &page.objects))
}

async fn find_custom_form(call: Call, Path(uid): Path<String>) -> Outcome {
    check_uid(&uid)?;
    let mut connection = call.connect().await?;
    if standing(&mut connection, call.caller(), type_of("dataSet")?, &uid).await?.is_none() {
        return Err(Refusal::of(409, ErrorCode::E1113, &["DataSet", &uid]).into());
    }
    let locale = call.locale();
    Ok(answer::json(&custom::custom(&mut connection, &uid, locale.as_deref()).await?))
}
