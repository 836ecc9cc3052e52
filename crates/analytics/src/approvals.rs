//! Which figures a caller may see where those that are not approved are hidden.

use afya_access::Caller;
use afya_access::settings::SystemSettings;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};

use crate::plan::Approval;
use crate::request::Request;
use crate::sql::approvals as sql;

/// The level of figures that nobody has approved.
pub(crate) const UNAPPROVED: i32 = 999;

/// An approval level that the caller may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Level {
    /// Its place among all levels; the highest is 1.
    level: i32,
    /// The level of the units that approve at it.
    unit_level: i32,
}

/// What has to be approved for this request; nothing where the caller sees everything.
///
/// # Errors
/// 409 E7122 for an approval level that is not there.
pub(crate) async fn required(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    system: &SystemSettings,
) -> Result<Option<Approval>, Fault> {
    // Years from which approval counts; 0 for all, and less than that where nothing is hidden.
    let years: i64 = system.text("keyIgnoreAnalyticsApprovalYearThreshold").parse().unwrap_or(-1);
    let asked = request.approval_level.as_deref();
    if years < 0 || (asked.is_none() && caller.has_any(&["F_VIEW_UNAPPROVED_DATA"])) {
        return Ok(None);
    }
    let rows = connection.rows(&sql::levels(caller)).await?;
    let total: i64 = rows.first().map_or(0, |row| row.get("total"));
    let levels: Vec<Level> = rows
        .iter()
        .filter(|row| row.get("usable"))
        .map(|row| Level { level: row.get("level"), unit_level: row.get("unit_level") })
        .collect();
    let mut units = view_units(connection, caller).await?;
    let mut required: Vec<(String, i32)> = Vec::new();
    if let Some(uid) = asked {
        let named = connection.first(&sql::level(caller, uid)).await?;
        let named = named.ok_or_else(|| Refusal::of(409, ErrorCode::E7122, &[uid]))?;
        let level: i32 = named.get("level");
        required.extend(units.into_iter().map(|(path, _)| (path, level)));
    } else {
        let sees_below = caller.has_any(&["F_APPROVE_DATA_LOWER_LEVELS"]);
        let own = caller.org_units.iter().map(|unit| (unit.path.clone(), unit.level));
        let own: Vec<(String, i32)> = own.collect();
        units.retain(|unit| !own.contains(unit));
        for (path, unit_level) in &own {
            let level = if sees_below { UNAPPROVED } else { required_at(*unit_level, &levels, total) };
            required.push((path.clone(), level));
        }
        for (path, unit_level) in units {
            required.push((path, required_at(unit_level, &levels, total)));
        }
    }
    let this_year = i64::from(request.today.year());
    let approval = Approval { units: required, from_year: (years > 0).then_some(this_year - years + 1) };
    Ok((total > 0 && !approval.units.is_empty()).then_some(approval))
}

/// Where the caller looks at data, with levels; everywhere for those who are told no place.
async fn view_units(connection: &mut Connection, caller: &Caller) -> Result<Vec<(String, i32)>, Fault> {
    let view = caller.data_view_org_units.iter().map(|unit| (unit.path.clone(), unit.level));
    let view: Vec<(String, i32)> = view.collect();
    if !view.is_empty() {
        return Ok(view);
    }
    let rows = connection.rows(&sql::roots()).await?;
    Ok(rows.iter().map(|row| (row.get("path"), row.get("level"))).collect())
}

/// The level that figures below a unit have to be approved at: the one below the caller's own, as that is what the caller
/// has to approve. Those at the lowest level see everything.
fn required_at(unit_level: i32, levels: &[Level], total: i64) -> i32 {
    match levels.iter().find(|level| level.unit_level >= unit_level) {
        None => 0,
        Some(own) if i64::from(own.level) == total => UNAPPROVED,
        Some(own) => own.level + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_level_below_has_approved_is_seen() {
        let levels = [(1, 1), (2, 2), (3, 4)].map(|(level, unit_level)| Level { level, unit_level });
        assert_eq!(required_at(1, &levels, 3), 2);
        assert_eq!(required_at(2, &levels, 3), 3);
        assert_eq!(required_at(3, &levels, 3), UNAPPROVED);
        assert_eq!(required_at(5, &levels, 3), 0);
        assert_eq!(required_at(2, &levels[..1], 3), 0);
    }
}
