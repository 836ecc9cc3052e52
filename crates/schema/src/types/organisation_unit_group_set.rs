//! Organisation Unit Group Set.

use super::constants::{AGGREGATION_TYPE, DATA_DIMENSION_TYPE, DIMENSION_TYPE, VALUE_TYPE};
use crate::builder::{Builder, boolean, complex, constant, list, reference, set, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn organisation_unit_group_set() -> Type {
    Builder::new("organisationUnitGroupSet", "organisationUnitGroupSets", "org.hisp.dhis.organisationunit.OrganisationUnitGroupSet")
        .endpoint("/organisationUnitGroupSets")
        .table("orgunitgroupset", Some("orgunitgroupsetid"))
        .order(1130)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_ORGUNITGROUPSET_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_ORGUNITGROUPSET_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_ORGUNITGROUPSET_DELETE"])
        .references(&[
            "org.hisp.dhis.organisationunit.OrganisationUnitGroup",
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.program.ProgramStage",
            "org.hisp.dhis.common.DimensionalItemObject",
            "org.hisp.dhis.option.OptionSet",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            boolean("allItems"),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            boolean("compulsory").column("compulsory").required().long(255),
            boolean("dataDimension").column("datadimension").required().long(255),
            constant("dataDimensionType", "org.hisp.dhis.common.DataDimensionType", DATA_DIMENSION_TYPE),
            text("dimension").range(0.0, 2147483647.0),
            complex("dimensionItemKeywords", "org.hisp.dhis.common.DimensionItemKeywords").read_only(),
            constant("dimensionType", "org.hisp.dhis.common.DimensionType", DIMENSION_TYPE),
            text("filter").range(0.0, 2147483647.0),
            boolean("includeSubhierarchyInAnalytics").column("includesubhierarchyinanalytics").long(255),
            list("items", "org.hisp.dhis.common.DimensionalItemObject", Reference)
                .item("item")
                .nameable()
                .min(0.0)
                .same_as("organisationUnitGroups", "OrganisationUnitGroup"),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet"),
            reference("optionSet", "org.hisp.dhis.option.OptionSet").read_only(),
            set("organisationUnitGroups", "org.hisp.dhis.organisationunit.OrganisationUnitGroup", Reference)
                .item("organisationUnitGroup")
                .join("orgunitgroupsetmembers", "orgunitgroupsetid", "orgunitgroupid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.organisationunit.OrganisationUnitGroup.groupSets"),
            reference("program", "org.hisp.dhis.program.Program").nameable(),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").nameable(),
            complex("repetition", "org.hisp.dhis.eventvisualization.EventRepetition").field("eventRepetition").embedded().min(0.0),
            constant("valueType", "org.hisp.dhis.common.ValueType", VALUE_TYPE).read_only(),
        ])
        .build()
}
