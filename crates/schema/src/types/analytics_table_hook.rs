//! Analytics Table Hook.

use super::constants::{ANALYTICS_TABLE_PHASE, ANALYTICS_TABLE_TYPE, RESOURCE_TABLE_TYPE};
use crate::builder::{Builder, boolean, complex, constant, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn analytics_table_hook() -> Type {
    Builder::new("analyticsTableHook", "analyticsTableHooks", "org.hisp.dhis.analytics.AnalyticsTableHook")
        .endpoint("/analyticsTableHooks")
        .table("tablehook", Some("analyticstablehookid"))
        .order(1240)
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_ANALYTICSTABLEHOOK_ADD"])
        .authority(AuthorityType::Delete, &["F_ANALYTICSTABLEHOOK_DELETE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            constant("analyticsTableType", "org.hisp.dhis.analytics.AnalyticsTableType", ANALYTICS_TABLE_TYPE).column("analyticstabletype").long(50),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").column("name").required().unique().attribute().length(1, 255),
            constant("phase", "org.hisp.dhis.analytics.AnalyticsTablePhase", ANALYTICS_TABLE_PHASE).column("analyticstablephase").required().long(50),
            constant("resourceTableType", "org.hisp.dhis.resourcetable.ResourceTableType", RESOURCE_TABLE_TYPE).column("resourcetabletype").long(50),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("sql").column("sql").required().length(0, 2147483647),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
        ])
        .build()
}
