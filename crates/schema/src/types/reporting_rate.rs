//! Reporting Rate.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE, REPORTING_RATE_METRIC};
use crate::builder::{Builder, complex, constant, date, identifier, list, reference, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::Type;

pub(super) fn reporting_rate() -> Type {
    Builder::new("reportingRate", "reportingRates", "org.hisp.dhis.common.ReportingRate")
        .embedded()
        .attribute_values()
        .references(&["org.hisp.dhis.dataset.DataSet", "org.hisp.dhis.legend.LegendSet", "org.hisp.dhis.user.User"])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            identifier("code").attribute().min(0.0),
            date("created").attribute(),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            reference("dataSet", "org.hisp.dhis.dataset.DataSet").owner().required().nameable(),
            text("description").range(1.0, 2147483647.0),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            text("id").field("uid").range(0.0, 2147483647.0),
            date("lastUpdated").attribute(),
            reference("lastUpdatedBy", "org.hisp.dhis.user.User").opaque(),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            constant("metric", "org.hisp.dhis.common.ReportingRateMetric", REPORTING_RATE_METRIC).owner().required(),
            text("name").range(0.0, 2147483647.0),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("shortName").range(0.0, 2147483647.0),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
        ])
        .build()
}
