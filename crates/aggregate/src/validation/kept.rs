//! Results of analyses that were kept.

use afya_access::Caller;
use afya_model::{ErrorCode, Period, Refusal};
use afya_store::{Connection, Fault};
use jiff::civil::Date;
use serde_json::Value;

use crate::sql::validation_results as sql;

/// Which results.
#[derive(Clone, Debug, Default)]
pub struct Which {
    /// Only of these units.
    pub units: Vec<String>,
    /// Only of these rules.
    pub rules: Vec<String>,
    /// Only of these periods.
    pub periods: Vec<String>,
    /// Only those that were kept on this day or later.
    pub created: Option<Date>,
    /// Only those that were kept on this day or earlier.
    pub until: Option<Date>,
    /// Only those of which somebody was told, or was not.
    pub is_told: Option<bool>,
    /// Only this one.
    pub id: Option<i64>,
}

impl Which {
    /// Whether all results are meant.
    fn is_everything(&self) -> bool {
        self.units.is_empty()
            && self.rules.is_empty()
            && self.periods.is_empty()
            && (self.created, self.until, self.is_told, self.id) == (None, None, None, None)
    }

    /// Refuses units and rules that there are not, and periods that are none.
    async fn check(&self, connection: &mut Connection) -> Result<(), Fault> {
        for (code, asked, statement) in [
            (ErrorCode::E7500, &self.units, sql::known_units(&self.units)),
            (ErrorCode::E7501, &self.rules, sql::known_rules(&self.rules)),
        ] {
            let known: Vec<String> =
                connection.rows(&statement).await?.iter().map(|row| row.get("uid")).collect();
            if let Some(unknown) = asked.iter().find(|uid| !known.contains(uid)) {
                return Err(Refusal::of(409, code, &[unknown]).into());
            }
        }
        match self.periods.iter().find(|period| Period::parse(period).is_err()) {
            Some(wrong) => Err(Refusal::of(409, ErrorCode::E7502, &[wrong]).into()),
            None => Ok(()),
        }
    }
}

/// The results of units that the caller sees, and how many there are.
///
/// # Errors
/// 409 E7500, E7501, E7502 for what there is not.
pub async fn list(
    connection: &mut Connection,
    caller: &Caller,
    which: &Which,
    window: Option<(i64, i64)>,
) -> Result<(Vec<Value>, i64), Fault> {
    which.check(connection).await?;
    let units = caller.view_units().iter().chain(&caller.org_units).map(|unit| unit.path.clone()).collect();
    let seen = (!caller.is_super()).then_some(units);
    let total = connection.first(&sql::count(which, seen.as_ref())).await?.map(|row| row.get("total"));
    let rows = connection.rows(&sql::list(which, seen.as_ref(), window)).await?;
    Ok((rows.iter().map(|row| row.get("shown")).collect(), total.unwrap_or_default()))
}

/// Takes results away; how many. A request that names none takes none away.
///
/// # Errors
/// As of `list`.
pub async fn delete(connection: &mut Connection, which: &Which) -> Result<u64, Fault> {
    which.check(connection).await?;
    if which.is_everything() {
        return Ok(0);
    }
    connection.execute(&sql::delete(which)).await
}
