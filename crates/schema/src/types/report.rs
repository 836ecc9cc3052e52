//! Report.

use super::constants::{CACHE_STRATEGY, REPORT_TYPE};
use super::expressions::RELATIVE_PERIODS;
use crate::builder::{Builder, boolean, complex, constant, reference, set, text};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

pub(super) fn report() -> Type {
    Builder::new("report", "reports", "org.hisp.dhis.report.Report")
        .endpoint("/reports")
        .table("report", Some("reportid"))
        .order(2000)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_REPORT_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_REPORT_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_REPORT_DELETE"])
        .references(&["org.hisp.dhis.visualization.Visualization", "org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            constant("cacheStrategy", "org.hisp.dhis.common.cache.CacheStrategy", CACHE_STRATEGY).column("cachestrategy").long(40),
            text("designContent").column("designcontent").length(0, 2147483647),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            complex("relativePeriods", "org.hisp.dhis.period.RelativePeriods").field("relatives").min(0.0).gist("FALSE").expression(RELATIVE_PERIODS),
            complex("reportParams", "org.hisp.dhis.visualization.ReportingParams").persisted().owner().min(0.0).expression(
                "json_build_object('reportingPeriod', coalesce({t}.paramreportingmonth, false), 'organisationUnit', \
                 coalesce({t}.paramorganisationunit, false), 'parentOrganisationUnit', false, 'grandParentOrganisationUnit', false)",
            ),
            constant("type", "org.hisp.dhis.report.ReportType", REPORT_TYPE).column("type").long(50),
            reference("visualization", "org.hisp.dhis.visualization.Visualization").by("visualizationid").nameable().long(255),
        ])
        .build()
}
