//! Outlier Analysis.

use super::constants::{NORMALIZED_OUTLIER_METHOD, OUTLIER_METHOD};
use crate::builder::{Builder, boolean, complex, constant, integer, number};
use crate::registry::Type;

pub(super) fn outlier_analysis() -> Type {
    Builder::new("outlierAnalysis", "outlierAnalysis", "org.hisp.dhis.visualization.OutlierAnalysis")
        .properties(vec![
            boolean("enabled"),
            complex("extremeLines", "org.hisp.dhis.visualization.OutlierLine").min(0.0),
            integer("maxResults").range(0.0, 2147483647.0),
            constant("normalizationMethod", "org.hisp.dhis.visualization.NormalizedOutlierMethod", NORMALIZED_OUTLIER_METHOD),
            constant("outlierMethod", "org.hisp.dhis.visualization.OutlierMethod", OUTLIER_METHOD),
            number("thresholdFactor").min(0.0),
        ])
        .build()
}
