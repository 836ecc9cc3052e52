//! Program Notification Template.

use super::constants::{NOTIFICATION_TRIGGER, PROGRAM_NOTIFICATION_RECIPIENT};
use crate::builder::{Builder, boolean, complex, constant, integer, reference, set, text};
use crate::property::PropertyType::{Constant, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn program_notification_template() -> Type {
    Builder::new("programNotificationTemplate", "programNotificationTemplates", "org.hisp.dhis.program.notification.ProgramNotificationTemplate")
        .endpoint("/programNotificationTemplates")
        .table("programnotificationtemplate", Some("programnotificationtemplateid"))
        .order(1508)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PROGRAM_PUBLIC_ADD", "F_PROGRAM_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_PROGRAM_DELETE"])
        .references(&[
            "org.hisp.dhis.user.UserGroup",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.trackedentity.TrackedEntityAttribute",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .properties(vec![
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            set("deliveryChannels", "org.hisp.dhis.common.DeliveryChannel", Constant)
                .values("programnotificationtemplate_deliverychannel", "programnotificationtemplatedeliverychannelid", "deliverychannel")
                .simple()
                .min(0.0),
            text("displayMessageTemplate").read_only(),
            text("displaySubjectTemplate").read_only(),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("messageTemplate").column("messagetemplate").required().translatable("MESSAGE_TEMPLATE").long(2147483647).range(1.0, 10000.0),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            constant("notificationRecipient", "org.hisp.dhis.program.notification.ProgramNotificationRecipient", PROGRAM_NOTIFICATION_RECIPIENT)
                .column("notificationrecipienttype")
                .long(255),
            constant("notificationTrigger", "org.hisp.dhis.program.notification.NotificationTrigger", NOTIFICATION_TRIGGER)
                .column("notificationtrigger")
                .long(255),
            boolean("notifyParentOrganisationUnitOnly").column("notifyparentorganisationunitonly").long(255),
            boolean("notifyUsersInHierarchyOnly").column("notifyusersinhierarchyonly").long(255),
            reference("recipientDataElement", "org.hisp.dhis.dataelement.DataElement").by("dataelementid").nameable().long(255),
            reference("recipientProgramAttribute", "org.hisp.dhis.trackedentity.TrackedEntityAttribute")
                .by("trackedentityattributeid")
                .nameable()
                .long(255),
            reference("recipientUserGroup", "org.hisp.dhis.user.UserGroup").by("usergroupid").long(255),
            integer("relativeScheduledDays").column("relativescheduleddays").any_integer(),
            boolean("sendRepeatable").column("sendrepeatable").required().long(255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("subjectTemplate").column("subjecttemplate").translatable("SUBJECT_TEMPLATE").length(0, 100),
        ])
        .build()
}
