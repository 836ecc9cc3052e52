//! Data Set Notification Template.

use super::constants::{DATA_SET_NOTIFICATION_RECIPIENT, DATA_SET_NOTIFICATION_TRIGGER, SEND_STRATEGY};
use crate::builder::{Builder, boolean, complex, constant, integer, reference, set, text};
use crate::property::PropertyType::{Constant, Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn data_set_notification_template() -> Type {
    Builder::new("dataSetNotificationTemplate", "dataSetNotificationTemplates", "org.hisp.dhis.dataset.notifications.DataSetNotificationTemplate")
        .endpoint("/dataSetNotificationTemplates")
        .table("datasetnotificationtemplate", Some("datasetnotificationtemplateid"))
        .order(1311)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_DATASET_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_DATASET_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_DATASET_DELETE"])
        .references(&["org.hisp.dhis.dataset.DataSet", "org.hisp.dhis.user.UserGroup", "org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            constant("dataSetNotificationTrigger", "org.hisp.dhis.dataset.notifications.DataSetNotificationTrigger", DATA_SET_NOTIFICATION_TRIGGER)
                .column("datasetnotificationtrigger")
                .long(255),
            set("dataSets", "org.hisp.dhis.dataset.DataSet", Reference)
                .item("dataSet")
                .join("datasetnotification_datasets", "datasetnotificationtemplateid", "datasetid")
                .nameable()
                .min(0.0),
            set("deliveryChannels", "org.hisp.dhis.common.DeliveryChannel", Constant)
                .values("datasetnotificationtemplate_deliverychannel", "datasetnotificationtemplateid", "deliverychannel")
                .simple()
                .min(0.0),
            text("displayMessageTemplate").read_only(),
            text("displaySubjectTemplate").read_only(),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("messageTemplate").column("messagetemplate").required().translatable("MESSAGE_TEMPLATE").length(0, 2147483647),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            constant("notificationRecipient", "org.hisp.dhis.dataset.notifications.DataSetNotificationRecipient", DATA_SET_NOTIFICATION_RECIPIENT)
                .column("notificationrecipienttype")
                .long(255),
            boolean("notifyParentOrganisationUnitOnly").column("notifyparentorganisationunitonly").long(255),
            boolean("notifyUsersInHierarchyOnly").column("notifyusersinhierarchyonly").long(255),
            reference("recipientUserGroup", "org.hisp.dhis.user.UserGroup").by("usergroupid").long(255),
            integer("relativeScheduledDays").column("relativescheduleddays").any_integer(),
            constant("sendStrategy", "org.hisp.dhis.notification.SendStrategy", SEND_STRATEGY).column("sendstrategy").long(50),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("subjectTemplate").column("subjecttemplate").translatable("SUBJECT_TEMPLATE").length(0, 100),
        ])
        .build()
}
