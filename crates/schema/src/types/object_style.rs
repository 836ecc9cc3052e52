//! Object Style.

use crate::builder::{Builder, text};
use crate::registry::Type;

pub(super) fn object_style() -> Type {
    Builder::new("objectStyle", "objectStyles", "org.hisp.dhis.common.ObjectStyle")
        .embedded()
        .properties(vec![text("color").range(0.0, 2147483647.0), text("icon").range(0.0, 2147483647.0)])
        .build()
}
