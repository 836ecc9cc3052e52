//! Legend.

use crate::builder::{Builder, complex, number, reference, set, text};
use crate::property::PropertyType::Complex;
use crate::registry::Type;

pub(super) fn legend() -> Type {
    Builder::new("legend", "legends", "org.hisp.dhis.legend.Legend")
        .table("maplegend", Some("maplegendid"))
        .translatable()
        .embedded()
        .attribute_values()
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .without(&["user"])
        .properties(vec![
            complex("access", "org.hisp.dhis.security.acl.Access").embedded().min(0.0),
            text("code").column("code").unique().length(0, 50),
            text("color").column("color").length(0, 255),
            reference("createdBy", "org.hisp.dhis.user.User"),
            number("endValue").column("endvalue").long(2147483647).min(-2147483648.0),
            text("href").attribute().range(0.0, 2147483647.0),
            text("image").column("image").length(0, 255),
            text("name").column("name").translatable("NAME").length(0, 255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0),
            number("startValue").column("startvalue").long(2147483647).min(-2147483648.0),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).json("translations").min(0.0).no_cascade().no_role(),
        ])
        .build()
}
