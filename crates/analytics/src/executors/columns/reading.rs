//! Reads what is resident out of PostgreSQL.

use std::collections::HashMap;
use std::sync::Arc;

use afya_columns::{Loader, Row as Figure};
use afya_model::period::PeriodType;
use afya_model::value_type::TEXTUAL;
use afya_store::{Connection, Fault, Row};
use jiff::civil::Date;

use super::resident::{Combos, Element, Hierarchy, Resident, StoredPeriod, Values};
use crate::sql::columns as sql;

/// How many rows may wait to be packed while everything is loaded.
const MOST_WAITING: usize = 1 << 20;

/// What a figure takes in memory at most, as far as can be told before it is packed.
const BYTES_A_FIGURE: i64 = 8;
/// What the figures of an element and a period take together besides.
const BYTES_A_SEGMENT: i64 = 200;

/// Reads everything that there is room for, in a transaction that sees one moment.
pub(in crate::executors) async fn everything(
    connection: &mut Connection,
    most_bytes: Option<usize>,
) -> Result<Resident, Fault> {
    let since = match most_bytes {
        Some(most) => first_day(connection, i64::try_from(most).unwrap_or(i64::MAX)).await?,
        None => None,
    };
    let mut resident = Resident {
        most_bytes,
        since,
        elements: Arc::new(elements(connection).await?),
        periods: Arc::new(periods(connection).await?),
        units: Arc::new(hierarchy(connection).await?),
        ..Resident::default()
    };
    let mut loader = Loader::new(MOST_WAITING);
    let mut combos = Combos::default();
    let known = resident.clone();
    let each = |fields: &afya_store::copy::Fields<'_>| {
        if let [element, period, unit, combo, attribute, Some(value)] = fields {
            let key = |field: &Option<&[u8]>| {
                field.and_then(|bytes| bytes.try_into().ok()).map_or(0, i64::from_be_bytes)
            };
            let value = std::str::from_utf8(value).unwrap_or_default();
            let (element, pair) = (key(element), (key(combo), key(attribute)));
            if let Some(row) = figure(&known, &mut combos, element, key(unit), pair, value) {
                loader.take(element, key(period), row);
            }
        }
    };
    let statement = match since {
        Some(day) => {
            connection.execute(&sql::since(day)).await?;
            sql::VALUES_SINCE
        }
        None => sql::VALUES,
    };
    connection.copy_out(statement, each).await?;
    resident.figures = loader.finish();
    resident.combos = Arc::new(combos);
    resident.fit();
    Ok(resident)
}

/// The first day of the newest periods whose figures take no more than so many bytes together; none when all periods are within.
async fn first_day(connection: &mut Connection, most_bytes: i64) -> Result<Option<Date>, Fault> {
    let mut first = None;
    let mut bytes = 0;
    for row in connection.rows(&sql::counts_by_start()).await? {
        let (values, segments): (i64, i64) = (row.get("values"), row.get("segments"));
        bytes += values * BYTES_A_FIGURE + segments * BYTES_A_SEGMENT;
        if bytes > most_bytes {
            return Ok(Some(first.unwrap_or(Date::MAX)));
        }
        first = row.get::<_, &str>("starts").parse().ok();
    }
    Ok(None)
}

/// The figure of a value; none when it is text, or of an element or a unit that there is not.
pub(in crate::executors) fn figure(
    resident: &Resident,
    combos: &mut Combos,
    element: i64,
    unit: i64,
    pair: (i64, i64),
    value: &str,
) -> Option<Figure> {
    let value = number(resident.elements.get(&element)?.values, value)?;
    Some(Figure { unit: resident.units.number(unit)?, combo: combos.number(pair), value })
}

/// What of a value is a number. Only `0` itself is a zero that may be of no significance; other zeros become negative.
fn number(values: Values, value: &str) -> Option<f64> {
    match (values, value) {
        (Values::Text, _) => None,
        (Values::Boolean | Values::TrueOnly, "true") => Some(1.0),
        (Values::Boolean, "false") | (Values::Number, "0") => Some(0.0),
        (Values::Boolean | Values::TrueOnly, _) => None,
        (Values::Number, _) => {
            let number = is_number(value)
                .then(|| value.parse().ok())
                .flatten()
                .filter(|number: &f64| number.is_finite())?;
            Some(if number == 0.0 { -0.0 } else { number })
        }
    }
}

/// Digits, with a minus before them and a fraction behind them or not.
pub(in crate::executors) fn is_number(value: &str) -> bool {
    let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let unsigned = value.strip_prefix('-').unwrap_or(value);
    match unsigned.split_once('.') {
        Some((whole, fraction)) => is_digits(whole) && is_digits(fraction),
        None => is_digits(unsigned),
    }
}

pub(in crate::executors) async fn elements(
    connection: &mut Connection,
) -> Result<HashMap<i64, Element>, Fault> {
    let element = |row: &Row| {
        let values = match row.get("valuetype") {
            "BOOLEAN" => Values::Boolean,
            "TRUE_ONLY" => Values::TrueOnly,
            other if TEXTUAL.contains(&other) => Values::Text,
            _ => Values::Number,
        };
        let (is_averaged, zero_is_significant) = (row.get("is_averaged"), row.get("zero_is_significant"));
        (
            row.get("key"),
            Element { values, is_averaged, zero_is_significant, has_levels: row.get("has_levels") },
        )
    };
    Ok(connection.rows(&sql::element_facts()).await?.iter().map(element).collect())
}

pub(in crate::executors) async fn periods(connection: &mut Connection) -> Result<Vec<StoredPeriod>, Fault> {
    let period = |row: &Row| {
        let day = |column: &str| row.get::<_, &str>(column).parse().ok();
        let kind: &str = row.get("kind");
        Some(StoredPeriod {
            key: row.get("key"),
            kind_key: row.get("kind_key"),
            kind: PeriodType::parse(kind),
            is_weekly: kind.contains("Weekly"),
            start: day("starts")?,
            end: day("ends")?,
        })
    };
    Ok(connection.rows(&sql::periods()).await?.iter().filter_map(period).collect())
}

pub(in crate::executors) async fn hierarchy(connection: &mut Connection) -> Result<Hierarchy, Fault> {
    let rows = connection.rows(&sql::hierarchy()).await?;
    Ok(Hierarchy::new(rows.iter().map(|row| (row.get("key"), row.get("path"))).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_numbers_as_postgresql_takes_them() {
        let bits = |values, text| number(values, text).map(f64::to_bits);
        let is = |number: f64| Some(number.to_bits());
        assert_eq!(bits(Values::Number, "0"), is(0.0));
        assert_eq!(bits(Values::Number, "0.0"), is(-0.0));
        assert_eq!(bits(Values::Number, "-12.50"), is(-12.5));
        for wrong in ["", "-", "1.", ".5", "+1", "1e3", " 1", "1,5", "NaN", "true"] {
            assert_eq!(bits(Values::Number, wrong), None, "{wrong}");
        }
        assert_eq!(bits(Values::Boolean, "true"), is(1.0));
        assert_eq!(bits(Values::Boolean, "false"), is(0.0));
        assert_eq!(bits(Values::TrueOnly, "false"), None);
        assert_eq!(bits(Values::Boolean, "1"), None);
        assert_eq!(bits(Values::Text, "1"), None);
    }
}
