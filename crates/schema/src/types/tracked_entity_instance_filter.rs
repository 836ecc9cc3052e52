//! Tracked Entity Filter.

use super::constants::ENROLLMENT_STATUS;
use crate::builder::{Builder, boolean, complex, constant, integer, list, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn tracked_entity_instance_filter() -> Type {
    Builder::new("trackedEntityInstanceFilter", "trackedEntityInstanceFilters", "org.hisp.dhis.trackedentityfilter.TrackedEntityFilter")
        .wire_name("trackedEntityFilter")
        .endpoint("/trackedEntityInstanceFilters")
        .table("trackedentityfilter", Some("trackedentityfilterid"))
        .shareable()
        .translatable()
        .default_private()
        .implicit_private_authority()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PROGRAMSTAGE_ADD"])
        .authority(AuthorityType::Delete, &["F_PROGRAMSTAGE_DELETE"])
        .references(&["org.hisp.dhis.program.Program", "org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            text("description").column("description").translatable("DESCRIPTION").length(0, 255),
            text("displayDescription").read_only(),
            complex("enrollmentCreatedPeriod", "org.hisp.dhis.trackedentityfilter.FilterPeriod").min(0.0),
            constant("enrollmentStatus", "org.hisp.dhis.program.EnrollmentStatus", ENROLLMENT_STATUS)
                .expression("{t}.entityquerycriteria->>'enrollmentStatus'"),
            complex("entityQueryCriteria", "org.hisp.dhis.trackedentityfilter.EntityQueryCriteria").json("entityquerycriteria").length(0, 255),
            list("eventFilters", "org.hisp.dhis.programstagefilter.EventFilter", Complex)
                .json("eventfilters")
                .length(0, 255)
                .no_cascade()
                .no_role()
                .no_endpoint(),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            boolean("followup").expression("coalesce(({t}.entityquerycriteria->>'followUp')::boolean, false)"),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            reference("program", "org.hisp.dhis.program.Program").by("programid").required().nameable().long(255),
            integer("sortOrder").column("sortorder").any_integer(),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
        ])
        .build()
}
