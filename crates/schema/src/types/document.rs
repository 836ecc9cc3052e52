//! Document.

use crate::builder::{Builder, boolean, complex, set, text};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

pub(super) fn document() -> Type {
    Builder::new("document", "documents", "org.hisp.dhis.document.Document")
        .endpoint("/documents")
        .table("document", Some("documentid"))
        .order(2000)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_DOCUMENT_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_DOCUMENT_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_DOCUMENT_DELETE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            boolean("attachment").column("attachment").long(255),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("contentType").column("contenttype").length(0, 255),
            boolean("external").column("external").required().long(255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            text("url").column("url").required().length(0, 2147483647),
        ])
        .build()
}
