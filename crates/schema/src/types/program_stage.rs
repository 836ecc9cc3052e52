//! Program Stage.

use super::constants::{FEATURE_TYPE, FORM_TYPE, VALIDATION_STRATEGY};
use crate::builder::{Builder, boolean, complex, constant, integer, reference, set, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn program_stage() -> Type {
    Builder::new("programStage", "programStages", "org.hisp.dhis.program.ProgramStage")
        .endpoint("/programStages")
        .table("programstage", Some("programstageid"))
        .order(1509)
        .shareable()
        .data_shareable()
        .data_read_shareable()
        .data_write_shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PROGRAMSTAGE_ADD"])
        .authority(AuthorityType::Delete, &["F_PROGRAMSTAGE_DELETE"])
        .references(&[
            "org.hisp.dhis.program.ProgramStageDataElement",
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.program.ProgramStageSection",
            "org.hisp.dhis.program.notification.ProgramNotificationTemplate",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.dataentryform.DataEntryForm",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            boolean("allowGenerateNextVisit").column("allowgeneratenextvisit").long(255),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            boolean("autoGenerateEvent").column("autogenerateevent").long(255),
            boolean("blockEntryForm").column("blockentryform").long(255),
            reference("dataEntryForm", "org.hisp.dhis.dataentryform.DataEntryForm").by("dataentryformid").long(255),
            text("displayDueDateLabel").read_only(),
            text("displayEventLabel").read_only(),
            text("displayEventsLabel").read_only(),
            text("displayExecutionDateLabel").read_only(),
            boolean("displayGenerateEventBox").column("displaygenerateeventbox").long(255),
            text("displayProgramStageLabel").read_only(),
            text("dueDateLabel").column("duedatelabel").translatable("DUE_DATE_LABEL").length(2, 255),
            boolean("enableUserAssignment").column("enableuserassignment").long(255),
            text("eventLabel").column("eventlabel").translatable("EVENT_LABEL").length(2, 255),
            text("eventsLabel").column("eventslabel").translatable("EVENTS_LABEL").length(2, 255),
            text("executionDateLabel").column("executiondatelabel").translatable("EXECUTION_DATE_LABEL").length(2, 255),
            constant("featureType", "org.hisp.dhis.organisationunit.FeatureType", FEATURE_TYPE).column("featuretype").long(255),
            text("formName").column("formname").translatable("FORM_NAME").length(0, 2147483647),
            constant("formType", "org.hisp.dhis.dataset.FormType", FORM_TYPE).read_only().expression("case when {t}.dataentryformid is not null then 'CUSTOM' when exists (select from programstagesection x where x.programstageid = {t}.programstageid) then 'SECTION' else 'DEFAULT' end"),
            boolean("generatedByEnrollmentDate").column("generatedbyenrollmentdate").long(255),
            boolean("hideDueDate").column("hideduedate").long(255),
            integer("minDaysFromStart").column("mindaysfromstart").required().any_integer(),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            reference("nextScheduleDate", "org.hisp.dhis.dataelement.DataElement").by("nextscheduledateid").nameable().long(255),
            set("notificationTemplates", "org.hisp.dhis.program.notification.ProgramNotificationTemplate", Reference)
                .item("notificationTemplate")
                .children("programstageid")
                .min(0.0)
                .cascade("all-delete-orphan"),
            boolean("openAfterEnrollment").column("openafterenrollment").long(255),
            text("periodType")
                .klass("org.hisp.dhis.period.PeriodType")
                .period_type("periodtypeid")
                .composite()
                .unsorted()
                .many_to_one()
                .length(0, 255)
                .cascade("none")
                .own_role(),
            boolean("preGenerateUID").column("pregenerateuid").long(255),
            reference("program", "org.hisp.dhis.program.Program").by("programid").nameable().long(255),
            set("programStageDataElements", "org.hisp.dhis.program.ProgramStageDataElement", Reference)
                .item("programStageDataElement")
                .children("programstageid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            text("programStageLabel").column("programstagelabel").translatable("PROGRAM_STAGE_LABEL").length(2, 255),
            set("programStageSections", "org.hisp.dhis.program.ProgramStageSection", Reference)
                .item("programStageSection")
                .children("programstageid")
                .sorted_by("sortorder")
                .nameable()
                .min(0.0)
                .cascade("all-delete-orphan"),
            boolean("referral").column("referral").required().long(255),
            boolean("remindCompleted").column("remindcompleted").long(255),
            boolean("repeatable").column("repeatable").required().long(255),
            text("reportDateToUse").column("reportdatetouse").length(0, 255),
            text("shortName").attribute().range(1.0, 50.0),
            integer("sortOrder").column("sort_order").any_integer(),
            integer("standardInterval").column("standardinterval").any_integer(),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
            constant("validationStrategy", "org.hisp.dhis.program.ValidationStrategy", VALIDATION_STRATEGY).column("validationstrategy").long(32),
        ])
        .build()
}
