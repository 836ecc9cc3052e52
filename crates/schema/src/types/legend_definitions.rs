//! Legend Definitions.

use super::constants::{LEGEND_DISPLAY_STRATEGY, LEGEND_DISPLAY_STYLE};
use crate::builder::{Builder, boolean, constant, reference};
use crate::registry::Type;

pub(super) fn legend_definitions() -> Type {
    Builder::new("legendDefinitions", "legendDefinitions", "org.hisp.dhis.visualization.LegendDefinitions")
        .wire_name("legend")
        .references(&["org.hisp.dhis.legend.LegendSet"])
        .properties(vec![
            reference("set", "org.hisp.dhis.legend.LegendSet").field("legendSet"),
            boolean("showKey"),
            constant("strategy", "org.hisp.dhis.legend.LegendDisplayStrategy", LEGEND_DISPLAY_STRATEGY).field("legendDisplayStrategy"),
            constant("style", "org.hisp.dhis.legend.LegendDisplayStyle", LEGEND_DISPLAY_STYLE).field("legendDisplayStyle"),
        ])
        .build()
}
