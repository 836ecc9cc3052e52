//! Metadata Version.

use super::constants::VERSION_TYPE;
use crate::builder::{Builder, boolean, complex, constant, date, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn metadata_version() -> Type {
    Builder::new("metadataVersion", "metadataVersions", "org.hisp.dhis.metadata.version.MetadataVersion")
        .endpoint("/metadata/version")
        .table("metadataversion", Some("versionid"))
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["ALL", "F_METADATA_MANAGE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("hashCode").column("hashcode").required().unique().length(0, 50),
            date("importDate").column("importdate").long(255),
            text("name").column("name").required().unique().length(0, 230),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            constant("type", "org.hisp.dhis.metadata.version.VersionType", VERSION_TYPE).column("versiontype").long(50),
        ])
        .build()
}
