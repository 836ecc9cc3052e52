//! The dimension `ou`: units by identifier, by level, by group, by data set or program, and the caller's own.

use afya_access::Caller;
use afya_access::caller::OrgUnit;
use afya_store::{Connection, Fault};
use futures_util::future::join;

use super::DisplayProperty;
use crate::sql;

/// What of the hierarchy `USER_ORGUNIT` means (`userOrgUnitType`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum UserOrgUnitType {
    /// Where the caller enters data.
    #[default]
    DataCapture,
    /// Where the caller looks at data, else where data is entered.
    DataOutput,
    /// Where the caller searches tracked entities.
    TeiSearch,
}

/// How items are resolved.
#[derive(Clone, Debug, Default)]
pub struct OrgUnitOptions {
    /// Units that stand for the caller's own (`userOrgUnit`).
    pub user_org_units: Vec<String>,
    /// Which of the caller's units are meant.
    pub user_org_unit_type: UserOrgUnitType,
    /// Which name is shown.
    pub display: DisplayProperty,
    /// The locale of names.
    pub locale: Option<String>,
}

/// A resolved unit.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// The key.
    pub id: i64,
    /// The identifier.
    pub uid: String,
    /// The code, if it has one.
    pub code: Option<String>,
    /// The name to show.
    pub name: String,
    /// The identifiers from the root down.
    pub path: String,
    /// The level; the root is 1.
    pub level: i32,
}

/// A level, group or unit that an answer names beside the units it stands for.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// The identifier.
    pub uid: String,
    /// The code.
    pub code: Option<String>,
    /// The name to show.
    pub name: String,
}

/// The resolved dimension.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct OrgUnits {
    /// The units, each once.
    pub units: Vec<Unit>,
    /// What levels and groups were meant, with the units that bound them.
    pub keywords: Vec<Keyword>,
}

/// The items of a request, sorted by what they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Selection {
    /// Pieces in the order of the request; each gives units.
    pub(crate) pieces: Vec<Piece>,
    /// `LEVEL-x`: a number or the identifier of a level.
    pub(crate) levels: Vec<String>,
    /// `OU_GROUP-x`
    pub(crate) groups: Vec<String>,
}

/// A piece of a selection that gives units of its own.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    /// A unit by identifier.
    Unit(String),
    /// The caller's units, or those so many steps below them.
    User {
        /// 0 for the units themselves, 1 for their children, 2 for their grandchildren.
        steps: i32,
    },
    /// The units of a data set.
    DataSet(String),
    /// The units of a program.
    Program(String),
}

impl Selection {
    /// Sorts the items of a request.
    pub(crate) fn parse<'a>(items: impl IntoIterator<Item = &'a str>) -> Selection {
        let mut selection = Selection::default();
        for item in items {
            if let Some(level) = item.strip_prefix("LEVEL-") {
                selection.levels.push(level.to_owned());
            } else if let Some(group) = item.strip_prefix("OU_GROUP-") {
                selection.groups.push(group.to_owned());
            } else {
                selection.pieces.push(match item {
                    "USER_ORGUNIT" => Piece::User { steps: 0 },
                    "USER_ORGUNIT_CHILDREN" => Piece::User { steps: 1 },
                    "USER_ORGUNIT_GRANDCHILDREN" => Piece::User { steps: 2 },
                    _ => match (item.strip_prefix("DS-"), item.strip_prefix("PR-")) {
                        (Some(uid), _) => Piece::DataSet(uid.to_owned()),
                        (_, Some(uid)) => Piece::Program(uid.to_owned()),
                        _ => Piece::Unit(item.to_owned()),
                    },
                });
            }
        }
        selection
    }
}

/// The caller's units of a type, with the fallback that DHIS2 has.
pub fn user_units(caller: &Caller, kind: UserOrgUnitType) -> &[OrgUnit] {
    match kind {
        UserOrgUnitType::DataCapture => &caller.org_units,
        UserOrgUnitType::DataOutput => caller.view_units(),
        UserOrgUnitType::TeiSearch if caller.search_org_units.is_empty() => &caller.org_units,
        UserOrgUnitType::TeiSearch => &caller.search_org_units,
    }
}

/// Resolves the items of `ou`. With levels or groups the other items bound them; unknown items give nothing.
pub async fn resolve<'a>(
    connection: &Connection,
    caller: &Caller,
    items: impl IntoIterator<Item = &'a str>,
    options: &OrgUnitOptions,
) -> Result<OrgUnits, Fault> {
    let selection = Selection::parse(items);
    let own: Vec<String> = if options.user_org_units.is_empty() {
        user_units(caller, options.user_org_unit_type).iter().map(|unit| unit.uid.clone()).collect()
    } else {
        options.user_org_units.clone()
    };
    let named = sql::org_units_named(&selection, &own, options);
    let named = async {
        match selection.pieces.is_empty() {
            true => Ok(Vec::new()),
            false => connection.rows(&named).await,
        }
    };
    if selection.levels.is_empty() && selection.groups.is_empty() {
        return Ok(OrgUnits { units: named.await?.iter().map(unit).collect(), keywords: Vec::new() });
    }
    let keywords = sql::org_unit_keywords(&selection, options);
    let (named, keywords) = join(named, connection.rows(&keywords)).await;
    let (named, keywords) = (named?, keywords?);
    let paths: Vec<String> = named.iter().map(|row| row.get("path")).collect();
    let units = connection.rows(&sql::org_units_within(&selection, &paths, options)).await?;
    Ok(OrgUnits {
        units: units.iter().map(unit).collect(),
        keywords: keywords.iter().chain(&named).map(keyword).collect(),
    })
}

fn unit(row: &afya_store::Row) -> Unit {
    Unit {
        id: row.get("id"),
        uid: row.get("uid"),
        code: row.get("code"),
        name: row.get("name"),
        path: row.get("path"),
        level: row.get("level"),
    }
}

fn keyword(row: &afya_store::Row) -> Keyword {
    Keyword { uid: row.get("uid"), code: row.get("code"), name: row.get("name") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_sorted_by_what_they_are() {
        let selection =
            Selection::parse(["LEVEL-2", "OU_GROUP-abc", "USER_ORGUNIT_CHILDREN", "DS-x", "PR-y", "z"]);
        assert_eq!(selection.levels, ["2"]);
        assert_eq!(selection.groups, ["abc"]);
        let pieces = [
            Piece::User { steps: 1 },
            Piece::DataSet("x".into()),
            Piece::Program("y".into()),
            Piece::Unit("z".into()),
        ];
        assert_eq!(selection.pieces, pieces);
    }
}
