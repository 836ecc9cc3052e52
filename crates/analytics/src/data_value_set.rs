//! Analytics as a set of data values, to be imported elsewhere.

use afya_model::Refusal;
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::formats::escaped;

/// The figures of a grid as data values.
///
/// # Errors
/// 400 when the grid does not tell elements, periods and units apart.
pub fn data_value_set(grid: &Value, today: Date) -> Result<Value, Refusal> {
    let headers = grid["headers"].as_array().cloned().unwrap_or_default();
    let at = |name: &str| headers.iter().position(|header| header["name"] == name);
    let needed = |name: &str, title: &str| {
        at(name).ok_or_else(|| Refusal::bad_request(format!("{title} header does not exist")))
    };
    let (data, period, unit) = (needed("dx", "Data")?, needed("pe", "Period")?, needed("ou", "Org unit")?);
    let value = needed("value", "Value")?;
    let (option_combo, attribute_combo) = (at("co"), at("ao"));
    let today = today.to_string();
    let mut values = Vec::new();
    for row in grid["rows"].as_array().into_iter().flatten() {
        let (element, combo) = parts(row[data].as_str().unwrap_or_default());
        let mut said = json!({
            "dataElement": element, "period": row[period], "orgUnit": row[unit], "value": row[value],
            "created": today, "lastUpdated": today, "comment": "[aggregated]", "followup": false,
        });
        if let Some(combo) = option_combo.map(|at| row[at].clone()).or(combo.map(Value::from)) {
            said["categoryOptionCombo"] = combo;
        }
        if let Some(at) = attribute_combo {
            said["attributeOptionCombo"] = row[at].clone();
        }
        values.push(said);
    }
    Ok(json!({ "dataValues": values }))
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

/// The element and option combo of an operand.
fn parts(item: &str) -> (&str, Option<&str>) {
    match item.split_once('.') {
        Some((element, combo)) => (element, Some(combo)),
        None => (item, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_become_values_and_operands_tell_their_combo() {
        let header = |name: &str| json!({"name": name});
        let grid = json!({
            "headers": [header("dx"), header("pe"), header("ou"), header("value")],
            "rows": [["aaaaaaaaaaa.bbbbbbbbbbb", "2025", "ccccccccccc", "3"]],
        });
        let set = data_value_set(&grid, jiff::civil::date(2026, 1, 2)).unwrap();
        assert_eq!(set["dataValues"][0]["categoryOptionCombo"], "bbbbbbbbbbb");
        assert_eq!(set["dataValues"][0]["created"], "2026-01-02");
        let row = &as_table(&set)["rows"][0];
        assert_eq!(
            (&row[3], &row[5], &row[7], &row[10]),
            (&json!("bbbbbbbbbbb"), &json!("3"), &json!(""), &json!("false"))
        );
        assert!(as_xml(&set).contains("<dataValue ") && as_xml(&set).contains(" orgUnit=\"ccccccccccc\""));
        let without = json!({"headers": [header("dx"), header("ou"), header("value")], "rows": []});
        let refusal = data_value_set(&without, jiff::civil::date(2026, 1, 2)).unwrap_err();
        assert_eq!(refusal.message.as_deref(), Some("Period header does not exist"));
    }
}
