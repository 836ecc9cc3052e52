//! Interpretation Comment.

use crate::builder::{Builder, boolean, complex, identifier, list, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::Type;

pub(super) fn interpretation_comment() -> Type {
    Builder::new("interpretationComment", "interpretationComments", "org.hisp.dhis.interpretation.InterpretationComment")
        .table("interpretationcomment", Some("interpretationcommentid"))
        .attribute_values()
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            identifier("code").attribute().min(0.0),
            reference("createdBy", "org.hisp.dhis.user.User").by("userid").required().opaque().long(255).gist("FALSE"),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            identifier("id").field("uid").column("uid").attribute().length(11, 11),
            reference("lastUpdatedBy", "org.hisp.dhis.user.User").opaque(),
            list("mentions", "org.hisp.dhis.interpretation.Mention", Complex).json("mentions").length(0, 255).no_cascade().no_role(),
            text("name").attribute().range(1.0, 2147483647.0),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("text").column("commenttext").length(0, 2147483647),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
        ])
        .build()
}
