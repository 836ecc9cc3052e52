//! The person (or script) behind a request, as far as decisions need it.

use std::collections::BTreeSet;

use afya_store::Row;

/// An org unit that the caller is bound to.
#[derive(Clone, Debug, PartialEq)]
pub struct OrgUnit {
    /// The key.
    pub id: i64,
    /// The identifier.
    pub uid: String,
    /// The identifiers from the root down, as `/a/b/c`.
    pub path: String,
    /// Its level; the root is 1.
    pub level: i32,
}

impl OrgUnit {
    /// Whether a unit with this path is this one or lies below it.
    pub fn holds(&self, path: &str) -> bool {
        path.strip_prefix(self.path.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }
}

/// The caller of a request.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Caller {
    /// The key in `userinfo`.
    pub id: i64,
    /// The identifier.
    pub uid: String,
    /// The login name.
    pub username: String,
    /// The bcrypt hash of the password; empty for accounts without one.
    pub password_hash: String,
    /// First name.
    pub first_name: String,
    /// Surname.
    pub surname: String,
    /// Whether the account is switched off.
    pub disabled: bool,
    /// All authorities of all roles.
    pub authorities: BTreeSet<String>,
    /// Identifiers of the caller's groups.
    pub groups: Vec<String>,
    /// Where the caller enters data.
    pub org_units: Vec<OrgUnit>,
    /// Where the caller looks at data.
    pub data_view_org_units: Vec<OrgUnit>,
    /// The deepest level of which the caller may look at data, where there is such a bound.
    pub deepest_view_level: Option<i32>,
    /// Where the caller searches tracked entities.
    pub search_org_units: Vec<OrgUnit>,
    /// The locale of names from the database (`keyDbLocale`), such as `fr`.
    pub db_locale: Option<String>,
}

impl Caller {
    /// Whether the caller holds `ALL`, which passes every check.
    pub fn is_super(&self) -> bool {
        self.authorities.contains("ALL")
    }

    /// Whether the caller holds one of these, or none is asked for.
    pub fn has_any(&self, authorities: &[&str]) -> bool {
        authorities.is_empty()
            || self.is_super()
            || authorities.iter().any(|name| self.authorities.contains(*name))
    }

    /// Whether a unit with this path lies in the part of the hierarchy where the caller enters data.
    pub fn may_capture_in(&self, path: &str) -> bool {
        within(&self.org_units, path)
    }

    /// The units that the caller looks at data of: the view units, else the capture units.
    pub fn view_units(&self) -> &[OrgUnit] {
        if self.data_view_org_units.is_empty() { &self.org_units } else { &self.data_view_org_units }
    }
}

/// Whether `path` is one of the units or lies below one.
fn within(units: &[OrgUnit], path: &str) -> bool {
    units.iter().any(|unit| unit.holds(path))
}

/// The caller of a row of the accounts' statement.
pub(crate) fn from_row(row: &Row) -> Caller {
    let units = |column: &str| -> Vec<OrgUnit> {
        let values: serde_json::Value = row.get(column);
        values.as_array().into_iter().flatten().map(org_unit).collect()
    };
    Caller {
        id: row.get("id"),
        uid: row.get("uid"),
        username: row.get("username"),
        password_hash: row.get::<_, Option<String>>("password").unwrap_or_default(),
        first_name: row.get("firstname"),
        surname: row.get("surname"),
        disabled: row.get("disabled"),
        authorities: row.get::<_, Vec<String>>("authorities").into_iter().collect(),
        groups: row.get("groups"),
        org_units: units("org_units"),
        data_view_org_units: units("view_units"),
        deepest_view_level: row.get("deepest_view_level"),
        search_org_units: units("search_units"),
        db_locale: row.get::<_, Option<String>>("db_locale").filter(|locale| !locale.is_empty()),
    }
}

fn org_unit(value: &serde_json::Value) -> OrgUnit {
    let text = |key: &str| value[key].as_str().unwrap_or_default().to_owned();
    OrgUnit {
        id: value["id"].as_i64().unwrap_or_default(),
        uid: text("uid"),
        path: text("path"),
        level: value["level"].as_i64().and_then(|level| i32::try_from(level).ok()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_unit_covers_itself_and_what_lies_below() {
        let units = [OrgUnit { id: 1, uid: "b".into(), path: "/a/b".into(), level: 2 }];
        assert!(within(&units, "/a/b") && within(&units, "/a/b/c"));
        assert!(!within(&units, "/a") && !within(&units, "/a/bc"));
    }
}
