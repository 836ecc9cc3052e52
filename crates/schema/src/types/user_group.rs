//! User Group.

use crate::builder::{Builder, boolean, complex, set, text};
use crate::property::PropertyType::{Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn user_group() -> Type {
    Builder::new("userGroup", "userGroups", "org.hisp.dhis.user.UserGroup")
        .endpoint("/userGroups")
        .table("usergroup", Some("usergroupid"))
        .order(102)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_USERGROUP_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_USERGROUP_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_USERGROUP_DELETE"])
        .references(&["org.hisp.dhis.user.UserGroup", "org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("description").column("description").length(2, 255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            set("managedByGroups", "org.hisp.dhis.user.UserGroup", Reference)
                .item("managedByGroup")
                .join("usergroupmanaged", "managedgroupid", "managedbygroupid")
                .inverse()
                .min(0.0)
                .owning_role("org.hisp.dhis.user.UserGroup.managedGroups")
                .own_inverse_role(),
            set("managedGroups", "org.hisp.dhis.user.UserGroup", Reference)
                .item("managedGroup")
                .join("usergroupmanaged", "managedbygroupid", "managedgroupid")
                .min(0.0)
                .inverse_role("org.hisp.dhis.user.UserGroup.managedByGroups"),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            set("users", "org.hisp.dhis.user.User", Reference)
                .item("user")
                .field("members")
                .join("usergroupmembers", "usergroupid", "userid")
                .opaque()
                .min(0.0)
                .inverse_role("org.hisp.dhis.user.User.groups"),
        ])
        .build()
}
