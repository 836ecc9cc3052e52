//! Sharing.

use crate::builder::{Builder, complex, text};
use crate::registry::Type;

pub(super) fn sharing() -> Type {
    Builder::new("sharing", "sharings", "org.hisp.dhis.user.sharing.Sharing")
        .properties(vec![
            text("owner").range(0.0, 2147483647.0),
            text("public").field("publicAccess").range(0.0, 2147483647.0),
            complex("userGroups", "org.hisp.dhis.mapping.Map").min(0.0).no_endpoint(),
            complex("users", "org.hisp.dhis.mapping.Map").min(0.0).no_endpoint(),
        ])
        .build()
}
