//! User Role.

use crate::builder::{Builder, boolean, list, set, text};
use crate::property::PropertyType::{Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn user_role() -> Type {
    Builder::new("userRole", "userRoles", "org.hisp.dhis.user.UserRole")
        .endpoint("/userRoles")
        .table("userrole", Some("userroleid"))
        .order(100)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_USERROLE_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_USERROLE_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_USERROLE_DELETE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            set("authorities", "String", Text).item("authority").values("userroleauthorities", "userroleid", "authority").simple().min(0.0),
            text("description").column("description").length(2, 255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            set("restrictions", "String", Text).item("restriction").values("userrolerestrictions", "userroleid", "restriction").simple().min(0.0),
            list("users", "org.hisp.dhis.user.User", Reference).item("userObject").read_only().opaque().expression(
                "(select coalesce(json_agg(json_build_object('id', u.uid, 'code', u.code, 'name', u.firstname || ' ' || u.surname, \
                 'displayName', u.firstname || ' ' || u.surname, 'username', u.username) order by u.userinfoid), '[]'::json) \
                 from userrolemembers m join userinfo u on u.userinfoid = m.userid where m.userroleid = {t}.userroleid)",
            ),
        ])
        .build()
}
