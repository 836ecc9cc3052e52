//! The properties that nearly every type has.

use super::{Line, boolean, complex, date, identifier, reference, set, text, url};
use crate::property::PropertyType::{Complex, Text};

/// What every object with an identity has.
pub(super) fn identifiable() -> Vec<Line> {
    vec![
        complex("access", "org.hisp.dhis.security.acl.Access").embedded().min(0.0).gist("FALSE"),
        complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").min(0.0),
        identifier("code").column("code").unique().attribute().length(0, 50),
        date("created").column("created").attribute().long(255),
        reference("createdBy", "org.hisp.dhis.user.User").by("userid").opaque().long(255).gist("FALSE"),
        text("displayName").read_only().sortable(),
        url("href").attribute().min(0.0),
        identifier("id").field("uid").column("uid").unique().attribute().length(11, 11),
        date("lastUpdated").column("lastupdated").attribute().long(255),
        reference("lastUpdatedBy", "org.hisp.dhis.user.User").by("lastupdatedby").opaque().long(255),
        text("name").column("name").required().unique().attribute().translatable("NAME").length(1, 230),
        complex("sharing", "org.hisp.dhis.user.sharing.Sharing").json("sharing").length(0, 255).gist("FALSE"),
        set("translations", "org.hisp.dhis.translation.Translation", Complex)
            .item("translation")
            .json("translations")
            .length(0, 255)
            .no_cascade()
            .no_role()
            .gist("FALSE"),
        reference("user", "org.hisp.dhis.user.User").opaque(),
    ]
}

/// What every object with names has.
pub(super) fn nameable() -> Vec<Line> {
    vec![
        text("description").column("description").translatable("DESCRIPTION").length(1, 2147483647),
        text("displayDescription").read_only(),
        text("displayFormName").read_only().sortable(),
        text("displayShortName").read_only().sortable(),
        boolean("favorite").read_only(),
        set("favorites", "String", Text).item("favorite").simple().min(0.0),
        text("formName").range(0.0, 2147483647.0),
        text("shortName").column("shortname").required().unique().attribute().translatable("SHORT_NAME").length(1, 50),
    ]
}
