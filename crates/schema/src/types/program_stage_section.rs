//! Program Stage Section.

use crate::builder::{Builder, complex, integer, list, reference, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn program_stage_section() -> Type {
    Builder::new("programStageSection", "programStageSections", "org.hisp.dhis.program.ProgramStageSection")
        .endpoint("/programStageSections")
        .table("programstagesection", Some("programstagesectionid"))
        .order(1508)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PROGRAMSTAGE_ADD"])
        .authority(AuthorityType::Delete, &["F_PROGRAMSTAGE_DELETE"])
        .references(&[
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.program.ProgramStage",
            "org.hisp.dhis.program.ProgramIndicator",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            list("dataElements", "org.hisp.dhis.dataelement.DataElement", Reference)
                .item("dataElement")
                .join("programstagesection_dataelements", "programstagesectionid", "dataelementid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
            text("description").column("description").translatable("DESCRIPTION").length(0, 2147483647),
            text("formName").column("formname").translatable("FORM_NAME").length(0, 2147483647),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            list("programIndicators", "org.hisp.dhis.program.ProgramIndicator", Reference)
                .item("programIndicator")
                .join("programstagesection_programindicators", "programstagesectionid", "programindicatorid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").by("programstageid").nameable().long(255),
            complex("renderType", "org.hisp.dhis.render.DeviceRenderTypeMap").json("rendertype").length(0, 255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("shortName").attribute().range(1.0, 50.0),
            integer("sortOrder").column("sortorder").required().any_integer(),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
        ])
        .build()
}
