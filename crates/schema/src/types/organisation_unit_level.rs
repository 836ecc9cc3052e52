//! Organisation Unit Level.

use crate::builder::{Builder, boolean, complex, integer, reference, set, text};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

pub(super) fn organisation_unit_level() -> Type {
    Builder::new("organisationUnitLevel", "organisationUnitLevels", "org.hisp.dhis.organisationunit.OrganisationUnitLevel")
        .endpoint("/organisationUnitLevels")
        .table("orgunitlevel", Some("orgunitlevelid"))
        .order(1110)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_ORGANISATIONUNITLEVEL_UPDATE"])
        .authority(AuthorityType::Update, &["F_ORGANISATIONUNITLEVEL_UPDATE"])
        .authority(AuthorityType::Delete, &["F_ORGANISATIONUNITLEVEL_UPDATE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            integer("level").column("level").required().unique().attribute().long(2147483647).range(1.0, 999.0),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            integer("offlineLevels").column("offlinelevels").any_integer(),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
        ])
        .build()
}
