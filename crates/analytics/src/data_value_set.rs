//! Analytics as a set of data values, to be imported elsewhere.

use afya_model::Refusal;
use jiff::civil::Date;
use serde_json::{Value, json};

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
        let without = json!({"headers": [header("dx"), header("ou"), header("value")], "rows": []});
        let refusal = data_value_set(&without, jiff::civil::date(2026, 1, 2)).unwrap_err();
        assert_eq!(refusal.message.as_deref(), Some("Period header does not exist"));
    }
}
