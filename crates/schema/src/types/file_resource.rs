//! File Resource.

use super::constants::{FILE_RESOURCE_DOMAIN, FILE_RESOURCE_STORAGE_STATUS};
use crate::builder::{Builder, boolean, complex, constant, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::Type;

pub(super) fn file_resource() -> Type {
    Builder::new("fileResource", "fileResources", "org.hisp.dhis.fileresource.FileResource")
        .wire_name("identifiableObject")
        .endpoint("/fileResources")
        .table("fileresource", Some("fileresourceid"))
        .attribute_values()
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            boolean("assigned").column("isassigned").required().long(255),
            text("contentLength")
                .klass("java.lang.Long")
                .column("contentlength")
                .required()
                .long(2147483647)
                .range(-9.223372036854776e+18, 9.223372036854776e+18),
            text("contentMd5").column("contentmd5").required().length(0, 32),
            text("contentType").column("contenttype").required().length(0, 255),
            constant("domain", "org.hisp.dhis.fileresource.FileResourceDomain", FILE_RESOURCE_DOMAIN).column("domain").long(40),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            boolean("hasMultipleStorageFiles").column("hasmultiplestoragefiles").long(255),
            text("name").column("name").required().length(0, 230),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            constant("storageStatus", "org.hisp.dhis.fileresource.FileResourceStorageStatus", FILE_RESOURCE_STORAGE_STATUS),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
        ])
        .build()
}
