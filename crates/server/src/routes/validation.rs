//! `/api/validation`, `/api/dataAnalysis/validationRules` and `/api/validationResults`: which values break which rules.

use afya_access::settings::read_system;
use afya_aggregate::entry::Form;
use afya_aggregate::validation::area::{self, Area, Judged};
use afya_aggregate::validation::form;
use afya_aggregate::validation::kept::{self, Which};
use afya_model::{ErrorCode, Refusal};
use afya_schema::fields_on_json::pick;
use afya_schema::query::FieldTree;
use axum::body::Body;
use axum::extract::{Path, Request};
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::metadata_import;
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::pager::Paging;
use crate::query::Query;
use crate::route::{Route, Who, delete, get, post};

const RUNNERS: Who = Who::Holders(&["F_RUN_VALIDATION"]);
const KEEPERS: Who = Who::Holders(&["F_PERFORM_MAINTENANCE"]);
/// Violations that an analysis finds when nothing is said.
const MOST: usize = 500;

/// The routes of this resource. Whose values may be looked at is a matter of org units and sharing.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/validation/dataSet/{ds}", Who::SignedIn, check_form),
        post("/api/dataAnalysis/validationRules", RUNNERS, check_area),
        get("/api/dataAnalysis/validationRulesExpression", RUNNERS, explain_rule),
        get("/api/validationResults", Who::SignedIn, list_results),
        get("/api/validationResults/{id}", Who::SignedIn, find_result),
        delete("/api/validationResults", KEEPERS, delete_results),
        delete("/api/validationResults/{id}", KEEPERS, delete_result),
    ]
}

fn filled<'q>(query: &'q Query, name: &str) -> Option<&'q str> {
    query.get(name).filter(|text| !text.is_empty())
}

fn required<'q>(query: &'q Query, name: &str) -> Result<&'q str, Refusal> {
    query.get(name).ok_or_else(|| {
        let sentence =
            format!("Required request parameter '{name}' for method parameter type String is not present");
        Refusal::bad_request(sentence)
    })
}

async fn check_form(call: Call, Path(set): Path<String>) -> Outcome {
    let query = &call.query;
    let (period, unit) = (required(query, "pe")?, required(query, "ou")?);
    let (combo, options) = (filled(query, "cc"), filled(query, "cp"));
    // Options without their combo, or the other way round, mean the default one.
    let both = combo.zip(options);
    let form = Form {
        set: &set,
        period: Some(period),
        unit,
        combo: both.map(|(combo, _)| combo),
        options: both.map(|(_, options)| options.split(';').map(str::to_owned).collect()).unwrap_or_default(),
    };
    let (aoc, today) = (filled(query, "aoc"), call.app.clock.today());
    let found = Box::pin(form::check(&mut call.connect().await?, call.caller(), &form, aoc, today)).await?;
    Ok(answer::json(&found))
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Asked {
    start_date: String,
    end_date: String,
    ou: String,
    vrg: Option<String>,
    max_results: Option<i64>,
    persist: bool,
    notification: bool,
}

async fn check_area(call: Call, request: Request<Body>) -> Outcome {
    let sent = Value::Object(metadata_import::object(request).await?);
    let asked: Asked = serde_json::from_value(sent)
        .map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))?;
    if asked.notification {
        return Err(Refusal::new(
            501,
            "Notifications of rules are not built here yet; leave `notification` out",
        )
        .into());
    }
    let mut connection = call.connect().await?;
    let limit = read_system(&connection).await?.json("keyDataQualityMaxLimit");
    let limit = limit.as_u64().and_then(|limit| usize::try_from(limit).ok()).unwrap_or(MOST);
    let most = asked.max_results.map_or(Some(MOST), |most| usize::try_from(most).ok());
    let most = most.filter(|most| *most > 0 && *most <= limit);
    let area = Area {
        unit: &asked.ou,
        start: day("startDate", &asked.start_date)?,
        end: day("endDate", &asked.end_date)?,
        group: asked.vrg.as_deref().filter(|uid| !uid.is_empty()),
        most: most
            .ok_or_else(|| Refusal::bad_request(format!("Max results must be between 1 and {limit}")))?,
        is_kept: asked.persist,
    };
    let present = (call.app.clock.now(), call.app.clock.today());
    let found = Box::pin(area::check(&mut connection, call.caller(), &area, present)).await?;
    Ok(answer::json(&Value::Array(found)))
}

fn day(name: &str, text: &str) -> Result<Date, Refusal> {
    let wrong =
        |_| Refusal::bad_request(format!("`{name}` is `{text}`; write it as a date such as 2026-01-31"));
    text.parse().map_err(wrong)
}

async fn explain_rule(call: Call) -> Outcome {
    let query = &call.query;
    let judged = Judged {
        rule: required(query, "validationRuleId")?,
        period: required(query, "periodId")?,
        unit: required(query, "organisationUnitId")?,
        attribute_combo: filled(query, "attributeOptionComboId"),
    };
    Ok(answer::json(&area::details(&mut call.connect().await?, call.caller(), &judged).await?))
}

fn which(query: &Query) -> Result<Which, Refusal> {
    let all = |name: &str| -> Vec<String> {
        let words = query.all(name).flat_map(|words| words.split(','));
        words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    Ok(Which {
        units: all("ou"),
        rules: all("vr"),
        periods: all("pe"),
        created: filled(query, "createdDate").map(|text| day("createdDate", text)).transpose()?,
        is_told: filled(query, "notificationSent").map(|word| word.eq_ignore_ascii_case("true")),
        ..Which::default()
    })
}

async fn list_results(call: Call) -> Outcome {
    let paging = Paging::parse(&call.query)?;
    let mut which = which(&call.query)?;
    which.is_told = None;
    let found = kept::list(&mut call.connect().await?, call.caller(), &which, paging.window()).await?;
    let (results, total) = found;
    let asked = call.query.all("fields").collect::<Vec<_>>().join(",");
    let tree = FieldTree::parse(if asked.is_empty() { "*" } else { &asked });
    let mut body = Map::new();
    if paging.paged {
        body.insert("pager".into(), paging.plain_pager(total));
    }
    body.insert("validationResults".into(), results.iter().map(|result| pick(result, &tree)).collect());
    Ok(answer::unstored(answer::json(&Value::Object(body))))
}

fn one(id: &str) -> Result<Which, Failure> {
    let id = id.parse::<i64>().map_err(|_| {
        Refusal::bad_request(format!(
            "Value '{id}' is not valid for path parameter id. It should be of type int"
        ))
    })?;
    Ok(Which { id: Some(id), ..Which::default() })
}

async fn find_result(call: Call, Path(id): Path<String>) -> Outcome {
    let (mut found, _) = kept::list(&mut call.connect().await?, call.caller(), &one(&id)?, None).await?;
    let missing = || Refusal::no_such_object("ValidationResult", &id);
    Ok(answer::json(&found.pop().ok_or_else(missing)?))
}

async fn delete_results(call: Call) -> Outcome {
    let mut which = which(&call.query)?;
    if let Some(created) = filled(&call.query, "created") {
        let wrong = |_| Refusal::of(409, ErrorCode::E7503, &[created]);
        let period = afya_model::Period::parse(created).map_err(wrong)?;
        (which.created, which.until) = (Some(period.start), Some(period.end));
    }
    kept::delete(&mut call.connect().await?, &which).await?;
    Ok(answer::empty(204))
}

async fn delete_result(call: Call, Path(id): Path<String>) -> Outcome {
    if kept::delete(&mut call.connect().await?, &one(&id)?).await? == 0 {
        return Err(Refusal::no_such_object("ValidationResult", &id).into());
    }
    Ok(answer::empty(204))
}
