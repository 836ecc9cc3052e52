//! Axis.

use crate::builder::{Builder, integer, text};
use crate::registry::Type;

pub(super) fn axis() -> Type {
    Builder::new("axis", "axes", "org.hisp.dhis.visualization.Axis")
        .table("axis", Some("axisid"))
        .embedded()
        .properties(vec![
            integer("axis").column("axis").required().any_integer(),
            text("dimensionalItem").column("dimensionalitem").required().length(0, 255),
        ])
        .build()
}
