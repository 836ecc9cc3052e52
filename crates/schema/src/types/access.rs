//! Access.

use crate::builder::{Builder, boolean, complex};
use crate::registry::Type;

pub(super) fn access() -> Type {
    Builder::new("access", "accesses", "org.hisp.dhis.security.acl.Access")
        .embedded()
        .properties(vec![
            complex("data", "org.hisp.dhis.security.acl.AccessData").min(0.0),
            boolean("delete"),
            boolean("manage"),
            boolean("read"),
            boolean("update"),
            boolean("write"),
        ])
        .build()
}
