//! Program Tracked Entity Attribute.

use super::constants::VALUE_TYPE;
use super::expressions::{program_attribute, translated};
use crate::builder::{Builder, boolean, complex, constant, integer, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::Type;

const NAME: &str = program_attribute!(translated!("p", "name", "NAME"), translated!("a", "name", "NAME"));

pub(super) fn program_tracked_entity_attribute() -> Type {
    Builder::new("programTrackedEntityAttribute", "programTrackedEntityAttributes", "org.hisp.dhis.program.ProgramTrackedEntityAttribute")
        .table("program_attributes", Some("programtrackedentityattributeid"))
        .embedded()
        .attribute_values()
        .references(&["org.hisp.dhis.program.Program", "org.hisp.dhis.user.User", "org.hisp.dhis.trackedentity.TrackedEntityAttribute"])
        .identifiable()
        .properties(vec![
            boolean("allowFutureDate").column("allowfuturedate").long(255),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            boolean("displayInList").column("displayinlist").long(255),
            text("displayName").read_only().sortable().expression(NAME),
            text("displayShortName")
                .read_only()
                .expression(program_attribute!(translated!("p", "shortname", "SHORT_NAME"), translated!("a", "shortname", "SHORT_NAME"))),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            boolean("mandatory").column("mandatory").long(255),
            text("name").range(0.0, 2147483647.0).expression(NAME),
            reference("program", "org.hisp.dhis.program.Program").by("programid").nameable().long(255),
            boolean("renderOptionsAsRadio").column("renderoptionsasradio").long(255),
            complex("renderType", "org.hisp.dhis.render.DeviceRenderTypeMap").json("rendertype").length(0, 255),
            boolean("searchable").column("searchable").long(255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            integer("sortOrder").column("sort_order").any_integer(),
            reference("trackedEntityAttribute", "org.hisp.dhis.trackedentity.TrackedEntityAttribute")
                .field("attribute")
                .by("trackedentityattributeid")
                .required()
                .nameable()
                .long(255),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            constant("valueType", "org.hisp.dhis.common.ValueType", VALUE_TYPE)
                .read_only()
                .expression("(select a.valuetype from trackedentityattribute a where a.trackedentityattributeid = {t}.trackedentityattributeid)"),
        ])
        .build()
}
