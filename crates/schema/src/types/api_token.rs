//! Api Token.

use super::constants::API_TOKEN_TYPE;
use crate::builder::{Builder, boolean, constant, integer, list, number, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::Type;

pub(super) fn api_token() -> Type {
    Builder::new("apiToken", "apiToken", "org.hisp.dhis.security.apikey.ApiToken")
        .endpoint("/apiToken")
        .table("api_token", Some("apitokenid"))
        .shareable()
        .default_private()
        .metadata()
        .attribute_values()
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            list("attributes", "org.hisp.dhis.security.apikey.ApiTokenAttribute", Complex)
                .json("attributes")
                .embedded()
                .length(0, 255)
                .no_cascade()
                .no_role(),
            reference("createdBy", "org.hisp.dhis.user.User").by("createdby").opaque().long(255).gist("FALSE"),
            number("expire")
                .klass("java.lang.Long")
                .column("expire")
                .required()
                .long(2147483647)
                .range(-9.223372036854776e+18, 9.223372036854776e+18),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").attribute().range(1.0, 2147483647.0),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            constant("type", "org.hisp.dhis.security.apikey.ApiTokenType", API_TOKEN_TYPE).column("type").required().long(50),
            integer("version").column("version").required().any_integer(),
        ])
        .build()
}
