//! Outliers among data values as they were saved (`/api/outlierDetection`, older than that of analytics): one row a value, also by
//! the limits of elements and units, and values that are no numbers.

use afya_access::Caller;
use afya_access::settings::read_system;
use afya_model::period::{Period, PeriodType};
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault, Row};
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use super::Wanted;
use crate::admission::{Gate, Weight};
use crate::sql;

/// How an outlier is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// By the mean, in standard deviations.
    ZScore,
    /// By the median, in median absolute deviations.
    ModifiedZScore,
    /// By the limits that were set for the element at the unit.
    MinMax,
    /// By being no number.
    InvalidNumeric,
}

impl Measure {
    /// The measures by DHIS2's words.
    pub const ALL: [(&str, Measure); 4] = [
        ("Z_SCORE", Measure::ZScore),
        ("MIN_MAX", Measure::MinMax),
        ("MOD_Z_SCORE", Measure::ModifiedZScore),
        ("INVALID_NUMERIC", Measure::InvalidNumeric),
    ];

    fn word(self) -> &'static str {
        Measure::ALL.iter().find(|(_, measure)| *measure == self).map_or("", |(word, _)| word)
    }
}

/// What is asked.
#[derive(Clone, Debug)]
pub struct ValueQuestion {
    /// `ds` and `dx`.
    pub wanted: Wanted,
    /// `ou`: the units to look at and below.
    pub org_units: Vec<String>,
    /// `startDate` and `endDate`: the days that periods lie between.
    pub dates: Option<(Date, Date)>,
    /// `dataStartDate` and `dataEndDate`: the days that the values lie between which others are held against.
    pub data_dates: (Option<Date>, Option<Date>),
    /// `algorithm`.
    pub measure: Measure,
    /// How far from the middle an outlier is at least.
    pub threshold: f64,
    /// Whether those with the highest score come first; else those furthest from the middle.
    pub by_score: bool,
    /// How many are wanted.
    pub most: i64,
}

/// The values that are outliers, and what was asked.
///
/// # Errors
/// 409 with the first of E2200 to E2207 that applies; 429 when too many wait.
pub async fn answer(
    connection: &mut Connection,
    caller: &Caller,
    question: &ValueQuestion,
    gate: &Gate,
) -> Result<Value, Fault> {
    let limit = read_system(connection).await?.json("keyDataQualityMaxLimit").as_i64();
    let elements = connection.rows(&sql::outliers::elements(caller, &question.wanted)).await?;
    let elements: Vec<i64> = elements.iter().map(|row| row.get("element")).collect();
    let units = connection.rows(&sql::outlier_values::units(&question.org_units)).await?;
    let units: Vec<String> = units.iter().map(|row| row.get("uid")).collect();
    let dates = checked(question, elements.is_empty(), units.is_empty(), limit)?;
    let statement = sql::outlier_values::found(question, dates, &elements, units);
    let _admitted = gate.enter(connection, Weight::Heavy).await?;
    let rows = connection.rows(&statement).await?;
    let values: Vec<Value> = rows.iter().map(|row| value(row, question.measure)).collect();
    let mut said = Map::from_iter([
        ("algorithm".to_owned(), json!(question.measure.word())),
        ("threshold".to_owned(), json!(question.threshold)),
        ("orderBy".to_owned(), json!(if question.by_score { "Z_SCORE" } else { "MEAN_ABS_DEV" })),
        ("maxResults".to_owned(), json!(question.most)),
        ("count".to_owned(), json!(values.len())),
    ]);
    let days = [("dataStartDate", question.data_dates.0), ("dataEndDate", question.data_dates.1)];
    said.extend(
        days.into_iter()
            .filter_map(|(key, day)| Some((key.to_owned(), json!(format!("{}T00:00:00.000", day?))))),
    );
    Ok(json!({ "metadata": said, "outlierValues": values }))
}

/// The days asked for, if the question can be answered.
fn checked(
    question: &ValueQuestion,
    without_elements: bool,
    without_units: bool,
    limit: Option<i64>,
) -> Result<(Date, Date), Refusal> {
    let refused = |code| Err(Refusal::of(409, code, &[]));
    let (start, end) = match question.dates {
        _ if without_elements => return refused(ErrorCode::E2200),
        None => return refused(ErrorCode::E2201),
        Some((start, end)) if start > end => return refused(ErrorCode::E2202),
        Some(dates) => dates,
    };
    if without_units {
        return refused(ErrorCode::E2203);
    }
    // Written so that what is no number is refused too.
    if question.threshold.is_nan() || question.threshold <= 0.0 {
        return refused(ErrorCode::E2204);
    }
    if question.most <= 0 {
        return refused(ErrorCode::E2205);
    }
    if let Some(limit) = limit.filter(|limit| question.most > *limit) {
        return Err(Refusal::of(409, ErrorCode::E2206, &[&limit.to_string()]));
    }
    if question.data_dates.0.zip(question.data_dates.1).is_some_and(|(start, end)| start > end) {
        return refused(ErrorCode::E2207);
    }
    Ok((start, end))
}

fn value(row: &Row, measure: Measure) -> Value {
    let mut value = Map::new();
    for (key, column) in [
        ("de", "dx"),
        ("deName", "dx_name"),
        ("ou", "ou"),
        ("ouName", "ou_name"),
        ("coc", "coc"),
        ("cocName", "coc_name"),
        ("aoc", "aoc"),
        ("aocName", "aoc_name"),
    ] {
        value.insert(key.to_owned(), json!(row.get::<_, String>(column)));
    }
    value.insert("pe".to_owned(), json!(period(row)));
    value.insert("followup".to_owned(), json!(row.get::<_, bool>("follow_up")));
    let numbers: &[(&str, &str)] = match measure {
        Measure::ZScore => {
            &[("mean", "middle"), ("stdDev", "spread"), ("absDev", "deviation"), ("zScore", "score")]
        }
        Measure::ModifiedZScore => {
            &[("median", "middle"), ("stdDev", "spread"), ("absDev", "deviation"), ("zScore", "score")]
        }
        Measure::MinMax => &[("absDev", "deviation")],
        Measure::InvalidNumeric => {
            value.insert("rawValue".to_owned(), json!(row.get::<_, String>("text")));
            return Value::Object(value);
        }
    };
    let bounds = [("value", "number"), ("lowerBound", "lower"), ("upperBound", "upper")];
    for (key, column) in numbers.iter().chain(&bounds) {
        value.insert((*key).to_owned(), json!(row.get::<_, f64>(*column)));
    }
    Value::Object(value)
}

/// The identifier of the value's period; empty for one of a type that there is not.
fn period(row: &Row) -> String {
    let day = |column: &str| row.get::<_, &str>(column).parse::<Date>().ok();
    let kind = PeriodType::parse(row.get("period_type"));
    let whole = day("starts").zip(day("ends")).zip(kind);
    whole.map(|((start, end), kind)| Period { kind, start, end }.id()).unwrap_or_default()
}

/// The columns of the answer as CSV.
const COLUMNS: [&str; 20] = [
    "de",
    "deName",
    "pe",
    "ou",
    "ouName",
    "coc",
    "cocName",
    "aoc",
    "lastUpdated",
    "value",
    "mean",
    "stdDev",
    "absDev",
    "zScore",
    "lowerBound",
    "upperBound",
    "aocName",
    "followup",
    "median",
    "rawValue",
];

/// An answer as CSV: its values, a line each below the names of the columns.
pub fn csv(answer: &Value) -> String {
    let cell = |value: &Value| match value {
        Value::Null => String::new(),
        Value::String(text) if text.chars().any(|letter| letter <= ',') => {
            format!("\"{}\"", text.replace('"', "\"\""))
        }
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let mut lines = vec![COLUMNS.join(",")];
    for value in answer["outlierValues"].as_array().map_or(&[][..], Vec::as_slice) {
        lines.push(COLUMNS.map(|column| cell(&value[column])).join(","));
    }
    lines.push(String::new());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_what_a_value_says_and_is_quoted_where_it_must_be() {
        let answer = json!({ "outlierValues": [{
            "de": "aaaaaaaaaaa", "deName": "Cases, \"all\"", "value": 5.0, "followup": false, "rawValue": null,
        }] });
        let line = "aaaaaaaaaaa,\"Cases, \"\"all\"\"\",,,,,,,,5.0,,,,,,,,false,,";
        assert_eq!(csv(&answer), format!("{}\n{line}\n", COLUMNS.join(",")));
    }
}
