//! Finding other people by name: only what everybody may know of them.

use afya_store::{Connection, Fault};
use jiff::civil::DateTime;
use serde_json::Value;

use crate::caller::{Caller, OrgUnit};
use crate::sql::users as statements;

/// Which of the caller's org units people must share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Boundary {
    /// Where data is entered.
    Capture,
    /// Where data is looked at.
    View,
    /// Where tracked entities are searched.
    Search,
}

impl Boundary {
    /// The boundary of this word, such as `DATA_CAPTURE`.
    pub fn parse(word: &str) -> Option<Boundary> {
        match word.to_uppercase().as_str() {
            "DATA_CAPTURE" => Some(Boundary::Capture),
            "DATA_OUTPUT" => Some(Boundary::View),
            "TEI_SEARCH" => Some(Boundary::Search),
            _ => None,
        }
    }

    fn units(self, caller: &Caller) -> &[OrgUnit] {
        match self {
            Boundary::Capture => &caller.org_units,
            Boundary::View => &caller.data_view_org_units,
            Boundary::Search => &caller.search_org_units,
        }
    }
}

/// At most 25 people whose name, mail address or login name has these words, within a boundary if one is given.
pub async fn look_up(
    connection: &mut Connection,
    caller: &Caller,
    words: &str,
    boundary: Option<Boundary>,
) -> Result<Vec<Value>, Fault> {
    let units =
        boundary.map(|boundary| (boundary, boundary.units(caller).iter().map(|unit| unit.id).collect()));
    // Like DHIS2: somebody without units of that kind has no boundary.
    let units = units.filter(|(_, ids): &(Boundary, Vec<i64>)| !ids.is_empty());
    let rows = connection.rows(&statements::look_up(words, units)).await?;
    Ok(rows.iter().map(|row| row.get("object")).collect())
}

/// The person with this identifier, UUID or login name.
pub async fn find(connection: &mut Connection, key: &str) -> Result<Option<Value>, Fault> {
    Ok(connection.first(&statements::find(key)).await?.map(|row| row.get("object")))
}

/// The accounts that are signed in to by the same identity of a provider (`openId`) as this one, with roles and groups.
pub async fn linked(connection: &mut Connection, user_id: i64) -> Result<Vec<Value>, Fault> {
    let rows = connection.rows(&statements::linked(user_id)).await?;
    Ok(rows.iter().map(|row| row.get("object")).collect())
}

/// Whether nobody else holds `ALL`, so that nobody could manage the system without this user.
pub async fn is_last_super(connection: &mut Connection, uid: &str) -> Result<bool, Fault> {
    Ok(connection.first(&statements::last_super(uid)).await?.is_some())
}

/// Switches users off who signed in last before a moment (UTC), and ends their sessions; how many. Whoever never signed in
/// stays, and so does the last who holds `ALL`.
///
/// # Errors
/// When the database cannot be reached.
pub async fn disable_inactive_since(connection: &mut Connection, moment: DateTime) -> Result<u64, Fault> {
    let count = connection.execute(&statements::disable_inactive_since(&moment.to_string())).await?;
    crate::session::close_disabled(connection).await?;
    Ok(count)
}
