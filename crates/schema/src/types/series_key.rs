//! Series Key.

use crate::builder::{Builder, boolean, complex};
use crate::registry::Type;

pub(super) fn series_key() -> Type {
    Builder::new("seriesKey", "seriesKeys", "org.hisp.dhis.visualization.SeriesKey")
        .properties(vec![boolean("hidden"), complex("label", "org.hisp.dhis.visualization.StyledObject").min(0.0)])
        .build()
}
