//! `/api/completeDataSetRegistrations` and `/api/dataEntry/dataSetCompletion`.

use afya_aggregate::completion::import::{self, Options, Registration, Strategy};
use afya_aggregate::completion::{self, Mark, Request, Schemes};
use afya_jobs::{NewJob, kind};
use afya_model::{Refusal, Status};
use axum::body::Body;
use axum::extract::Request as HttpRequest;
use axum::http::header::CONTENT_TYPE;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::data_value_export::{duration, scheme};
use super::metadata_import;
use crate::answer::{self, Failure, Outcome, xml};
use crate::body;
use crate::call::Call;
use crate::jobs::queueing::queue;
use crate::query::Query;
use crate::route::{Route, Who, delete, get, post};

const PATH: &str = "/api/completeDataSetRegistrations";

/// The routes of this resource. Whose data may be completed is a matter of sharing and org units.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get(PATH, Who::SignedIn, list),
        post(PATH, Who::SignedIn, import_registrations),
        delete(PATH, Who::SignedIn, remove),
        post("/api/dataEntry/dataSetCompletion", Who::SignedIn, mark),
    ]
}

fn schemes(query: &Query) -> Result<Schemes, Refusal> {
    let any = scheme(query, "idScheme")?.unwrap_or_default();
    let scheme = |name: &str| Ok::<_, Refusal>(scheme(query, name)?.unwrap_or_else(|| any.clone()));
    Ok(Schemes {
        data_set: scheme("dataSetIdScheme")?,
        unit: scheme("orgUnitIdScheme")?,
        attribute_combo: scheme("attributeOptionComboIdScheme")?,
    })
}

fn list_of(query: &Query, name: &str) -> Vec<String> {
    query.all(name).filter(|value| !value.is_empty()).map(str::to_owned).collect()
}

fn day(query: &Query, name: &str) -> Result<Option<Date>, Refusal> {
    let Some(text) = query.get(name).filter(|text| !text.is_empty()) else { return Ok(None) };
    let day = text.parse().map_err(|_| {
        Refusal::bad_request(format!("`{name}` is `{text}`; write it as a date such as 2026-01-31"))
    })?;
    Ok(Some(day))
}

async fn list(call: Call) -> Outcome {
    let query = &call.query;
    let since = query.get("createdDuration").filter(|text| !text.is_empty());
    let created = day(query, "created")?.map(|day| day.to_string());
    let request = Request {
        sets: list_of(query, "dataSet"),
        periods: list_of(query, "period"),
        start: day(query, "startDate")?,
        end: day(query, "endDate")?,
        created,
        created_seconds: match since {
            Some(text) => {
                Some(duration(text).ok_or_else(|| Refusal::of(409, afya_model::ErrorCode::E2005, &[]))?)
            }
            None => None,
        },
        units: list_of(query, "orgUnit"),
        children: query.is_true("children"),
        unit_groups: list_of(query, "orgUnitGroup"),
        limit: query.get("limit").and_then(|limit| limit.parse().ok()),
        schemes: schemes(query)?,
    };
    let found = completion::list(&mut call.connect().await?, call.caller(), &request).await?;
    if call.extension == Some("xml") || xml::is_wanted(&call.accept) {
        return Ok(as_xml(&found));
    }
    if found.is_empty() {
        return Ok(answer::json(&json!({})));
    }
    Ok(answer::json_text(200, format!("{{\"completeDataSetRegistrations\":[{}]}}", found.join(","))))
}

/// Completions as XML, which says of one whether it is complete only when it is not.
fn as_xml(found: &[String]) -> Response {
    let mut all: Vec<Value> = found.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    for one in all.iter_mut().filter_map(Value::as_object_mut) {
        if one.get("completed") == Some(&json!(true)) {
            one.remove("completed");
        }
    }
    xml::attributes_of("completeDataSetRegistrations", "completeDataSetRegistration", &all)
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Sent {
    complete_data_set_registrations: Vec<Registration>,
}

fn read<T: for<'a> Deserialize<'a>>(sent: Map<String, Value>) -> Result<T, Failure> {
    let read = serde_json::from_value(Value::Object(sent));
    Ok(read.map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))?)
}

async fn import_registrations(call: Call, request: HttpRequest<Body>) -> Outcome {
    let options = options(&call.query)?;
    let media_type = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let media_type = media_type.unwrap_or_default().to_owned();
    if !media_type.is_empty() && !media_type.contains("json") && !media_type.contains("xml") {
        return Err(Refusal::new(415, format!("Content-Type '{media_type}' is not supported")).into());
    }
    if call.query.is_true("async") {
        let job = NewJob {
            kind: kind::COMPLETION_IMPORT,
            executed_by: &call.caller().username,
            parameters: &told(&call.query, &options),
            media_type: &media_type,
        };
        return queue(&call, request.into_body(), &job).await;
    }
    let body = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    let registrations = registrations(&body, &media_type)?;
    let mut connection = call.connect().await?;
    let summary =
        import::import(&mut connection, call.caller(), &registrations, &options, call.app.clock.now())
            .await?;
    let report = summary.json(told(&call.query, &options)).to_string();
    let (http_status, status, sentence) = match summary.is_success() {
        true => (200, Status::Ok, "Import was successful."),
        false => (409, Status::Error, "An error occurred, please check import summary."),
    };
    answer::import_report(&call.accept, (http_status, status, sentence), |out| {
        out.write_all(report.as_bytes())
    })
}

/// The options that a query says.
pub(crate) fn options(query: &Query) -> Result<Options, Refusal> {
    Ok(Options {
        dry_run: query.is_true("dryRun"),
        strategy: match query.get("importStrategy").unwrap_or_default().to_uppercase().as_str() {
            "CREATE" | "NEW" => Strategy::Create,
            "UPDATE" | "UPDATES" => Strategy::Update,
            "DELETE" | "DELETES" => Strategy::Delete,
            _ => Strategy::CreateAndUpdate,
        },
        schemes: schemes(query)?,
    })
}

/// The query that said what was told before.
pub(crate) fn asked_again(told: &Value) -> Query {
    let words = ["importStrategy", "dryRun", "skipNotifications"].into_iter().map(|name| {
        let word = told[name].as_str().map_or_else(|| told[name].to_string(), str::to_owned);
        (name.to_owned(), word)
    });
    let schemes = told["idSchemes"].as_object().into_iter().flatten().filter_map(|(name, scheme)| {
        let word = match (scheme["type"].as_str()?, scheme["attribute"].as_str()) {
            (kind, Some(uid)) => format!("{kind}:{uid}"),
            (kind, None) => kind.to_owned(),
        };
        Some((name.clone(), word))
    });
    Query::of(words.chain(schemes).collect())
}

/// The completions of a body.
///
/// # Errors
/// 400 for what cannot be read.
pub(crate) fn registrations(body: &[u8], media_type: &str) -> Result<Vec<Registration>, Refusal> {
    if media_type.contains("xml") {
        return import::from_xml(body);
    }
    let wrong = |error| Refusal::bad_request(format!("JSON parse error: {error}"));
    let sent: Sent = serde_json::from_slice(body).map_err(wrong)?;
    Ok(sent.complete_data_set_registrations)
}

/// The options of an import as DHIS2 repeats them.
pub(crate) fn told(query: &Query, options: &Options) -> Value {
    let names = ["idScheme", "dataSetIdScheme", "orgUnitIdScheme", "attributeOptionComboIdScheme"];
    let schemes: Map<String, Value> = names
        .into_iter()
        .filter_map(|name| {
            let word = query.get(name).filter(|word| !word.is_empty())?;
            let told = match word.split_once(':') {
                Some((kind, uid)) => json!({ "type": kind.to_uppercase(), "attribute": uid }),
                None => json!({ "type": word.to_uppercase() }),
            };
            Some((name.to_owned(), told))
        })
        .collect();
    let off = [
        "async",
        "atomic",
        "datasetAllowsPeriods",
        "force",
        "ignoreEmptyCollection",
        "mergeDataValues",
        "requireAttributeOptionCombo",
        "requireCategoryOptionCombo",
        "sharing",
        "skipAudit",
        "skipCache",
        "skipExistingCheck",
        "skipLastUpdated",
        "skipPatternValidation",
        "strictAttributeOptionCombos",
        "strictCategoryOptionCombos",
        "strictDataElements",
        "strictDataSetApproval",
        "strictDataSetInputPeriods",
        "strictDataSetLocking",
        "strictOrganisationUnits",
        "strictPeriods",
    ];
    let mut told: Map<String, Value> = off.into_iter().map(|name| (name.to_owned(), json!(false))).collect();
    told.insert("idSchemes".into(), schemes.into());
    told.insert("dryRun".into(), json!(options.dry_run));
    told.insert("firstRowIsHeader".into(), json!(true));
    told.insert("importStrategy".into(), json!(options.strategy.name()));
    told.insert("mergeMode".into(), json!("REPLACE"));
    told.insert("reportMode".into(), json!("FULL"));
    told.insert("skipNotifications".into(), json!(query.is_true("skipNotifications")));
    Value::Object(told)
}

async fn remove(call: Call) -> Outcome {
    let query = &call.query;
    let sets: Vec<String> = query.all("ds").flat_map(|ds| ds.split(',')).map(str::to_owned).collect();
    let options: Vec<String> = query
        .get("cp")
        .unwrap_or_default()
        .split(';')
        .filter(|uid| !uid.is_empty())
        .map(str::to_owned)
        .collect();
    let about = (sets.as_slice(), query.get("pe").unwrap_or_default(), query.get("ou").unwrap_or_default());
    let (combo, below) = ((query.get("cc"), options.as_slice()), query.is_true("multiOu"));
    let today = call.app.clock.today();
    completion::remove(&mut call.connect().await?, call.caller(), about, combo, below, today).await?;
    Ok(answer::empty(204))
}

async fn mark(call: Call, request: HttpRequest<Body>) -> Outcome {
    let sent: Mark = read(metadata_import::object(request).await?)?;
    completion::mark(&mut call.connect().await?, call.caller(), &sent).await?;
    Ok(answer::empty(200))
}
