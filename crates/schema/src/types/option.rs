//! Option.

use crate::builder::{Builder, complex, integer, reference, text};
use crate::registry::{AuthorityType, Type};

pub(super) fn option() -> Type {
    Builder::new("option", "options", "org.hisp.dhis.option.Option")
        .endpoint("/options")
        .table("optionvalue", Some("optionvalueid"))
        .order(1040)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_OPTIONSET_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_OPTIONSET_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_OPTIONSET_DELETE"])
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.option.OptionSet"])
        .identifiable()
        .nameable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("code").column("code").required().attribute().length(0, 230),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            text("description").column("description").translatable("DESCRIPTION").length(0, 2147483647),
            text("formName").column("formname").translatable("FORM_NAME").length(0, 2147483647),
            reference("lastUpdatedBy", "org.hisp.dhis.user.User").opaque(),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            reference("optionSet", "org.hisp.dhis.option.OptionSet").by("optionsetid").long(255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("shortName").attribute().range(1.0, 50.0),
            integer("sortOrder").column("sort_order").any_integer(),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
        ])
        .build()
}
