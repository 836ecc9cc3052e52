//! Program.

use super::constants::{ACCESS_LEVEL, FEATURE_TYPE, PROGRAM_TYPE};
use crate::builder::{Builder, boolean, complex, constant, integer, list, reference, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn program() -> Type {
    Builder::new("program", "programs", "org.hisp.dhis.program.Program")
        .endpoint("/programs")
        .table("program", Some("programid"))
        .order(1520)
        .shareable()
        .data_shareable()
        .data_read_shareable()
        .data_write_shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_PROGRAM_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_PROGRAM_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_PROGRAM_DELETE"])
        .references(&[
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.program.notification.ProgramNotificationTemplate",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.program.ProgramSection",
            "org.hisp.dhis.program.ProgramIndicator",
            "org.hisp.dhis.program.ProgramTrackedEntityAttribute",
            "org.hisp.dhis.category.CategoryCombo",
            "org.hisp.dhis.trackedentity.TrackedEntityType",
            "org.hisp.dhis.programrule.ProgramRuleVariable",
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.user.UserRole",
            "org.hisp.dhis.program.ProgramStage",
            "org.hisp.dhis.dataentryform.DataEntryForm",
        ])
        .identifiable()
        .nameable()
        .without(&["favorite", "favorites"])
        .properties(vec![
            constant("accessLevel", "org.hisp.dhis.common.AccessLevel", ACCESS_LEVEL).column("accesslevel").long(100),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            reference("categoryCombo", "org.hisp.dhis.category.CategoryCombo").by("categorycomboid").required().long(255),
            set("categoryMappings", "org.hisp.dhis.program.ProgramCategoryMapping", Complex)
                .json("categorymappings")
                .embedded()
                .length(0, 255)
                .no_cascade()
                .no_role(),
            integer("completeEventsExpiryDays").column("completeeventsexpirydays").any_integer(),
            reference("dataEntryForm", "org.hisp.dhis.dataentryform.DataEntryForm").by("dataentryformid").long(255).cascade("all"),
            text("description").column("description").translatable("DESCRIPTION").length(1, 255),
            text("displayEnrollmentDateLabel").read_only(),
            text("displayEnrollmentLabel").read_only(),
            text("displayEnrollmentsLabel").read_only(),
            text("displayEventLabel").read_only(),
            text("displayEventsLabel").read_only(),
            text("displayFollowUpLabel").read_only(),
            text("displayFormName").read_only(),
            boolean("displayFrontPageList").column("displayfrontpagelist").long(255),
            boolean("displayIncidentDate").column("displayincidentdate").long(255),
            text("displayIncidentDateLabel").read_only(),
            text("displayNoteLabel").read_only(),
            text("displayNotesLabel").read_only(),
            text("displayOrgUnitLabel").read_only(),
            text("displayProgramStageLabel").read_only(),
            text("displayProgramStagesLabel").read_only(),
            text("displayRelationshipLabel").read_only(),
            text("displayRelationshipsLabel").read_only(),
            text("displayTrackedEntityAttributeLabel").read_only(),
            text("displayTrackedEntityAttributesLabel").read_only(),
            boolean("enableChangeLog").column("enablechangelog").long(255),
            reference("enrollmentCategoryCombo", "org.hisp.dhis.category.CategoryCombo").by("enrollmentcategorycomboid").required().long(255),
            text("enrollmentDateLabel").column("enrollmentdatelabel").translatable("ENROLLMENT_DATE_LABEL").length(2, 255),
            text("enrollmentLabel").column("enrollmentlabel").translatable("ENROLLMENT_LABEL").length(2, 255),
            text("enrollmentsLabel").column("enrollmentslabel").translatable("ENROLLMENTS_LABEL").length(2, 255),
            text("eventLabel").column("eventlabel").translatable("EVENT_LABEL").length(2, 255),
            text("eventsLabel").column("eventslabel").translatable("EVENTS_LABEL").length(2, 255),
            integer("expiryDays").column("expirydays").any_integer(),
            complex("expiryPeriodType", "org.hisp.dhis.period.PeriodType")
                .period_type("expiryperiodtypeid")
                .many_to_one()
                .length(0, 255)
                .cascade("none")
                .own_role(),
            constant("featureType", "org.hisp.dhis.organisationunit.FeatureType", FEATURE_TYPE).column("featuretype").long(255),
            text("followUpLabel").column("followuplabel").translatable("FOLLOW_UP_LABEL").length(2, 255),
            text("formName").column("formname").translatable("FORM_NAME").length(0, 255),
            text("href").attribute().range(0.0, 2147483647.0),
            boolean("ignoreOverdueEvents").column("ignoreoverdueevents").long(255),
            text("incidentDateLabel").column("incidentdatelabel").translatable("INCIDENT_DATE_LABEL").length(2, 255),
            integer("maxTeiCountToReturn").column("maxteicounttoreturn").any_integer(),
            integer("minAttributesRequiredToSearch").column("minattributesrequiredtosearch").any_integer(),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            text("noteLabel").column("notelabel").translatable("NOTE_LABEL").length(2, 255),
            text("notesLabel").column("noteslabel").translatable("NOTES_LABEL").length(2, 255),
            set("notificationTemplates", "org.hisp.dhis.program.notification.ProgramNotificationTemplate", Reference)
                .item("notificationTemplate")
                .children("programid")
                .min(0.0)
                .cascade("all,delete,delete-orphan"),
            boolean("onlyEnrollOnce").column("onlyenrollonce").long(255),
            integer("openDaysAfterCoEndDate").column("opendaysaftercoenddate").any_integer(),
            text("orgUnitLabel").column("orgunitlabel").translatable("ORG_UNIT_LABEL").length(2, 255),
            set("organisationUnits", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference)
                .item("organisationUnit")
                .join("program_organisationunits", "programid", "organisationunitid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.organisationunit.OrganisationUnit.programs"),
            set("programIndicators", "org.hisp.dhis.program.ProgramIndicator", Reference)
                .item("programIndicator")
                .children("programid")
                .inverse()
                .nameable()
                .min(0.0)
                .own_inverse_role(),
            set("programRuleVariables", "org.hisp.dhis.programrule.ProgramRuleVariable", Reference)
                .item("programRuleVariable")
                .children("programid")
                .inverse()
                .min(0.0)
                .own_inverse_role(),
            set("programSections", "org.hisp.dhis.program.ProgramSection", Reference)
                .item("programSection")
                .children("programid")
                .sorted_by("sortorder")
                .nameable()
                .min(0.0),
            text("programStageLabel").column("programstagelabel").translatable("PROGRAM_STAGE_LABEL").length(2, 255),
            set("programStages", "org.hisp.dhis.program.ProgramStage", Reference)
                .item("programStage")
                .children("programid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
            text("programStagesLabel").column("programstageslabel").translatable("PROGRAM_STAGES_LABEL").length(2, 255),
            list("programTrackedEntityAttributes", "org.hisp.dhis.program.ProgramTrackedEntityAttribute", Reference)
                .item("programTrackedEntityAttribute")
                .field("programAttributes")
                .children("programid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all,delete,delete-orphan"),
            constant("programType", "org.hisp.dhis.program.ProgramType", PROGRAM_TYPE).column("type").required().long(255),
            boolean("registration").read_only().expression("{t}.type = 'WITH_REGISTRATION'"),
            reference("relatedProgram", "org.hisp.dhis.program.Program").by("relatedprogramid").nameable().long(255),
            text("relationshipLabel").column("relationshiplabel").translatable("RELATIONSHIP_LABEL").length(2, 255),
            text("relationshipsLabel").column("relationshipslabel").translatable("RELATIONSHIPS_LABEL").length(2, 255),
            boolean("selectEnrollmentDatesInFuture").column("selectenrollmentdatesinfuture").long(255),
            boolean("selectIncidentDatesInFuture").column("selectincidentdatesinfuture").long(255),
            text("shortName").column("shortname").required().attribute().translatable("SHORT_NAME").length(1, 50),
            boolean("skipOffline").column("skipoffline").required().long(255),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
            text("trackedEntityAttributeLabel").column("trackedentityattributelabel").translatable("TRACKED_ENTITY_ATTRIBUTE_LABEL").length(2, 255),
            text("trackedEntityAttributesLabel")
                .column("trackedentityattributeslabel")
                .translatable("TRACKED_ENTITY_ATTRIBUTES_LABEL")
                .length(2, 255),
            reference("trackedEntityType", "org.hisp.dhis.trackedentity.TrackedEntityType").by("trackedentitytypeid").nameable().long(255),
            set("translations", "org.hisp.dhis.translation.Translation", Complex)
                .item("translation")
                .json("translations")
                .min(0.0)
                .no_cascade()
                .no_role()
                .gist("FALSE"),
            boolean("useFirstStageDuringRegistration").column("usefirststageduringregistration").long(255),
            set("userRoles", "org.hisp.dhis.user.UserRole", Reference).item("userRole").join("program_userroles", "programid", "userroleid").min(0.0),
            integer("version").column("version").any_integer(),
            boolean("withoutRegistration").read_only().expression("{t}.type = 'WITHOUT_REGISTRATION'"),
        ])
        .build()
}
