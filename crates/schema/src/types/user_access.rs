//! User Access.

use crate::builder::{Builder, text};
use crate::registry::Type;

pub(super) fn user_access() -> Type {
    Builder::new("userAccess", "userAccesses", "org.hisp.dhis.user.sharing.UserAccess")
        .properties(vec![text("access").range(0.0, 2147483647.0), text("displayName").range(0.0, 2147483647.0), text("id").range(0.0, 2147483647.0)])
        .build()
}
