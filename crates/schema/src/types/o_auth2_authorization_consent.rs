//! Dhis2 OAuth2 Authorization Consent.

use crate::builder::{Builder, boolean, complex, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::Type;

pub(super) fn o_auth2_authorization_consent() -> Type {
    Builder::new("oAuth2AuthorizationConsent", "oAuth2AuthorizationConsents", "org.hisp.dhis.security.oauth2.consent.Dhis2OAuth2AuthorizationConsent")
        .wire_name("oauth2AuthorizationConsent")
        .endpoint("/oAuth2AuthorizationConsents")
        .table("oauth2_authorization_consent", Some("id"))
        .secondary_metadata()
        .default_private()
        .metadata()
        .attribute_values()
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            text("authorities").column("authorities").length(0, 1000),
            reference("createdBy", "org.hisp.dhis.user.User").by("createdby").opaque().long(255).gist("FALSE"),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").column("name").required().attribute().length(1, 230),
            text("principalName").column("principal_name").required().length(0, 255),
            text("registeredClientId").column("registered_client_id").required().length(0, 255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
        ])
        .build()
}
