//! Route.

use crate::builder::{Builder, boolean, complex, integer, list, set, text};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

pub(super) fn route() -> Type {
    Builder::new("route", "routes", "org.hisp.dhis.route.Route")
        .wire_name("identifiableObject")
        .endpoint("/routes")
        .table("route", Some("routeid"))
        .order(1200)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_ROUTE_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_ROUTE_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_ROUTE_DELETE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            complex("auth", "org.hisp.dhis.common.auth.AuthScheme").json("auth").length(0, 255),
            list("authorities", "String", Text).json("authorities").simple().required().length(0, 255).no_cascade().no_role(),
            text("description").column("description").length(0, 2147483647),
            boolean("disabled").column("disabled").long(255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            complex("headers", "org.hisp.dhis.mapping.Map").json("headers").required().length(0, 255).no_endpoint(),
            integer("responseTimeoutSeconds").column("responsetimeoutseconds").any_integer(),
            text("url").column("url").length(0, 2147483647),
        ])
        .build()
}
