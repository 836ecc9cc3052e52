//! Program Tracked Entity Attribute Dimension Item.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE};
use crate::builder::{Builder, complex, constant, date, identifier, list, reference, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::Type;

pub(super) fn program_tracked_entity_attribute_dimension_item() -> Type {
    Builder::new(
        "programTrackedEntityAttributeDimensionItem",
        "programTrackedEntityAttributeDimensionItems",
        "org.hisp.dhis.program.ProgramTrackedEntityAttributeDimensionItem",
    )
    .wire_name("programAttributeDimension")
    .embedded()
    .attribute_values()
    .references(&[
        "org.hisp.dhis.program.Program",
        "org.hisp.dhis.legend.LegendSet",
        "org.hisp.dhis.user.User",
        "org.hisp.dhis.trackedentity.TrackedEntityAttribute",
    ])
    .identifiable()
    .nameable()
    .properties(vec![
        constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
        reference("attribute", "org.hisp.dhis.trackedentity.TrackedEntityAttribute").required().nameable(),
        identifier("code").attribute().min(0.0),
        date("created").attribute(),
        reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
        text("description").range(1.0, 2147483647.0),
        text("dimensionItem").read_only(),
        constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
        text("displayName").read_only(),
        text("displayShortName").read_only(),
        identifier("id").field("uid").attribute().range(11.0, 11.0),
        date("lastUpdated").attribute(),
        reference("lastUpdatedBy", "org.hisp.dhis.user.User").opaque(),
        reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
        list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
        text("name").range(0.0, 2147483647.0),
        reference("program", "org.hisp.dhis.program.Program").required().nameable(),
        complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
        complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
        text("shortName").attribute().range(1.0, 50.0),
        set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
    ])
    .build()
}
