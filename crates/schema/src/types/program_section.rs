//! Program Section.

use crate::builder::{Builder, complex, integer, list, reference, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn program_section() -> Type {
    Builder::new("programSection", "programSections", "org.hisp.dhis.program.ProgramSection")
        .endpoint("/programSections")
        .table("programsection", Some("programsectionid"))
        .order(1550)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_PROGRAM_PUBLIC_ADD"])
        .references(&["org.hisp.dhis.program.Program", "org.hisp.dhis.user.User", "org.hisp.dhis.trackedentity.TrackedEntityAttribute"])
        .identifiable()
        .nameable()
        .properties(vec![
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            text("description").column("description").translatable("DESCRIPTION").length(0, 2147483647),
            text("formName").column("formname").translatable("FORM_NAME").length(0, 2147483647),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            reference("program", "org.hisp.dhis.program.Program").by("programid").nameable().long(255),
            complex("renderType", "org.hisp.dhis.render.DeviceRenderTypeMap").json("rendertype").length(0, 255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("shortName").attribute().range(1.0, 50.0),
            integer("sortOrder").column("sortorder").required().any_integer(),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
            list("trackedEntityAttributes", "org.hisp.dhis.trackedentity.TrackedEntityAttribute", Reference)
                .join("programsection_attributes", "programsectionid", "trackedentityattributeid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
        ])
        .build()
}
