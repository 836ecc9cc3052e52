//! Category Option.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE, TOTAL_AGGREGATION_TYPE};
use crate::builder::{Builder, boolean, complex, constant, date, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn category_option() -> Type {
    Builder::new("categoryOption", "categoryOptions", "org.hisp.dhis.category.CategoryOption")
        .endpoint("/categoryOptions")
        .table("categoryoption", Some("categoryoptionid"))
        .order(1140)
        .shareable()
        .data_shareable()
        .data_read_shareable()
        .data_write_shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_CATEGORY_OPTION_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_CATEGORY_OPTION_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_CATEGORY_OPTION_DELETE"])
        .references(&[
            "org.hisp.dhis.category.Category",
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.category.CategoryOptionGroup",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.category.CategoryOptionCombo",
        ])
        .identifiable()
        .nameable()
        .without(&["favorite", "favorites"])
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE).read_only(),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            set("categories", "org.hisp.dhis.category.Category", Reference)
                .item("category")
                .join("categories_categoryoptions", "categoryoptionid", "categoryid")
                .inverse()
                .nameable()
                .min(0.0)
                .owning_role("org.hisp.dhis.category.Category.categoryOptions")
                .own_inverse_role(),
            set("categoryOptionCombos", "org.hisp.dhis.category.CategoryOptionCombo", Reference)
                .item("categoryOptionCombo")
                .join("categoryoptioncombos_categoryoptions", "categoryoptionid", "categoryoptioncomboid")
                .inverse()
                .nameable()
                .min(0.0)
                .owning_role("org.hisp.dhis.category.CategoryOptionCombo.categoryOptions")
                .own_inverse_role(),
            set("categoryOptionGroups", "org.hisp.dhis.category.CategoryOptionGroup", Reference)
                .item("categoryOptionGroup")
                .field("groups")
                .join("categoryoptiongroupmembers", "categoryoptionid", "categoryoptiongroupid")
                .inverse()
                .nameable()
                .min(0.0)
                .owning_role("org.hisp.dhis.category.CategoryOptionGroup.members")
                .own_inverse_role(),
            text("description").column("description").translatable("DESCRIPTION").length(0, 255),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE).read_only(),
            text("displayShortName").read_only(),
            date("endDate").column("enddate").long(255),
            text("formName").column("formname").translatable("FORM_NAME").length(2, 230),
            text("href").attribute().range(0.0, 2147483647.0),
            boolean("isDefault").field("default").read_only().expression("{t}.name = 'default'"),
            set("organisationUnits", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference)
                .item("organisationUnit")
                .join("categoryoption_organisationunits", "categoryoptionid", "organisationunitid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.organisationunit.OrganisationUnit.categoryOptions"),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            text("shortName").column("shortname").required().unique().translation("SHORTNAME", "short_name").length(0, 50),
            date("startDate").column("startdate").long(255),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
            constant("totalAggregationType", "org.hisp.dhis.common.TotalAggregationType", TOTAL_AGGREGATION_TYPE).read_only(),
            set("translations", "org.hisp.dhis.translation.Translation", Complex)
                .item("translation")
                .json("translations")
                .min(0.0)
                .no_cascade()
                .no_role(),
        ])
        .build()
}
