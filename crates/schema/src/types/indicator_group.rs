//! Indicator Group.

use crate::builder::{Builder, complex, reference, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn indicator_group() -> Type {
    Builder::new("indicatorGroup", "indicatorGroups", "org.hisp.dhis.indicator.IndicatorGroup")
        .endpoint("/indicatorGroups")
        .table("indicatorgroup", Some("indicatorgroupid"))
        .order(1260)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_INDICATORGROUP_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_INDICATORGROUP_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_INDICATORGROUP_DELETE"])
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.indicator.IndicatorGroupSet", "org.hisp.dhis.indicator.Indicator"])
        .identifiable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("description").column("description").length(2, 255),
            set("groupSets", "org.hisp.dhis.indicator.IndicatorGroupSet", Reference)
                .item("groupSet")
                .join("indicatorgroupsetmembers", "indicatorgroupid", "indicatorgroupsetid")
                .inverse()
                .min(0.0)
                .owning_role("org.hisp.dhis.indicator.IndicatorGroupSet.members")
                .own_inverse_role(),
            text("href").attribute().range(0.0, 2147483647.0),
            reference("indicatorGroupSet", "org.hisp.dhis.indicator.IndicatorGroupSet").field("groupSet").read_only().related(
                "exists (select from indicatorgroupsetmembers m where m.indicatorgroupid = {t}.indicatorgroupid \
                 and m.indicatorgroupsetid = {o}.indicatorgroupsetid)",
                "{o}.indicatorgroupsetid",
                "IndicatorGroupSet",
            ),
            set("indicators", "org.hisp.dhis.indicator.Indicator", Reference)
                .item("indicator")
                .field("members")
                .join("indicatorgroupmembers", "indicatorgroupid", "indicatorid")
                .nameable()
                .min(0.0)
                .cascade("all")
                .inverse_role("org.hisp.dhis.indicator.Indicator.groups"),
            set("translations", "org.hisp.dhis.translation.Translation", Complex)
                .item("translation")
                .json("translations")
                .min(0.0)
                .no_cascade()
                .no_role()
                .gist("FALSE"),
        ])
        .build()
}
