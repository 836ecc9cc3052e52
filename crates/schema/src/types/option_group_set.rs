//! Option Group Set.

use super::constants::{AGGREGATION_TYPE, DATA_DIMENSION_TYPE, DIMENSION_TYPE, VALUE_TYPE};
use crate::builder::{Builder, boolean, complex, constant, list, reference, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn option_group_set() -> Type {
    Builder::new("optionGroupSet", "optionGroupSets", "org.hisp.dhis.option.OptionGroupSet")
        .endpoint("/optionGroupSets")
        .table("optiongroupset", Some("optiongroupsetid"))
        .order(1051)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_OPTIONGROUPSET_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_OPTIONGROUPSET_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_OPTIONGROUPSET_DELETE"])
        .references(&[
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.option.OptionGroup",
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
            boolean("dataDimension").column("datadimension").required().long(255),
            constant("dataDimensionType", "org.hisp.dhis.common.DataDimensionType", DATA_DIMENSION_TYPE),
            text("dimension").range(0.0, 2147483647.0),
            complex("dimensionItemKeywords", "org.hisp.dhis.common.DimensionItemKeywords").read_only(),
            constant("dimensionType", "org.hisp.dhis.common.DimensionType", DIMENSION_TYPE),
            text("filter").range(0.0, 2147483647.0),
            list("items", "org.hisp.dhis.common.DimensionalItemObject", Reference)
                .item("item")
                .nameable()
                .min(0.0)
                .same_as("optionGroups", "OptionGroup"),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet"),
            list("optionGroups", "org.hisp.dhis.option.OptionGroup", Reference)
                .item("optionGroup")
                .field("members")
                .join("optiongroupsetmembers", "optiongroupsetid", "optiongroupid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
            reference("optionSet", "org.hisp.dhis.option.OptionSet").by("optionsetid").long(255),
            reference("program", "org.hisp.dhis.program.Program").nameable(),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").nameable(),
            complex("repetition", "org.hisp.dhis.eventvisualization.EventRepetition").field("eventRepetition").embedded().min(0.0),
            text("shortName").attribute().range(1.0, 50.0),
            constant("valueType", "org.hisp.dhis.common.ValueType", VALUE_TYPE).read_only(),
        ])
        .build()
}
