//! Tracked Entity Program Indicator Dimension.

use crate::builder::{Builder, reference, text};
use crate::registry::Type;

pub(super) fn data_element_dimension() -> Type {
    Builder::new("dataElementDimension", "dataElementDimensions", "org.hisp.dhis.trackedentity.TrackedEntityProgramIndicatorDimension")
        .wire_name("programIndicatorDimension")
        .table("trackedentityprogramindicatordimension", Some("trackedentityprogramindicatordimensionid"))
        .references(&["org.hisp.dhis.legend.LegendSet", "org.hisp.dhis.program.ProgramIndicator"])
        .properties(vec![
            text("filter").column("filter").length(0, 2147483647),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").by("legendsetid").long(255),
            reference("programIndicator", "org.hisp.dhis.program.ProgramIndicator").by("programindicatorid").nameable().long(255),
        ])
        .build()
}
