//! Option Group.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE};
use crate::builder::{Builder, complex, constant, list, reference, set, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn option_group() -> Type {
    Builder::new("optionGroup", "optionGroups", "org.hisp.dhis.option.OptionGroup")
        .endpoint("/optionGroups")
        .table("optiongroup", Some("optiongroupid"))
        .order(1051)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_OPTIONGROUP_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_OPTIONGROUP_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_OPTIONGROUP_DELETE"])
        .references(&["org.hisp.dhis.legend.LegendSet", "org.hisp.dhis.user.User", "org.hisp.dhis.option.Option", "org.hisp.dhis.option.OptionSet"])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            reference("optionSet", "org.hisp.dhis.option.OptionSet").by("optionsetid").long(255),
            set("options", "org.hisp.dhis.option.Option", Reference)
                .item("option")
                .field("members")
                .join("optiongroupmembers", "optiongroupid", "optionid")
                .nameable()
                .min(0.0)
                .cascade("all"),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
        ])
        .build()
}
