//! User.

use crate::builder::{Builder, boolean, complex, date, email, identifier, integer, password, reference, set, text};
use crate::property::PropertyType::{Complex, Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn user() -> Type {
    Builder::new("user", "users", "org.hisp.dhis.user.User")
        .endpoint("/users")
        .table("userinfo", Some("userinfoid"))
        .order(101)
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_USER_ADD", "F_USER_ADD_WITHIN_MANAGED_GROUP"])
        .authority(AuthorityType::Delete, &["F_USER_DELETE", "F_USER_DELETE_WITHIN_MANAGED_GROUP"])
        .authority(AuthorityType::Read, &["F_USER_VIEW"])
        .references(&[
            "org.hisp.dhis.user.UserGroup",
            "org.hisp.dhis.category.Category",
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.user.UserRole",
            "org.hisp.dhis.category.CategoryOptionGroupSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.fileresource.FileResource",
        ])
        .identifiable()
        .properties(vec![
            date("accountExpiry").column("accountexpiry").long(255),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            reference("avatar", "org.hisp.dhis.fileresource.FileResource").by("avatar").long(255),
            date("birthday").column("birthday").long(255),
            set("catDimensionConstraints", "org.hisp.dhis.category.Category", Reference)
                .item("catDimensionConstraint")
                .join("users_catdimensionconstraints", "userid", "dataelementcategoryid")
                .nameable()
                .min(0.0),
            set("cogsDimensionConstraints", "org.hisp.dhis.category.CategoryOptionGroupSet", Reference)
                .item("cogsDimensionConstraint")
                .join("users_cogsdimensionconstraints", "userid", "categoryoptiongroupsetid")
                .nameable()
                .min(0.0),
            reference("createdBy", "org.hisp.dhis.user.User").by("creatoruserid").opaque().long(255).gist("FALSE"),
            integer("dataViewMaxOrganisationUnitLevel").column("dataviewmaxorgunitlevel").any_integer(),
            set("dataViewOrganisationUnits", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference)
                .item("dataViewOrganisationUnit")
                .join("userdatavieworgunits", "userinfoid", "organisationunitid")
                .nameable()
                .min(0.0),
            boolean("disabled").column("disabled").long(255),
            text("education").column("education").length(0, 2147483647),
            email("email").column("email").length(0, 160),
            text("emailVerificationToken").column("emailverificationtoken").hidden().length(0, 255),
            boolean("emailVerified").expression("coalesce({t}.verifiedemail = {t}.email, false)").read_only(),
            text("employer").column("employer").length(0, 160),
            boolean("externalAuth").column("externalauth").long(255),
            text("facebookMessenger").column("facebookmessenger").length(0, 255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("firstName").column("firstname").required().length(1, 160),
            text("gender").column("gender").length(0, 50),
            identifier("id").field("uid").column("uid").attribute().length(11, 11),
            text("interests").column("interests").length(0, 2147483647),
            text("introduction").column("introduction").length(0, 2147483647),
            boolean("invitation").column("invitation").long(255),
            text("jobTitle").column("jobtitle").length(0, 160),
            text("languages").column("languages").length(0, 2147483647),
            date("lastCheckedInterpretations").column("lastcheckedinterpretations").long(255),
            date("lastLogin").column("lastlogin").long(255),
            text("ldapId").column("ldapid").unique().length(0, 2147483647),
            text("name").column("name").read_only().length(0, 321),
            text("nationality").column("nationality").length(0, 160),
            text("openId").column("openid").length(0, 2147483647),
            set("organisationUnits", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference)
                .item("organisationUnit")
                .join("usermembership", "userinfoid", "organisationunitid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.organisationunit.OrganisationUnit.users"),
            password("password").column("password").hidden().length(0, 60),
            date("passwordLastUpdated").column("passwordlastupdated").long(255),
            text("phoneNumber").column("phonenumber").length(0, 80),
            boolean("selfRegistered").column("selfregistered").long(255),
            complex("settings", "org.hisp.dhis.mapping.Map").hidden().min(0.0).no_endpoint(),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("skype").column("skype").length(0, 255),
            text("surname").column("surname").required().length(1, 160),
            set("teiSearchOrganisationUnits", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference)
                .item("teiSearchOrganisationUnit")
                .join("userteisearchorgunits", "userinfoid", "organisationunitid")
                .nameable()
                .min(0.0),
            text("telegram").column("telegram").length(0, 255),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            text("twitter").column("twitter").length(0, 255),
            set("userGroups", "org.hisp.dhis.user.UserGroup", Reference)
                .item("userGroup")
                .field("groups")
                .join("usergroupmembers", "userid", "usergroupid")
                .inverse()
                .min(0.0)
                .owning_role("org.hisp.dhis.user.UserGroup.members")
                .own_inverse_role(),
            set("userRoles", "org.hisp.dhis.user.UserRole", Reference)
                .item("userRole")
                .join("userrolemembers", "userid", "userroleid")
                .min(0.0)
                .cascade("save-update,persist,merge")
                .inverse_role("org.hisp.dhis.user.UserRole.members"),
            text("username").column("username").unique().length(0, 255),
            text("verifiedEmail").column("verifiedemail").length(0, 255),
            text("welcomeMessage").column("welcomemessage").length(0, 2147483647),
            text("whatsApp").column("whatsapp").length(0, 255),
        ])
        .build()
}
