//! Validation rules: which values break them, in a form or in a part of the country. Rules are judged by the values of each unit
//! as they were entered, an attribute option combo at a time; nothing is added up over the units below.

pub mod area;
pub mod form;
mod judge;
pub mod kept;
mod rules;
mod values;

use afya_access::Caller;
use afya_model::period::Period;
use afya_store::{Connection, Fault};
use jiff::civil::Date;

use crate::sql::export::Reader;
use crate::sql::validation as sql;
use judge::Facts;
use rules::Rule;

/// Units that are looked at together.
const UNITS: usize = 1000;

/// A unit whose values are judged.
#[derive(Clone, Debug)]
pub(crate) struct Unit {
    pub(crate) id: i64,
    pub(crate) path: String,
    pub(crate) level: i32,
}

/// A rule that is broken.
#[derive(Clone, Debug)]
pub(crate) struct Violation {
    pub(crate) rule: i64,
    pub(crate) unit: i64,
    pub(crate) period: Period,
    pub(crate) attribute_combo: String,
    pub(crate) left: f64,
    pub(crate) right: f64,
    /// The days of the period that are over.
    pub(crate) day_in_period: i64,
}

/// What is judged.
pub(crate) struct Analysis<'a> {
    pub(crate) rules: Vec<Rule>,
    pub(crate) units: Vec<Unit>,
    pub(crate) periods: Vec<Period>,
    /// Only values of this attribute option combo.
    pub(crate) attribute_combo: Option<i64>,
    /// Whoever asks, unless they may read everything.
    pub(crate) reader: Option<&'a Reader>,
    /// So many violations at most.
    pub(crate) most: usize,
    pub(crate) today: Date,
}

/// Finds what breaks the rules, period by period.
async fn analyse(connection: &mut Connection, analysis: &Analysis<'_>) -> Result<Vec<Violation>, Fault> {
    let facts = Facts::read(connection, &analysis.rules, &analysis.units).await?;
    let mut violations = Vec::new();
    for period in &analysis.periods {
        let rules: Vec<&Rule> = analysis.rules.iter().filter(|rule| rule.kind == period.kind).collect();
        if rules.is_empty() {
            continue;
        }
        let wanted = rules::items(rules.iter().copied());
        for units in analysis.units.chunks(UNITS) {
            let ids: Vec<i64> = units.iter().map(|unit| unit.id).collect();
            let place = values::Place {
                period,
                kinds: &longer(period, &analysis.periods),
                units: &ids,
                attribute_combo: analysis.attribute_combo,
            };
            let found = values::read(connection, &wanted, &place, analysis.reader).await?;
            for unit in units {
                for rule in rules.iter().filter(|rule| rule.is_for(unit.level)) {
                    violations.extend(judge::broken(rule, unit, period, &found, &facts, analysis.today));
                    if violations.len() >= analysis.most {
                        violations.truncate(analysis.most);
                        return Ok(violations);
                    }
                }
            }
        }
    }
    Ok(violations)
}

/// The types of the periods that are looked at and are as long as this one or longer: a rule of months may name a figure of
/// the year.
fn longer(period: &Period, periods: &[Period]) -> Vec<String> {
    let mut kinds: Vec<String> = periods
        .iter()
        .filter(|other| other.kind.frequency_order() >= period.kind.frequency_order())
        .map(|other| other.kind.name().to_owned())
        .collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// Whether a unit lies where the caller looks at data or enters it.
fn sees(caller: &Caller, path: &str) -> bool {
    caller.is_super()
        || caller.may_capture_in(path)
        || caller.view_units().iter().any(|unit| unit.holds(path))
}

async fn units(connection: &mut Connection, path: &str, below: bool) -> Result<Vec<Unit>, Fault> {
    let rows = connection.rows(&sql::units(path, below)).await?;
    let unit =
        |row: &afya_store::Row| Unit { id: row.get("id"), path: row.get("path"), level: row.get("level") };
    Ok(rows.iter().map(unit).collect())
}

/// The values of the details of rules, as Java writes doubles.
fn double(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e7 { format!("{number:.1}") } else { number.to_string() }
}
