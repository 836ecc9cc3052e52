//! Program Indicator Group.

use crate::builder::{Builder, boolean, set, text};
use crate::property::PropertyType::{Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn program_indicator_group() -> Type {
    Builder::new("programIndicatorGroup", "programIndicatorGroups", "org.hisp.dhis.program.ProgramIndicatorGroup")
        .endpoint("/programIndicatorGroups")
        .table("programindicatorgroup", Some("programindicatorgroupid"))
        .order(1600)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PROGRAM_INDICATOR_GROUP_PUBLIC_ADD", "F_PROGRAM_INDICATOR_GROUP_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_PROGRAM_INDICATOR_GROUP_DELETE"])
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.program.ProgramIndicator"])
        .identifiable()
        .properties(vec![
            text("description").column("description").length(1, 2147483647),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            set("programIndicators", "org.hisp.dhis.program.ProgramIndicator", Reference)
                .item("programIndicator")
                .field("members")
                .join("programindicatorgroupmembers", "programindicatorgroupid", "programindicatorid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.program.ProgramIndicator.groups"),
        ])
        .build()
}
