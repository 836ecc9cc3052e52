//! Legend Set.

use crate::builder::{Builder, complex, reference, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn legend_set() -> Type {
    Builder::new("legendSet", "legendSets", "org.hisp.dhis.legend.LegendSet")
        .endpoint("/legendSets")
        .table("maplegendset", Some("maplegendsetid"))
        .order(1080)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_LEGEND_SET_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_LEGEND_SET_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_LEGEND_SET_DELETE"])
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.legend.Legend"])
        .identifiable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("code").column("code").attribute().length(0, 50),
            text("href").attribute().range(0.0, 2147483647.0),
            set("legends", "org.hisp.dhis.legend.Legend", Reference)
                .item("legend")
                .children("maplegendsetid")
                .embedded()
                .min(0.0)
                .cascade("all,delete,delete-orphan"),
            text("name").column("name").required().unique().attribute().translatable("NAME").length(0, 230),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").json("sharing").length(0, 255),
            text("symbolizer").column("symbolizer").length(0, 255),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).json("translations").min(0.0).no_cascade().no_role(),
            reference("user", "org.hisp.dhis.user.User").expression(
                "(select json_build_object('id', u.uid, 'code', u.code, 'name', u.firstname || ' ' || u.surname, \
                 'displayName', u.firstname || ' ' || u.surname, 'username', u.username) from userinfo u where u.userinfoid = {t}.userid)",
            ),
        ])
        .build()
}
