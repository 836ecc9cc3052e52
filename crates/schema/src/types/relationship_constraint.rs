//! Relationship Constraint.

use super::constants::RELATIONSHIP_ENTITY;
use crate::builder::{Builder, complex, constant, reference};
use crate::registry::Type;

pub(super) fn relationship_constraint() -> Type {
    Builder::new("relationshipConstraint", "relationshipConstraints", "org.hisp.dhis.relationship.RelationshipConstraint")
        .table("relationshipconstraint", Some("relationshipconstraintid"))
        .embedded()
        .references(&["org.hisp.dhis.program.Program", "org.hisp.dhis.program.ProgramStage", "org.hisp.dhis.trackedentity.TrackedEntityType"])
        .properties(vec![
            reference("program", "org.hisp.dhis.program.Program").by("programid").nameable().long(255),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").by("programstageid").nameable().long(255),
            constant("relationshipEntity", "org.hisp.dhis.relationship.RelationshipEntity", RELATIONSHIP_ENTITY).column("entity").long(255),
            reference("trackedEntityType", "org.hisp.dhis.trackedentity.TrackedEntityType").by("trackedentitytypeid").nameable().long(255),
            complex("trackerDataView", "org.hisp.dhis.trackerdataview.TrackerDataView").json("dataview").length(0, 255),
        ])
        .build()
}
