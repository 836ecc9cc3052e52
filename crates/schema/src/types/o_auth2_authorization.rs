//! Dhis2 OAuth2 Authorization.

use crate::builder::{Builder, boolean, complex, date, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::Type;

pub(super) fn o_auth2_authorization() -> Type {
    Builder::new("oAuth2Authorization", "oAuth2Authorizations", "org.hisp.dhis.security.oauth2.authorization.Dhis2OAuth2Authorization")
        .wire_name("oauth2Authorization")
        .endpoint("/oAuth2Authorizations")
        .table("oauth2_authorization", Some("id"))
        .secondary_metadata()
        .default_private()
        .metadata()
        .attribute_values()
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            date("accessTokenExpiresAt").column("access_token_expires_at").long(255),
            date("accessTokenIssuedAt").column("access_token_issued_at").long(255),
            text("accessTokenScopes").column("access_token_scopes").length(0, 1000),
            text("accessTokenType").column("access_token_type").length(0, 255),
            date("authorizationCodeExpiresAt").column("authorization_code_expires_at").long(255),
            date("authorizationCodeIssuedAt").column("authorization_code_issued_at").long(255),
            text("authorizationGrantType").column("authorization_grant_type").required().length(0, 255),
            text("authorizedScopes").column("authorized_scopes").length(0, 1000),
            reference("createdBy", "org.hisp.dhis.user.User").by("createdby").opaque().long(255).gist("FALSE"),
            date("deviceCodeExpiresAt").column("device_code_expires_at").long(255),
            date("deviceCodeIssuedAt").column("device_code_issued_at").long(255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").column("name").required().attribute().length(1, 230),
            date("oidcIdTokenExpiresAt").column("oidc_id_token_expires_at").long(255),
            date("oidcIdTokenIssuedAt").column("oidc_id_token_issued_at").long(255),
            text("principalName").column("principal_name").required().length(0, 255),
            date("refreshTokenExpiresAt").column("refresh_token_expires_at").long(255),
            date("refreshTokenIssuedAt").column("refresh_token_issued_at").long(255),
            text("registeredClientId").column("registered_client_id").required().length(0, 255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            date("userCodeExpiresAt").column("user_code_expires_at").long(255),
            date("userCodeIssuedAt").column("user_code_issued_at").long(255),
        ])
        .build()
}
