//! Program Stage Working List.

use crate::builder::{Builder, boolean, complex, reference, set, text};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

pub(super) fn program_stage_working_list() -> Type {
    Builder::new("programStageWorkingList", "programStageWorkingLists", "org.hisp.dhis.programstageworkinglist.ProgramStageWorkingList")
        .endpoint("/programStageWorkingLists")
        .table("programstageworkinglist", Some("programstageworkinglistid"))
        .shareable()
        .translatable()
        .default_private()
        .implicit_private_authority()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PROGRAMSTAGE_ADD"])
        .authority(AuthorityType::Delete, &["F_PROGRAMSTAGE_DELETE"])
        .references(&["org.hisp.dhis.program.Program", "org.hisp.dhis.user.User", "org.hisp.dhis.program.ProgramStage"])
        .identifiable()
        .properties(vec![
            text("description").column("description").translatable("DESCRIPTION").length(0, 2147483647),
            text("displayDescription").read_only(),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            reference("program", "org.hisp.dhis.program.Program").by("programid").required().nameable().long(255),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").by("programstageid").required().nameable().long(255),
            complex("programStageQueryCriteria", "org.hisp.dhis.programstageworkinglist.ProgramStageQueryCriteria")
                .json("programstagequerycriteria")
                .length(0, 255),
        ])
        .build()
}
