//! Analytics as a set of data values, to be imported elsewhere.

use std::collections::HashMap;

use afya_access::Caller;
use afya_access::settings::SystemSettings;
use afya_model::{Refusal, Uid};
use afya_store::{Connection, Fault, Row};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::allowed;
use crate::dimensions::data::{DataItem, DataKind};
use crate::executors::Executor;
use crate::formats::escaped;
use crate::grid;
use crate::request::Request;
use crate::rows;
use crate::schemes;
use crate::sql;

/// Answers an analytics request with data values, whatever it says of descriptions, parts and tables.
///
/// # Errors
/// 400 when the request does not tell elements, periods and units apart; E71xx for what cannot be asked.
pub async fn answer(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    system: &SystemSettings,
    executor: &Executor<'_>,
    today: Date,
) -> Result<Value, Fault> {
    // Without a description the rows keep their identifiers, which are taken apart before they are named.
    let request = Request {
        skip_meta: true,
        skip_data: false,
        include_parts: false,
        columns: Vec::new(),
        rows: Vec::new(),
        ..request.clone()
    };
    let request = schemes::read(connection, &request).await?;
    let resolved = grid::resolve(connection, caller, &request, system).await?;
    let columns = Columns::of(&request)?;
    grid::admit(connection, &request, &resolved, executor).await?;
    let rows = rows::rows(connection, &request, &resolved, system, executor).await?;
    if !request.ignore_limit {
        allowed::check_most(rows.len(), system)?;
    }
    let names = schemes::names(connection, &request, &resolved, true).await?;
    let exports = exports(connection, &resolved.data.items).await?;
    let today = today.to_string();
    let whole = |item: &str| is_whole(&resolved.data.items, item);
    let values = rows.iter().map(|row| columns.value(row, &exports, &names, whole, &today));
    Ok(json!({ "dataValues": values.collect::<Vec<_>>() }))
}

/// Where the parts of a data value stand in a row.
struct Columns {
    data: usize,
    period: usize,
    unit: usize,
    value: usize,
    option_combo: Option<usize>,
    attribute_combo: Option<usize>,
}

/// The combos that an indicator is exported by.
type Combos = (Option<String>, Option<String>);

impl Columns {
    fn of(request: &Request) -> Result<Columns, Refusal> {
        let at = |name: &str| request.dimensions.iter().position(|dimension| dimension.name == name);
        let needed = |name: &str, title: &str| {
            at(name).ok_or_else(|| Refusal::bad_request(format!("{title} header does not exist")))
        };
        Ok(Columns {
            data: needed("dx", "Data")?,
            period: needed("pe", "Period")?,
            unit: needed("ou", "Org unit")?,
            value: request.dimensions.len(),
            option_combo: at("co"),
            attribute_combo: at("ao"),
        })
    }

    fn value(
        &self,
        row: &[String],
        exports: &HashMap<String, Combos>,
        names: &HashMap<String, String>,
        is_whole: impl Fn(&str) -> bool,
        today: &str,
    ) -> Value {
        let cell = |at: usize| row.get(at).map_or("", String::as_str);
        let named = |id: &str| names.get(id).map_or(id, String::as_str).to_owned();
        let item = cell(self.data);
        let (element, combos) = match exports.get(item) {
            Some(combos) => (item, combos.clone()),
            None => parts(item),
        };
        let figure = cell(self.value);
        let truncated =
            figure.parse::<f64>().ok().filter(|_| is_whole(item)).map(|figure| figure.trunc() + 0.0);
        let mut said = json!({
            "dataElement": named(element), "period": named(cell(self.period)), "orgUnit": named(cell(self.unit)),
            "value": truncated.map_or_else(|| figure.to_owned(), |whole| whole.to_string()),
            "created": today, "lastUpdated": today, "comment": "[aggregated]", "followup": false,
        });
        for (property, column, combo) in [
            ("categoryOptionCombo", self.option_combo, combos.0),
            ("attributeOptionCombo", self.attribute_combo, combos.1),
        ] {
            if let Some(combo) = column.map(|at| cell(at).to_owned()).or(combo) {
                said[property] = json!(named(&combo));
            }
        }
        said
    }
}

/// The combos that indicators are exported by, where they name any.
async fn exports(connection: &mut Connection, items: &[DataItem]) -> Result<HashMap<String, Combos>, Fault> {
    let indicators: Vec<String> =
        items.iter().filter(|item| item.indicator().is_some()).map(|item| item.id.clone()).collect();
    if indicators.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = connection.rows(&sql::indicators::exports(&indicators)).await?;
    let combos = |row: &Row| (row.get("uid"), (row.get("option_combo"), row.get("attribute_combo")));
    Ok(rows.iter().map(combos).collect())
}

/// Whether the figures of an item are written as whole numbers: those of elements that hold such, and of indicators
/// without places.
fn is_whole(items: &[DataItem], id: &str) -> bool {
    let element = id.split('.').next();
    items.iter().any(|item| match &item.kind {
        DataKind::Element(source) => item.id == id && source.value_type.starts_with("INTEGER"),
        DataKind::Operand(source, operand) => {
            Some(operand.element.as_str()) == element && source.value_type.starts_with("INTEGER")
        }
        DataKind::Indicator(indicator) => item.id == id && indicator.decimals == Some(0),
        DataKind::Report(_) | DataKind::Rule(_) => false,
    })
}

/// The columns of data values as a table, with the properties behind them.
const COLUMNS: [(&str, &str); 11] = [
    ("data_element", "dataElement"),
    ("period", "period"),
    ("organisation_unit", "orgUnit"),
    ("category_option_combo", "categoryOptionCombo"),
    ("attribute_option_combo", "attributeOptionCombo"),
    ("value", "value"),
    ("stored_by", "storedBy"),
    ("created", ""),
    ("last_updated", ""),
    ("comment", "comment"),
    ("follow_up", "followup"),
];

/// Data values as a table, which says nothing of when they were made.
pub fn as_table(set: &Value) -> Value {
    let headers: Vec<Value> =
        COLUMNS.iter().map(|(name, _)| json!({ "name": name, "column": name })).collect();
    let row = |value: &Value| {
        let cell = |(_, property): &(&str, &str)| match &value[property] {
            Value::Null => json!(""),
            Value::Bool(truth) => json!(truth.to_string()),
            other => other.clone(),
        };
        COLUMNS.iter().map(cell).collect::<Value>()
    };
    let rows: Vec<Value> = set["dataValues"].as_array().into_iter().flatten().map(row).collect();
    json!({ "headers": headers, "rows": rows })
}

/// Data values as XML.
pub fn as_xml(set: &Value) -> String {
    let mut out =
        "<?xml version='1.0' encoding='UTF-8'?><dataValueSet xmlns=\"http://dhis2.org/schema/dxf/2.0\">"
            .to_owned();
    for value in set["dataValues"].as_array().into_iter().flatten() {
        out.push_str("<dataValue");
        for (name, said) in value.as_object().into_iter().flatten() {
            let said = said.as_str().map_or_else(|| said.to_string(), str::to_owned);
            out.push_str(&format!(" {name}=\"{}\"", escaped(&said)));
        }
        out.push_str("/>");
    }
    out.push_str("</dataValueSet>");
    out
}

/// The element and the combos of an operand; `*` is no combo, and what is asked of reports stays whole.
fn parts(item: &str) -> (&str, Combos) {
    let combo = |part: &str| Uid::parse(part).map(|uid| uid.as_str().to_owned());
    match item.split('.').collect::<Vec<_>>()[..] {
        [element, option] if combo(option).is_some() => (element, (combo(option), None)),
        [element, option, attribute] => (element, (combo(option), combo(attribute))),
        _ => (item, (None, None)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(row: [&str; 4], exports: &HashMap<String, Combos>, is_whole: bool) -> Value {
        let columns =
            Columns { data: 0, period: 1, unit: 2, value: 3, option_combo: None, attribute_combo: None };
        columns.value(&row.map(str::to_owned), exports, &HashMap::new(), |_| is_whole, "2026-01-02")
    }

    #[test]
    fn operands_tell_their_combos_and_reports_have_none() {
        let none = HashMap::new();
        let of = |item: &str| value([item, "2025", "ccccccccccc", "3"], &none, false);
        let said = of("aaaaaaaaaaa.bbbbbbbbbbb.ddddddddddd");
        assert_eq!(
            (&said["dataElement"], &said["categoryOptionCombo"], &said["attributeOptionCombo"]),
            (&json!("aaaaaaaaaaa"), &json!("bbbbbbbbbbb"), &json!("ddddddddddd"))
        );
        let said = of("aaaaaaaaaaa.*.ddddddddddd");
        assert_eq!(
            (&said["dataElement"], &said["categoryOptionCombo"], &said["attributeOptionCombo"]),
            (&json!("aaaaaaaaaaa"), &Value::Null, &json!("ddddddddddd"))
        );
        let said = of("aaaaaaaaaaa.REPORTING_RATE");
        assert_eq!(
            (&said["dataElement"], &said["categoryOptionCombo"]),
            (&json!("aaaaaaaaaaa.REPORTING_RATE"), &Value::Null)
        );
    }

    #[test]
    fn whole_numbers_lose_their_places_and_indicators_have_the_combos_that_they_name() {
        let combos = (Some("bbbbbbbbbbb".to_owned()), None);
        let exports = HashMap::from([("aaaaaaaaaaa".to_owned(), combos)]);
        let said = value(["aaaaaaaaaaa", "2025", "ccccccccccc", "66.48"], &exports, true);
        assert_eq!(
            (&said["value"], &said["categoryOptionCombo"], &said["attributeOptionCombo"]),
            (&json!("66"), &json!("bbbbbbbbbbb"), &Value::Null)
        );
    }

    #[test]
    fn data_values_are_a_table_and_xml_too() {
        let said = value(["aaaaaaaaaaa.bbbbbbbbbbb", "2025", "ccccccccccc", "3"], &HashMap::new(), false);
        let set = json!({ "dataValues": [said] });
        let row = &as_table(&set)["rows"][0];
        assert_eq!(
            (&row[3], &row[5], &row[7], &row[10]),
            (&json!("bbbbbbbbbbb"), &json!("3"), &json!(""), &json!("false"))
        );
        assert!(as_xml(&set).contains("<dataValue ") && as_xml(&set).contains(" orgUnit=\"ccccccccccc\""));
    }
}
