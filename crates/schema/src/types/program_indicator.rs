//! Program Indicator.

use super::constants::{AGGREGATION_TYPE, ANALYTICS_TYPE, DIMENSION_ITEM_TYPE};
use super::expressions::first_legend_set;
use crate::builder::{Builder, boolean, complex, constant, integer, list, reference, set, text};
use crate::property::PropertyType::{Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn program_indicator() -> Type {
    Builder::new("programIndicator", "programIndicators", "org.hisp.dhis.program.ProgramIndicator")
        .endpoint("/programIndicators")
        .table("programindicator", Some("programindicatorid"))
        .order(1560)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_PROGRAM_INDICATOR_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_PROGRAM_INDICATOR_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_PROGRAM_INDICATOR_DELETE"])
        .references(&[
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.category.CategoryCombo",
            "org.hisp.dhis.program.AnalyticsPeriodBoundary",
            "org.hisp.dhis.program.ProgramIndicatorGroup",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            text("aggregateExportAttributeOptionCombo").column("aggregateexportattributeoptioncombo").length(0, 255),
            text("aggregateExportCategoryOptionCombo").column("aggregateexportcategoryoptioncombo").length(0, 255),
            text("aggregateExportDataElement").column("aggregateexportdataelement").length(0, 255),
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE).column("aggregationtype").long(40),
            set("analyticsPeriodBoundaries", "org.hisp.dhis.program.AnalyticsPeriodBoundary", Reference)
                .item("analyticsPeriodBoundary")
                .children("programindicatorid")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            constant("analyticsType", "org.hisp.dhis.program.AnalyticsType", ANALYTICS_TYPE).column("analyticstype").required().long(15),
            reference("attributeCombo", "org.hisp.dhis.category.CategoryCombo").by("attributecomboid").required().long(255),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            reference("categoryCombo", "org.hisp.dhis.category.CategoryCombo").by("categorycomboid").required().long(255),
            set("categoryMappingIds", "String", Text).json("categorymappingids").simple().length(0, 255).no_cascade().no_role(),
            integer("decimals").column("decimals").any_integer(),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            boolean("displayInForm").column("displayinform").long(255),
            text("expression").column("expression").length(0, 2147483647),
            text("filter").column("filter").length(0, 2147483647),
            text("formName").column("formname").translatable("FORM_NAME").length(0, 2147483647),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only().related(
                first_legend_set!("programindicatorlegendsets", "programindicatorid"),
                "{o}.maplegendsetid",
                "LegendSet",
            ),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference)
                .join("programindicatorlegendsets", "programindicatorid", "legendsetid")
                .sorted_by("sort_order")
                .min(0.0),
            text("orgUnitField").column("orgunitfield").length(0, 2147483647),
            reference("program", "org.hisp.dhis.program.Program").by("programid").required().nameable().long(255),
            set("programIndicatorGroups", "org.hisp.dhis.program.ProgramIndicatorGroup", Reference)
                .field("groups")
                .join("programindicatorgroupmembers", "programindicatorid", "programindicatorgroupid")
                .inverse()
                .min(0.0)
                .owning_role("org.hisp.dhis.program.ProgramIndicatorGroup.members")
                .own_inverse_role(),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
        ])
        .build()
}
