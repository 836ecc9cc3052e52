//! User Group Access.

use crate::builder::{Builder, text};
use crate::registry::Type;

pub(super) fn user_group_access() -> Type {
    Builder::new("userGroupAccess", "userGroupAccesses", "org.hisp.dhis.user.sharing.UserGroupAccess")
        .properties(vec![text("access").range(0.0, 2147483647.0), text("displayName").range(0.0, 2147483647.0), text("id").range(0.0, 2147483647.0)])
        .build()
}
