//! Dhis2 OAuth2 Client.

use crate::builder::{Builder, boolean, complex, date, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn o_auth2_client() -> Type {
    Builder::new("oAuth2Client", "oAuth2Clients", "org.hisp.dhis.security.oauth2.client.Dhis2OAuth2Client")
        .wire_name("oauth2Client")
        .endpoint("/oAuth2Clients")
        .table("oauth2_client", Some("id"))
        .default_private()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_OAUTH2_CLIENT_MANAGE"])
        .authority(AuthorityType::Update, &["F_OAUTH2_CLIENT_MANAGE"])
        .authority(AuthorityType::Delete, &["F_OAUTH2_CLIENT_MANAGE"])
        .authority(AuthorityType::Read, &["F_OAUTH2_CLIENT_MANAGE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            text("authorizationGrantTypes").column("authorization_grant_types").length(0, 1000),
            text("clientAuthenticationMethods").column("client_authentication_methods").length(0, 1000),
            text("clientId").column("client_id").required().unique().length(0, 255),
            date("clientIdIssuedAt").column("client_id_issued_at").long(255),
            text("clientSecret").column("client_secret").length(0, 255),
            date("clientSecretExpiresAt").column("client_secret_expires_at").long(255),
            text("clientSettings").column("client_settings").length(0, 2147483647),
            reference("createdBy", "org.hisp.dhis.user.User").by("createdby").opaque().long(255).gist("FALSE"),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").column("name").required().length(0, 230),
            text("postLogoutRedirectUris").column("post_logout_redirect_uris").length(0, 1000),
            text("redirectUris").column("redirect_uris").length(0, 1000),
            text("scopes").column("scopes").length(0, 1000),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("tokenSettings").column("token_settings").length(0, 2147483647),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
        ])
        .build()
}
