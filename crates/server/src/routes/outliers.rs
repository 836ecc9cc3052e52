//! `/api/analytics/outlierDetection` and the older `/api/outlierDetection`: figures far from what their unit usually reports.

use afya_analytics::outliers::values::{self, Measure, ValueQuestion};
use afya_analytics::outliers::{self, Question, Wanted};
use afya_model::Refusal;
use jiff::civil::Date;

use super::analytics::rendered_as;
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::query::Query;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/analytics/outlierDetection", Who::Holders(&["F_RUN_VALIDATION"]), detect_outliers),
        get(
            "/api/analytics/outlierDetection/explain",
            Who::Holders(&["F_PERFORM_ANALYTICS_EXPLAIN"]),
            explain_outliers,
        ),
        get("/api/outlierDetection", Who::Holders(&["F_RUN_VALIDATION"]), detect_outlying_values),
    ]
}

async fn detect_outliers(call: Call) -> Outcome {
    let extension = call.extension.filter(|extension| *extension != "json");
    let mut question = question(&call.query, call.app.clock.today())?;
    if extension.is_some() {
        // Only JSON leaves columns out.
        question.headers.clear();
    }
    let grid = outliers::answer(&mut call.connect().await?, call.caller(), &question, &call.app.gate).await?;
    let response = match extension {
        None => answer::json(&grid),
        Some(extension) => {
            let (media_type, bytes) = rendered_as(grid, extension).await?;
            answer::typed(200, media_type, bytes)
        }
    };
    Ok(answer::private(response))
}

/// How the outliers are found, in place of them.
async fn explain_outliers(call: Call) -> Outcome {
    let question = question(&call.query, call.app.clock.today())?;
    let grid =
        outliers::explain(&mut call.connect().await?, call.caller(), &question, &call.app.gate).await?;
    Ok(answer::unstored(answer::json(&grid)))
}

/// Outliers among data values, as JSON or CSV.
async fn detect_outlying_values(call: Call) -> Outcome {
    let question = value_question(&call.query)?;
    let found = values::answer(&mut call.connect().await?, call.caller(), &question, &call.app.gate).await?;
    Ok(answer::private(match call.extension {
        Some("csv") => answer::typed(200, "application/csv;charset=UTF-8", values::csv(&found)),
        None | Some("json") => answer::json(&found),
        Some(other) => {
            let sentence = format!("There are no outliers as `{other}`. Ask for `.json` or `.csv`");
            return Err(Refusal::new(406, sentence).into());
        }
    }))
}

fn value_question(query: &Query) -> Result<ValueQuestion, Refusal> {
    let some = |name: &str| query.get(name).filter(|value| !value.is_empty());
    let day = |name: &str| some(name).map(|text| date(name, text)).transpose();
    let word = one_of("algorithm", some("algorithm"), &Measure::ALL.map(|(word, _)| word))?;
    let measure = Measure::ALL.into_iter().find(|(known, _)| *known == word);
    Ok(ValueQuestion {
        wanted: Wanted { data_sets: list(query, "ds"), data: list(query, "dx") },
        org_units: list(query, "ou"),
        dates: day("startDate")?.zip(day("endDate")?),
        data_dates: (day("dataStartDate")?, day("dataEndDate")?),
        measure: measure.map_or(Measure::ZScore, |(_, measure)| measure),
        threshold: number("threshold", some("threshold"))?.unwrap_or(3.0),
        by_score: one_of("orderBy", some("orderBy"), &["MEAN_ABS_DEV", "Z_SCORE"])? == "Z_SCORE",
        most: number("maxResults", some("maxResults"))?.unwrap_or(500),
    })
}

/// The words of a parameter that may be given several times, or with commas.
fn list(query: &Query, name: &str) -> Vec<String> {
    let words = query.all(name).flat_map(|value| value.split(',')).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

fn question(query: &Query, today: Date) -> Result<Question, Refusal> {
    let some = |name: &str| query.get(name).filter(|value| !value.is_empty());
    let list = |name: &str| list(query, name);
    let day = |name: &str| some(name).map(|text| date(name, text)).transpose();
    Ok(Question {
        wanted: Wanted { data_sets: list("ds"), data: list("dx") },
        org_units: list("ou"),
        period: some("pe").map(str::to_owned),
        dates: day("startDate")?.zip(day("endDate")?),
        data_dates: (day("dataStartDate")?.is_some(), day("dataEndDate")?.is_some()),
        algorithm: one_of("algorithm", some("algorithm"), &["Z_SCORE", "MIN_MAX", "MODIFIED_Z_SCORE"])?,
        threshold: number("threshold", some("threshold"))?.unwrap_or(3.0),
        order: some("orderBy").map(str::to_owned),
        ascending: one_of("sortOrder", some("sortOrder"), &["DESC", "ASC"])? == "ASC",
        most: number("maxResults", some("maxResults"))?.unwrap_or(500),
        relative_to: day("relativePeriodDate")?.unwrap_or(today),
        scheme: some("outputIdScheme").unwrap_or("UID").to_uppercase(),
        skip_rounding: query.is_true("skipRounding"),
        headers: list("headers"),
    })
}

/// The word, or the first of those that there are. The order in which they are told is DHIS2's.
fn one_of(name: &str, word: Option<&str>, words: &[&str]) -> Result<String, Refusal> {
    match word {
        None => Ok(words[0].to_owned()),
        Some(word) if words.contains(&word) => Ok(word.to_owned()),
        Some("MOD_Z_SCORE") if words.contains(&"MODIFIED_Z_SCORE") => Ok("MODIFIED_Z_SCORE".to_owned()),
        Some(word) => {
            let words = words.join(", ");
            Err(Refusal::bad_request(format!(
                "Value '{word}' is not valid for parameter {name}. Valid values are: [{words}]"
            )))
        }
    }
}

fn number<T: std::str::FromStr>(name: &str, text: Option<&str>) -> Result<Option<T>, Refusal> {
    let read = |text: &str| {
        text.trim().parse().map_err(|_| {
            Refusal::bad_request(format!("Value '{text}' is not valid for parameter {name}. Give a number"))
        })
    };
    text.map(read).transpose()
}

fn date(name: &str, text: &str) -> Result<Date, Refusal> {
    let sentence =
        || format!("Value '{text}' is not valid for parameter {name}. Give a day such as 2026-01-31");
    text.get(..10).and_then(|day| day.parse().ok()).ok_or_else(|| Refusal::bad_request(sentence()))
}
