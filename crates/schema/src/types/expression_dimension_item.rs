//! Expression Dimension Item.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE, MISSING_VALUE_STRATEGY};
use crate::builder::{Builder, boolean, complex, constant, list, reference, text};
use crate::property::PropertyType::Reference;
use crate::registry::Type;

pub(super) fn expression_dimension_item() -> Type {
    Builder::new("expressionDimensionItem", "expressionDimensionItems", "org.hisp.dhis.expressiondimensionitem.ExpressionDimensionItem")
        .table("expressiondimensionitem", Some("expressiondimensionitemid"))
        .order(1000)
        .shareable()
        .translatable()
        .default_private()
        .metadata()
        .attribute_values()
        .references(&["org.hisp.dhis.legend.LegendSet", "org.hisp.dhis.user.User"])
        .identifiable()
        .nameable()
        .properties(vec![
            text("aggregateExportAttributeOptionCombo").range(0.0, 2147483647.0),
            text("aggregateExportCategoryOptionCombo").range(0.0, 2147483647.0),
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            text("expression").column("expression").length(0, 2147483647),
            text("formName").column("formname").translatable("FORM_NAME").length(0, 255),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            constant("missingValueStrategy", "org.hisp.dhis.expression.MissingValueStrategy", MISSING_VALUE_STRATEGY)
                .column("missingvaluestrategy")
                .long(100),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            text("shortName").column("shortname").required().attribute().translatable("SHORT_NAME").length(1, 50),
            boolean("slidingWindow").column("slidingwindow").long(255),
        ])
        .build()
}
