//! `/api/<plural>`: every registered type with an endpoint, listed and read by the same three routes.

use afya_metadata::entry_metadata::rules_of;
use afya_metadata::read::{self, Asker, ListRequest};
use afya_model::{ErrorCode, Refusal};
use afya_schema::query::FieldTree;
use afya_schema::{Storage, Type, registry};
use axum::extract::Path;
use axum::response::Response;
use serde_json::Value;

use super::list_csv::Columns;
use super::people;
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::pager::Paging;
use crate::route::{Route, Who, get};

/// The routes of all types.
pub(crate) fn routes() -> Vec<Route> {
    let stored = |of: &&Type| of.property("id").is_some_and(|id| matches!(id.storage, Storage::Column(_)));
    let listed = registry().types().iter().filter(|of| of.table.is_some() && of.identifiable).filter(stored);
    listed
        .filter_map(|of| endpoint_of(of).map(|endpoint| (of, endpoint)))
        .flat_map(|(of, endpoint)| routes_of(of, endpoint))
        .collect()
}

/// Where a type is read; DHIS2's schema says of expression items that they have no address, yet they have.
pub(super) fn endpoint_of(of: &Type) -> Option<&'static str> {
    of.endpoint.or_else(|| (of.name == "expressionDimensionItem").then_some("/expressionDimensionItems"))
}

/// The routes of one type under an address of it.
pub(crate) fn routes_of(of: &'static Type, endpoint: &str) -> Vec<Route> {
    let who = match of.name {
        "oAuth2Authorization" | "oAuth2AuthorizationConsent" => Who::Holders(&["ALL"]),
        _ => Who::SignedIn,
    };
    vec![
        get(format!("/api{endpoint}"), who, move |call: Call| list_objects(of, call)),
        get(format!("/api{endpoint}/{{uid}}"), who, move |call: Call, Path(uid): Path<String>| {
            find_object(of, call, uid)
        }),
        get(
            format!("/api{endpoint}/{{uid}}/{{property}}"),
            who,
            move |call: Call, Path((uid, property)): Path<(String, String)>| {
                find_property(of, call, uid, property)
            },
        ),
    ]
}

/// A list, as JSON.
async fn list_objects(of: &'static Type, call: Call) -> Outcome {
    let paging = Paging::parse(&call.query)?;
    let mut request = ListRequest::parse(of, call.query.pairs(), "id,displayName")?;
    request.window = paging.window();
    request.extra = people::restrictions(of, &call).await?;
    if of.name == "user" {
        request.query = None;
    }
    if let Some(set) = call.query.get("dataSet").filter(|_| of.name == "validationRule") {
        request.extra.push(rules_of(set));
    }
    let columns = Columns::wanted(of, &call, &mut request)?;
    let locale = call.locale();
    let page = read::list(&mut call.connect().await?, asker(&call, locale.as_deref()), of, &request).await?;
    if let Some(columns) = columns {
        return Ok(answer::private(columns.answer(&page.objects, &call.query)?));
    }
    let pager = paging.paged.then(|| paging.pager(page.total, &address(of, &call), &call.query));
    Ok(answer::private(list_answer(of.plural, pager, &page.objects)))
}

/// The address of a type's list.
pub(super) fn address(of: &Type, call: &Call) -> String {
    let extension = call.extension.map(|extension| format!(".{extension}")).unwrap_or_default();
    format!("{}{}{extension}", call.base, of.endpoint.unwrap_or_default())
}

/// Who asks, for the rooms below.
pub(super) fn asker<'a>(call: &'a Call, locale: Option<&'a str>) -> Asker<'a> {
    Asker { caller: call.caller(), locale, base: &call.base }
}

/// The envelope of a list around objects that are JSON already.
pub(super) fn list_answer(key: &str, pager: Option<Value>, objects: &[String]) -> Response {
    let mut body = String::with_capacity(objects.iter().map(|object| object.len() + 1).sum::<usize>() + 256);
    body.push('{');
    if let Some(pager) = pager {
        body.push_str("\"pager\":");
        body.push_str(&pager.to_string());
        body.push(',');
    }
    body.push_str(&Value::String(key.to_owned()).to_string());
    body.push_str(":[");
    body.push_str(&objects.join(","));
    body.push_str("]}");
    answer::json_text(200, body)
}

/// One object, as JSON.
pub(super) async fn find_object(of: &'static Type, call: Call, uid: String) -> Outcome {
    check_uid(&uid)?;
    let fields = call.query.all("fields").collect::<Vec<_>>().join(",");
    let tree = FieldTree::parse(if fields.is_empty() { "*" } else { &fields });
    let locale = call.locale();
    let object =
        read::single(&mut call.connect().await?, asker(&call, locale.as_deref()), of, &uid, &tree).await?;
    Ok(answer::private(answer::json_text(200, object)))
}

/// One property of an object: references in full, collections with their items in full where those are complex.
pub(super) async fn find_property(of: &'static Type, call: Call, uid: String, property: String) -> Outcome {
    check_uid(&uid)?;
    let below = call.query.all("fields").collect::<Vec<_>>().join(",");
    let expression = match of.property(&property) {
        None => String::from("nothing"),
        Some(known) if known.simple => property,
        Some(known) if below.is_empty() && known.is_collection() => format!("{property}[:all]"),
        Some(_) if below.is_empty() => format!("{property}[:all]"),
        Some(_) => format!("{property}[{below}]"),
    };
    let locale = call.locale();
    let tree = FieldTree::parse(&expression);
    let object =
        read::single(&mut call.connect().await?, asker(&call, locale.as_deref()), of, &uid, &tree).await?;
    Ok(answer::private(answer::json_text(200, object)))
}

/// Refuses what is no identifier as DHIS2's router does: another length is no such route, a digit in front is a bad one.
pub(super) fn check_uid(uid: &str) -> Result<(), Refusal> {
    if uid.len() != 11 || !uid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Refusal::new(405, "Request method 'GET' is not supported"));
    }
    if uid.starts_with(|first: char| first.is_ascii_digit()) {
        let sentence =
            "UID must be an alphanumeric string of 11 characters starting with a letter, but was: ";
        return Err(Refusal::bad_request(format!("{sentence}{uid}")).with_code(ErrorCode::E1003));
    }
    Ok(())
}
