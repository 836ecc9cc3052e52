//! Users from clerk to minister, their roles and groups. Nobody here exists.

use serde_json::{Value, json};

use crate::geography::{Geography, Kind};
use crate::metadata::references;
use crate::names;
use crate::random::uid;

/// The password of every user of the demo country, and its bcrypt hash.
pub(crate) const PASSWORD: &str = "Afya-demo-1";
const HASH: &str = "$2a$10$Ok/dDHuFhiOxV50B78DIYug/.tj3Tkm..mceETA4k2Q/ZYIZYwJMS";

const SEE: &[&str] = &[
    "M_dhis-web-dashboard",
    "M_dhis-web-data-visualizer",
    "M_dhis-web-maps",
    "M_dhis-web-interpretation",
    "M_dhis-web-messaging",
    "F_EXPORT_DATA",
];
const ENTER: &[&str] = &[
    "M_dhis-web-dataentry",
    "M_dhis-web-aggregate-data-entry",
    "F_DATAVALUE_ADD",
    "F_DATAVALUE_DELETE",
    "F_RUN_VALIDATION",
];
const ARRANGE: &[&str] = &[
    "F_VISUALIZATION_PUBLIC_ADD",
    "F_MAP_PUBLIC_ADD",
    "F_DASHBOARD_PUBLIC_ADD",
    "F_VIEW_UNAPPROVED_DATA",
    "F_INDICATOR_PUBLIC_ADD",
    "F_LEGEND_SET_PUBLIC_ADD",
];

/// Roles: code, name and what they allow.
const ROLES: [(&str, &str, &[&[&str]]); 3] = [
    ("ENTRY", "Data entry", &[SEE, ENTER]),
    ("ANALYSIS", "Data analysis", &[SEE, ARRANGE]),
    ("LEADERSHIP", "Leadership", &[SEE]),
];

const GROUPS: [(&str, &str); 4] = [
    ("CLERKS", "Data clerks"),
    ("OFFICERS", "District and province officers"),
    ("MANAGERS", "Programme managers"),
    ("LEADERS", "Leadership of the ministry"),
];

/// Somebody: login name, first name, surname, role, group, unit where they enter data, and unit they look at.
struct Person {
    username: String,
    name: (String, String),
    role: &'static str,
    group: &'static str,
    enters: Option<String>,
    sees: String,
}

pub(crate) fn roles() -> Vec<Value> {
    let roles = ROLES.iter().map(|(code, name, authorities)| {
        json!({
            "id": uid(&format!("role {code}")), "code": code, "name": name, "description": name,
            "authorities": authorities.concat(),
        })
    });
    roles.collect()
}

pub(crate) fn groups() -> Vec<Value> {
    let groups = GROUPS.iter().map(|(code, name)| {
        json!({ "id": uid(&format!("user group {code}")), "code": code, "name": name, "users": [] })
    });
    groups.collect()
}

/// Whom every database of DHIS2 begins with, and the role that it gives them.
const ADMIN: (&str, &str) = ("M5zQapPyTZI", "yrB6vc5Ip3r");

pub(crate) fn users(geography: &Geography) -> Vec<Value> {
    let people = people(geography);
    std::iter::once(administrator(geography)).chain(people.iter().map(user)).collect()
}

/// The administrator as they are, password and all, and at home in the whole country: without a unit they would see no figure.
fn administrator(geography: &Geography) -> Value {
    let country = || references(Some(geography.country.uid.clone()));
    json!({
        "id": ADMIN.0, "code": "admin", "username": "admin", "firstName": "admin", "surname": "admin",
        "userRoles": [{ "id": ADMIN.1 }],
        "organisationUnits": country(), "dataViewOrganisationUnits": country(), "teiSearchOrganisationUnits": country(),
    })
}

fn people(geography: &Geography) -> Vec<Person> {
    let mut people = Vec::new();
    let mut add = |username: String, role, group, enters: Option<String>, sees: String| {
        let at = people.len();
        let name = (names::village(2_100 - at), names::village(1_000 + at));
        people.push(Person { username, name, role, group, enters, sees });
    };
    let country = &geography.country.uid;
    let hospitals = geography.facilities.iter().filter(|facility| facility.kind == Kind::Hospital);
    // The first of each kind has the plain login name; the others have the number of their district or province.
    let numbered =
        |word: &str, at: usize| if at == 0 { word.to_owned() } else { format!("{word}{}", at + 1) };
    for (at, hospital) in hospitals.enumerate() {
        let district = geography.districts[hospital.district].uid.clone();
        add(numbered("clerk", at), "ENTRY", "CLERKS", Some(hospital.uid.clone()), hospital.uid.clone());
        add(numbered("officer", at), "ENTRY", "OFFICERS", Some(district.clone()), district);
    }
    for (at, province) in geography.provinces.iter().enumerate() {
        add(numbered("province", at), "ANALYSIS", "OFFICERS", None, province.uid.clone());
        add(numbered("manager", at), "ANALYSIS", "MANAGERS", None, country.clone());
    }
    add("minister".to_owned(), "LEADERSHIP", "LEADERS", None, country.clone());
    people
}

fn user(person: &Person) -> Value {
    let (first, last) = &person.name;
    json!({
        "id": uid(&format!("user {}", person.username)), "username": person.username, "password": HASH,
        "firstName": first, "surname": last,
        "userRoles": [{ "id": uid(&format!("role {}", person.role)) }],
        "userGroups": [{ "id": uid(&format!("user group {}", person.group)) }],
        "organisationUnits": references(Some(person.enters.clone().unwrap_or_else(|| person.sees.clone()))),
        "dataViewOrganisationUnits": references(Some(person.sees.clone())),
    })
}
