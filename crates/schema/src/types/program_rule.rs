//! Program Rule.

use crate::builder::{Builder, boolean, complex, integer, reference, set, text};
use crate::property::PropertyType::{Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn program_rule() -> Type {
    Builder::new("programRule", "programRules", "org.hisp.dhis.programrule.ProgramRule")
        .endpoint("/programRules")
        .table("programrule", Some("programruleid"))
        .order(1620)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PROGRAM_RULE_ADD", "F_PROGRAM_RULE_MANAGEMENT"])
        .authority(AuthorityType::Delete, &["F_PROGRAM_RULE_DELETE", "F_PROGRAM_RULE_MANAGEMENT"])
        .references(&[
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.program.ProgramStage",
            "org.hisp.dhis.programrule.ProgramRuleAction",
        ])
        .identifiable()
        .properties(vec![
            text("condition").column("rulecondition").length(0, 2147483647),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            text("description").column("description").length(0, 255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            integer("priority").column("priority").any_integer(),
            reference("program", "org.hisp.dhis.program.Program").by("programid").required().nameable().long(255),
            set("programRuleActions", "org.hisp.dhis.programrule.ProgramRuleAction", Reference)
                .item("programRuleAction")
                .children("programruleid")
                .min(0.0)
                .cascade("all-delete-orphan"),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").by("programstageid").nameable().long(255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
        ])
        .build()
}
