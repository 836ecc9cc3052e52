//! SMSCommand.

use super::constants::{COMPLETENESS_METHOD, PARSER_TYPE};
use super::expressions::reference_to;
use crate::builder::{Builder, boolean, complex, constant, identifier, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::{AuthorityType, Type};

const CODES: &str = concat!(
    "(select coalesce(json_agg(json_build_object('code', c.code, 'formula', c.formula, 'compulsory', coalesce(c.compulsory, false), 'dataElement', ",
    reference_to!("dataelement", "dataelementid", "c.dataelementid"),
    ", 'trackedEntityAttribute', ",
    reference_to!("trackedentityattribute", "trackedentityattributeid", "c.trackedentityattributeid"),
    ", 'optionId', ",
    reference_to!("categoryoptioncombo", "categoryoptioncomboid", "c.optionid"),
    ") order by c.smscodeid), '[]'::json) from smscommandcodes m join smscodes c on c.smscodeid = m.codeid where m.id = {t}.smscommandid)"
);

pub(super) fn sms_command() -> Type {
    Builder::new("smsCommand", "smsCommands", "org.hisp.dhis.sms.command.SMSCommand")
        .wire_name("smscommand")
        .endpoint("/smsCommands")
        .table("smscommands", Some("smscommandid"))
        .order(1509)
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_MOBILE_SENDSMS"])
        .authority(AuthorityType::Delete, &["F_MOBILE_SENDSMS"])
        .authority(AuthorityType::Read, &["F_MOBILE_SENDSMS"])
        .references(&[
            "org.hisp.dhis.user.UserGroup",
            "org.hisp.dhis.dataset.DataSet",
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.program.ProgramStage",
        ])
        .identifiable()
        .properties(vec![
            identifier("code").attribute().min(0.0),
            text("codeValueSeparator").column("codeseparator").length(0, 2147483647),
            constant("completenessMethod", "org.hisp.dhis.sms.command.CompletenessMethod", COMPLETENESS_METHOD)
                .column("completenessmethod")
                .long(255),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            boolean("currentPeriodUsedForReporting").column("currentperiodusedforreporting").long(255),
            reference("dataset", "org.hisp.dhis.dataset.DataSet").by("datasetid").nameable().long(255),
            text("defaultMessage").column("defaultmessage").length(0, 2147483647),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            identifier("id").field("uid").column("uid").attribute().length(11, 11),
            reference("lastUpdatedBy", "org.hisp.dhis.user.User").opaque(),
            text("moreThanOneOrgUnitMessage").column("morethanoneorgunitmessage").length(0, 2147483647),
            text("name").column("name").attribute().length(1, 2147483647),
            text("noUserMessage").column("nousermessage").length(0, 2147483647),
            constant("parserType", "org.hisp.dhis.sms.parse.ParserType", PARSER_TYPE).column("parsertype").long(50),
            reference("program", "org.hisp.dhis.program.Program").by("programid").nameable().long(255),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").by("programstageid").nameable().long(255),
            text("receivedMessage").column("receivedmessage").length(0, 2147483647),
            text("separator").column("separatorkey").length(0, 2147483647),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            set("smsCodes", "org.hisp.dhis.sms.command.code.SMSCode", Complex)
                .item("smsCode")
                .field("codes")
                .join("smscommandcodes", "id", "codeid")
                .min(0.0)
                .cascade("all")
                .answered(CODES),
            set("specialCharacters", "org.hisp.dhis.sms.command.SMSSpecialCharacter", Complex)
                .item("specialCharacter")
                .join("smscommandspecialcharacters", "smscommandid", "specialcharacterid")
                .min(0.0)
                .cascade("all")
                .answered(
                    "(select coalesce(json_agg(json_build_object('name', c.name, 'value', c.value) order by c.specialcharacterid), '[]'::json) \
                     from smscommandspecialcharacters m join smsspecialcharacter c on c.specialcharacterid = m.specialcharacterid \
                     where m.smscommandid = {t}.smscommandid)",
                ),
            text("successMessage").column("successmessage").length(0, 2147483647),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            reference("userGroup", "org.hisp.dhis.user.UserGroup").by("usergroupid").long(255),
            text("wrongFormatMessage").column("wrongformatmessage").length(0, 2147483647),
        ])
        .build()
}
