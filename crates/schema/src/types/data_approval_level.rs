//! Data Approval Level.

use crate::builder::{Builder, complex, integer, reference, set, text};
use crate::property::PropertyType::Complex;
use crate::registry::{AuthorityType, Type};

pub(super) fn data_approval_level() -> Type {
    Builder::new("dataApprovalLevel", "dataApprovalLevels", "org.hisp.dhis.dataapproval.DataApprovalLevel")
        .endpoint("/dataApprovalLevels")
        .table("dataapprovallevel", Some("dataapprovallevelid"))
        .order(1370)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_DATA_APPROVAL_LEVEL"])
        .authority(AuthorityType::CreatePrivate, &["F_DATA_APPROVAL_LEVEL"])
        .authority(AuthorityType::Delete, &["F_DATA_APPROVAL_LEVEL"])
        .references(&["org.hisp.dhis.category.CategoryOptionGroupSet", "org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            reference("categoryOptionGroupSet", "org.hisp.dhis.category.CategoryOptionGroupSet").by("categoryoptiongroupsetid").nameable().long(255),
            text("displayName").read_only(),
            text("href").attribute().range(0.0, 2147483647.0),
            integer("level").column("level").required().any_integer(),
            text("name").column("name").required().unique().translatable("NAME").length(0, 230),
            integer("orgUnitLevel").column("orgunitlevel").required().any_integer(),
            text("orgUnitLevelName").range(0.0, 2147483647.0),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").json("sharing").length(0, 255),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).json("translations").min(0.0).no_cascade().no_role(),
        ])
        .build()
}
