//! Category Option Group Set.

use super::constants::{AGGREGATION_TYPE, DATA_DIMENSION_TYPE, DIMENSION_TYPE, VALUE_TYPE};
use crate::builder::{Builder, boolean, complex, constant, list, reference, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn category_option_group_set() -> Type {
    Builder::new("categoryOptionGroupSet", "categoryOptionGroupSets", "org.hisp.dhis.category.CategoryOptionGroupSet")
        .endpoint("/categoryOptionGroupSets")
        .table("categoryoptiongroupset", Some("categoryoptiongroupsetid"))
        .order(1160)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_CATEGORY_OPTION_GROUP_SET_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_CATEGORY_OPTION_GROUP_SET_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_CATEGORY_OPTION_GROUP_SET_DELETE"])
        .references(&[
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.category.CategoryOptionGroup",
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
            list("categoryOptionGroups", "org.hisp.dhis.category.CategoryOptionGroup", Reference)
                .item("categoryOptionGroup")
                .field("members")
                .join("categoryoptiongroupsetmembers", "categoryoptiongroupsetid", "categoryoptiongroupid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.category.CategoryOptionGroup.groupSets"),
            boolean("dataDimension").column("datadimension").required().long(255),
            constant("dataDimensionType", "org.hisp.dhis.common.DataDimensionType", DATA_DIMENSION_TYPE)
                .column("datadimensiontype")
                .required()
                .long(255),
            text("dimension").range(0.0, 2147483647.0),
            complex("dimensionItemKeywords", "org.hisp.dhis.common.DimensionItemKeywords").read_only(),
            constant("dimensionType", "org.hisp.dhis.common.DimensionType", DIMENSION_TYPE),
            text("filter").range(0.0, 2147483647.0),
            list("items", "org.hisp.dhis.common.DimensionalItemObject", Reference)
                .item("item")
                .nameable()
                .min(0.0)
                .same_as("categoryOptionGroups", "CategoryOptionGroup"),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet"),
            reference("optionSet", "org.hisp.dhis.option.OptionSet").read_only(),
            reference("program", "org.hisp.dhis.program.Program").nameable(),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").nameable(),
            complex("repetition", "org.hisp.dhis.eventvisualization.EventRepetition").field("eventRepetition").embedded().min(0.0),
            constant("valueType", "org.hisp.dhis.common.ValueType", VALUE_TYPE).read_only(),
        ])
        .build()
}
