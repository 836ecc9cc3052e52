//! What data entry shows around a value: its changes, and the values of the periods before; and exceptions from locks.

use afya_access::Caller;
use afya_model::period::Period;
use afya_store::{Connection, Fault};
use serde_json::{Value, json};

use crate::entry;
use crate::export::{self, Order, Request};
use crate::sql::context as sql;

/// Periods of the history, with that of the value.
const PERIODS: i32 = 13;

/// A cell of a form. Identifiers are as sent.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'a> {
    /// The data element.
    pub element: &'a str,
    /// The period.
    pub period: Period,
    /// The organisation unit.
    pub unit: &'a str,
    /// The category option combo.
    pub option_combo: &'a str,
    /// The attribute category combo; every attribute option combo counts when nothing is said.
    pub combo: Option<&'a str>,
    /// The attribute options.
    pub options: &'a [String],
}

/// The changes of a cell (`audits`) and its values in thirteen periods (`history`).
///
/// # Errors
/// 400 for what is no identifier; 409 E2012 for a unit outside the caller's, E1104 for options that are no combo.
pub async fn context(connection: &mut Connection, caller: &Caller, cell: &Cell<'_>) -> Result<Value, Fault> {
    let periods = (1 - PERIODS..=0).filter_map(|step| Some(cell.period.shift(step)?.id()));
    let attribute = cell.combo.filter(|_| !cell.options.is_empty());
    let request = Request {
        elements: vec![cell.element.to_owned()],
        periods: periods.collect(),
        units: vec![cell.unit.to_owned()],
        option_combos: vec![cell.option_combo.to_owned()],
        attribute_options: (!cell.options.is_empty())
            .then(|| (cell.combo.map(str::to_owned), cell.options.to_vec())),
        orders: vec![Order::Period],
        ..Request::default()
    };
    let values = export::history(connection, caller, request).await?;
    let history = values.into_iter().map(|(period, value)| json!({ "period": period, "value": value }));
    let history: Vec<Value> = history.collect();
    let combo = match attribute {
        Some(combo) => Some(entry::attribute_combo(connection, Some(combo), cell.options).await?),
        None => None,
    };
    let whose = (!caller.is_super()).then_some((caller.uid.as_str(), caller.groups.as_slice()));
    let rows = connection.rows(&sql::changes(cell, combo, whose)).await?;
    let audits: Vec<Value> =
        rows.iter().filter_map(|row| serde_json::from_str(row.get("change")).ok()).collect();
    Ok(json!({ "audits": audits, "history": history }))
}

/// The exceptions from locks at units of the caller's, each as JSON text.
///
/// # Errors
/// When the database cannot be reached.
pub async fn exceptions(connection: &mut Connection, caller: &Caller) -> Result<Vec<String>, Fault> {
    let rows = connection.rows(&sql::exceptions()).await?;
    let own = rows.iter().filter(|row| caller.is_super() || caller.may_capture_in(row.get("path")));
    Ok(own.map(|row| row.get("exception")).collect())
}
