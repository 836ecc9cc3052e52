//! What data entry reads: the values of a form, and single values.

use afya_access::Caller;
use afya_model::period::Period;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};

use jiff::civil::Date;

use crate::sql::{self, completion};

/// The authority to enter data after the set is closed.
pub(crate) const EDIT_EXPIRED: &str = "F_EDIT_EXPIRED";

const DEFAULT_CATEGORY_COMBO: &str = "bjDvmb4bfuf";
const DEFAULT_OPTION: &str = "xYerKDKCefk";
pub(crate) const DEFAULT_OPTION_COMBO: &str = "HllvX50cXC0";

/// Which form: a set, a period, a unit, and the attribute options (`cc`, `cp`).
#[derive(Clone, Debug, Default)]
pub struct Form<'a> {
    /// The data set.
    pub set: &'a str,
    /// The period.
    pub period: Option<&'a str>,
    /// The organisation unit.
    pub unit: &'a str,
    /// The attribute category combo.
    pub combo: Option<&'a str>,
    /// The attribute options.
    pub options: Vec<String>,
}

/// What a form is about: keys, and the period.
pub(crate) struct Keys {
    pub(crate) set: i64,
    pub(crate) period: Period,
    pub(crate) unit: i64,
    pub(crate) combo: i64,
}

/// The attribute option combo of a category combo and options; the default one when nothing is said.
///
/// # Errors
/// 409 E1104 when there is none.
pub(crate) async fn attribute_combo(
    connection: &mut Connection,
    combo: Option<&str>,
    options: &[String],
) -> Result<i64, Fault> {
    let combo = combo.unwrap_or(DEFAULT_CATEGORY_COMBO);
    let default = [DEFAULT_OPTION.to_owned()];
    let options = if options.is_empty() { &default } else { options };
    let found = connection.first(&sql::attribute_combo(combo, options)).await?;
    let arg = format!("{combo} and {}", options.join(";"));
    Ok(found.ok_or_else(|| Refusal::of(409, ErrorCode::E1104, &[&arg]))?.get("id"))
}

/// The keys of a form.
///
/// # Errors
/// 409 E1105, E1101, E1102, E1104, E2020 for what is not there or not the caller's.
pub(crate) async fn keys(
    connection: &mut Connection,
    caller: &Caller,
    form: &Form<'_>,
) -> Result<Keys, Fault> {
    let conflict = |code, arg: &str| Fault::from(Refusal::of(409, code, &[arg]));
    let set = connection.first(&sql::entry_set(form.set, &caller.uid, &caller.groups)).await?;
    let set = set
        .filter(|row| caller.is_super() || row.get("readable"))
        .ok_or_else(|| conflict(ErrorCode::E1105, form.set))?;
    let period = form.period.and_then(|iso| Period::parse(iso).ok());
    let period = period.ok_or_else(|| conflict(ErrorCode::E1101, form.period.unwrap_or("null")))?;
    let unit = connection
        .first(&sql::entry_unit(form.unit))
        .await?
        .ok_or_else(|| conflict(ErrorCode::E1102, form.unit))?;
    if !caller.is_super() && !caller.may_capture_in(unit.get("path")) {
        return Err(conflict(ErrorCode::E2020, form.unit));
    }
    let combo = attribute_combo(connection, form.combo, &form.options).await?;
    Ok(Keys { set: set.get("id"), period, unit: unit.get("id"), combo })
}

/// The values, bounds and states of a form on a day, as JSON text.
///
/// # Errors
/// 409 E1105, E1101, E1102, E1104, E2020 for what is not there or not the caller's.
pub async fn form(
    connection: &mut Connection,
    caller: &Caller,
    form: &Form<'_>,
    today: Date,
) -> Result<String, Fault> {
    let keys = keys(connection, caller, form).await?;
    let closed = completion::closed(&[keys.set], &keys.period, &[keys.unit], today);
    let locked = !caller.has_any(&[EDIT_EXPIRED]) && connection.first(&closed).await?.is_some();
    let combo = form.combo.unwrap_or(DEFAULT_CATEGORY_COMBO);
    let options =
        if form.options.is_empty() { vec![DEFAULT_OPTION.to_owned()] } else { form.options.clone() };
    let statement =
        sql::entry_values(keys.set, &keys.period.id(), keys.unit, keys.combo, combo, &options, locked);
    let row = connection.first(&statement).await?;
    Ok(row.map_or_else(String::new, |row| row.get("entry")))
}
