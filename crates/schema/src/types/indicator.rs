//! Indicator.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE};
use super::expressions::first_legend_set;
use crate::builder::{Builder, boolean, complex, constant, integer, list, reference, set, text, url};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn indicator() -> Type {
    Builder::new("indicator", "indicators", "org.hisp.dhis.indicator.Indicator")
        .endpoint("/indicators")
        .table("indicator", Some("indicatorid"))
        .order(1250)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_INDICATOR_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_INDICATOR_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_INDICATOR_DELETE"])
        .references(&[
            "org.hisp.dhis.dataset.DataSet",
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.indicator.IndicatorGroup",
            "org.hisp.dhis.indicator.IndicatorType",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            text("aggregateExportAttributeOptionCombo").column("aggregateexportattributeoptioncombo").length(0, 255),
            text("aggregateExportCategoryOptionCombo").column("aggregateexportcategoryoptioncombo").length(0, 255),
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            boolean("annualized").column("annualized").required().long(255),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            set("dataSets", "org.hisp.dhis.dataset.DataSet", Reference)
                .item("dataSet")
                .join("datasetindicators", "indicatorid", "datasetid")
                .inverse()
                .nameable()
                .min(0.0)
                .owning_role("org.hisp.dhis.dataset.DataSet.indicators")
                .own_inverse_role(),
            integer("decimals").column("decimals").any_integer(),
            text("denominator").column("denominator").required().length(0, 2147483647),
            text("denominatorDescription").column("denominatordescription").translatable("DENOMINATOR_DESCRIPTION").length(0, 2147483647),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            text("displayDenominatorDescription").read_only(),
            text("displayNumeratorDescription").read_only(),
            text("explodedDenominator").range(0.0, 2147483647.0),
            text("explodedNumerator").range(0.0, 2147483647.0),
            text("formName").column("formname").translatable("FORM_NAME").length(0, 2147483647),
            set("indicatorGroups", "org.hisp.dhis.indicator.IndicatorGroup", Reference)
                .item("indicatorGroup")
                .field("groups")
                .join("indicatorgroupmembers", "indicatorid", "indicatorgroupid")
                .inverse()
                .min(0.0)
                .owning_role("org.hisp.dhis.indicator.IndicatorGroup.members")
                .own_inverse_role(),
            reference("indicatorType", "org.hisp.dhis.indicator.IndicatorType").by("indicatortypeid").required().long(255),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only().related(
                first_legend_set!("indicatorlegendsets", "indicatorid"),
                "{o}.maplegendsetid",
                "LegendSet",
            ),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference)
                .join("indicatorlegendsets", "indicatorid", "legendsetid")
                .sorted_by("sort_order")
                .min(0.0),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            text("numerator").column("numerator").required().length(0, 2147483647),
            text("numeratorDescription").column("numeratordescription").translatable("NUMERATOR_DESCRIPTION").length(0, 2147483647),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            text("shortName").column("shortname").required().attribute().translatable("SHORT_NAME").length(1, 50),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
            url("url").column("url").length(0, 255),
        ])
        .build()
}
