//! Category Option Combo.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE};
use crate::builder::{Builder, boolean, complex, constant, list, reference, set, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn category_option_combo() -> Type {
    Builder::new("categoryOptionCombo", "categoryOptionCombos", "org.hisp.dhis.category.CategoryOptionCombo")
        .endpoint("/categoryOptionCombos")
        .table("categoryoptioncombo", Some("categoryoptioncomboid"))
        .order(1190)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_CATEGORY_COMBO_PUBLIC_ADD", "F_CATEGORY_COMBO_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_CATEGORY_COMBO_DELETE"])
        .references(&[
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.category.CategoryOption",
            "org.hisp.dhis.category.CategoryCombo",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            reference("categoryCombo", "org.hisp.dhis.category.CategoryCombo")
                .join("categorycombos_optioncombos", "categoryoptioncomboid", "categorycomboid")
                .required()
                .long(255),
            set("categoryOptions", "org.hisp.dhis.category.CategoryOption", Reference)
                .item("categoryOption")
                .join("categoryoptioncombos_categoryoptions", "categoryoptioncomboid", "categoryoptionid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.category.CategoryOption.categoryOptionCombos"),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            text("description").range(1.0, 2147483647.0),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            boolean("ignoreApproval").column("ignoreapproval").long(255),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            text("name").column("name").translatable("NAME").length(0, 2147483647),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("shortName").range(0.0, 2147483647.0),
        ])
        .build()
}
