//! Program Rule Variable.

use super::constants::{PROGRAM_RULE_VARIABLE_SOURCE_TYPE, VALUE_TYPE};
use crate::builder::{Builder, boolean, complex, constant, reference, set, text};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

pub(super) fn program_rule_variable() -> Type {
    Builder::new("programRuleVariable", "programRuleVariables", "org.hisp.dhis.programrule.ProgramRuleVariable")
        .endpoint("/programRuleVariables")
        .table("programrulevariable", Some("programrulevariableid"))
        .order(1600)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PROGRAM_RULE_MANAGEMENT"])
        .authority(AuthorityType::Delete, &["F_PROGRAM_RULE_MANAGEMENT"])
        .references(&[
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.program.ProgramStage",
            "org.hisp.dhis.trackedentity.TrackedEntityAttribute",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .properties(vec![
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            reference("dataElement", "org.hisp.dhis.dataelement.DataElement").by("dataelementid").nameable().long(255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            reference("program", "org.hisp.dhis.program.Program").by("programid").required().nameable().long(255),
            constant("programRuleVariableSourceType", "org.hisp.dhis.programrule.ProgramRuleVariableSourceType", PROGRAM_RULE_VARIABLE_SOURCE_TYPE)
                .field("sourceType")
                .column("sourcetype")
                .required()
                .long(255),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").by("programstageid").nameable().long(255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            reference("trackedEntityAttribute", "org.hisp.dhis.trackedentity.TrackedEntityAttribute")
                .field("attribute")
                .by("trackedentityattributeid")
                .nameable()
                .long(255),
            boolean("useCodeForOptionSet").column("usecodeforoptionset").long(255),
            constant("valueType", "org.hisp.dhis.common.ValueType", VALUE_TYPE).column("valuetype").required().long(255),
        ])
        .build()
}
