//! Validation Notification Template.

use super::constants::SEND_STRATEGY;
use crate::builder::{Builder, boolean, complex, constant, reference, set, text};
use crate::property::PropertyType::{Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn validation_notification_template() -> Type {
    Builder::new(
        "validationNotificationTemplate",
        "validationNotificationTemplates",
        "org.hisp.dhis.validation.notification.ValidationNotificationTemplate",
    )
    .wire_name("identifiableObject")
    .endpoint("/validationNotificationTemplates")
    .table("validationnotificationtemplate", Some("validationnotificationtemplateid"))
    .order(1410)
    .translatable()
    .metadata()
    .attribute_values()
    .authority(AuthorityType::CreatePublic, &["F_VALIDATIONRULE_PUBLIC_ADD"])
    .authority(AuthorityType::CreatePrivate, &["F_VALIDATIONRULE_PRIVATE_ADD"])
    .authority(AuthorityType::Delete, &["F_VALIDATIONRULE_DELETE"])
    .references(&["org.hisp.dhis.user.UserGroup", "org.hisp.dhis.validation.ValidationRule", "org.hisp.dhis.user.User"])
    .identifiable()
    .properties(vec![
        reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
        text("displayMessageTemplate").read_only(),
        text("displaySubjectTemplate").read_only(),
        boolean("favorite").read_only(),
        set("favorites", "String", Text).item("favorite").simple().min(0.0),
        text("messageTemplate").column("messagetemplate").translatable("MESSAGE_TEMPLATE").long(2147483647).range(1.0, 1000.0),
        text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
        boolean("notifyParentOrganisationUnitOnly"),
        boolean("notifyUsersInHierarchyOnly").column("notifyusersinhierarchyonly").long(255),
        set("recipientUserGroups", "org.hisp.dhis.user.UserGroup", Reference)
            .join("validationnotificationtemplate_recipientusergroups", "validationnotificationtemplateid", "usergroupid")
            .min(0.0),
        constant("sendStrategy", "org.hisp.dhis.notification.SendStrategy", SEND_STRATEGY).column("sendstrategy").long(50),
        complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
        text("subjectTemplate").column("subjecttemplate").translatable("SUBJECT_TEMPLATE").length(0, 100),
        set("validationRules", "org.hisp.dhis.validation.ValidationRule", Reference)
            .join("validationnotificationtemplatevalidationrules", "validationnotificationtemplateid", "validationruleid")
            .nameable()
            .min(0.0)
            .inverse_role("org.hisp.dhis.validation.ValidationRule.notificationTemplates"),
    ])
    .build()
}
