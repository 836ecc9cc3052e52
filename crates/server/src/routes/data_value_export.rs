//! `GET /api/dataValueSets`: data values as JSON, CSV, XML or ADX, in a stream.

use afya_aggregate::export::{self, Format, Inputs, Order, Outputs, Request};
use afya_model::Scheme;
use afya_model::{ErrorCode, Refusal, Uid};
use axum::http::HeaderValue;
use axum::http::header::{CONTENT_DISPOSITION, HeaderName};
use jiff::civil::Date;

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::compression::Compression;
use crate::query::Query;
use crate::route::{Route, Who, get};
use crate::streaming;

/// The routes of this resource. Paths that end in `.adx+xml` ask for ADX, which no other resource has.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/dataValueSets", Who::SignedIn, export_values),
        get("/api/dataValueSets.adx+xml", Who::SignedIn, export_adx),
        get("/api/dataValueSets.adx", Who::SignedIn, export_values),
    ]
}

async fn export_values(call: Call) -> Outcome {
    let extension = call.extension.unwrap_or("json");
    export_as(&call, call.query.get("format").filter(|word| !word.is_empty()).unwrap_or(extension)).await
}

async fn export_adx(call: Call) -> Outcome {
    export_as(&call, call.query.get("format").filter(|word| !word.is_empty()).unwrap_or("adx+xml")).await
}

async fn export_as(call: &Call, word: &str) -> Outcome {
    let plain = word.split('.').next().unwrap_or_default();
    let (format, media_type) = match plain {
        "xml" => (Format::Xml, "application/xml;charset=UTF-8"),
        "adx+xml" => (Format::Adx, "application/adx+xml;charset=UTF-8"),
        "csv" => (Format::Csv, "application/csv;charset=UTF-8"),
        _ => (Format::Json, "application/json;charset=UTF-8"),
    };
    let compression = compression(&call.query, word)?;
    let name = file_name(&call.query, plain, compression);
    let request = parse(&call.query, format)?;
    let mut connection = call.connect().await?;
    let export = export::plan(&mut connection, call.caller(), request, format).await?;
    let body =
        streaming::body(compression, &inner_name(&name), |chunks| export.write(connection, chunks)).await?;
    let mut response = answer::unstored(answer::typed(200, media_type, body));
    if compression != Compression::None || call.query.get("attachment").is_none() {
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
            headers.insert(CONTENT_DISPOSITION, value);
        }
        headers
            .insert(HeaderName::from_static("content-transfer-encoding"), HeaderValue::from_static("binary"));
    }
    Ok(response)
}

/// How the answer is packed: as the parameter says, or else the path, such as `csv.gz`.
fn compression(query: &Query, format: &str) -> Result<Compression, Refusal> {
    let Some(word) = query.get("compression").filter(|word| !word.is_empty()) else {
        return Ok(match format.rsplit_once('.') {
            Some((_, "gz")) => Compression::Gzip,
            Some((_, "zip")) => Compression::Zip,
            _ => Compression::None,
        });
    };
    Compression::parse(word).ok_or_else(|| {
        wrong(
            "compression",
            word,
            &format!(" Cannot convert {word} to class org.hisp.dhis.common.Compression"),
        )
    })
}

/// The name under which a browser keeps the answer.
fn file_name(query: &Query, format: &str, compression: Compression) -> String {
    let format = format!(".{}", format.replace('+', "."));
    let name = query.get("attachment").unwrap_or("dataValues");
    let name = name.strip_suffix(compression.extension()).unwrap_or(name);
    let mut name = name.strip_suffix(format.as_str()).unwrap_or(name).to_owned();
    for key in ["startDate", "endDate"] {
        if let Some(date) = query.get(key).filter(|date| !date.is_empty()) {
            name.push_str(&format!("_{date}"));
        }
    }
    let plain = format!("{name}{format}{}", compression.extension());
    plain.chars().filter(|sign| !matches!(sign, '"' | '\\' | '/') && !sign.is_control()).collect()
}

/// The name of the file in an archive of this name.
fn inner_name(name: &str) -> String {
    name.strip_suffix(".zip").unwrap_or(name).to_owned()
}

fn parse(query: &Query, format: Format) -> Result<Request, Refusal> {
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
    let options = all("attributeOptions");
    let combo = query.get("attributeCombo").filter(|combo| !combo.is_empty());
    if let Some(wrong) =
        combo.into_iter().chain(options.iter().map(String::as_str)).find(|uid| Uid::parse(uid).is_none())
    {
        let sentence =
            "UID must be an alphanumeric string of 11 characters starting with a letter, but was: ";
        return Err(Refusal::bad_request(format!("{sentence}{wrong}")));
    }
    let adx = format == Format::Adx;
    let or_adx = |name: &str| match query.get(name).filter(|word| !word.is_empty()) {
        None => adx,
        Some(_) => query.is_true(name),
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
        attribute_options: (!options.is_empty()).then(|| (combo.map(str::to_owned), options)),
        include_deleted: query.is_true("includeDeleted"),
        last_updated,
        last_updated_seconds: seconds,
        limit: number(query, "limit")?,
        offset: number(query, "offset")?,
        orders: orders(query)?,
        inputs: inputs(query, or_adx("inputUseCodeFallback"))?,
        outputs: outputs(query, adx)?,
        unfold: or_adx("unfoldOptionCombos"),
        exclude_default_option_combo: query.is_true("excludeDefaultCoc"),
        exclude_default_attribute_combo: query.is_true("excludeDefaultAoc"),
        ..Request::default()
    })
}

/// By what the request names things.
fn inputs(query: &Query, code_fallback: bool) -> Result<Inputs, Refusal> {
    let scheme = |name: &str| {
        let Some(word) = query.get(name).filter(|word| !word.is_empty()) else { return Ok(None) };
        let found = Scheme::parse(word).filter(|scheme| !matches!(scheme, Scheme::Attribute(_)));
        found.map(Some).ok_or_else(|| {
            let class = "org.hisp.dhis.common.IdentifiableProperty";
            wrong(name, word, &format!(" Cannot convert {word} to class {class}"))
        })
    };
    Ok(Inputs {
        any: scheme("inputIdScheme")?,
        set: scheme("inputDataSetIdScheme")?,
        element: scheme("inputDataElementIdScheme")?,
        element_group: scheme("inputDataElementGroupIdScheme")?,
        unit: scheme("inputOrgUnitIdScheme")?,
        code_fallback,
    })
}

/// By what the answer names things.
fn outputs(query: &Query, adx: bool) -> Result<Outputs, Refusal> {
    let any = match scheme(query, "idScheme")? {
        Some(scheme) => scheme,
        None if adx => Scheme::Code,
        None => Scheme::Uid,
    };
    let named = |name: &str| Ok::<_, Refusal>(scheme(query, name)?.unwrap_or_else(|| any.clone()));
    Ok(Outputs {
        set: named("dataSetIdScheme")?,
        element: named("dataElementIdScheme")?,
        unit: named("orgUnitIdScheme")?,
        option_combo: named("categoryOptionComboIdScheme")?,
        attribute_combo: named("attributeOptionComboIdScheme")?,
        category: named("categoryIdScheme")?,
        category_option: named("categoryOptionIdScheme")?,
    })
}

/// The scheme that a parameter says.
pub(super) fn scheme(query: &Query, name: &str) -> Result<Option<Scheme>, Refusal> {
    let Some(word) = query.get(name).filter(|word| !word.is_empty()) else { return Ok(None) };
    let advice = format!("Invalid ID scheme: {word}\n\tUse UID, CODE, NAME, ATTRIBUTE:<uid>");
    Scheme::parse(word).map(Some).ok_or_else(|| wrong(name, word, &advice))
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
