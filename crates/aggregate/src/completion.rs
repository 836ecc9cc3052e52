//! Completion: that a data set is complete for a period, a unit and an attribute option combo.

use afya_access::Caller;
use afya_model::period::Period;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};
use jiff::civil::Date;
use serde::Deserialize;

use crate::entry::{self, Form};
use crate::sql::completion as sql;
use crate::sql::export::paths;
use crate::values::period_key;
use afya_model::Scheme;

pub mod import;

/// The scheme of each kind of reference.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schemes {
    /// Of data sets.
    pub data_set: Scheme,
    /// Of organisation units.
    pub unit: Scheme,
    /// Of attribute option combos.
    pub attribute_combo: Scheme,
}

/// Which completions.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Data sets, by identifier.
    pub sets: Vec<String>,
    /// ISO periods.
    pub periods: Vec<String>,
    /// Only periods that begin on this day or later, with `end`.
    pub start: Option<Date>,
    /// Only periods that end on this day or earlier, with `start`.
    pub end: Option<Date>,
    /// Only what was completed since this day.
    pub created: Option<String>,
    /// Only what was completed in the last so many seconds.
    pub created_seconds: Option<i64>,
    /// Organisation units, by identifier.
    pub units: Vec<String>,
    /// Whether everything below the units counts too.
    pub children: bool,
    /// Groups of units, by identifier.
    pub unit_groups: Vec<String>,
    /// At most so many.
    pub limit: Option<i64>,
    /// By what the answer names things.
    pub schemes: Schemes,
}

impl Request {
    /// Of several things that are wrong DHIS2 says the last of this order.
    fn check(&self, readable: &[String]) -> Result<(), Refusal> {
        let dates = self.start.is_some() && self.end.is_some();
        let no_units = self.units.is_empty();
        let wrong = [
            (readable.is_empty(), ErrorCode::E2013),
            (
                self.periods.is_empty() && !dates && self.created.is_none() && self.created_seconds.is_none(),
                ErrorCode::E2002,
            ),
            (!self.periods.is_empty() && dates, ErrorCode::E2003),
            (dates && self.start > self.end, ErrorCode::E2004),
            (no_units && self.unit_groups.is_empty(), ErrorCode::E2006),
            (self.children && !self.unit_groups.is_empty(), ErrorCode::E2007),
            (self.children && no_units, ErrorCode::E2008),
            (self.limit.is_some_and(|limit| limit < 0), ErrorCode::E2009),
        ];
        match wrong.into_iter().rev().find(|(is_wrong, _)| *is_wrong) {
            Some((_, code)) => Err(Refusal::of(409, code, &[])),
            None => Ok(()),
        }
    }
}

/// The completions, each as JSON text.
///
/// # Errors
/// 409 E2002–E2013 for a request that cannot be answered, E2012 for a unit outside the caller's; 400 for a wrong period.
pub async fn list(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
) -> Result<Vec<String>, Fault> {
    for period in &request.periods {
        parse(period)?;
    }
    let whose = (!caller.is_super()).then_some((caller.uid.as_str(), caller.groups.as_slice()));
    let sets = connection.rows(&sql::readable_sets(&request.sets, whose)).await?;
    let sets: Vec<String> = sets.iter().map(|row| row.get("uid")).collect();
    request.check(&sets)?;
    if whose.is_some() {
        let units = connection.rows(&paths(&request.units)).await?;
        if let Some(outside) = units.iter().find(|row| !caller.may_capture_in(row.get("path"))) {
            return Err(Refusal::of(409, ErrorCode::E2012, &[outside.get("uid")]).into());
        }
    }
    let rows = connection.rows(&sql::list(request, &sets)).await?;
    Ok(rows.iter().map(|row| row.get("completion")).collect())
}

/// A period as sent.
fn parse(id: &str) -> Result<Period, Refusal> {
    if !(4..=11).contains(&id.len()) {
        let sentence = format!("Period must be have between 4 and 11 characters but got: `{id}`");
        return Err(Refusal::bad_request(sentence));
    }
    Period::parse(id).map_err(Refusal::bad_request)
}

/// A completion of one form, as data entry sends it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Mark {
    /// The data set.
    pub data_set: String,
    /// The period.
    pub period: Option<String>,
    /// The organisation unit.
    pub org_unit: String,
    /// The attribute options.
    pub attribute: Option<Attribute>,
    /// Whether it is complete; it is when nothing is said.
    pub completed: Option<bool>,
}

/// The attribute options of a form.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Attribute {
    /// The category combo.
    pub combo: Option<String>,
    /// The options.
    pub options: Vec<String>,
}

/// Says that a form is complete, or is not any more.
///
/// # Errors
/// 409 E1105, E1101, E1102, E1104, E2020 for what is not there or not the caller's.
pub async fn mark(connection: &mut Connection, caller: &Caller, mark: &Mark) -> Result<(), Fault> {
    let attribute = mark.attribute.clone().unwrap_or_default();
    let form = Form {
        set: &mark.data_set,
        period: mark.period.as_deref(),
        unit: &mark.org_unit,
        combo: attribute.combo.as_deref(),
        options: attribute.options,
    };
    let keys = entry::keys(connection, caller, &form).await?;
    connection.begin().await?;
    let period = period_key(connection, &keys.period).await?;
    let key = (keys.set, period, keys.unit, keys.combo);
    connection.execute(&sql::mark(key, &caller.username, mark.completed.unwrap_or(true))).await?;
    connection.commit().await
}

/// Takes completions back: of these sets, for a period, at a unit and, with `below`, at its children.
///
/// # Errors
/// 409 for a set or unit that there is not, or a set that is closed for the period; 400 for a wrong period; 403 for a unit
/// outside the caller's, or a set whose data the caller may not write.
pub async fn remove(
    connection: &mut Connection,
    caller: &Caller,
    (sets, period, unit): (&[String], &str, &str),
    (combo, options): (Option<&str>, &[String]),
    below: bool,
    today: Date,
) -> Result<(), Fault> {
    let rows: Vec<_> = sets.iter().map(|set| (set.clone(), unit.to_owned(), None)).collect();
    let whose = (caller.uid.as_str(), caller.groups.as_slice());
    let found = connection.rows(&sql::named(&rows, &Schemes::default(), whose)).await?;
    let keys: Vec<i64> = found.iter().filter_map(|row| row.get("set")).collect();
    if keys.len() < sets.len() || sets.is_empty() {
        let sentence = format!("Illegal data set identifier in this list: [{}]", sets.join(", "));
        return Err(Refusal::conflict(sentence).into());
    }
    let period = parse(period)?;
    let units = connection.rows(&sql::unit_and_children(unit, below)).await?;
    if units.is_empty() {
        return Err(Refusal::conflict(format!("Illegal organisation unit identifier: {unit}")).into());
    }
    let outside = |path: &str| !caller.is_super() && !caller.may_capture_in(path);
    let unwritable = !caller.is_super() && found.iter().any(|row| !row.get::<_, bool>("writable"));
    if unwritable || units.iter().any(|row| outside(row.get("path"))) {
        return Err(Refusal::forbidden("You may not write the data of this set at this unit").into());
    }
    let unit_keys: Vec<i64> = units.iter().map(|row| row.get("id")).collect();
    let closed = connection.rows(&sql::closed(&keys, &period, &unit_keys, today)).await?;
    if !closed.is_empty() && !caller.has_any(&[entry::EDIT_EXPIRED]) {
        let closed: Vec<String> = closed.iter().map(|row| row.get("uid")).collect();
        return Err(Refusal::conflict(format!("Locked Data set(s) : {}", closed.join(", "))).into());
    }
    let combo = entry::attribute_combo(connection, combo, options).await?;
    connection.begin().await?;
    let period = period_key(connection, &period).await?;
    let each = keys.iter().flat_map(|set| unit_keys.iter().map(move |unit| (*set, period, *unit, combo)));
    connection.execute(&sql::remove(&each.collect::<Vec<_>>())).await?;
    connection.commit().await
}
