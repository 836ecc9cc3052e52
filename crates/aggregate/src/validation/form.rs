//! What of a form breaks the rules that name its data elements, and which cells lack both a value and a comment.

use std::collections::{HashMap, HashSet};

use afya_access::Caller;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};
use jiff::civil::Date;
use serde_json::{Value, json};

use super::rules::{self, Operand};
use super::{Analysis, Unit, Violation, analyse};
use crate::entry::{self, Form};
use crate::export;
use crate::sql::validation as sql;
use crate::sql::{self as common, single};

/// Violations at most.
const MOST: usize = 500;

/// What breaks the rules of a form: `validationRuleViolations` and `commentRequiredViolations`. `attribute` names the attribute
/// option combo itself, instead of the options of the form.
///
/// # Errors
/// 409 E1105, E1101, E1102, E1103, E1104, E2020 for what is not there or not the caller's.
pub async fn check(
    connection: &mut Connection,
    caller: &Caller,
    form: &Form<'_>,
    attribute: Option<&str>,
    today: Date,
) -> Result<Value, Fault> {
    let keys = entry::keys(connection, caller, form).await?;
    let combo = match attribute {
        Some(uid) => {
            let found = connection.first(&sql::option_combo(uid)).await?;
            found.ok_or_else(|| Refusal::of(409, ErrorCode::E1103, &[uid]))?.get("id")
        }
        None => keys.combo,
    };
    let reader = export::reader(caller);
    if let Some(reader) = &reader {
        let hidden = single::unreadable_options(&[combo], &reader.uid, &reader.groups);
        if connection.first(&hidden).await?.is_some() {
            let named = attribute.or(form.combo).unwrap_or_default();
            return Err(Refusal::of(409, ErrorCode::E1104, &[named]).into());
        }
    }
    let unit = connection.first(&common::entry_unit(form.unit)).await?;
    let path: String = unit.map(|row| row.get("path")).unwrap_or_default();
    let operands = operands(connection, keys.set).await?;
    let mut rules = rules::read(connection, &sql::rules_of_forms(keys.period.kind.name())).await?;
    rules.retain(|rule| rule.names(&operands));
    let analysis = Analysis {
        rules,
        units: super::units(connection, &path, false).await?,
        periods: vec![keys.period],
        attribute_combo: Some(combo),
        reader: reader.as_ref(),
        most: MOST,
        today,
    };
    let violations = analyse(connection, &analysis).await?;
    let comments = connection.first(&sql::uncommented(keys.set, &keys.period.id(), keys.unit, combo)).await?;
    let comments: Option<Value> = comments.and_then(|row| row.get("cells"));
    Ok(json!({
        "validationRuleViolations": described(connection, &analysis.units, &violations).await?,
        "commentRequiredViolations": comments.unwrap_or_else(|| json!([])),
    }))
}

/// The elements of a set, alone and with each of their option combos.
async fn operands(connection: &mut Connection, set: i64) -> Result<HashSet<Operand>, Fault> {
    let mut operands = HashSet::new();
    for row in connection.rows(&sql::operands_of_set(set)).await? {
        let element: String = row.get("element");
        operands.insert((element.clone(), Some(row.get("combo"))));
        operands.insert((element, None));
    }
    Ok(operands)
}

/// Violations with the objects that they are about.
async fn described(
    connection: &mut Connection,
    units: &[Unit],
    violations: &[Violation],
) -> Result<Vec<Value>, Fault> {
    let Some(first) = violations.first() else { return Ok(Vec::new()) };
    let rules = violations.iter().map(|violation| violation.rule).collect();
    let rules = connection.rows(&sql::shown_rules(rules)).await?;
    let rules: HashMap<i64, Value> = rules.iter().map(|row| (row.get("id"), row.get("shown"))).collect();
    let combos = connection.rows(&sql::shown_combo(&first.attribute_combo)).await?;
    let combo: Value = combos.first().map(|row| row.get("shown")).unwrap_or_default();
    let unit = units.first().map(|unit| unit.id).unwrap_or_default();
    let unit: Value =
        connection.first(&sql::shown_unit(unit)).await?.map(|row| row.get("shown")).unwrap_or_default();
    let all = violations.iter().map(|violation| {
        json!({
            "id": 0, "validationRule": rules.get(&violation.rule), "organisationUnit": unit,
            "period": { "id": violation.period.id() }, "attributeOptionCombo": combo,
            "leftsideValue": violation.left, "rightsideValue": violation.right, "notificationSent": false,
            "dayInPeriod": violation.day_in_period,
        })
    });
    Ok(all.collect())
}
