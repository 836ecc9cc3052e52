//! Category Option Group.

use super::constants::{AGGREGATION_TYPE, DATA_DIMENSION_TYPE, DIMENSION_ITEM_TYPE};
use crate::builder::{Builder, complex, constant, list, reference, set, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn category_option_group() -> Type {
    Builder::new("categoryOptionGroup", "categoryOptionGroups", "org.hisp.dhis.category.CategoryOptionGroup")
        .endpoint("/categoryOptionGroups")
        .table("categoryoptiongroup", Some("categoryoptiongroupid"))
        .order(1150)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_CATEGORY_OPTION_GROUP_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_CATEGORY_OPTION_GROUP_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_CATEGORY_OPTION_GROUP_DELETE"])
        .references(&[
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.category.CategoryOptionGroupSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.category.CategoryOption",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            set("categoryOptions", "org.hisp.dhis.category.CategoryOption", Reference)
                .item("categoryOption")
                .field("members")
                .join("categoryoptiongroupmembers", "categoryoptiongroupid", "categoryoptionid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.category.CategoryOption.groups"),
            constant("dataDimensionType", "org.hisp.dhis.common.DataDimensionType", DATA_DIMENSION_TYPE)
                .column("datadimensiontype")
                .required()
                .long(255),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            set("groupSets", "org.hisp.dhis.category.CategoryOptionGroupSet", Reference)
                .item("groupSet")
                .join("categoryoptiongroupsetmembers", "categoryoptiongroupid", "categoryoptiongroupsetid")
                .inverse()
                .nameable()
                .min(0.0)
                .owning_role("org.hisp.dhis.category.CategoryOptionGroupSet.members")
                .own_inverse_role(),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
        ])
        .build()
}
