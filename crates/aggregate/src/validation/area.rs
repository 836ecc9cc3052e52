//! Rules over a part of the country and a stretch of time; what one rule looked at; and results that were kept.

use std::collections::HashMap;

use afya_access::Caller;
use afya_model::period::Period;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault, Row};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Value, json};

use super::rules::{self, Operand, Rule};
use super::values::{self, Place};
use super::{Analysis, Violation, analyse, double, sees};
use crate::entry::DEFAULT_OPTION_COMBO;
use crate::export;
use crate::sql as common;
use crate::sql::validation as sql;

/// What is analysed.
#[derive(Clone, Debug)]
pub struct Area<'a> {
    /// The unit; those below count too.
    pub unit: &'a str,
    /// Periods begin on this day or later.
    pub start: Date,
    /// Periods end on this day or earlier.
    pub end: Date,
    /// Only the rules of this group, if there is one.
    pub group: Option<&'a str>,
    /// So many violations at most.
    pub most: usize,
    /// Whether what is found is kept.
    pub is_kept: bool,
}

/// What breaks the rules in an area, the earliest periods first.
///
/// # Errors
/// 400 for a unit that there is not, 409 E2020 for one that is not the caller's.
pub async fn check(
    connection: &mut Connection,
    caller: &Caller,
    area: &Area<'_>,
    (now, today): (Timestamp, Date),
) -> Result<Vec<Value>, Fault> {
    let unit = connection.first(&common::entry_unit(area.unit)).await?;
    let unit = unit.ok_or_else(|| Refusal::bad_request("No organisation unit defined"))?;
    let path: String = unit.get("path");
    if !sees(caller, &path) {
        return Err(Refusal::of(409, ErrorCode::E2020, &[area.unit]).into());
    }
    let group = match area.group {
        Some(uid) => connection.first(&sql::group(uid)).await?.map(|row| row.get::<_, i64>("id")),
        None => None,
    };
    let rules = rules::read(connection, &sql::rules_of_group(group)).await?;
    let periods = connection.rows(&sql::periods(area.start, area.end)).await?;
    let periods = periods.iter().filter_map(|row| Period::parse(row.get("iso")).ok()).collect();
    let reader = export::reader(caller);
    let analysis = Analysis {
        rules,
        units: super::units(connection, &path, true).await?,
        periods,
        attribute_combo: None,
        reader: reader.as_ref(),
        most: area.most,
        today,
    };
    let violations = analyse(connection, &analysis).await?;
    if area.is_kept && !violations.is_empty() {
        connection.execute(&sql::keep(&violations, now)).await?;
    }
    views(connection, &violations).await
}

async fn views(connection: &mut Connection, violations: &[Violation]) -> Result<Vec<Value>, Fault> {
    if violations.is_empty() {
        return Ok(Vec::new());
    }
    let by_key = |rows: Vec<Row>| -> HashMap<i64, Value> {
        rows.iter().map(|row| (row.get("id"), row.get("shown"))).collect()
    };
    let rules = violations.iter().map(|violation| violation.rule).collect();
    let rules = by_key(connection.rows(&sql::view_rules(rules)).await?);
    let units = violations.iter().map(|violation| violation.unit).collect();
    let units = by_key(connection.rows(&sql::view_units(units)).await?);
    let combos = violations.iter().map(|violation| violation.attribute_combo.clone()).collect();
    let combos = connection.rows(&sql::combo_names(combos)).await?;
    let combos: HashMap<String, String> =
        combos.iter().map(|row| (row.get("uid"), row.get("name"))).collect();
    let view = |violation: &Violation| {
        let mut view = json!({
            "periodId": violation.period.id(), "periodDisplayName": violation.period.name(),
            "attributeOptionComboId": violation.attribute_combo,
            "attributeOptionComboDisplayName": combos.get(&violation.attribute_combo),
            "leftSideValue": violation.left, "rightSideValue": violation.right,
        });
        for part in [rules.get(&violation.rule), units.get(&violation.unit)].into_iter().flatten() {
            if let (Some(view), Some(part)) = (view.as_object_mut(), part.as_object()) {
                view.extend(part.clone());
            }
        }
        view
    };
    Ok(violations.iter().map(view).collect())
}

/// Which rule, where and when.
#[derive(Clone, Copy, Debug)]
pub struct Judged<'a> {
    /// The rule.
    pub rule: &'a str,
    /// The period.
    pub period: &'a str,
    /// The organisation unit.
    pub unit: &'a str,
    /// The attribute option combo; the default one when nothing is said.
    pub attribute_combo: Option<&'a str>,
}

/// The values that the sides of a rule look at, by name.
///
/// # Errors
/// 404 for what there is not, 409 E2020 for a unit that is not the caller's, 409 for a rule that cannot be judged here.
pub async fn details(
    connection: &mut Connection,
    caller: &Caller,
    judged: &Judged<'_>,
) -> Result<Value, Fault> {
    let missing = |what: &str| Fault::from(Refusal::not_found(format!("Can't find {what}")));
    let statement = sql::rule(judged.rule);
    if connection.first(&statement).await?.is_none() {
        return Err(missing(&format!("ValidationRule with id ={}", judged.rule)));
    }
    let unit = connection.first(&common::entry_unit(judged.unit)).await?;
    let unit = unit.ok_or_else(|| missing(&format!("OrganisationUnit with id ={}", judged.unit)))?;
    if !sees(caller, unit.get("path")) {
        return Err(Refusal::of(409, ErrorCode::E2020, &[judged.unit]).into());
    }
    let period =
        Period::parse(judged.period).map_err(|_| missing(&format!("Period with id ={}", judged.period)))?;
    let combo = judged.attribute_combo.unwrap_or(DEFAULT_OPTION_COMBO);
    let combo = connection.first(&sql::option_combo(combo)).await?.ok_or_else(|| {
        missing(&format!("AttributeOptionCombo with id = {}", judged.attribute_combo.unwrap_or_default()))
    })?;
    let unreadable = || Refusal::conflict("The rule names what cannot be looked up here yet");
    let rule = rules::read(connection, &statement).await?.pop().ok_or_else(unreadable)?;
    let wanted = rules::items([&rule]);
    let (kinds, units) = ([period.kind.name().to_owned()], [unit.get::<_, i64>("id")]);
    let place =
        Place { period: &period, kinds: &kinds, units: &units, attribute_combo: Some(combo.get("id")) };
    let reader = export::reader(caller);
    let found = values::read(connection, &wanted, &place, reader.as_ref()).await?;
    let cell = found.get(&units[0]).and_then(|cells| cells.values().next());
    let names = connection.rows(&sql::operand_names(wanted.iter().cloned().collect())).await?;
    let names: HashMap<Operand, String> =
        names.iter().map(|row| ((row.get("element"), row.get("combo")), row.get("name"))).collect();
    let side = |operands: Vec<Operand>| {
        let Some(cell) = cell else { return Vec::new() };
        let mut all: Vec<(String, Option<String>)> = operands
            .iter()
            .filter_map(|operand| Some((names.get(operand)?.clone(), cell.get(operand).and_then(written))))
            .collect();
        all.sort();
        all.dedup();
        all.into_iter().map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<Value>>()
    };
    Ok(
        json!({ "leftSide": side(Rule::operands(&rule.left)), "rightSide": side(Rule::operands(&rule.right)) }),
    )
}

fn written(value: &afya_expression::Value) -> Option<String> {
    match value {
        afya_expression::Value::Number(number) => Some(double(*number)),
        other => other.to_text(),
    }
}
