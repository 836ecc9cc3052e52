//! Program Rule Action.

use super::constants::{PROGRAM_RULE_ACTION_EVALUATION_TIME, PROGRAM_RULE_ACTION_TYPE};
use crate::builder::{Builder, boolean, complex, constant, integer, reference, set, text};
use crate::property::PropertyType::{Constant, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn program_rule_action() -> Type {
    Builder::new("programRuleAction", "programRuleActions", "org.hisp.dhis.programrule.ProgramRuleAction")
        .endpoint("/programRuleActions")
        .table("programruleaction", Some("programruleactionid"))
        .order(1610)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PROGRAM_RULE_MANAGEMENT"])
        .authority(AuthorityType::Delete, &["F_PROGRAM_RULE_MANAGEMENT"])
        .references(&[
            "org.hisp.dhis.program.ProgramStageSection",
            "org.hisp.dhis.option.OptionGroup",
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.program.ProgramStage",
            "org.hisp.dhis.program.ProgramIndicator",
            "org.hisp.dhis.option.Option",
            "org.hisp.dhis.programrule.ProgramRule",
            "org.hisp.dhis.trackedentity.TrackedEntityAttribute",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .properties(vec![
            text("content").column("content").translatable("CONTENT").length(0, 2147483647),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            text("data").column("data").length(0, 2147483647),
            reference("dataElement", "org.hisp.dhis.dataelement.DataElement").by("dataelementid").nameable().long(255),
            text("displayContent").read_only(),
            set("evaluationEnvironments", "org.hisp.dhis.programrule.ProgramRuleActionEvaluationEnvironment", Constant)
                .item("evaluationEnvironment")
                .field("programRuleActionEvaluationEnvironments")
                .json("environments")
                .simple()
                .length(0, 255)
                .no_cascade()
                .no_role()
                .answered("null::json"),
            constant("evaluationTime", "org.hisp.dhis.programrule.ProgramRuleActionEvaluationTime", PROGRAM_RULE_ACTION_EVALUATION_TIME)
                .field("programRuleActionEvaluationTime")
                .column("evaluationtime")
                .required()
                .long(255)
                .answered("null::text"),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").by("legendsetid").long(255),
            text("location").column("location").length(0, 255),
            text("name").attribute().range(1.0, 2147483647.0),
            reference("option", "org.hisp.dhis.option.Option").by("optionid").nameable().long(255),
            reference("optionGroup", "org.hisp.dhis.option.OptionGroup").by("optiongroupid").nameable().long(255),
            integer("priority").column("priority").any_integer(),
            reference("programIndicator", "org.hisp.dhis.program.ProgramIndicator").by("programindicatorid").nameable().long(255),
            reference("programRule", "org.hisp.dhis.programrule.ProgramRule").by("programruleid").long(255),
            constant("programRuleActionType", "org.hisp.dhis.programrule.ProgramRuleActionType", PROGRAM_RULE_ACTION_TYPE)
                .column("actiontype")
                .required()
                .long(255),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").by("programstageid").nameable().long(255),
            reference("programStageSection", "org.hisp.dhis.program.ProgramStageSection").by("programstagesectionid").nameable().long(255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("templateUid").owner().range(0.0, 2147483647.0),
            reference("trackedEntityAttribute", "org.hisp.dhis.trackedentity.TrackedEntityAttribute")
                .field("attribute")
                .by("trackedentityattributeid")
                .nameable()
                .long(255),
        ])
        .build()
}
