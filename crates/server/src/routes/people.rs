//! `/api/users` and `/api/userRoles`: lists with conditions that other types do not have.

use afya_access::settings::read_system;
use afya_metadata::people::{self, UnitsOf, UserRequest};
use afya_metadata::restriction::Restriction;
use afya_model::Refusal;
use afya_schema::Type;

use crate::answer::Failure;
use crate::call::Call;

/// The setting that lets people give away roles of their own.
pub(super) const OWN_ROLES: &str = "keyCanGrantOwnUserAuthorityGroups";

/// Parameters of DHIS2 that are not built yet.
const NOT_BUILT: [&str; 5] =
    ["phoneNumber", "lastLogin", "inactiveMonths", "inactiveSince", "selfRegistered"];

/// The conditions of a list beyond its filters; for users `query` is one of them.
///
/// # Errors
/// 501 for a condition that is not built yet, 400 for a word that is none.
pub(super) async fn restrictions(of: &Type, call: &Call) -> Result<Vec<Restriction>, Failure> {
    let query = &call.query;
    let found = match of.name {
        "user" => Asked::Users(user_request(call)?),
        "userRole" if query.is_true("canIssue") => Asked::Roles,
        _ => return Ok(Vec::new()),
    };
    let own_roles = read_system(&call.connect().await?).await?.is_on(OWN_ROLES);
    Ok(match found {
        Asked::Users(request) => request.restrictions(call.caller(), own_roles),
        Asked::Roles => people::issuable(call.caller(), own_roles),
    })
}

enum Asked {
    Users(UserRequest),
    Roles,
}

fn user_request(call: &Call) -> Result<UserRequest, Refusal> {
    let query = &call.query;
    let text = |name: &str| query.get(name).map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let given = |name: &&&str| text(name).is_some_and(|text| !text.eq_ignore_ascii_case("false"));
    if let Some(name) = NOT_BUILT.iter().find(given) {
        return Err(Refusal::new(501, format!("The condition `{name}` is not built here yet; leave it out")));
    }
    let invitations = text("invitationStatus");
    let expired = match invitations.as_deref() {
        None | Some("NONE") => false,
        Some("EXPIRED") => true,
        Some(word) => {
            return Err(Refusal::new(
                501,
                format!("`invitationStatus={word}` is not built here yet; leave it out"),
            ));
        }
    };
    let boundary = match text("orgUnitBoundary") {
        None => query.is_true("userOrgUnits").then_some(UnitsOf::Capture),
        Some(word) => Some(UnitsOf::parse(&word).ok_or_else(|| {
            let words = "DATA_CAPTURE, DATA_OUTPUT or TEI_SEARCH";
            Refusal::bad_request(format!("`orgUnitBoundary` is `{word}`; give {words}"))
        })?),
    };
    let manage = query.is_true("manage");
    Ok(UserRequest {
        query: text("query"),
        managed: manage || query.is_true("canManage"),
        no_stronger: manage || query.is_true("authSubset"),
        boundary,
        unit: text("ou"),
        with_children: query.is_true("includeChildren"),
        expired,
    })
}
