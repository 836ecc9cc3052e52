//! Item Config.

use super::constants::POSITION;
use crate::builder::{Builder, constant, integer};
use crate::registry::Type;

pub(super) fn item_config() -> Type {
    Builder::new("itemConfig", "itemConfigs", "org.hisp.dhis.dashboard.design.ItemConfig")
        .properties(vec![
            integer("insertHeight").range(0.0, 2147483647.0),
            constant("insertPosition", "org.hisp.dhis.dashboard.design.Position", POSITION),
        ])
        .build()
}
