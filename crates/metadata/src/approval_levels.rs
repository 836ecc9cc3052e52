//! The levels at which a user approves data: those from the level of the user's org units down.

use afya_access::Caller;
use afya_store::{Connection, Fault};
use serde_json::{Value, json};

use crate::sql::Scope;
use crate::sql::approval_levels as statements;

/// An approval level, as far as a caller's part in it is decided.
#[derive(Clone, Debug, PartialEq)]
pub struct ApprovalLevel {
    /// The identifier.
    pub uid: String,
    /// The name.
    pub name: String,
    /// Its place among all levels; 1 is the highest.
    pub level: i32,
    /// The level of the org units that it belongs to.
    pub org_unit_level: i32,
    /// What that level is called.
    pub org_unit_level_name: Option<String>,
    /// Whether it belongs to a set of category option groups.
    grouped: bool,
    /// Whether the caller may begin at it, as far as sharing says.
    open: bool,
}

/// The approval levels of the caller, highest first.
pub async fn of_caller(connection: &mut Connection, caller: &Caller) -> Result<Vec<ApprovalLevel>, Fault> {
    let bound = is_bound(connection, caller).await?;
    let rows = connection.rows(&statements::levels(&Scope::new(caller, None, ""))).await?;
    Ok(subset(rows.iter().map(level).collect(), caller, bound))
}

/// The workflows that the caller may read, each with the caller's levels in it and what may be done there.
/// `acceptance` says whether accepting is a step of its own.
pub async fn workflows(
    connection: &mut Connection,
    caller: &Caller,
    acceptance: bool,
) -> Result<Vec<Value>, Fault> {
    let bound = is_bound(connection, caller).await?;
    let scope = Scope::new(caller, None, "");
    let rows = connection.rows(&statements::workflow_levels(&scope)).await?;
    let mut workflows: Vec<(String, String, Vec<ApprovalLevel>)> = Vec::new();
    for row in &rows {
        let uid: String = row.get("workflow_uid");
        if workflows.last().is_none_or(|(known, ..)| *known != uid) {
            workflows.push((uid, row.get("workflow_name"), Vec::new()));
        }
        if let (Some((.., levels)), Some(_)) = (workflows.last_mut(), row.get::<_, Option<&str>>("uid")) {
            levels.push(level(row));
        }
    }
    let shown = workflows.into_iter().map(|(uid, name, levels)| {
        json!({"name": name, "id": uid, "dataApprovalLevels": actions(&subset(levels, caller, bound), caller, acceptance)})
    });
    Ok(shown.collect())
}

async fn is_bound(connection: &mut Connection, caller: &Caller) -> Result<bool, Fault> {
    Ok(connection.first(&statements::dimension_constraint(caller.id)).await?.is_some())
}

fn level(row: &afya_store::Row) -> ApprovalLevel {
    ApprovalLevel {
        uid: row.get("uid"),
        name: row.get("name"),
        level: row.get("level"),
        org_unit_level: row.get("org_unit_level"),
        org_unit_level_name: row.get("org_unit_level_name"),
        grouped: row.get("grouped"),
        open: row.get("open"),
    }
}

/// The levels from the first that the caller may begin at. A caller whose view is bound to some categories begins at a
/// level with groups only.
fn subset(levels: Vec<ApprovalLevel>, caller: &Caller, bound: bool) -> Vec<ApprovalLevel> {
    let Some(highest) = caller.org_units.iter().map(|unit| unit.level).min() else { return Vec::new() };
    let begins =
        |level: &ApprovalLevel| level.org_unit_level >= highest && level.open && (level.grouped || !bound);
    levels.into_iter().skip_while(|level| !begins(level)).collect()
}

/// What the caller may do at each level. DHIS2 lists each level twice, and clients have come to terms with it.
fn actions(levels: &[ApprovalLevel], caller: &Caller, acceptance: bool) -> Vec<Value> {
    let highest = caller.org_units.iter().map(|unit| unit.level).min().unwrap_or(i32::MAX);
    let may = |authority| caller.has_any(&[authority]);
    let mut shown = Vec::new();
    for (place, level) in levels.iter().filter(|level| level.org_unit_level >= highest).enumerate() {
        let approve = (place == 0 && may("F_APPROVE_DATA")) || may("F_APPROVE_DATA_LOWER_LEVELS");
        let mut action =
            json!({"name": level.name, "id": level.uid, "level": level.level, "approve": approve});
        if acceptance {
            action["accept"] = json!(place > 0 && may("F_ACCEPT_DATA_LOWER_LEVELS"));
        }
        shown.extend([action.clone(), action]);
    }
    shown
}
