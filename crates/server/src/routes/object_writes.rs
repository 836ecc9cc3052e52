//! `POST /api/<plural>`, `PUT` and `DELETE /api/<plural>/{uid}`: one object of any type that the import writes.

use afya_metadata::import::patch as json_patch;
use afya_metadata::import::{self, Options, ReportMode, Source, Strategy};
use afya_metadata::read;
use afya_metadata::sharing;
use afya_model::{ErrorCode, Refusal, Status};
use afya_schema::query::FieldTree;
use afya_schema::{Type, registry};
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::HeaderValue;
use axum::http::header::LOCATION;
use serde_json::{Map, Value, json};

use super::job_configurations;
use super::metadata_import::{PROBLEMS, media_type, object};
use super::objects::{asker, endpoint_of};
use crate::answer::{self, Failure, Outcome};
use crate::body;
use crate::call::Call;
use crate::route::{Route, Who, delete, patch, post, put};

/// Types whose single objects have rules that are not built, or a resource of their own.
const OTHERS: [&str; 5] =
    ["apiToken", "oAuth2Authorization", "oAuth2AuthorizationConsent", "oAuth2Client", "mapView"];

/// The type whose objects are a plan that is followed at once.
const JOB: &str = "jobConfiguration";

/// The types whose single objects are written here.
pub(super) fn written() -> impl Iterator<Item = &'static Type> {
    let all = registry().types().iter();
    all.filter(|of| of.metadata && of.identifiable && of.table.is_some() && !OTHERS.contains(&of.name))
}

/// The routes of all types.
pub(crate) fn routes() -> Vec<Route> {
    let option_combos = registry().by_name("categoryOptionCombo").into_iter().flat_map(|of| {
        const ONE: &str = "/api/categoryOptionCombos/{uid}";
        [
            post("/api/categoryOptionCombos", Who::SignedIn, refuse_option_combo),
            put(ONE, Who::SignedIn, move |call: Call, Path(uid): Path<String>, request: Request<Body>| {
                replace_option_combo(of, call, uid, request)
            }),
            patch(ONE, Who::SignedIn, move |call: Call, Path(uid): Path<String>, request: Request<Body>| {
                change_option_combo(of, call, uid, request)
            }),
        ]
    });
    let all = written()
        .filter_map(|of| endpoint_of(of).map(|endpoint| (of, format!("/api{endpoint}"))))
        .flat_map(|(of, path)| {
            let one = format!("{path}/{{uid}}");
            [
                post(path, Who::SignedIn, move |call: Call, request: Request<Body>| {
                    create(of, call, request)
                }),
                put(
                    one.clone(),
                    Who::SignedIn,
                    move |call: Call, Path(uid): Path<String>, request: Request<Body>| {
                        replace(of, call, uid, request)
                    },
                ),
                patch(
                    one.clone(),
                    Who::SignedIn,
                    move |call: Call, Path(uid): Path<String>, request: Request<Body>| {
                        change(of, call, uid, request)
                    },
                ),
                delete(one, Who::SignedIn, move |call: Call, Path(uid): Path<String>| remove(of, call, uid)),
            ]
        });
    option_combos.chain(all).collect()
}

async fn refuse_option_combo() -> Outcome {
    Err(Refusal::of(409, ErrorCode::E1129, &[]).into())
}

/// The rules about who may grant which rights are not built: only who holds all may write users.
fn guard(of: &Type, call: &Call) -> Result<(), Refusal> {
    if of.name == "user" { guard_users(call) } else { Ok(()) }
}

/// Refuses who may not write users.
pub(super) fn guard_users(call: &Call) -> Result<(), Refusal> {
    if !call.caller().is_super() {
        let sentence = "Users can be written only by a user with all authorities as yet";
        return Err(Refusal::new(501, sentence));
    }
    Ok(())
}

fn denied(what: &str) -> Refusal {
    let sentence = format!("You don't have the proper permissions to {what} this object.");
    Refusal::forbidden(sentence).with_code(ErrorCode::E1006)
}

async fn create(of: &'static Type, call: Call, request: Request<Body>) -> Outcome {
    guard(of, &call)?;
    if !import::may_create(of, call.caller()) {
        return Err(denied("create").into());
    }
    let mut sent = object(request).await?;
    if of.name == JOB {
        job_configurations::check_created(&sent)?;
    }
    sent.remove("translations");
    let (status, report) = write(of, &call, sent, single(Strategy::Create)).await?;
    let mut response = answer_for(201, status, report.as_ref());
    if status == Status::Ok {
        let address = format!(
            "{}{}/{}",
            call.base,
            endpoint_of(of).unwrap_or_default(),
            report.as_ref().and_then(|report| report["uid"].as_str()).unwrap_or_default()
        );
        if let Ok(address) = HeaderValue::from_str(&address) {
            response.headers_mut().insert(LOCATION, address);
        }
    }
    Ok(response)
}

async fn replace(of: &'static Type, call: Call, uid: String, request: Request<Body>) -> Outcome {
    guard(of, &call)?;
    check_update(of, &call, &uid).await?;
    let mut sent = object(request).await?;
    sent.insert("id".into(), json!(uid));
    if of.name == JOB {
        let enabled = job_configurations::check_changed(&call, &uid, "modified").await?;
        sent.insert("enabled".into(), json!(enabled));
    }
    let (status, report) =
        write(of, &call, sent, Options { single: true, ..single(Strategy::Update) }).await?;
    // DHIS2 gives no report of a map that was replaced.
    let report = report.filter(|_| of.name != "map" || status != Status::Ok);
    Ok(answer_for(200, status, report.as_ref()))
}

/// Refuses who may not change an object.
async fn check_update(of: &'static Type, call: &Call, uid: &str) -> Result<(), Failure> {
    let found = import::standing(&mut call.connect().await?, call.caller(), of, uid).await?;
    if found.ok_or_else(|| Refusal::no_such_object(of.class_name(), uid))?.may_update {
        Ok(())
    } else {
        Err(denied("update").into())
    }
}

/// Applies a JSON patch; only the properties that it names are written.
async fn change(of: &'static Type, call: Call, uid: String, request: Request<Body>) -> Outcome {
    guard(of, &call)?;
    check_media_type(&request)?;
    check_update(of, &call, &uid).await?;
    if of.name == JOB {
        job_configurations::check_changed(&call, &uid, "modified").await?;
    }
    let patch = json_patch::parse(of, &patch_of(request).await?)?;
    if of.name == "dashboard" {
        return Err(Refusal::bad_request(NO_PATCH_OF_DASHBOARDS).into());
    }
    let (status, report) = apply(of, &call, &uid, &patch).await?;
    Ok(answer_for(200, status, report.as_ref()))
}

/// DHIS2 2.43 cannot write a dashboard out for a patch; clients send the whole object.
const NO_PATCH_OF_DASHBOARDS: &str = "Invalid definition for property \"dashboardItems\" \
    (of type `org.hisp.dhis.dashboard.Dashboard`): Cannot refine serialization content type \
    [simple type, class org.hisp.dhis.dashboard.DashboardItem] into org.hisp.dhis.common.BaseIdentifiableObject; \
    types not related";

/// Refuses what is no JSON patch.
pub(super) fn check_media_type(request: &Request<Body>) -> Result<(), Refusal> {
    let media_type = media_type(request);
    if media_type == "application/json-patch+json" {
        return Ok(());
    }
    Err(Refusal::new(415, format!("Content-Type '{media_type}' is not supported")))
}

/// The body as JSON.
pub(super) async fn patch_of(request: Request<Body>) -> Result<Value, Failure> {
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    serde_json::from_slice(&bytes)
        .map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")).into())
}

async fn apply(
    of: &'static Type,
    call: &Call,
    uid: &str,
    patch: &json_patch::Patch,
) -> Result<(Status, Option<Value>), Failure> {
    let only: Vec<String> = patch.properties().into_iter().map(str::to_owned).collect();
    let laid_out = laid_out(of, &only);
    let is_another = |key: &&String| import::is_opaque(of, key) || is_laid_out_by(of, key);
    if let Some(key) = only.iter().find(is_another).filter(|_| laid_out.is_none()) {
        let sentence = format!("The property `{key}` cannot be patched here yet; send the whole object");
        return Err(Refusal::new(501, sentence).into());
    }
    let fields = FieldTree::parse(laid_out.unwrap_or(":owner"));
    let text = read::single(&mut call.connect().await?, asker(call, None), of, uid, &fields).await?;
    let mut object: Map<String, Value> = serde_json::from_str(&text).unwrap_or_default();
    // Lists without items are left out, so that adding to one is refused as DHIS2 does for attribute values.
    object.retain(|key, value| {
        key != "attributeValues" || value.as_array().is_some_and(|list| !list.is_empty())
    });
    patch.apply(&mut object)?;
    object.insert("id".into(), json!(uid));
    let (only, single) = (laid_out.is_none().then_some(only), laid_out.is_some());
    write(of, call, object, Options { only, single, ..self::single(Strategy::Update) }).await
}

/// Whether a property lays out an event visualization. Dimensions of events have more to them than is read back for a patch, which would
/// lose it.
fn is_laid_out_by(of: &Type, key: &str) -> bool {
    matches!(of.name, "eventVisualization" | "eventChart" | "eventReport")
        && ["columns", "rows", "filters", "legend"].contains(&key)
}

/// The fields of a chart, table or map whose patch touches what is kept in another form than it is written in: such an
/// object is written whole.
fn laid_out(of: &Type, touched: &[String]) -> Option<&'static str> {
    let (keys, fields): (&[&str], _) = match of.name {
        "visualization" => (
            &["columns", "rows", "filters", "legend"],
            ":owner,legend[set[id],strategy,style,showKey],columns[dimension,items[id]],rows[dimension,items[id]],\
             filters[dimension,items[id]]",
        ),
        "map" => (
            &["mapViews"],
            ":owner,mapViews[:owner,columns[dimension,filter,legendSet[id],items[id]],\
             rows[dimension,filter,legendSet[id],items[id]],filters[dimension,filter,legendSet[id],items[id]]]",
        ),
        _ => return None,
    };
    touched.iter().any(|key| keys.contains(&key.as_str())).then_some(fields)
}

/// The properties of option combos that are written one by one; the others follow from their combo.
const OF_OPTION_COMBOS: [&str; 3] = ["attributeValues", "code", "ignoreApproval"];

async fn replace_option_combo(of: &'static Type, call: Call, uid: String, request: Request<Body>) -> Outcome {
    check_update(of, &call, &uid).await?;
    let sent = object(request).await?;
    let given = OF_OPTION_COMBOS.iter().filter_map(|key| Some((key, sent.get(*key)?)));
    let operations: Vec<Value> = given
        .filter(|(_, value)| !value.is_null())
        .map(|(key, value)| json!({ "op": "add", "path": format!("/{key}"), "value": value }))
        .collect();
    let patch = json_patch::parse(of, &Value::Array(operations))?;
    written_option_combo(of, &call, &uid, &patch).await
}

async fn change_option_combo(of: &'static Type, call: Call, uid: String, request: Request<Body>) -> Outcome {
    check_media_type(&request)?;
    check_update(of, &call, &uid).await?;
    let patch = json_patch::parse(of, &patch_of(request).await?)?;
    if patch.properties().iter().any(|key| !OF_OPTION_COMBOS.contains(key)) {
        return Err(Refusal::of(409, ErrorCode::E1134, &[]).into());
    }
    written_option_combo(of, &call, &uid, &patch).await
}

async fn written_option_combo(
    of: &'static Type,
    call: &Call,
    uid: &str,
    patch: &json_patch::Patch,
) -> Outcome {
    let (status, report) = apply(of, call, uid, patch).await?;
    Ok(answer_for(200, status, report.as_ref().filter(|_| status != Status::Ok)))
}

async fn remove(of: &'static Type, call: Call, uid: String) -> Outcome {
    guard(of, &call)?;
    let mut connection = call.connect().await?;
    let found = import::standing(&mut connection, call.caller(), of, &uid).await?;
    if !found.ok_or_else(|| Refusal::no_such_object(of.class_name(), &uid))?.may_delete {
        return Err(denied("delete").into());
    }
    let mut sent = Map::from_iter([("id".to_owned(), json!(uid))]);
    if of.shareable {
        // Whoever may not make public objects may not delete one either, whatever its sharing says.
        let shared = sharing::find(&mut connection, call.caller(), of, &uid).await?;
        sent.extend(shared.map(|shared| ("sharing".to_owned(), json!(shared.sharing()))));
    }
    drop(connection);
    if of.name == JOB {
        job_configurations::check_changed(&call, &uid, "deleted").await?;
    }
    let (status, report) = write(of, &call, sent, single(Strategy::Delete)).await?;
    let status = if status == Status::Ok { status } else { Status::Warning };
    Ok(answer_for(200, status, report.as_ref()))
}

/// How one object is written.
pub(super) fn single(strategy: Strategy) -> Options {
    Options { strategy, report: ReportMode::Full, single: strategy == Strategy::Create, ..Options::default() }
}

/// Writes one object; there is no report of the server's default objects, which are left as they are.
pub(super) async fn write(
    of: &'static Type,
    call: &Call,
    sent: Map<String, Value>,
    options: Options,
) -> Result<(Status, Option<Value>), Failure> {
    let payload = Map::from_iter([(of.plural.to_owned(), json!([sent]))]);
    let source = Source { clock: &call.app.clock, random: &call.app.random };
    let mut connection = call.connect().await?;
    let report = import::import(&mut connection, call.caller(), payload, &options, source).await?;
    drop(connection);
    if of.name == JOB {
        job_configurations::replan(call).await?;
    }
    let status = match (report.status(), report.vetoed) {
        ("OK", _) => Status::Ok,
        (_, true) => Status::Warning,
        _ => Status::Error,
    };
    Ok((status, report.first().map(import::ObjectReport::single)))
}

/// The answer to the writing of one object.
pub(super) fn answer_for(
    http_status: u16,
    status: Status,
    report: Option<&Value>,
) -> axum::response::Response {
    match status {
        Status::Ok => answer::message(http_status, None, report),
        _ => answer::web_message_with(409, status, PROBLEMS, report.unwrap_or(&Value::Null)),
    }
}
