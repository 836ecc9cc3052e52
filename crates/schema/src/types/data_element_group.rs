//! Data Element Group.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE};
use crate::builder::{Builder, complex, constant, list, reference, set, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn data_element_group() -> Type {
    Builder::new("dataElementGroup", "dataElementGroups", "org.hisp.dhis.dataelement.DataElementGroup")
        .endpoint("/dataElementGroups")
        .table("dataelementgroup", Some("dataelementgroupid"))
        .order(1210)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_DATAELEMENTGROUP_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_DATAELEMENTGROUP_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_DATAELEMENTGROUP_DELETE"])
        .references(&[
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.dataelement.DataElementGroupSet",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            set("dataElements", "org.hisp.dhis.dataelement.DataElement", Reference)
                .item("dataElement")
                .field("members")
                .join("dataelementgroupmembers", "dataelementgroupid", "dataelementid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.dataelement.DataElement.groups"),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            set("groupSets", "org.hisp.dhis.dataelement.DataElementGroupSet", Reference)
                .item("groupSet")
                .join("dataelementgroupsetmembers", "dataelementgroupid", "dataelementgroupsetid")
                .inverse()
                .nameable()
                .min(0.0)
                .owning_role("org.hisp.dhis.dataelement.DataElementGroupSet.members")
                .own_inverse_role(),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
        ])
        .build()
}
