//! `/api/periodTypes` and `/api/relativePeriods`: kinds of periods, and words that stand for periods.

use afya_access::settings;
use afya_model::Refusal;
use afya_model::period::{PeriodType, RelativePeriod, RelativeSettings};
use afya_schema::fields_on_json::pick;
use afya_schema::query::FieldTree;
use axum::extract::Path;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/periodTypes", Who::SignedIn, list_period_types),
        get("/api/periodTypes/relativePeriodTypes", Who::SignedIn, list_words),
        get("/api/relativePeriods/{word}", Who::SignedIn, find_relative_periods),
    ]
}

/// A kind of period as JSON.
pub(crate) fn described(kind: PeriodType) -> Value {
    json!({
        "name": kind.name(), "displayName": kind.display_name(), "isoDuration": kind.iso_duration(),
        "isoFormat": kind.iso_format(), "frequencyOrder": kind.frequency_order(),
    })
}

/// All kinds, by name.
async fn list_period_types(call: Call) -> Outcome {
    let asked = call.query.all("fields").collect::<Vec<_>>().join(",");
    let tree = FieldTree::parse(if asked.is_empty() { "*" } else { &asked });
    let mut kinds = PeriodType::ALL.to_vec();
    kinds.sort_by_key(|kind| kind.name());
    let types: Vec<Value> = kinds.into_iter().map(|kind| pick(&described(kind), &tree)).collect();
    Ok(answer::json(&json!({ "periodTypes": types })))
}

async fn list_words() -> Outcome {
    Ok(answer::json(&json!(words())))
}

fn words() -> Vec<&'static str> {
    RelativePeriod::all().map(RelativePeriod::word).collect()
}

/// The periods that a word stands for, as seen from `startDate` or today.
async fn find_relative_periods(call: Call, Path(word): Path<String>) -> Outcome {
    let relative = RelativePeriod::parse(&word)
        .ok_or_else(|| not_one_of(&word, "path parameter relativePeriod", &words()))?;
    let system = settings::read_system(&call.connect().await?).await?;
    let setting = |parameter: &str, key: &str| match call.query.get(parameter) {
        Some(word) => word.to_owned(),
        None => system.text(key),
    };
    let year = setting("financialYearStart", "analyticsFinancialYearStart");
    let week = setting("weeklyStart", "analyticsWeeklyStart");
    let chosen = RelativeSettings {
        financial_year: RelativeSettings::financial_year_of(&year)
            .ok_or_else(|| not_of(&year, "financialYearStart", "AnalyticsFinancialYearStartKey"))?,
        week: RelativeSettings::week_of(&week)
            .ok_or_else(|| not_of(&week, "weeklyStart", "AnalyticsWeeklyStartKey"))?,
    };
    let base = match call.query.get("startDate") {
        Some(text) => text.parse::<Date>().map_err(|_| {
            let sentence = "only ISO format or UNIX Epoch timestamp is supported.";
            Refusal::bad_request(format!("Invalid date format '{text}', {sentence}"))
        })?,
        None => TimeZone::UTC.to_datetime(call.app.clock.now()).date(),
    };
    let ids: Vec<String> =
        relative.periods(base, &chosen).iter().map(afya_model::period::Period::id).collect();
    Ok(answer::json(&json!(ids)))
}

fn not_one_of(value: &str, place: &str, valid: &[&str]) -> Refusal {
    Refusal::bad_request(format!(
        "Value '{value}' is not valid for {place}. Valid values are: [{}]",
        valid.join(", ")
    ))
}

fn not_of(value: &str, parameter: &str, kind: &str) -> Refusal {
    Refusal::bad_request(format!(
        "Value '{value}' is not valid for parameter {parameter}. It should be of type {kind}"
    ))
}
