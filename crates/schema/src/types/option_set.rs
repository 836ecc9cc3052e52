//! Option Set.

use super::constants::VALUE_TYPE;
use crate::builder::{Builder, complex, constant, integer, list, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn option_set() -> Type {
    Builder::new("optionSet", "optionSets", "org.hisp.dhis.option.OptionSet")
        .endpoint("/optionSets")
        .table("optionset", Some("optionsetid"))
        .order(1050)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_OPTIONSET_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_OPTIONSET_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_OPTIONSET_DELETE"])
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.option.Option"])
        .identifiable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("description").column("description").length(0, 255),
            text("href").attribute().range(0.0, 2147483647.0),
            list("options", "org.hisp.dhis.option.Option", Reference)
                .item("option")
                .children("optionsetid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0)
                .cascade("all"),
            set("translations", "org.hisp.dhis.translation.Translation", Complex)
                .item("translation")
                .json("translations")
                .min(0.0)
                .no_cascade()
                .no_role()
                .gist("FALSE"),
            constant("valueType", "org.hisp.dhis.common.ValueType", VALUE_TYPE).column("valuetype").required().long(50),
            integer("version").column("version").required().any_integer(),
        ])
        .build()
}
