//! `GET /api/dataValueSets`: data values as JSON.

use afya_aggregate::export::{self, Order, Request};
use afya_model::{ErrorCode, Refusal};
use jiff::civil::Date;
use serde_json::Value;

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::query::Query;
use crate::route::{Route, Who, get};

/// Parameters of DHIS2 that change what is answered and are not built yet.
const NOT_BUILT: [&str; 19] = [
    "idScheme",
    "dataElementIdScheme",
    "orgUnitIdScheme",
    "categoryOptionComboIdScheme",
    "attributeOptionComboIdScheme",
    "dataSetIdScheme",
    "categoryIdScheme",
    "categoryOptionIdScheme",
    "inputIdScheme",
    "inputDataElementIdScheme",
    "inputOrgUnitIdScheme",
    "inputDataSetIdScheme",
    "inputDataElementGroupIdScheme",
    "inputOrgUnitGroupIdScheme",
    "inputUseCodeFallback",
    "unfoldOptionCombos",
    "format",
    "compression",
    "attachment",
];

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/dataValueSets", Who::SignedIn, export_values)]
}

async fn export_values(call: Call) -> Outcome {
    let plain = |value: &str| {
        ["uid", "false", "json", "none", ""].iter().any(|word| value.eq_ignore_ascii_case(word))
    };
    if let Some(name) = NOT_BUILT.iter().find(|name| call.query.get(name).is_some_and(|value| !plain(value)))
    {
        let sentence = format!("The option `{name}` of the export is not built here yet; leave it out");
        return Err(Refusal::new(501, sentence).into());
    }
    if let Some(extension) = call.extension.filter(|extension| *extension != "json") {
        let sentence = format!("Data values cannot be exported as {extension} here yet; ask for JSON");
        return Err(Refusal::new(501, sentence).into());
    }
    let mut request = parse(&call.query)?;
    let values = export::export(&mut call.connect().await?, call.caller(), &mut request).await?;
    let mut body = String::with_capacity(values.iter().map(|value| value.len() + 1).sum::<usize>() + 256);
    body.push('{');
    let head = [
        ("dataSet", request.set()),
        ("period", request.period()),
        ("orgUnit", request.unit()),
        ("attributeOptionCombo", request.attribute_combo()),
    ];
    for (key, value) in head {
        if let Some(value) = value {
            body.push_str(&format!("\"{key}\":{},", Value::from(value)));
        }
    }
    body.push_str("\"dataValues\":[");
    body.push_str(&values.join(","));
    body.push_str("]}");
    Ok(answer::private(answer::json_text(200, body)))
}

fn parse(query: &Query) -> Result<Request, Refusal> {
    let all = |name: &str| -> Vec<String> {
        let parts = query.all(name).flat_map(|value| value.split(','));
        parts.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    };
    let seconds = match query.get("lastUpdatedDuration").filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => Some(duration(text).ok_or_else(|| Refusal::of(409, ErrorCode::E2005, &[text]))?),
    };
    let last_updated = match query.get("lastUpdated").filter(|text| !text.is_empty()) {
        None => None,
        Some(text) => Some(moment(text).ok_or_else(|| {
            wrong("lastUpdated", text, "Give a date such as 2025-01-31 or 2025-01-31T12:00:00")
        })?),
    };
    Ok(Request {
        sets: all("dataSet"),
        elements: all("dataElement"),
        element_groups: all("dataElementGroup"),
        periods: all("period"),
        start: date(query, "startDate")?,
        end: date(query, "endDate")?,
        units: all("orgUnit"),
        children: query.is_true("children"),
        level: number(query, "level")?,
        unit_groups: all("orgUnitGroup"),
        option_combos: all("categoryOptionCombo"),
        attribute_combos: all("attributeOptionCombo"),
        attribute_options: query
            .get("attributeCombo")
            .filter(|combo| !combo.is_empty())
            .map(|combo| (combo.to_owned(), all("attributeOptions"))),
        include_deleted: query.is_true("includeDeleted"),
        last_updated,
        last_updated_seconds: seconds,
        limit: number(query, "limit")?,
        offset: number(query, "offset")?,
        orders: orders(query)?,
    })
}

fn wrong(name: &str, value: &str, advice: &str) -> Refusal {
    Refusal::bad_request(format!("Value '{value}' is not valid for parameter {name}. {advice}"))
}

fn orders(query: &Query) -> Result<Vec<Order>, Refusal> {
    let mut orders = Vec::new();
    if query.is_true("orderByPeriod") {
        orders.push(Order::Period);
    }
    for word in query.all("order").flat_map(|words| words.split(',')).filter(|word| !word.is_empty()) {
        orders.push(match word {
            "DE" => Order::Element,
            "PE" => Order::Period,
            "OU" => Order::Unit,
            "AOC" => Order::AttributeCombo,
            "CREATED" => Order::Created,
            other => {
                let advice = format!(
                    " Cannot convert {other} to class org.hisp.dhis.datavalue.DataExportParams$Order"
                );
                return Err(wrong("order", other, &advice));
            }
        });
    }
    Ok(orders)
}

fn number(query: &Query, name: &str) -> Result<Option<i64>, Refusal> {
    let Some(text) = query.get(name).filter(|text| !text.is_empty()) else { return Ok(None) };
    text.trim().parse().map(Some).map_err(|_| wrong(name, text, "It should be of type int"))
}

fn date(query: &Query, name: &str) -> Result<Option<Date>, Refusal> {
    let Some(text) = query.get(name).filter(|text| !text.is_empty()) else { return Ok(None) };
    text.parse().map(Some).map_err(|_| wrong(name, text, "Give a date such as 2025-01-31"))
}

/// A date, or a date and a time, as PostgreSQL reads it.
fn moment(text: &str) -> Option<String> {
    let plain = text.trim_end_matches('Z');
    let date = plain.parse::<Date>().map(|date| date.to_string());
    let time = plain.parse::<jiff::civil::DateTime>().map(|moment| moment.to_string());
    time.or(date).ok()
}

/// The seconds of a duration such as `30s`, `15m`, `2h` or `10d`.
pub(super) fn duration(text: &str) -> Option<i64> {
    let unit = text.chars().last()?;
    let count: i64 = text[..text.len() - unit.len_utf8()].parse().ok()?;
    let seconds = match unit {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        'd' => 86_400,
        _ => return None,
    };
    count.checked_mul(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_counted_in_seconds() {
        assert_eq!(duration("2h"), Some(7200));
        assert_eq!(duration("10d"), Some(864_000));
        assert_eq!([duration("foo"), duration("d"), duration("")], [None; 3]);
    }

    #[test]
    fn an_order_has_no_direction() {
        assert!(orders(&Query::parse("order=PE:desc")).is_err());
        assert_eq!(orders(&Query::parse("order=PE&order=OU")).unwrap(), [Order::Period, Order::Unit]);
    }

    #[test]
    fn moments_are_dates_with_or_without_time() {
        assert!(moment("2025-01-31").is_some() && moment("2025-01-31T10:00:00Z").is_some());
        assert!(moment("yesterday").is_none());
    }
}
