//! Tracked Entity Data Element Dimension.

use crate::builder::{Builder, reference, text};
use crate::registry::Type;

pub(super) fn tracked_entity_data_element_dimension() -> Type {
    Builder::new(
        "trackedEntityDataElementDimension",
        "trackedEntityDataElementDimensions",
        "org.hisp.dhis.trackedentity.TrackedEntityDataElementDimension",
    )
    .wire_name("dataElementDimension")
    .table("trackedentitydataelementdimension", Some("trackedentitydataelementdimensionid"))
    .references(&["org.hisp.dhis.legend.LegendSet", "org.hisp.dhis.program.ProgramStage", "org.hisp.dhis.dataelement.DataElement"])
    .properties(vec![
        reference("dataElement", "org.hisp.dhis.dataelement.DataElement").by("dataelementid").nameable().long(255),
        text("filter").column("filter").length(0, 2147483647),
        reference("legendSet", "org.hisp.dhis.legend.LegendSet").by("legendsetid").long(255),
        reference("programStage", "org.hisp.dhis.program.ProgramStage").by("programstageid").nameable().long(255),
    ])
    .build()
}
