//! Tracked Entity Type Attribute.

use super::constants::VALUE_TYPE;
use crate::builder::{Builder, boolean, complex, constant, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::Type;

pub(super) fn tracked_entity_type_attribute() -> Type {
    Builder::new("trackedEntityTypeAttribute", "trackedEntityTypeAttributes", "org.hisp.dhis.trackedentity.TrackedEntityTypeAttribute")
        .table("trackedentitytypeattribute", Some("trackedentitytypeattributeid"))
        .order(1500)
        .embedded()
        .attribute_values()
        .references(&[
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.trackedentity.TrackedEntityType",
            "org.hisp.dhis.trackedentity.TrackedEntityAttribute",
        ])
        .identifiable()
        .properties(vec![
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            boolean("displayInList").column("displayinlist").long(255),
            text("displayShortName").read_only(),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            boolean("mandatory").column("mandatory").long(255),
            text("name").range(0.0, 2147483647.0),
            boolean("searchable").column("searchable").long(255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            reference("trackedEntityAttribute", "org.hisp.dhis.trackedentity.TrackedEntityAttribute")
                .by("trackedentityattributeid")
                .required()
                .nameable()
                .long(255),
            reference("trackedEntityType", "org.hisp.dhis.trackedentity.TrackedEntityType").by("trackedentitytypeid").nameable().long(255),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            constant("valueType", "org.hisp.dhis.common.ValueType", VALUE_TYPE).read_only(),
        ])
        .build()
}
