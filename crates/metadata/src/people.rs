//! Who is listed among users and roles beyond what filters say: users whom the caller manages or shares org units with, and
//! roles that the caller may give away.

mod sql;

use afya_access::Caller;
use afya_access::caller::OrgUnit;

use crate::restriction::Restriction;

/// Which org units of a user count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitsOf {
    /// Those for data entry.
    Capture,
    /// Those for analysis.
    View,
    /// Those for the search of tracked entities.
    Search,
}

impl UnitsOf {
    /// The units of a word of `orgUnitBoundary`.
    pub fn parse(word: &str) -> Option<UnitsOf> {
        match word {
            "DATA_CAPTURE" => Some(UnitsOf::Capture),
            "DATA_OUTPUT" => Some(UnitsOf::View),
            "TEI_SEARCH" => Some(UnitsOf::Search),
            _ => None,
        }
    }

    fn of(self, caller: &Caller) -> &[OrgUnit] {
        match self {
            UnitsOf::Capture => &caller.org_units,
            UnitsOf::View => caller.view_units(),
            UnitsOf::Search if caller.search_org_units.is_empty() => &caller.org_units,
            UnitsOf::Search => &caller.search_org_units,
        }
    }
}

/// The conditions of a list of users.
#[derive(Clone, Debug, Default)]
pub struct UserRequest {
    /// Words in the name, the address of mail or the username.
    pub query: Option<String>,
    /// Only users of groups that the caller's groups manage.
    pub managed: bool,
    /// Only users without an authority that the caller does not hold.
    pub no_stronger: bool,
    /// Only users who share one of these units with the caller.
    pub boundary: Option<UnitsOf>,
    /// Only users of this unit.
    pub unit: Option<String>,
    /// Whether the units below count too.
    pub with_children: bool,
    /// Only users whose invitation has expired.
    pub expired: bool,
}

impl UserRequest {
    /// The conditions for this caller. `own_roles` says whether callers may give away roles of their own; where they may
    /// not, users with such a role are left out of every list that asks for any of these conditions.
    pub fn restrictions(&self, caller: &Caller, own_roles: bool) -> Vec<Restriction> {
        let mut found = Vec::new();
        let units: Vec<String> = match self.boundary {
            Some(boundary) => boundary.of(caller).iter().map(|unit| unit.uid.clone()).collect(),
            None => self.unit.clone().into_iter().collect(),
        };
        if !units.is_empty() {
            found.push(sql::in_units(self.boundary.unwrap_or(UnitsOf::Capture), units, self.with_children));
        }
        found.extend(self.query.as_deref().map(sql::known_as));
        if self.expired {
            found.push(sql::expired());
        }
        if caller.is_super() || !self.asks() {
            return found;
        }
        if self.managed {
            found.push(sql::managed_by(&caller.uid));
        }
        if self.no_stronger {
            found.push(sql::no_stronger(caller.authorities.iter().cloned().collect()));
        }
        if !own_roles {
            found.push(sql::without_roles_of(&caller.uid));
        }
        found
    }

    fn asks(&self) -> bool {
        self.query.is_some()
            || self.managed
            || self.no_stronger
            || self.boundary.is_some()
            || self.unit.is_some()
            || self.with_children
            || self.expired
    }
}

/// That sharing lets a user do something with an object: the access string looks like `pattern`.
pub fn shared_with(user: &str, pattern: &str) -> Restriction {
    sql::shared_with(user, pattern)
}

/// The roles that the caller may give to others.
pub fn issuable(caller: &Caller, own_roles: bool) -> Vec<Restriction> {
    if caller.is_super() {
        return Vec::new();
    }
    let mut found = vec![sql::role_within(caller.authorities.iter().cloned().collect())];
    if !own_roles {
        found.push(sql::role_not_of(&caller.uid));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_that_asks_for_nothing_has_no_conditions() {
        let caller = Caller { uid: String::from("DKDm53pUFwV"), ..Caller::default() };
        assert!(UserRequest::default().restrictions(&caller, false).is_empty());
        let asked = UserRequest { managed: true, ..UserRequest::default() };
        assert_eq!(asked.restrictions(&caller, false).len(), 2);
        assert_eq!(asked.restrictions(&caller, true).len(), 1);
    }

    #[test]
    fn a_superuser_manages_everybody_and_gives_every_role() {
        let authorities = [String::from("ALL")].into();
        let caller = Caller { authorities, ..Caller::default() };
        let asked = UserRequest { managed: true, no_stronger: true, ..UserRequest::default() };
        assert!(asked.restrictions(&caller, false).is_empty());
        assert!(issuable(&caller, false).is_empty());
    }
}
