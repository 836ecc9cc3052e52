//! Data Element Operand.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE};
use crate::builder::{Builder, complex, constant, date, identifier, list, reference, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::Type;

pub(super) fn data_element_operand() -> Type {
    Builder::new("dataElementOperand", "dataElementOperands", "org.hisp.dhis.dataelement.DataElementOperand")
        .endpoint("/dataElementOperands")
        .table("dataelementoperand", Some("dataelementoperandid"))
        .embedded()
        .attribute_values()
        .references(&[
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.category.CategoryOptionCombo",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            reference("attributeOptionCombo", "org.hisp.dhis.category.CategoryOptionCombo").nameable(),
            reference("categoryOptionCombo", "org.hisp.dhis.category.CategoryOptionCombo").by("categoryoptioncomboid").nameable().long(255),
            identifier("code").attribute().min(0.0),
            date("created").attribute(),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            reference("dataElement", "org.hisp.dhis.dataelement.DataElement").by("dataelementid").nameable().long(255),
            text("description").range(1.0, 2147483647.0),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            text("displayName").read_only(),
            text("displayShortName").read_only(),
            text("id").field("uid").range(0.0, 2147483647.0),
            date("lastUpdated").attribute(),
            reference("lastUpdatedBy", "org.hisp.dhis.user.User").opaque(),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            text("name").range(0.0, 2147483647.0),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("shortName").range(0.0, 2147483647.0),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
        ])
        .build()
}
