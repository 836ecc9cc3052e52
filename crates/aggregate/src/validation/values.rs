//! The values that rules name, by unit and attribute option combo.

use std::collections::{HashMap, HashSet};

use afya_expression::Value;
use afya_model::period::Period;
use afya_model::value_type::is_numeric;
use afya_store::{Connection, Fault};

use super::rules::Operand;
use crate::sql::export::Reader;
use crate::sql::validation as sql;

/// Where values are looked up.
pub(super) struct Place<'a> {
    /// The period that is judged.
    pub(super) period: &'a Period,
    /// The types of periods whose values count.
    pub(super) kinds: &'a [String],
    /// The keys of the units.
    pub(super) units: &'a [i64],
    /// Only this attribute option combo.
    pub(super) attribute_combo: Option<i64>,
}

/// The values of one unit and attribute option combo. Of values of several periods that hold the day, those of the shortest
/// count; those of the same length are added.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell(HashMap<Operand, (i32, Value)>);

impl Cell {
    pub(super) fn get(&self, operand: &Operand) -> Option<&Value> {
        self.0.get(operand).map(|(_, value)| value)
    }

    fn add(&mut self, operand: Operand, days: i32, value: &Value) {
        let (known_days, known) = self.0.entry(operand).or_insert_with(|| (days, Value::Null));
        if *known_days < days {
            return;
        }
        *known = match (&known, value) {
            _ if *known_days > days => value.clone(),
            (Value::Number(sum), Value::Number(more)) => Value::Number(sum + more),
            _ => value.clone(),
        };
        *known_days = days;
    }
}

/// Values by unit, then by attribute option combo.
pub(super) type Found = HashMap<i64, HashMap<String, Cell>>;

/// The values of these operands.
pub(super) async fn read(
    connection: &mut Connection,
    wanted: &HashSet<Operand>,
    place: &Place<'_>,
    reader: Option<&Reader>,
) -> Result<Found, Fault> {
    let mut elements: Vec<String> = wanted.iter().map(|(element, _)| element.clone()).collect();
    elements.sort_unstable();
    elements.dedup();
    let day = place.period.start.to_string();
    let statement = sql::values(&elements, (&day, place.kinds), place.units, place.attribute_combo, reader);
    let mut rows = connection.stream(&statement).await?;
    let mut found = Found::new();
    while let Some(row) = rows.next().await? {
        let Some(value) = value(row.get("value_type"), row.get("value")) else { continue };
        let (element, combo): (String, String) = (row.get("element"), row.get("combo"));
        let cells = found.entry(row.get("unit")).or_default();
        let cell = cells.entry(row.get("attribute_combo")).or_default();
        for operand in [(element.clone(), None), (element, Some(combo))] {
            if wanted.contains(&operand) {
                cell.add(operand, row.get("days"), &value);
            }
        }
    }
    Ok(found)
}

/// A value as expressions take it; nothing where it is none of its type.
fn value(value_type: &str, value: &str) -> Option<Value> {
    match value_type {
        "BOOLEAN" | "TRUE_ONLY" => Some(Value::Boolean(value == "true")),
        numeric if is_numeric(numeric) => value.parse().ok().map(Value::Number),
        _ => Some(Value::Text(value.to_owned())),
    }
}
