//! Analytics Period Boundary.

use super::constants::ANALYTICS_PERIOD_BOUNDARY_TYPE;
use crate::builder::{Builder, boolean, complex, constant, integer, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::Type;

pub(super) fn analytics_period_boundary() -> Type {
    Builder::new("analyticsPeriodBoundary", "analyticsPeriodBoundaries", "org.hisp.dhis.program.AnalyticsPeriodBoundary")
        .table("periodboundary", Some("periodboundaryid"))
        .embedded()
        .attribute_values()
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            constant("analyticsPeriodBoundaryType", "org.hisp.dhis.program.AnalyticsPeriodBoundaryType", ANALYTICS_PERIOD_BOUNDARY_TYPE)
                .column("analyticsperiodboundarytype")
                .long(50),
            text("boundaryTarget").column("boundarytarget").length(0, 50),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").attribute().range(1.0, 2147483647.0),
            text("offsetPeriodType")
                .klass("org.hisp.dhis.period.PeriodType")
                .period_type("offsetperiodtypeid")
                .composite()
                .unsorted()
                .many_to_one()
                .length(0, 255)
                .cascade("none")
                .own_role(),
            integer("offsetPeriods").column("offsetperiods").any_integer(),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
        ])
        .build()
}
